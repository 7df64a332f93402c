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
}
