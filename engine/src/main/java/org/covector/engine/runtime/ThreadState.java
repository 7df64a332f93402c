package org.covector.engine.runtime;

import org.jspecify.annotations.Nullable;

/** What one thread alone knows: the scope of memory that its operations run in. Read and written by that thread only. */
public final class ThreadState {
    private @Nullable Object memory;
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
        EngineRuntime.scopesAreUsed();
        memory = value;
    }

    /** Whether what is made now outlives every scope: a value of a cache is being made. */
    public boolean isSuspended() {
        return suspended > 0;
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
