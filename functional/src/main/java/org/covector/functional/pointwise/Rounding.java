package org.covector.functional.pointwise;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;

/** Whole numbers near a number, and what division leaves over. */
public abstract sealed class Rounding extends Arithmetic permits Comparison {
    Rounding() {}

    private static final Pointwise FLOOR = Pointwise.row(Formula.of("floor", 1, Expressions.floor(X)));

    /**
     * {@code max {n integer : n <= x}}
     *
     * <p>Rounded down; infinities, NaN and zeros stay as they are. Gradient 0. torch: floor.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor floor(Tensor x) {
        return FLOOR.of(x);
    }

    private static final Pointwise CEIL = Pointwise.row(Formula.of("ceil", 1, Expressions.ceil(X)));

    /**
     * {@code min {n integer : n >= x}}
     *
     * <p>Rounded up, -0 between -1 and 0; infinities, NaN and zeros stay as they are. Gradient 0. torch: ceil.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor ceil(Tensor x) {
        return CEIL.of(x);
    }

    private static final Pointwise ROUND = Pointwise.row(Formula.of("round", 1, Expressions.rint(X)));

    /**
     * {@code n integer with |x - n| <= 1/2}, the even one at ties
     *
     * <p>Rounded to nearest: 0 for 0.5, 2 for 1.5 and 2.5, -0 for -0.5; infinities and NaN stay as they are. Gradient 0. torch: round.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor round(Tensor x) {
        return ROUND.of(x);
    }

    /**
     * {@code round(x 10^d) / 10^d} for d decimals, to even at ties
     *
     * <p>The product is rounded to the format first, so 0.35 to one decimal is 0.4; it is infinite where it overflows, and the result NaN
     * where 10^d itself is. Gradient 0. torch: round with decimals.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param decimals d; negative to round to tens, hundreds, ...
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    public static Tensor round(Tensor x, int decimals) {
        double power = Math.pow(10, Math.abs((double) decimals));
        return decimals >= 0 ? div(round(mul(x, power)), power) : mul(round(div(x, power)), power);
    }

    private static final Pointwise TRUNC = Pointwise.row(Formula.of("trunc", 1, Expressions.trunc(X)));

    /**
     * {@code x < 0 ? ceil(x) : floor(x)}
     *
     * <p>Rounded toward zero, -0 between -1 and 0; infinities and NaN stay as they are. Gradient 0. torch: trunc.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor trunc(Tensor x) {
        return TRUNC.of(x);
    }

    private static final Pointwise FRAC = Pointwise.row(Formula.of("frac", 1, Expressions.sub(X, Expressions.trunc(X))));

    /**
     * {@code x - trunc(x)}
     *
     * <p>The fraction, with the sign of x: -0.25 for -1.25, +0 for integers, NaN for infinities. Gradient 1, also at integers. torch: frac,
     * of floating tensors only.
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor frac(Tensor x) {
        return FRAC.of(x);
    }

    private static final Pointwise FMOD = Pointwise.row(Formula.of("fmod", 2, Expressions.fmod(X, Y)));

    /**
     * {@code x - y trunc(x / y)}, broadcast
     *
     * <p>The remainder with the sign of x, as C's fmod and ONNX's Mod with fmod = 1: exact for all numbers. NaN where x is infinite or y is
     * 0, x where y is infinite. Gradient 1 to x and {@code -trunc(x / y)} to y. torch: fmod.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws ArgumentException if the shapes do not broadcast, or a divisor of INT64 is 0
     */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor fmod(Tensor x, Tensor y) {
        return FMOD.of(x, y);
    }

    private static final Pointwise FMOD_NUMBER = Pointwise.row(Formula.of("fmod", 1, 1, Expressions.fmod(X, S)));

    /**
     * {@code x - y trunc(x / y)} for a number y
     *
     * <p>As {@link #fmod(Tensor, Tensor)}: the sign of x, exact. torch: fmod.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor fmod(Tensor x, double y) {
        return FMOD_NUMBER.with(y).of(x);
    }

    /**
     * {@code x - y trunc(x / y)} for an integer y
     *
     * <p>As {@link #fmod(Tensor, double)}, but INT64 stays INT64. torch: fmod.
     *
     * @param x any shape and dtype
     * @param y an integer, for INT64 not 0
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws ArgumentException if x is INT64 or BOOL, and y 0 or not an integer that FLOAT64 holds exactly
     */
    public static Tensor fmod(Tensor x, long y) {
        return FMOD_NUMBER.with(y).of(x);
    }

