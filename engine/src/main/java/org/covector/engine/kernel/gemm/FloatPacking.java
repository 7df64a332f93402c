package org.covector.engine.kernel.gemm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** Copies parts of matrices to where the loops read them. */
final class FloatPacking {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    // lanes of two vectors, numbered through: the first halves interleaved, the second halves interleaved
    private static final float[] FIRST = FloatTransposition.interleaved(0, LANES);
    private static final float[] SECOND = FloatTransposition.interleaved(LANES / 2, LANES);

    // fours of lanes of three vectors in turn, three vectors of them: from two of them, and those with the third
    private static final float[] OF_TWO = new float[3 * LANES];
    private static final float[] AND_THIRD = new float[3 * LANES];

    static {
        for (int i = 0; i < 3 * LANES; i++) {
            int from = i / 12 * 4 + i % 4;
            int which = i / 4 % 3;
            OF_TWO[i] = which == 1 ? LANES + from : from;
            AND_THIRD[i] = which == 2 ? LANES + from : i % LANES;
        }
    }

    private static final int WARMUP_DEPTH = 4 * LANES;

    private FloatPacking() {}

    /** Every loop, on small matrices. */
    static VectorLoops.Trial trial() {
        float[] a = Storage.zeros(DType.FLOAT32, 12 * LANES * WARMUP_DEPTH).floats();
        float[] panel = Storage.zeros(DType.FLOAT32, 12 * LANES * WARMUP_DEPTH).floats();
        return vector -> all(vector, a, panel);
    }

    private static void all(boolean vector, float[] a, float[] panel) {
        GemmMatrix rows = new GemmMatrix(a, 0, 8 * LANES, 1);
        GemmMatrix columns = new GemmMatrix(a, 0, 1, WARMUP_DEPTH);
        panels(vector, rows, 0, WARMUP_DEPTH, 0, 4, 2 * LANES, panel, 0);
        panels(vector, rows, 0, WARMUP_DEPTH, 0, 2, 3 * LANES, panel, 0);
        panels(vector, rows, 0, WARMUP_DEPTH, 0, 1, 3, panel, 0);
        panel(vector, rows, 0, WARMUP_DEPTH, 0, 7 * LANES, panel, 0, 7 * LANES);
        panel(vector, columns, 0, WARMUP_DEPTH, 0, 8, panel, 0, 8);
        panels(vector, columns, 0, WARMUP_DEPTH, 0, 1, 12, panel, 0);
        panels(vector, rows, 0, WARMUP_DEPTH, 0, 4, 12, panel, 0);
        panels(vector, columns, 0, WARMUP_DEPTH, 0, 2, 3, panel, 0);
    }

    /**
     * Elements (k, j), {@code k0 <= k < k0 + depth}, {@code j0 <= j < j0 + width}, to {@code panel[at + (k - k0) * stride + (j - j0)]},
     * and zeros up to column {@code stride} of each row.
     */
    static void panel(boolean vector, GemmMatrix x, int k0, int depth, int j0, int width, float[] panel, int at, int stride) {
        copy(vector, (float[]) x.array(), x.at(k0, j0), x.kStride(), x.jStride(), depth, width, panel, at, stride);
    }

    /**
     * As {@link #panel}, {@code count} panels of {@code nr} columns one behind the other: of adjacent columns, as many as fill
     * whole cache lines side by side are read together, or every line would be fetched from a page of its own.
     */
    static void panels(boolean vector, GemmMatrix x, int k0, int depth, int j0, int count, int nr, float[] panel, int at) {
        if (vector && nr == 3) {
            FloatThreeRowPacking.panels(x, k0, depth, j0, count, panel, at);
            return;
        }
        int p = 0;
        if (vector && x.jStride() == 1 && nr == 2 * LANES) {
            for (; p <= count - 4; p += 4) {
                four((float[]) x.array(), x.at(k0, j0 + p * nr), x.kStride(), depth, panel, at + p * nr * depth);
            }
        }
        if (vector && x.jStride() == 1 && nr == 3 * LANES) {
            for (; p <= count - 2; p += 2) {
                pair((float[]) x.array(), x.at(k0, j0 + p * nr), x.kStride(), depth, panel, at + p * nr * depth);
            }
        }
        if (vector && x.jStride() == 1 && nr == 12 && LANES >= 8) {
            for (; p <= count - 4; p += 4) {
                twelves((float[]) x.array(), x.at(k0, j0 + p * nr), x.kStride(), depth, panel, at + p * nr * depth);
            }
        }
        for (; p < count; p++) {
            panel(vector, x, k0, depth, j0 + p * nr, nr, panel, at + p * nr * depth, nr);
        }
    }

