package org.covector.engine.kernel.gemm;

/**
 * One matrix product: {@code C = A B}, with an epilogue.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 * @param a the left operand
 * @param b the right operand
 * @param c {@code float[]} or {@code double[]} that receives the result
 * @param cAt position of C[0, 0]
 * @param cRow elements from one row of C to the next; columns are adjacent
 * @param epilogue what happens to a finished sum
 * @param bias the epilogue's numbers; any array of the dtype without one
 * @param biasAt position of its first number
 */
public record GemmTask(int m, int n, int k, GemmMatrix a, GemmMatrix b, Object c, int cAt, int cRow,
        Epilogue epilogue, Object bias, int biasAt) {
    /** {@code C = A B}. */
    public GemmTask(int m, int n, int k, GemmMatrix a, GemmMatrix b, Object c, int cAt, int cRow) {
        this(m, n, k, a, b, c, cAt, cRow, Epilogue.NONE, c, 0);
    }
}
