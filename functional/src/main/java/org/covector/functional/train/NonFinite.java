package org.covector.functional.train;

/** What becomes of a step whose loss, or a gradient, is NaN or infinite. */
public enum NonFinite {
    /** A loss that is not finite is a {@link NonFiniteLossException}. */
    FAIL,
    /** Where the loss or a gradient is not finite, model and optimiser stay what they were; the step counts. */
    SKIP,
    /** The optimiser gets what there is. */
    KEEP
}
