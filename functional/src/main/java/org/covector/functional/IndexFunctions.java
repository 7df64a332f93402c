package org.covector.functional;

/** Reading and writing at indices, sorting and searching; part of {@link F}. */
public abstract sealed class IndexFunctions extends ReductionFunctions permits SequenceFunctions {
    IndexFunctions() {}
}
