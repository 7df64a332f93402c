package org.covector.engine.kernel.distance;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/**
 * Distances {@code |x_i - y_j|_p} of the rows of a matrix from the rows of another, all of m adjacent elements. The terms of a sum are
 * added in the order of the elements, in blocks of 256; those of the pullback in the order of the rows j, in blocks of 64.
 */
public interface DistanceKernel {
    /** The most rows of x in a tile. */
    int ROWS = 4;

    /** The kernel of a floating dtype, p of 0 or more, in vector loops or scalar ones with the same bits. */
    static DistanceKernel of(DType dtype, double p, boolean vector) {
        return switch (dtype) {
            case FLOAT32 -> new FloatDistance(p, vector);
            case FLOAT64 -> new DoubleDistance(p, vector);
            case INT64, BOOL -> throw ArgumentException.notFloating("cdist", dtype);
        };
    }

    /** Rows of y in a panel, the columns of a tile. */
    int columns();

    /**
     * Elements {@code k0} to {@code k0 + depth - 1} of {@code count} rows of y, at most {@link #columns}, to a panel that has, for every k,
     * an element of each row and zeros.
     */
    void pack(Object y, int at, int count, int m, int k0, int depth, Object panel);

    /**
     * Adds the terms of {@code depth} elements to the sums of a tile, {@code ROWS columns()} numbers.
     *
     * @param at where these elements begin in the first of {@code rows} rows of x, at most {@link #ROWS}
     */
    void accumulate(Object x, int at, int rows, int m, Object panel, int depth, Object sums, int sumsAt);

    /**
     * {@code d[dAt + i dRow + j]} for {@code rows} rows and {@code width} columns of a tile whose sums are complete.
     *
     * @return whether all sums of powers were well inside of the range of the dtype
     */
    boolean finish(Object sums, int sumsAt, int rows, Object d, int dAt, int dRow, int width);

    /**
     * As {@link #accumulate} of all elements and {@link #finish} at once.
     *
     * @param sums room for those of a tile
     * @return whether all sums of powers were well inside of the range of the dtype
     */
    boolean distances(Object x, int at, int rows, int m, Object panel, int depth, Object sums, Object d, int dAt, int dRow, int width);

    /**
     * {@code w[i] = dd[i] / d[i]}, 0 where d is 0, for p = 2; {@code dd[i]} for p = 1.
     *
     * @return whether all d are finite and no w overflows or underflows
     */
    boolean weights(Object dd, int ddAt, Object d, int dAt, int n, Object w);

    /**
     * {@code dx[i] += sum over j of w[i, j] f(x_i - y_j)} for rows {@code from} to {@code to - 1}, f the identity for p = 2, the sign for
     * p = 1.
     *
     * @param count rows of y
     */
    void pull(Object w, Object x, int at, int from, int to, Object y, int yAt, int count, int m, Object dx, int dxAt);
}
