package org.covector.bench.accuracy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.apfloat.Apint;
import org.apfloat.Aprational;
import org.covector.engine.expr.Special;

/** References of the special functions: Apfloat's, and series where those would take too long or overflow. */
final class SpecialReference {
    /** From here on the asymptotic series of erfcx gives more than 1000 digits. */
    private static final double FAR_NORMAL = 60;

    /** From here on so many terms of Stirling's series give more than 60 digits. */
    private static final double FAR_GAMMA = 50;

    private static final int TERMS = 32;

    private static final double FAR_BESSEL = 200;

    private SpecialReference() {}

    /** {@code 2 / sqrt(pi) exp(-x^2)}. */
    private static Jet bell(Jet x) {
        return x.square().negated().exp().times(x.pi().power(-0.5)).times(2);
    }

    static Jet erf(Jet x) {
        return x.isBelow(-FAR_NORMAL) || !x.isBelow(FAR_NORMAL) ? x.compose(new Apint(x.v().signum()), bell(x))
                : x.compose(ApfloatMath.erf(x.v()), bell(x));
    }

    static Jet erfc(Jet x) {
        if (!x.isBelow(FAR_NORMAL)) {
            return erfcx(x).times(x.square().negated().exp());
        }
        return x.isBelow(-FAR_NORMAL) ? x.compose(new Apint(2), bell(x).negated()) : x.compose(ApfloatMath.erfc(x.v()), bell(x).negated());
    }

    static Jet erfcx(Jet x) {
        if (x.isBelow(FAR_NORMAL)) {
            return erfc(x).times(x.square().exp());
        }
        Jet r = x.square().times(2).inverse().negated();
        Jet term = x.of(1);
        Jet sum = term;
        for (int k = 1; k < 400 && term.v().scale() > -x.precision(); k++) {
            term = term.times(r).times(2 * k - 1);
            sum = sum.plus(term);
        }
        return sum.over(x).times(x.pi().power(-0.5));
    }

    static Jet ndtr(Jet x) {
        return erfc(x.times(x.of(2).power(-0.5)).negated()).times(0.5);
    }

    static Jet logNdtr(Jet x) {
        if (x.isBelow(-30)) {
            return erfcx(x.times(x.of(2).power(-0.5)).negated()).times(0.5).log().minus(x.square().times(0.5));
        }
        return x.isBelow(5) ? ndtr(x).log() : log1pSmall(ndtr(x.negated()).negated());
    }

    /** By the power series. */
    private static Jet log1pSmall(Jet x) {
        Jet sum = x;
        Jet power = x;
        for (int k = 2; k <= 12; k++) {
            power = power.times(x).negated();
            sum = sum.plus(power.over(k));
        }
        return sum;
    }

    /** The inverse y of f, where f'(y) is known as a function of y. */
    static Jet erfinv(Jet x) {
        double start = Special.erfinv(x.v().doubleValue());
        Apfloat y = x.v();
        if (Math.abs(start) > 1e-100) {
            Apfloat rest = new Apint(1).subtract(ApfloatMath.abs(x.v()));
            y = complementInverse(rest, Math.abs(start), x).multiply(new Apint(x.v().signum()));
        } else {
            y = x.v().multiply(x.pi().sqrt().times(0.5).v());
        }
        return inverse(x, y, x.pi().sqrt().times(0.5).v(), new Apint(2));
    }

    static Jet ndtri(Jet p) {
        boolean isLow = p.isBelow(0.5);
        Apfloat tail = isLow ? p.v() : new Apint(1).subtract(p.v());
        double start = Math.abs(Special.ndtri(p.v().doubleValue())) * Math.sqrt(0.5);
        Apfloat y = complementInverse(tail.multiply(new Apint(2)), start, p).multiply(ApfloatMath.sqrt(new Apfloat(2, p.precision())));
        return inverse(p, isLow ? y.negate() : y, p.pi().times(2).sqrt().v(), new Apint(1));
    }

    /** The y with erfc(y) = q by Newton's iteration; wherever it starts, it ends at the root or is refused. */
    private static Apfloat complementInverse(Apfloat q, double start, Jet like) {
        Apfloat y = start == 0 ? new Apint(0) : new Apfloat(new BigDecimal(start), like.precision());
        for (int i = 0; i < 12; i++) {
            Jet at = Jet.constant(y, like.precision());
            Apfloat step = (y.signum() == 0 ? new Apint(1) : ApfloatMath.erfc(y)).subtract(q).divide(bell(at).v());
            if (step.signum() == 0 || step.scale() < -60 + Math.min(0, y.signum() == 0 ? 0 : y.scale())) {
                return y;
            }
            y = y.add(step).precision(like.precision());
        }
        throw new IllegalStateException("no root from " + start);
    }

