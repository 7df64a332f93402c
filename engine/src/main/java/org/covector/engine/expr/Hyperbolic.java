package org.covector.engine.expr;

/**
 * tanh, sinh, cosh.
 *
 * <p>Near zero an odd minimax polynomial; beyond, the exponential.
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

    private final Arithmetic a;
    private final Exponential exponential;

    Hyperbolic(Arithmetic a) {
        this.a = a;
        this.exponential = new Exponential(a);
    }

    /** {@code tanh x = 1 - 2 / (exp(2x) + 1)} for x >= 1, odd; the polynomial below. */
    Expr tanh(Expr x) {
        Expr size = a.abs(x);
        Expr limit = a.c(a.pick(9.02, 19.07));
        Expr bounded = a.select(a.lt(limit, size), limit, size);
        Expr z = a.mul(x, x);
        Expr near = a.fma(a.mul(z, size), a.polynomial(z, a.pick(TANH_FLOAT, TANH_DOUBLE)), size);
        Expr far = a.sub(a.one, a.div(a.c(2), exponential.onePlusExp(a.add(bounded, bounded))));
        return a.withSign(a.select(a.lt(size, a.one), near, far), a.sign(x));
    }
}
