package org.covector.engine.storage;

import java.lang.ref.Cleaner;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.engine.runtime.EngineRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The pools of all threads: they share one budget of bytes. A platform thread keeps its pool, a virtual one borrows one for its
 * outermost scope. All are left to the collector when memory is short.
 */
final class Pools {
    /** Of the heap, what free arrays may take up. */
    private static final int PART_OF_HEAP = 4;

    private final long budget = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    private final Cleaner cleaner = Cleaner.create();
    private final AtomicInteger alive = new AtomicInteger();
    private final ConcurrentLinkedDeque<SoftReference<@Nullable Pool>> lent = new ConcurrentLinkedDeque<>();

    private record Key() {}

    static Pools shared() {
        return EngineRuntime.shared(new Key(), _ -> new Pools());
    }

    Pool make() {
        Pool made = new Pool(this);
        AtomicInteger count = alive;
        count.incrementAndGet();
        cleaner.register(made, count::decrementAndGet);
        return made;
    }

    /** The bytes that each pool may hold. */
    long share() {
        return budget / Math.max(1, alive.get());
    }

    /** One that was given back, or none yet. */
    SoftReference<@Nullable Pool> borrow() {
        for (SoftReference<@Nullable Pool> r = lent.pollFirst(); r != null; r = lent.pollFirst()) {
            if (r.get() != null) {
                return r;
            }
        }
        return new SoftReference<>(null);
    }

    void giveBack(SoftReference<@Nullable Pool> pool) {
        if (pool.get() != null) {
            lent.addFirst(pool);
        }
    }
}
