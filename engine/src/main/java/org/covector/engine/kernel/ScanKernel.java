package org.covector.engine.kernel;

/** Scans of one dtype along runs side by side: {@code w} runs of {@code n} elements, {@code stride} apart; from first to last. */
public interface ScanKernel {
    /** {@code y[i] = x[0] + ... + x[i]}. */
    void sum(Object x, Object y, int o, int n, int stride, int w);

    /** {@code y[i] = x[0] * ... * x[i]}. */
    void product(Object x, Object y, int o, int n, int stride, int w);

    /** The largest ({@code sign} 1) or smallest ({@code sign} -1) so far, and where: the last of equal ones, NaN first of all. */
    void extremum(int sign, Object x, Object y, long[] indices, int o, int n, int stride, int w);

    /** {@code y[i] = log(exp x[0] + ... + exp x[i])}. */
    void logSumExp(Object x, Object y, int o, int n, int stride, int w);
}
