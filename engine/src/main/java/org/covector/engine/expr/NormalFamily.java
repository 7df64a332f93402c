package org.covector.engine.expr;

/** The scaled complementary error function, the logarithm of the normal distribution function, and the inverses of both kinds. */
final class NormalFamily {
    private static final double SQRT_PI = 1.7724538509055160273;
    private static final double SQRT_2 = 1.4142135623730950488;
    private static final double LN_2 = 0.69314718055994530942;
    /** The rest of each. */
    private static final double SQRT_PI_LOW = -0x1.618f13eb7ca89p-54;
    private static final double SQRT_2_LOW = -0x1.bdd3413b26456p-54;
    private static final double LN_2_LOW = 0x1.abc9e3b39803fp-56;

    /** Where {@link #erfcx} maps [0, infinity) onto [-1, 1]. */
    private static final double CENTRE = 3.75;

    /**
     * Chebyshev coefficients of {@code (1 + 2x) erfcx(x)} in {@code t = (x - 3.75) / (x + 3.75)}, the form of Shepherd and Laframboise
     * (Chebyshev approximation of (1 + 2x) exp(x^2) erfc x, Math. Comp. 36, 1981); computed here to 40 digits, next term 1e-19.
     */
    private static final double[] CHEBYSHEV = {
        1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189,
        -0.026658668435305753, 0.009074997670705265, -0.002413163540417608, 0.0004907758365258086,
        -6.916973302501207e-05, 4.13902798607301e-06, 7.74038306619849e-07, -2.1886401049234397e-07,
        1.076499946567091e-08, 4.521959811218287e-09, -7.754400208831351e-10, -6.318088340886684e-11,
        2.86879501093067e-11, 1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14,
        3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17,
        5.068148904796111e-17, -2.2370566594359995e-18, -2.187342944303018e-18,
    };

    /** {@code 1 / (k! (2k + 1))}. */
    private static final double[] ERF_SERIES = {
        1, 1.0 / 3, 1.0 / 10, 1.0 / 42, 1.0 / 216, 1.0 / 1320, 1.0 / 9360, 1.0 / 75600, 1.0 / 685440, 1.0 / 6894720, 1.0 / 76204800,
        1.0 / 918086400, 1.0 / 11975040000.0, 1.0 / 168129561600.0, 1.0 / 2528170444800.0
    };

    private NormalFamily() {}

    static double erfcx(double x) {
        if (x < 0) {
            return 2 * expSquare(x, 1) - erfcx(-x);
        }
        if (x > 1e18) {
            return 1 / SQRT_PI / x; // also at infinity
        }
        double t = (x - CENTRE) / (x + CENTRE);
        double b = 0; // Clenshaw's recurrence
        double next = 0;
        for (int k = CHEBYSHEV.length - 1; k > 0; k--) {
            double old = b;
            b = 2 * t * b - next + CHEBYSHEV[k];
            next = old;
        }
        return (t * b - next + CHEBYSHEV[0]) / (1 + 2 * x);
    }

    /**
     * {@code I_n = exp(x^2) i^n erfc(x)}, for which {@code 2 n I_n = I_(n-2) - 2 x I_(n-1)} (Abramowitz and Stegun 7.2.5): forward
     * where that does not cancel; for x from 1 on it is the minimal solution, and the ratios of neighbours are found backward
     * (Gautschi, Computational aspects of three-term recurrence relations, 1967).
     */
    static double erfcxIntegral(int n, double x) {
        double before = 2 / SQRT_PI; // I_(-1)
        double value = erfcx(x);
        if (x < 1) {
            for (int k = 1; k <= n; k++) {
                double next = (before - 2 * x * value) / (2 * k);
                before = value;
                value = next;
            }
            return value;
        }
        double ratio = 0;
        for (int k = n + 20 + (int) (250 / (x * x)); k >= 1; k--) {
            ratio = 1 / (2 * x + 2 * (k + 1) * ratio); // I_k / I_(k-1)
            value = k == n ? ratio : k < n ? value * ratio : value;
        }
        return n == 0 ? erfcx(x) : value * erfcx(x);
    }

