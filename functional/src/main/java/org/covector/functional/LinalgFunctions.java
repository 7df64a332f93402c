package org.covector.functional;

/** Linear algebra; part of {@link F}. */
public abstract sealed class LinalgFunctions extends SignalFunctions permits MatrixFunctions {
    LinalgFunctions() {}
}
