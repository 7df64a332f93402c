package org.covector.functional;

/** Attention and recurrent networks; part of {@link F}. */
public abstract sealed class SequenceFunctions extends IndexFunctions permits NormalizationFunctions {
    SequenceFunctions() {}
}
