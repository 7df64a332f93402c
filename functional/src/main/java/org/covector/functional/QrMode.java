package org.covector.functional;

/** Which factors {@code qr} gives for a matrix {@code [m, n]}, with k = min(m, n). */
public enum QrMode {
    /** Q {@code [m, k]}, R {@code [k, n]}. */
    REDUCED,
    /** Q {@code [m, m]}, R {@code [m, n]}. */
    COMPLETE,
    /** R {@code [k, n]}; Q is empty, {@code [m, 0]}. */
    R
}
