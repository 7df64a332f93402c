package org.covector.engine.runtime;

import org.jspecify.annotations.Nullable;

/** What one thread alone knows: the scope of memory that its operations run in. Read and written by that thread only. */
public final class ThreadState {
    private @Nullable Object memory;
    private int scopes;
    private int suspended;
    private int levels;

    ThreadState() {}

    /** What the memory of this thread is kept in; absent before the first scope. */
    @SuppressWarnings("exports")
    public @Nullable Object memory() {
        return memory;
    }

    /** Sets what the memory of this thread is kept in. */
    public void memory(Object value) {
        memory = value;
    }

    /** Whether what is made now belongs to a scope of memory: one is open, and no value of a cache is being made. */
    public boolean isInScope() {
        return scopes > 0 && suspended == 0;
    }

    /** A scope opens; says how many are open now. */
    public int enter() {
        if (++scopes == 1) {
            EngineRuntime.addThreadsInScopes(1);
        }
        return scopes;
    }

    /** The innermost scope closes; says how many are open now. */
    public int leave() {
        if (--scopes == 0) {
            EngineRuntime.addThreadsInScopes(-1);
        }
        return scopes;
    }

    void suspend() {
        suspended++;
    }

    void resume() {
        suspended--;
    }

    /** Functions being differentiated backward or traced on this thread: whatever is made may be held by their graphs. */
    public int levels() {
        return levels;
    }

    /** A function is being differentiated backward or traced. */
    public void open() {
        levels++;
    }

    /** The function has ended. */
    public void close() {
        levels--;
    }
}
