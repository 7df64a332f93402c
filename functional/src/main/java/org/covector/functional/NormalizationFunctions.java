package org.covector.functional;

/** Normalisations and dropout; part of {@link F}. */
public abstract sealed class NormalizationFunctions extends SequenceFunctions permits VisionFunctions {
    NormalizationFunctions() {}
}