    /** {@code exp(sign x^2)}, the rounding of the square made good. */
    private static double expSquare(double x, int sign) {
        double square = x * x;
        double rest = Math.fma(x, x, -square);
        double e = StrictMath.exp(sign * square);
        return e == 0 || e == Double.POSITIVE_INFINITY ? e : e + e * (sign * rest);
    }

    static double erfc(double x) {
        return x < 0 ? 2 - erfc(-x) : erfcx(x) * expSquare(x, -1);
    }

    static double logNdtr(double x) {
        if (Math.abs(x) < 0.7) {
            double y = x / SQRT_2;
            return StrictMath.log1p(2 / SQRT_PI * y * erfOverArgument(y)) - LN_2 - LN_2_LOW;
        }
        double t = -x / SQRT_2;
        return x < 0 ? StrictMath.log(0.5 * erfcx(t)) - x * x / 2 : StrictMath.log1p(-0.5 * erfcx(-t) * expHalfSquare(x));
    }

    private static double expHalfSquare(double x) {
        double square = x * x;
        double rest = Math.fma(x, x, -square);
        double e = StrictMath.exp(-square / 2);
        return e == 0 ? 0 : e - e * rest / 2;
    }

    static double erfinv(double x) {
        double a = Math.abs(x);
        return Math.copySign(a < 0.5 ? smallInverse(a) : complementInverse(1 - a), x); // 1 - a is exact
    }

    static double ndtri(double p) {
        if (p > 0.25 && p < 0.75) {
            double y = Math.copySign(smallInverse(Math.abs(2 * p - 1)), p - 0.5); // 2p - 1 is exact
            return Math.fma(y, SQRT_2, y * SQRT_2_LOW);
        }
        return p <= 0.5 ? -SQRT_2 * complementInverse(2 * p) : SQRT_2 * complementInverse(2 * (1 - p));
    }

    /**
     * The y with {@code erf(y) = z}, z in [0, 1/2]: Halley's iteration on the power series of erf, what rounding takes from its last
     * product and from z times the root of pi / 4 included.
     */
    private static double smallInverse(double z) {
        double target = z * (SQRT_PI / 2);
        double low = Math.fma(z, SQRT_PI / 2, -target) + z * SQRT_PI_LOW / 2;
        double y = target * (1 + Math.PI / 12 * z * z);
        for (int i = 0; i < 3; i++) {
            double u = (Math.fma(y, erfOverArgument(y), -target) - low) * StrictMath.exp(y * y);
            y -= u / (1 + u * y);
        }
        return y;
    }

    /** {@code sqrt(pi) / 2 erf(y) / y} for y of magnitudes below 1/2: the sum of {@code (-y^2)^k / (k! (2k + 1))}. */
    private static double erfOverArgument(double y) {
        double square = -y * y;
        double sum = 0;
        for (int k = ERF_SERIES.length - 1; k >= 0; k--) {
            sum = Math.fma(sum, square, ERF_SERIES[k]);
        }
        return sum;
    }

    /** The y with {@code erfc(y) = q}, q in [0, 1]: Newton's iteration on log erfc, which is concave and nearly a parabola. */
    private static double complementInverse(double q) {
        if (!(q > 0 && q <= 1)) {
            return q == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double target = StrictMath.log(q);
        double y = Math.sqrt(-target) * 0.9;
        for (int i = 0; i < 8; i++) {
            double scaled = erfcx(y);
            double excess = StrictMath.log(scaled) - y * y - target;
            double step = excess * SQRT_PI / 2 * scaled;
            y += step;
            if (Math.abs(step) <= 1e-9 * y) { // the next would be below rounding
                break;
            }
        }
        return y;
    }
}
