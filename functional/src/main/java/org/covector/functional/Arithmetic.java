package org.covector.functional;

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
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.core.Pointwise;

/**
 * Sums, products, quotients, powers and choosing, element by element. The dtype of a result follows from the types of a call, never from
 * values: an INT64 or BOOL tensor with a {@code double} gives FLOAT32, with a {@code long} INT64.
 */
@Vocabulary
public abstract sealed class Arithmetic permits Rounding {
    Arithmetic() {}

    private static final Pointwise ADD = Pointwise.row(Formula.of("add", 2, Expressions.add(X, Y))).closedOverTruth();

    /** {@code x + y}, broadcast. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor add(Tensor x, Tensor y) {
        return ADD.of(x, y);
    }

    private static final Pointwise ADD_NUMBER = Pointwise.row(Formula.of("add", 1, 1, Expressions.add(X, S)));

    /** {@code x + y}. */
    @DefinedOn(Interval.REAL)
    public static Tensor add(Tensor x, double y) {
        return ADD_NUMBER.with(y).of(x);
    }

    /** As {@link #add(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor add(Tensor x, long y) {
        return ADD_NUMBER.with(y).of(x);
    }

    private static final Pointwise SUB = Pointwise.row(Formula.of("sub", 2, Expressions.sub(X, Y)));

    /** {@code x - y}, broadcast. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor sub(Tensor x, Tensor y) {
        return SUB.of(x, y);
    }

    private static final Pointwise SUB_NUMBER = Pointwise.row(Formula.of("sub", 1, 1, Expressions.sub(X, S)));

    /** {@code x - y}. */
    @DefinedOn(Interval.REAL)
    public static Tensor sub(Tensor x, double y) {
        return SUB_NUMBER.with(y).of(x);
    }

    /** As {@link #sub(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor sub(Tensor x, long y) {
        return SUB_NUMBER.with(y).of(x);
    }

    private static final Pointwise SUB_FROM = Pointwise.row(Formula.of("sub", 1, 1, Expressions.sub(S, X)));

    /** {@code x - y}. */
    @DefinedOn(Interval.REAL)
    public static Tensor sub(double x, Tensor y) {
        return SUB_FROM.with(x).of(y);
    }

    /** As {@link #sub(double, Tensor)}, with an integer: INT64 stays INT64. */
    public static Tensor sub(long x, Tensor y) {
        return SUB_FROM.with(x).of(y);
    }

    private static final Pointwise MUL = Pointwise.row(Formula.of("mul", 2, Expressions.mul(X, Y))).closedOverTruth();

    /** {@code x * y}, broadcast. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor mul(Tensor x, Tensor y) {
        return MUL.of(x, y);
    }

    private static final Pointwise MUL_NUMBER = Pointwise.row(Formula.of("mul", 1, 1, Expressions.mul(X, S)));

    /** {@code x * y}. */
    @DefinedOn(Interval.REAL)
    public static Tensor mul(Tensor x, double y) {
        return MUL_NUMBER.with(y).of(x);
    }

    /** As {@link #mul(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor mul(Tensor x, long y) {
        return MUL_NUMBER.with(y).of(x);
    }

    private static final Pointwise DIV = Pointwise.row(Formula.of("div", 2, Expressions.div(X, Y)));

    /** {@code x / y}, broadcast; INT64 is divided as FLOAT32. */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor div(Tensor x, Tensor y) {
        return DIV.of(x, y);
    }

    private static final Pointwise DIV_NUMBER = Pointwise.row(Formula.of("div", 1, 1, Expressions.div(X, S)));

    /** {@code x / y}. */
    @DefinedOn(Interval.REAL)
    public static Tensor div(Tensor x, double y) {
        return DIV_NUMBER.with(y).of(x);
    }

    private static final Pointwise DIV_INTO = Pointwise.row(Formula.of("div", 1, 1, Expressions.div(S, X)));

    /** {@code x / y}. */
    @DefinedOn(Interval.NONZERO)
    public static Tensor div(double x, Tensor y) {
        return DIV_INTO.with(x).of(y);
    }

    private static final Pointwise NEG = Pointwise.row(Formula.of("neg", 1, Expressions.neg(X)));

    /** {@code -x}. */
    @DefinedOn(Interval.REAL)
    public static Tensor neg(Tensor x) {
        return NEG.of(x);
    }

    private static final Pointwise ABS = Pointwise.row(Formula.of("abs", 1, Expressions.abs(X)));