    /**
     * Four panels of twelve columns: a vector that is longer ends in the row after it, which is written next, so the last row is copied
     * alone; of shorter ones two overlap.
     */
    private static void twelves(float[] a, int from, int kStride, int depth, float[] panel, int at) {
        int second = LANES > 12 ? 0 : 12 - LANES;
        int whole = LANES > 12 ? depth - 1 : depth;
        int next = 12 * depth;
        int q = from;
        int p = at;
        for (int k = 0; k < whole; k++) {
            FloatVector.fromArray(SPECIES, a, q).intoArray(panel, p);
            FloatVector.fromArray(SPECIES, a, q + 12).intoArray(panel, p + next);
            FloatVector.fromArray(SPECIES, a, q + 24).intoArray(panel, p + 2 * next);
            FloatVector.fromArray(SPECIES, a, q + 36).intoArray(panel, p + 3 * next);
            if (second > 0) {
                FloatVector.fromArray(SPECIES, a, q + second).intoArray(panel, p + second);
                FloatVector.fromArray(SPECIES, a, q + 12 + second).intoArray(panel, p + next + second);
                FloatVector.fromArray(SPECIES, a, q + 24 + second).intoArray(panel, p + 2 * next + second);
                FloatVector.fromArray(SPECIES, a, q + 36 + second).intoArray(panel, p + 3 * next + second);
            }
            q += kStride;
            p += 12;
        }
        for (int i = 0; i < 4 && whole < depth; i++) {
            System.arraycopy(a, q + 12 * i, panel, p + i * next, 12);
        }
    }

    private static void four(float[] a, int from, int kStride, int depth, float[] panel, int at) {
        int next = 2 * LANES * depth;
        int q = from;
        int p = at;
        for (int k = 0; k < depth; k++) {
            for (int i = 0; i < 4; i++) {
                FloatVector first = FloatVector.fromArray(SPECIES, a, q + 2 * i * LANES);
                FloatVector second = FloatVector.fromArray(SPECIES, a, q + (2 * i + 1) * LANES);
                first.intoArray(panel, p + i * next);
                second.intoArray(panel, p + i * next + LANES);
            }
            q += kStride;
            p += 2 * LANES;
        }
    }

    /** Two panels of three vectors, one after the other without a loop inside: with one it took four times as long. */
    private static void pair(float[] a, int from, int kStride, int depth, float[] panel, int at) {
        int next = at + 3 * LANES * depth;
        for (int k = 0; k < depth; k++) {
            int q = from + k * kStride;
            int p = 3 * LANES * k;
            FloatVector first = FloatVector.fromArray(SPECIES, a, q);
            FloatVector second = FloatVector.fromArray(SPECIES, a, q + LANES);
            FloatVector third = FloatVector.fromArray(SPECIES, a, q + 2 * LANES);
            FloatVector fourth = FloatVector.fromArray(SPECIES, a, q + 3 * LANES);
            FloatVector fifth = FloatVector.fromArray(SPECIES, a, q + 4 * LANES);
            FloatVector sixth = FloatVector.fromArray(SPECIES, a, q + 5 * LANES);
            first.intoArray(panel, at + p);
            second.intoArray(panel, at + p + LANES);
            third.intoArray(panel, at + p + 2 * LANES);
            fourth.intoArray(panel, next + p);
            fifth.intoArray(panel, next + p + LANES);
            sixth.intoArray(panel, next + p + 2 * LANES);
        }
    }

    /** Elements (k, j), all k, {@code j0 <= j < j0 + height}, to {@code rows[(j - j0) * depth + k]}. */
    static void rows(boolean vector, GemmMatrix x, int depth, int j0, int height, float[] rows) {
        copy(vector, (float[]) x.array(), x.at(0, j0), x.jStride(), x.kStride(), height, depth, rows, 0, depth);
    }

