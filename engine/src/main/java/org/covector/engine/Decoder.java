package org.covector.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.covector.engine.storage.Storage;

/**
 * Bytes to elements, exactly: integers become INT64, float16 and bfloat16 FLOAT32, every other encoding keeps its bits (payloads of
 * NaN too). Bytes come in one piece, which is copied once, or in several, for which memory grows with what has come: nothing is
 * allocated for bytes that are merely announced. A decoder makes one array and is not for several threads.
 */
public final class Decoder {
    /** The least room to grow to, in elements: as much as the arrays of a small model. */
    private static final int FIRST_ROOM = 1 << 12;

    private final Encoding encoding;
    private final Shape shape;
    private final ValueLayout.OfShort shorts;
    private final ValueLayout.OfInt ints;
    private final ValueLayout.OfLong longs;
    private final ValueLayout.OfFloat floats;
    private final ValueLayout.OfDouble doubles;
    private Storage storage;
    private int count;
    private boolean taken;

    /**
     * A decoder of row-major elements.
     *
     * @param encoding what the bytes are
     * @param order their order within an element
     * @param shape the array's shape
     * @throws ArgumentException if the array would have more than {@code 2^31 - 9} elements
     */
    public Decoder(Encoding encoding, ByteOrder order, Shape shape) {
        ArgumentException.require(shape.size() <= Storage.MAX_SIZE, "decode", "number of elements", shape.size(),
                "at most " + Storage.MAX_SIZE + " in one array");
        this.encoding = encoding;
        this.shape = shape;
        this.shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        this.ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        this.longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        this.floats = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
        this.doubles = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
        this.storage = Storage.zeros(encoding.dtype(), 0);
    }

    /** Elements decoded so far. */
    public int count() {
        return count;
    }

    /**
     * Decodes the next elements.
     *
     * @param bytes whole elements, not more than are missing
     * @return how many were decoded: all, or those before the first that has no exact value (a BOOL other than 0 and 1, a UINT64
     *         from 2^63 on)
     * @throws ArgumentException if the bytes are not whole elements, or too many, or the array was taken
     */
    public int put(MemorySegment bytes) {
        long n = bytes.byteSize() / encoding.bytes();
        ArgumentException.require(!taken, "put", "decoder", "one whose array was taken", "a decoder in use");
        ArgumentException.require(n * encoding.bytes() == bytes.byteSize() && n <= shape.size() - count, "put", "number of bytes",
                bytes.byteSize(),
                "a multiple of " + encoding.bytes() + " up to " + (shape.size() - count) * encoding.bytes());
        reserve(count + (int) n);
        int done = decode(bytes, (int) n);
        count += done;
        return done;
    }

    /**
     * The array.
     *
     * @return an array of the given shape and of {@code encoding.dtype()}
     * @throws ArgumentException if elements are missing, or it was taken before
     */
    public NdArray array() {
        ArgumentException.require(count == shape.size() && !taken, "array", "decoded elements", count, shape.size() + ", and taken once");
        taken = true;
        return NdArray.wrap(storage, shape);
    }

    private void reserve(int needed) {
        if (needed > storage.length()) {
            long room = Math.min(shape.size(), Math.max(needed, Math.max(FIRST_ROOM, 2L * storage.length())));
            Storage larger = Storage.zeros(encoding.dtype(), room);
            storage.copyRun(0, larger, 0, count);
            storage = larger;
        }
    }

    private int decode(MemorySegment bytes, int n) {
        return switch (storage.dtype()) {
            case FLOAT32 -> toFloats(bytes, storage.floats(), n);
            case FLOAT64 -> {
                MemorySegment.copy(bytes, doubles, 0, storage.doubles(), count, n);
                yield n;
            }
            case INT64 -> toLongs(bytes, storage.longs(), n);
            case BOOL -> toBooleans(bytes, storage.booleans(), n);
        };
    }

    private int toFloats(MemorySegment bytes, float[] y, int n) {
        int at = count;
        switch (encoding) {
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    y[at + i] = float16(bytes.get(shorts, 2L * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    y[at + i] = Float.intBitsToFloat(bytes.get(shorts, 2L * i) << 16);
                }
            }
            default -> MemorySegment.copy(bytes, floats, 0, y, at, n);
        }
        return n;
    }

    /** As {@link Float#float16ToFloat}, but a signalling NaN keeps its bits on every machine. */
    private static float float16(short h) {
        if ((h & 0x7c00) == 0x7c00) {
            return Float.intBitsToFloat((h & 0x8000) << 16 | 0x7f800000 | (h & 0x3ff) << 13);
        }
        return Float.float16ToFloat(h);
    }

    private int toLongs(MemorySegment bytes, long[] y, int n) {
        int at = count;
        for (int i = 0; i < n && encoding.bytes() < 8; i++) {
            y[at + i] = switch (encoding) {
                case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
                case UINT8 -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff;
                case INT16 -> bytes.get(shorts, 2L * i);
                case UINT16 -> bytes.get(shorts, 2L * i) & 0xffff;
                case INT32 -> bytes.get(ints, 4L * i);
                default -> bytes.get(ints, 4L * i) & 0xffffffffL;
            };
        }
        if (encoding.bytes() == 8) {
            MemorySegment.copy(bytes, longs, 0, y, at, n);
        }
        for (int i = 0; i < n && encoding == Encoding.UINT64; i++) {
            if (y[at + i] < 0) {
                return i;
            }
        }
        return n;
    }

    private int toBooleans(MemorySegment bytes, boolean[] y, int n) {
        int at = count;
        for (int i = 0; i < n; i++) {
            byte b = bytes.get(ValueLayout.JAVA_BYTE, i);
            if ((b & ~1) != 0) {
                return i;
            }
            y[at + i] = b != 0;
        }
        return n;
    }
}
