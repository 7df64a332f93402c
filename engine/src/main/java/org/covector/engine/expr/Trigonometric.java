package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;
import org.covector.engine.expr.QuadrantReduction.Reduced;

/**
 * sin, cos, tan.
 *
 * <p>x = k pi/2 + r + tail with |r| <= pi/4, the tail being what rounding took from r. By minimax polynomials (Remez,
 * coefficients rounded one after the other) sin r = r + r^3 s(r^2), weight r^3 / sin r; cos r = 1 - r^2/2 + r^4 c(r^2), weight
 * r^4 / cos r; tan r = r + r^3 t(r^2), weight r^3 / tan r.
 */
final class Trigonometric {
    private static final double[] SIN_FLOAT = {-0x1.555544p-3, 0x1.1106c6p-7, -0x1.991c26p-13};
    private static final double[] SIN_DOUBLE = {
        -0x1.5555555555548p-3, 0x1.111111110f731p-7, -0x1.a01a019be9b88p-13, 0x1.71de35565ca70p-19, -0x1.ae5e4d08ad130p-26,
        0x1.5d8bef75f8253p-33
    };
    private static final double[] COS_FLOAT = {0x1.55554ap-5, -0x1.6c0c26p-10, 0x1.99e714p-16};
    private static final double[] COS_DOUBLE = {
        0x1.555555555554ap-5, -0x1.6c16c16c14e00p-10, 0x1.a01a019c5dbbap-16, -0x1.27e4f7cff2d67p-22, 0x1.1ee9c65d10c39p-29,
        -0x1.8f9c19b3ae172p-37
    };
    private static final double[] TAN_FLOAT = {
        0x1.55556p-2, 0x1.110d96p-3, 0x1.badbf6p-5, 0x1.5ca4aap-6, 0x1.637212p-7, 0x1.27b3fap-14, 0x1.1f88d6p-8
    };
    private static final double[] TAN_DOUBLE = {
        0x1.55555555554ebp-2, 0x1.1111111118a2fp-3, 0x1.ba1ba1b41448cp-5, 0x1.664f49b8ab6fbp-6, 0x1.226e10925d771p-7,
        0x1.d6d973d3c7761p-9, 0x1.7d58538d6de3ap-10, 0x1.38140931cbbabp-11, 0x1.d1447a0e42816p-13, 0x1.209363c712854p-13,
        -0x1.d434f1fda906ap-16, 0x1.7d0f8b7fb0d9fp-14, -0x1.7ecc4717996bfp-15, 0x1.611575ba2e2b3p-16
    };

    private final Arithmetic a;
    private final QuadrantReduction quarterTurns;

    Trigonometric(Arithmetic a) {
        this.a = a;
        this.quarterTurns = new QuadrantReduction(a);
    }

    /** {@code sin x}. */
    Expr sin(Expr x) {
        Reduced r = quarterTurns.reduce(x);
        Expr y = a.select(a.eq(x, a.zero), x, quadrant(r, r.k()));
        return Expr.apply(Op.SIN_FAR, x, y);
    }

    /** {@code cos x = sin(x + pi/2)}: one quadrant on. */
    Expr cos(Expr x) {
        Reduced r = quarterTurns.reduce(x);
        return Expr.apply(Op.COS_FAR, x, quadrant(r, a.plus(r.k(), Expr.bits(1))));
    }

    /** {@code tan x}: tan r, or -1 / tan r in the odd quadrants, the quotient corrected by its residual. */
    Expr tan(Expr x) {
        Reduced r = quarterTurns.reduce(x);
        Expr z = a.mul(r.r(), r.r());
        Expr p = a.polynomial(z, a.pick(TAN_FLOAT, TAN_DOUBLE));
        Pair cube = a.twoProduct(z, r.r());
        Expr zLow = a.fma(r.r(), r.r(), a.neg(z));
        Expr low = a.fma(a.fma(zLow, r.r(), cube.lo()), p, a.fma(r.tail(), z, r.tail()));
        Expr rest = a.fma(cube.hi(), p, low);
        Pair t = a.fastTwoSum(r.r(), rest);
        Expr q = a.div(a.c(-1), t.hi());
        Expr residual = a.fma(q, t.lo(), a.fma(q, t.hi(), a.one));
        Expr y = a.select(odd(r.k()), a.fma(q, residual, q), t.hi());
        return Expr.apply(Op.TAN_FAR, x, a.select(a.eq(x, a.zero), x, y));
    }

    private Expr quadrant(Reduced r, Expr k) {
        Expr y = a.select(odd(k), cosine(r), sine(r));
        return a.flip(y, a.bitAnd(a.shl(k, a.pick(30, 62)), a.signMask));
    }

    private Expr odd(Expr k) {
        return Expr.apply(Op.BITS_EQ, a.bitAnd(k, Expr.bits(1)), Expr.bits(1));
    }

    private Expr sine(Reduced r) {
        Expr z = a.mul(r.r(), r.r());
        Expr low = a.fma(a.mul(z, r.tail()), -0.5, r.tail());
        return a.add(r.r(), a.fma(a.mul(z, r.r()), a.polynomial(z, a.pick(SIN_FLOAT, SIN_DOUBLE)), low));
    }

    /** 1 - z/2 is kept in two parts, for it is what rounding would hurt. */
    private Expr cosine(Reduced r) {
        Expr z = a.mul(r.r(), r.r());
        Expr near = a.fma(z, -0.5, a.one);
        Expr low = a.sub(a.fma(z, -0.5, a.sub(a.one, near)), a.mul(r.r(), r.tail()));
        return a.add(near, a.fma(a.mul(z, z), a.polynomial(z, a.pick(COS_FLOAT, COS_DOUBLE)), low));
    }
}