    private static final Pointwise REMAINDER = Pointwise.row(Formula.of("remainder", 2, Expressions.remainder(X, Y)));

    /**
     * {@code x - y floor(x / y)}, broadcast
     *
     * <p>The remainder with the sign of y, zero included, as Python's % and ONNX's Mod of integers: exact for all numbers. NaN where x is
     * infinite or y is 0; for infinite y it is x, or y where the signs differ. Gradient 1 to x and {@code -floor(x / y)} to y. torch:
     * remainder.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws ArgumentException if the shapes do not broadcast, or a divisor of INT64 is 0
     */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor remainder(Tensor x, Tensor y) {
        return REMAINDER.of(x, y);
    }

    private static final Pointwise REMAINDER_NUMBER = Pointwise.row(Formula.of("remainder", 1, 1, Expressions.remainder(X, S)));

    /**
     * {@code x - y floor(x / y)} for a number y
     *
     * <p>As {@link #remainder(Tensor, Tensor)}: the sign of y, exact. torch: remainder.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor remainder(Tensor x, double y) {
        return REMAINDER_NUMBER.with(y).of(x);
    }

    /**
     * {@code x - y floor(x / y)} for an integer y
     *
     * <p>As {@link #remainder(Tensor, double)}, but INT64 stays INT64. torch: remainder.
     *
     * @param x any shape and dtype
     * @param y an integer, for INT64 not 0
     * @return of x's shape; x's dtype, INT64 for BOOL
     * @throws ArgumentException if x is INT64 or BOOL, and y 0 or not an integer that FLOAT64 holds exactly
     */
    public static Tensor remainder(Tensor x, long y) {
        return REMAINDER_NUMBER.with(y).of(x);
    }

    private static final Pointwise FLOOR_DIVIDE = Pointwise.row(Formula.of("floorDivide", 2, Expressions.floorDiv(X, Y)));

    /**
     * {@code floor(x / y)}, broadcast
     *
     * <p>The quotient rounded down, as Python's //: -4 for -7 and 2. It is the floor of the exact quotient wherever that is a number of the
     * format. Floating x / 0 is infinite, 0 / 0 NaN, and so is an infinite x. Gradient 0, where torch has none. ONNX's Div of integers is
     * {@link #truncDivide(Tensor, Tensor)}. torch: floor_divide.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws ArgumentException if the shapes do not broadcast, or a divisor of INT64 is 0
     */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor floorDivide(Tensor x, Tensor y) {
        return FLOOR_DIVIDE.of(x, y);
    }

    private static final Pointwise TRUNC_DIVIDE = Pointwise.row(Formula.of("truncDivide", 2, Expressions.truncDiv(X, Y)));

    /**
     * {@code trunc(x / y)}, broadcast
     *
     * <p>The rounded quotient without its fraction, as C's / and ONNX's Div of integers: -3 for -7 and 2. Floating x / 0 is infinite, 0 / 0
     * NaN. Gradient 0. torch: div with rounding_mode trunc.
     *
     * @param x any shape and dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, INT64 for BOOL
     * @throws ArgumentException if the shapes do not broadcast, or a divisor of INT64 is 0
     */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor truncDivide(Tensor x, Tensor y) {
        return TRUNC_DIVIDE.of(x, y);
    }

    private static final Pointwise NEXTAFTER = Pointwise.row(Formula.of("nextafter", 2, Expressions.nextafter(X, Y)));

    /**
     * {@code x + 1 ulp toward y}, broadcast
     *
     * <p>The number of the format next to x on the way to y; y where they are equal, NaN if either is. It differs from x by rounding only:
     * gradient 1 to x, 0 to y, where torch has none. torch: nextafter.
     *
     * @param x any shape; FLOAT32 or FLOAT64, as the common dtype
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype
     * @throws ArgumentException if neither is floating, or the shapes do not broadcast
     */
    public static Tensor nextafter(Tensor x, Tensor y) {
        boolean floating = x.dtype().isFloating() || y.dtype().isFloating();
        ArgumentException.require(floating, "nextafter", "dtypes", x.dtype() + ", " + y.dtype(), "FLOAT32 or FLOAT64");
        return NEXTAFTER.of(x, y);
    }
}
