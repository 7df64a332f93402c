package org.covector.engine.kernel.norm;

import org.covector.engine.kernel.reduction.FloatSum;

/**
 * Normalisation of runs. A run consists of pieces of dense elements: {@code pieces} of {@code length} elements, {@code step}
 * apart, taken one after the other; sums are in the order of {@link FloatSum} over the run as a whole. So a row of a layer
 * norm, a group of a group norm and a channel of a batch norm are the same thing.
 *
 * <p>{@code xhat = (x - mean) * rstd}. The arrays x, dy, y, dx lie in the same order in storage.
 */
public interface NormKernel {
    /** Where the elements of a run are. */
    record Run(int start, int pieces, int length, int step) {
        /** Elements of the run. */
        public int size() {
            return pieces * length;
        }
    }

    /** Numbers of pieces: piece j has {@code values[at + j * step]}. */
    record PerPiece(Object values, int at, int step) {}

    /** Length of the work array. */
    int work();

    /** {@code mean[at]}, {@code variance[at]} (biased) of a run; with {@code centred} false the mean counts as 0. */
    void moments(Object x, Run run, boolean centred, Object mean, Object variance, int at, Object work);

    /** As {@link #moments} for {@code rows} dense runs of {@code n} elements, one behind the other: {@code mean[at + r]} and so on. */
    void rowMoments(Object x, int o, int n, int rows, boolean centred, Object mean, Object variance, int at, Object work);

    /** {@code y = xhat * w + b} for a piece of {@code n} elements. */
    void piece(Object x, int o, int n, Object mean, Object rstd, int stat, Object w, int wi, Object b, int bi, Object y);

    /** {@code y = xhat * w + b} with a weight and a bias for each element; y may be x. */
    void row(Object x, int o, int n, Object mean, Object rstd, int stat, Object w, Object b, Object y);

    /** {@code sum[at]} = the sum of {@code dy * w} over a run. */
    void weighted(Object dy, Run run, PerPiece w, Object sum, int at, Object work);

    /** {@code sum[at]} = the sum of {@code dy * w * xhat} over a run. */
    void correlated(Object dy, Object x, Run run, PerPiece mean, PerPiece rstd, PerPiece w, Object sum, int at, Object work);

    /** {@code dx = rstd * (dy * w - c1 / size - xhat * c2 / size)} for a piece of {@code n} elements. */
    void pieceBackward(Object dy, Object x, int o, int n, Object mean, Object rstd, int stat, Object w, int wi, Object c1, Object c2,
            double size, Object dx);

    /** The pullback of {@link #row}: dx, with the sums over the row found on the way. */
    void rowBackward(Object dy, Object x, int o, int n, boolean centred, Object mean, Object rstd, int stat, Object w, Object dx,
            Object work);

    /** Length of the work array of {@link #columnProducts} for {@code w} columns. */
    int columnWork(int w);

    /**
     * {@code out[at + c]} = the sum of {@code dy * xhat} over rows {@code first .. first + count - 1} (a block at most) of column
     * {@code column + c}, c = 0 .. w - 1, of arrays of rows of {@code n} elements; statistics belong to rows.
     */
    void columnProducts(Object dy, Object x, int n, int first, int count, int column, int w, Object mean, Object rstd, Object work,
            Object out, int at);
}
