package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;

/**
 * The argument reduction of the trigonometric functions: x = k pi/2 + r + tail, |r| <= pi/4 (nearly), for every finite x.
 *
 * <p>Moderate arguments: k = rint(x 2/pi); k times pi/2 in three parts is subtracted, the first exactly (Cody and Waite 1980), the
 * second with its rounding errors caught.
 *
 * <p>Huge arguments (Payne and Hanek 1983, without tables or integer products): 2/pi is cut into words w0, w1, ... of as many bits
 * as a significand has. The words whose product with x is a multiple of 4 are skipped: x is divided by a power of two, and the
 * words move up by as many places, in steps of 16, 8, 4, 2, 1 places each done or not. Five words then give x 2/pi modulo 4
 * with an absolute error below the square of the unit roundoff / 2^10, since no number of the format comes nearer to a
 * multiple of pi/2 than 2^-30 (float), 2^-61 (double) relatively.
 */
final class QuarterTurns {
    private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
    private static final double[] HALF_PI_FLOAT = {0x1.921fb6p0, -0x1.777a5cp-25, -0x1.ee59dap-50};
    private static final double[] HALF_PI_DOUBLE = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};
    /** 2/pi in words of 24 bits, each as a fraction. */
    private static final double[] WORDS_FLOAT = {
        0xa2f983p-24, 0x6e4e44p-24, 0x1529fcp-24, 0x2757d1p-24, 0xf534ddp-24, 0xc0db62p-24, 0x95993cp-24, 0x439041p-24, 0xfe5163p-24
    };
    /** 2/pi in words of 53 bits, each as a fraction. */
    private static final double[] WORDS_DOUBLE = {
        0x145f306dc9c882p-53, 0x14a7f09d5f47d4p-53, 0x1a6ee06db14accp-53, 0x13c439041fe516p-53, 0x757bd778ac36ep-53,
        0x91b8e909374b8p-53, 0x324977504e8cp-53, 0x121cfe1deb1cb1p-53, 0x534e7dd1046bep-53, 0x14baed1213a671p-53,
        0x18135a2fbf209cp-53, 0x191d639835339fp-53, 0x93908bf177bf2p-53, 0xa0ec7fe25fff7p-53, 0x102cc07f79788cp-53,
        0xb5a0a6d1f6d36p-53, 0xfd9e4f96136e9p-53, 0x1d18fd9a797fa8p-53, 0x16ba93dd63f5f2p-53, 0x1f17b3d0739f78p-53,
        0x14a525d4d7f6bfp-53, 0xc47e357421580p-53, 0x198237e3db5d5fp-53
    };
    private static final int USED = 5;

    private final Arithmetic a;
    private final double[] halfPi;

    QuarterTurns(Arithmetic a) {
        this.a = a;
        this.halfPi = a.pick(HALF_PI_FLOAT, HALF_PI_DOUBLE);
    }

    /** The quadrant in the low bits of k; the reduced argument r + tail. */
    record Reduced(Expr k, Expr r, Expr tail) {}

    private record Turns(Expr k, Pair r) {}

    /** x reduced. */
    Reduced reduce(Expr x) {
        Expr huge = a.not(a.lt(a.abs(x), a.pick(0x1p15, 0x1p32)));
        Turns m = moderate(x);
        Turns h = huge(a.abs(x));
        Expr sign = a.sign(x);
        Expr k = a.rarely(huge, a.add(a.flip(h.k, sign), a.c(a.shifter)), m.k);
        Expr r = a.rarely(huge, a.flip(h.r.hi(), sign), m.r.hi());
        return new Reduced(a.bits(k), r, a.rarely(huge, a.flip(h.r.lo(), sign), m.r.lo()));
    }

    private Turns moderate(Expr x) {
        Expr shifted = a.fma(x, TWO_OVER_PI, a.c(a.shifter));
        Expr k = a.sub(shifted, a.c(a.shifter));
        Expr first = a.fma(k, -halfPi[0], x);
        Pair product = a.twoProduct(k, a.c(-halfPi[1]));
        Pair r = a.twoSum(first, product.hi());
        return new Turns(shifted, new Pair(r.hi(), a.fma(k, -halfPi[2], a.add(r.lo(), product.lo()))));
    }

    /** For x >= 0. */
    private Turns huge(Expr x) {
        int width = a.fraction + 1;
        double[] given = a.pick(WORDS_FLOAT, WORDS_DOUBLE);
        int[] steps = a.pick(new int[] {4, 2, 1}, new int[] {16, 8, 4, 2, 1});
        int needed = USED;
        for (int step : steps) {
            needed += step;
        }
        Expr[] words = new Expr[needed];
        for (int i = 0; i < needed; i++) {
            words[i] = i < given.length ? a.c(given[i]) : a.zero;
        }
        for (int step : steps) {
            needed -= step;
            Expr skip = a.le(a.c(Math.scalb(1.0, width + 1 + step * width)), x);
            x = a.mul(x, a.select(skip, a.c(Math.scalb(1.0, -step * width)), a.one));
            for (int i = 0; i < needed; i++) {
                words[i] = words[i] == words[i + step] ? words[i] : a.select(skip, words[i + step], words[i]);
            }
        }
        return times(x, words);
    }

    /** x times the words modulo 4, as integer and fraction, the fraction times pi/2. */
    private Turns times(Expr x, Expr[] words) {
        Pair[] p = new Pair[USED];
        Expr scaled = x;
        for (int i = 0; i < USED; i++) {
            p[i] = a.twoProduct(scaled, words[i]);
            scaled = a.mul(scaled, Math.scalb(1.0, -a.fraction - 1));
        }
        Expr first = a.select(a.lt(p[0].hi(), Math.scalb(1.0, a.fraction + 2)), modulo4(p[0].hi()), a.zero);
        Pair s0 = a.twoSum(first, modulo4(p[0].lo()));
        Pair s1 = a.twoSum(modulo4(s0.hi()), modulo4(p[1].hi()));
        Pair s2 = a.twoSum(s1.hi(), p[1].lo());
        Pair s3 = a.twoSum(s2.hi(), p[2].hi());
        Expr k = a.sub(a.add(s3.hi(), a.c(a.shifter)), a.c(a.shifter));
        Pair t0 = a.twoSum(s0.lo(), s1.lo());
        Pair t1 = a.twoSum(t0.hi(), s2.lo());
        Pair t2 = a.twoSum(t1.hi(), s3.lo());
        Pair t3 = a.twoSum(t2.hi(), p[2].lo());
        Pair t4 = a.twoSum(t3.hi(), p[3].hi());
        Expr rest = a.add(a.add(a.add(a.add(t0.lo(), t1.lo()), t2.lo()), a.add(t3.lo(), t4.lo())), a.add(p[3].lo(), p[4].hi()));
        Pair f = a.twoSum(a.sub(s3.hi(), k), t4.hi());
        Expr low = a.add(f.lo(), rest);
        Pair r = a.twoProduct(f.hi(), a.c(halfPi[0]));
        Expr tail = a.fma(f.hi(), halfPi[1], a.fma(low, halfPi[0], r.lo()));
        return new Turns(k, a.fastTwoSum(r.hi(), tail));
    }

    /** The rest after subtraction of the nearest multiple of 4, for |x| < 2^(fraction + 2). */
    private Expr modulo4(Expr x) {
        Expr big = a.c(4 * a.shifter);
        return a.sub(x, a.sub(a.add(x, big), big));
    }
}
