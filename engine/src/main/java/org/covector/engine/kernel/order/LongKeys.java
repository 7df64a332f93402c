package org.covector.engine.kernel.order;

/** {@link KeyKernel} for integers, which are their own keys. */
final class LongKeys implements KeyKernel {
    static final LongKeys INSTANCE = new LongKeys();

    private LongKeys() {}

    @Override
    public void keys(Object from, int xo, int n, boolean descending, long[] to) {
        long[] x = (long[]) from;
        long flip = descending ? -1 : 0;
        for (int i = 0; i < n; i++) {
            to[i] = x[xo + i] ^ flip;
        }
    }

    @Override
    public boolean isNaN(Object x, int i) {
        return false;
    }
}
