package org.covector.functional;

/** Images: resampling, pixels, padding; part of {@link F}. */
public abstract sealed class VisionFunctions extends NormalizationFunctions permits PoolingFunctions {
    VisionFunctions() {}
}
