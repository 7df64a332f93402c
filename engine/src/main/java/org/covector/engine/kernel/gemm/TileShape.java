package org.covector.engine.kernel.gemm;

/**
 * The shape of a micro-kernel, MR x NR: the part of C that one pass over k keeps in registers.
 *
 * @param rows rows of C, MR
 * @param vectors vectors that hold a row of the tile
 * @param lanes elements of a vector
 */
public record TileShape(int rows, int vectors, int lanes) {
    /** Columns of C, NR. */
    public int columns() {
        return vectors * lanes;
    }
}