    private static void copy(boolean vector, float[] a, int from, int kStride, int jStride, int depth, int width, float[] panel, int at,
            int stride) {
        if (vector && jStride == 1) {
            runs(a, from, kStride, depth, width, panel, at, stride);
        } else if (vector && kStride == 1) {
            transposed(a, from, jStride, depth, width, panel, at, stride);
        } else {
            strided(a, from, kStride, jStride, depth, width, panel, at, stride, stride);
        }
    }

    /** Columns adjacent in memory. */
    private static void runs(float[] a, int from, int kStride, int depth, int width, float[] panel, int at, int stride) {
        int whole = width - width % LANES;
        int j = 0;
        for (; j <= whole - 4 * LANES; j += 4 * LANES) {
            int q = from + j;
            int p = at + j;
            for (int k = 0; k < depth; k++) {
                FloatVector first = FloatVector.fromArray(SPECIES, a, q);
                FloatVector second = FloatVector.fromArray(SPECIES, a, q + LANES);
                FloatVector third = FloatVector.fromArray(SPECIES, a, q + 2 * LANES);
                FloatVector fourth = FloatVector.fromArray(SPECIES, a, q + 3 * LANES);
                first.intoArray(panel, p);
                second.intoArray(panel, p + LANES);
                third.intoArray(panel, p + 2 * LANES);
                fourth.intoArray(panel, p + 3 * LANES);
                q += kStride;
                p += stride;
            }
        }
        for (; j < whole - LANES; j += 2 * LANES) {
            int q = from + j;
            int p = at + j;
            for (int k = 0; k < depth; k++) {
                FloatVector first = FloatVector.fromArray(SPECIES, a, q);
                FloatVector second = FloatVector.fromArray(SPECIES, a, q + LANES);
                first.intoArray(panel, p);
                second.intoArray(panel, p + LANES);
                q += kStride;
                p += stride;
            }
        }
        for (; j < whole; j += LANES) {
            for (int k = 0; k < depth; k++) {
                FloatVector.fromArray(SPECIES, a, from + k * kStride + j).intoArray(panel, at + k * stride + j);
            }
        }
        if (whole < stride) {
            strided(a, from + whole, kStride, 1, depth, width - whole, panel, at + whole, stride, stride - whole);
        }
    }

    /** Rows of k adjacent in memory. */
    private static void transposed(float[] a, int from, int jStride, int depth, int width, float[] panel, int at, int stride) {
        int whole = FloatTransposition.IN_REGISTERS ? width - width % 8 : 0;
        int deep = FloatTransposition.IN_REGISTERS ? depth - depth % LANES : 0;
        if (FloatTransposition.IN_REGISTERS && stride == 12 && width == 12) {
            transposeTwelve(a, from, jStride, deep, panel, at);
            strided(a, from + deep, 1, jStride, depth - deep, 12, panel, at + deep * 12, 12, 12);
            return;
        }
        for (int j = 0; j < whole; j += 8) {
            FloatTransposition.eight(a, from + j * jStride, jStride, deep, panel, at + j, stride);
            if (deep < depth) {
                strided(a, from + j * jStride + deep, 1, jStride, depth - deep, 8, panel, at + deep * stride + j, stride, 8);
            }
        }
        if (whole < stride) {
            strided(a, from + whole * jStride, 1, jStride, depth, width - whole, panel, at + whole, stride, stride - whole);
        }
    }

