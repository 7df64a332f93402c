package org.covector.engine.kernel;

/** How a tile's loop reads its operands. */
public enum TileOperands {
    /** Panels: for every k, an element of each row of A, and a row of B as long as the tile is wide. */
    PACKED,
    /** Rows of both any distance apart; the elements of a row adjacent. */
    IN_PLACE
}
