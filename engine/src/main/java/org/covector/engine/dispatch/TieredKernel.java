package org.covector.engine.dispatch;

import java.util.function.Consumer;
import org.covector.engine.runtime.EngineRuntime;

/**
 * A kernel in two forms with the same bits: scalar loops, which serve from the first call on, and vector loops, which take over
 * when a daemon thread has run them until they are compiled. Before that every vector is an object and an operation takes 50 ns.
 */
public final class TieredKernel<K> {
    private static final int BATCH = 256;
    private static final int MIN_BATCHES = 24;
    private static final int TRIALS = 8;

    /** On a busy machine compilation may take this long, but no longer. */
    private static final long TIME_LIMIT_NANOS = 4_000_000_000L;

    private volatile K current;

    private TieredKernel(K scalar) {
        this.current = scalar;
    }

    /** How a kernel is made ({@code vector} or not) and put through all its loops on small arrays. */
    public record Plan<K>(Factory<K> factory, Consumer<K> warmup) {}

    public interface Factory<K> {
        K make(boolean vector);
    }

    /** The form of the kernel that is faster now. Keys name a kernel and its dtype. */
    public static <K> K kernel(Object key, Plan<K> plan) {
        TieredKernel<K> s = EngineRuntime.shared(key, _ -> new TieredKernel<>(plan.factory.make(false)).startWarmup(plan));
        return s.current;
    }

    private TieredKernel<K> startWarmup(Plan<K> plan) {
        EngineRuntime.background(() -> warm(plan.factory.make(true), plan.warmup));
        return this;
    }

    private void warm(K vector, Consumer<K> warmup) {
        K scalar = current;
        long start = System.nanoTime();
        for (int batches = 1; ; batches++) {
            for (int i = 0; i < BATCH; i++) {
                warmup.accept(vector);
            }
            boolean enough = batches >= MIN_BATCHES && batches % TRIALS == 0 && nanos(warmup, vector) < nanos(warmup, scalar);
            if (enough || System.nanoTime() - start > TIME_LIMIT_NANOS) {
                current = vector;
                return;
            }
        }
    }

    private static <K> long nanos(Consumer<K> warmup, K kernel) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long from = System.nanoTime();
            warmup.accept(kernel);
            warmup.accept(kernel);
            best = Math.min(best, System.nanoTime() - from);
        }
        return best;
    }
}
