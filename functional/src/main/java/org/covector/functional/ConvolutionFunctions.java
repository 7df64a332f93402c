package org.covector.functional;

/** Convolutions, their transposes, and the patches they read; part of {@link F}. */
public abstract sealed class ConvolutionFunctions extends PoolingFunctions permits LossFunctions {
    ConvolutionFunctions() {}
}
