package org.covector.functional;

/** Losses, and distances between vectors; part of {@link F}. */
public abstract sealed class LossFunctions extends ConvolutionFunctions permits F {
    LossFunctions() {}
}
