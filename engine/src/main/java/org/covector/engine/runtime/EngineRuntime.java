package org.covector.engine.runtime;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * The one class that holds what must be shared: interned expressions, compiled kernels, the worker pool. Nothing here can be
 * observed in results.
 */
public final class EngineRuntime {
    private static final ConcurrentHashMap<Object, Object> SHARED = new ConcurrentHashMap<>();

    private static final boolean POISON = Boolean.getBoolean("covector.poison");

    private static final ThreadLocal<ThreadState> THREAD = ThreadLocal.withInitial(ThreadState::new);

    private static final AtomicInteger IN_SCOPES = new AtomicInteger(); // threads

    private static volatile int threads = Runtime.getRuntime().availableProcessors();

    private EngineRuntime() {}

    /** The value shared under a key, made by {@code make} at the first request. Keys of different uses are of different classes. */
    @SuppressWarnings("unchecked") // a key's class fixes the class of its value: each is used by one caller
    public static <K, V> V shared(K key, Function<? super K, ? extends V> make) {
        VectorModuleCheck.requireVectors();
        Object found = SHARED.get(key);
        return (V) (found != null ? found : outside(() -> SHARED.computeIfAbsent(key, k -> make.apply((K) k))));
    }

    /** The value shared under a key: the one there is, or else {@code made}. For what is cheaply made twice. */
    @SuppressWarnings("unchecked") // as above
    public static <K, V> V share(K key, V made) {
        Object earlier = SHARED.putIfAbsent(key, made);
        return earlier != null ? (V) earlier : made;
    }

    /** The value shared under a key; absent before the first {@link #share}. */
    @SuppressWarnings({"unchecked", "exports"}) // as above
    public static <K, V> @Nullable V find(K key) {
        return (V) SHARED.get(key);
    }

    /** What the calling thread alone knows. */
    public static ThreadState thread() {
        return THREAD.get();
    }

    /** Whether the calling thread may be in a scope of memory: false, at no cost, while no thread is. */
    public static boolean hasScopes() {
        return IN_SCOPES.getOpaque() > 0; // what this thread added it sees
    }

    static void addThreadsInScopes(int more) {
        IN_SCOPES.addAndGet(more);
    }

    /** Whether the calling thread is a worker inside a chunk of an operation of {@code caller}, which waits for it. */
    public static boolean worksFor(Thread caller) {
        return WorkerPool.worksFor(caller);
    }

    /** Makes what outlives every scope of memory: the value of a cache. */
    public static <T> T outside(Supplier<T> make) {
        ThreadState thread = THREAD.get();
        thread.suspend();
        try {
            return make.get();
        } finally {
            thread.resume();
        }
    }

    /** Runs a task on a daemon thread, after those given before. For preparing what later calls will need. */
    public static void background(Runnable task) {
        Background.run(task);
    }

    /** The same for what may fail on a busy machine: as long as it answers false it is tried again, after longer and longer pauses. */
    public static void attemptInBackground(BooleanSupplier attempt) {
        Background.attempt(attempt);
    }

    /**
     * Whether memory that is given out unwritten is filled with NaN, {@code Long.MIN_VALUE} and true first (system property
     * {@code covector.poison}): whoever reads it before writing is found by wrong results. For tests.
     */
    public static boolean poison() {
        return POISON;
    }

    /** Threads that one operation may use, the caller's included. Initially the processors of the machine. */
    public static int threads() {
        return threads;
    }

    /** Sets how many threads one operation may use; results have the same bits for any number. */
    public static void threads(int count) {
        ArgumentException.require(count >= 1, "threads", "count", count, "1 or more");
        threads = count;
    }

    /**
     * Runs {@code body} for 0 to {@code chunks - 1}, in any order and on several threads where the work is worth it.
     *
     * @param nanos the estimated time of all chunks on one thread; below {@link WorkerPool#WORTH_NANOS} the caller does it alone
     */
    public static void parallel(int chunks, long nanos, IntConsumer body) {
        int workers = Math.min(threads, chunks);
        if (workers <= 1 || nanos < WorkerPool.WORTH_NANOS) {
            for (int i = 0; i < chunks; i++) {
                body.accept(i);
            }
        } else {
            WorkerPool.run(workers, chunks, body);
        }
    }
}
