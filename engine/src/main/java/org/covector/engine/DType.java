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

    /**
     * The distance from 1 to the next larger number: {@code 2^-23} or {@code 2^-52}.
     *
     * @throws ArgumentException for INT64 and BOOL
     */
    public double epsilon() {
        return switch (this) {
            case FLOAT32 -> 0x1p-23;
            case FLOAT64 -> 0x1p-52;
            case INT64, BOOL -> throw ArgumentException.notFloating("epsilon", this);
        };
    }

    /**
     * The smallest positive number that has all digits: {@code 2^-126} or {@code 2^-1022}.
     *
     * @throws ArgumentException for INT64 and BOOL
     */
    public double leastNormal() {
        return switch (this) {
            case FLOAT32 -> Float.MIN_NORMAL;
            case FLOAT64 -> Double.MIN_NORMAL;
            case INT64, BOOL -> throw ArgumentException.notFloating("leastNormal", this);
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
