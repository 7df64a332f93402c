package org.covector.engine.expr;

/**
 * sin, cos, tan.
 *
 * <p>x = k pi/2 + r + tail with |r| <= pi/4, the tail being what rounding took from r; sin r = r + r^3 s(r^2) and cos r = 1 - r^2/2
 * + r^4 c(r^2) by minimax polynomials (Remez, weights r^3 / sin r and r^4 / cos r, coefficients rounded one after the other).
 */
final class Trigonometric {
    private static final double[] SIN_FLOAT = {-0x1.555544p-3, 0x1.1106c6p-7, -0x1.991c26p-13};
    private static final double[] SIN_DOUBLE = {
        -0x1.5555555555548p-3, 0x1.111111110f731p-7, -0x1.a01a019be9b88p-13, 0x1.71de35565ca70p-19, -0x1.ae5e4d08ad130p-26,
        0x1.5d8bef75f8253p-33
    };
    private static final double[] COS_FLOAT = {-0.5, 0x1.55554ap-5, -0x1.6c0c26p-10, 0x1.99e714p-16};
    private static final double[] COS_DOUBLE = {
        -0.5, 0x1.555555555554ap-5, -0x1.6c16c16c14e00p-10, 0x1.a01a019c5dbbap-16, -0x1.27e4f7cff2d67p-22, 0x1.1ee9c65d10c39p-29,
        -0x1.8f9c19b3ae172p-37
    };
    private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    private static final double[] HALF_PI_FLOAT = {0x1.921fb6p0, -0x1.777a5cp-25, -0x1.ee59dap-50};
    private static final double[] HALF_PI_DOUBLE = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};

    private final Arithmetic a;

    Trigonometric(Arithmetic a) {
        this.a = a;
    }

    /** {@code sin x}. */
    Expr sin(Expr x) {
        Reduced r = reduce(x);
        Expr y = quadrant(r, r.k);
        return a.select(a.eq(x, a.zero), x, y);
    }

    /** {@code cos x = sin(x + pi/2)}: one quadrant on. */
    Expr cos(Expr x) {
        Reduced r = reduce(x);
        return quadrant(r, a.plus(r.k, Expr.bits(1)));
    }

    private Expr quadrant(Reduced r, Expr k) {
        Expr odd = Expr.apply(Op.BITS_EQ, a.bitAnd(k, Expr.bits(1)), Expr.bits(1));
        Expr y = a.select(odd, cosine(r), sine(r));
        return a.flip(y, a.bitAnd(a.shl(k, a.pick(30, 62)), a.signMask));
    }

    private Expr sine(Reduced r) {
        Expr z = a.mul(r.r, r.r);
        Expr low = a.fma(a.mul(z, r.tail), -0.5, r.tail);
        return a.add(r.r, a.fma(a.mul(z, r.r), a.polynomial(z, a.pick(SIN_FLOAT, SIN_DOUBLE)), low));
    }

    private Expr cosine(Reduced r) {
        Expr z = a.mul(r.r, r.r);
        Expr low = a.mul(a.neg(r.r), r.tail);
        return a.add(a.one, a.fma(z, a.polynomial(z, a.pick(COS_FLOAT, COS_DOUBLE)), low));
    }

    private Reduced reduce(Expr x) {
        double[] halfPi = a.pick(HALF_PI_FLOAT, HALF_PI_DOUBLE);
        Expr shifted = a.fma(x, TWO_OVER_PI, a.c(a.shifter));
        Expr k = a.sub(shifted, a.c(a.shifter));
        Expr first = a.fma(k, -halfPi[0], x);
        Arithmetic.Pair product = a.twoProduct(k, a.c(-halfPi[1]));
        Arithmetic.Pair r = a.twoSum(first, product.hi());
        Expr tail = a.fma(k, -halfPi[2], a.add(r.lo(), product.lo()));
        return new Reduced(a.bits(shifted), r.hi(), tail);
    }

    /** The quadrant in the low bits of k; the reduced argument r + tail. */
    private record Reduced(Expr k, Expr r, Expr tail) {}
}
