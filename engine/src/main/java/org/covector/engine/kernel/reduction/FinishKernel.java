package org.covector.engine.kernel.reduction;

/** One number per run: what is left to do when the sums are known. */
public interface FinishKernel {
    /** {@code out[i] = max[i] + log sum[i]}, or the largest element itself where it is infinite. */
    void log(Object max, Object sum, Object out, int n);

    /** {@code x[at + i] = x[at + i] / count}. */
    void divide(Object x, double count, int at, int n);

    /** {@code out[at + i] = 1 / sqrt(variance[at + i] + eps)}. */
    void reciprocalRoot(Object variance, double eps, Object out, int at, int n);

    /** {@code x[i] = x[i]^p}. */
    void power(Object x, double p, int n);

    /** {@code out[i] = a[i] * b[i]}. */
    void multiply(Object a, Object b, Object out, int n);
}
