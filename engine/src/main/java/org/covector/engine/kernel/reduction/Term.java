package org.covector.engine.kernel.reduction;

/** What is summed, as a function of d = x - m. */
public enum Term {
    /** exp d, for d up to 0. */
    EXP,
    /** d^2. */
    SQUARE,
    /** |d|. */
    ABS,
    /** |d|^p. */
    POWER
}
