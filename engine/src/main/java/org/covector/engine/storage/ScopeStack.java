package org.covector.engine.storage;

import java.lang.ref.SoftReference;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.runtime.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of one thread, one within the other: what the thread makes between {@link #enter} and {@link #leave} and does not keep
 * ends there, and its arrays are used again.
 *
 * <p>Safe by construction: the array of an ended storage is taken out of it at the same moment as it goes to the pool, on the only
 * thread that could be using it, since storage of an open scope is confined to its thread.
 */
public class ScopeStack {
    private static final int FIRST_CAPACITY = 64;
    /** A longer list of members is not held on to between outermost scopes. */
    private static final int LARGEST_IDLE_CAPACITY = 1 << 14;
    /** Stands for the owner while it is looked for what is kept. */
    private static final Object KEPT = new Object();

    private final Thread thread = Thread.currentThread();
    private final ThreadState state;
    private @Nullable Storage[] members = new Storage[FIRST_CAPACITY];
    private int count;
    private SoftReference<@Nullable Pool> pool = new SoftReference<>(null); // left to the collector when memory is short

    /** For the thread that calls, and its state. */
    @SuppressWarnings("exports")
    protected ScopeStack(ThreadState state) {
        this.state = state;
    }

    /** The scopes of this thread, if one is open and nothing of a cache is being made. */
    protected static @Nullable ScopeStack current() {
        if (!EngineRuntime.hasScopes()) {
            return null;
        }
        ThreadState t = EngineRuntime.thread();
        return t.isInScope() ? (ScopeStack) t.memory() : null;
    }

    static boolean isOurs(Object owner) {
        return owner == KEPT || owner instanceof Thread t && EngineRuntime.worksFor(t);
    }

    /** Gives the free arrays of this thread to the collector; says whether there were any. */
    static boolean releasePools() {
        return EngineRuntime.thread().memory() instanceof ScopeStack s && s.pool.get() instanceof Pool p && p.clear();
    }

    /** Opens a scope within those that are open. The result is what {@link #leave} wants back. */
    public final int enter() {
        if (state.enter() == 1 && thread.isVirtual()) {
            pool = Pools.shared().borrow();
        }
        return count;
    }

    /** Ends the scope and nothing in it: all of its members move to the scope around, or to everybody. */
    public final void leave(int start) {
        if (state.leave() > 0) {
            return;
        }
        for (int i = start; i < count; i++) {
            if (members[i] instanceof Storage s && s.owner() == thread) {
                s.owner(null);
            }
        }
        forget(start);
        if (members.length > LARGEST_IDLE_CAPACITY) {
            members = new Storage[FIRST_CAPACITY];
        }
        if (thread.isVirtual()) {
            Pools.shared().giveBack(pool);
            pool = new SoftReference<>(null);
        }
    }

    /** What is to be kept when the innermost scope {@linkplain #sweep ends}. */
    protected final void mark(Storage s) {
        if (s.owner() == thread) {
            s.owner(KEPT);
        }
    }

    /** What was marked is an open scope's again. */
    protected final void unmark(Storage s) {
        if (s.owner() == KEPT) {
            s.owner(thread);
        }
    }

    /** Ends the members of the innermost scope that are not marked; the scope stays open. */
    protected final void sweep(int start) {
        int to = start;
        for (int i = start; i < count; i++) {
            Storage s = members[i];
            if (s == null) {
                continue;
            }
            if (s.owner() == KEPT) {
                if (to < i) { // a reference written to an old array is dear
                    members[to] = s;
                }
                to++;
            } else if (s.owner() == thread && !s.hasEnded()) {
                give(s);
            }
        }
        forget(to);
    }

    private void give(Storage s) {
        if (EngineRuntime.poison()) {
            s.poison();
        }
        Object array = s.revoke();
        int length = Array.getLength(array);
        if (Pool.takes(s.dtype(), length)) {
            Pool free = pool.get();
            if (free == null) {
                free = Pools.shared().make();
                pool = new SoftReference<>(free);
            }
            free.give(s.dtype(), length, array);
        }
    }

    /** Whether the innermost scope has no members but {@code s}. */
    protected final boolean hasNoneBut(int start, Storage s) {
        return count == start || count == start + 1 && members[start] == s;
    }

    /** Members from {@code to} on are members no more. */
    private void forget(int to) {
        while (count > to) {
            members[--count] = null;
        }
    }

    final void add(Storage s) {
        s.owner(thread);
        if (count == members.length) {
            members = Arrays.copyOf(members, 2 * count);
        }
        members[count++] = s;
    }

    /** An array used before, of this length exactly, that holds anything; or none. */
    final @Nullable Object take(DType dtype, long length) {
        return Pool.takes(dtype, length) && pool.get() instanceof Pool free ? free.take(dtype, length) : null;
    }
}
