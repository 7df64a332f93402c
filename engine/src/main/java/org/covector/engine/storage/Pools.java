package org.covector.engine.storage;

import java.lang.ref.Cleaner;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.engine.runtime.EngineRuntime;

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
    private final ConcurrentLinkedDeque<SoftReference<Pool>> lent = new ConcurrentLinkedDeque<>();

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

    Pool borrow() {
        for (SoftReference<Pool> r = lent.pollFirst(); r != null; r = lent.pollFirst()) {
            Pool found = r.get();
            if (found != null) {
                return found;
            }
        }
        return make();
    }

    void giveBack(Pool pool) {
        lent.addFirst(new SoftReference<>(pool));
    }
}
