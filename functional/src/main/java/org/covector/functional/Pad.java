package org.covector.functional;

/** What borders are made of. */
public enum Pad {
    /** A number. */
    CONSTANT,
    /** The tensor mirrored at its first and last element, which are not repeated. */
    REFLECT,
    /** The first and last element. */
    REPLICATE,
    /** The tensor from its other end. */
    CIRCULAR
}
