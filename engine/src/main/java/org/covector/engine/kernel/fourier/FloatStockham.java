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
            float[] yr, float[] yi, int yro, int yio, int ys) {
        float[] scratch = ScratchBuffers.floats(scratch(lanes));
        try {
            run(b, lanes, xr, xro, xi, xio, xs, yr, yi, yro, yio, ys, scratch);
        } finally {
            ScratchBuffers.release(scratch);
        }
    }

    /** Numbers of scratch for transforms side by side. */
    int scratch(int lanes) {
        return radices.length == 1 ? 0 : FloatFourier.STOCKHAM_AT + 4 * (n * lanes + FloatFourier.APART);
    }

    /** The same with scratch of {@link #scratch} numbers at least. */
    void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio, int ys, float[] scratch) {
        int last = radices.length - 1;
        int apart = n * lanes + FloatFourier.APART;
        float[] ar = xr;
        float[] ai = xi;
        int re = xro;
        int im = xio;
        int step = xs; // from one p to the next
        int s = lanes;
        int m = n;
        for (int i = 0; i < last; i++) {
            int r = radices[i];
            m /= r;
            int to = FloatFourier.STOCKHAM_AT + i % 2 * 2 * apart;
            b.pass(new FloatPass(r, m, s, step, m * step, r * s, s, r - 1, b.step(), ar, re, ai, im, scratch, to, scratch, to + apart,
                    wr[i], wi[i]));
            ar = scratch;
            ai = scratch;
            re = to;
            im = to + apart;
            s *= r;
            step = s;
        }
        int r = radices[last];
        boolean whole = last == 0 || ys == lanes; // otherwise each run of lanes goes to a place of its own
        int runs = whole ? 1 : s / lanes;
        b.pass(new FloatPass(r, runs, s / runs, lanes, step, ys, s / lanes * ys, 0, b.step(), ar, re, ai, im, yr, yro, yi, yio,
                wr[last], wi[last]));
    }
}
