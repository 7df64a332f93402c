package org.covector.functional;

/** What a loss does with its elements. */
public enum Reduction {
    /** Nothing: one loss per element or sample. */
    NONE,
    /** The mean, weighted where there are weights. */
    MEAN,
    /** The sum. */
    SUM,
    /** The sum, divided by the length of the first axis: of {@code F.klDiv} only, where it is the mathematical definition. */
    BATCHMEAN
}
