package org.covector.engine.expr;

/**
 * The opaque operations in double, lane by lane: functions without a formula of bounded size, relatively accurate also near their
 * zeros; float lanes round the double result. Errors: docs/accuracy.md.
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

    /** {@code exp(x^2) i^n erfc(x)}, the scaled n-fold integral of erfc. */
    public static double erfcxIntegral(double n, double x) {
        return NormalFamily.erfcxIntegral((int) n, x);
    }

    /** The modified Bessel function of order {@code n}, n = 0, 1, ... */
    public static double besselI(double n, double x) {
        return BesselFamily.besselI((int) n, x);
    }

    /** The mean over t of {@code (1 - cos t)^k exp(-|x| (1 - cos t))}, k = 0, 1, ... */
    public static double besselMoment(double k, double x) {
        return BesselFamily.moment((int) k, x);
    }

    /** Hurwitz' zeta function, s above 1. */
    public static double zeta(double s, double q) {
        return GammaFamily.zeta(s, q);
    }

    /** The regularised lower incomplete gamma function. */
    public static double gammainc(double a, double x) {
        return IncompleteGamma.lower(a, x);
    }

    /** The regularised upper incomplete gamma function. */
    public static double gammaincc(double a, double x) {
        return IncompleteGamma.upper(a, x);
    }

    /** {@code x^(a - 1) exp(-x) / Gamma(a)}. */
    public static double gammaDensity(double a, double x) {
        return IncompleteGamma.density(a, x);
    }
}
