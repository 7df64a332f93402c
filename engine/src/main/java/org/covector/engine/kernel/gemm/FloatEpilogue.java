package org.covector.engine.kernel.gemm;

/**
 * Finished sums of edges on their way to C: loops of scalars, since they take little of a product's time and vectors would be objects
 * until somebody has run them long enough.
 */
final class FloatEpilogue {
    private FloatEpilogue() {}

    /** {@code n} sums to a row of C; {@code biasAt} is where the bias of the first of them is, or of the row. */
    static void row(Epilogue epilogue, float[] sums, int from, float[] c, int at, int n, float[] bias, int biasAt) {
        switch (epilogue) {
            case NONE -> System.arraycopy(sums, from, c, at, n);
            case ADD -> add(sums, from, c, at, c, at, n);
            case SUBTRACT -> subtract(sums, from, c, at, n);
            case COLUMN_BIAS -> add(sums, from, bias, biasAt, c, at, n);
            case ROW_BIAS -> add(sums, from, bias[biasAt], c, at, n);
        }
    }

    private static void add(float[] x, int from, float[] y, int yAt, float[] to, int at, int n) {
        for (int j = 0; j < n; j++) {
            to[at + j] = x[from + j] + y[yAt + j];
        }
    }

    private static void subtract(float[] x, int from, float[] c, int at, int n) {
        for (int j = 0; j < n; j++) {
            c[at + j] -= x[from + j];
        }
    }

    private static void add(float[] x, int from, float y, float[] to, int at, int n) {
        for (int j = 0; j < n; j++) {
            to[at + j] = x[from + j] + y;
        }
    }
}
