package org.covector.engine;

/** How an element is laid out in bytes outside of arrays: in files and messages. {@link Decoder} and {@link Encoder} translate. */
public enum Encoding {
    /** One byte, 0 or 1. */
    BOOL(1, DType.BOOL),
    /** Two's complement, 8 bits. */
    INT8(1, DType.INT64),
    /** Unsigned, 8 bits. */
    UINT8(1, DType.INT64),
    /** Two's complement, 16 bits. */
    INT16(2, DType.INT64),
    /** Unsigned, 16 bits. */
    UINT16(2, DType.INT64),
    /** Two's complement, 32 bits. */
    INT32(4, DType.INT64),
    /** Unsigned, 32 bits. */
    UINT32(4, DType.INT64),
    /** Two's complement, 64 bits. */
    INT64(8, DType.INT64),
    /** Unsigned, 64 bits; values from 2^63 on have no exact place in an array. */
    UINT64(8, DType.INT64),
    /** IEEE 754 binary16. */
    FLOAT16(2, DType.FLOAT32),
    /** The upper half of an IEEE 754 binary32. */
    BFLOAT16(2, DType.FLOAT32),
    /** IEEE 754 binary32. */
    FLOAT32(4, DType.FLOAT32),
    /** IEEE 754 binary64. */
    FLOAT64(8, DType.FLOAT64);

    private final int bytes;
    private final DType dtype;

    Encoding(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /** The encoding that keeps the elements of a dtype as they are. */
    public static Encoding of(DType dtype) {
        return switch (dtype) {
            case BOOL -> BOOL;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
        };
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The smallest dtype that holds the values exactly. */
    public DType dtype() {
        return dtype;
    }
}
