package org.covector.engine.kernel.order;

/** {@link KeyKernel} for one floating-point type: the bits, those of negative numbers complemented, from the lowest up. */
final class FloatKeys implements KeyKernel {
    static final FloatKeys INSTANCE = new FloatKeys();

    private FloatKeys() {}

    @Override
    public void keys(Object from, int xo, int n, boolean descending, long[] to) {
        float[] x = (float[]) from;
        long flip = descending ? -1 : 0;
        for (int i = 0; i < n; i++) {
            to[i] = key(x[xo + i]) ^ flip;
        }
    }

    private static long key(float v) {
        /*bits*/ int b = Float.floatToRawIntBits(v == 0 ? 0 : v);
        b ^= (b >> (Float.SIZE - 1)) >>> 1;
        /*bits*/ int zero = 0;
        return v != v ? ~zero >>> 1 : b;
    }

    @Override
    public boolean isNaN(Object x, int i) {
        return Float.isNaN(((float[]) x)[i]);
    }
}
