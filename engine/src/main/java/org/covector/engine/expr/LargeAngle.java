package org.covector.engine.expr;

/**
 * Trigonometric functions of arguments so large that their reduction needs hundreds of bits of pi: lane by lane by StrictMath, whose
 * bits the Java language fixes. Loops compute all lanes for moderate arguments and ask here only where one is not; a reduction of
 * every argument in straight-line code would be five times as long (about 230 operations instead of 45).
 */
public final class LargeAngle {
    /** From here on (magnitudes) float arguments are reduced here. */
    public static final float FLOAT_LIMIT = 0x1p15f;
    /** From here on (magnitudes) double arguments are reduced here. */
    public static final double DOUBLE_LIMIT = 0x1p32;

    private LargeAngle() {}

    /** {@code |x| < limit ? y : sin x}; y where x is NaN. */
    public static float sinFar(float x, float y) {
        return Math.abs(x) >= FLOAT_LIMIT ? (float) StrictMath.sin(x) : y;
    }

    /** {@code |x| < limit ? y : sin x}; y where x is NaN. */
    public static double sinFar(double x, double y) {
        return Math.abs(x) >= DOUBLE_LIMIT ? StrictMath.sin(x) : y;
    }

    /** {@code |x| < limit ? y : cos x}; y where x is NaN. */
    public static float cosFar(float x, float y) {
        return Math.abs(x) >= FLOAT_LIMIT ? (float) StrictMath.cos(x) : y;
    }

    /** {@code |x| < limit ? y : cos x}; y where x is NaN. */
    public static double cosFar(double x, double y) {
        return Math.abs(x) >= DOUBLE_LIMIT ? StrictMath.cos(x) : y;
    }

    /** {@code |x| < limit ? y : tan x}; y where x is NaN. */
    public static float tanFar(float x, float y) {
        return Math.abs(x) >= FLOAT_LIMIT ? (float) StrictMath.tan(x) : y;
    }

    /** {@code |x| < limit ? y : tan x}; y where x is NaN. */
    public static double tanFar(double x, double y) {
        return Math.abs(x) >= DOUBLE_LIMIT ? StrictMath.tan(x) : y;
    }

    /** The same for each of the lanes of a vector; y is changed and returned. */
    public static float[] sinFar(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = sinFar(x[i], y[i]);
        }
        return y;
    }

    /** The same for each of the lanes of a vector; y is changed and returned. */
    public static float[] cosFar(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = cosFar(x[i], y[i]);
        }
        return y;
    }

    /** The same for each of the lanes of a vector; y is changed and returned. */
    public static float[] tanFar(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = tanFar(x[i], y[i]);
        }
        return y;
    }

    /** The same for each of the lanes of a vector; y is changed and returned. */
    public static double[] sinFar(double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = sinFar(x[i], y[i]);
        }
        return y;
    }

    /** The same for each of the lanes of a vector; y is changed and returned. */
    public static double[] cosFar(double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = cosFar(x[i], y[i]);
        }
        return y;
    }

    /** The same for each of the lanes of a vector; y is changed and returned. */
    public static double[] tanFar(double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = tanFar(x[i], y[i]);
        }
        return y;
    }
}