    /** {@code |x|}; gradient 0 at 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor abs(Tensor x) {
        return ABS.of(x);
    }

    private static final Pointwise SIGN = Pointwise.row(Formula.of("sign", 1, Expressions.sign(X))).closedOverTruth();

    /** -1, 0 or 1; 0 for NaN; gradient 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor sign(Tensor x) {
        return SIGN.of(x);
    }

    private static final Pointwise SQUARE = Pointwise.row(Formula.of("square", 1, Expressions.square(X)));

    /** {@code x^2}. */
    @DefinedOn(Interval.REAL)
    public static Tensor square(Tensor x) {
        return SQUARE.of(x);
    }

    private static final Pointwise RECIPROCAL = Pointwise.row(Formula.of("reciprocal", 1, Expressions.div(1, X))
            .withDerivative(Expressions.neg(Expressions.square(Expressions.div(1, X)))));

    /** {@code 1 / x}. */
    @DefinedOn(Interval.NONZERO)
    public static Tensor reciprocal(Tensor x) {
        return RECIPROCAL.of(x);
    }

    private static final Pointwise SQRT = Pointwise.row(Formula.of("sqrt", 1, Expressions.sqrt(X)));

    /** The square root; NaN below 0; gradient infinite at 0. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor sqrt(Tensor x) {
        return SQRT.of(x);
    }

    private static final Expr INVERSE_ROOT = Expressions.div(1, Expressions.sqrt(X));

    private static final Pointwise RSQRT = Pointwise.row(Formula.of("rsqrt", 1, INVERSE_ROOT)
            .withDerivative(Expressions.mul(-0.5, Expressions.mul(INVERSE_ROOT, Expressions.square(INVERSE_ROOT)))));

    /** {@code 1 / sqrt(x)}. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor rsqrt(Tensor x) {
        return RSQRT.of(x);
    }

    private static final Pointwise POW = Pointwise.row(Formula.of("pow", 2, Expressions.pow(X, Y)));

    /** {@code x^y}, broadcast; special cases as in C99; the gradient with respect to y is 0 where x is 0 and y at least 0. */
    @DefinedOn({Interval.POSITIVE, Interval.REAL})
    public static Tensor pow(Tensor x, Tensor y) {
        return POW.of(x, y);
    }

    private static final Pointwise POW_NUMBER = Pointwise.row(Formula.of("pow", 1, 1, Expressions.pow(X, S)));

    /** {@code x^y}; gradient {@code y x^(y-1)}, 0 for y = 0. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor pow(Tensor x, double y) {
        return POW_NUMBER.with(y).of(x);
    }

    /** As {@link #pow(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor pow(Tensor x, long y) {
        return POW_NUMBER.with(y).of(x);
    }

    private static final Pointwise POW_OF = Pointwise.row(Formula.of("pow", 1, 1, Expressions.pow(S, X)));

    /** {@code x^y}; gradient {@code x^y log x}, 0 for x = 0 and y at least 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor pow(double x, Tensor y) {
        return POW_OF.with(x).of(y);
    }

    /** As {@link #pow(double, Tensor)}, with an integer: INT64 stays INT64. */
    public static Tensor pow(long x, Tensor y) {
        return POW_OF.with(x).of(y);
    }

    private static final Pointwise MAXIMUM = Pointwise.row(Formula.of("maximum", 2, Expressions.maximum(X, Y))).closedOverTruth();

    /** The larger of the two, NaN if one is; at a tie each gets half of the gradient. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor maximum(Tensor x, Tensor y) {
        return MAXIMUM.of(x, y);
    }

    private static final Pointwise MAXIMUM_NUMBER = Pointwise.row(Formula.of("maximum", 1, 1, Expressions.maximum(X, S))
            .withDerivative(Expressions.select(Expressions.or(Expressions.le(X, S), Expressions.isNan(S)), 0, number(1))));

    /** The larger of x and a number; NaN if either is; +0 over -0; gradient 0 at a tie. */
    @DefinedOn(Interval.REAL)
    public static Tensor maximum(Tensor x, double y) {
        return MAXIMUM_NUMBER.with(y).of(x);
    }

