package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;
import org.covector.engine.expr.Exponential.Scaled;

/**
 * erf and erfc.
 *
 * <p>Near zero x + x p(x^2). Beyond, in float, 1 - 2 g(|x|)^3 with g the minimax polynomial of the cube root of erfc / 2 (weight
 * 6 g^2): the third part of a Gaussian needs few terms, and g below 1/2 is rounded finely enough for a power. In double
 * 1 - exp(l(|x|)), l the minimax polynomial of log erfc (weight erfc / erf).
 */
final class ErrorFunction {
    /** erf x / x - 1 in x^2, for |x| <= 1. */
    private static final double[] NEAR_FLOAT = {
        0x1.06eba8p-3, -0x1.81273ep-2, 0x1.ce2ce6p-4, -0x1.b7f71ap-6, 0x1.53f224p-8, -0x1.a3515ep-11, 0x1.4771fep-14
    };
    private static final double[] NEAR_DOUBLE = {
        0x1.06eba8214db69p-3, -0x1.812746b037a25p-2, 0x1.ce2f21a0458e2p-4, -0x1.b82ce31355944p-6, 0x1.565bcd2c9da6cp-8,
        -0x1.c02db9430e7f7p-11, 0x1.f9a3bbc2039fbp-14, -0x1.f4dd2bac832a0p-17, 0x1.ba6c910578182p-20, -0x1.63b2f259145acp-23,
        0x1.13f0762499d03p-26, -0x1.ca4d8d3a6f34cp-30, 0x1.43e5d50cef3f0p-33
    };
    /** A number near 1 at which the cube root of erfc / 2 is all but a float. */
    private static final double FAR_CENTRE_FLOAT = 0x1.000054p0;
    /** The cube root of erfc / 2 around it, for 1 <= x <= 3.95; at 4.03 its cube has just vanished beside 1. */
    private static final double[] FAR_FLOAT = {
        0x1.b6bac4p-2, -0x1.81eec4p-2, 0x1.73a57ep-5, 0x1.a43e56p-5, -0x1.8a8ab8p-7, -0x1.7d4c60p-8, 0x1.4672f4p-9, -0x1.442648p-17,
        -0x1.07efecp-13, 0x1.1a8a3cp-16
    };
    /** log erfc x for 1 <= x <= 5.95. */
    private static final double[] FAR_DOUBLE = {
        -0x1.ddfafc69d6977p-26, -0x1.20dd70cba744ep+0, -0x1.45f3272ab2503p-1, -0x1.a4f302098b2a1p-4, 0x1.3964cf9337ac3p-6,
        0x1.a84816aca0f6ap-13, -0x1.b715a8f5efca7p-10, 0x1.2199ae40f867ap-11, 0x1.7126cc92e053ap-16, -0x1.d0a6a04a6ff0bp-14,
        0x1.0f9fd317b3762p-14, -0x1.9759c499dc789p-16, 0x1.c7457481a259ap-18, -0x1.8a840444f19cdp-20, 0x1.0a6eb4e58d516p-22,
        -0x1.148b29488f69ap-25, 0x1.ab2ba04271ad4p-29, -0x1.ceee630d965dfp-33, 0x1.3a22f3d4bb464p-37, -0x1.91aa21972c885p-43
    };

    /**
     * (1 + 2x) exp(x^2) erfc(x) in t = (x - c) / (x + c), for 9/16 <= x <= 11, c = 2 (float), 1/2 <= x <= 28, c = 3 (double): the
     * constant term in two parts, the others over t. The variable is that of Shepherd and Laframboise (1981).
     */
    private static final double[] TAIL_HEAD_FLOAT = {0x1.46e80ep+0, 0x1.06b08p-27};
    private static final double[] TAIL_HEAD_DOUBLE = {0x1.40c522d7e4987p+0, 0x1.a19969d5cf11fp-55};
    private static final double[] TAIL_FLOAT = {
        -0x1.7bf5eap-4, -0x1.5407b6p-3, 0x1.4ff9e6p-3, -0x1.bc2ee2p-5, -0x1.070c4p-7, 0x1.1e3ecp-7, 0x1.425078p-10,
        -0x1.88d2a6p-10, -0x1.59c6dap-12, 0x1.075eaep-12
    };
    private static final double[] TAIL_DOUBLE = {
        -0x1.15c084bb9e8f3p-3, -0x1.85a15c58aa612p-5, 0x1.098366a5b46dap-3, -0x1.e88b803a48947p-4, 0x1.17ca2877f05e5p-4,
        -0x1.8574c40c151a4p-6, 0x1.4b884e46442fcp-9, 0x1.ef1bdd878cc3dp-10, -0x1.98db518d1ec0ep-11,
        -0x1.b91295dff712dp-14, 0x1.065a477e75a8dp-13, 0x1.4c2f9176cfc23p-18, -0x1.513e174b90793p-16,
        -0x1.896e8eda9a25ap-21, 0x1.d25613a733fabp-19, 0x1.81773eb4bc45p-22, -0x1.4d6452cb9b8f2p-21,
        -0x1.339992a0edfa9p-23, 0x1.ce8e9226fd557p-24, 0x1.6364a8c8fd593p-25, -0x1.323316d0ac366p-26,
        -0x1.d33f96c726be6p-28, 0x1.582e591ab0644p-29
    };

