package org.covector.bench.probe;

import io.vavr.collection.List;
import org.covector.bench.report.Probe;
import org.covector.bench.workload.Inputs;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** What the first calls of a fresh JVM take. Each may be asked once per JVM. */
public final class ColdStart {
    private static final int N = 256;
    private static final int WINDOW = 10;
    private static final long GIVE_UP_NANOS = 10_000_000_000L;

    private ColdStart() {}

    /** The first gelu of the JVM. */
    public static List<Probe> gelu(int threads) {
        Tensor x = Tensor.of(Inputs.floats(100_000, 1));
        long start = System.nanoTime();
        Tensor y = F.gelu(x);
        double millis = (System.nanoTime() - start) / 1e6;
        return List.of(new Probe("first gelu of 1e5 elements" + nothing(y), threads, millis, "ms", 40, true));
    }

    /** Until a loop of matrix products runs at half the machine's speed. */
    public static List<Probe> matmul(int threads, double gigaflops) {
        Tensor a = Tensor.of(Inputs.floats(N * N, 1), N, N);
        Tensor b = Tensor.of(Inputs.floats(N * N, 2), N, N);
        double nanosWanted = 2 * 2.0 * N * N * N / gigaflops * WINDOW;
        long start = System.nanoTime();
        long now = start;
        double last = Double.MAX_VALUE;
        while (last > nanosWanted && now - start < GIVE_UP_NANOS) {
            long before = System.nanoTime();
            for (int i = 0; i < WINDOW; i++) {
                F.matmul(a, b);
            }
            now = System.nanoTime();
            last = now - before;
        }
        return List.of(new Probe("sgemm 256 in a loop: half of peak after", threads, (now - start) / 1e9, "s", 1.5, true));
    }

    /** Uses a result. */
    private static String nothing(Tensor y) {
        return y.size() == 0 ? " (empty)" : "";
    }
}
