package org.covector.engine.expr;

/**
 * The gamma family in double-double: where it has zeros at irrational points, or is a difference of large numbers. Stirling's and Euler
 * and Maclaurin's series from {@link #FAR} on, recurrences below, reflection left of zero (Abramowitz and Stegun 6.1, 6.3, 6.4, 23.2).
 */
final class ExtendedGamma {
    /** From here on 14 terms of the asymptotic series give 30 digits. */
    private static final double FAR = 26;

    /** Bernoulli numbers B2, B4, ..., numerators and denominators. */
    private static final double[][] BERNOULLI = {
        {1, 6}, {-1, 30}, {1, 42}, {-1, 30}, {5, 66}, {-691, 2730}, {7, 6}, {-3617, 510}, {43867, 798}, {-174611, 330}, {854513, 138},
        {-236364091, 2730}, {8553103, 6}, {-23749461029.0, 870}
    };

    /** What {@link GammaFamily#ZETA_MINUS_1} rounded away. */
    private static final double[] ZETA_LOW = {
        3.040672350398476e-17, -6.752241127462512e-18, 5.851757005110278e-18, -3.178450686126237e-19, -4.414770097141147e-19,
        -2.92234966467598e-19, -2.2242833400456106e-19, 1.6255172980294325e-19, 8.155271993117836e-20, 3.007775458283559e-20,
        -2.126804481899407e-20, 1.312879617594989e-21, 1.5932044187197156e-21, 2.828205815153663e-22, 7.677620188142347e-22,
        -2.946683490299432e-22, -3.619576661891535e-22, -4.589595461742015e-23, -9.885419869008806e-23, 1.6292492268188835e-23,
        -1.4348855177581243e-23, 9.349486696402915e-24, -4.84489270891793e-25, 9.038750484718945e-25, -1.4462631435868446e-24,
        -5.689596284297908e-25, -2.2838109257068324e-25, -1.357608175618366e-25
    };

    /** 1 minus Euler's constant. */
    private static final DoubleDouble ONE_MINUS_EULER = new DoubleDouble(0.42278433509846713, 4.942915152430645e-18);

    /** The last power of the Taylor series at 2: the terms are below 4^-k. */
    private static final int LAST_POWER = 54;

    /** Below this the logarithm of the gamma function has no zeros that a double can be near to. */
    private static final double LOWEST_ZERO = -18;

    private ExtendedGamma() {}

    /** {@code zeta(k) - 1}. */
    private static DoubleDouble zetaMinus1(int k) {
        int i = k - 2;
        return i < ZETA_LOW.length ? new DoubleDouble(GammaFamily.ZETA_MINUS_1[i], ZETA_LOW[i])
                : DoubleDouble.of(Math.scalb(1.0, -k) + StrictMath.pow(3, -k) + StrictMath.pow(4, -k) + StrictMath.pow(5, -k));
    }

    /** {@code log Gamma(2 + z) = (1 - gamma) z + sum of (-1)^k (zeta(k) - 1) z^k / k} for |z| up to 1/2. */
    private static DoubleDouble lgammaNear2(DoubleDouble z) {
        DoubleDouble sum = DoubleDouble.of(0);
        for (int k = LAST_POWER; k >= 2; k--) {
            sum = zetaMinus1(k).over(k).minus(sum.times(z));
        }
        return z.times(ONE_MINUS_EULER.plus(z.times(sum)));
    }

    /** The derivative of {@link #lgammaNear2}. */
    private static DoubleDouble digammaNear2(DoubleDouble z) {
        DoubleDouble sum = DoubleDouble.of(0);
        for (int k = LAST_POWER; k >= 2; k--) {
            sum = zetaMinus1(k).minus(sum.times(z));
        }
        return ONE_MINUS_EULER.plus(z.times(sum));
    }

    private static DoubleDouble bernoulli(int j) {
        return DoubleDouble.quotient(BERNOULLI[j - 1][0], BERNOULLI[j - 1][1]);
    }

