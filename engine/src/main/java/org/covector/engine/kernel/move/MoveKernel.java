package org.covector.engine.kernel.move;

import org.covector.engine.DType;

/** Loops that move elements without arithmetic; one implementation per element type, arrays passed as {@code Object}. */
public sealed interface MoveKernel permits FloatMove, DoubleMove, LongMove, BooleanMove {
    /** The loops for a dtype. */
    static MoveKernel of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> FloatMove.INSTANCE;
            case FLOAT64 -> DoubleMove.INSTANCE;
            case INT64 -> LongMove.INSTANCE;
            case BOOL -> BooleanMove.INSTANCE;
        };
    }

    /** {@code y[yo + i ys0 + j ys1] = x[xo + i xs0 + j xs1]} for i below n0, j below n1; any order. */
    void copy(Object x, int xo, int xs0, int xs1, Object y, int yo, int ys0, int ys1, int n0, int n1);

    /** {@code y[yo + i run + j] = x[at[i] + j]} for i in [from, to), j below run. */
    void take(Object x, int[] at, int from, int to, int run, Object y, int yo);

    /** {@code y[at[i] + j] = x[xo + i run + j]} for i from 0 up, in order: the last write to a place wins. */
    void put(Object x, int xo, int run, Object y, int[] at);

    /**
     * {@code y[yo + j] = x[xo + j lineStep + index[io + j] step]} for j below n. Gives the first j whose index is not from 0 to
     * limit - 1, and stops there; else -1.
     */
    int takeLine(Object x, int xo, int step, int lineStep, long[] index, int io, int n, int limit, Object y, int yo);

    /** {@code y[yo + j lineStep + index[io + j] step] = x[xo + j xs]}, j from 0 up; a bad index as in {@link #takeLine}. */
    int putLine(Object x, int xo, int xs, long[] index, int io, int n, int limit, Object y, int yo, int step, int lineStep);
}
