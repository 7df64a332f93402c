package org.covector.gradcheck;

/** What can be said of one element of a gradient. */
public enum Verdict {
    /** Equal to the difference quotient within the quotient's own error, which is small. */
    PROVEN,
    /** Within the classical tolerance that was asked for: nothing is proven. */
    WITHIN_TOLERANCE,
    /** Further from the difference quotient than its error, many times, for several step sizes that agree. */
    WRONG,
    /** Not differentiable here: the one-sided derivatives differ, or the value itself jumps. */
    KINK,
    /** Cannot be told: the function is too steep, too flat or too coarse, the note says which, or the oracles disagree. */
    NOISE,
    /** No neighbourhood inside the function's domain, or an infinite derivative at its edge. */
    OUTSIDE,
    /** Not to be judged: the value or the gradient changes from call to call. */
    NONDETERMINISTIC,
    /** No gradient by type: an integer or boolean tensor, or results that are. */
    NO_GRADIENT
}
