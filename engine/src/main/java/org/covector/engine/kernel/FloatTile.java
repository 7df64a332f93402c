package org.covector.engine.kernel;

/** A loop over k that multiplies a panel of A (k x rows) by a panel of B (k x columns): see {@link TileSpec}. */
public interface FloatTile {
    /**
     * {@code C = carry + A B}, then the epilogue.
     *
     * @param carry sums over earlier k, rows of all the tile's columns without gaps; may be C itself
     * @param tail elements of the last vector that belong to C, 1 to its length
     */
    void multiply(int depth, float[] a, int aAt, float[] b, int bAt, float[] carry, int carryAt,
            float[] c, int cAt, int cRow, int tail, float[] bias, int biasAt);
}
