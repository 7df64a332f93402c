package org.covector.bench.tour.data;

import java.util.stream.LongStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.train.Examples;

/** Data to learn from and data to be examined on: row i is for the test when {@code i % 5 == 4}. */
public record Split(String name, Task task, Examples train, Examples test) {
    private static final int EVERY = 5;

    /** Of all rows. */
    public static Split of(String name, Task task, Examples all) {
        return new Split(name, task, part(all, false), part(all, true));
    }

    private static Examples part(Examples all, boolean test) {
        Tensor rows = Tensor.of(LongStream.range(0, all.size()).filter(i -> isTest(i) == test).toArray());
        return new Examples(F.indexSelect(all.x(), 0, rows), F.indexSelect(all.y(), 0, rows));
    }

    /** Whether a row is kept for the test. */
    static boolean isTest(long row) {
        return row % EVERY == EVERY - 1;
    }
}
