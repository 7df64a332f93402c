package org.covector.functional.pointwise;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.T;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.number;

import java.util.List;
import org.covector.engine.Vocabulary;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;

/**
 * Sums, products, quotients, powers and choosing, element by element. The dtype of a result follows from the types of a call, never from
 * values: an INT64 or BOOL tensor with a {@code double} gives FLOAT32, with a {@code long} INT64. The common dtype of tensors is the last
 * of BOOL, INT64, FLOAT32, FLOAT64 among them, where one without axes counts only if it is floating and they are not, or an integer and
 * they are BOOL. Shapes broadcast if, aligned at the last axis, their lengths are equal or 1.
 *
 * <p>At kinks the gradient is the subgradient of least norm if nothing else is said. Measured errors of values and derivatives, and values
 * at infinities, zeros and NaN, are in docs/accuracy-table.md.
 */
@Vocabulary
public abstract sealed class Arithmetic permits Rounding {
    Arithmetic() {}

    private static final Pointwise ADD = Pointwise.row(Formula.of("add", 2, Expressions.add(X, Y))).closedOverBool();

    /**
     * {@code x + y}, broadcast
     *
     * <p>The sum; INT64 wraps around, and for two BOOL tensors it is their or. torch: add.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor add(Tensor x, Tensor y) {
        return ADD.of(x, y);
    }

    private static final Pointwise ADD_NUMBER = Pointwise.row(Formula.of("add", 1, 1, Expressions.add(X, S)));

    /**
     * {@code x + y} for a number y
     *
     * <p>The sum of each element and the number. torch: add.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor add(Tensor x, double y) {
        return ADD_NUMBER.with(y).of(x);
    }

    /**
     * {@code x + y} for an integer y
     *
     * <p>As {@link #add(Tensor, double)}, but INT64 stays INT64, and wraps around. torch: add.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor add(Tensor x, long y) {
        return ADD_NUMBER.with(y).of(x);
    }

    private static final Pointwise SUB = Pointwise.row(Formula.of("sub", 2, Expressions.sub(X, Y)));

    /**
     * {@code x - y}, broadcast
     *
     * <p>The difference; INT64 wraps around, BOOL counts as INT64 (torch refuses it). torch: sub.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor sub(Tensor x, Tensor y) {
        return SUB.of(x, y);
    }

    private static final Pointwise SUB_NUMBER = Pointwise.row(Formula.of("sub", 1, 1, Expressions.sub(X, S)));

    /**
     * {@code x - y} for a number y
     *
     * <p>The difference of each element and the number. torch: sub.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sub(Tensor x, double y) {
        return SUB_NUMBER.with(y).of(x);
    }

    /**
     * {@code x - y} for an integer y
     *
     * <p>As {@link #sub(Tensor, double)}, but INT64 stays INT64, and wraps around. torch: sub.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor sub(Tensor x, long y) {
        return SUB_NUMBER.with(y).of(x);
    }

    private static final Pointwise SUB_FROM = Pointwise.row(Formula.of("sub", 1, 1, Expressions.sub(S, X)));

    /**
     * {@code x - y} for a number x
     *
     * <p>The difference of the number and each element. torch: rsub, with the arguments exchanged.
     *
     * @param x a number
     * @param y any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of y's shape; FLOAT64 if y is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sub(double x, Tensor y) {
        return SUB_FROM.with(x).of(y);
    }

    /**
     * {@code x - y} for an integer x
     *
     * <p>As {@link #sub(double, Tensor)}, but INT64 stays INT64, and wraps around. torch: rsub, with the arguments exchanged.
     *
     * @param x an integer
     * @param y any shape and dtype
     * @return of y's shape; y's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if y is INT64 or BOOL, and x not an integer that FLOAT64 holds exactly
     */
    public static Tensor sub(long x, Tensor y) {
        return SUB_FROM.with(x).of(y);
    }

    private static final Pointwise MUL = Pointwise.row(Formula.of("mul", 2, Expressions.mul(X, Y))).closedOverBool();

