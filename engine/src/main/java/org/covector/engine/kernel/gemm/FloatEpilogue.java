package org.covector.engine.kernel.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Finished sums on their way to C. */
final class FloatEpilogue {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private FloatEpilogue() {}

    /** {@code n} sums to a row of C; {@code biasAt} is where the bias of the first of them is, or of the row. */
    static void row(Epilogue epilogue, float[] sums, int from, float[] c, int at, int n, float[] bias, int biasAt) {
        switch (epilogue) {
            case NONE -> copy(sums, from, c, at, n);
            case ADD -> add(sums, from, c, at, c, at, n);
            case SUBTRACT -> subtract(sums, from, c, at, n);
            case COLUMN_BIAS -> add(sums, from, bias, biasAt, c, at, n);
            case ROW_BIAS -> add(sums, from, bias[biasAt], c, at, n);
        }
    }

    private static void copy(float[] x, int from, float[] to, int at, int n) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, from + j).intoArray(to, at + j);
        }
        for (; j < n; j++) {
            to[at + j] = x[from + j];
        }
    }

    private static void add(float[] x, int from, float[] y, int yAt, float[] to, int at, int n) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, from + j).add(FloatVector.fromArray(SPECIES, y, yAt + j)).intoArray(to, at + j);
        }
        for (; j < n; j++) {
            to[at + j] = x[from + j] + y[yAt + j];
        }
    }

    private static void subtract(float[] x, int from, float[] c, int at, int n) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, c, at + j).sub(FloatVector.fromArray(SPECIES, x, from + j)).intoArray(c, at + j);
        }
        for (; j < n; j++) {
            c[at + j] -= x[from + j];
        }
    }

    private static void add(float[] x, int from, float y, float[] to, int at, int n) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, from + j).add(y).intoArray(to, at + j);
        }
        for (; j < n; j++) {
            to[at + j] = x[from + j] + y;
        }
    }
}
