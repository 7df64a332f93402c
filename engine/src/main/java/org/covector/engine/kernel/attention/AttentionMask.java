package org.covector.engine.kernel.attention;

/** What is done to the scores (queries x keys) before the softmax. */
public sealed interface AttentionMask {
    /** Nothing. */
    record None() implements AttentionMask {}

    /** Scores where {@code values} ({@code boolean[]}) is false count as minus infinity. */
    record Selects(StridedMatrix values) implements AttentionMask {}

    /** {@code values} (of the dtype of the scores) are added. */
    record Adds(StridedMatrix values) implements AttentionMask {}
}
