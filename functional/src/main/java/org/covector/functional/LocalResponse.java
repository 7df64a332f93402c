package org.covector.functional;

import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.localResponseNorm}.
 *
 * @param size channels of a window, 1 or more
 * @param alpha factor of the mean square
 * @param beta exponent
 * @param k added to the scaled mean square
 */
public record LocalResponse(int size, double alpha, double beta, double k) {
    /** Checks the size. */
    public LocalResponse {
        ArgumentException.require(size >= 1, "localResponseNorm", "size", size, "1 or more");
    }

    /** Windows of {@code size} channels; alpha 1e-4, beta 0.75, k 1: torch's defaults. */
    public static LocalResponse of(int size) {
        return new LocalResponse(size, 1e-4, 0.75, 1);
    }

    /** With another factor. */
    public LocalResponse withAlpha(double factor) {
        return new LocalResponse(size, factor, beta, k);
    }

    /** With another exponent. */
    public LocalResponse withBeta(double exponent) {
        return new LocalResponse(size, alpha, exponent, k);
    }

    /** With another constant. */
    public LocalResponse withK(double constant) {
        return new LocalResponse(size, alpha, beta, constant);
    }
}
