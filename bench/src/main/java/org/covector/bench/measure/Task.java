package org.covector.bench.measure;

/** One contestant's prepared computation. */
public interface Task {
    /** Computes once, with a fresh result. */
    void run();

    /** Computes several times. */
    default void repeat(int calls) {
        for (int i = 0; i < calls; i++) {
            run();
        }
    }

    /** What is computed, or a characteristic part of it, to see that all contestants compute the same; empty: not compared. */
    default double[] result() {
        return new double[0];
    }
}
