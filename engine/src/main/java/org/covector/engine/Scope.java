package org.covector.engine;

import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.runtime.ThreadState;
import org.covector.engine.storage.ScopeStack;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of memory of one thread: arrays made between {@link #enter} and {@link #exit} and not kept end there, and their memory is
 * used again. For the engine's own use; users have {@code org.covector.functional.Memory}.
 *
 * <pre>{@code
 * Scope scope = Scope.ofThread();
 * int start = scope.enter();
 * NdArray[] y = {};
 * try {
 *     y = compute(x);
 * } finally {
 *     scope.exit(start, y);
 * }
 * }</pre>
 */
@SuppressWarnings("exports") // the stack is not exported
public final class Scope extends ScopeStack {
    private Scope(ThreadState state) {
        super(state);
    }

    /** The scopes of this thread, if one is open and nothing of a cache is being made. */
    public static @Nullable Scope current() {
        return (Scope) ScopeStack.current();
    }

    /** The scopes of this thread, whether one is open or not. */
    public static Scope ofThread() {
        return of(EngineRuntime.thread());
    }

    /** The scopes of the calling thread, whose state this is. */
    public static Scope of(ThreadState thread) {
        if (thread.memory() instanceof Scope s) {
            return s;
        }
        Scope s = new Scope(thread);
        thread.memory(s);
        return s;
    }

    /** Ends the scope: its arrays end but those kept, which move to the scope around, or to everybody. */
    public void exit(int start, NdArray... kept) {
        end(start, kept);
        leave(start);
    }

    /** Ends the arrays of the innermost scope but those kept; the scope stays open. */
    public void end(int start, NdArray... kept) {
        if (kept.length == 1 && hasNoneBut(start, kept[0].storage())) {
            return;
        }
        for (NdArray x : kept) {
            mark(x.storage());
        }
        sweep(start);
        for (NdArray x : kept) {
            unmark(x.storage());
        }
    }

    /**
     * Lets an array outlive every scope; its memory is not used again.
     *
     * @throws IllegalStateException if its scope has ended
     */
    public static void keep(NdArray x) {
        x.storage().keep();
    }
}
