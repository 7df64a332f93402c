package org.covector.engine.kernel.gemm;

/** The micro-kernel: a loop over k that multiplies MR rows of A by NR columns of B: see {@link MicroKernelSpec}. */
public interface FloatMicroKernel {
    /**
     * {@code C = carry + A B}, then the epilogue.
     *
     * @param aRow in place, elements from one row of A to the next, or from one column to the next
     * @param bRow in place, elements from one row of B to the next; a row has whole vectors
     * @param carry sums over earlier k, rows of all the tile's columns without gaps; may be C itself
     * @param tail elements of the last vector that belong to C, 1 to its length
     */
    void multiply(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] carry, int carryAt,
            float[] c, int cAt, int cRow, int tail, float[] bias, int biasAt);
}
