package org.covector.gradcheck;

/** What can be said of one element of a gradient. */
public enum Verdict {
    /** Equal to the difference quotient within the quotient's own error, which is small. */
    PROVEN,
    /** Further from the difference quotient than its error, many times, for several step sizes that agree. */
    WRONG,
    /** Not differentiable here: the one-sided derivatives differ, or the value itself jumps. */
    KINK,
    /** Cannot be told: the function's values are too coarse, or too steep, or the oracles disagree. */
    NOISE,
    /** Nothing can be told: the function's value changes from call to call. */
    NONDETERMINISTIC,
    /** No neighbourhood inside the function's domain, or an infinite derivative at its edge. */
    OUTSIDE,
    /** No gradient by type: an integer or boolean tensor, or results that are. */
    NO_GRADIENT
}
