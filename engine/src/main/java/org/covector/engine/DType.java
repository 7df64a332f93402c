package org.covector.engine;

/** Element types, in promotion order: the result of mixing two dtypes is the later one. */
public enum DType {
    /** Truth values. */
    BOOL(1),
    /** 64-bit integers, wrapping on overflow. */
    INT64(8),
    /** IEEE 754 binary32. */
    FLOAT32(4),
    /** IEEE 754 binary64. */
    FLOAT64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether values of this dtype can be differentiated. */
    public boolean isFloating() {
        return switch (this) {
            case FLOAT32, FLOAT64 -> true;
            case INT64, BOOL -> false;
        };
    }

    /** A Java array of {@code length} zeros: boolean[], long[], float[] or double[]. */
    public Object newArray(int length) {
        return switch (this) { // inside the enum a switch brings no further class to a cold JVM
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case INT64 -> new long[length];
            case BOOL -> new boolean[length];
        };
    }

    /** The dtype that holds both: BOOL, INT64, FLOAT32, FLOAT64, whichever comes last. */
    public DType promote(DType other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
