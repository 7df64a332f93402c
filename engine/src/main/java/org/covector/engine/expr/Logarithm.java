package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;

/**
 * log, log2, log10, log1p.
 *
 * <p>x = 2^k (1 + f) with 1 + f in [2/3, 4/3), log(1 + f) = f + f^2 q(f); f is exact. q is the minimax polynomial for weight
 * f^2 / log(1 + f) with q(0) = -1/2 (Remez, coefficients rounded one after the other). No division.
 */
final class Logarithm {
    private static final double[] Q_FLOAT = {
        -0.5, 0x1.555506p-2, -0x1.fffedep-3, 0x1.99d088p-3, -0x1.55a194p-3, 0x1.1ecf92p-3, -0x1.f29a44p-4, 0x1.1e9150p-3, -0x1.09259cp-3
    };
    private static final double[] Q_DOUBLE = {
        -0.5, 0x1.5555555555543p-2, -0x1.0000000000966p-2, 0x1.999999999e6e8p-3, -0x1.555555540c3b5p-3, 0x1.249249216a50dp-3,
        -0x1.00000085d6036p-3, 0x1.c71c73bb404b8p-4, -0x1.999961f81609cp-4, 0x1.745cc054fae1ap-4, -0x1.555c08d5eca7dp-4,
        0x1.3b1ce6f962bdep-4, -0x1.2413cabd47582p-4, 0x1.107379ab9344cp-4, -0x1.05c4c773f5089p-4, 0x1.ef2b425946be0p-5,
        -0x1.76b4f62ee1ed0p-5, 0x1.5873c03148385p-5, -0x1.6136a3d1d95dcp-4, 0x1.5a145f0c6687ap-4
    };
    /** ln 2 as a number with so few bits that k times it is exact, and the rest. */
    private static final double[] LN2_FLOAT = {0x1.62e4p-1, 0x1.7f7d1cp-20};
    private static final double[] LN2_DOUBLE = {0x1.62e42fefa4000p-1, -0x1.8432a1b0e2634p-43};

    /** 1 / ln 2 and 1 / ln 10 in two parts. */
    private static final double[] LOG2_E_FLOAT = {0x1.715476p0, 0x1.4ae0cp-26};
    private static final double[] LOG2_E_DOUBLE = {0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56};
    private static final double[] LOG10_E_FLOAT = {0x1.bcb7b2p-2, -0x1.5b235ep-27};
    private static final double[] LOG10_E_DOUBLE = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
    /** log10 2, the first part short as that of ln 2. */
    private static final double[] LOG10_2_FLOAT = {0x1.344p-2, 0x1.3509f8p-18};
    private static final double[] LOG10_2_DOUBLE = {0x1.34413509f8p-2, -0x1.80433b83b532ap-44};
    private static final double[] ONE = {1, 0};

    private final Arithmetic a;
    private final double[] q;
    final double[] ln2;

    Logarithm(Arithmetic a) {
        this.a = a;
        this.q = a.pick(Q_FLOAT, Q_DOUBLE);
        this.ln2 = a.pick(LN2_FLOAT, LN2_DOUBLE);
    }

    /** {@code log x}. */
    Expr log(Expr x) {
        Reduced r = reduce(x);
        Expr s = a.fma(a.mul(r.f, r.f), a.polynomial(r.f, q), a.mul(r.k, ln2[1]));
        return special(x, a.fma(r.k, ln2[0], a.add(r.f, s)));
    }

    /** {@code log2 x}: exact for powers of two. */
    Expr log2(Expr x) {
        return special(x, scaled(reduce(x), ONE, a.pick(LOG2_E_FLOAT, LOG2_E_DOUBLE)));
    }

    /** {@code log10 x}: exact for powers of ten. */
    Expr log10(Expr x) {
        return special(x, scaled(reduce(x), a.pick(LOG10_2_FLOAT, LOG10_2_DOUBLE), a.pick(LOG10_E_FLOAT, LOG10_E_DOUBLE)));
    }

    /** {@code log(1 + x)}. */
    Expr log1p(Expr x) {
        OnePlus p = reduceOnePlus(x);
        Expr y = a.select(a.lt(x, a.infinity), sum(p.reduced, a.fma(p.reduced.k, ln2[1], p.low)), x);
        y = a.select(a.lt(x, -1), a.nan, a.select(a.eq(x, -1), a.c(Double.NEGATIVE_INFINITY), y));
        return a.select(a.eq(x, a.zero), x, y);
    }

