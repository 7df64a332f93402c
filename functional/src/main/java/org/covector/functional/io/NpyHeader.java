package org.covector.functional.io;

import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.covector.engine.Encoding;
import org.covector.engine.Shape;

/**
 * The beginning of an npy file, versions 1.0, 2.0 and 3.0.
 *
 * <p>Source: NumPy, {@code numpy.lib.format}. A header of more than {@value #MAX_LENGTH} bytes is refused, as numpy.load does.
 *
 * @param element the element type
 * @param order byte order
 * @param fortran whether the first axis is the fastest
 * @param shape axis lengths
 * @param length bytes before the data
 */
record NpyHeader(Element element, ByteOrder order, boolean fortran, Shape shape, int length) {
    /** What may stand before the data: more need not be read of a compressed member. */
    static final int MAX_LENGTH = 10_000;
    static final int MAX_PREFIX = 12 + MAX_LENGTH;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy's codes of a kind with its bytes, its one-letter codes and its words, without the byte order. */
    private static final Map<String, Encoding> TYPES = Map.ofEntries(
            Map.entry("b1", Encoding.BOOL), Map.entry("?", Encoding.BOOL), Map.entry("bool", Encoding.BOOL),
            Map.entry("i1", Encoding.INT8), Map.entry("b", Encoding.INT8), Map.entry("int8", Encoding.INT8),
            Map.entry("u1", Encoding.UINT8), Map.entry("B", Encoding.UINT8), Map.entry("uint8", Encoding.UINT8),
            Map.entry("i2", Encoding.INT16), Map.entry("h", Encoding.INT16), Map.entry("int16", Encoding.INT16),
            Map.entry("u2", Encoding.UINT16), Map.entry("H", Encoding.UINT16), Map.entry("uint16", Encoding.UINT16),
            Map.entry("i4", Encoding.INT32), Map.entry("i", Encoding.INT32), Map.entry("int32", Encoding.INT32),
            Map.entry("u4", Encoding.UINT32), Map.entry("I", Encoding.UINT32), Map.entry("uint32", Encoding.UINT32),
            Map.entry("i8", Encoding.INT64), Map.entry("q", Encoding.INT64), Map.entry("int64", Encoding.INT64),
            Map.entry("u8", Encoding.UINT64), Map.entry("Q", Encoding.UINT64), Map.entry("uint64", Encoding.UINT64),
            Map.entry("f2", Encoding.FLOAT16), Map.entry("e", Encoding.FLOAT16), Map.entry("float16", Encoding.FLOAT16),
            Map.entry("f4", Encoding.FLOAT32), Map.entry("f", Encoding.FLOAT32), Map.entry("float32", Encoding.FLOAT32),
            Map.entry("f8", Encoding.FLOAT64), Map.entry("d", Encoding.FLOAT64), Map.entry("float64", Encoding.FLOAT64));

    static boolean matches(Source source) {
        return source.startsWith(MAGIC);
    }

    static NpyHeader read(Source source) throws FileFormatException {
        if (!matches(source)) {
            throw source.error(0, "not an npy file: it does not begin with \\x93NUMPY");
        }
        int major = source.u8(6, "version");
        int minor = source.u8(7, "version");
        if (major < 1 || major > 3 || minor != 0) {
            throw source.error(6, "npy version is " + major + "." + minor + "; accepted: 1.0, 2.0, 3.0");
        }
        int start = major == 1 ? 10 : 12;
        long length = major == 1 ? source.u16(8, "header length") : source.u32(8, "header length");
        if (length > MAX_LENGTH) {
            throw source.error(8, "header length is " + length + "; accepted: at most " + MAX_LENGTH);
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = source.text(start, length, charset, "header");
        return new PythonLiteral(source, start, text).header((int) (start + length));
    }

    /** Checks the words of a header and puts them together. */
    static NpyHeader of(Source source, String descr, boolean fortran, List<Long> lengths, int length) throws FileFormatException {
        int at = 8;
        boolean ordered = !descr.isEmpty() && "<>|=".indexOf(descr.charAt(0)) >= 0;
        String type = ordered ? descr.substring(1) : descr;
        Encoding encoding = TYPES.get(type);
        if (encoding == null) {
            throw source.error(at, "dtype '" + FileFormatException.printable(descr) + "' " + unsupported(type));
        }
        // '|' and '=' mean the machine's own order, and that of every machine that writes without saying it is little-endian
        ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Element element = Element.of(descr, encoding);
        Shape shape = Extent.shape(lengths, source, at);
        return new NpyHeader(element, order, fortran, shape, length);
    }

    private static String unsupported(String type) {
        char kind = type.isEmpty() ? ' ' : type.charAt(0);
        return switch (kind) {
            case 'O' -> "is an array of Python objects, which are pickles; not supported";
            case 'c', 'F', 'D', 'G' -> "is complex; not supported";
            case 'S', 'U', 'a' -> "is text; not supported";
            case 'V' -> "is raw or structured; not supported";
            case 'M', 'm' -> "is a date or time; not supported";
            default -> "is unknown; accepted: b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4, f8 with a byte order";
        };
    }

    /** The entry of a payload that begins with this header. */
    FlatEntry entry(String name, Payload payload, Source source) throws FileFormatException {
        TensorInfo info = new TensorInfo(name, shape, element.name(), element.encoding().map(Encoding::dtype));
        Payload.Part part = new Payload.Part(element, order, fortran ? FlatEntry.reversed(shape) : shape, length);
        if (part.bytes() > payload.size() - length) {
            throw source.error(length, "shape " + shape + " of " + element.name() + " takes " + part.bytes() + " bytes, but only "
                    + (payload.size() - length) + " follow");
        }
        return new FlatEntry(info, payload, part, fortran);
    }
}
