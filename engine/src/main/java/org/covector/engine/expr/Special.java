package org.covector.engine.expr;

/**
 * The opaque operations in double, lane by lane: functions without a formula of bounded size. About 1e-14 relative to the larger of
 * the value and, near the zeros of {@link #lgamma} and {@link #digamma}, 1; float lanes round the double result.
 */
public final class Special {
    private Special() {}

    /** {@code log |Gamma(x)|}; infinite at 0, -1, -2, ... */
    public static double lgamma(double x) {
        return GammaFamily.lgamma(x);
    }

    /** The derivative of lgamma; at 0 minus the sign of the zero times infinity, NaN at -1, -2, ... */
    public static double digamma(double x) {
        return GammaFamily.digamma(x);
    }

    /** Derivative number {@code n} of digamma, n = 0, 1, ...; NaN for any other n. */
    public static double polygamma(double n, double x) {
        return GammaFamily.polygamma(n, x);
    }

    /** The inverse of erf; infinite at -1 and 1, NaN outside. */
    public static double erfinv(double x) {
        return NormalFamily.erfinv(x);
    }

    /** {@code exp(x^2) erfc(x)}. */
    public static double erfcx(double x) {
        return NormalFamily.erfcx(x);
    }

    /** The inverse of the normal distribution function; infinite at 0 and 1, NaN outside. */
    public static double ndtri(double p) {
        return NormalFamily.ndtri(p);
    }

    /** The logarithm of the normal distribution function. */
    public static double logNdtr(double x) {
        return NormalFamily.logNdtr(x);
    }

    /** The modified Bessel function of order 0. */
    public static double i0(double x) {
        return BesselFamily.i0(x);
    }

    /** {@code exp(-|x|) i0(x)}. */
    public static double i0e(double x) {
        return BesselFamily.i0e(x);
    }

    /** The modified Bessel function of order 1. */
    public static double i1(double x) {
        return BesselFamily.i1(x);
    }

    /** {@code exp(-|x|) i1(x)}. */
    public static double i1e(double x) {
        return BesselFamily.i1e(x);
    }
}