    /** As {@link #maximum(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor maximum(Tensor x, long y) {
        return MAXIMUM_NUMBER.with(y).of(x);
    }

    private static final Pointwise MINIMUM = Pointwise.row(Formula.of("minimum", 2, Expressions.minimum(X, Y))).closedOverTruth();

    /** The smaller of the two, NaN if one is; at a tie each gets half of the gradient. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor minimum(Tensor x, Tensor y) {
        return MINIMUM.of(x, y);
    }

    private static final Pointwise MINIMUM_NUMBER = Pointwise.row(Formula.of("minimum", 1, 1, Expressions.minimum(X, S))
            .withDerivative(Expressions.select(Expressions.or(Expressions.ge(X, S), Expressions.isNan(S)), 0, number(1))));

    /** The smaller of x and a number; NaN if either is; -0 under +0; gradient 0 at a tie. */
    @DefinedOn(Interval.REAL)
    public static Tensor minimum(Tensor x, double y) {
        return MINIMUM_NUMBER.with(y).of(x);
    }

    /** As {@link #minimum(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor minimum(Tensor x, long y) {
        return MINIMUM_NUMBER.with(y).of(x);
    }

    private static final Pointwise FMAX = Pointwise.row(Formula.of("fmax", 2,
            Expressions.select(Expressions.or(Expressions.ge(X, Y), Expressions.isNan(Y)), X, Y))).closedOverTruth();

    /** The larger of the two; a number over NaN; at a tie x gets the gradient. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor fmax(Tensor x, Tensor y) {
        return FMAX.of(x, y);
    }

    private static final Pointwise FMIN = Pointwise.row(Formula.of("fmin", 2,
            Expressions.select(Expressions.or(Expressions.le(X, Y), Expressions.isNan(Y)), X, Y))).closedOverTruth();

    /** The smaller of the two; a number over NaN; at a tie x gets the gradient. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor fmin(Tensor x, Tensor y) {
        return FMIN.of(x, y);
    }

    private static final Expr WITHIN = Expressions.not(Expressions.or(
            Expressions.or(Expressions.le(X, S), Expressions.ge(X, T)), Expressions.or(Expressions.isNan(S), Expressions.isNan(T))));

    private static final Pointwise CLAMP = Pointwise.row(Formula.of("clamp", 1, 2, Expressions.minimum(Expressions.maximum(X, S), T))
            .withDerivative(Expressions.select(WITHIN, 1, number(0))));

    /** {@code min(max(x, low), high)}; NaN if x or a bound is; gradient 0 at and beyond a bound. An infinity is no bound. */
    @DefinedOn(Interval.REAL)
    public static Tensor clamp(Tensor x, double low, double high) {
        return CLAMP.with(low, high).of(x);
    }

    /** As {@link #clamp(Tensor, double, double)}, with integers: INT64 stays INT64. */
    public static Tensor clamp(Tensor x, long low, long high) {
        return CLAMP.with(low, high).of(x);
    }

    private static final Expr ALL_EQUAL = Expressions.and(Expressions.eq(X, Y), Expressions.eq(X, Z));

    // where all three are equal only high moves the value; halves of halves would say otherwise
    private static final Pointwise CLAMP_BETWEEN = Pointwise.row(Formula.of("clamp", 3,
            Expressions.select(ALL_EQUAL, Z, Expressions.minimum(Expressions.maximum(X, Y), Z)))).closedOverTruth();

    /** {@code min(max(x, low), high)}, broadcast; at a bound the gradient is shared. */
    @DefinedOn({Interval.REAL, Interval.REAL, Interval.REAL})
    public static Tensor clamp(Tensor x, Tensor low, Tensor high) {
        return CLAMP_BETWEEN.of(x, low, high);
    }

    private static final Pointwise COPYSIGN = Pointwise.row(Formula.of("copysign", 2, Expressions.copysign(X, Y)));

    /** {@code |x|} with the sign of y; no gradient to y. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor copysign(Tensor x, Tensor y) {
        return COPYSIGN.of(x, y);
    }

    private static final Pointwise HYPOT = Pointwise.row(Formula.of("hypot", 2, Expressions.hypot(X, Y)));

    /** {@code sqrt(x^2 + y^2)} without overflow; gradient 0 at the origin. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor hypot(Tensor x, Tensor y) {
        return HYPOT.of(x, y);
    }

    private static final Pointwise LERP = Pointwise.row(Formula.of("lerp", 3, mix(Z))
            .withDerivative(Expressions.sub(1, Z), Z, Expressions.sub(Y, X)));

    /** {@code (1 - w) x + w y} by two fused operations: no overflow of y - x, and exactly x and y at 0 and 1. */
    private static Expr mix(Expr weight) {
        return Expressions.fma(weight, Y, Expressions.fma(Expressions.neg(weight), X, X));
    }