    /**
     * {@code x y}, broadcast
     *
     * <p>The product; INT64 wraps around, and for two BOOL tensors it is their and. 0 times an infinity is NaN. torch: mul.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor mul(Tensor x, Tensor y) {
        return MUL.of(x, y);
    }

    private static final Pointwise MUL_NUMBER = Pointwise.row(Formula.of("mul", 1, 1, Expressions.mul(X, S)));

    /**
     * {@code x y} for a number y
     *
     * <p>The product of each element and the number. torch: mul.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor mul(Tensor x, double y) {
        return MUL_NUMBER.with(y).of(x);
    }

    /**
     * {@code x y} for an integer y
     *
     * <p>As {@link #mul(Tensor, double)}, but INT64 stays INT64, and wraps around. torch: mul.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor mul(Tensor x, long y) {
        return MUL_NUMBER.with(y).of(x);
    }

    private static final Pointwise DIV = Pointwise.row(Formula.of("div", 2, Expressions.div(X, Y)));

    /**
     * {@code x / y}, broadcast
     *
     * <p>The true quotient: INT64 is divided as FLOAT32. ONNX's Div of integers is {@link #truncDivide(Tensor, Tensor)}, Python's // {@link
     * #floorDivide(Tensor, Tensor)}. x / 0 is infinite with the sign of both, 0 / 0 NaN. Gradients {@code 1 / y} and {@code -x / y^2}.
     * torch: div.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor div(Tensor x, Tensor y) {
        return DIV.of(x, y);
    }

    private static final Pointwise DIV_NUMBER = Pointwise.row(Formula.of("div", 1, 1, Expressions.div(X, S)));

    /**
     * {@code x / y} for a number y
     *
     * <p>The true quotient of each element and the number. torch: div.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor div(Tensor x, double y) {
        return DIV_NUMBER.with(y).of(x);
    }

    private static final Pointwise DIV_INTO = Pointwise.row(Formula.of("div", 1, 1, Expressions.div(S, X)));

    /**
     * {@code x / y} for a number x
     *
     * <p>The true quotient of the number and each element; gradient {@code -x / y^2}. torch: div of a tensor of one element.
     *
     * @param x a number
     * @param y any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of y's shape; FLOAT64 if y is, else FLOAT32
     */
    @DefinedOn(Interval.NONZERO)
    public static Tensor div(double x, Tensor y) {
        return DIV_INTO.with(x).of(y);
    }

    private static final Pointwise NEG = Pointwise.row(Formula.of("neg", 1, Expressions.neg(X)));

    /**
     * {@code -x}
     *
     * <p>The sign changed, that of zeros too; BOOL counts as INT64 (torch refuses it). torch: neg.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor neg(Tensor x) {
        return NEG.of(x);
    }

    private static final Pointwise ABS = Pointwise.row(Formula.of("abs", 1, Expressions.abs(X)));

    /**
     * {@code |x|}
     *
     * <p>The absolute value; -2^63 of INT64, which has none, stays as it is. The gradient is the sign of x, 0 at 0. torch: abs.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor abs(Tensor x) {
        return ABS.of(x);
    }

    private static final Pointwise SIGN = Pointwise.row(Formula.of("sign", 1, Expressions.sign(X))).closedOverBool();

    /**
     * {@code x > 0 ? 1 : x < 0 ? -1 : 0}
     *
     * <p>The sign: 0 for both zeros and for NaN. Gradient 0 everywhere. torch: sign.
     *
     * @param x any shape and dtype
     * @return of x's shape and dtype
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sign(Tensor x) {
        return SIGN.of(x);
    }

    private static final Pointwise SQUARE = Pointwise.row(Formula.of("square", 1, Expressions.square(X)));

    /**
     * {@code x^2}
     *
     * <p>The square; INT64 wraps around. Gradient {@code 2 x}. torch: square.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor square(Tensor x) {
        return SQUARE.of(x);
    }

    private static final Pointwise RECIPROCAL = Pointwise.row(Formula.of("reciprocal", 1, Expressions.div(1, X))
            .withDerivative(Expressions.neg(Expressions.square(Expressions.div(1, X)))));

    /**
     * {@code 1 / x}
     *
     * <p>The reciprocal, at a zero infinite with its sign. Gradient {@code -1 / x^2}, -infinity at both zeros. torch: reciprocal.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.NONZERO)
    public static Tensor reciprocal(Tensor x) {
        return RECIPROCAL.of(x);
    }

    private static final Pointwise SQRT = Pointwise.row(Formula.of("sqrt", 1, Expressions.sqrt(X)));

    /**
     * {@code sqrt(x)}
     *
     * <p>The square root, correctly rounded; -0 for -0, NaN below 0. Gradient {@code 1 / (2 sqrt(x))}, at a zero infinite with its sign.
     * torch: sqrt.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor sqrt(Tensor x) {
        return SQRT.of(x);
    }

    private static final Expr INVERSE_ROOT = Expressions.div(1, Expressions.sqrt(X));

    private static final Pointwise RSQRT = Pointwise.row(Formula.of("rsqrt", 1, INVERSE_ROOT)
            .withDerivative(Expressions.mul(Expressions.mul(-0.5, INVERSE_ROOT), Expressions.square(INVERSE_ROOT))));

    /**
     * {@code 1 / sqrt(x)}
     *
     * <p>The reciprocal square root, at a zero infinite with its sign, NaN below 0. Gradient {@code -x^(-3/2) / 2}. torch: rsqrt.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor rsqrt(Tensor x) {
        return RSQRT.of(x);
    }

    private static final Pointwise POW = Pointwise.row(Formula.of("pow", 2, Expressions.pow(X, Y)));

    /**
     * {@code x^y}, broadcast
     *
     * <p>Special cases as in C99: {@code x^0} and {@code 1^y} are 1 also for NaN, and NaN is the result where x is below 0 and y no
     * integer. The gradient by x is {@code y x^(y - 1)}, 0 where y is 0; that by y is {@code x^y log x}, where x is 0 either 0 (y at least
     * 0) or -infinity, and NaN where x is below 0. Error below 1 ulp (docs/accuracy.md). torch: pow.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast, or an exponent of INT64 is below 0
     */
    @DefinedOn({Interval.POSITIVE, Interval.REAL})
    public static Tensor pow(Tensor x, Tensor y) {
        return POW.of(x, y);
    }

