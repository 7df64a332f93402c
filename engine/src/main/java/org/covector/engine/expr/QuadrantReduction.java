package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;

/**
 * The argument reduction of the trigonometric functions: x = k pi/2 + r + tail, |r| <= pi/4 (nearly), for x below the limits of
 * {@link LargeAngle}.
 *
 * <p>k = rint(x 2/pi); k times pi/2 in three parts is subtracted, the first exactly (Cody and Waite 1980), the second with its
 * rounding errors caught, so that r + tail is relatively accurate also next to a multiple of pi/2.
 */
final class QuadrantReduction {
    private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    private static final double[] HALF_PI_FLOAT = {0x1.921fb6p0, -0x1.777a5cp-25, -0x1.ee59dap-50};
    private static final double[] HALF_PI_DOUBLE = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};

    private final Arithmetic a;
    private final double[] halfPi;

    QuadrantReduction(Arithmetic a) {
        this.a = a;
        this.halfPi = a.pick(HALF_PI_FLOAT, HALF_PI_DOUBLE);
    }

    /** The quadrant in the low bits of k; the reduced argument r + tail. */
    record Reduced(Expr k, Expr r, Expr tail) {}

    /** x reduced. */
    Reduced reduce(Expr x) {
        Expr shifted = a.fma(x, TWO_OVER_PI, a.c(a.shifter));
        Expr k = a.sub(shifted, a.c(a.shifter));
        Expr first = a.fma(k, -halfPi[0], x);
        Pair product = a.twoProduct(k, a.c(-halfPi[1]));
        Pair r = a.twoSum(first, product.hi());
        return new Reduced(a.bits(shifted), r.hi(), a.fma(k, -halfPi[2], a.add(r.lo(), product.lo())));
    }
}
