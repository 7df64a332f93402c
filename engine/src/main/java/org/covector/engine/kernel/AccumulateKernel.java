package org.covector.engine.kernel;

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

    /** The loops for the element type of a Java array. */
    static AccumulateKernel of(Object array) {
        return switch (array) {
            case float[] _ -> FloatAccumulate.INSTANCE;
            case double[] _ -> DoubleAccumulate.INSTANCE;
            case long[] _ -> LongAccumulate.INSTANCE;
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    /**
     * {@code y[at[i] + j]} combined with {@code x[xo + i run + j]} for j in [from, to), i from 0 up: every place sees its
     * elements in the order of i.
     */
    void accumulate(Combine combine, Object x, int xo, int run, Object y, int[] at, int from, int to);

    /**
     * {@code y[yo + j across + index[io + j] step]} combined with {@code x[xo + j xs]}, j from 0 up. Gives the first j whose index
     * is not from 0 to limit - 1, and stops there; else -1.
     */
    int accumulateLine(Combine combine, Object x, int xo, int xs, long[] index, int io, int n, int limit, Object y, int yo, int step,
            int across);
}
