package org.covector.engine.kernel.fourier;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.FloatTransposition;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/** {@link FourierKernel}: real transforms of even length are complex ones of half the length, and one pass over their results. */
public final class FloatFourier implements FourierKernel {
    /** Runs of numbers that are worth writing one by one where they belong. */
    private static final int WIDE = 16;

    /**
     * What parts and buffers are apart beside their length, and where buffers of the algorithms begin in theirs, so that none lies a
     * multiple of 4 KB from another: processors hold back a load while a store is on its way whose address ends in the same 12 bits.
     */
    static final int APART = 80;

    static final int COLUMNS_AT = 4 * APART;

    static final int BETWEEN_AT = 6 * APART;

    static final int STOCKHAM_AT = 8 * APART;

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
        return n1 == 1 || n / n1 < FourierSize.MIN_COLUMNS ? FloatStockham.plan(n) : FloatFourStep.plan(n, n / n1, n1);
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
        if (count == n && (y.step() == lanes || lanes >= WIDE)) {
            t.run(butterflies, lanes, xr, x.reAt(), xi, x.imAt(), x.step(), yr, yi, y.reAt(), y.imAt(), y.step());
            return;
        }
        int size = n * lanes;
        float[] w = ScratchBuffers.floats(2 * size);
        try {
            t.run(butterflies, lanes, xr, x.reAt(), xi, x.imAt(), x.step(), w, w, 0, size, lanes);
            FloatRuns.copy(butterflies.isVector(), w, 0, lanes, lanes, count, yr, y.reAt(), y.step());
            FloatRuns.copy(butterflies.isVector(), w, size, lanes, lanes, count, yi, y.imAt(), y.step());
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
                real.complex.run(butterflies, lanes, a, x.reAt(), a, x.reAt() + x.step(), 2 * x.step(), w, w, 0, size, lanes);
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
        float[] w = ScratchBuffers.floats(h < n ? 2 * size : 4 * size);
        float[] b = (float[]) y.re();
        try {
            FloatHalfComplex half = new FloatHalfComplex(h, lanes, real.wr, real.wi);
            Parts exchanged = new Parts(w, size, w, 0, lanes); // the inverse
            if (h < n) {
                half.join(x, w);
                run(real.complex, h, h, lanes, exchanged, new Parts(b, y.reAt() + y.step(), b, y.reAt(), 2 * y.step()));
            } else {
                half.mirror(x, w);
                run(real.complex, h, h, lanes, exchanged, new Parts(w, 3 * size, w, 2 * size, lanes));
                FloatRuns.copy(butterflies.isVector(), w, 2 * size, lanes, lanes, h, b, y.reAt(), y.step());
            }
        } finally {
            ScratchBuffers.release(w);
        }
    }

    @Override
    public void lines(Of transform, Object plan, int n, int lines, Parts x, Parts y) {
        int in = transform == Of.REAL_INVERSE ? n / 2 + 1 : n;
        int out = transform == Of.REAL_FORWARD ? n / 2 + 1 : n;
        float[] w = ScratchBuffers.floats(2 * (in + out) * lines + 4 * APART);
        try {
            Parts from = new Parts(w, 0, w, in * lines + APART, lines);
            Parts to = new Parts(w, 2 * (in * lines + APART), w, (2 * in + out) * lines + 3 * APART, lines);
            boolean vector = butterflies.isVector();
            FloatTransposition.transpose(vector, (float[]) x.re(), x.reAt(), lines, in, w, from.reAt(), lines);
            if (transform != Of.REAL_FORWARD) {
                FloatTransposition.transpose(vector, (float[]) x.im(), x.imAt(), lines, in, w, from.imAt(), lines);
            }
            transform(transform, plan, n, lines, from, to);
            FloatTransposition.transpose(vector, w, to.reAt(), out, lines, (float[]) y.re(), y.reAt(), out);
            if (transform != Of.REAL_INVERSE) {
                FloatTransposition.transpose(vector, w, to.imAt(), out, lines, (float[]) y.im(), y.imAt(), out);
            }
        } finally {
            ScratchBuffers.release(w);
        }
    }
}
