package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;

/**
 * asin, acos, atan, atan2.
 *
 * <p>Odd minimax polynomials (Remez, coefficients rounded one after the other) and the reductions asin x = pi/2 - 2 asin sqrt((1 -
 * x) / 2), atan x = pi/2 - atan(1 / x); multiples of pi/2 are added in two parts.
 */
final class InverseTrigonometric {
    /** (asin x - x) / x^3 in x^2 for |x| <= 1/2, weight x^3 / asin x. */
    private static final double[] ASIN_FLOAT = {
        0x1.55554cp-3, 0x1.3338acp-4, 0x1.6ca816p-5, 0x1.04c33ep-5, 0x1.d6a58p-7, 0x1.340c1cp-5
    };
    private static final double[] ASIN_DOUBLE = {
        0x1.5555555555577p-3, 0x1.333333332e133p-4, 0x1.6db6db721249ep-5, 0x1.f1c71a94fe50ep-6, 0x1.6e8bdedf03a9ep-6,
        0x1.1c49f072f6da9p-6, 0x1.ca1f8b5627621p-7, 0x1.75859b83e5d43p-7, 0x1.613c221950c3ep-7, 0x1.e5fc54ffd2033p-9,
        0x1.639a2c6d44f48p-6, -0x1.57f9ebe7c5019p-6, 0x1.0b458060612e7p-5
    };
    /** (atan x - x) / x^3 in x^2 for |x| <= 1, weight x^3 / atan x. */
    private static final double[] ATAN_FLOAT = {
        -0x1.555552p-2, 0x1.99981cp-3, -0x1.24762p-3, 0x1.c5117p-4, -0x1.6953bcp-4, 0x1.150ap-4, -0x1.7080bcp-5,
        0x1.75304cp-6, -0x1.e6a11cp-8, 0x1.2968cp-10
    };
    private static final double[] ATAN_DOUBLE = {
        -0x1.5555555555526p-2, 0x1.99999999955b2p-3, -0x1.249249237f4fcp-3, 0x1.c71c717fcdd53p-4, -0x1.745d11ae5d81dp-4,
        0x1.3b136699591acp-4, -0x1.110e51220bd3cp-4, 0x1.e1bba6423f4d8p-5, -0x1.ae5e7243ca45ep-5, 0x1.82dad69b8dd58p-5,
        -0x1.59a3fde461e04p-5, 0x1.2c2e5c5edcac8p-5, -0x1.e9fa1150ea77p-6, 0x1.683cd2332899bp-6, -0x1.c78fe1d249cc7p-7,
        0x1.d7b94562a0b31p-8, -0x1.7a39b4a54c445p-9, 0x1.b3fae212178d5p-11, -0x1.3f364dcd3ee49p-13, 0x1.bbed77f8ff48cp-17
    };
    private static final double[] HALF_PI_FLOAT = {0x1.921fb6p0, -0x1.777a5cp-25};
    private static final double[] HALF_PI_DOUBLE = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};

    private final Arithmetic a;
    private final double[] halfPi;

    InverseTrigonometric(Arithmetic a) {
        this.a = a;
        this.halfPi = a.pick(HALF_PI_FLOAT, HALF_PI_DOUBLE);
    }

    /** {@code asin x}; NaN outside [-1, 1]. */
    Expr asin(Expr x) {
        Arc arc = arc(x);
        Expr factor = a.select(arc.large, a.c(-2), a.one);
        Pair y = a.fastTwoSum(a.select(arc.large, a.c(halfPi[0]), a.zero), a.mul(factor, arc.s));
        Expr low = a.fma(factor, arc.rest, a.select(arc.large, a.c(halfPi[1]), a.zero));
        return a.withSign(a.abs(a.add(y.hi(), a.add(y.lo(), low))), a.sign(x));
    }

    /** {@code acos x}; NaN outside [-1, 1]. */
    Expr acos(Expr x) {
        Arc arc = arc(x);
        Expr factor = a.flip(a.select(arc.large, a.c(2), a.c(-1)), a.sign(x));
        Expr turns = a.select(arc.large, a.select(a.lt(x, a.zero), a.c(2), a.zero), a.one);
        Pair y = a.fastTwoSum(a.mul(turns, halfPi[0]), a.mul(factor, arc.s));
        return a.add(y.hi(), a.add(y.lo(), a.fma(factor, arc.rest, a.mul(turns, halfPi[1]))));
    }

    /** The arc sine of s is s + rest; s is |x| or, where {@code large}, the sine of half the angle between x and 1. */
    private Arc arc(Expr x) {
        Expr size = a.abs(x);
        Expr large = a.gt(size, 0.5);
        Expr z = a.select(large, a.mul(a.sub(a.one, size), 0.5), a.mul(x, x));
        Expr root = a.sqrt(z);
        // the smallest normal number only keeps 0 / 0 away
        Expr rootLow = a.div(a.fnma(root, root, z), a.add(a.add(root, root), a.c(a.pick(0x1p-126, 0x1p-1022))));
        Expr s = a.select(large, root, size);
        Expr low = a.select(large, rootLow, a.zero);
        return new Arc(large, s, a.fma(a.mul(z, s), a.polynomial(z, a.pick(ASIN_FLOAT, ASIN_DOUBLE)), low));
    }

    private record Arc(Expr large, Expr s, Expr rest) {}

    /** {@code atan x}. */
    Expr atan(Expr x) {
        Expr limit = a.c(0x1p60);
        Expr size = a.select(a.lt(limit, a.abs(x)), limit, a.abs(x));
        Expr large = a.lt(a.one, size);
        Expr reciprocal = a.div(a.c(-1), size);
        Expr t = a.select(large, reciprocal, size);
        Expr z = a.mul(t, t);
        // what rounding took from the reciprocal, times the derivative 1 / (1 + z), wanted to a few bits only
        Expr lost = a.mul(a.mul(reciprocal, a.fma(reciprocal, size, a.one)), a.fma(z, -0.5, a.one));
        Expr low = a.select(large, a.add(lost, a.c(halfPi[1])), a.zero);
        Expr rest = a.fma(a.mul(z, t), a.polynomial(z, a.pick(ATAN_FLOAT, ATAN_DOUBLE)), low);
        Pair y = a.fastTwoSum(a.select(large, a.c(halfPi[0]), a.zero), t);
        return a.withSign(a.abs(a.add(y.hi(), a.add(y.lo(), rest))), a.sign(x));
    }

    /** {@code atan2(y, x)}: the angle of the point (x, y), in (-pi, pi], with C99's results for zeros and infinities. */
    Expr atan2(Expr y, Expr x) {
        Expr ay = a.abs(y);
        Expr ax = a.abs(x);
        Expr steep = a.lt(ax, ay);
        Expr d = a.select(steep, ay, ax);
        // the residual of the quotient must not underflow
        Expr scale = a.select(a.lt(d, a.pick(0x1p-40, 0x1p-500)), a.c(a.pick(0x1p80, 0x1p600)), a.one);
        Expr n = a.mul(a.select(steep, ax, ay), scale);
        d = a.mul(d, scale);
        Expr quotient = a.select(a.eq(a.add(n, d), a.zero), a.zero, a.select(a.eq(n, d), a.one, a.div(n, d)));
        Expr ordinary = a.and(a.lt(a.zero, d), a.lt(d, a.infinity));
        Expr low = a.select(ordinary, a.div(a.fnma(quotient, d, n), d), a.zero);
        Expr left = Expr.apply(Op.BITS_LT, a.bits(x), Expr.bits(0));
        Expr turn = Expr.apply(Op.XOR, steep, left);
        Expr sign = a.chooseBits(turn, a.signMask, Expr.bits(0));
        Expr z = a.mul(quotient, quotient);
        // the derivative of atan, 1 / (1 + z), is wanted to a few bits only
        Expr rest = a.fma(a.mul(z, quotient), a.polynomial(z, a.pick(ATAN_FLOAT, ATAN_DOUBLE)), a.mul(low, a.fma(z, -0.5, a.one)));
        Expr turns = a.select(steep, a.one, a.select(left, a.c(2), a.zero));
        Pair sum = a.fastTwoSum(a.mul(turns, halfPi[0]), a.flip(quotient, sign));
        Expr angle = a.add(sum.hi(), a.add(sum.lo(), a.fma(turns, halfPi[1], a.flip(rest, sign))));
        return a.withSign(a.abs(angle), a.sign(y));
    }
}
