package org.covector.engine.expr;

/**
 * fmod where the quotient is so large that a remainder takes more than two steps of division: lane by lane by Java's {@code %}, which
 * is exact. Loops compute all lanes for moderate quotients and ask here only where one is NaN.
 */
public final class LargeQuotient {
    private LargeQuotient() {}

    /** {@code rest}, or {@code x % y} where it is NaN. */
    public static float fmodFar(float x, float y, float rest) {
        return rest == rest ? rest : x % y;
    }

    /** {@code rest}, or {@code x % y} where it is NaN. */
    public static double fmodFar(double x, double y, double rest) {
        return rest == rest ? rest : x % y;
    }

    /** The same for each of the lanes of a vector; rest is changed and returned. */
    public static float[] fmodFar(float[] x, float[] y, float[] rest) {
        for (int i = 0; i < rest.length; i++) {
            rest[i] = fmodFar(x[i], y[i], rest[i]);
        }
        return rest;
    }

    /** The same for each of the lanes of a vector; rest is changed and returned. */
    public static double[] fmodFar(double[] x, double[] y, double[] rest) {
        for (int i = 0; i < rest.length; i++) {
            rest[i] = fmodFar(x[i], y[i], rest[i]);
        }
        return rest;
    }
}
