package org.covector.engine.expr;

/**
 * The regularised incomplete gamma functions: power series, continued fraction, a series for small a, and Temme's uniform expansion for
 * large a (Gil, Segura and Temme, Efficient and accurate algorithms for the computation and inversion of the incomplete gamma function
 * ratios, 2012). Their common factor is computed in double-double: its exponent is a difference of large numbers.
 */
final class IncompleteGamma {
    /** From here on the uniform expansion. */
    private static final double LARGE = 1e6;

    /** From here on Stirling's formula is exact with one term, and logarithms of factorials in double-double begin to lose digits. */
    private static final double STIRLING = 1e14;

    /** Below, the powers of x and Gamma(1 + a) are 1. */
    private static final double NEGLIGIBLE = 1e-280;

    private static final double EPSILON = 0x1p-56;
    private static final double TINY = 1e-300;

    /** The first coefficients of the uniform expansion in powers of eta. */
    private static final double[] C0 = {-1.0 / 3, 1.0 / 12, -2.0 / 135, 1.0 / 864, 1.0 / 2835, -139.0 / 777600, 1.0 / 25515};
    private static final double[] C1 = {-1.0 / 540, -1.0 / 288, 1.0 / 378, -77.0 / 77760};

    private IncompleteGamma() {}

    /** P(a, x). */
    static double lower(double a, double x) {
        if (!(a >= 0 && x >= 0) || a == Double.POSITIVE_INFINITY && x == Double.POSITIVE_INFINITY || a == 0 && x == 0) {
            return Double.NaN;
        }
        if (a == 0 || x == Double.POSITIVE_INFINITY) {
            return 1;
        }
        if (x == 0 || a == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (a < NEGLIGIBLE) {
            return 1;
        }
        if (a > LARGE) {
            return uniform(a, x, -1);
        }
        return x <= 1 || x <= a ? Math.min(1, series(a, x)) : 1 - upper(a, x);
    }

    /** Q(a, x). */
    static double upper(double a, double x) {
        if (!(a >= 0 && x >= 0) || a == Double.POSITIVE_INFINITY && x == Double.POSITIVE_INFINITY || a == 0 && x == 0) {
            return Double.NaN;
        }
        if (a == 0 || x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (x == 0 || a == Double.POSITIVE_INFINITY) {
            return 1;
        }
        if (a > LARGE) {
            return uniform(a, x, 1);
        }
        if (x > 1.1) {
            return x < a ? 1 - series(a, x) : fraction(a, x);
        }
        boolean isLarge = x <= 0.5 ? a > -0.4 / StrictMath.log(x) : a > 1.1 * x;
        return isLarge ? 1 - series(a, x) : small(a, x);
    }

    /** {@code x^(a - 1) exp(-x) / Gamma(a)}. */
    static double density(double a, double x) {
        if (!(a >= 0 && x >= 0)) {
            return Double.NaN;
        }
        if (x == 0) {
            return a < 1 ? a == 0 ? 0 : Double.POSITIVE_INFINITY : a == 1 ? 1 : 0;
        }
        if (a == 0 || a == Double.POSITIVE_INFINITY || x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return a > STIRLING ? Math.sqrt(a / (2 * Math.PI)) * StrictMath.exp(-a * half(a, x)) / x : power(DoubleDouble.sum(a, -1), x, a);
    }

    /** {@code m - log(1 + m), m = (x - a) / a}. */
    private static double half(double a, double x) {
        double m = (x - a) / a;
        return Math.abs(m) < 0.1 ? excess(m) : m - StrictMath.log(x / a);
    }

    /** {@code x^p exp(-x) / Gamma(b)}. */
    private static double power(DoubleDouble p, double x, double b) {
        DoubleDouble gamma = ExtendedGamma.lgamma(DoubleDouble.of(b));
        return DoubleDouble.of(x).log().times(p).plus(-x).minus(gamma).exp();
    }

    /** {@code x^a exp(-x) / Gamma(a + 1) sum of x^n / ((a + 1) ... (a + n))}. */
    private static double series(double a, double x) {
        double term = 1;
        double sum = 1;
        for (double n = a + 1; term > EPSILON * sum; n++) {
            term *= x / n;
            sum += term;
        }
        return a < 1 ? power(DoubleDouble.of(a), x, a) / a * sum : factor(a, x) * sum;
    }

    /** {@code x^a exp(-x) / Gamma(a + 1)}. */
    private static double factor(double a, double x) {
        DoubleDouble gamma = ExtendedGamma.lgamma(DoubleDouble.sum(a, 1));
        return DoubleDouble.of(x).log().times(a).plus(-x).minus(gamma).exp();
    }

    /** Legendre's continued fraction for Q by Lentz' method. */
    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 100_000; i++) {
            double an = i * (a - i);
            b += 2;
            d = an * d + b;
            d = 1 / (Math.abs(d) < TINY ? TINY : d);
            c = b + an / c;
            c = Math.abs(c) < TINY ? TINY : c;
            double step = d * c;
            h *= step;
            if (Math.abs(step - 1) <= EPSILON * 4) {
                break;
            }
        }
        return power(DoubleDouble.of(a), x, a) * h;
    }

    /** Q for small a and x: {@code 1 - x^a / Gamma(a + 1)} minus the rest of the alternating series for P. */
    private static double small(double a, double x) {
        double factorial = 1;
        double sum = 0;
        for (int n = 1; n < 100; n++) {
            factorial *= -x / n;
            double term = factorial / (a + n);
            sum += term;
            if (Math.abs(term) <= EPSILON * Math.abs(sum)) {
                break;
            }
        }
        double exponent = a * StrictMath.log(x) - GammaFamily.lgamma(1 + a);
        double whole = a < 0.5 ? a * StrictMath.log(x) - GammaFamily.lgammaNear1(a) : exponent;
        return -StrictMath.expm1(whole) - a * StrictMath.exp(whole) * sum;
    }

    /** Half of {@code erfc(sign eta sqrt(a / 2))} with the correction, eta^2 / 2 = m - log(1 + m), m = (x - a) / a. */
    private static double uniform(double a, double x, int sign) {
        double half = half(a, x);
        double eta = Math.copySign(Math.sqrt(2 * half), x - a);
        double scaled = sign * eta * Math.sqrt(a / 2);
        if (Math.abs(scaled) > 40) {
            return scaled > 0 ? 0 : 1;
        }
        double c0 = 0;
        for (int i = C0.length - 1; i >= 0; i--) {
            c0 = c0 * eta + C0[i];
        }
        double c1 = 0;
        for (int i = C1.length - 1; i >= 0; i--) {
            c1 = c1 * eta + C1[i];
        }
        return NormalFamily.erfc(scaled) / 2 + sign * StrictMath.exp(-a * half) / Math.sqrt(2 * Math.PI * a) * (c0 + c1 / a);
    }

    /** {@code m - log(1 + m)} for small m, by its power series. */
    private static double excess(double m) {
        double sum = 0;
        for (int k = 20; k >= 2; k--) {
            sum = sum * -m + 1.0 / k;
        }
        return sum * m * m;
    }
}
