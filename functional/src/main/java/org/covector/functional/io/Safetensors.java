package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Tensor;

/**
 * The safetensors format: named tensors and metadata, read from the mapped file with one copy.
 *
 * <p>Source: <a href="https://github.com/huggingface/safetensors">the format's description</a>.
 *
 * {@snippet :
 * java.nio.file.Path file = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Safetensors.write(file, Map.of("x", Tensor.of(1f, 2f)));
 * Tensor x = Safetensors.read(file).get("x").get(); // [1, 2]
 * }
 */
public final class Safetensors {
    /** The data begin at a multiple of this, as in the reference implementation. */
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * Reads all tensors of a file.
     *
     * @param path the file; its name need not end with safetensors
     * @return the tensors by name, in the header's order: FLOAT32, FLOAT64, INT64, BOOL as stored, F16 and BF16 as FLOAT32, integers as
     *         INT64
     * @throws FileFormatException if the file breaks the format's rules, or holds what has no exact place in a tensor
     * @throws IOException if it cannot be read
     */
    public static LinkedHashMap<String, Tensor> read(Path path) throws IOException {
        try (TensorFile file = TensorFile.open(path, Format.SAFETENSORS, Limits.DEFAULT)) {
            return file.loadAll();
        }
    }

    /**
     * Writes tensors without metadata.
     *
     * @param path the file, replaced atomically
     * @param tensors by name, in the order of the header
     * @throws ArgumentException if a name cannot be written
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
        write(path, tensors, Map.of());
    }

    /**
     * Writes tensors and metadata. Wide elements come first in the data, so that all are aligned; the header keeps the given order.
     *
     * @param path the file, replaced atomically
     * @param tensors by name, in the order of the header
     * @param metadata text by name; none if empty
     * @throws ArgumentException if a name or text cannot be written: {@code __metadata__}, or no Unicode
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ArgumentException.require(!tensors.containsKey(SafetensorsReader.METADATA), "write", "name", SafetensorsReader.METADATA,
                "any other name");
        Names.require("write", tensors);
        List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(tensors.entrySet());
        sorted.sort(Comparator.comparing(e -> -e.getValue().dtype().bytes())); // stable
        Map<String, Long> begins = new HashMap<>();
        long end = 0;
        for (Map.Entry<String, Tensor> e : sorted) {
            begins.put(e.getKey(), end);
            end = Math.addExact(end, bytes(e.getValue()));
        }
        byte[] header = header(tensors, metadata, begins);
        ArgumentException.require(header.length <= Limits.DEFAULT.header(), "write", "header", header.length + " bytes",
                "at most " + Limits.DEFAULT.header());
        Output.replace(path, out -> {
            out.bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.bytes(header);
            for (Map.Entry<String, Tensor> e : sorted) {
                out.elements(e.getValue().array());
            }
        });
    }

    private static long bytes(Tensor x) {
        return x.size() * x.dtype().bytes();
    }

    private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata, Map<String, Long> begins) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            quote(json, SafetensorsReader.METADATA).append(":{");
            metadata.forEach((name, text) -> {
                Names.text("write", "metadata", name);
                Names.text("write", "metadata", text);
                quote(quote(json, name).append(':'), text).append(',');
            });
            json.setCharAt(json.length() - 1, '}');
            json.append(',');
        }
        tensors.forEach((name, x) -> {
            long begin = begins.getOrDefault(name, 0L);
            quote(json, name).append(":{\"dtype\":\"").append(dtype(x.dtype())).append("\",\"shape\":")
                    .append(x.shape().toString().replace(" ", "")).append(",\"data_offsets\":[").append(begin).append(',')
                    .append(begin + bytes(x)).append("]},");
        });
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String dtype(DType dtype) {
        return switch (dtype) {
            case BOOL -> "BOOL";
            case INT64 -> "I64";
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
        };
    }

    private static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
