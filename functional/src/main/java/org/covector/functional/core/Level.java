package org.covector.functional.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One call of {@code vjp}: everything that depends on its inputs carries its level. A call made later is higher, and the highest
 * level among the inputs of an operation is the first to be stripped, so nested differentiations cannot be confused.
 */
final class Level {
    /** The only static state of differentiation. It orders levels and nothing else. */
    private static final AtomicLong OPENED = new AtomicLong();

    final long height = OPENED.incrementAndGet();
}