    private static final Pointwise POW_NUMBER = Pointwise.row(Formula.of("pow", 1, 1, Expressions.pow(X, S)));

    /**
     * {@code x^y} for a number y
     *
     * <p>Special cases as in C99: 1 for y = 0, NaN where x is below 0 and y no integer. Gradient {@code y x^(y - 1)}, 0 for y = 0. Error
     * below 1 ulp (docs/accuracy.md). torch: pow.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor pow(Tensor x, double y) {
        return POW_NUMBER.with(y).of(x);
    }

    /**
     * {@code x^y} for an integer y
     *
     * <p>As {@link #pow(Tensor, double)}, but INT64 stays INT64, and wraps around. torch: pow.
     *
     * @param x any shape and dtype
     * @param y an integer, for INT64 0 or more
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y below 0 or not an integer that FLOAT64 holds exactly
     */
    public static Tensor pow(Tensor x, long y) {
        return POW_NUMBER.with(y).of(x);
    }

    private static final Pointwise POW_OF = Pointwise.row(Formula.of("pow", 1, 1, Expressions.pow(S, X)));

    /**
     * {@code x^y} for a number x
     *
     * <p>Special cases as in C99: 1 where y is 0 and for x = 1. Gradient {@code x^y log x}; for x = 0 it is 0 where y is at least 0, else
     * -infinity; for x below 0 NaN. Error below 1 ulp (docs/accuracy.md). torch: pow.
     *
     * @param x a number
     * @param y any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of y's shape; FLOAT64 if y is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor pow(double x, Tensor y) {
        return POW_OF.with(x).of(y);
    }

    /**
     * {@code x^y} for an integer x
     *
     * <p>As {@link #pow(double, Tensor)}, but INT64 stays INT64, and wraps around. torch: pow.
     *
     * @param x an integer
     * @param y any shape and dtype; INT64 0 or more
     * @return of y's shape; y's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if y is INT64 or BOOL, and x not an integer that FLOAT64 holds exactly, or an exponent
     *     of INT64 is below 0
     */
    public static Tensor pow(long x, Tensor y) {
        return POW_OF.with(x).of(y);
    }

    private static final Pointwise MAXIMUM = Pointwise.row(Formula.of("maximum", 2, Expressions.maximum(X, Y))).closedOverBool();

