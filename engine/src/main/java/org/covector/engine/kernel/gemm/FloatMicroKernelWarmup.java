package org.covector.engine.kernel.gemm;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** Runs a vector loop on small operands until it is compiled. */
final class FloatMicroKernelWarmup {
    private static final int DEPTH = 16;
    private static final int CALLS = 64;

    /** Part of the speed of an idle machine that no interpreted vector loop reaches. */
    private static final double MIN_SPEED = 0.1;

    private static final double CYCLES_PER_NANO = 2.5;

    /** Cycles from one fma of a sum to the next. */
    private static final int LATENCY = 4;

    private static final long TIME_LIMIT_NANOS = 5_000_000_000L;

    private FloatMicroKernelWarmup() {}

    /** The vector loop, fast; or {@code fallback} where it does not become so. */
    static FloatMicroKernel warm(FloatMicroKernel tile, MicroKernelSpec spec, FloatMicroKernel fallback) {
        TileShape shape = spec.shape();
        int columns = shape.columns();
        int tail = spec.masked() ? Math.max(1, shape.lanes() - 1) : shape.lanes();
        int width = columns - shape.lanes() + tail;
        float[] a = Storage.zeros(DType.FLOAT32, DEPTH * shape.rows()).floats();
        float[] b = Storage.zeros(DType.FLOAT32, DEPTH * columns).floats();
        float[] bias = Storage.zeros(DType.FLOAT32, Math.max(width, shape.rows())).floats();
        float[] carry = Storage.zeros(DType.FLOAT32, shape.rows() * columns).floats();
        // a masked store at the very end takes a path of its own
        float[] exact = Storage.zeros(DType.FLOAT32, shape.rows() * width).floats();
        float[] padded = Storage.zeros(DType.FLOAT32, shape.rows() * columns + columns).floats();
        int sums = shape.rows() * shape.vectors();
        double cycles = (double) CALLS * DEPTH * Math.max(LATENCY, sums / 2);
        double compiledNanos = cycles / CYCLES_PER_NANO / MIN_SPEED;
        long start = System.nanoTime();
        int fast = 0;
        while (fast < 4 && System.nanoTime() - start < TIME_LIMIT_NANOS) {
            long t = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                if ((i & 1) == 0) {
                    tile.multiply(DEPTH, a, 0, DEPTH, b, 0, columns, carry, 0, exact, 0, width, tail, bias, 0);
                } else {
                    tile.multiply(DEPTH, a, 0, DEPTH, b, 0, columns, carry, 0, padded, 0, columns, tail, bias, 0);
                }
            }
            fast = System.nanoTime() - t < compiledNanos ? fast + 1 : 0;
        }
        return fast > 0 ? tile : fallback;
    }
}