    /** {@code x + weight * (y - x)}, broadcast; exactly x and y at 0 and 1. */
    @DefinedOn({Interval.REAL, Interval.REAL, Interval.REAL})
    public static Tensor lerp(Tensor x, Tensor y, Tensor weight) {
        return LERP.of(x, y, weight);
    }

    private static final Pointwise LERP_NUMBER = Pointwise.row(Formula.of("lerp", 2, 1, mix(S))
            .withDerivative(Expressions.sub(1, S), S));

    /** {@code x + weight * (y - x)}, broadcast; exactly x and y at 0 and 1. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor lerp(Tensor x, Tensor y, double weight) {
        return LERP_NUMBER.with(weight).of(x, y);
    }

    private static final Pointwise HEAVISIDE =
            Pointwise.row(Formula.of("heaviside", 2,
            Expressions.select(Expressions.isNan(X), X,
            Expressions.select(Expressions.lt(X, 0), 0, Expressions.select(Expressions.eq(X, 0), Y, number(1)))))).closedOverTruth();

    /** 0 below 0, 1 above, y at 0; NaN for NaN; without gradient to x. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor heaviside(Tensor x, Tensor y) {
        return HEAVISIDE.of(x, y);
    }

    private static final Expr FINITE = Expressions.select(Expressions.isNan(X), S, X);

    private static final Pointwise NAN_TO_NUM = Pointwise.row(Formula.of("nanToNum", 1, 3, Expressions.select(
            Expressions.eq(FINITE, Double.POSITIVE_INFINITY), T,
            Expressions.select(Expressions.eq(FINITE, Double.NEGATIVE_INFINITY), Expr.scalar(2), FINITE))));

    /** x with NaN and the infinities replaced, gradient 0 there; INT64 and BOOL as they are. */
    @DefinedOn(Interval.REAL)
    public static Tensor nanToNum(Tensor x, double nan, double posinf, double neginf) {
        return x.dtype().isFloating() ? NAN_TO_NUM.with(nan, posinf, neginf).of(x) : x;
    }

    private static final Expr CONDITION = Expr.truth(0);

    private static final Pointwise WHERE = Pointwise.row(
            new Formula("where", List.of(Kind.TRUTH, Kind.VALUE, Kind.VALUE), 0, List.of(Expressions.select(CONDITION, Y, Z))))
            .closedOverTruth();

    private static final Pointwise WHERE_X_NUMBER = Pointwise.row(
            new Formula("where", List.of(Kind.TRUTH, Kind.VALUE), 1, List.of(Expressions.select(CONDITION, Y, S))));

    private static final Pointwise WHERE_NUMBER_Y = Pointwise.row(
            new Formula("where", List.of(Kind.TRUTH, Kind.VALUE), 1, List.of(Expressions.select(CONDITION, S, Y))));

    /** {@code condition ? x : y}, broadcast. Nothing of the branch not taken reaches value or gradient, NaN included. */
    @DefinedOn({Interval.TRUTH, Interval.REAL, Interval.REAL})
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        return WHERE.of(condition, x, y);
    }

    /** {@code condition ? x : y}. */
    @DefinedOn({Interval.TRUTH, Interval.REAL})
    public static Tensor where(Tensor condition, Tensor x, double y) {
        return WHERE_X_NUMBER.with(y).of(condition, x);
    }

    /** As {@link #where(Tensor, Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor where(Tensor condition, Tensor x, long y) {
        return WHERE_X_NUMBER.with(y).of(condition, x);
    }

    /** {@code condition ? x : y}. */
    @DefinedOn({Interval.TRUTH, Interval.REAL})
    public static Tensor where(Tensor condition, double x, Tensor y) {
        return WHERE_NUMBER_Y.with(x).of(condition, y);
    }

    /** As {@link #where(Tensor, double, Tensor)}, with an integer: INT64 stays INT64. */
    public static Tensor where(Tensor condition, long x, Tensor y) {
        return WHERE_NUMBER_Y.with(x).of(condition, y);
    }

    /** {@code mask ? value : x}, broadcast. */
    @DefinedOn({Interval.REAL, Interval.TRUTH})
    public static Tensor maskedFill(Tensor x, Tensor mask, double value) {
        return where(mask, value, x);
    }

    /** As {@link #maskedFill(Tensor, Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor maskedFill(Tensor x, Tensor mask, long value) {
        return where(mask, value, x);
    }

    /** {@code +x}: x itself. */
    @DefinedOn(Interval.REAL)
    public static Tensor positive(Tensor x) {
        return x;
    }
}
