package org.covector.bench.tour.data;

import java.util.stream.LongStream;
import org.covector.functional.Tensor;

/** Data to learn from and data to be examined on: row i is for the test when {@code i % 5 == 4}. */
public record Split(String name, Task task, Sample train, Sample test) {
    private static final int EVERY = 5;

    /** Of all rows. */
    public static Split of(String name, Task task, Sample all) {
        return new Split(name, task, all.rows(rows(all, false)), all.rows(rows(all, true)));
    }

    private static Tensor rows(Sample all, boolean test) {
        return Tensor.of(LongStream.range(0, all.size()).filter(i -> isTest(i) == test).toArray());
    }

    /** Whether a row is kept for the test. */
    static boolean isTest(long row) {
        return row % EVERY == EVERY - 1;
    }
}