    /**
     * {@code max(x, y)}, broadcast
     *
     * <p>The larger of the two: NaN if either is, +0 over -0; for two BOOL tensors their or. At a tie each has half of the gradient; where
     * one is NaN both have all of it. torch: maximum.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor maximum(Tensor x, Tensor y) {
        return MAXIMUM.of(x, y);
    }

    private static final Pointwise MAXIMUM_NUMBER = Pointwise.row(Formula.of("maximum", 1, 1, Expressions.maximum(X, S))
            .withDerivative(Expressions.select(Expressions.or(Expressions.le(X, S), Expressions.isNan(S)), 0, number(1))));

    /**
     * {@code max(x, y)} for a number y
     *
     * <p>The larger of the two: NaN if either is, +0 over -0. Gradient 0 at a tie, where torch has 1. torch: clamp_min.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor maximum(Tensor x, double y) {
        return MAXIMUM_NUMBER.with(y).of(x);
    }

    /**
     * {@code max(x, y)} for an integer y
     *
     * <p>As {@link #maximum(Tensor, double)}, but INT64 stays INT64. torch: clamp_min.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor maximum(Tensor x, long y) {
        return MAXIMUM_NUMBER.with(y).of(x);
    }

    private static final Pointwise MINIMUM = Pointwise.row(Formula.of("minimum", 2, Expressions.minimum(X, Y))).closedOverBool();

    /**
     * {@code min(x, y)}, broadcast
     *
     * <p>The smaller of the two: NaN if either is, -0 under +0; for two BOOL tensors their and. At a tie each has half of the gradient;
     * where one is NaN both have all of it. torch: minimum.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor minimum(Tensor x, Tensor y) {
        return MINIMUM.of(x, y);
    }

    private static final Pointwise MINIMUM_NUMBER = Pointwise.row(Formula.of("minimum", 1, 1, Expressions.minimum(X, S))
            .withDerivative(Expressions.select(Expressions.or(Expressions.ge(X, S), Expressions.isNan(S)), 0, number(1))));

    /**
     * {@code min(x, y)} for a number y
     *
     * <p>The smaller of the two: NaN if either is, -0 under +0. Gradient 0 at a tie, where torch has 1. torch: clamp_max.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor minimum(Tensor x, double y) {
        return MINIMUM_NUMBER.with(y).of(x);
    }

    /**
     * {@code min(x, y)} for an integer y
     *
     * <p>As {@link #minimum(Tensor, double)}, but INT64 stays INT64. torch: clamp_max.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor minimum(Tensor x, long y) {
        return MINIMUM_NUMBER.with(y).of(x);
    }

    private static final Pointwise FMAX = Pointwise.row(Formula.of("fmax", 2,
            Expressions.select(Expressions.or(Expressions.ge(X, Y), Expressions.isNan(Y)), X, Y))).closedOverBool();

    /**
     * {@code max(x, y)}, broadcast, a number over NaN
     *
     * <p>The larger of the two: NaN only if both are, and at a tie x, which has the whole gradient there; between zeros of different sign
     * it is x, too. torch: fmax.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor fmax(Tensor x, Tensor y) {
        return FMAX.of(x, y);
    }

    private static final Pointwise FMIN = Pointwise.row(Formula.of("fmin", 2,
            Expressions.select(Expressions.or(Expressions.le(X, Y), Expressions.isNan(Y)), X, Y))).closedOverBool();

    /**
     * {@code min(x, y)}, broadcast, a number over NaN
     *
     * <p>The smaller of the two: NaN only if both are, and at a tie x, which has the whole gradient there; between zeros of different sign
     * it is x, too. torch: fmin.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor fmin(Tensor x, Tensor y) {
        return FMIN.of(x, y);
    }

    private static final Expr WITHIN = Expressions.not(Expressions.or(
            Expressions.or(Expressions.le(X, S), Expressions.ge(X, T)), Expressions.or(Expressions.isNan(S), Expressions.isNan(T))));

    private static final Pointwise CLAMP = Pointwise.row(Formula.of("clamp", 1, 2, Expressions.minimum(Expressions.maximum(X, S), T))
            .withDerivative(Expressions.select(WITHIN, 1, number(0))));

    /**
     * {@code min(max(x, low), high)}
     *
     * <p>NaN if x or a bound is NaN, high where low is above it; an infinite bound is none. Gradient 1 between the bounds, 0 at and beyond
     * them; torch has 1 at a bound. torch: clamp.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param low the lower bound
     * @param high the upper bound
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor clamp(Tensor x, double low, double high) {
        return CLAMP.with(low, high).of(x);
    }

    /**
     * {@code min(max(x, low), high)} for integer bounds
     *
     * <p>As {@link #clamp(Tensor, double, double)}, but INT64 stays INT64. torch: clamp.
     *
     * @param x any shape and dtype
     * @param low the lower bound
     * @param high the upper bound
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and a bound not an integer that FLOAT64 holds exactly
     */
    public static Tensor clamp(Tensor x, long low, long high) {
        return CLAMP.with(low, high).of(x);
    }

