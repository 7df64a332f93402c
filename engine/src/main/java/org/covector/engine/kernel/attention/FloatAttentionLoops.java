package org.covector.engine.kernel.attention;

import java.util.function.Function;
import jdk.incubator.vector.FloatVector;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.FloatMicroKernel;
import org.covector.engine.kernel.gemm.MicroKernelOperands;
import org.covector.engine.kernel.gemm.MicroKernelSpec;
import org.covector.engine.kernel.gemm.TileShape;
import org.covector.engine.kernel.gemm.Tuning;

/**
 * The inner loops of attention, in vectors or in scalars: same bits. A product is one chain of fma over k that begins at zero and is
 * then added to what was there: the machine's vectors show nowhere, and long sums are sums of blocks. Products have {@link #HEIGHT}
 * rows and {@link #WIDTH} columns, B is a panel of that width, k after k.
 */
abstract class FloatAttentionLoops implements AttentionLoops {
    private static final int BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
    private static final int DEPTH = 64;

    /** Rows of a product. */
    static final int HEIGHT = 8;

    /** Columns of a product. */
    static final int WIDTH = 2 * LANES;

    /** Queries side by side in a block of scores. */
    static final int ROW = AttentionShape.QUERIES;

    private final int rows = Tuning.attention(BITS);
    private final FloatMicroKernel store;
    private final FloatMicroKernel add;
    private final FloatMicroKernel addRows;

    /** {@code tiles} makes the loop of a spec. */
    FloatAttentionLoops(Function<MicroKernelSpec, Object> tiles) {
        store = tile(tiles, MicroKernelOperands.COLUMNS, Epilogue.NONE);
        add = tile(tiles, MicroKernelOperands.COLUMNS, Epilogue.ADD);
        addRows = tile(tiles, MicroKernelOperands.ROWS, Epilogue.ADD);
    }

    private FloatMicroKernel tile(Function<MicroKernelSpec, Object> tiles, MicroKernelOperands operands, Epilogue epilogue) {
        return (FloatMicroKernel) tiles.apply(new MicroKernelSpec(DType.FLOAT32, new TileShape(rows, 2, LANES), operands, false, false,
                epilogue));
    }

    /** {@code C[r, j] = sum over k of a[k * aStep + r] * B[k, j]}. */
    final void store(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow) {
        for (int r = 0; r < HEIGHT; r += rows) {
            store.multiply(depth, a, aAt + r, aStep, b, bAt, 0, c, 0, c, cAt + r * cRow, cRow, LANES, c, 0);
        }
    }

    /** {@code C[r, j] += sum over k of a[k * aStep + r] * B[k, j]}. */
    final void add(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow) {
        for (int r = 0; r < HEIGHT; r += rows) {
            add.multiply(depth, a, aAt + r, aStep, b, bAt, 0, c, 0, c, cAt + r * cRow, cRow, LANES, c, 0);
        }
    }

    /** {@code C[r, j] += sum over k of a[r * aRow + k] * B[k, j]}. */
    final void addRows(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, float[] c, int cAt, int cRow) {
        for (int r = 0; r < HEIGHT; r += rows) {
            addRows.multiply(depth, a, aAt + r * aRow, aRow, b, bAt, 0, c, 0, c, cAt + r * cRow, cRow, LANES, c, 0);
        }
    }

    /** {@code S^T}: {@code keys} rows of panels of keys by {@code queries} columns of panels of queries. */
    final void scores(float[] work, int keyPanels, int queryPanels, int depth, int keys, int queries, int scores) {
        for (int j = 0; j < queries; j += WIDTH) {
            for (int k = 0; k < keys; k += HEIGHT) {
                store(depth, work, keyPanels + k * depth, HEIGHT, work, queryPanels + j * depth, work, scores + k * ROW + j, ROW);
            }
        }
    }

    /**
     * One step of the online softmax (Milakov and Gimelshein 2018): scores become weights relative to the maximum so far.
     *
     * @param at position of the block
     * @param max the maximum so far of each query; becomes the one that includes this block
     * @param sum the sum of weights so far; rescaled and added to
     * @param factor receives what everything summed so far must be multiplied by
     */
    abstract void online(float[] scores, int at, int keys, float[] max, float[] sum, float[] factor);

    /**
     * Scores become the weights {@code P = exp(S - max) / sum}, their cotangents dP become {@code dS = P * (dP - delta)}. (The logarithm of
     * the sum would be lost beside a large maximum.)
     *
     * @param scores position of the scores
     * @param cotangents position of their cotangents
     * @param max position of the maxima of the queries' scores
     * @param reciprocal position of the reciprocals of the sums of {@code exp(S - max)}
     * @param delta position of the queries' deltas
     */
    abstract void pullback(float[] work, int scores, int cotangents, int keys, int max, int reciprocal, int delta);

    @Override
    public AttentionKernel forward(AttentionShape shape) {
        return new FloatAttention(this, shape);
    }

    @Override
    public AttentionGradientKernel backward(AttentionShape shape, int keys) {
        return new FloatAttentionGradient(this, shape, keys);
    }

    @Override
    public void warmup() {
        float[] w = new float[8 * DEPTH * ROW];
        float[] f = new float[ROW];
        int b = DEPTH * ROW;
        int c = 2 * b;
        int panel = 4 * b;
        store(DEPTH, w, b, HEIGHT, w, panel, w, c, ROW);
        add(DEPTH, w, b, ROW, w, panel, w, c, ROW);
        addRows(DEPTH, w, b, ROW, w, panel, w, c, ROW);
        online(w, 0, DEPTH, new float[ROW], new float[ROW], f);
        pullback(w, 0, c, DEPTH, panel, panel + ROW, panel + 2 * ROW);
    }
}