    /** For {@code y' = c exp(k y^2 / 2)}: {@code y'' = k y y'^2, y''' = (k + 2 k^2 y^2) y'^3}. */
    private static Jet inverse(Jet x, Apfloat y, Apfloat c, Apfloat k) {
        Apfloat e = y.signum() == 0 ? new Apint(1) : ApfloatMath.exp(y.multiply(y).multiply(k).divide(new Apint(2)));
        Apfloat f1 = c.multiply(e);
        Apfloat f2 = k.multiply(y).multiply(f1).multiply(f1);
        Apfloat f3 = k.add(k.multiply(k).multiply(y).multiply(y).multiply(new Apint(2))).multiply(f1).multiply(f1).multiply(f1);
        return x.compose(y, f1, f2, f3);
    }

    static Jet lgamma(Jet x) {
        if (x.v().signum() < 0) {
            Jet sine = x.minus(x.of(Math.rint(x.v().doubleValue()))).times(x.pi()).sin().abs();
            return x.pi().over(sine).log().minus(lgamma(x.negated().plus(1)));
        }
        Jet a = x;
        Jet product = x.of(1);
        while (a.isBelow(FAR_GAMMA)) {
            product = product.times(a);
            a = a.plus(1);
        }
        Jet sum = a.minus(0.5).times(a.log()).minus(a).plus(a.pi().times(2).log().times(0.5));
        Jet inverse = a.inverse();
        Jet power = inverse;
        for (int j = 1; j <= TERMS; j++) {
            sum = sum.plus(power.times(Jet.constant(bernoulli(j, x.precision()), x.precision())).over(2.0 * j * (2 * j - 1)));
            power = power.times(inverse).times(inverse);
        }
        return sum.minus(product.log());
    }

    /** The numbers B_2, B_4, ... by the algorithm of Akiyama and Tanigawa. */
    private static final List<Aprational> BERNOULLI = bernoulli();

    private static List<Aprational> bernoulli() {
        List<Aprational> even = new ArrayList<>();
        Aprational[] row = new Aprational[2 * TERMS + 1];
        for (int m = 0; m < row.length; m++) {
            row[m] = new Aprational(new Apint(1), new Apint(m + 1));
            for (int j = m; j > 0; j--) {
                row[j - 1] = row[j - 1].subtract(row[j]).multiply(new Apint(j));
            }
            if (m > 0 && m % 2 == 0) {
                even.add(row[0]);
            }
        }
        return List.copyOf(even);
    }

    private static Apfloat bernoulli(int j, long precision) {
        Aprational b = BERNOULLI.get(j - 1);
        return b.numerator().precision(precision).divide(b.denominator());
    }

    /** Derivative n of digamma. */
    static Jet polygamma(int n, Jet x) {
        return x.v().signum() > 0 ? x.compose(gamma(n, x.v()), gamma(n + 1, x.v()), gamma(n + 2, x.v()), gamma(n + 3, x.v()))
                : x.compose(left(n, x), left(n + 1, x), left(n + 2, x), left(n + 3, x));
    }

    /** By recurrence from where the asymptotic series holds. */
    private static Apfloat gamma(int n, Apfloat x) {
        Apfloat a = x;
        Apfloat sum = new Apint(0);
        Apfloat factorial = new Apint(n % 2 == 0 ? -1 : 1);
        for (int i = 2; i <= n; i++) {
            factorial = factorial.multiply(new Apint(i));
        }
        Apfloat limit = new Apint((long) FAR_GAMMA + 2L * n);
        while (a.compareTo(limit) < 0) {
            sum = sum.add(factorial.precision(x.precision()).divide(ApfloatMath.pow(a, n + 1)));
            a = a.add(new Apint(1));
        }
        return sum.add(far(n, Jet.constant(a, x.precision())));
    }

