package org.covector.functional;

/** Shapes, joining and splitting; part of {@link F}. */
public abstract sealed class ShapeFunctions extends MatrixFunctions permits ReductionFunctions {
    ShapeFunctions() {}
}
