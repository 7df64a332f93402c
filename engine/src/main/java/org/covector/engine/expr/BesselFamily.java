package org.covector.engine.expr;

/**
 * Modified Bessel functions of order 0 and 1: the power series up to {@link #SERIES_END}, all of whose terms are positive, beyond it
 * the asymptotic series (Abramowitz and Stegun 9.6.10, 9.7.1), summed while its terms shrink.
 */
final class BesselFamily {
    private static final double SERIES_END = 25;
    private static final double EPSILON = 0x1p-56;

    private BesselFamily() {}

    static double i0(double x) {
        double a = Math.abs(x);
        return a <= SERIES_END ? series(0, a) : grown(0, a);
    }

    static double i0e(double x) {
        double a = Math.abs(x);
        return a <= SERIES_END ? series(0, a) * StrictMath.exp(-a) : asymptotic(0, a);
    }

    static double i1(double x) {
        double a = Math.abs(x);
        return Math.copySign(a <= SERIES_END ? a / 2 * series(1, a) : grown(1, a), x);
    }

    static double i1e(double x) {
        double a = Math.abs(x);
        return Math.copySign(a <= SERIES_END ? a / 2 * series(1, a) * StrictMath.exp(-a) : asymptotic(1, a), x);
    }

    /** {@code sum over k of (x^2 / 4)^k / (k! (k + order)!)}. */
    private static double series(int order, double x) {
        double q = x * x / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > EPSILON * sum; k++) {
            term *= q / (k * (double) (k + order));
            sum += term;
        }
        return x != x ? x : sum;
    }

    /** In two halves: the product may be finite where e^x is not. */
    private static double grown(int order, double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        double half = StrictMath.exp(x / 2);
        return asymptotic(order, x) * half * half;
    }

    private static double asymptotic(int order, double x) {
        double mu = 4.0 * order * order;
        double term = 1;
        double sum = 1;
        for (int k = 1; Math.abs(term) > EPSILON; k++) {
            double odd = 2 * k - 1;
            term *= (odd * odd - mu) / (8 * x * k);
            sum += term;
        }
        return x == Double.POSITIVE_INFINITY ? 0 : x != x ? x : sum / Math.sqrt(2 * Math.PI * x);
    }
}
