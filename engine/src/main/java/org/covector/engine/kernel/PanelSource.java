package org.covector.engine.kernel;

/**
 * An operand of a matrix product that writes itself into packed panels: a k x n matrix B, asked for {@code width} columns at a
 * time. The left operand of a product is one too, transposed: its "columns" are the rows of A.
 *
 * <p>A source need not exist in memory: a convolution writes patches of its image here. It is called from several threads at
 * once, for any ranges, in any order, and must give the same values every time.
 */
public interface PanelSource {
    /**
     * Writes elements (k, j), {@code k0 <= k < k0 + depth}, {@code j0 <= j < j0 + width}, to
     * {@code panel[at + (k - k0) * stride + (j - j0)]}, and zeros up to column {@code stride} of each row.
     *
     * @param panel {@code float[]} or {@code double[]}, by the kernel's dtype
     * @param stride the panel's columns, {@code width} or more; a constant of the register tile
     */
    void pack(int k0, int depth, int j0, int width, Object panel, int at, int stride);
}
