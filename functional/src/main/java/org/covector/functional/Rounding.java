package org.covector.functional;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.core.Pointwise;

/** Whole numbers near a number, and what division leaves over. */
public abstract sealed class Rounding extends Arithmetic permits Comparison {
    Rounding() {}

    private static final Pointwise FLOOR = Pointwise.row(Formula.of("floor", 1, Expressions.floor(X)));

    /** Rounded down; gradient 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor floor(Tensor x) {
        return FLOOR.of(x);
    }

    private static final Pointwise CEIL = Pointwise.row(Formula.of("ceil", 1, Expressions.ceil(X)));

    /** Rounded up; gradient 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor ceil(Tensor x) {
        return CEIL.of(x);
    }

    private static final Pointwise ROUND = Pointwise.row(Formula.of("round", 1, Expressions.rint(X)));

    /** Rounded to nearest, ties to even; gradient 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor round(Tensor x) {
        return ROUND.of(x);
    }

    /**
     * {@code round(x 10^d) / 10^d}, to even at ties: x to d decimals.
     *
     * @param x FLOAT32 or FLOAT64
     * @param decimals how many; negative ones round to tens, hundreds ...
     * @return a tensor of x's shape and dtype; derivative 0
     */
    public static Tensor round(Tensor x, int decimals) {
        double power = Math.pow(10, Math.abs((double) decimals));
        return decimals >= 0 ? div(round(mul(x, power)), power) : mul(round(div(x, power)), power);
    }

    private static final Pointwise TRUNC = Pointwise.row(Formula.of("trunc", 1, Expressions.trunc(X)));

    /** Rounded toward zero; gradient 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor trunc(Tensor x) {
        return TRUNC.of(x);
    }

    private static final Pointwise FRAC = Pointwise.row(Formula.of("frac", 1, Expressions.sub(X, Expressions.trunc(X))));

    /** {@code x - trunc(x)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor frac(Tensor x) {
        return FRAC.of(x);
    }

    private static final Pointwise FMOD = Pointwise.row(Formula.of("fmod", 2, Expressions.fmod(X, Y)));

    /** The remainder with the sign of x, as C's fmod: exact for all x and y. Gradient 1 and minus the truncated quotient. */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor fmod(Tensor x, Tensor y) {
        return FMOD.of(x, y);
    }

    private static final Pointwise FMOD_NUMBER = Pointwise.row(Formula.of("fmod", 1, 1, Expressions.fmod(X, S)));

    /** The remainder with the sign of x, as C's fmod. */
    @DefinedOn(Interval.REAL)
    public static Tensor fmod(Tensor x, double y) {
        return FMOD_NUMBER.with(y).of(x);
    }

    /** As {@link #fmod(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor fmod(Tensor x, long y) {
        return FMOD_NUMBER.with(y).of(x);
    }

    private static final Pointwise REMAINDER = Pointwise.row(Formula.of("remainder", 2, Expressions.remainder(X, Y)));

    /** The remainder with the sign of y, zero included, as Python's %. Gradient 1 and minus the quotient rounded down. */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor remainder(Tensor x, Tensor y) {
        return REMAINDER.of(x, y);
    }

    private static final Pointwise REMAINDER_NUMBER = Pointwise.row(Formula.of("remainder", 1, 1, Expressions.remainder(X, S)));

    /** The remainder with the sign of y, as Python's %. */
    @DefinedOn(Interval.REAL)
    public static Tensor remainder(Tensor x, double y) {
        return REMAINDER_NUMBER.with(y).of(x);
    }

    /** As {@link #remainder(Tensor, double)}, with an integer: INT64 stays INT64. */
    public static Tensor remainder(Tensor x, long y) {
        return REMAINDER_NUMBER.with(y).of(x);
    }

    private static final Pointwise FLOOR_DIVIDE = Pointwise.row(Formula.of("floorDivide", 2, Expressions.floorDiv(X, Y)));

    /** {@code floor(x / y)}; gradient 0. */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor floorDivide(Tensor x, Tensor y) {
        return FLOOR_DIVIDE.of(x, y);
    }

    private static final Pointwise TRUNC_DIVIDE = Pointwise.row(Formula.of("truncDivide", 2, Expressions.truncDiv(X, Y)));

    /** {@code trunc(x / y)}; gradient 0. */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor truncDivide(Tensor x, Tensor y) {
        return TRUNC_DIVIDE.of(x, y);
    }

    private static final Pointwise NEXTAFTER = Pointwise.row(Formula.of("nextafter", 2, Expressions.nextafter(X, Y)));

    /** The number of the format next to x on the way to y, broadcast; gradient 1 to x. */
    public static Tensor nextafter(Tensor x, Tensor y) {
        boolean floating = x.dtype().isFloating() || y.dtype().isFloating();
        ArgumentException.require(floating, "nextafter", "dtypes", x.dtype() + ", " + y.dtype(), "FLOAT32 or FLOAT64");
        return NEXTAFTER.of(x, y);
    }
}
