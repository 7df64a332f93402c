package org.covector.engine.kernel;

/**
 * Dense runs from one element type to another: to boolean as "not zero" (NaN is not zero), from boolean as 0 and 1, to long
 * truncated toward zero and saturating with NaN as 0, to floating point rounded once to nearest even.
 */
public final class Convert {
    private Convert() {}

    /** {@code y[yo + i] = (type of y) x[xo + i]} for i below n. */
    public static void run(Object x, int xo, Object y, int yo, int n) {
        switch (x) {
            case float[] a -> {
                switch (y) {
                    case double[] b -> run(a, xo, b, yo, n);
                    case long[] b -> run(a, xo, b, yo, n);
                    case boolean[] b -> run(a, xo, b, yo, n);
                    default -> System.arraycopy(x, xo, y, yo, n);
                }
            }
            case double[] a -> {
                switch (y) {
                    case float[] b -> run(a, xo, b, yo, n);
                    case long[] b -> run(a, xo, b, yo, n);
                    case boolean[] b -> run(a, xo, b, yo, n);
                    default -> System.arraycopy(x, xo, y, yo, n);
                }
            }
            case long[] a -> {
                switch (y) {
                    case float[] b -> run(a, xo, b, yo, n);
                    case double[] b -> run(a, xo, b, yo, n);
                    case boolean[] b -> run(a, xo, b, yo, n);
                    default -> System.arraycopy(x, xo, y, yo, n);
                }
            }
            case boolean[] a -> {
                switch (y) {
                    case float[] b -> run(a, xo, b, yo, n);
                    case double[] b -> run(a, xo, b, yo, n);
                    case long[] b -> run(a, xo, b, yo, n);
                    default -> System.arraycopy(x, xo, y, yo, n);
                }
            }
            default -> throw new IllegalArgumentException(x.getClass().getName());
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
