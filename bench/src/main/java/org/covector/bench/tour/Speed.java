package org.covector.bench.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.covector.bench.measure.Timing;
import org.covector.engine.DType;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.engine.op.RandomNumbers;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * The chapter on speed.
 *
 * @param kernels in order
 */
public record Speed(List<Kernel> kernels) {
    private static final int LONG = 1_000_000;
    private static final int SIDE = 256;
    private static final int SAMPLES = 5;

    /**
     * One function both ways.
     *
     * @param scalar nanoseconds per call of the plain loop
     * @param ours nanoseconds per call of the library
     * @param difference largest between their results, relative to the largest value
     */
    public record Kernel(String name, double scalar, double ours, double difference) {
        /** How many times faster ours is. */
        public double ratio() {
            return scalar / ours;
        }
    }

    private record Pair(String name, Supplier<float[]> scalar, Supplier<Tensor> ours) {}

    static Speed show(boolean quick) {
        List<Kernel> kernels = new ArrayList<>();
        System.out.printf("%-22s %12s %12s %8s %12s%n", "", "scalar loop", "Covector", "ratio", "difference");
        for (Pair pair : pairs()) {
            Kernel k = measure(pair, quick ? 0.4 : 2);
            kernels.add(k);
            System.out.printf("%-22s %9.3f ms %9.3f ms %7.1fx %12.1e%n", k.name, k.scalar * 1e-6, k.ours * 1e-6, k.ratio(), k.difference);
        }
        return new Speed(List.copyOf(kernels));
    }

    private static List<Pair> pairs() {
        float[] x = normal(1, LONG);
        float[] a = normal(2, SIDE * SIDE);
        float[] b = normal(3, SIDE * SIDE);
        Tensor tx = Tensor.of(x);
        Tensor rows = Tensor.of(x, LONG / 1000, 1000);
        Tensor ta = Tensor.of(a, SIDE, SIDE);
        Tensor tb = Tensor.of(b, SIDE, SIDE);
        return List.of(
                new Pair("exp, 1e6", () -> Scalar.exp(x), () -> F.exp(tx)),
                new Pair("gelu (tanh), 1e6", () -> Scalar.geluTanh(x), () -> F.geluTanh(tx)),
                new Pair("softmax 1000 x 1000", () -> Scalar.softmax(x, 1000), () -> F.softmax(rows, 1)),
                new Pair("matmul 256 x 256", () -> Scalar.matmul(a, b, SIDE), () -> F.matmul(ta, tb)));
    }

    private static float[] normal(long seed, int n) {
        return RandomNumbers.normal(PhiloxKey.of(seed), Shape.of(n), DType.FLOAT32).toFloatArray();
    }

    private static Kernel measure(Pair pair, double seconds) {
        double difference = difference(pair.scalar.get(), pair.ours.get().array().toFloatArray());
        return new Kernel(pair.name, time(pair.scalar, seconds), time(pair.ours, seconds), difference);
    }

    /** The median of a few samples, after half of the time to warm up. */
    private static double time(Supplier<?> work, double seconds) {
        sample(work, seconds / 2);
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = sample(work, seconds / 2 / SAMPLES);
        }
        return Timing.of(samples).median();
    }

    private static double sample(Supplier<?> work, double seconds) {
        long start = System.nanoTime();
        long calls = 0;
        long used = 0;
        while (used < seconds * 1e9 || calls == 0) {
            work.get();
            calls++;
            used = System.nanoTime() - start;
        }
        return (double) used / calls;
    }

    private static double difference(float[] x, float[] y) {
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
            apart = Math.max(apart, Math.abs(x[i] - y[i]));
        }
        return apart / largest;
    }
}
