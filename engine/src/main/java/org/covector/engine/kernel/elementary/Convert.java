package org.covector.engine.kernel.elementary;

import org.covector.engine.DType;

/**
 * Dense runs from one element type to another: to boolean as "not zero" (NaN is not zero), from boolean as 0 and 1, to long
 * truncated toward zero and saturating with NaN as 0, to floating point rounded once to nearest even.
 */
public final class Convert {
    private Convert() {}

    /** {@code y[yo + i] = (type of y) x[xo + i]} for i below n, x and y of the given dtypes. */
    public static void run(DType from, Object x, int xo, DType to, Object y, int yo, int n) {
        switch (from) {
            case FLOAT32 -> {
                float[] a = (float[]) x;
                switch (to) {
                    case FLOAT32 -> System.arraycopy(x, xo, y, yo, n);
                    case FLOAT64 -> run(a, xo, (double[]) y, yo, n);
                    case INT64 -> run(a, xo, (long[]) y, yo, n);
                    case BOOL -> run(a, xo, (boolean[]) y, yo, n);
                }
            }
            case FLOAT64 -> {
                double[] a = (double[]) x;
                switch (to) {
                    case FLOAT32 -> run(a, xo, (float[]) y, yo, n);
                    case FLOAT64 -> System.arraycopy(x, xo, y, yo, n);
                    case INT64 -> run(a, xo, (long[]) y, yo, n);
                    case BOOL -> run(a, xo, (boolean[]) y, yo, n);
                }
            }
            case INT64 -> {
                long[] a = (long[]) x;
                switch (to) {
                    case FLOAT32 -> run(a, xo, (float[]) y, yo, n);
                    case FLOAT64 -> run(a, xo, (double[]) y, yo, n);
                    case INT64 -> System.arraycopy(x, xo, y, yo, n);
                    case BOOL -> run(a, xo, (boolean[]) y, yo, n);
                }
            }
            case BOOL -> {
                boolean[] a = (boolean[]) x;
                switch (to) {
                    case FLOAT32 -> run(a, xo, (float[]) y, yo, n);
                    case FLOAT64 -> run(a, xo, (double[]) y, yo, n);
                    case INT64 -> run(a, xo, (long[]) y, yo, n);
                    case BOOL -> System.arraycopy(x, xo, y, yo, n);
                }
            }
        }
    }

    private static void run(float[] x, int xo, double[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i];
        }
    }

    private static void run(float[] x, int xo, long[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (long) x[xo + i];
        }
    }

    private static void run(float[] x, int xo, boolean[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] != 0;
        }
    }

    private static void run(double[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) x[xo + i];
        }
    }

    private static void run(double[] x, int xo, long[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (long) x[xo + i];
        }
    }

    private static void run(double[] x, int xo, boolean[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] != 0;
        }
    }

    private static void run(long[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i];
        }
    }

    private static void run(long[] x, int xo, double[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i];
        }
    }

    private static void run(long[] x, int xo, boolean[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] != 0;
        }
    }

    private static void run(boolean[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] ? 1 : 0;
        }
    }

    private static void run(boolean[] x, int xo, double[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] ? 1 : 0;
        }
    }

    private static void run(boolean[] x, int xo, long[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] ? 1 : 0;
        }
    }
}
