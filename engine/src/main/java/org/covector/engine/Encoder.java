package org.covector.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Elements to bytes: the inverse of {@link Decoder} for the encodings that keep a dtype as it is. */
public final class Encoder {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Encoder() {}

    /**
     * Writes a run of elements in little-endian order to the beginning of a segment; BOOL as bytes 0 and 1.
     *
     * @param x a dense array, so that a large one can be written piece by piece without copies
     * @param from the first element, counted in row-major order
     * @param count how many elements
     * @param to room for {@code count * x.dtype().bytes()} bytes
     * @throws ArgumentException if the array is not dense or the run or the segment does not suffice
     */
    public static void encode(NdArray x, long from, int count, MemorySegment to) {
        ArgumentException.require(x.isDense(), "encode", "x", "a view with strides", "a dense array");
        ArgumentException.require(count >= 0 && from >= 0 && from <= x.size() - count, "encode", "elements",
                from + " and " + count + " more",
                "within the " + x.size() + " of the array");
        ArgumentException.require(to.byteSize() >= (long) count * x.dtype().bytes(), "encode", "segment's bytes", to.byteSize(),
                (long) count * x.dtype().bytes() + " or more");
        int at = x.offset() + (int) from;
        switch (x.dtype()) {
            case FLOAT32 -> MemorySegment.copy(x.storage().floats(), at, to, FLOAT, 0, count);
            case FLOAT64 -> MemorySegment.copy(x.storage().doubles(), at, to, DOUBLE, 0, count);
            case INT64 -> MemorySegment.copy(x.storage().longs(), at, to, LONG, 0, count);
            case BOOL -> {
                boolean[] a = x.storage().booleans();
                for (int i = 0; i < count; i++) {
                    to.set(ValueLayout.JAVA_BYTE, i, (byte) (a[at + i] ? 1 : 0));
                }
            }
        }
    }
}
