package org.covector.engine.kernel.move;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/** Loops that combine runs of elements into given places, in a fixed order; arrays passed as {@code Object}. */
public sealed interface AccumulateKernel permits FloatAccumulate, DoubleAccumulate, LongAccumulate {
    /** How an element combines with what is already in its place. */
    enum Combine {
        /** y + x. */
        SUM,
        /** y * x. */
        PROD,
        /** The larger; NaN wins. */
        MAX,
        /** The smaller; NaN wins. */
        MIN
    }

    /** The loops for a dtype: sums of runs in vectors, or in scalar loops with the same bits. */
    static AccumulateKernel of(DType dtype, boolean vector) {
        return switch (dtype) {
            case FLOAT32 -> new FloatAccumulate(vector);
            case FLOAT64 -> new DoubleAccumulate(vector);
            case INT64 -> new LongAccumulate(vector);
            case BOOL -> throw new ArgumentException("accumulate", "dtype", dtype, "INT64, FLOAT32 or FLOAT64");
        };
    }

    /**
     * {@code y[at[i] + j]} combined with {@code x[xo + i run + j]} for j in [from, to), i from 0 up: every place sees its
     * elements in the order of i.
     */
    void accumulate(Combine combine, Object x, int xo, int run, Object y, int[] at, int from, int to);

    /**
     * {@code y[yo + j lineStep + index[io + j] step]} combined with {@code x[xo + j xs]}, j from 0 up. Gives the first j whose index
     * is not from 0 to limit - 1, and stops there; else -1.
     */
    int accumulateLine(Combine combine, Object x, int xo, int xs, long[] index, int io, int n, int limit, Object y, int yo, int step,
            int lineStep);
}
