package org.covector.engine.kernel.fourier;

import org.covector.engine.DType;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

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

    private FloatStockham(int n, int[] radices, float[][] wr, float[][] wi) {
        this.n = n;
        this.radices = radices;
        this.wr = wr;
        this.wi = wi;
    }

    /** A transform of length n, which has radices, with its twiddle factors. */
    static FloatStockham plan(int n) {
        int[] radices = FourierSize.radices(n);
        float[][] wr = new float[radices.length][];
        float[][] wi = new float[radices.length][];
        int rest = n;
        for (int i = 0; i < radices.length; i++) {
            int r = radices[i];
            int m = rest / r;
            wr[i] = Storage.zeros(DType.FLOAT32, m * (r - 1) + r).floats();
            wi[i] = Storage.zeros(DType.FLOAT32, m * (r - 1) + r).floats();
            RootsOfUnity roots = new RootsOfUnity(rest);
            for (int p = 0; p < m; p++) {
                roots.fill(p, p, r - 1, wr[i], wi[i], p * (r - 1));
            }
            roots.fill(0, m, r, wr[i], wi[i], m * (r - 1));
            rest = m;
        }
        return new FloatStockham(n, radices, wr, wi);
    }

    @Override
    public int mostLanes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio) {
        int last = radices.length - 1;
        int size = n * lanes;
        float[] scratch = last == 0 ? yr : ScratchBuffers.floats(4 * size);
        try {
            int m = n / radices[0];
            b.pass(new FloatPass(radices[0], m, lanes, xs, xr, xro, xi, xio, last == 0 ? yr : scratch, last == 0 ? yro : 0,
                    last == 0 ? yi : scratch, last == 0 ? yio : size, wr[0], wi[0]));
            int s = lanes * radices[0];
            for (int i = 1; i <= last; i++) {
                m /= radices[i];
                int from = (i + 1) % 2 * 2 * size;
                int to = i % 2 * 2 * size;
                b.pass(new FloatPass(radices[i], m, s, s, scratch, from, scratch, from + size,
                        i == last ? yr : scratch, i == last ? yro : to, i == last ? yi : scratch, i == last ? yio : to + size, wr[i],
                        wi[i]));
                s *= radices[i];
            }
        } finally {
            if (last > 0) {
                ScratchBuffers.release(scratch);
            }
        }
    }
}
