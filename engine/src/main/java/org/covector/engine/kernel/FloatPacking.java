package org.covector.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Copies parts of matrices into panels: {@code panel[at + k * stride + j]}, rows padded with zeros. */
final class FloatPacking {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Vectors of 8 elements, by which blocks are transposed; the preferred species where the machine has none. */
    private static final VectorSpecies<Float> EIGHT = 8 * Float.SIZE <= SPECIES.vectorBitSize()
            ? VectorSpecies.of(float.class, VectorShape.forBitSize(8 * Float.SIZE))
            : SPECIES;
    private static final boolean HAS_EIGHT = EIGHT.length() == 8;

    // which lanes of two vectors, numbered through, go to the first and to the second of a pair: for blocks of 4, 2, 1
    private static final float[] LOW = {0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 8, 9, 4, 5, 12, 13, 0, 8, 2, 10, 4, 12, 6, 14};
    private static final float[] HIGH = {4, 5, 6, 7, 12, 13, 14, 15, 2, 3, 10, 11, 6, 7, 14, 15, 1, 9, 3, 11, 5, 13, 7, 15};

    private FloatPacking() {}

    /** Columns adjacent in memory. */
    static void runs(float[] a, int from, int kStride, int depth, int width, float[] panel, int at, int stride) {
        if (HAS_EIGHT && width == 8 && stride == 8) {
            for (int k = 0; k < depth; k++) {
                FloatVector.fromArray(EIGHT, a, from + k * kStride).intoArray(panel, at + k * 8);
            }
            return;
        }
        int whole = width - width % LANES;
        for (int j = 0; j < whole; j += LANES) {
            for (int k = 0; k < depth; k++) {
                FloatVector.fromArray(SPECIES, a, from + k * kStride + j).intoArray(panel, at + k * stride + j);
            }
        }
        if (whole < stride) {
            strided(a, from + whole, kStride, 1, depth, width - whole, panel, at + whole, stride, stride - whole);
        }
    }

    /** Rows of k adjacent in memory: blocks of 8 by 8 are transposed in registers. */
    static void transposed(float[] a, int from, int jStride, int depth, int width, float[] panel, int at, int stride) {
        int wide = HAS_EIGHT ? width - width % 8 : 0;
        int deep = HAS_EIGHT ? depth - depth % 8 : 0;
        for (int j = 0; j < wide; j += 8) {
            transposeEight(a, from + j * jStride, jStride, deep, panel, at + j, stride);
            strided(a, from + j * jStride + deep, 1, jStride, depth - deep, 8, panel, at + deep * stride + j, stride, 8);
        }
        strided(a, from + wide * jStride, 1, jStride, depth, width - wide, panel, at + wide, stride, stride - wide);
    }

    /** Any strides. */
    static void strided(float[] a, int from, int kStride, int jStride, int depth, int width, float[] panel, int at, int stride) {
        strided(a, from, kStride, jStride, depth, width, panel, at, stride, stride);
    }

    private static void strided(float[] a, int from, int kStride, int jStride, int depth, int width,
            float[] panel, int at, int stride, int padded) {
        for (int k = 0; k < depth; k++) {
            int p = at + k * stride;
            int q = from + k * kStride;
            for (int j = 0; j < width; j++) {
                panel[p + j] = a[q + j * jStride];
            }
            Arrays.fill(panel, p + width, p + padded, 0f);
        }
    }

    /** Eight rows of {@code depth} (a multiple of 8) elements to eight columns. */
    private static void transposeEight(float[] a, int from, int row, int depth, float[] panel, int at, int stride) {
        // each step exchanges the off-diagonal blocks of squares of 2g x 2g elements, g = 4, 2, 1
        FloatVector low4 = FloatVector.fromArray(EIGHT, LOW, 0);
        FloatVector low2 = FloatVector.fromArray(EIGHT, LOW, 8);
        FloatVector low1 = FloatVector.fromArray(EIGHT, LOW, 16);
        FloatVector high4 = FloatVector.fromArray(EIGHT, HIGH, 0);
        FloatVector high2 = FloatVector.fromArray(EIGHT, HIGH, 8);
        FloatVector high1 = FloatVector.fromArray(EIGHT, HIGH, 16);
        for (int k = 0; k < depth; k += 8) {
            int q = from + k;
            FloatVector r0 = FloatVector.fromArray(EIGHT, a, q);
            FloatVector r1 = FloatVector.fromArray(EIGHT, a, q + row);
            FloatVector r2 = FloatVector.fromArray(EIGHT, a, q + 2 * row);
            FloatVector r3 = FloatVector.fromArray(EIGHT, a, q + 3 * row);
            FloatVector r4 = FloatVector.fromArray(EIGHT, a, q + 4 * row);
            FloatVector r5 = FloatVector.fromArray(EIGHT, a, q + 5 * row);
            FloatVector r6 = FloatVector.fromArray(EIGHT, a, q + 6 * row);
            FloatVector r7 = FloatVector.fromArray(EIGHT, a, q + 7 * row);
            FloatVector s0 = low4.selectFrom(r0, r4);
            FloatVector s1 = low4.selectFrom(r1, r5);
            FloatVector s2 = low4.selectFrom(r2, r6);
            FloatVector s3 = low4.selectFrom(r3, r7);
            FloatVector s4 = high4.selectFrom(r0, r4);
            FloatVector s5 = high4.selectFrom(r1, r5);
            FloatVector s6 = high4.selectFrom(r2, r6);
            FloatVector s7 = high4.selectFrom(r3, r7);
            r0 = low2.selectFrom(s0, s2);
            r1 = low2.selectFrom(s1, s3);
            r2 = high2.selectFrom(s0, s2);
            r3 = high2.selectFrom(s1, s3);
            r4 = low2.selectFrom(s4, s6);
            r5 = low2.selectFrom(s5, s7);
            r6 = high2.selectFrom(s4, s6);
            r7 = high2.selectFrom(s5, s7);
            int p = at + k * stride;
            low1.selectFrom(r0, r1).intoArray(panel, p);
            high1.selectFrom(r0, r1).intoArray(panel, p + stride);
            low1.selectFrom(r2, r3).intoArray(panel, p + 2 * stride);
            high1.selectFrom(r2, r3).intoArray(panel, p + 3 * stride);
            low1.selectFrom(r4, r5).intoArray(panel, p + 4 * stride);
            high1.selectFrom(r4, r5).intoArray(panel, p + 5 * stride);
            low1.selectFrom(r6, r7).intoArray(panel, p + 6 * stride);
            high1.selectFrom(r6, r7).intoArray(panel, p + 7 * stride);
        }
    }
}
