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

    private final Arithmetic a;
    private final double[] q;
    private final double[] ln2;

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

    private Reduced reduce(Expr x) {
        Expr tiny = a.lt(x, a.pick(0x1p-126, 0x1p-1022));
        int up = a.fraction + 1;
        Expr bits = a.bits(a.select(tiny, a.mul(x, Math.scalb(1.0, up)), x));
        Expr k = a.fromExponent(a.minus(bits, a.bitsOf(2.0 / 3)));
        Expr f = a.sub(a.value(a.minus(bits, a.toExponent(k))), a.one);
        Expr offset = a.select(tiny, a.c(-a.shifter - up), a.c(-a.shifter));
        return new Reduced(a.add(a.value(a.plus(k, a.bitsOf(a.shifter))), offset), f);
    }

    private record Reduced(Expr k, Expr f) {}

    private Expr special(Expr x, Expr y) {
        Expr finite = a.select(a.lt(x, a.infinity), y, x);
        return a.select(a.eq(x, a.zero), a.c(Double.NEGATIVE_INFINITY), a.select(a.lt(x, a.zero), a.nan, finite));
    }
}
