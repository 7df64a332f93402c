package org.covector.engine.kernel.reduction;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** Sums of whole runs, longer than a block if need be, inside kernels that need the sum before they go on. */
public final class FloatRunSums {
    private final FloatSum sum;

    /** Sums by vector loops, or by scalar ones with the same bits. */
    public FloatRunSums(boolean vector) {
        this.sum = new FloatSum(vector);
    }

    private static int blocks(int n) {
        return Math.max(1, Math.ceilDiv(n, FloatSum.BLOCK));
    }

    /** Length of the part at the front of the work array that is used here: for a row (w = 0) or {@code w} columns. */
    public int work(int w) {
        return w == 0 ? sum.rowWork() : sum.columnWork(w);
    }

    /** The sum of {@code x[o .. o + n)}. */
    public float row(float[] x, int o, int n, float[] work) {
        if (n <= FloatSum.BLOCK) {
            return sum.row(x, o, n, work);
        }
        float[] partial = Storage.uninitialised(DType.FLOAT32, blocks(n)).floats();
        for (int b = 0; b < partial.length; b++) {
            partial[b] = sum.row(x, o + b * FloatSum.BLOCK, Math.min(FloatSum.BLOCK, n - b * FloatSum.BLOCK), work);
        }
        sum.combine(partial, 1, partial.length);
        return partial[0];
    }

    /** {@code work[at + c]} = the sum of {@code x[o + c + r * stride]} over r = 0 .. n - 1; {@code work} may be x. */
    public void columns(float[] x, int o, int n, int stride, int w, float[] work, int at) {
        float[] partial = Storage.uninitialised(DType.FLOAT32, (long) blocks(n) * w).floats();
        int[] rows = new int[Math.min(n, FloatSum.BLOCK)];
        Arrays.setAll(rows, r -> r * stride);
        for (int b = 0; b < blocks(n); b++) {
            int first = b * FloatSum.BLOCK;
            sum.columns(x, o + first * stride, rows, Math.min(rows.length, n - first), w, work, partial, b * w);
        }
        sum.combine(partial, w, blocks(n));
        System.arraycopy(partial, 0, work, at, w);
    }
}
