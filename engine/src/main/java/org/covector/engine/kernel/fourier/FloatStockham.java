package org.covector.engine.kernel.fourier;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * The self-sorting transform of Stockham with mixed radices, decimation in frequency (Van Loan, Computational Frameworks for the Fast
 * Fourier Transform, 1992, 1.7): a pass of radix r takes {@code x[p + m j]}, j < r, to {@code y[r p + k]}; its runs, of all lanes and
 * all that earlier passes have finished, get r times longer with every pass.
 */
final class FloatStockham implements FloatTransform {
    /** Butterflies of a first pass over one transform from which on it pays to do them in vectors. */
    private static final int MIN_VECTOR_BUTTERFLIES = 16;

    private final int n;
    private final int[] radices;
    private final float[][] wr;
    private final float[][] wi;
    private final float[] plainRe;
    private final float[] plainIm;
    private final float[] kMajorRe;
    private final float[] kMajorIm;

    private FloatStockham(int n, int[] radices, float[][] wr, float[][] wi, float[] plainRe, float[] plainIm) {
        this.n = n;
        this.radices = radices;
        this.wr = wr;
        this.wi = wi;
        this.plainRe = plainRe;
        this.plainIm = plainIm;
        this.kMajorRe = kMajor(wr[0], radices[0], n / radices[0]);
        this.kMajorIm = kMajor(wi[0], radices[0], n / radices[0]);
    }

    /** A transform of length n, the product of the radices, with its twiddle factors. */
    static FloatStockham plan(int n, int[] radices) {
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
        int r = radices[0];
        float[] plainRe = Storage.zeros(DType.FLOAT32, 2 * r - 1).floats();
        float[] plainIm = Storage.zeros(DType.FLOAT32, 2 * r - 1).floats();
        Arrays.fill(plainRe, 0, r - 1, 1f);
        RootsOfUnity roots = new RootsOfUnity(r);
        roots.fill(0, 1, r, plainRe, plainIm, r - 1);
        return new FloatStockham(n, radices, wr, wi, plainRe, plainIm);
    }

    private static float[] kMajor(float[] w, int r, int m) {
        float[] table = Storage.zeros(DType.FLOAT32, (long) r * m).floats();
        for (int p = 0; p < m; p++) {
            for (int k = 1; k < r; k++) {
                table[k * m + p] = w[p * (r - 1) + k - 1];
            }
        }
        return table;
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
            boolean isTurned = lanes == 1 && m >= MIN_VECTOR_BUTTERFLIES;
            if (isTurned) {
                firstPass(b, m, xr, xro, xi, xio, xs, scratch);
            } else {
                b.pass(new FloatPass(radices[0], m, lanes, xs, xr, xro, xi, xio, last == 0 ? yr : scratch, last == 0 ? yro : 0,
                        last == 0 ? yi : scratch, last == 0 ? yio : size, wr[0], wi[0]));
            }
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

    /**
     * The first pass over a single transform, whose runs have one number each: with p as place in the run it goes in vectors, and gives
     * k-major numbers, which are put in order at last.
     */
    private void firstPass(FloatButterflies b, int m, float[] xr, int xro, float[] xi, int xio, int xs, float[] scratch) {
        int r = radices[0];
        boolean isDense = xs == 1;
        if (!isDense) {
            for (int j = 0; j < n; j++) {
                scratch[j] = xr[xro + j * xs];
                scratch[n + j] = xi[xio + j * xs];
            }
        }
        b.pass(new FloatPass(r, 1, m, m, isDense ? xr : scratch, isDense ? xro : 0, isDense ? xi : scratch, isDense ? xio : n,
                scratch, 2 * n, scratch, 3 * n, plainRe, plainIm));
        for (int k = 1; k < r; k++) {
            int at = 2 * n + k * m;
            FloatRuns.multiply(b.isVector(), scratch, at, at + n, kMajorRe, kMajorIm, k * m, m);
        }
        FloatRuns.interleave(scratch, 2 * n, r, m, scratch, 0);
        FloatRuns.interleave(scratch, 3 * n, r, m, scratch, n);
    }
}
