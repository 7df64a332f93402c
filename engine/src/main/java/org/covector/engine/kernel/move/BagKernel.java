package org.covector.engine.kernel.move;

/**
 * Reductions over bags: bag b holds the rows {@code rows[starts[b]] ... rows[starts[b + 1] - 1]} of a dense matrix, in this order.
 * Arrays passed as {@code Object}; every method does the bags from..to-1.
 */
public sealed interface BagKernel permits FloatBags, DoubleBags, LongBags {
    /** The loops for the element type of a Java array. */
    static BagKernel of(Object array) {
        return switch (array) {
            case float[] _ -> FloatBags.INSTANCE;
            case double[] _ -> DoubleBags.INSTANCE;
            case long[] _ -> LongBags.INSTANCE;
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    /** {@code y[b, j] = sum over i of weights[i] x[rows[i], j]}; an empty array of weights stands for ones. */
    void sum(Object x, int xo, int width, int[] rows, int[] starts, Object weights, Object y, int from, int to);

    /**
     * The largest ({@code sign} 1) or smallest ({@code sign} -1) of {@code x[rows[i], j]} and the row it is in: the first of equal
     * ones, NaN before all. Of an empty bag {@code empty[0]} and row -1.
     */
    void extremum(int sign, Object x, int xo, int width, int[] rows, int[] starts, Object empty, Object y, long[] which, int from, int to);
}
