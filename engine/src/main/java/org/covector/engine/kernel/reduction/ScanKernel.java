package org.covector.engine.kernel.reduction;

/**
 * Scans of one dtype along {@code w} runs of {@code n} elements: element i of run c is {@code o + i step + c lineStride}, in both
 * arrays; a negative step scans from the end. Every element comes from the one before, in the order of the run.
 */
public interface ScanKernel {
    /** {@code y[i] = x[0] + ... + x[i]}, or, {@code exclusive}, up to x[i - 1] (0 for i = 0). Floating sums are kept in double. */
    void sum(Object x, Object y, int o, int n, int step, int w, int lineStride, boolean exclusive);

    /** {@code y[i] = x[0] * ... * x[i]}, or, {@code exclusive}, up to x[i - 1] (1 for i = 0). Floating products are kept in double. */
    void product(Object x, Object y, int o, int n, int step, int w, int lineStride, boolean exclusive);

    /** The largest ({@code sign} 1) or smallest ({@code sign} -1) so far, and where: the last of equal ones, NaN first of all. */
    void extremum(int sign, Object x, Object y, long[] indices, int o, int n, int step, int w, int lineStride);

    /** {@code y[i] = log(exp x[0] + ... + exp x[i])}: the largest so far and the sum of exponentials below it are kept in double. */
    void logSumExp(Object x, Object y, int o, int n, int step, int w, int lineStride);
}
