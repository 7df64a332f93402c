package org.covector.engine.kernel.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Dense matrices to their transposes, rows any distance apart. */
public final class FloatTransposition {
    private static final VectorSpecies<Float> PREFERRED = FloatVector.SPECIES_PREFERRED;

    /** Whether eight rows are transposed in registers. */
    static final boolean IN_REGISTERS = PREFERRED.length() == 8 || PREFERRED.length() == 16;

    private static final VectorSpecies<Float> OF_EIGHT = IN_REGISTERS
            ? VectorSpecies.of(float.class, VectorShape.forBitSize(8 * Float.SIZE))
            : PREFERRED;

    private static final float[] FIRST_OF_EIGHT = interleaved(0, 8);
    private static final float[] SECOND_OF_EIGHT = interleaved(4, 8);

    private FloatTransposition() {}

    /** {@code y[to + c yRow + r] = x[at + r columns + c]}; blocks of eight rows in registers if {@code vector}. */
    public static void transpose(boolean vector, float[] x, int at, int rows, int columns, float[] y, int to, int yRow) {
        boolean inRegisters = vector && IN_REGISTERS;
        int high = inRegisters ? rows - rows % 8 : 0;
        int wide = inRegisters ? columns - columns % 8 : 0;
        if (rows > columns) { // along the longer side
            for (int c = 0; c < wide; c += 8) {
                blocks(x, at + c, columns, 8 * columns, high / 8, y, to + c * yRow, yRow, 8);
            }
        } else {
            for (int r = 0; r < high; r += 8) {
                eight(x, at + r * columns, columns, wide, y, to + r, yRow);
            }
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

    /** Eight rows of {@code depth} elements, a multiple of eight, to eight columns: three rounds of interleaving. */
    static void eight(float[] a, int from, int row, int depth, float[] panel, int at, int stride) {
        blocks(a, from, row, 8, depth / 8, panel, at, stride, 8 * stride);
    }

    /** {@code count} blocks of eight rows and columns, {@code fromStep} and {@code atStep} apart. */
    private static void blocks(float[] a, int from, int row, int fromStep, int count, float[] panel, int at, int stride, int atStep) {
        FloatVector first = FloatVector.fromArray(OF_EIGHT, FIRST_OF_EIGHT, 0);
        FloatVector second = FloatVector.fromArray(OF_EIGHT, SECOND_OF_EIGHT, 0);
        int q = from;
        int p = at;
        for (int i = 0; i < count; i++) {
            FloatVector r0 = FloatVector.fromArray(OF_EIGHT, a, q);
            FloatVector r1 = FloatVector.fromArray(OF_EIGHT, a, q + row);
            FloatVector r2 = FloatVector.fromArray(OF_EIGHT, a, q + 2 * row);
            FloatVector r3 = FloatVector.fromArray(OF_EIGHT, a, q + 3 * row);
            FloatVector r4 = FloatVector.fromArray(OF_EIGHT, a, q + 4 * row);
            FloatVector r5 = FloatVector.fromArray(OF_EIGHT, a, q + 5 * row);
            FloatVector r6 = FloatVector.fromArray(OF_EIGHT, a, q + 6 * row);
            FloatVector r7 = FloatVector.fromArray(OF_EIGHT, a, q + 7 * row);
            FloatVector s0 = first.selectFrom(r0, r4);
            FloatVector s1 = second.selectFrom(r0, r4);
            FloatVector s2 = first.selectFrom(r1, r5);
            FloatVector s3 = second.selectFrom(r1, r5);
            FloatVector s4 = first.selectFrom(r2, r6);
            FloatVector s5 = second.selectFrom(r2, r6);
            FloatVector s6 = first.selectFrom(r3, r7);
            FloatVector s7 = second.selectFrom(r3, r7);
            r0 = first.selectFrom(s0, s4);
            r1 = second.selectFrom(s0, s4);
            r2 = first.selectFrom(s1, s5);
            r3 = second.selectFrom(s1, s5);
            r4 = first.selectFrom(s2, s6);
            r5 = second.selectFrom(s2, s6);
            r6 = first.selectFrom(s3, s7);
            r7 = second.selectFrom(s3, s7);
            first.selectFrom(r0, r4).intoArray(panel, p);
            second.selectFrom(r0, r4).intoArray(panel, p + stride);
            first.selectFrom(r1, r5).intoArray(panel, p + 2 * stride);
            second.selectFrom(r1, r5).intoArray(panel, p + 3 * stride);
            first.selectFrom(r2, r6).intoArray(panel, p + 4 * stride);
            second.selectFrom(r2, r6).intoArray(panel, p + 5 * stride);
            first.selectFrom(r3, r7).intoArray(panel, p + 6 * stride);
            second.selectFrom(r3, r7).intoArray(panel, p + 7 * stride);
            q += fromStep;
            p += atStep;
        }
    }

    /** Lanes of two vectors, numbered through, in turn, from one on. */
    static float[] interleaved(int from, int count) {
        float[] lanes = new float[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = from + i / 2 + i % 2 * count;
        }
        return lanes;
    }
}