    /** Any strides. */
    static void strided(float[] a, int from, int kStride, int jStride, int depth, int width,
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

    /**
     * Twelve rows of {@code depth} elements, a multiple of the lanes, to twelve columns: rows of four, transposed, are the quarters of
     * which every three vectors are made.
     */
    private static void transposeTwelve(float[] a, int from, int row, int depth, float[] panel, int at) {
        FloatVector first = FloatVector.fromArray(SPECIES, FIRST, 0);
        FloatVector second = FloatVector.fromArray(SPECIES, SECOND, 0);
        FloatVector two0 = FloatVector.fromArray(SPECIES, OF_TWO, 0);
        FloatVector two1 = FloatVector.fromArray(SPECIES, OF_TWO, LANES);
        FloatVector two2 = FloatVector.fromArray(SPECIES, OF_TWO, 2 * LANES);
        FloatVector third0 = FloatVector.fromArray(SPECIES, AND_THIRD, 0);
        FloatVector third1 = FloatVector.fromArray(SPECIES, AND_THIRD, LANES);
        FloatVector third2 = FloatVector.fromArray(SPECIES, AND_THIRD, 2 * LANES);
        for (int k = 0; k < depth; k += LANES) {
            int q = from + k;
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, q);
            FloatVector a1 = FloatVector.fromArray(SPECIES, a, q + row);
            FloatVector a2 = FloatVector.fromArray(SPECIES, a, q + 2 * row);
            FloatVector a3 = FloatVector.fromArray(SPECIES, a, q + 3 * row);
            FloatVector b0 = FloatVector.fromArray(SPECIES, a, q + 4 * row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, a, q + 5 * row);
            FloatVector b2 = FloatVector.fromArray(SPECIES, a, q + 6 * row);
            FloatVector b3 = FloatVector.fromArray(SPECIES, a, q + 7 * row);
            FloatVector c0 = FloatVector.fromArray(SPECIES, a, q + 8 * row);
            FloatVector c1 = FloatVector.fromArray(SPECIES, a, q + 9 * row);
            FloatVector c2 = FloatVector.fromArray(SPECIES, a, q + 10 * row);
            FloatVector c3 = FloatVector.fromArray(SPECIES, a, q + 11 * row);
            FloatVector s = first.selectFrom(a0, a2);
            FloatVector t = first.selectFrom(a1, a3);
            a2 = second.selectFrom(a0, a2);
            a3 = second.selectFrom(a1, a3);
            a0 = first.selectFrom(s, t);
            a1 = second.selectFrom(s, t);
            s = first.selectFrom(a2, a3);
            a3 = second.selectFrom(a2, a3);
            a2 = s;
            s = first.selectFrom(b0, b2);
            t = first.selectFrom(b1, b3);
            b2 = second.selectFrom(b0, b2);
            b3 = second.selectFrom(b1, b3);
            b0 = first.selectFrom(s, t);
            b1 = second.selectFrom(s, t);
            s = first.selectFrom(b2, b3);
            b3 = second.selectFrom(b2, b3);
            b2 = s;
            s = first.selectFrom(c0, c2);
            t = first.selectFrom(c1, c3);
            c2 = second.selectFrom(c0, c2);
            c3 = second.selectFrom(c1, c3);
            c0 = first.selectFrom(s, t);
            c1 = second.selectFrom(s, t);
            s = first.selectFrom(c2, c3);
            c3 = second.selectFrom(c2, c3);
            c2 = s;
            int p = at + k * 12;
            third0.selectFrom(two0.selectFrom(a0, b0), c0).intoArray(panel, p);
            third1.selectFrom(two1.selectFrom(a0, b0), c0).intoArray(panel, p + LANES);
            third2.selectFrom(two2.selectFrom(a0, b0), c0).intoArray(panel, p + 2 * LANES);
            third0.selectFrom(two0.selectFrom(a1, b1), c1).intoArray(panel, p + 3 * LANES);
            third1.selectFrom(two1.selectFrom(a1, b1), c1).intoArray(panel, p + 4 * LANES);
            third2.selectFrom(two2.selectFrom(a1, b1), c1).intoArray(panel, p + 5 * LANES);
            third0.selectFrom(two0.selectFrom(a2, b2), c2).intoArray(panel, p + 6 * LANES);
            third1.selectFrom(two1.selectFrom(a2, b2), c2).intoArray(panel, p + 7 * LANES);
            third2.selectFrom(two2.selectFrom(a2, b2), c2).intoArray(panel, p + 8 * LANES);
            third0.selectFrom(two0.selectFrom(a3, b3), c3).intoArray(panel, p + 9 * LANES);
            third1.selectFrom(two1.selectFrom(a3, b3), c3).intoArray(panel, p + 10 * LANES);
            third2.selectFrom(two2.selectFrom(a3, b3), c3).intoArray(panel, p + 11 * LANES);
        }
    }
}