    private static final Expr ALL_EQUAL = Expressions.and(Expressions.eq(X, Y), Expressions.eq(X, Z));

    // where all three are equal only high moves the value; halves of halves would say otherwise
    private static final Pointwise CLAMP_BETWEEN = Pointwise.row(Formula.of("clamp", 3,
            Expressions.select(ALL_EQUAL, Z, Expressions.minimum(Expressions.maximum(X, Y), Z)))).closedOverBool();

    /**
     * {@code min(max(x, low), high)}, broadcast
     *
     * <p>NaN if any of the three is, high where low is above it. At a tie of x with a bound each has half of the gradient, and so have
     * equal bounds above x; where all three are equal high has all of it, for x and low alone do not move the value there. torch: clamp,
     * which gives ties to x.
     *
     * @param x any shape and dtype
     * @param low any dtype, a shape that broadcasts with that of x
     * @param high any dtype, a shape that broadcasts with those of x and low
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL, Interval.REAL})
    public static Tensor clamp(Tensor x, Tensor low, Tensor high) {
        return CLAMP_BETWEEN.of(x, low, high);
    }

    private static final Pointwise COPYSIGN = Pointwise.row(Formula.of("copysign", 2, Expressions.copysign(X, Y)));

    /**
     * {@code |x| sign(y)}, broadcast
     *
     * <p>x with the sign bit of y, which zeros and NaN have too. Gradient to x {@code sign(x) sign(y)}, 0 at x = 0; none to y. torch:
     * copysign.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor copysign(Tensor x, Tensor y) {
        return COPYSIGN.of(x, y);
    }

    private static final Pointwise HYPOT = Pointwise.row(Formula.of("hypot", 2, Expressions.hypot(X, Y)));

    /**
     * {@code sqrt(x^2 + y^2)}, broadcast
     *
     * <p>The length of (x, y), without overflow or underflow of the squares; infinite if either is, also beside NaN. Gradients {@code x /
     * hypot} and {@code y / hypot}, 0 at the origin, where torch has NaN. Error below 1 ulp (docs/accuracy.md). torch: hypot.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor hypot(Tensor x, Tensor y) {
        return HYPOT.of(x, y);
    }

    private static final Pointwise LERP = Pointwise.row(Formula.of("lerp", 3, mix(Z))
            .withDerivative(Expressions.sub(1, Z), Z, Expressions.sub(Y, X)));

    /**
     * {@code x - w x + w y} with what rounding takes from the products and sums (Ogita, Rump and Oishi, Accurate sum and dot product,
     * 2005): no overflow of y - x, digits also where the terms cancel, and exactly x and y at 0 and 1, be the other one infinite or NaN.
     */
    private static Expr mix(Expr weight) {
        Expr taken = Expressions.neg(Expressions.mul(weight, X));
        Expr given = Expressions.mul(weight, Y);
        Expr left = Expressions.add(X, taken);
        Expr sum = Expressions.add(left, given);
        Expr products = Expressions.sub(Expressions.fma(weight, Y, Expressions.neg(given)), Expressions.fma(weight, X, taken));
        Expr lost = Expressions.add(products, Expressions.add(Expressions.lostInSum(X, taken, left),
                Expressions.lostInSum(left, given, sum)));
        Expr isNumber = Expressions.lt(Expressions.abs(X), Double.POSITIVE_INFINITY);
        Expr rest = Expressions.select(isNumber, Expressions.fma(Expressions.neg(weight), X, X),
                Expressions.scale(Expressions.sub(1, weight), X));
        Expr isKnown = Expressions.lt(Expressions.abs(lost), Double.POSITIVE_INFINITY);
        Expr mixed = Expressions.select(isKnown, Expressions.add(sum, lost), Expressions.fma(weight, Y, rest));
        return Expressions.select(Expressions.eq(weight, 0), X, mixed);
    }

