package org.covector.bench.measure;

import io.vavr.collection.List;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/** Measures {@link Limits}: multiply-adds on registers only, and streams over arrays from 16 KiB to 256 MiB. */
public final class LimitMeter {
    private static final int FMA_STEPS = 20_000;
    private static final int FMA_CALLS = 60;
    private static final int BATCHES = 14;
    private static final int CACHE_LINE = 64;
    private static final long BYTES_PER_BATCH = 100L << 20;
    private static final List<Long> FOOTPRINTS = List.range(0, 8).map(i -> (16L << 10) << (2 * i));

    private LimitMeter() {}

    /** A loop whose result depends on all that it computes. */
    private interface Loop {
        double run();
    }

    /** The limits of so many threads working at once. */
    public static Limits measure(int threads) {
        return new Limits(
                rate(threads, LimitLoops.FLOAT_OPS * FMA_STEPS, FMA_CALLS, () -> () -> LimitLoops.floatChains(FMA_STEPS)),
                rate(threads, LimitLoops.DOUBLE_OPS * FMA_STEPS, FMA_CALLS, () -> () -> LimitLoops.doubleChains(FMA_STEPS)),
                new Bandwidth(FOOTPRINTS.map(bytes -> new Bandwidth.Point(bytes, read(threads, bytes / threads))).asJava()),
                new Bandwidth(FOOTPRINTS.map(bytes -> new Bandwidth.Point(bytes, copy(threads, bytes / threads))).asJava()));
    }

    private static double read(int threads, long bytes) {
        return rate(threads, bytes, calls(bytes), () -> {
            MemorySegment x = lines(bytes);
            return () -> LimitLoops.sum(x);
        });
    }

    private static double copy(int threads, long bytes) {
        return rate(threads, bytes, calls(bytes), () -> {
            MemorySegment x = lines(bytes / 2);
            MemorySegment y = lines(bytes / 2);
            return () -> LimitLoops.copy(x, y);
        });
    }

    /** Whole cache lines, written once, so that every page exists. */
    private static MemorySegment lines(long bytes) {
        return Arena.ofAuto().allocate(bytes, CACHE_LINE).fill((byte) 1);
    }

    private static int calls(long bytes) {
        return (int) Math.max(1, BYTES_PER_BATCH / bytes);
    }

    /** Work of all threads per nanosecond, each thread's fastest batch. */
    private static double rate(int threads, double work, int calls, Supplier<Loop> make) {
        double[] nanos = new double[threads];
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Thread> workers = List.range(0, threads)
                .map(i -> Thread.ofPlatform().start(() -> nanos[i] = fastest(make.get(), calls, start)));
        workers.forEach(LimitMeter::join);
        return Arrays.stream(nanos).map(n -> work / n).sum();
    }

    private static double fastest(Loop loop, int calls, CyclicBarrier start) {
        double best = Double.MAX_VALUE;
        double sink = 0;
        for (int b = 0; b < BATCHES; b++) {
            await(start);
            long before = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sink += loop.run();
            }
            best = Math.min(best, (System.nanoTime() - before) / (double) calls);
        }
        return Double.isNaN(sink) ? Double.NaN : best;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
