package org.covector.bench.measure;

/** One contestant's prepared computation. */
public interface Task extends AutoCloseable {
    /** Computes once, with a fresh result. */
    void run();

    /** What is computed, or a characteristic part of it, to see that all contestants compute the same; empty: not compared. */
    default double[] result() {
        return new double[0];
    }

    @Override
    default void close() {}
}