    /**
     * (4 + x) exp(x^2 / 2) (1 - ndtr x) for x >= 0 in t = (x - 4) / (x + 4): Chebyshev's interpolation, computed to 60 digits, next
     * terms 1e-8 and 1e-18 of the value.
     */
    private static final double[] MILLS_FLOAT = {
        0x1.82b4bcp-1, -0x1.373e3ap-1, 0x1.8c6dbep-2, -0x1.7dff54p-3, 0x1.eec4f4p-5, -0x1.edfde8p-8, -0x1.c81fe6p-9, 0x1.a93544p-10,
        0x1.184a9ep-13, -0x1.c4174ap-13, -0x1.d0af12p-20, 0x1.63643ap-16
    };
    private static final double[] MILLS_DOUBLE = {
        0x1.82b4bb8c94dcep-1, -0x1.373e3a893c28ap-1, 0x1.8c6dbf2cfc2aep-2, -0x1.7dff2bff68311p-3, 0x1.eec4cc3e4df46p-5,
        -0x1.ee276104a7147p-8, -0x1.c81719d688334p-9, 0x1.ab825fcb95989p-10, 0x1.17a4af36983abp-13, -0x1.e4a42886a77bbp-13,
        -0x1.002055c2d0183p-19, 0x1.26d0df4329307p-15, 0x1.80dad4d0aced0p-21, -0x1.8d52e6e2d2a2fp-18, -0x1.52701a93a0980p-21,
        0x1.127dd113b1ab8p-20, 0x1.25be0f4f6c94bp-22, -0x1.501615b7e11f5p-23, -0x1.7b9bc35f238b3p-24, 0x1.f6b53d3f020bcp-27,
        0x1.8847f05606c6bp-26, 0x1.89e5d6118cf23p-30, -0x1.3a185ddb567c0p-28, -0x1.d5d99a465f454p-31, 0x1.5bbb36093790bp-31,
        0x1.027d9597f93e8p-33, -0x1.8b6702f42845ep-35
    };

    /**
     * (c + x) exp(x^2 / 2) (1 - ndtr x) for 0 <= x <= 8 in t = (x - c) / (x + c), c = 3 (float), 4 (double): as above, next terms 1e-8
     * and 1e-17 of the value.
     */
    private static final double[] NEAR_MILLS_FLOAT = {
        0x1.754a74p-1, -0x1.04c72ap-1, 0x1.d713c6p-3, -0x1.832cb8p-5, -0x1.5718eep-7, 0x1.c86462p-8, 0x1.1825f2p-10, -0x1.01683ap-10,
        -0x1.47b36cp-12
    };
    private static final double[] NEAR_MILLS_DOUBLE = {
        0x1.82b4bb8c94dcep-1, -0x1.373e3a893c28ap-1, 0x1.8c6dbf2cfc2adp-2, -0x1.7dff2bff68372p-3, 0x1.eec4cc3e4e1d3p-5,
        -0x1.ee27610483d74p-8, -0x1.c81719d6d50d5p-9, 0x1.ab825fbded9e3p-10, 0x1.17a4af3c49f29p-13, -0x1.e4a42253a4452p-13,
        -0x1.001e681862129p-19, 0x1.26d02b13bc18fp-15, 0x1.80586abcf6852p-21, -0x1.8d4de06805000p-18, -0x1.4f9ad169216bbp-21,
        0x1.14f07be66a801p-20, 0x1.256b5cb4aed35p-22, -0x1.8ba3dfd0e2d81p-23, -0x1.3429e664885fbp-23, -0x1.5b94f06586d77p-25,
        -0x1.362fc2f52b676p-28
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
        Expr bounded = a.atMost(size, a.pick(4.03, 5.95));
        Expr far = a.pick(true, false)
                ? oneMinusTwiceCube(a.polynomial(a.sub(bounded, a.c(FAR_CENTRE_FLOAT)), FAR_FLOAT))
                : exponential.oneMinusExp(a.polynomial(bounded, FAR_DOUBLE));
        // NaN is not far
        return a.withSign(a.select(a.le(a.one, size), far, nearErf(size)), a.sign(x));
    }

