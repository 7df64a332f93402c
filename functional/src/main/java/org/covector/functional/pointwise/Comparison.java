package org.covector.functional.pointwise;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.number;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;

/** Truth values of elements: comparisons, tests, logic. Without gradients. */
public abstract sealed class Comparison extends Rounding permits Elementary {
    Comparison() {}

    private static final Pointwise EQ = Pointwise.row(Formula.of("eq", 2, Expressions.eq(X, Y)));

    /**
     * {@code x == y}, broadcast
     *
     * <p>Whether elements are equal; NaN equals nothing, -0 equals +0. Compared in the common dtype, to which INT64 beside a floating dtype
     * is rounded. torch: eq.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor eq(Tensor x, Tensor y) {
        return EQ.of(x, y);
    }

    private static final Pointwise EQ_NUMBER = Pointwise.row(Formula.of("eq", 1, 1, Expressions.eq(X, S)));

    /**
     * {@code x == y} for a number y
     *
     * <p>Whether elements are equal; NaN equals nothing, -0 equals +0. torch: eq.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32, rounded to it
     * @param y a number, rounded to x's dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor eq(Tensor x, double y) {
        return EQ_NUMBER.with(y).of(x);
    }

    /**
     * {@code x == y} for an integer y
     *
     * <p>As {@link #eq(Tensor, double)}, but INT64 is compared as INT64, exactly. torch: eq.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return BOOL of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor eq(Tensor x, long y) {
        return EQ_NUMBER.with(y).of(x);
    }

    private static final Pointwise NE = Pointwise.row(Formula.of("ne", 2, Expressions.ne(X, Y)));

    /**
     * {@code x != y}, broadcast
     *
     * <p>Whether elements differ; NaN differs from everything, itself included. Compared in the common dtype, to which INT64 beside a
     * floating dtype is rounded. torch: ne.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor ne(Tensor x, Tensor y) {
        return NE.of(x, y);
    }

    private static final Pointwise NE_NUMBER = Pointwise.row(Formula.of("ne", 1, 1, Expressions.ne(X, S)));

    /**
     * {@code x != y} for a number y
     *
     * <p>Whether elements differ; NaN differs from everything, itself included. torch: ne.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32, rounded to it
     * @param y a number, rounded to x's dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor ne(Tensor x, double y) {
        return NE_NUMBER.with(y).of(x);
    }

    /**
     * {@code x != y} for an integer y
     *
     * <p>As {@link #ne(Tensor, double)}, but INT64 is compared as INT64, exactly. torch: ne.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return BOOL of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor ne(Tensor x, long y) {
        return NE_NUMBER.with(y).of(x);
    }

    private static final Pointwise LT = Pointwise.row(Formula.of("lt", 2, Expressions.lt(X, Y)));

    /**
     * {@code x < y}, broadcast
     *
     * <p>Whether x is below y; false beside NaN. Compared in the common dtype, to which INT64 beside a floating dtype is rounded. torch:
     * lt.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor lt(Tensor x, Tensor y) {
        return LT.of(x, y);
    }

    private static final Pointwise LT_NUMBER = Pointwise.row(Formula.of("lt", 1, 1, Expressions.lt(X, S)));

    /**
     * {@code x < y} for a number y
     *
     * <p>Whether x is below y; false beside NaN. torch: lt.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32, rounded to it
     * @param y a number, rounded to x's dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor lt(Tensor x, double y) {
        return LT_NUMBER.with(y).of(x);
    }

    /**
     * {@code x < y} for an integer y
     *
     * <p>As {@link #lt(Tensor, double)}, but INT64 is compared as INT64, exactly. torch: lt.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return BOOL of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor lt(Tensor x, long y) {
        return LT_NUMBER.with(y).of(x);
    }

    private static final Pointwise LE = Pointwise.row(Formula.of("le", 2, Expressions.le(X, Y)));

    /**
     * {@code x <= y}, broadcast
     *
     * <p>Whether x is at most y; false beside NaN. Compared in the common dtype, to which INT64 beside a floating dtype is rounded. torch:
     * le.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor le(Tensor x, Tensor y) {
        return LE.of(x, y);
    }

    private static final Pointwise LE_NUMBER = Pointwise.row(Formula.of("le", 1, 1, Expressions.le(X, S)));

    /**
     * {@code x <= y} for a number y
     *
     * <p>Whether x is at most y; false beside NaN. torch: le.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32, rounded to it
     * @param y a number, rounded to x's dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor le(Tensor x, double y) {
        return LE_NUMBER.with(y).of(x);
    }

    /**
     * {@code x <= y} for an integer y
     *
     * <p>As {@link #le(Tensor, double)}, but INT64 is compared as INT64, exactly. torch: le.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return BOOL of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor le(Tensor x, long y) {
        return LE_NUMBER.with(y).of(x);
    }

    private static final Pointwise GT = Pointwise.row(Formula.of("gt", 2, Expressions.gt(X, Y)));

    /**
     * {@code x > y}, broadcast
     *
     * <p>Whether x is above y; false beside NaN. Compared in the common dtype, to which INT64 beside a floating dtype is rounded. torch:
     * gt.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor gt(Tensor x, Tensor y) {
        return GT.of(x, y);
    }

    private static final Pointwise GT_NUMBER = Pointwise.row(Formula.of("gt", 1, 1, Expressions.gt(X, S)));

    /**
     * {@code x > y} for a number y
     *
     * <p>Whether x is above y; false beside NaN. torch: gt.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32, rounded to it
     * @param y a number, rounded to x's dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor gt(Tensor x, double y) {
        return GT_NUMBER.with(y).of(x);
    }

    /**
     * {@code x > y} for an integer y
     *
     * <p>As {@link #gt(Tensor, double)}, but INT64 is compared as INT64, exactly. torch: gt.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return BOOL of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor gt(Tensor x, long y) {
        return GT_NUMBER.with(y).of(x);
    }

    private static final Pointwise GE = Pointwise.row(Formula.of("ge", 2, Expressions.ge(X, Y)));

    /**
     * {@code x >= y}, broadcast
     *
     * <p>Whether x is at least y; false beside NaN. Compared in the common dtype, to which INT64 beside a floating dtype is rounded. torch:
     * ge.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor ge(Tensor x, Tensor y) {
        return GE.of(x, y);
    }

    private static final Pointwise GE_NUMBER = Pointwise.row(Formula.of("ge", 1, 1, Expressions.ge(X, S)));

    /**
     * {@code x >= y} for a number y
     *
     * <p>Whether x is at least y; false beside NaN. torch: ge.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32, rounded to it
     * @param y a number, rounded to x's dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor ge(Tensor x, double y) {
        return GE_NUMBER.with(y).of(x);
    }

    /**
     * {@code x >= y} for an integer y
     *
     * <p>As {@link #ge(Tensor, double)}, but INT64 is compared as INT64, exactly. torch: ge.
     *
     * @param x any shape and dtype
     * @param y an integer
     * @return BOOL of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if x is INT64 or BOOL, and y not an integer that FLOAT64 holds exactly
     */
    public static Tensor ge(Tensor x, long y) {
        return GE_NUMBER.with(y).of(x);
    }

