package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of a covariance.
 *
 * @param correction what is subtracted from the number of observations: 1 without bias, 0 for the plain mean
 * @param fweights how often each observation occurs, INT64 [n]; none means once
 * @param aweights how much each observation counts, floating [n]; none means equally
 */
public record Covariance(double correction, Option<Tensor> fweights, Option<Tensor> aweights) {
    /** Unbiased, without weights. */
    public static final Covariance DEFAULT = new Covariance(1, Option.none(), Option.none());

    /** With another correction. */
    public Covariance withCorrection(double c) {
        return new Covariance(c, fweights, aweights);
    }

    /** With the number of times that each observation occurs. */
    public Covariance withFrequencies(Tensor w) {
        return new Covariance(correction, Option.of(w), aweights);
    }

    /** With the importance of each observation. */
    public Covariance withWeights(Tensor w) {
        return new Covariance(correction, fweights, Option.of(w));
    }
}
