package org.covector.bench.workload;

import java.util.SplittableRandom;

/** The same numbers for every contestant. */
public final class Inputs {
    private Inputs() {}

    /** {@code size} numbers, uniform in [-1, 1). */
    public static float[] floats(int size, long seed) {
        return scaled(size, seed, 1);
    }

    /** {@code size} numbers, uniform in [-scale, scale). */
    public static float[] scaled(int size, long seed, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) ((random.nextDouble() * 2 - 1) * scale);
        }
        return x;
    }

    /** {@code size} numbers, uniform in [-1, 1). */
    public static double[] doubles(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = random.nextDouble() * 2 - 1;
        }
        return x;
    }

    /** What a pointwise function is given: for log positive numbers, else [-1, 1). */
    public static float[] of(PointwiseOp op, int size, long seed) {
        float[] x = floats(size, seed);
        if (op == PointwiseOp.LOG) {
            for (int i = 0; i < size; i++) {
                x[i] = Math.abs(x[i]) + 0.1f;
            }
        }
        return x;
    }

    /** Labels 0 to 9, in turn. */
    public static long[] labels(int size) {
        long[] labels = new long[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 10;
        }
        return labels;
    }

    /** A symmetric positive definite matrix, row by row. */
    public static double[] positive(int n, long seed) {
        double[] m = doubles(n * n, seed);
        double[] x = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x[i * n + j] = m[i * n + j] + m[j * n + i] + (i == j ? 2 * n : 0);
            }
        }
        return x;
    }

    /** {@code size} indices, uniform in 0 .. bound - 1. */
    public static long[] indices(int size, int bound, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] x = new long[size];
        for (int i = 0; i < size; i++) {
            x[i] = random.nextInt(bound);
        }
        return x;
    }
}
