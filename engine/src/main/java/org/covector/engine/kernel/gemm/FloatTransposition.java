package org.covector.engine.kernel.gemm;

/** Dense matrices to their transposes, rows any distance apart. */
public final class FloatTransposition {
    private FloatTransposition() {}

    /** {@code y[to + c yRow + r] = x[at + r columns + c]}; blocks of eight rows in registers if {@code vector}. */
    public static void transpose(boolean vector, float[] x, int at, int rows, int columns, float[] y, int to, int yRow) {
        boolean inRegisters = vector && FloatPacking.TRANSPOSES_EIGHT;
        int high = inRegisters ? rows - rows % 8 : 0;
        int wide = inRegisters ? columns - columns % 8 : 0;
        for (int r = 0; r < high; r += 8) {
            FloatPacking.transposeEight(x, at + r * columns, columns, wide, y, to + r, yRow);
        }
        scalar(x, at + wide, high, columns - wide, columns, y, to + wide * yRow, yRow);
        scalar(x, at + high * columns, rows - high, columns, columns, y, to + high, yRow);
    }

    private static void scalar(float[] x, int at, int rows, int columns, int xRow, float[] y, int to, int yRow) {
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) {
                y[to + c * yRow + r] = x[at + r * xRow + c];
            }
        }
    }
}
