package org.covector.engine.kernel.resample;

/**
 * Weighted sums along one axis of dense arrays {@code [outer][in][inner]}: {@code y[o, q, j] = sum over taps t of weight[t] x[o, index[t],
 * j]}, the taps of q being {@code start[q]} to {@code start[q + 1] - 1}, in this order; without taps 0.
 */
public sealed interface ResampleKernel permits FloatResample, DoubleResample {
    /** The loops for the element type of a Java array. */
    static ResampleKernel of(Object array) {
        return switch (array) {
            case float[] _ -> FloatResample.INSTANCE;
            case double[] _ -> DoubleResample.INSTANCE;
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    /**
     * Single elements ({@code inner} 1) of the rows from..to-1 of {@code outer}; {@code taps} is their number for every q, or 0
     * if it varies.
     */
    void elements(Object x, int xo, int in, int[] start, int[] index, Object weight, int taps, Object y, int from, int to);

    /** Runs of {@code inner} elements; from..to-1 count through (o, q). */
    void runs(Object x, int xo, int in, int inner, int[] start, int[] index, Object weight, Object y, int from, int to);

    /**
     * Sums that are NaN again, without the taps whose weight is 0, which count nothing whatever is there.
     *
     * @param zero which q have such taps, ascending
     * @param from as in {@link #elements} where inner is 1, else as in {@link #runs}
     */
    void leaveOutZeros(Object x, int xo, int in, int inner, int[] start, int[] index, Object weight, int[] zero, Object y, int from,
            int to);
}