    /**
     * The logarithm of |Gamma(x)| for x below 0 that is no integer: {@code log(pi / |sin(pi x)|) - log Gamma(1 - x)}; where it has
     * zeros, {@code log Gamma(y) - log |x (x + 1) ... (y - 1)|} for the y nearest to 2, both of which are small there.
     */
    static double lgammaLeft(double x) {
        if (x > -1e-17) {
            return -StrictMath.log(-x);
        }
        if (x < LOWEST_ZERO) {
            DoubleDouble sine = DoubleDouble.sinPi(Math.abs(x - Math.rint(x)));
            return DoubleDouble.PI.over(sine).log().minus(lgamma(DoubleDouble.sum(1, -x))).value();
        }
        int m = 2 - (int) Math.rint(x);
        DoubleDouble product = DoubleDouble.of(x);
        for (int k = 1; k < m; k++) {
            product = product.times(DoubleDouble.sum(x, k));
        }
        return lgammaNear2(DoubleDouble.sum(x, m - 2)).minus((product.hi() < 0 ? product.negated() : product).log()).value();
    }

    /** For x above 0. */
    static DoubleDouble lgamma(DoubleDouble x) {
        DoubleDouble a = x;
        DoubleDouble product = DoubleDouble.of(1);
        while (a.hi() < FAR) {
            product = product.times(a);
            a = a.plus(1);
        }
        DoubleDouble inverse = DoubleDouble.of(1).over(a);
        DoubleDouble square = inverse.times(inverse);
        DoubleDouble sum = DoubleDouble.of(0);
        for (int j = BERNOULLI.length; j >= 1; j--) {
            sum = sum.times(square).plus(bernoulli(j).over(2.0 * j * (2 * j - 1)));
        }
        DoubleDouble halfLog = DoubleDouble.PI.times(2).log().times(0.5);
        return a.plus(-0.5).times(a.log()).minus(a).plus(halfLog).plus(sum.times(inverse)).minus(product.log());
    }

    /** For x that is no pole. */
    static double digamma(double x) {
        if (x > 0) {
            return digamma(DoubleDouble.of(x)).value();
        }
        double f = x - Math.rint(x);
        if (Math.abs(f) < 1e-17) {
            return -1 / f; // the rest is below rounding, and pi f may be subnormal
        }
        DoubleDouble cotangent = DoubleDouble.cosPi(f).over(DoubleDouble.sinPi(f));
        return digamma(DoubleDouble.sum(1, -x)).minus(DoubleDouble.PI.times(cotangent)).value();
    }

    private static DoubleDouble digamma(DoubleDouble x) {
        DoubleDouble a = x;
        DoubleDouble below = DoubleDouble.of(0);
        if (a.hi() < 10) { // where zeros are near: what is added up here is small
            for (; a.hi() < 1.5; a = a.plus(1)) {
                below = below.plus(DoubleDouble.of(1).over(a));
            }
            while (a.hi() > 2.5) {
                a = a.plus(-1);
                below = below.minus(DoubleDouble.of(1).over(a));
            }
            return digammaNear2(a.plus(-2)).minus(below);
        }
        while (a.hi() < FAR) {
            below = below.plus(DoubleDouble.of(1).over(a));
            a = a.plus(1);
        }
        DoubleDouble inverse = DoubleDouble.of(1).over(a);
        DoubleDouble square = inverse.times(inverse);
        DoubleDouble sum = DoubleDouble.of(0);
        for (int j = BERNOULLI.length; j >= 1; j--) {
            sum = sum.plus(bernoulli(j).over(2.0 * j)).times(square);
        }
        return a.log().minus(inverse.times(0.5)).minus(sum).minus(below);
    }