    private static final Pointwise ISNAN = Pointwise.row(Formula.of("isnan", 1, Expressions.isNan(X)));

    /**
     * {@code x != x}
     *
     * <p>Whether an element is NaN; never for INT64 and BOOL. torch: isnan.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor isnan(Tensor x) {
        return ISNAN.of(x);
    }

    private static final Pointwise ISINF = Pointwise.row(Formula.of("isinf", 1,
            Expressions.eq(Expressions.abs(X), Double.POSITIVE_INFINITY)));

    /**
     * {@code |x| = infinity}
     *
     * <p>Whether an element is an infinity; never for INT64 and BOOL. torch: isinf.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor isinf(Tensor x) {
        return ISINF.of(x);
    }

    private static final Pointwise ISFINITE =
            Pointwise.row(Formula.of("isfinite", 1, Expressions.lt(Expressions.abs(X), Double.POSITIVE_INFINITY)));

    /**
     * {@code |x| < infinity}
     *
     * <p>Whether an element is neither NaN nor infinite; always for INT64 and BOOL. torch: isfinite.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor isfinite(Tensor x) {
        return ISFINITE.of(x);
    }

    private static final Pointwise ISPOSINF = Pointwise.row(Formula.of("isposinf", 1, Expressions.eq(X, Double.POSITIVE_INFINITY)));

    /**
     * {@code x = infinity}
     *
     * <p>Whether an element is positive infinity. torch: isposinf.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor isposinf(Tensor x) {
        return ISPOSINF.of(x);
    }

    private static final Pointwise ISNEGINF = Pointwise.row(Formula.of("isneginf", 1, Expressions.eq(X, Double.NEGATIVE_INFINITY)));

    /**
     * {@code x = -infinity}
     *
     * <p>Whether an element is negative infinity. torch: isneginf.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor isneginf(Tensor x) {
        return ISNEGINF.of(x);
    }

    private static final Pointwise SIGNBIT = Pointwise.row(Formula.of("signbit", 1, Expressions.lt(Expressions.copysign(number(1), X), 0)));

    /**
     * {@code copysign(1, x) < 0}
     *
     * <p>Whether the sign bit is set: true for -0, and for NaN with that bit. torch: signbit.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.REAL)
    public static Tensor signbit(Tensor x) {
        return SIGNBIT.of(x);
    }

    private static Pointwise logic(String name, Expr formula) {
        return Pointwise.row(new Formula(name, List.of(Kind.BOOL, Kind.BOOL), 0, List.of(formula)));
    }

    private static Tensor asBool(Tensor x) {
        return x.dtype() == DType.BOOL ? x : ne(x, 0);
    }

    private static final Pointwise LOGICAL_AND = logic("logicalAnd", Expressions.and(Expr.bool(0), Expr.bool(1)));

    /**
     * {@code x and y}, broadcast
     *
     * <p>Numbers are true where they are not 0, NaN included. torch: logical_and.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.BOOL, Interval.BOOL})
    public static Tensor logicalAnd(Tensor x, Tensor y) {
        return LOGICAL_AND.of(asBool(x), asBool(y));
    }

    private static final Pointwise LOGICAL_OR = logic("logicalOr", Expressions.or(Expr.bool(0), Expr.bool(1)));

    /**
     * {@code x or y}, broadcast
     *
     * <p>Numbers are true where they are not 0, NaN included. torch: logical_or.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.BOOL, Interval.BOOL})
    public static Tensor logicalOr(Tensor x, Tensor y) {
        return LOGICAL_OR.of(asBool(x), asBool(y));
    }

    private static final Pointwise LOGICAL_XOR = logic("logicalXor", Expressions.xor(Expr.bool(0), Expr.bool(1)));

    /**
     * {@code x exclusive or y}, broadcast
     *
     * <p>Numbers are true where they are not 0, NaN included. torch: logical_xor.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.BOOL, Interval.BOOL})
    public static Tensor logicalXor(Tensor x, Tensor y) {
        return LOGICAL_XOR.of(asBool(x), asBool(y));
    }

    private static final Pointwise LOGICAL_NOT =
            Pointwise.row(new Formula("logicalNot", List.of(Kind.BOOL), 0, List.of(Expressions.not(Expr.bool(0)))));

    /**
     * {@code not x}
     *
     * <p>True where x is false or 0; NaN is not 0. torch: logical_not.
     *
     * @param x any shape and dtype
     * @return BOOL of x's shape; no gradient
     */
    @DefinedOn(Interval.BOOL)
    public static Tensor logicalNot(Tensor x) {
        return LOGICAL_NOT.of(asBool(x));
    }
}
