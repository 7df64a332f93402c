package org.covector.functional.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

/**
 * NumPy's npy format: one array, as numpy.save writes it.
 *
 * <p>Source: NumPy, {@code numpy.lib.format}.
 *
 * {@snippet :
 * java.nio.file.Path file = java.nio.file.Files.createTempFile("example", ".npy");
 * Npy.write(file, Tensor.of(1f, 2f));
 * Tensor x = Npy.read(file); // [1, 2]
 * }
 */
public final class Npy {
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /**
     * Reads the array of a file; versions 1.0 to 3.0, both orders of axes, both byte orders. What follows the array is left alone, as
     * by numpy.load: numpy.save appends arrays to an open file.
     *
     * @param path the file; its name need not end with npy
     * @return its tensor: float32, float64, int64, bool as stored, float16 as FLOAT32, other integers as INT64; a view with permuted axes
     *         where the file is in Fortran order
     * @throws FileFormatException if the file breaks the format's rules, or holds what has no exact place in a tensor
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path path) throws IOException {
        try (TensorFile file = TensorFile.open(path, Format.NPY, Limits.DEFAULT)) {
            return file.load("");
        }
    }

    /**
     * Writes a tensor, version 1.0, C order, little-endian.
     *
     * @param path the file, replaced atomically
     * @param x the tensor
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static void write(Path path, Tensor x) throws IOException {
        Names.require("write", Map.of("", x));
        Output.replace(path, out -> {
            out.bytes(header(x.array()));
            out.elements(x.array());
        });
    }

    /** All before the data: a multiple of 64 bytes. */
    static byte[] header(NdArray x) {
        StringBuilder shape = new StringBuilder("(");
        for (int n : x.shape().dims()) {
            shape.append(n).append(x.rank() == 1 ? "," : ", ");
        }
        shape.setLength(x.rank() > 1 ? shape.length() - 2 : shape.length());
        String text = "{'descr': '" + descr(x.dtype()) + "', 'fortran_order': False, 'shape': " + shape + "), }";
        int length = (10 + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        header[0] = (byte) 0x93;
        System.arraycopy("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII), 0, header, 1, 7);
        header[8] = (byte) (length - 10);
        header[9] = (byte) (length - 10 >> 8);
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, 10, text.length());
        header[length - 1] = '\n';
        return header;
    }

    private static String descr(DType dtype) {
        return switch (dtype) {
            case BOOL -> "|b1";
            case INT64 -> "<i8";
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
        };
    }
}
