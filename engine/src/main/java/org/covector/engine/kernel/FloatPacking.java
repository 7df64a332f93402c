package org.covector.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

    private FloatPacking() {}

    /** Columns adjacent in memory. */
    static void runs(float[] a, int from, int kStride, int depth, int width, float[] panel, int at, int stride) {
        int whole = width - width % LANES;
        for (int k = 0; k < depth; k++) {
            int p = at + k * stride;
            int q = from + k * kStride;
            for (int j = 0; j < whole; j += LANES) {
                FloatVector.fromArray(SPECIES, a, q + j).intoArray(panel, p + j);
            }
            for (int j = whole; j < width; j++) {
                panel[p + j] = a[q + j];
            }
            for (int j = width; j < stride; j++) {
                panel[p + j] = 0f;
            }
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
        // one step exchanges the blocks off the diagonal of 2 x 2 blocks of g x g elements
        IntVector low4 = index(0, 1, 2, 3, 8, 9, 10, 11);
        IntVector high4 = index(4, 5, 6, 7, 12, 13, 14, 15);
        IntVector low2 = index(0, 1, 8, 9, 4, 5, 12, 13);
        IntVector high2 = index(2, 3, 10, 11, 6, 7, 14, 15);
        IntVector low1 = index(0, 8, 2, 10, 4, 12, 6, 14);
        IntVector high1 = index(1, 9, 3, 11, 5, 13, 7, 15);
        for (int k = 0; k < depth; k += 8) {
            int q = from + k;
            IntVector r0 = load(a, q);
            IntVector r1 = load(a, q + row);
            IntVector r2 = load(a, q + 2 * row);
            IntVector r3 = load(a, q + 3 * row);
            IntVector r4 = load(a, q + 4 * row);
            IntVector r5 = load(a, q + 5 * row);
            IntVector r6 = load(a, q + 6 * row);
            IntVector r7 = load(a, q + 7 * row);
            IntVector s0 = low4.selectFrom(r0, r4);
            IntVector s1 = low4.selectFrom(r1, r5);
            IntVector s2 = low4.selectFrom(r2, r6);
            IntVector s3 = low4.selectFrom(r3, r7);
            IntVector s4 = high4.selectFrom(r0, r4);
            IntVector s5 = high4.selectFrom(r1, r5);
            IntVector s6 = high4.selectFrom(r2, r6);
            IntVector s7 = high4.selectFrom(r3, r7);
            r0 = low2.selectFrom(s0, s2);
            r1 = low2.selectFrom(s1, s3);
            r2 = high2.selectFrom(s0, s2);
            r3 = high2.selectFrom(s1, s3);
            r4 = low2.selectFrom(s4, s6);
            r5 = low2.selectFrom(s5, s7);
            r6 = high2.selectFrom(s4, s6);
            r7 = high2.selectFrom(s5, s7);
            int p = at + k * stride;
            store(low1.selectFrom(r0, r1), panel, p);
            store(high1.selectFrom(r0, r1), panel, p + stride);
            store(low1.selectFrom(r2, r3), panel, p + 2 * stride);
            store(high1.selectFrom(r2, r3), panel, p + 3 * stride);
            store(low1.selectFrom(r4, r5), panel, p + 4 * stride);
            store(high1.selectFrom(r4, r5), panel, p + 5 * stride);
            store(low1.selectFrom(r6, r7), panel, p + 6 * stride);
            store(high1.selectFrom(r6, r7), panel, p + 7 * stride);
        }
    }

    private static IntVector index(/*bits*/ int... lanes) {
        return (IntVector) EIGHT.broadcast(0).viewAsIntegralLanes().species().fromArray(lanes, 0);
    }

    private static IntVector load(float[] a, int at) {
        return FloatVector.fromArray(EIGHT, a, at).viewAsIntegralLanes();
    }

    private static void store(IntVector v, float[] a, int at) {
        ((FloatVector) v.reinterpretShape(EIGHT, 0)).intoArray(a, at);
    }
}
