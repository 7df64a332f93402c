package org.covector.engine.kernel.fourier;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/** {@link FourierKernel}: real transforms of even length are complex ones of half the length, and one pass over their results. */
public final class FloatFourier implements FourierKernel {
    private final FloatButterflies butterflies;

    /** The vector loops, or the scalar ones with the same bits. */
    public FloatFourier(boolean vector) {
        this.butterflies = new FloatButterflies(vector);
    }

    /** What a real transform needs. */
    private record Real(FloatTransform complex, float[] wr, float[] wi) {}

    @Override
    public Object plan(int n) {
        int[] radices = FourierSize.radices(n);
        return radices.length == 0 ? FloatBluestein.plan(n) : smooth(n);
    }

    /** The transform of a length without large prime factors. */
    static FloatTransform smooth(int n) {
        if (n > FourierSize.LONGEST) {
            return FloatFourStep.plan(n, FloatFourStep.BLOCK, FloatFourStep.BLOCK);
        }
        int n1 = FourierSize.divisor(n);
        FloatTransform direct = FloatStockham.plan(n);
        return n1 == 1 || n / n1 < FourierSize.MIN_COLUMNS ? direct : new ByLanes(FloatFourStep.plan(n, n / n1, n1), direct);
    }

    /** A single transform has runs of one number: it is done as a matrix, whose columns lie side by side. */
    private record ByLanes(FloatTransform one, FloatTransform several) implements FloatTransform {
        @Override
        public int mostLanes() {
            return several.mostLanes();
        }

        @Override
        public void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
                float[] yr, float[] yi, int yro, int yio) {
            (lanes == 1 ? one : several).run(b, lanes, xr, xro, xi, xio, xs, yr, yi, yro, yio);
        }
    }

    @Override
    public Object realPlan(int n) {
        FloatTransform complex = (FloatTransform) plan(FourierKernel.realLength(n));
        int count = n % 2 == 0 ? n / 4 + 1 : 0;
        float[] wr = Storage.zeros(DType.FLOAT32, count).floats();
        float[] wi = Storage.zeros(DType.FLOAT32, count).floats();
        new RootsOfUnity(n).fill(0, 1, count, wr, wi, 0);
        return new Real(complex, wr, wi);
    }

    @Override
    public int mostLanes(Object plan) {
        return plan instanceof Real r ? r.complex.mostLanes() : ((FloatTransform) plan).mostLanes();
    }

    @Override
    public void complex(Object plan, int n, int lanes, Parts x, Parts y) {
        run((FloatTransform) plan, n, n, lanes, x, y);
    }

    /** The first {@code count} of n results, to runs that may be apart. */
    private void run(FloatTransform t, int n, int count, int lanes, Parts x, Parts y) {
        float[] xr = (float[]) x.re();
        float[] xi = (float[]) x.im();
        float[] yr = (float[]) y.re();
        float[] yi = (float[]) y.im();
        if (y.step() == lanes && count == n) {
            t.run(butterflies, lanes, xr, x.reAt(), xi, x.imAt(), x.step(), yr, yi, y.reAt(), y.imAt());
            return;
        }
        int size = n * lanes;
        float[] w = ScratchBuffers.floats(2 * size);
        try {
            t.run(butterflies, lanes, xr, x.reAt(), xi, x.imAt(), x.step(), w, w, 0, size);
            FloatRuns.scatter(butterflies.isVector(), w, 0, lanes, count, yr, y.reAt(), y.step());
            FloatRuns.scatter(butterflies.isVector(), w, size, lanes, count, yi, y.imAt(), y.step());
        } finally {
            ScratchBuffers.release(w);
        }
    }

    @Override
    public void realForward(Object plan, int n, int lanes, Parts x, Parts y) {
        Real real = (Real) plan;
        float[] a = (float[]) x.re();
        int h = FourierKernel.realLength(n);
        int size = h * lanes;
        float[] w = ScratchBuffers.floats(2 * size);
        try {
            if (h < n) {
                real.complex.run(butterflies, lanes, a, x.reAt(), a, x.reAt() + x.step(), 2 * x.step(), w, w, 0, size);
                new FloatHalfComplex(h, lanes, real.wr, real.wi).split(w, y);
            } else {
                for (int j = 0; j < n; j++) {
                    System.arraycopy(a, x.reAt() + j * x.step(), w, j * lanes, lanes);
                }
                Arrays.fill(w, size, 2 * size, 0f);
                run(real.complex, n, n / 2 + 1, lanes, new Parts(w, 0, w, size, lanes), y);
            }
        } finally {
            ScratchBuffers.release(w);
        }
    }

    @Override
    public void realInverse(Object plan, int n, int lanes, Parts x, Parts y) {
        Real real = (Real) plan;
        int h = FourierKernel.realLength(n);
        int size = h * lanes;
        float[] w = ScratchBuffers.floats(2 * size);
        float[] z = ScratchBuffers.floats(2 * size);
        try {
            FloatHalfComplex half = new FloatHalfComplex(h, lanes, real.wr, real.wi);
            if (h < n) {
                half.join(x, w);
            } else {
                half.mirror(x, w);
            }
            real.complex.run(butterflies, lanes, w, size, w, 0, lanes, z, z, size, 0); // parts exchanged: the inverse
            float[] b = (float[]) y.re();
            int step = h < n ? 2 * y.step() : y.step();
            FloatRuns.scatter(butterflies.isVector(), z, 0, lanes, h, b, y.reAt(), step);
            if (h < n) {
                FloatRuns.scatter(butterflies.isVector(), z, size, lanes, h, b, y.reAt() + y.step(), step);
            }
        } finally {
            ScratchBuffers.release(z);
            ScratchBuffers.release(w);
        }
    }
}
