package org.covector.functional;

/** How {@link F#scatterReduce} combines the elements that meet in one place. */
public enum ScatterReduction {
    /** Their sum; logical or for BOOL. */
    SUM,
    /** Their product; logical and for BOOL. */
    PROD,
    /** Their mean; for INT64 rounded down. Not for BOOL. */
    MEAN,
    /** The largest; NaN wins. */
    AMAX,
    /** The smallest; NaN wins. */
    AMIN
}
