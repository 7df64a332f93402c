package org.covector.functional;

/** What a quantile is where its rank lies between two elements. */
public enum QuantileMethod {
    /** On the line between them. */
    LINEAR,
    /** The smaller one. */
    LOWER,
    /** The larger one. */
    HIGHER,
    /** Their mean. */
    MIDPOINT,
    /** The nearer one; half way, that of the even rank. */
    NEAREST
}
