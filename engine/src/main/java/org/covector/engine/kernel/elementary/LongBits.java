package org.covector.engine.kernel.elementary;

/** Operations on longs element by element. Every method writes {@code y[i]} for all i of y from a[ao + i] and b[bo + i bs]. */
public enum LongBits {
    /** {@code a & b}. */
    AND,
    /** {@code a | b}. */
    OR,
    /** {@code a ^ b}. */
    XOR,
    /** {@code a 2^b} modulo 2^64; 0 where b is negative or 64 and more. */
    SHIFT_LEFT,
    /** {@code a / 2^b} rounded down; -1 or 0 where b is negative or 64 and more. */
    SHIFT_RIGHT,
    /** Greatest common divisor, not negative; of 0 and 0 it is 0. */
    GCD,
    /** Least common multiple, not negative; 0 where one is 0. */
    LCM,
    /** {@code a^b} modulo 2^64; for negative b the reciprocal rounded toward zero: 0 but for a of 1 and -1. */
    POW;

    /** {@code y[i] = a[ao + i as] op b[bo + i bs]} for i below n; steps are 1, or 0 where one element stands for all. */
    public void run(long[] a, int ao, int as, long[] b, int bo, int bs, long[] y, int yo, int n) {
        switch (this) {
            case AND -> {
                for (int i = 0; i < n; i++) {
                    y[yo + i] = a[ao + i * as] & b[bo + i * bs];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    y[yo + i] = a[ao + i * as] | b[bo + i * bs];
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    y[yo + i] = a[ao + i * as] ^ b[bo + i * bs];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    y[yo + i] = of(a[ao + i * as], b[bo + i * bs]);
                }
            }
        }
    }

    private long of(long a, long b) {
        return switch (this) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> b < 0 || b >= Long.SIZE ? 0 : a << b;
            case SHIFT_RIGHT -> a >> (b < 0 || b >= Long.SIZE ? Long.SIZE - 1 : b);
            case GCD -> gcd(a, b);
            case LCM -> a == 0 || b == 0 ? 0 : Math.abs(a / gcd(a, b) * b);
            case POW -> pow(a, b);
        };
    }

    private static long gcd(long a, long b) {
        long u = a;
        long v = b;
        while (v != 0) { // Euclid
            long r = u % v;
            u = v;
            v = r;
        }
        return Math.abs(u);
    }

    private static long pow(long a, long b) {
        if (b < 0) {
            return a == 1 ? 1 : a == -1 ? (b & 1) == 0 ? 1 : -1 : 0;
        }
        long y = 1;
        long square = a;
        for (long e = b; e > 0; e >>= 1) {
            y *= (e & 1) == 1 ? square : 1;
            square *= square;
        }
        return y;
    }
}
