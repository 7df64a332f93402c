package org.covector.functional.io;

import java.io.IOException;
import java.nio.file.Path;
import org.covector.functional.Tensor;

/**
 * The IDX format, in which the MNIST data come: one array, its type and lengths in front, big-endian; plain or gzipped.
 *
 * <p>Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", file formats.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", "-idx1-ubyte");
 * java.nio.file.Files.write(path, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 9}); // bytes, one axis, of length 2
 * Tensor x = Idx.read(path); // [7, 9]
 * }
 */
public final class Idx {
    private Idx() {}

    /**
     * Reads the array of a file.
     *
     * @param path the file, {@code train-images-idx3-ubyte} or {@code train-images-idx3-ubyte.gz}; how it is called does not matter
     * @return the array: bytes and integers as INT64, floats as FLOAT32, doubles as FLOAT64
     * @throws FileFormatException if the file breaks the format's rules, or inflates beyond {@link Limits#DEFAULT}
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path path) throws IOException {
        try (TensorFile file = TensorFile.open(path, Format.IDX, Limits.DEFAULT)) {
            return file.load("");
        }
    }
}
