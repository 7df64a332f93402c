package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;
import org.covector.engine.expr.Exponential.Scaled;

/**
 * tanh, sinh, cosh and their inverses.
 *
 * <p>Near zero an odd minimax polynomial (Remez, coefficients rounded one after the other); beyond, the exponential or the
 * logarithm, whose arguments are carried in two parts.
 */
final class Hyperbolic {
    /** (tanh x - x) / x^3 in x^2 for |x| <= 1, weight x^3 / tanh x. */
    private static final double[] TANH_FLOAT = {
        -0x1.55553cp-2, 0x1.110be6p-3, -0x1.b96284p-5, 0x1.600baap-6, -0x1.0466ap-7, 0x1.2db53cp-9, -0x1.7800c6p-12
    };
    private static final double[] TANH_DOUBLE = {
        -0x1.555555555550fp-2, 0x1.111111110d7dfp-3, -0x1.ba1ba1b80fd6fp-5, 0x1.664f48368512fp-6, -0x1.226e2ebc9eec7p-7,
        0x1.d6d30fa597f1p-9, -0x1.7d9bc90c66e8bp-10, 0x1.3521296610294p-11, -0x1.f335c711ba20fp-13, 0x1.8d7938b67cf19p-14,
        -0x1.2eafeb686ceb3p-15, 0x1.9e03a6854a0cep-17, -0x1.caca83bc4406p-19, 0x1.5f253bd1fe19dp-21,
        -0x1.0d01afd413a36p-24
    };

    /** {@code -2 / (1 + w)} for 0 <= w <= exp(-2), weight w. */
    private static final double[] TANH_FAR = {-2, 0x1.fffb92p+0, -0x1.ff0cfep+0, 0x1.edd8c6p+0, -0x1.69b804p+0};

    /** (sinh x - x) / x^3 in x^2 for |x| <= 1, weight x^3 / sinh x. */
    private static final double[] SINH_FLOAT = {0x1.555556p-3, 0x1.1110ep-7, 0x1.a022bcp-13, 0x1.756c1ep-19};
    private static final double[] SINH_DOUBLE = {
        0x1.5555555555556p-3, 0x1.111111111101ep-7, 0x1.a01a01a037264p-13, 0x1.71de3a3b07444p-19, 0x1.ae646ff46c9c1p-26,
        0x1.6116f4efb930fp-33, 0x1.b5c87a78d8a8ap-41
    };
    /** (asinh x - x) / x^3 in x^2 for |x| <= 1/2, weight x^3 / asinh x. */
    private static final double[] ASINH_FLOAT = {
        -0x1.555554p-3, 0x1.33323ap-4, -0x1.6d7ecp-5, 0x1.ec1266p-6, -0x1.48807p-6, 0x1.2f5a12p-7
    };
    private static final double[] ASINH_DOUBLE = {
        -0x1.5555555555554p-3, 0x1.3333333332fe6p-4, -0x1.6db6db6d8917p-5, 0x1.f1c71c5dc6578p-6, -0x1.6e8ba05326fd1p-6,
        0x1.1c4e8dd1ee53cp-6, -0x1.c9935ec7d02cep-7, 0x1.7a4874f1f1a79p-7, -0x1.3e187e3788666p-7, 0x1.09d5d97d110cdp-7,
        -0x1.9d14163043fb8p-8, 0x1.fe5128e506ba2p-9, -0x1.60747c0950a6p-10
    };
    /** (atanh x - x) / x^3 in x^2 for |x| <= 1/2, weight x^3 / atanh x. */
    private static final double[] ATANH_FLOAT = {
        0x1.555558p-2, 0x1.99979ep-3, 0x1.24d1bap-3, 0x1.bfab08p-4, 0x1.af15cap-4, 0x1.15cfcep-6, 0x1.7b2da6p-3
    };
    private static final double[] ATANH_DOUBLE = {
        0x1.5555555555556p-2, 0x1.999999999977p-3, 0x1.24924924a5d04p-3, 0x1.c71c71bbfd038p-4, 0x1.745d1927068a5p-4,
        0x1.3b137c7555dabp-4, 0x1.111508095c828p-4, 0x1.e175dacb49cd3p-5, 0x1.b34f004da938ep-5, 0x1.686615a06b01p-5,
        0x1.fe1607f00d7f4p-5, -0x1.df9989da123a5p-6, 0x1.b179ba310d0dfp-3, -0x1.f0f48d0008dc6p-3, 0x1.0860920161b53p-2
    };

    private final Arithmetic a;
    private final Exponential exponential;
    private final Logarithm logarithm;

    Hyperbolic(Arithmetic a) {
        this.a = a;
        this.exponential = new Exponential(a);
        this.logarithm = new Logarithm(a);
    }

