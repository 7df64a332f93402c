package org.covector.engine.kernel.gemm;

/**
 * A strided matrix as operand of a product: element (k, j) of B, or element (j, k) of A, is at {@code at + k kStride + j jStride}.
 *
 * @param array {@code float[]} or {@code double[]}
 * @param at position of the first element
 * @param kStride elements from one k to the next
 * @param jStride elements from one column of B, or row of A, to the next
 */
public record GemmMatrix(Object array, int at, int kStride, int jStride) {
    /** Where element (k, j) is. */
    int at(int k, int j) {
        return at + k * kStride + j * jStride;
    }
}
