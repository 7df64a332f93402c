package org.covector.engine.kernel.gemm;

/** How a micro-kernel reads its operands. A panel of B has, for every k, a row of B as long as the tile is wide. */
public enum MicroKernelOperands {
    /** Panels of both: of A, for every k, an element of each row. */
    PACKED,
    /** Rows of both any distance apart; the elements of a row adjacent. */
    IN_PLACE,
    /** Columns of A any distance apart, the elements of a column adjacent, and a panel of B. */
    COLUMNS,
    /** Rows of A any distance apart, the elements of a row adjacent, and a panel of B. */
    ROWS;

    /** Whether the elements of a row of A are adjacent. */
    public boolean aInRows() {
        return this == IN_PLACE || this == ROWS;
    }

    /** Whether B is a panel. */
    public boolean bInPanel() {
        return this != IN_PLACE;
    }
}
