package org.covector.engine.expr;

/**
 * The logarithm of the gamma function and its derivatives: series at 1 and 2, recurrences, Stirling's and Euler and Maclaurin's
 * series, reflection for negative arguments (Abramowitz and Stegun 6.1, 6.3, 6.4, 23.2). Left of zero, near the zero of digamma
 * and for all derivatives of it, by {@link ExtendedGamma}.
 */
final class GammaFamily {
    private static final double EULER = 0.57721566490153286061;
    private static final double HALF_LOG_2PI = 0.91893853320467274178;

    /** From here on asymptotic series reach the last digit. */
    private static final double FAR = 12;

    /** {@code zeta(k) - 1} for k = 2, 3, ... */
    static final double[] ZETA_MINUS_1 = {
        0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
        0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
        0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-05, 3.058823630702049e-05, 1.528225940865187e-05,
        7.637197637899763e-06, 3.81729326499984e-06, 1.908212716553939e-06, 9.539620338727962e-07, 4.769329867878064e-07,
        2.38450502727733e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08, 1.4901554828365043e-08,
        7.45071178983543e-09, 3.725334024788457e-09, 1.862659723513049e-09
    };

    /** The largest n whose factorial a double has. */
    private static final int EXACT_FACTORIAL = 18;

    /** Bernoulli numbers B2, B4, ... */
    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798, -174611.0 / 330,
        854513.0 / 138, -236364091.0 / 2730
    };

    private GammaFamily() {}

    // ---- log gamma

    static double lgamma(double x) {
        if (x <= 0) {
            if (x == Math.rint(x)) {
                return Double.POSITIVE_INFINITY; // poles, and minus infinity
            }
            return ExtendedGamma.lgammaLeft(x);
        }
        if (x < 0.5) {
            return lgammaNear1(x) - StrictMath.log(x);
        }
        if (x < 1.5) {
            return lgammaNear1(x - 1);
        }
        if (x >= FAR) {
            return stirling(x);
        }
        double product = 1;
        double y = x;
        while (y > 2.5) {
            y -= 1;
            product *= y;
        }
        return lgammaNear2(y - 2) + StrictMath.log(product);
    }

    /**
     * {@code lgamma(1 + z) = lgamma(2 + z) - log(1 + z)} for |z| up to 1/2, the logarithm as {@code 2 atanh(s), s = z / (2 + z)}. Its first
     * term is taken together with the linear term of the other series: a difference of the two would cancel.
     */
    static double lgammaNear1(double z) {
        double s = z / (2 + z);
        double square = s * s;
        double tail = 0;
        for (int k = 17; k >= 1; k--) {
            tail = (tail + 1.0 / (2 * k + 1)) * square;
        }
        return z * (((1 - EULER) * z - 2 * EULER) / (2 + z)) + (z * z * seriesAt2(z) - 2 * s * tail);
    }

    /** {@code lgamma(2 + z)} for |z| up to 1/2; its zero is exact. */
    private static double lgammaNear2(double z) {
        return z * (1 - EULER + z * seriesAt2(z));
    }

    /** {@code sum of (-1)^k (zeta(k) - 1) z^(k - 2) / k}, the Taylor series of lgamma at 2 without its linear term, over z^2. */
    private static double seriesAt2(double z) {
        double sum = 0;
        for (int i = ZETA_MINUS_1.length - 1; i >= 0; i--) {
            int k = i + 2;
            double c = ZETA_MINUS_1[i] / k;
            sum = sum * z + ((k & 1) == 0 ? c : -c);
        }
        return sum;
    }

    private static double stirling(double x) {
        if (x > 1e300) {
            return x == Double.POSITIVE_INFINITY ? x : x * (StrictMath.log(x) - 1);
        }
        double r = 1 / (x * x);
        double sum = 0;
        for (int k = 8; k >= 1; k--) {
            sum = sum * r + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
        }
        return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_2PI + sum / x;
    }

    // ---- its derivatives

    static double digamma(double x) {
        if (x == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, -x);
        }
        if (x < 0) {
            return x == Math.rint(x) ? Double.NaN : ExtendedGamma.digamma(x);
        }
        if (x < 1e-16) {
            return -1 / x - EULER;
        }
        double y = x;
        double below = 0;
        double lost = 0;
        while (y < FAR) {
            double term = 1 / y;
            double sum = below + term;
            lost += below < term ? below - (sum - term) : term - (sum - below);
            lost -= Math.fma(term, y, -1) * term;
            below = sum;
            y += 1;
        }
        if (y == Double.POSITIVE_INFINITY || y != y) {
            return y;
        }
        double r = 1 / (y * y);
        double sum = 0;
        for (int k = 8; k >= 1; k--) {
            sum = sum * r + BERNOULLI[k - 1] / (2 * k);
        }
        double result = StrictMath.log(y) - below - (lost + 0.5 / y + sum * r);
        return Math.abs(result) < 0.5 ? ExtendedGamma.digamma(x) : result; // its zero is near
    }

    /** {@code (-1)^(n + 1) n! zeta(n + 1, x)}. */
    static double polygamma(double n, double x) {
        if (n == 0) {
            return digamma(x);
        }
        if (n != Math.rint(n) || n < 0 || x != x || x == Double.NEGATIVE_INFINITY) {
            return Double.NaN;
        }
        if (x <= 0 && x == Math.rint(x)) {
            boolean isOdd = n % 2 != 0;
            return isOdd ? Double.POSITIVE_INFINITY : x == 0 ? Math.copySign(Double.POSITIVE_INFINITY, -x) : Double.NaN;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return n % 2 == 0 ? -0.0 : 0;
        }
        if (x > 0 && n <= EXACT_FACTORIAL) {
            double sum = zeta(n + 1, x);
            if (sum > 1e-280) { // not about to underflow
                return (n % 2 == 0 ? -1 : 1) * factorial((int) n) * sum;
            }
        }
        if (x < 0 && n == 1) {
            double sine = sinPi(x - Math.rint(x));
            double ratio = Math.PI / sine; // trigamma(x) + trigamma(1 - x) is its square
            return ratio * ratio - hurwitz(2, 1 - x);
        }
        return ExtendedGamma.polygamma((int) Math.min(n, Integer.MAX_VALUE), x);
    }

    private static double factorial(int n) {
        double product = 1;
        for (int i = 2; i <= n; i++) {
            product *= i;
        }
        return product;
    }

    /** {@code sin(pi f)} for |f| <= 1/2, with what rounding took from pi f. */
    private static double sinPi(double f) {
        double z = Math.PI * f;
        double lost = Math.fma(Math.PI, f, -z) + 0x1.1a62633145c07p-53 * f;
        return StrictMath.sin(z) + StrictMath.cos(z) * lost;
    }

    /** Hurwitz' zeta function, {@code sum of (q + k)^-s} over k = 0, 1, ..., for s above 1 and, where s is an integer, any q. */
    static double zeta(double s, double q) {
        if (!(s > 1) || !(q > Double.NEGATIVE_INFINITY)) {
            return s == 1 && q > Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (q <= 0 && q == Math.rint(q)) {
            return Double.POSITIVE_INFINITY;
        }
        if (q < 0) {
            return s != Math.rint(s) ? Double.NaN : zetaLeft(s, q);
        }
        if (q == Double.POSITIVE_INFINITY || s == Double.POSITIVE_INFINITY) {
            return s < Double.POSITIVE_INFINITY || q > 1 ? 0 : q == 1 ? 1 : Double.POSITIVE_INFINITY;
        }
        return hurwitz(s, q);
    }

    /** The same for s above 1 and q above 0: terms up to max(12, s + 4), beyond that Euler and Maclaurin's series. */
    private static double hurwitz(double s, double q) {
        double far = Math.max(FAR, s + 4); // the first term that is left out is below 1e-16
        double sum = 0;
        double lost = 0;
        double a = q;
        double rest = 0; // a + rest is q + k
        for (int k = 1; a < far; k++) {
            double term = power(a, rest, s);
            double next = sum + term;
            if (next == Double.POSITIVE_INFINITY) {
                return next;
            }
            lost += sum > term ? sum - next + term : term - next + sum;
            sum = next;
            if (term < 0x1p-60 * sum) {
                return sum + lost;
            }
            a = q + k;
            rest = k > q ? q - (a - k) : k - (a - q);
        }
        double power = power(a, rest, s - 1);
        if (power == 0) {
            return sum + lost;
        }
        double inverse = 1 / a;
        double tail = 0.5 * inverse;
        double factor = s * tail * inverse; // s (s + 1) ... (s + 2j) / (2j + 2)! a^-(2j + 2)
        double term = tail;
        for (int j = 0; j < BERNOULLI.length && Math.abs(term) > 0x1p-60 * tail; j++) {
            term = BERNOULLI[j] * factor;
            tail += term;
            factor *= (s + 2 * j + 1) * (s + 2 * j + 2) / ((2 * j + 3) * (2 * j + 4)) * (inverse * inverse);
        }
        return sum + (power * (1 / (s - 1) + tail) + lost);
    }

    /** {@code (a + rest)^-s}, rest below rounding. */
    private static double power(double a, double rest, double s) {
        double inverse = 1 / a;
        boolean isSmall = s == 1 || s == 2 || s == 3;
        double p = s == 1 ? inverse : s == 2 ? inverse * inverse : s == 3 ? inverse * inverse * inverse : StrictMath.pow(a, -s);
        double off = (isSmall ? Math.fma(-inverse, a, 1) : 0) - rest * inverse;
        return p == Double.POSITIVE_INFINITY ? p : p + p * (s * off);
    }

    /** For integers s and q below 0: by the derivative of digamma that it is but for a factor, or the largest term. */
    private static double zetaLeft(double s, double q) {
        if (s > 171) {
            return StrictMath.pow(q - Math.rint(q), -s);
        }
        return (s % 2 == 0 ? 1 : -1) * ExtendedGamma.polygamma((int) s - 1, q) / factorial((int) s - 1);
    }
}
