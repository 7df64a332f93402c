package org.covector.engine.op;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** Products that neither overflow nor underflow on their way: significands in double, exponents apart. All begin as 1. */
final class WideProducts {
    /** Significands within it and its inverse have their exponent with them. */
    private static final double FAR = 0x1p400;

    /** Brings a subnormal number, which has fewer digits, among the normal ones. */
    private static final int NORMAL = 64;

    /** An exponent beyond which there is no number. */
    private static final long BEYOND = 5000;

    private final double[] significand;
    private final long[] exponent;

    WideProducts(int n) {
        significand = Storage.uninitialised(DType.FLOAT64, n).doubles();
        exponent = Storage.zeros(DType.INT64, n).longs();
        Arrays.fill(significand, 1);
    }

    /** Multiplies a product by a number. */
    void times(int i, double factor) {
        double m = significand[i];
        double plain = m * factor;
        if (Math.abs(plain) >= 1 / FAR && Math.abs(plain) <= FAR) { // so that the factor, and the product with the next, are normal
            significand[i] = plain;
        } else if (factor != 0 && Double.isFinite(factor)) {
            int low = factor > -Double.MIN_NORMAL && factor < Double.MIN_NORMAL ? NORMAL : 0;
            double normal = Math.scalb(factor, low);
            int power = Math.getExponent(normal);
            m *= Math.scalb(normal, -power);
            int carry = Math.getExponent(m);
            significand[i] = Math.scalb(m, -carry);
            exponent[i] += power - low + carry;
        } else {
            significand[i] = plain;
        }
    }

    /** A product, rounded once more where it is subnormal. */
    double value(int i) {
        return Math.scalb(significand[i], (int) Math.clamp(exponent[i], -BEYOND, BEYOND));
    }
}
