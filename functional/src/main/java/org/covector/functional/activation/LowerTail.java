package org.covector.functional.activation;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.negativeAbs;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.selectRare;

import org.covector.engine.expr.Expr;

/** {@code (x + k) e^x f} where the exponential alone may be subnormal, or 0: functions like {@code x sigmoid(x)} far below 0. */
final class LowerTail {
    /** The exponential of minus numbers beyond it is multiplied by its root twice: alone it may be subnormal, or 0. */
    static final double FAR = 80;

    /** Not even the root of the exponential of numbers below it is above 0. */
    private static final double NEVER = -1500;

    private LowerTail() {}

    /** {@code exp(-|x| / 2)}. */
    static Expr root(Expr x) {
        return exp(mul(0.5, negativeAbs(x)));
    }

    /** The tail below -80, else {@code near}: the k-th derivative of {@code x e^x}, times {@code factor}. */
    static Expr of(Expr x, int k, Expr factor, Expr near) {
        Expr isTail = and(lt(x, -FAR), lt(number(NEVER), x));
        return selectRare(isTail, mul(mul(root(x), add(k, x)), mul(root(x), factor)), near);
    }

    /** The same without a factor. */
    static Expr of(Expr x, int k, Expr near) {
        return of(x, k, number(1), near);
    }
}
