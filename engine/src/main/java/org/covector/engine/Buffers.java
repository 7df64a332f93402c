package org.covector.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.covector.engine.storage.Storage;

/** Copies between arrays and memory of others: NIO buffers and memory segments, heap or native. */
public final class Buffers {
    private Buffers() {}

    /** FLOAT32 of the buffer's remaining elements, which must fill the shape exactly; its position stays. */
    public static NdArray of(FloatBuffer buffer, Shape shape) {
        requireElements("of", buffer.remaining(), shape);
        Storage y = Storage.uninitialised(DType.FLOAT32, shape.size());
        buffer.get(buffer.position(), y.floats());
        return NdArray.wrap(y, shape);
    }

    /** FLOAT64 of the buffer's remaining elements, which must fill the shape exactly; its position stays. */
    public static NdArray of(DoubleBuffer buffer, Shape shape) {
        requireElements("of", buffer.remaining(), shape);
        Storage y = Storage.uninitialised(DType.FLOAT64, shape.size());
        buffer.get(buffer.position(), y.doubles());
        return NdArray.wrap(y, shape);
    }

    /** INT64 of the buffer's remaining elements, which must fill the shape exactly; its position stays. */
    public static NdArray of(LongBuffer buffer, Shape shape) {
        requireElements("of", buffer.remaining(), shape);
        Storage y = Storage.uninitialised(DType.INT64, shape.size());
        buffer.get(buffer.position(), y.longs());
        return NdArray.wrap(y, shape);
    }

    private static void requireElements(String function, long given, Shape shape) {
        ArgumentException.require(given == shape.size(), function, "number of elements", given, shape.size() + " for shape " + shape);
    }

    /** The bytes of a segment in native byte order, any alignment; BOOL is one byte per element, not zero for true. */
    public static NdArray of(MemorySegment segment, DType dtype, Shape shape) {
        ArgumentException.require(shape.size() <= Storage.MAX_SIZE, "of", "number of elements", shape.size(),
                "at most " + Storage.MAX_SIZE);
        requireBytes("of", segment, dtype, shape);
        Storage y = Storage.uninitialised(dtype, shape.size());
        int n = y.length();
        switch (dtype) {
            case FLOAT32 -> MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, y.floats(), 0, n);
            case FLOAT64 -> MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, y.doubles(), 0, n);
            case INT64 -> MemorySegment.copy(segment, ValueLayout.JAVA_LONG_UNALIGNED, 0, y.longs(), 0, n);
            case BOOL -> {
                boolean[] a = y.booleans();
                for (int i = 0; i < n; i++) {
                    a[i] = segment.get(ValueLayout.JAVA_BYTE, i) != 0;
                }
            }
        }
        return NdArray.wrap(y, shape);
    }

    private static void requireBytes(String function, MemorySegment segment, DType dtype, Shape shape) {
        long bytes = shape.size() * dtype.bytes();
        ArgumentException.require(segment.byteSize() >= bytes, function, "segment's bytes", segment.byteSize(),
                bytes + " or more for " + dtype + " " + shape);
    }

    /** Puts the elements, in row-major order and rounded to float, at the buffer's position, which advances. */
    public static void copy(NdArray x, FloatBuffer to) {
        requireRoom(x, to);
        to.put(x.toFloatArray());
    }

    /** Puts the elements, in row-major order, at the buffer's position, which advances. */
    public static void copy(NdArray x, DoubleBuffer to) {
        requireRoom(x, to);
        to.put(x.toDoubleArray());
    }

    /** Puts the elements, in row-major order and truncated toward zero, at the buffer's position, which advances. */
    public static void copy(NdArray x, LongBuffer to) {
        requireRoom(x, to);
        to.put(x.toLongArray());
    }

    private static void requireRoom(NdArray x, Buffer to) {
        ArgumentException.require(to.remaining() >= x.size(), "copy", "room in the buffer", to.remaining(), x.size() + " or more");
        ArgumentException.require(!to.isReadOnly(), "copy", "buffer", "read-only", "a buffer that can be written");
    }

    /** Writes the elements, in row-major order and native byte order, to the beginning of a segment; BOOL as bytes 0 and 1. */
    public static void copy(NdArray x, MemorySegment to) {
        requireBytes("copy", to, x.dtype(), x.shape());
        ArgumentException.require(!to.isReadOnly(), "copy", "segment", "read-only", "a segment that can be written");
        NdArray dense = x.dense();
        int at = dense.offset();
        int n = (int) x.size();
        Storage from = dense.storage();
        switch (x.dtype()) {
            case FLOAT32 -> MemorySegment.copy(from.floats(), at, to, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, n);
            case FLOAT64 -> MemorySegment.copy(from.doubles(), at, to, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, n);
            case INT64 -> MemorySegment.copy(from.longs(), at, to, ValueLayout.JAVA_LONG_UNALIGNED, 0, n);
            case BOOL -> {
                boolean[] a = from.booleans();
                for (int i = 0; i < n; i++) {
                    to.set(ValueLayout.JAVA_BYTE, i, (byte) (a[at + i] ? 1 : 0));
                }
            }
        }
    }
}
