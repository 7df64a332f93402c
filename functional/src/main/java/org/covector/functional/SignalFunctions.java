package org.covector.functional;

/** Fourier transforms and windows; part of {@link F}. */
public abstract sealed class SignalFunctions extends GatedFunctions permits LinalgFunctions {
    SignalFunctions() {}
}
