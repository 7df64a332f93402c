package org.covector.engine.op;

import java.util.function.Consumer;
import org.covector.engine.runtime.EngineRuntime;

/**
 * A kernel in two forms with the same bits: scalar loops, which serve from the first call on, and vector loops, which take over
 * when a daemon thread has run them until they are compiled. Before that every vector is an object and an operation takes 50 ns.
 */
final class TieredKernel<K> {
    private static final int BATCH = 256;
    private static final int MIN_BATCHES = 24;
    private static final int TRIALS = 8;

    /** On a busy machine compilation may take this long, but no longer. */
    private static final long CAP_NANOS = 4_000_000_000L;

    private volatile K current;

    private TieredKernel(K scalar) {
        this.current = scalar;
    }

    /** How a kernel is made ({@code vector} or not) and put through all its loops on small arrays. */
    record Plan<K>(Maker<K> maker, Consumer<K> exercise) {}

    interface Maker<K> {
        K make(boolean vector);
    }

    /** The form of the kernel that is faster now. Keys name a kernel and its dtype. */
    static <K> K kernel(Object key, Plan<K> plan) {
        TieredKernel<K> s = EngineRuntime.shared(key, _ -> new TieredKernel<>(plan.maker.make(false)).warmed(plan));
        return s.current;
    }

    private TieredKernel<K> warmed(Plan<K> plan) {
        EngineRuntime.background(() -> warm(plan.maker.make(true), plan.exercise));
        return this;
    }

    private void warm(K vector, Consumer<K> exercise) {
        K scalar = current;
        long start = System.nanoTime();
        for (int batches = 1; ; batches++) {
            for (int i = 0; i < BATCH; i++) {
                exercise.accept(vector);
            }
            boolean enough = batches >= MIN_BATCHES && batches % TRIALS == 0 && nanos(exercise, vector) < nanos(exercise, scalar);
            if (enough || System.nanoTime() - start > CAP_NANOS) {
                current = vector;
                return;
            }
        }
    }

    private static <K> long nanos(Consumer<K> exercise, K kernel) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long from = System.nanoTime();
            exercise.accept(kernel);
            exercise.accept(kernel);
            best = Math.min(best, System.nanoTime() - from);
        }
        return best;
    }
}
