package org.covector.functional;

/** How {@code gelu} is computed. */
public enum Approximation {
    /** By the error function. */
    NONE,
    /** By tanh. */
    TANH
}
