package org.covector.functional.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One call of a transformation: {@code vjp} (reverse), {@code jvp} (forward), {@code vmap} (batch) or a trace. Everything that depends
 * on its inputs carries its level. A call made later is higher, and the highest level among the inputs of an operation is the first to
 * be stripped, so nested transformations cannot be confused.
 */
public final class Level {
    /** The only static state of differentiation. It orders levels and nothing else. */
    private static final AtomicLong OPENED = new AtomicLong();

    final long height = OPENED.incrementAndGet();

    /** Whether tangents go through the bodies of functions with rules of the user's own: for an oracle of those rules. */
    final boolean inlines;

    public Level() {
        this(false);
    }

    Level(boolean inlines) {
        this.inlines = inlines;
    }
}
