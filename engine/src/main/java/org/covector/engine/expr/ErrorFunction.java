package org.covector.engine.expr;

/**
 * erf and erfc.
 *
 * <p>Near zero x + x p(x^2); beyond, 1 - exp(l(|x|)) with l the minimax polynomial of log erfc (weight erfc / erf).
 */
final class ErrorFunction {
    /** erf x / x - 1 in x^2, for |x| <= 0.92 (float), 1 (double). */
    private static final double[] NEAR_FLOAT = {
        0x1.06eba8p-3, -0x1.812740p-2, 0x1.ce2d64p-4, -0x1.b8010ep-6, 0x1.5448f4p-8, -0x1.a5f8cap-11, 0x1.4f13f8p-14
    };
    private static final double[] NEAR_DOUBLE = {
        0x1.06eba8214db69p-3, -0x1.812746b037a25p-2, 0x1.ce2f21a0458e2p-4, -0x1.b82ce31355944p-6, 0x1.565bcd2c9da6cp-8,
        -0x1.c02db9430e7f7p-11, 0x1.f9a3bbc2039fbp-14, -0x1.f4dd2bac832a0p-17, 0x1.ba6c910578182p-20, -0x1.63b2f259145acp-23,
        0x1.13f0762499d03p-26, -0x1.ca4d8d3a6f34cp-30, 0x1.43e5d50cef3f0p-33
    };
    /** log erfc x for 0.92 <= x <= 3.95 (float), 1 <= x <= 5.95 (double). */
    private static final double[] FAR_FLOAT = {
        0x1.6e5dc2p-13, -0x1.2127e4p+0, -0x1.444610p-1, -0x1.bb8396p-4, 0x1.9b8d3ap-6, -0x1.11581ep-8, 0x1.c785a8p-12, -0x1.61d6f8p-16
    };
    private static final double[] FAR_DOUBLE = {
        -0x1.ddfafc69d6977p-26, -0x1.20dd70cba744ep+0, -0x1.45f3272ab2503p-1, -0x1.a4f302098b2a1p-4, 0x1.3964cf9337ac3p-6,
        0x1.a84816aca0f6ap-13, -0x1.b715a8f5efca7p-10, 0x1.2199ae40f867ap-11, 0x1.7126cc92e053ap-16, -0x1.d0a6a04a6ff0bp-14,
        0x1.0f9fd317b3762p-14, -0x1.9759c499dc789p-16, 0x1.c7457481a259ap-18, -0x1.8a840444f19cdp-20, 0x1.0a6eb4e58d516p-22,
        -0x1.148b29488f69ap-25, 0x1.ab2ba04271ad4p-29, -0x1.ceee630d965dfp-33, 0x1.3a22f3d4bb464p-37, -0x1.91aa21972c885p-43
    };

    private final Arithmetic a;
    private final Exponential exponential;

    ErrorFunction(Arithmetic a) {
        this.a = a;
        this.exponential = new Exponential(a);
    }

    /** {@code erf x = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x}. */
    Expr erf(Expr x) {
        Expr size = a.abs(x);
        Expr limit = a.c(a.pick(3.95, 5.95));
        Expr bounded = a.select(a.lt(limit, size), limit, size);
        Expr z = a.mul(x, x);
        Expr near = a.fma(a.polynomial(z, a.pick(NEAR_FLOAT, NEAR_DOUBLE)), size, size);
        Expr far = exponential.oneMinusExp(a.polynomial(bounded, a.pick(FAR_FLOAT, FAR_DOUBLE)));
        return a.withSign(a.select(a.lt(size, a.pick(0.92, 1.0)), near, far), a.sign(x));
    }
}
