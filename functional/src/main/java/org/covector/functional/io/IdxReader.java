package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.covector.engine.Encoding;
import org.covector.engine.Shape;
import org.covector.functional.io.Payload.Part;

/** Two bytes 0, the type, the rank, a length of 32 bits for each axis, the elements: all big-endian. */
final class IdxReader {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final int PIECE = 1 << 16;
    private static final int LONGEST_HEADER = 4 + 4 * 255;
    /** Bytes that deflate makes of one at most: 258 for each two bits. */
    private static final long MOST_INFLATION = 1032;

    private static final Map<Integer, Element> TYPES = Map.of(
            0x08, Element.of("unsigned byte", Encoding.UINT8), 0x09, Element.of("signed byte", Encoding.INT8),
            0x0B, Element.of("short", Encoding.INT16), 0x0C, Element.of("int", Encoding.INT32),
            0x0D, Element.of("float", Encoding.FLOAT32), 0x0E, Element.of("double", Encoding.FLOAT64));

    private IdxReader() {}

    /** Whether the file is gzipped, or its first bytes are those of an array that is exactly as long as the file. */
    static boolean matches(Source source) {
        if (source.startsWith(GZIP)) {
            return true;
        }
        try {
            plain(source);
            return true;
        } catch (FileFormatException e) {
            return false;
        }
    }

    static Contents read(Source source, Limits limits) throws IOException {
        return new Contents(Format.IDX, List.of(plain(source.startsWith(GZIP) ? inflated(source, limits) : source)), LinkedHashMap.empty());
    }

    /**
     * What stands in front of the elements.
     *
     * @param from where the elements begin
     * @param bytes how many they take
     */
    private record Header(Element element, Shape shape, long from, long bytes) {
        FileFormatException wrongLength(Source source, String given) {
            return source.error(from, "shape " + shape + " of " + element.name() + " takes " + bytes + " bytes, but " + given + " follow");
        }
    }

    private static Header header(Source source) throws FileFormatException {
        int zero = source.u16(0, "magic number");
        int type = source.u8(2, "type");
        Element element = TYPES.get(type);
        if (zero != 0 || element == null) {
            throw source.error(0, zero != 0 ? "not an IDX file: it does not begin with two bytes 0"
                    : "type is 0x" + Integer.toHexString(type) + "; accepted: 0x8, 0x9, 0xb, 0xc, 0xd, 0xe");
        }
        int rank = source.u8(3, "rank");
        source.require(4, 4L * rank, "lengths of " + rank + " axes");
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            lengths.add(Integer.reverseBytes((int) source.u32(4 + 4L * i, "length")) & 0xffffffffL);
        }
        Shape shape = Extent.shape(lengths, source, 4);
        return new Header(element, shape, 4 + 4L * rank, Extent.bytes(shape, element, source, 4));
    }

    private static FlatEntry plain(Source source) throws FileFormatException {
        Header header = header(source);
        if (source.size() - header.from != header.bytes) {
            throw header.wrongLength(source, String.valueOf(source.size() - header.from));
        }
        TensorInfo info = new TensorInfo("", header.shape, header.element.name(), header.element.encoding().map(Encoding::dtype));
        return new FlatEntry(info, new Payload.InPlace(source, -1),
                new Part(header.element, ByteOrder.BIG_ENDIAN, header.shape, header.from), false);
    }

    /**
     * The bytes of a gzipped file, inflated once, CRC and length checked; offsets in messages are then those of the inflated bytes. As many
     * are allocated as the header asks for, if that is within the limits and no more than deflate can make of the file.
     */
    private static Source inflated(Source source, Limits limits) throws IOException {
        try (InputStream in = new GZIPInputStream(stream(source), PIECE)) {
            byte[] front = in.readNBytes(LONGEST_HEADER);
            Source start = inflated(source, front);
            Header header = header(start);
            long size = header.from + header.bytes;
            long limit = Math.min(limits.inflatable(source.size()), Integer.MAX_VALUE - 8);
            if (size > limit) {
                throw start.error(4, "the file inflates to " + size + " bytes; accepted: at most " + limit);
            }
            if (size > MOST_INFLATION * source.size()) {
                throw header.wrongLength(start, "at most " + MOST_INFLATION + " for each of " + source.size() + " deflated ones");
            }
            byte[] bytes = Arrays.copyOf(front, (int) size);
            int read = Math.min(front.length, bytes.length);
            read += in.readNBytes(bytes, read, bytes.length - read);
            if (read < size || front.length > size || in.read() >= 0) {
                throw header.wrongLength(start, read < size ? String.valueOf(read - header.from) : "more");
            }
            return inflated(source, bytes);
        } catch (EOFException e) {
            throw source.error(source.size(), "the gzipped data end too early");
        } catch (ZipException e) {
            throw source.error(0, "the gzipped data are broken: " + e.getMessage());
        }
    }

    private static Source inflated(Source source, byte[] bytes) {
        return new Source(source.file(), "", 0, MemorySegment.ofArray(bytes));
    }

    private static InputStream stream(Source source) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at < source.size() ? source.bytes().get(ValueLayout.JAVA_BYTE, at++) & 0xff : -1;
            }

            @Override
            public int read(byte[] to, int from, int length) {
                int n = (int) Math.min(length, source.size() - at);
                if (n == 0 && length > 0) {
                    return -1;
                }
                MemorySegment.copy(source.bytes(), at, MemorySegment.ofArray(to), from, n);
                at += n;
                return n;
            }
        };
    }
}
