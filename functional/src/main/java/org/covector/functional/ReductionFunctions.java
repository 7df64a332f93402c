package org.covector.functional;

/** Reductions, scans and statistics; part of {@link F}. */
public abstract sealed class ReductionFunctions extends ShapeFunctions permits BitFunctions {
    ReductionFunctions() {}
}
