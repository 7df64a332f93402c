package org.covector.functional;

/** Pooling over windows; part of {@link F}. */
public abstract sealed class PoolingFunctions extends VisionFunctions permits ConvolutionFunctions {
    PoolingFunctions() {}
}
