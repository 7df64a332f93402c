package org.covector.functional;

/** Which of several equal elements an index names. */
public enum Ties {
    /** The one of the smallest index, as torch and NumPy. */
    FIRST,
    /** The one of the largest index: {@code select_last_index} of ONNX. */
    LAST
}
