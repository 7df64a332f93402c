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
    private static final double[] ZETA_MINUS_1 = {
        0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
        0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
        0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-05, 3.058823630702049e-05, 1.528225940865187e-05,
        7.637197637899763e-06, 3.81729326499984e-06, 1.908212716553939e-06, 9.539620338727962e-07, 4.769329867878064e-07,
        2.38450502727733e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08, 1.4901554828365043e-08,
        7.45071178983543e-09, 3.725334024788457e-09, 1.862659723513049e-09
    };

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
            double z = x - 1;
            return lgammaNear2(z) - StrictMath.log1p(z);
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

    /** {@code lgamma(1 + z)} for z in [0, 1/2). */
    static double lgammaNear1(double z) {
        return lgammaNear2(z) - StrictMath.log1p(z);
    }

    /** {@code lgamma(2 + z)} for |z| up to 1/2: {@code z (1 - gamma) + sum of (-1)^k (zeta(k) - 1) z^k / k}; its zero is exact. */
    private static double lgammaNear2(double z) {
        double sum = 0;
        for (int i = ZETA_MINUS_1.length - 1; i >= 0; i--) {
            int k = i + 2;
            double c = ZETA_MINUS_1[i] / k;
            sum = sum * z + ((k & 1) == 0 ? c : -c);
        }
        return z * (1 - EULER + z * sum);
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
        if (n != Math.rint(n) || n < 0 || x != x) {
            return Double.NaN;
        }
        if (x <= 0 && x == Math.rint(x)) {
            boolean isOdd = n % 2 != 0;
            return isOdd ? Double.POSITIVE_INFINITY : x == 0 ? Math.copySign(Double.POSITIVE_INFINITY, -x) : Double.NaN;
        }
        return x == Double.POSITIVE_INFINITY ? n % 2 == 0 ? -0.0 : 0 : ExtendedGamma.polygamma((int) Math.min(n, Integer.MAX_VALUE), x);
    }

    /** Hurwitz' zeta function, {@code sum of (q + k)^-s} over k = 0, 1, ..., for s above 1 and, where s is an integer, any q. */
    static double zeta(double s, double q) {
        if (!(s > 1) || q != q) {
            return s == 1 && q == q ? Double.POSITIVE_INFINITY : Double.NaN;
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
        double sum = 0;
        double a = q;
        for (; a < FAR; a += 1) {
            double term = StrictMath.pow(a, -s);
            sum += term;
            if (a > 0 && term < 0x1p-60 * sum) {
                return sum;
            }
        }
        double power = StrictMath.pow(a, -s);
        double tail = power / 2;
        double factor = s * power / a / 2; // s (s + 1) ... (s + 2j - 2) / (2j)! a^-(s + 2j - 1)
        for (int j = 1; j <= BERNOULLI.length; j++) {
            tail += BERNOULLI[j - 1] * factor;
            factor *= (s + 2 * j - 1) / ((2 * j + 1) * a) * ((s + 2 * j) / ((2 * j + 2) * a));
        }
        return sum + (power * (a / (s - 1)) + tail);
    }

    /** For integers s and q below 0: by the derivative of digamma that it is but for a factor, or the largest term. */
    private static double zetaLeft(double s, double q) {
        if (s > 171) {
            return StrictMath.pow(q - Math.rint(q), -s);
        }
        double factorial = 1;
        for (int i = 2; i < s; i++) {
            factorial *= i;
        }
        return (s % 2 == 0 ? 1 : -1) * ExtendedGamma.polygamma((int) s - 1, q) / factorial;
    }
}
