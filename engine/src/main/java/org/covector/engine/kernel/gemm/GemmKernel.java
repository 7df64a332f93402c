package org.covector.engine.kernel.gemm;

/**
 * Matrix products of one dtype.
 *
 * <p>Order of summation: element (i, j) is the sum over blocks of {@link Tuning#KC} consecutive k, first block first, of the fma
 * chain {@code s = fma(a[i, k], b[k, j], s)} from {@code s = 0}, k ascending. It does not depend on m, n, strides, threads,
 * vector width, or on which of the scalar and vector loops ran.
 */
public interface GemmKernel {
    /** Computes the task on the threads of the runtime. */
    void multiply(GemmTask task);
}