    /**
     * {@code x + weight (y - x)}, broadcast
     *
     * <p>Exactly x for weight 0 and y for 1, be the other one infinite or NaN, computed without y - x, which may overflow, to about half
     * an ulp, also where the terms cancel. Gradients {@code 1 - weight}, {@code weight} and {@code y - x}. torch: lerp, of floating tensors
     * only.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @param weight any dtype, a shape that broadcasts with those of x and y; not confined to 0 to 1
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL, Interval.REAL})
    public static Tensor lerp(Tensor x, Tensor y, Tensor weight) {
        return LERP.of(x, y, weight);
    }

    private static final Pointwise LERP_NUMBER = Pointwise.row(Formula.of("lerp", 2, 1, mix(S))
            .withDerivative(Expressions.sub(1, S), S));

    /**
     * {@code x + weight (y - x)} for a number as weight, broadcast
     *
     * <p>As {@link #lerp(Tensor, Tensor, Tensor)}. torch: lerp.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @param weight a number, not confined to 0 to 1
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor lerp(Tensor x, Tensor y, double weight) {
        return LERP_NUMBER.with(weight).of(x, y);
    }

    private static final Pointwise HEAVISIDE =
            Pointwise.row(Formula.of("heaviside", 2,
            Expressions.select(Expressions.isNan(X), number(Double.NaN),
            Expressions.select(Expressions.lt(X, 0), 0, Expressions.select(Expressions.eq(X, 0), Y, number(1)))))).closedOverBool();

    /**
     * {@code x < 0 ? 0 : x > 0 ? 1 : y}, broadcast
     *
     * <p>The step function with value y at 0; NaN where x is. The gradient to y is 1 where x is 0, else 0; that to x is 0. torch:
     * heaviside, without gradient.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor heaviside(Tensor x, Tensor y) {
        return HEAVISIDE.of(x, y);
    }

    private static final Expr FINITE = Expressions.select(Expressions.isNan(X), S, X);

    private static final Pointwise NAN_TO_NUM = Pointwise.row(Formula.of("nanToNum", 1, 3, Expressions.select(
            Expressions.eq(FINITE, Double.POSITIVE_INFINITY), T,
            Expressions.select(Expressions.eq(FINITE, Double.NEGATIVE_INFINITY), Expr.scalar(2), FINITE))));

    /**
     * {@code isnan(x) ? nan : x = infinity ? posinf : x = -infinity ? neginf : x}
     *
     * <p>Numbers in the place of NaN and infinities; INT64 and BOOL are returned as they are. Gradient 0 where replaced, else 1. torch:
     * nan_to_num, with defaults 0 and the largest finite numbers.
     *
     * @param x any shape and dtype
     * @param nan what stands for NaN
     * @param posinf what stands for infinity
     * @param neginf what stands for -infinity
     * @return of x's shape and dtype
     */
    @DefinedOn(Interval.REAL)
    public static Tensor nanToNum(Tensor x, double nan, double posinf, double neginf) {
        return x.dtype().isFloating() ? NAN_TO_NUM.with(nan, posinf, neginf).of(x) : x;
    }

    private static final Expr CONDITION = Expr.bool(0);

    private static final Pointwise WHERE = Pointwise.row(
            new Formula("where", List.of(Kind.BOOL, Kind.VALUE, Kind.VALUE), 0, List.of(Expressions.select(CONDITION, Y, Z))))
            .closedOverBool();

    private static final Pointwise WHERE_X_NUMBER = Pointwise.row(
            new Formula("where", List.of(Kind.BOOL, Kind.VALUE), 1, List.of(Expressions.select(CONDITION, Y, S))));

    private static final Pointwise WHERE_NUMBER_Y = Pointwise.row(
            new Formula("where", List.of(Kind.BOOL, Kind.VALUE), 1, List.of(Expressions.select(CONDITION, S, Y))));

