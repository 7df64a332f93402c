package org.covector.functional;

/** What a loss does with its elements. */
public enum Reduction {
    /** Nothing: one loss per element or sample. */
    NONE,
    /** The mean, weighted where there are weights. */
    MEAN,
    /** The sum. */
    SUM
}
