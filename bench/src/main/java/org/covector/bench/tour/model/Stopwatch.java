package org.covector.bench.tour.model;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.covector.functional.train.Epoch;
import org.covector.functional.train.Listener;
import org.covector.functional.train.TrainState;
import org.covector.functional.train.Trainer;

/**
 * Measures time and memory of updates; the last of the listeners, so that what others do after a pass is not an update's. The steps of a
 * fit are a fold of memory: what counts as allocated are the objects around tensors.
 */
final class Stopwatch<M> implements Listener<M> {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long start = System.nanoTime();
    private final long collectionsBefore = collections();
    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();
    private long since = start;
    private long allocated = THREADS.getCurrentThreadAllocatedBytes();

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    @Override
    public void onStep(Trainer.Step<M> step) {
        nanos.add(System.nanoTime() - since);
        bytes.add(THREADS.getCurrentThreadAllocatedBytes() - allocated);
        begin();
    }

    @Override
    public void onEpoch(Epoch epoch, TrainState<M> state) {
        begin();
    }

    private void begin() {
        since = System.nanoTime();
        allocated = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The median of the second half. */
    private static long steady(List<Long> all) {
        long[] later = LongStream.range(all.size() / 2, all.size()).map(i -> all.get((int) i)).sorted().toArray();
        return later[later.length / 2];
    }

    Trained.Pace pace() {
        return new Trained.Pace(nanos.size(), (System.nanoTime() - start) * 1e-9, nanos.getFirst() * 1e-9, steady(nanos) * 1e-9,
                steady(bytes), collections() - collectionsBefore);
    }
}
