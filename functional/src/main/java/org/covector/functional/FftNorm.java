package org.covector.functional;

/** Where a Fourier transform over n numbers is divided. */
public enum FftNorm {
    /** The inverse transform by n. */
    BACKWARD,
    /** Either transform by the root of n. */
    ORTHO,
    /** The forward transform by n. */
    FORWARD;

    double scale(long n, boolean inverse) {
        return switch (this) {
            case BACKWARD -> inverse ? 1.0 / n : 1;
            case ORTHO -> 1 / Math.sqrt(n);
            case FORWARD -> inverse ? 1 : 1.0 / n;
        };
    }
}
