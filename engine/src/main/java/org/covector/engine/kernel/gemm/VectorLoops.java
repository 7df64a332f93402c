package org.covector.engine.kernel.gemm;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Loops in vectors that have scalar twins with the same bits. The scalar ones serve until a thread in the background has run those in
 * vectors so often that they take less time: before they are compiled every vector is an object.
 */
final class VectorLoops {
    private static final int CALLS = 256;
    private static final int TRIALS = 8;
    private static final long TIME_LIMIT_NANOS = 4_000_000_000L;

    /** All loops, once, on small arrays: in vectors or not. */
    interface Trial {
        void run(boolean vector);
    }

    private final Supplier<Trial> trial;
    private final Consumer<Runnable> background;
    private boolean isAsked;
    private volatile boolean areCompiled;

    /** Nothing is run before somebody asks. */
    VectorLoops(Supplier<Trial> trial, Consumer<Runnable> background) {
        this.trial = trial;
        this.background = background;
    }

    /** Whether those in vectors are compiled, or, on a busy machine, have been run for a time that is enough. */
    boolean areCompiled() {
        if (!isAsked) { // a race warms them twice
            isAsked = true;
            background.accept(() -> {
                warmUp(trial.get());
                areCompiled = true;
            });
        }
        return areCompiled;
    }

    private static void warmUp(Trial loops) {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < CALLS; i++) {
                loops.run(true);
            }
        } while (nanos(loops, true) >= nanos(loops, false) && System.nanoTime() - start < TIME_LIMIT_NANOS);
    }

    private static long nanos(Trial loops, boolean vector) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long from = System.nanoTime();
            loops.run(vector);
            best = Math.min(best, System.nanoTime() - from);
        }
        return best;
    }
}
