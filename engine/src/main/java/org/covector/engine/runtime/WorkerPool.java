package org.covector.engine.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.covector.engine.ArgumentException;
import org.jspecify.annotations.Nullable;

/** Daemon threads that help the caller through independent chunks of one operation. */
final class WorkerPool {
    /** Waking a worker costs 10 to 50 microseconds: twice that must be worth sharing. */
    static final long WORTH_NANOS = 100_000;

    private static final long IDLE_SECONDS = 30;

    private static final ExecutorService POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Worker::new);

    private WorkerPool() {}

    /** A thread of the pool: work that it meets inside a chunk it does alone. */
    private static final class Worker extends Thread {
        private @Nullable Thread caller;

        Worker(Runnable task) {
            super(task, "covector-worker");
            setDaemon(true);
        }
    }

    /** One operation's chunks, taken one at a time by whoever is free. */
    private static final class Job implements Runnable {
        private final int chunks;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Thread caller = Thread.currentThread();

        Job(int chunks, IntConsumer body) {
            this.chunks = chunks;
            this.body = body;
        }

        @Override
        public void run() {
            if (Thread.currentThread() instanceof Worker worker && worker.caller == null) {
                worker.caller = caller;
                chunks();
                worker.caller = null;
            } else {
                chunks();
            }
        }

        private void chunks() {
            for (int i = next.getAndIncrement(); i < chunks; i = next.getAndIncrement()) {
                try {
                    body.accept(i);
                } catch (Throwable t) { // every chunk is accounted for, whatever it throws: the caller waits for all
                    failure.compareAndSet(null, t);
                }
                if (done.incrementAndGet() == chunks) {
                    LockSupport.unpark(caller);
                }
            }
        }

        void await() {
            for (int spins = 0; done.get() < chunks; spins++) {
                if (spins < 1000) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            switch (failure.get()) {
                case null -> { }
                case ArgumentException e -> throw e.here();
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable t -> throw new IllegalStateException(t); // an IntConsumer throws nothing checked
            }
        }
    }

    static boolean worksFor(Thread caller) {
        return Thread.currentThread() instanceof Worker worker && worker.caller == caller;
    }

    static void run(int workers, int chunks, IntConsumer body) {
        Job job = new Job(chunks, body);
        if (!(Thread.currentThread() instanceof Worker)) {
            for (int i = 1; i < workers; i++) {
                POOL.execute(job);
            }
        }
        job.run();
        job.await();
    }
}
