package org.covector.engine.expr;

/**
 * Modified Bessel functions of order 0 and 1: the power series up to {@link #SERIES_END}, all of whose terms are positive, beyond it
 * the asymptotic series (Abramowitz and Stegun 9.6.10, 9.7.1), summed while its terms shrink.
 */
final class BesselFamily {
    private static final double SERIES_END = 25;
    private static final double EPSILON = 0x1p-56;
    private static final double SQRT_2PI = 2.5066282746310005024;
    private static final double TWO_PI = 2 * Math.PI;
    private static final double LARGEST_EXPONENT = 700;
    private static final double TINY = 1e-300;

    /** {@code 1 - cos t} at the midpoints of 96 intervals of [0, pi]: the rule that is exact for waves, so that few do. */
    private static final DoubleDouble[] VERSED = versed();

    private BesselFamily() {}

    private static DoubleDouble[] versed() {
        DoubleDouble[] all = new DoubleDouble[96];
        for (int j = 0; j < all.length; j++) {
            DoubleDouble sine = DoubleDouble.sinPi((j + 0.5) / (2 * all.length));
            all[j] = sine.times(sine).times(2);
        }
        return all;
    }

    /** Order n: the power series, or the asymptotic one where n is small beside x, else the mean of {@code cos(n t) exp(x cos t)}. */
    static double besselI(int n, double x) {
        double a = Math.abs(x);
        double value;
        if (a <= SERIES_END) {
            double power = 1;
            for (int i = 1; i <= n; i++) {
                power *= a / 2 / i;
            }
            value = power * series(n, a);
        } else {
            value = grown(n, a);
        }
        return (n & 1) != 0 && x < 0 ? -value : value;
    }

    /**
     * The mean over t of {@code (1 - cos t)^k exp(-|x| (1 - cos t))}: i0e for k = 0, up to sign its derivatives for larger k, all of
     * whose terms are positive. By the midpoint rule; far out by Watson's lemma for {@code u = 1 - cos t}.
     */
    static double moment(int k, double x) {
        double a = Math.abs(x);
        if (a > SERIES_END + 2 * k) {
            double power = 1;
            for (int i = 0; i < k; i++) {
                power *= (i + 0.5) / a;
            }
            double term = 1;
            double sum = 1;
            for (int j = 0; term > EPSILON * sum && j < 2 * a; j++) {
                term *= (j + 0.5) * (k + j + 0.5) / (2 * a * (j + 1));
                sum += term;
            }
            return a == Double.POSITIVE_INFINITY ? 0 : power * sum / Math.sqrt(a) / SQRT_2PI;
        }
        DoubleDouble sum = DoubleDouble.of(0);
        for (DoubleDouble u : VERSED) {
            DoubleDouble exponent = u.times(-a);
            DoubleDouble power = u.power(k);
            sum = sum.plus(power.times(StrictMath.exp(exponent.hi()) * (1 + exponent.lo())));
        }
        return sum.value() / VERSED.length;
    }

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

    /** {@code sum over k of (x^2 / 4)^k order! / (k! (k + order)!)}: in double-double, for the rounding of terms would add up. */
    private static double series(int order, double x) {
        DoubleDouble q = DoubleDouble.product(x, x).times(0.25);
        DoubleDouble term = DoubleDouble.of(1);
        DoubleDouble sum = term;
        for (int k = 1; term.hi() > EPSILON * sum.hi(); k++) {
            term = term.times(q).over(k * (double) (k + order));
            sum = sum.plus(term);
        }
        return x != x ? x : sum.value();
    }

    /** Far out in two steps: the product may be finite where e^x is not. */
    private static double grown(int order, double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        double far = x > LARGEST_EXPONENT ? LARGEST_EXPONENT : 0;
        double y = asymptotic(order, x) * StrictMath.exp(x - far);
        return far > 0 ? y * StrictMath.exp(far) : y;
    }

    private static double asymptotic(int order, double x) {
        return x == Double.POSITIVE_INFINITY ? 0 : x != x ? x : (1 + tail(order, x)) / (x < 1 / TINY ? Math.sqrt(TWO_PI * x)
                : SQRT_2PI * Math.sqrt(x));
    }

    /** The asymptotic series but for its first term, 1, in which each addition would be rounded. */
    private static double tail(int order, double x) {
        double mu = 4.0 * order * order;
        double term = 1;
        double sum = 0;
        for (int k = 1; Math.abs(term) > EPSILON; k++) {
            double odd = 2 * k - 1;
            term *= (odd * odd - mu) / (8 * x * k);
            sum += term;
        }
        return sum;
    }
}
