package org.covector.engine.kernel.gemm;

/**
 * The part of a product that one pass over k keeps in registers.
 *
 * @param rows rows of C
 * @param vectors vectors across the columns of C
 * @param lanes elements of a vector
 */
public record TileShape(int rows, int vectors, int lanes) {
    /** Columns of C. */
    public int columns() {
        return vectors * lanes;
    }
}
