package org.covector.functional.io;

import java.io.IOException;
import java.nio.file.Path;
import org.covector.functional.Tensor;

/**
 * The IDX format, in which the MNIST data come: one array, its type and lengths in front, big-endian; plain or gzipped.
 *
 * <p>Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", file formats.
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
