package org.covector.functional;

/** Where a Fourier transform over n numbers is divided. */
public enum FftNorm {
    /** The inverse transform by n. */
    BACKWARD,
    /** Either transform by the root of n. */
    ORTHO,
    /** The forward transform by n. */
    FORWARD
}
