package org.covector.gradcheck;

/** What the checker varies around the inputs it is given. */
public enum Variation {
    /** Other random points of the same magnitudes, and values all over a range from 0.003 to 15, of both signs. */
    POINTS,
    /** Huge, tiny, negative, zero and subnormal elements. */
    MAGNITUDES,
    /** The same values as transposed, sliced, expanded and reversed views. */
    LAYOUTS,
    /** Equal elements. */
    TIES,
    /** Repeated indices, and those at the ends of the range given. */
    INDICES,
    /** Axes of size zero and one. */
    SHAPES
}