    /** {@code tanh x = 1 - 2 / (exp(2x) + 1)} for x >= 1, odd; the polynomial below. In float a polynomial divides. */
    Expr tanh(Expr x) {
        Expr size = a.abs(x);
        Expr bounded = a.atMost(size, a.pick(9.02, 19.07));
        Expr far;
        if (a.pick(true, false)) {
            Expr w = exponential.expMinusTwice(bounded);
            far = a.fma(w, a.polynomial(w, TANH_FAR), a.one);
        } else {
            far = a.sub(a.one, a.div(a.c(2), exponential.onePlusExp(a.add(bounded, bounded))));
        }
        // NaN is not far
        return a.withSign(a.select(a.le(a.one, size), far, odd(size, a.pick(TANH_FLOAT, TANH_DOUBLE))), a.sign(x));
    }

    /** {@code sinh x = e - 1 / (4e)} with e = exp(x) / 2 for x >= 1, odd; the polynomial below. */
    Expr sinh(Expr x) {
        Expr size = a.abs(x);
        Pair half = halfExp(size);
        Expr far = a.add(half.hi(), a.sub(half.lo(), a.div(a.c(0.25), half.hi())));
        return a.withSign(a.select(a.lt(size, a.one), odd(size, a.pick(SINH_FLOAT, SINH_DOUBLE)), far), a.sign(x));
    }

    /** {@code cosh x = e + 1 / (4e)} with e = exp(|x|) / 2. */
    Expr cosh(Expr x) {
        Pair half = halfExp(a.abs(x));
        return a.add(half.hi(), a.add(half.lo(), a.div(a.c(0.25), half.hi())));
    }

    /** {@code asinh x = log1p(x + (sqrt(1 + x^2) - 1))} for x >= 1/2, odd; the polynomial below. */
    Expr asinh(Expr x) {
        Expr size = a.abs(x);
        Pair square = a.twoProduct(size, size);
        Pair sum = a.twoSum(a.one, square.hi());
        Pair root = root(new Pair(sum.hi(), a.add(sum.lo(), square.lo())));
        Pair z = a.twoSum(size, a.sub(root.hi(), a.one));
        Expr far = logarithm.log1p(new Pair(z.hi(), a.add(z.lo(), root.lo())), size);
        return a.withSign(a.select(a.lt(size, 0.5), odd(size, a.pick(ASINH_FLOAT, ASINH_DOUBLE)), far), a.sign(x));
    }

    /** {@code acosh x = log1p(d + sqrt(d (2 + d)))}, d = x - 1; NaN below 1. */
    Expr acosh(Expr x) {
        Expr d = a.sub(x, a.one);
        Pair root = root(a.fastTwoSumOf(a.add(d, d), d, d));
        Pair z = a.twoSum(root.hi(), d);
        Expr y = logarithm.log1p(new Pair(z.hi(), a.add(z.lo(), root.lo())), x);
        return a.select(a.lt(x, a.one), a.nan, a.select(a.eq(x, a.one), a.zero, y));
    }

    /** {@code atanh x = log((1 + x) / (1 - x)) / 2} for x >= 1/2, odd; the polynomial below. */
    Expr atanh(Expr x) {
        Expr size = a.abs(x);
        Pair above = a.fastTwoSum(a.one, size);
        Expr below = a.sub(a.one, size);
        Expr q = a.div(above.hi(), below);
        Expr low = a.div(a.add(a.fnma(q, below, above.hi()), above.lo()), above.hi());
        Expr far = a.mul(logarithm.logOfNormal(q, low), 0.5);
        far = a.select(a.eq(size, a.one), a.infinity, a.select(a.lt(a.one, size), a.nan, far));
        return a.withSign(a.select(a.lt(size, 0.5), odd(size, a.pick(ATANH_FLOAT, ATANH_DOUBLE)), far), a.sign(x));
    }

    private Expr odd(Expr x, double[] p) {
        Expr z = a.mul(x, x);
        return a.fma(a.mul(z, x), a.polynomial(z, p), x);
    }

    /** exp(x) / 2 for x >= 0, in two parts; infinite where cosh is. */
    private Pair halfExp(Expr x) {
        Expr limit = a.c(a.pick(100.0, 720.0));
        Scaled e = exponential.scaled(new Pair(a.select(a.lt(limit, x), limit, x), a.zero));
        Expr second = a.mul(e.second(), 0.5);
        return new Pair(a.mul(a.mul(e.mantissa().hi(), e.first()), second), a.mul(a.mul(e.mantissa().lo(), e.first()), second));
    }

    /** The square root in two parts. */
    private Pair root(Pair v) {
        Expr s = a.sqrt(v.hi());
        return new Pair(s, a.div(a.add(a.fnma(s, s, v.hi()), v.lo()), a.add(s, s)));
    }
}
