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

    /** On a busy machine compilation takes longer than this; then others have their turn, and it is tried again. */
    private static final long TIME_LIMIT_NANOS = 4_000_000_000L;

    /** Compiled vector loops may take this many times as long as scalar ones, on arrays so small; others take much longer. */
    private static final int COMPILED = 3;

    private volatile K current;

    TieredKernel(K scalar) {
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
        return s.current();
    }

    K current() {
        return current;
    }

    private TieredKernel<K> startWarmup(Plan<K> plan) {
        K scalar = current;
        EngineRuntime.attemptInBackground(() -> warm(scalar, plan.factory.make(true), plan.warmup, TIME_LIMIT_NANOS));
        return this;
    }

    /** Whether the vector loops have taken over. */
    boolean warm(K scalar, K vector, Consumer<K> warmup, long limitNanos) {
        long start = System.nanoTime();
        for (int batches = 1; ; batches++) {
            for (int i = 0; i < BATCH; i++) {
                warmup.accept(vector);
            }
            boolean isLate = System.nanoTime() - start > limitNanos;
            boolean isTrial = batches >= MIN_BATCHES && batches % TRIALS == 0;
            if ((isTrial || isLate) && nanos(warmup, vector) < (isLate ? COMPILED : 1) * nanos(warmup, scalar)) {
                current = vector;
                return true;
            }
            if (isLate) {
                return false;
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