    /**
     * {@code condition ? x : y}, broadcast
     *
     * <p>Nothing of the branch that is not taken reaches value or gradient, be it NaN or infinite. torch: where.
     *
     * {@snippet :
     * Tensor dx = Autograd.grad((Tensor t) -> F.sum(F.where(F.gt(t, 0), F.sqrt(t), 0))).apply(Tensor.of(-1.0, 0.0, 4.0)); // [0, 0, 0.25]
     * }
     *
     * @param condition BOOL, any shape
     * @param x any dtype, a shape that broadcasts with the condition's
     * @param y any dtype, a shape that broadcasts with those of both
     * @return of the broadcast shape and the common dtype of x and y
     * @throws org.covector.engine.ArgumentException if the condition is not BOOL, or the shapes do not broadcast
     */
    @DefinedOn({Interval.BOOL, Interval.REAL, Interval.REAL})
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        return WHERE.of(condition, x, y);
    }

    /**
     * {@code condition ? x : y} for a number y, broadcast
     *
     * <p>As {@link #where(Tensor, Tensor, Tensor)}. torch: where.
     *
     * @param condition BOOL, any shape
     * @param x any dtype, a shape that broadcasts with the condition's; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of the broadcast shape; FLOAT64 if x is, else FLOAT32
     * @throws org.covector.engine.ArgumentException if the condition is not BOOL, or the shapes do not broadcast
     */
    @DefinedOn({Interval.BOOL, Interval.REAL})
    public static Tensor where(Tensor condition, Tensor x, double y) {
        return WHERE_X_NUMBER.with(y).of(condition, x);
    }

    /**
     * {@code condition ? x : y} for an integer y, broadcast
     *
     * <p>As {@link #where(Tensor, Tensor, double)}, but INT64 stays INT64. torch: where.
     *
     * @param condition BOOL, any shape
     * @param x any dtype, a shape that broadcasts with the condition's
     * @param y an integer
     * @return of the broadcast shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if the condition is not BOOL, the shapes do not broadcast, or x is INT64 or BOOL, and y
     *     not an integer that FLOAT64 holds exactly
     */
    public static Tensor where(Tensor condition, Tensor x, long y) {
        return WHERE_X_NUMBER.with(y).of(condition, x);
    }

    /**
     * {@code condition ? x : y} for a number x, broadcast
     *
     * <p>As {@link #where(Tensor, Tensor, Tensor)}. torch: where.
     *
     * @param condition BOOL, any shape
     * @param x a number
     * @param y any dtype, a shape that broadcasts with the condition's; INT64 and BOOL count as FLOAT32
     * @return of the broadcast shape; FLOAT64 if y is, else FLOAT32
     * @throws org.covector.engine.ArgumentException if the condition is not BOOL, or the shapes do not broadcast
     */
    @DefinedOn({Interval.BOOL, Interval.REAL})
    public static Tensor where(Tensor condition, double x, Tensor y) {
        return WHERE_NUMBER_Y.with(x).of(condition, y);
    }

    /**
     * {@code condition ? x : y} for an integer x, broadcast
     *
     * <p>As {@link #where(Tensor, double, Tensor)}, but INT64 stays INT64. torch: where.
     *
     * @param condition BOOL, any shape
     * @param x an integer
     * @param y any dtype, a shape that broadcasts with the condition's
     * @return of the broadcast shape; y's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if the condition is not BOOL, the shapes do not broadcast, or y is INT64 or BOOL, and x
     *     not an integer that FLOAT64 holds exactly
     */
    public static Tensor where(Tensor condition, long x, Tensor y) {
        return WHERE_NUMBER_Y.with(x).of(condition, y);
    }

    /**
     * {@code mask ? value : x}, broadcast
     *
     * <p>The number where the mask is true; no gradient there. torch: masked_fill.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param mask BOOL, a shape that broadcasts with that of x
     * @param value a number
     * @return of the broadcast shape; FLOAT64 if x is, else FLOAT32
     * @throws org.covector.engine.ArgumentException if the mask is not BOOL, or the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.BOOL})
    public static Tensor maskedFill(Tensor x, Tensor mask, double value) {
        return where(mask, value, x);
    }

    /**
     * {@code mask ? value : x} for an integer, broadcast
     *
     * <p>As {@link #maskedFill(Tensor, Tensor, double)}, but INT64 stays INT64. torch: masked_fill.
     *
     * @param x any shape and dtype
     * @param mask BOOL, a shape that broadcasts with that of x
     * @param value an integer
     * @return of the broadcast shape; x's dtype, INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if the mask is not BOOL, the shapes do not broadcast, or x is INT64 or BOOL, and the
     *     value not an integer that FLOAT64 holds exactly
     */
    public static Tensor maskedFill(Tensor x, Tensor mask, long value) {
        return where(mask, value, x);
    }

    /**
     * {@code +x}
     *
     * <p>The tensor itself. torch: positive, which refuses BOOL.
     *
     * @param x any shape and dtype
     * @return x, of its shape and dtype
     */
    @DefinedOn(Interval.REAL)
    public static Tensor positive(Tensor x) {
        return x;
    }
}