    private Expr nearErf(Expr x) {
        return a.fma(a.polynomial(a.mul(x, x), a.pick(NEAR_FLOAT, NEAR_DOUBLE)), x, x);
    }

    private Expr oneMinusTwiceCube(Expr x) {
        return a.fnma(a.mul(x, x), a.add(x, x), a.one);
    }

    /** {@code erfc x = 1 - erf x}, relatively accurate in the far tail; 2 - erfc(-x) for x < -1/2. */
    Expr erfc(Expr x) {
        Expr size = a.abs(x);
        Expr z = a.mul(x, x);
        Pair nearly = a.fastTwoSum(a.one, a.neg(x));
        Expr near = a.add(nearly.hi(), a.fma(a.neg(a.polynomial(z, a.pick(NEAR_FLOAT, NEAR_DOUBLE))), x, nearly.lo()));
        Expr limit = a.c(a.pick(10.5, 27.5));
        Expr tail = tail(a.select(a.lt(limit, size), limit, size));
        Expr far = a.select(a.lt(x, a.zero), a.sub(a.c(2), tail), tail);
        return a.select(a.lt(size, a.c(a.pick(0.5625, 0.5))), near, far);
    }

    /**
     * The normal distribution function: exp(-x^2 / 2) times Mills' ratio at |x|, or 1 minus that. One path for either sign, and its
     * exponential is the density's: where both are wanted, as in the derivative of gelu, it is computed once.
     */
    Expr ndtr(Expr x) {
        Expr ratio = a.selectRare(exponential.isFar(x), millsFar(x), mills(a.abs(x), a.pick(3.0, 4.0),
                a.pick(NEAR_MILLS_FLOAT, NEAR_MILLS_DOUBLE)));
        Expr tail = a.mul(exponential.gaussian(0.5, x), ratio);
        return a.select(a.gt(x, 0), a.sub(a.one, tail), tail);
    }

    /** {@code ndtr(x) y}; in the far tail the factor comes in before the last part of the exponential. */
    Expr ndtrTimes(Expr x, Expr y) {
        Expr plain = new Rounding(a).scale(ndtr(x), y);
        Expr far = a.select(a.gt(x, 0), plain, exponential.gaussianTimesFar(0.5, x, a.mul(millsFar(x), y)));
        return a.selectRare(exponential.isFar(x), far, plain);
    }

    /** {@link #mills} for all x. */
    private Expr millsFar(Expr x) {
        Expr limit = a.c(a.pick(15.0, 39.0));
        Expr size = a.abs(x);
        return mills(a.select(a.lt(limit, size), limit, size), 4, a.pick(MILLS_FLOAT, MILLS_DOUBLE));
    }

    /** Mills' ratio over the root of 2 pi, by a polynomial in (x - c) / (x + c) over x + c. */
    private Expr mills(Expr x, double c, double[] p) {
        Expr r = a.div(a.one, a.add(x, a.c(c)));
        return a.mul(r, a.polynomial(a.fma(r, -2 * c, a.one), p));
    }

    /** exp(-x^2) times the polynomial over 1 + 2x, product and quotient in two parts. */
    private Expr tail(Expr x) {
        Expr centre = a.c(a.pick(2.0, 3.0));
        Expr t = a.div(a.sub(x, centre), a.add(x, centre));
        double[] head = a.pick(TAIL_HEAD_FLOAT, TAIL_HEAD_DOUBLE);
        Pair g = a.fastTwoSum(a.c(head[0]), a.fma(t, a.polynomial(t, a.pick(TAIL_FLOAT, TAIL_DOUBLE)), a.c(head[1])));
        Pair d = a.twoSum(a.one, a.add(x, x));
        Expr r = a.div(a.one, d.hi());
        Expr q = a.mul(g.hi(), r);
        Expr residual = a.add(a.fnma(q, d.hi(), g.hi()), a.fnma(q, d.lo(), g.lo()));
        Pair square = a.twoProduct(x, a.neg(x));
        Scaled e = exponential.scaled(square);
        Pair p = a.twoProduct(e.mantissa().hi(), q);
        Expr low = a.fma(e.mantissa().lo(), q, a.fma(e.mantissa().hi(), a.mul(residual, r), p.lo()));
        return a.mul(a.mul(a.add(p.hi(), low), e.first()), e.second());
    }
}