    /**
     * {@code log(1 + z)} for z >= 0 in two parts, or {@code log(2 x)} where x is so large that z = 2x may overflow and 1 counts for
     * nothing.
     */
    Expr log1p(Pair z, Expr x) {
        Expr large = a.gt(x, Math.scalb(1.0, a.fraction + 4));
        Expr hi = a.select(large, x, z.hi());
        OnePlus p = reduceOnePlus(hi);
        Expr k = a.select(large, a.add(p.reduced.k, a.one), p.reduced.k);
        Expr low = a.select(large, a.zero, a.div(z.lo(), a.add(a.one, hi)));
        Expr y = sum(new Reduced(k, p.reduced.f), a.fma(k, ln2[1], a.add(low, p.low)));
        return a.select(a.lt(x, a.infinity), y, x);
    }

    /** {@code log x + low} for normal x >= 1. */
    Expr logOfNormal(Expr x, Expr low) {
        Reduced r = split(a.bits(x), a.c(-a.shifter));
        return sum(r, a.fma(r.k, ln2[1], low));
    }

    /** {@code k ln 2 + log(1 + f) + low}, where f may be inexact: a sum more accurate than that of {@link #log(Expr)}. */
    private Expr sum(Reduced r, Expr low) {
        Expr hi = a.fma(r.k, ln2[0], r.f);
        Expr lost = a.sub(r.f, a.fma(r.k, -ln2[0], hi));
        return a.add(hi, a.add(lost, a.fma(a.mul(r.f, r.f), a.polynomial(r.f, q), low)));
    }

    /** The logarithm to a base b: k log_b 2 + log_b e log(1 + f), rounded once. */
    private Expr scaled(Reduced r, double[] two, double[] e) {
        Pair n = a.fastTwoSum(r.f, a.mul(a.mul(r.f, r.f), a.polynomial(r.f, q)));
        Pair p = a.twoProduct(n.hi(), a.c(e[0]));
        Expr low = a.fma(n.hi(), e[1], a.fma(n.lo(), e[0], p.lo()));
        low = two[1] == 0 ? low : a.fma(r.k, two[1], low);
        Pair sum = a.fastTwoSum(two[0] == 1 ? r.k : a.mul(r.k, two[0]), p.hi());
        return a.add(sum.hi(), a.add(sum.lo(), low));
    }

    /** x > 0 as 2^k (1 + f). */
    Reduced reduce(Expr x) {
        Expr tiny = a.lt(x, a.pick(0x1p-126, 0x1p-1022));
        int up = a.fraction + 1;
        Expr bits = a.bits(a.select(tiny, a.mul(x, Math.scalb(1.0, up)), x));
        return split(bits, a.select(tiny, a.c(-a.shifter - up), a.c(-a.shifter)));
    }

    /** The number with these bits as 2^k (1 + f); offset takes the shifter off k. */
    private Reduced split(Expr bits, Expr offset) {
        Expr k = exponent(bits);
        Expr f = a.sub(a.value(a.minus(bits, a.toExponent(k))), a.one);
        return new Reduced(a.add(a.value(a.plus(k, a.bitsOf(a.shifter))), offset), f);
    }

    /** k such that the number is 2^k times one in [2/3, 4/3). */
    private Expr exponent(Expr bits) {
        return a.fromExponent(a.minus(bits, a.bitsOf(2.0 / 3)));
    }

    /** 1 + x = 2^k (1 + f) without rounding 1 + x: f = 2^-k x + (2^-k - 1), in two parts. */
    private OnePlus reduceOnePlus(Expr x) {
        Expr k = exponent(a.bits(a.add(x, a.one)));
        Expr shift = a.toExponent(k);
        Expr scale = a.value(a.minus(a.bitsOf(1), shift));
        Expr rest = a.select(a.gt(x, Math.scalb(1.0, 2 * a.fraction)), a.c(-1), a.sub(scale, a.one));
        Pair f = a.twoSum(rest, a.value(a.minus(a.bits(x), shift)));
        return new OnePlus(new Reduced(a.toNumber(k), f.hi()), a.sub(f.lo(), a.mul(f.lo(), f.hi())));
    }

    record Reduced(Expr k, Expr f) {}

    /** The same with what rounding took from the logarithm by rounding f. */
    private record OnePlus(Reduced reduced, Expr low) {}

    private Expr special(Expr x, Expr y) {
        Expr finite = a.select(a.lt(x, a.infinity), y, x);
        return a.select(a.eq(x, a.zero), a.c(Double.NEGATIVE_INFINITY), a.select(a.lt(x, a.zero), a.nan, finite));
    }
}
