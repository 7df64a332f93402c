package org.covector.engine.kernel.norm;

/**
 * Maps runs of {@code n} elements of one or two inputs to runs of the same length, which depend on the run as a whole. All
 * arrays lie in the same order in storage. The output of a map of one input may be the input; else it is an array of its own.
 */
public interface RunMap {
    /** Length of the work array for rows (w = 0) or for {@code w} columns of {@code n} elements. */
    int work(int n, int w);

    /** Dense runs {@code a[ao ..)}, {@code b[bo ..)} to {@code y[yo ..)}; maps of one input ignore b. */
    void row(Object a, int ao, Object b, int bo, Object y, int yo, int n, Object work);

    /** {@code w} runs side by side, their elements {@code stride} apart. */
    void columns(Object a, int ao, Object b, int bo, Object y, int yo, int n, int stride, int w, Object work);
}
