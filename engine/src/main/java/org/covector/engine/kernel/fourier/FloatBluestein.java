package org.covector.engine.kernel.fourier;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.Convert;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * A transform whose length n has a large prime factor, as a convolution with {@code exp(pi i j^2 / n)} of a length m that has none:
 * {@code j k = (j^2 + k^2 - (k - j)^2) / 2} (Bluestein, IEEE Trans. Audio Electroacoustics 18, 1970).
 */
final class FloatBluestein implements FloatTransform {
    private final int n;
    private final int m;
    private final FloatTransform inner;
    private final float[] cr;
    private final float[] ci;
    private final float[] hr;
    private final float[] hi;

    private FloatBluestein(float[] cr, float[] ci, float[] hr, float[] hi) {
        this.n = cr.length;
        this.m = hr.length;
        this.inner = FloatFourier.smooth(m);
        this.cr = cr;
        this.ci = ci;
        this.hr = hr;
        this.hi = hi;
    }

    /** A transform of length n with its chirp, and the transform of the chirp that it is convolved with. */
    static FloatBluestein plan(int n) {
        int m = FourierSize.convolution(2L * n - 1);
        float[] cr = Storage.zeros(DType.FLOAT32, n).floats();
        float[] ci = Storage.zeros(DType.FLOAT32, n).floats();
        float[] hr = Storage.zeros(DType.FLOAT32, m).floats();
        float[] hi = Storage.zeros(DType.FLOAT32, m).floats();
        RootsOfUnity roots = new RootsOfUnity(2L * n);
        double[] xr = Storage.zeros(DType.FLOAT64, m).doubles();
        double[] xi = Storage.zeros(DType.FLOAT64, m).doubles();
        for (int j = 0; j < n; j++) {
            long square = (long) j * j % (2L * n);
            roots.fill(square, 0, 1, cr, ci, j);
            xr[j] = roots.cos(square) / m;
            xi[j] = roots.sin(square) / m;
            xr[(m - j) % m] = xr[j];
            xi[(m - j) % m] = xi[j];
        }
        double[] yr = Storage.zeros(DType.FLOAT64, m).doubles();
        double[] yi = Storage.zeros(DType.FLOAT64, m).doubles();
        DoubleFourier.smooth(m).run(new DoubleButterflies(false), 1, xr, 0, xi, 0, 1, yr, yi, 0, 0, 1);
        Convert.run(DType.FLOAT64, yr, 0, DType.FLOAT32, hr, 0, m);
        Convert.run(DType.FLOAT64, yi, 0, DType.FLOAT32, hi, 0, m);
        return new FloatBluestein(cr, ci, hr, hi);
    }

    @Override
    public int mostLanes() {
        return inner.mostLanes();
    }

    @Override
    public void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio, int ys) {
        int size = Storage.length("fft", (long) m * lanes);
        float[] re = ScratchBuffers.floats(size);
        float[] im = ScratchBuffers.floats(size);
        float[] tr = ScratchBuffers.floats(size);
        float[] ti = ScratchBuffers.floats(size);
        try {
            for (int j = 0; j < n; j++) {
                multiply(xr, xro + j * xs, xi, xio + j * xs, cr[j], ci[j], re, im, j * lanes, j * lanes, lanes);
            }
            Arrays.fill(re, n * lanes, size, 0f);
            Arrays.fill(im, n * lanes, size, 0f);
            inner.run(b, lanes, re, 0, im, 0, lanes, tr, ti, 0, 0, lanes);
            for (int j = 0; j < m; j++) {
                multiply(tr, j * lanes, ti, j * lanes, hr[j], hi[j], tr, ti, j * lanes, j * lanes, lanes);
            }
            inner.run(b, lanes, ti, 0, tr, 0, lanes, im, re, 0, 0, lanes);
            for (int k = 0; k < n; k++) {
                multiply(re, k * lanes, im, k * lanes, cr[k], ci[k], yr, yi, yro + k * ys, yio + k * ys, lanes);
            }
        } finally {
            ScratchBuffers.release(ti);
            ScratchBuffers.release(tr);
            ScratchBuffers.release(im);
            ScratchBuffers.release(re);
        }
    }

    /** {@code y = (c + i d) x} for a run of numbers. */
    private static void multiply(float[] xr, int xro, float[] xi, int xio, float c, float d,
            float[] yr, float[] yi, int yro, int yio, int lanes) {
        for (int q = 0; q < lanes; q++) {
            float re = xr[xro + q];
            float im = xi[xio + q];
            yr[yro + q] = Math.fma(re, c, -(im * d));
            yi[yio + q] = Math.fma(re, d, im * c);
        }
    }
}