    /** Reflection: {@code psi_n(x) = (-1)^n psi_n(1 - x) - pi d^n/dx^n cot(pi x)}. */
    private static Apfloat left(int n, Jet x) {
        Apfloat y = new Apint(1).subtract(x.v());
        Apfloat there = gamma(n, y);
        Apfloat pi = ApfloatMath.pi(x.precision());
        Apfloat angle = x.v().subtract(new Apfloat(new BigDecimal(Math.rint(x.v().doubleValue())), x.precision())).multiply(pi);
        Apfloat c = ApfloatMath.cos(angle).divide(ApfloatMath.sin(angle));
        // cot^(n) as a polynomial in c: d/dx p(c) = -p'(c) (1 + c^2)
        Apfloat[] p = {new Apint(0), new Apint(1)};
        Apfloat factor = pi;
        for (int i = 0; i < n; i++) {
            Apfloat[] q = new Apfloat[p.length + 1];
            Arrays.fill(q, new Apint(0));
            for (int k = 1; k < p.length; k++) {
                Apfloat d = p[k].multiply(new Apint(-k));
                q[k - 1] = q[k - 1].add(d);
                q[k + 1] = q[k + 1].add(d);
            }
            p = q;
            factor = factor.multiply(pi);
        }
        Apfloat value = new Apint(0);
        for (int k = p.length - 1; k >= 0; k--) {
            value = value.multiply(c).add(p[k]);
        }
        return (n % 2 == 0 ? there : there.negate()).subtract(factor.multiply(value));
    }

    /** From Stirling's series, differentiated n + 1 times term by term. */
    private static Apfloat far(int n, Jet x) {
        Apfloat v = x.v();
        Apfloat sum = n == 0 ? ApfloatMath.log(v) : falling(n - 1, v).multiply(new Apint(n % 2 == 0 ? -1 : 1));
        Apfloat half = new Apfloat("0.5", x.precision());
        Apfloat sign = new Apint(n % 2 == 0 ? -1 : 1);
        Apfloat factorial = new Apint(1);
        for (int i = 2; i <= n; i++) {
            factorial = factorial.multiply(new Apint(i));
        }
        sum = sum.add(sign.multiply(half).multiply(factorial).divide(ApfloatMath.pow(v, n + 1)));
        for (int j = 1; j <= TERMS; j++) {
            Apfloat c = bernoulli(j, x.precision()).divide(new Apint(2L * j * (2L * j - 1)));
            Apfloat rising = new Apint(1);
            for (int i = 0; i <= n; i++) {
                rising = rising.multiply(new Apint(-(2L * j - 1 + i)));
            }
            sum = sum.add(c.multiply(rising).divide(ApfloatMath.pow(v, 2 * j + n)));
        }
        return sum;
    }

    /** {@code k! / x^(k + 1)}. */
    private static Apfloat falling(int k, Apfloat x) {
        Apfloat f = new Apint(1);
        for (int i = 2; i <= k; i++) {
            f = f.multiply(new Apint(i));
        }
        return f.divide(ApfloatMath.pow(x, k + 1));
    }

    /** {@code exp(-|x|) I_n(x)}, n 0 or 1. */
    static Jet scaledBessel(int n, Jet x) {
        Jet a = x.abs();
        Jet y;
        if (a.isBelow(FAR_BESSEL)) {
            y = bessel(n, a).times(a.negated().exp());
        } else {
            Jet term = x.of(1);
            Jet sum = term;
            for (int k = 1; k < 300 && term.v().scale() > -x.precision(); k++) {
                double odd = 2 * k - 1;
                term = term.times(odd * odd - 4 * n * n).over(a.times(8 * k));
                sum = sum.plus(term);
            }
            y = sum.over(a.times(x.pi()).times(2).sqrt());
        }
        return n == 1 && x.v().signum() < 0 ? y.negated() : y;
    }

    static Jet bessel(int n, Jet x) {
        Jet a = x.abs();
        if (!a.isBelow(FAR_BESSEL)) {
            return scaledBessel(n, x).times(a.exp());
        }
        Apfloat[] b = new Apfloat[5];
        for (int i = 0; i < b.length; i++) {
            b[i] = ApfloatMath.besselI(new Apint(i), a.v());
        }
        Apfloat half = new Apfloat("0.5", x.precision());
        Apfloat quarter = half.multiply(half);
        Jet y = n == 0
                ? a.compose(b[0], b[1], b[0].add(b[2]).multiply(half), b[1].multiply(new Apint(3)).add(b[3]).multiply(quarter))
                : a.compose(b[1], b[0].add(b[2]).multiply(half), b[1].multiply(new Apint(3)).add(b[3]).multiply(quarter),
                        b[0].multiply(new Apint(3)).add(b[2].multiply(new Apint(4))).add(b[4]).multiply(quarter).multiply(half));
        return n == 1 && x.v().signum() < 0 ? y.negated() : y;
    }
}
