package org.covector.functional;

/** Products of matrices and tensors; part of {@link F}. */
public abstract sealed class MatrixFunctions extends LinalgFunctions permits ShapeFunctions {
    MatrixFunctions() {}
}
