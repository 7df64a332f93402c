package org.covector.engine.kernel;

import org.covector.engine.runtime.Buffers;

/**
 * The self-sorting transform of Stockham with mixed radices, decimation in frequency (Van Loan, Computational Frameworks for the Fast
 * Fourier Transform, 1992, 1.7): a pass of radix r takes {@code x[p + m j]}, j < r, to {@code y[r p + k]}; its runs, of all lanes and
 * all that earlier passes have finished, get r times longer with every pass.
 */
final class FloatStockham implements FloatTransform {
    private final int n;
    private final int[] radices;
    private final float[][] wr;
    private final float[][] wi;

    FloatStockham(int n, int[] radices) {
        this.n = n;
        this.radices = radices;
        this.wr = new float[radices.length][];
        this.wi = new float[radices.length][];
        int rest = n;
        for (int i = 0; i < radices.length; i++) {
            int r = radices[i];
            int m = rest / r;
            wr[i] = new float[m * (r - 1) + r];
            wi[i] = new float[m * (r - 1) + r];
            RootsOfUnity roots = new RootsOfUnity(rest);
            for (int p = 0; p < m; p++) {
                roots.fill(p, p, r - 1, wr[i], wi[i], p * (r - 1));
            }
            roots.fill(0, m, r, wr[i], wi[i], m * (r - 1));
            rest = m;
        }
    }

    @Override
    public int mostLanes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs, float[] yr, float[] yi, int yro, int yio) {
        int last = radices.length - 1;
        int size = n * lanes;
        float[] scratch = last == 0 ? yr : Buffers.floats(last == 1 ? 2 * size : 4 * size);
        try {
            int m = n;
            int s = lanes;
            for (int i = 0; i <= last; i++) {
                m /= radices[i];
                int from = (i + 1) % 2 * 2 * size;
                int to = i % 2 * 2 * size;
                float[] ar = i == 0 ? xr : scratch;
                float[] ai = i == 0 ? xi : scratch;
                int aro = i == 0 ? xro : from;
                int aio = i == 0 ? xio : from + size;
                b.pass(new FloatPass(radices[i], m, s, i == 0 ? xs : s, ar, aro, ai, aio, i == last ? yr : scratch, i == last ? yro : to,
                        i == last ? yi : scratch, i == last ? yio : to + size, wr[i], wi[i]));
                s *= radices[i];
            }
        } finally {
            if (last > 0) {
                Buffers.release(scratch);
            }
        }
    }
}
