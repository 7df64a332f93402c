package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.covector.engine.Encoding;
import org.covector.engine.Shape;

/**
 * The safetensors format: 8 bytes of header length, a JSON header, the data. The header must be canonical where the format asks for
 * it: no equal keys, tensors that cover the data without holes or overlaps.
 *
 * <p>Source: <a href="https://github.com/huggingface/safetensors">the format's description</a>.
 */
final class SafetensorsReader {
    static final String METADATA = "__metadata__";
    private static final Map<String, Element> ELEMENTS = Map.ofEntries(
            entry(Element.of("BOOL", Encoding.BOOL)), entry(Element.of("U8", Encoding.UINT8)), entry(Element.of("I8", Encoding.INT8)),
            entry(Element.of("U16", Encoding.UINT16)), entry(Element.of("I16", Encoding.INT16)), entry(Element.of("U32", Encoding.UINT32)),
            entry(Element.of("I32", Encoding.INT32)), entry(Element.of("U64", Encoding.UINT64)), entry(Element.of("I64", Encoding.INT64)),
            entry(Element.of("F16", Encoding.FLOAT16)), entry(Element.of("BF16", Encoding.BFLOAT16)),
                    entry(Element.of("F32", Encoding.FLOAT32)),
            entry(Element.of("F64", Encoding.FLOAT64)), entry(Element.foreign("F8_E5M2", 8)), entry(Element.foreign("F8_E4M3", 8)),
            entry(Element.foreign("F8_E8M0", 8)), entry(Element.foreign("F8_E4M3FNUZ", 8)), entry(Element.foreign("F8_E5M2FNUZ", 8)),
            entry(Element.foreign("F4", 4)), entry(Element.foreign("F6_E2M3", 6)), entry(Element.foreign("F6_E3M2", 6)),
            entry(Element.foreign("C64", 64)));

    private final Source file;
    private final Source header;
    private final JsonReader json;
    private final long dataAt;
    private final List<Found> found = new ArrayList<>();
    private LinkedHashMap<String, String> metadata = LinkedHashMap.empty();

    private SafetensorsReader(Source file, long headerLength) throws FileFormatException {
        this.file = file;
        this.header = file.slice(8, headerLength, "header");
        this.json = new JsonReader(header);
        this.dataAt = 8 + headerLength;
    }

    private static Map.Entry<String, Element> entry(Element element) {
        return Map.entry(element.name(), element);
    }

    /** A tensor of the header. */
    private record Found(String name, long at, Element element, Shape shape, long begin, long end) {}

    static Contents read(Source file, Limits limits) throws FileFormatException {
        long length = file.i64(0, "header length");
        if (length < 0 || length > file.size() - 8) {
            throw file.error(0, "header length is " + Long.toUnsignedString(length) + ", more than the " + (file.size() - 8)
                    + " bytes that follow");
        }
        if (length > limits.header()) {
            throw file.error(0, "header length is " + length + "; accepted: at most " + limits.header());
        }
        SafetensorsReader reader = new SafetensorsReader(file, length);
        reader.header();
        return reader.contents();
    }

    private void header() throws FileFormatException {
        if (header.size() == 0 || header.u8(0, "header") != '{') {
            throw header.error(0, "the header does not begin with '{'");
        }
        json.object((key, at) -> {
            if (key.equals(METADATA)) {
                if (!json.isNull()) {
                    json.object((name, _) -> metadata = metadata.put(name, json.string()));
                }
            } else {
                found.add(tensor(key, at));
            }
        });
        json.end();
    }

    private Found tensor(String name, long at) throws FileFormatException {
        String[] dtype = {""};
        List<Long> shape = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        json.object((key, _) -> {
            switch (key) {
                case "dtype" -> dtype[0] = json.string();
                case "shape" -> json.array(_ -> shape.add(json.natural("length of an axis")));
                case "data_offsets" -> json.array(_ -> offsets.add(json.natural("data offset")));
                default -> {
                    json.skip(); // the reference implementation passes over what it does not know
                    return;
                }
            }
            seen.add(key);
        });
        Source here = header.of(name);
        if (seen.size() != 3) {
            throw here.error(at, "a tensor has dtype, shape and data_offsets; found only " + seen);
        }
        Element element = ELEMENTS.get(dtype[0]);
        if (element == null) {
            throw here.error(at, "unknown dtype \"" + FileFormatException.printable(dtype[0]) + "\"");
        }
        if (offsets.size() != 2) {
            throw here.error(at, "data_offsets has " + offsets.size() + " numbers; accepted: begin and end");
        }
        Shape lengths = Extent.shape(shape, here, at);
        Found tensor = new Found(name, at, element, lengths, offsets.get(0), offsets.get(1));
        long bytes = Extent.bytes(lengths, element, here, at);
        if (tensor.begin > tensor.end || tensor.end > file.size() - dataAt) {
            throw here.error(at, "data_offsets " + offsets + " are not within the " + (file.size() - dataAt) + " bytes of data");
        }
        if (tensor.end - tensor.begin != bytes) {
            throw here.error(at, "data_offsets " + offsets + " hold " + (tensor.end - tensor.begin) + " bytes, but " + dtype[0] + " "
                    + lengths + " takes " + bytes);
        }
        return tensor;
    }

    private Contents contents() throws FileFormatException {
        List<Found> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingLong(Found::begin).thenComparingLong(Found::end));
        long covered = 0;
        for (Found t : sorted) {
            if (t.begin != covered) {
                throw header.of(t.name).error(t.at, t.begin < covered
                        ? "its data begin at " + t.begin + " within those of another tensor, which end at " + covered
                        : "bytes " + covered + " to " + t.begin + " of the data belong to no tensor");
            }
            covered = t.end;
        }
        if (covered != file.size() - dataAt) {
            throw file.error(dataAt + covered, (file.size() - dataAt - covered) + " bytes at the end of the data belong to no tensor");
        }
        List<Contents.Entry> entries = new ArrayList<>(found.size());
        for (Found t : found) {
            Source data = file.slice(dataAt + t.begin, t.end - t.begin, "data").of(t.name);
            TensorInfo info = new TensorInfo(t.name, t.shape, t.element.name(), t.element.encoding().map(Encoding::dtype));
            entries.add(new FlatEntry(info, new Payload.InPlace(data, -1), new Payload.Part(t.element, ByteOrder.LITTLE_ENDIAN, t.shape, 0),
                    false));
        }
        return new Contents(Format.SAFETENSORS, entries, metadata);
    }
}