    /**
     * Derivative n >= 1 of digamma, {@code (-1)^(n + 1) n! sum over k of (x + k)^-s}, s = n + 1. Left of zero the terms up to 0 are a
     * difference of two sums over positive numbers, their signs those of (-1)^s; the distances to the integers around x are exact.
     */
    static double polygamma(int n, double x) {
        int sign = n % 2 == 0 ? -1 : 1;
        if (x > 0) {
            return sign * series(n, DoubleDouble.of(x)).value();
        }
        double d = x - Math.rint(x);
        DoubleDouble right = d > 0 ? DoubleDouble.of(d) : DoubleDouble.sum(1, d);
        DoubleDouble left = d > 0 ? DoubleDouble.sum(1, -d) : DoubleDouble.of(-d);
        DoubleDouble beyond = series(n, DoubleDouble.sum(1, -x));
        DoubleDouble fromRight = series(n, right);
        DoubleDouble fromLeft = series(n, left);
        if (Double.isInfinite(fromRight.hi()) || Double.isInfinite(fromLeft.hi())) {
            return sign * (fromRight.hi() + sign * fromLeft.hi());
        }
        // s is even where n is odd: then both sides add up
        DoubleDouble both = sign > 0 ? fromRight.plus(fromLeft) : fromRight.minus(fromLeft);
        return sign * (sign > 0 ? both.minus(beyond) : both.plus(beyond)).value();
    }

    /** {@code n! zeta(n + 1, x)} for x above 0: the sum relative to its first term, whose power is scaled. */
    private static DoubleDouble series(int n, DoubleDouble x) {
        if (x.hi() > 1e40 * n) {
            return times(DoubleDouble.of(1), n - 1, x); // (n - 1)! x^-n, the integral of the terms
        }
        int s = n + 1;
        DoubleDouble sum = DoubleDouble.of(0);
        DoubleDouble a = x;
        double far = Math.max(FAR, s);
        while (a.hi() < far) {
            DoubleDouble term = x.over(a).power(s);
            sum = sum.plus(term);
            if (term.hi() < 0x1p-110 * sum.hi()) {
                return times(sum, n, x);
            }
            a = a.plus(1);
        }
        DoubleDouble inverse = DoubleDouble.of(1).over(a);
        DoubleDouble power = x.times(inverse).power(s);
        DoubleDouble tail = a.over(s - 1).plus(0.5);
        DoubleDouble factor = inverse.times(s / 2.0); // s (s + 1) ... (s + 2j - 2) / (2j)! a^-(2j - 1)
        for (int j = 1; j <= BERNOULLI.length; j++) {
            tail = tail.plus(bernoulli(j).times(factor));
            factor = factor.times(inverse).times(inverse).times((s + 2.0 * j - 1) * (s + 2.0 * j)).over((2.0 * j + 1) * (2 * j + 2));
        }
        return times(sum.plus(power.times(tail)), n, x);
    }

    /** {@code sum * n! * x^-(n + 1)} without overflow or underflow on the way: mantissas and exponents apart. */
    private static DoubleDouble times(DoubleDouble sum, int n, DoubleDouble x) {
        int first = Math.getExponent(sum.hi());
        DoubleDouble m = sum.scaled(-first);
        long exponent = first;
        int step = Math.getExponent(x.hi()) == Double.MIN_EXPONENT - 1 ? Math.getExponent(x.hi() * 0x1p60) - 60 : Math.getExponent(x.hi());
        DoubleDouble inverse = DoubleDouble.of(1).over(step < -1000 ? x.scaled(60).scaled(-step - 60) : x.scaled(-step));
        for (int i = 0; i <= n; i++) {
            m = m.times(inverse).times(Math.max(1, i));
            int e = Math.getExponent(m.hi());
            m = m.scaled(-e);
            exponent += e - step;
        }
        return exponent > Double.MAX_EXPONENT ? DoubleDouble.of(Double.POSITIVE_INFINITY) : m.scaled((int) Math.max(-5000, exponent));
    }
}
