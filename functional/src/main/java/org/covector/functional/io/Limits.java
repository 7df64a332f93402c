package org.covector.functional.io;

import org.covector.engine.ArgumentException;

/**
 * What a reader goes along with: beyond it, a file is refused.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".npy");
 * Npy.write(path, Tensor.of(1f, 2f));
 * TensorFile file = TensorFile.open(path, Limits.DEFAULT.header(1 << 16).inflation(10));
 * Tensor x = file.load(""); // [1, 2]
 * file.close();
 * }
 *
 * @param header bytes of a safetensors header or of a checkpoint's pickle
 * @param inflation bytes that the compressed members of a file may inflate to, as a multiple of the file's size
 * @param inflated bytes that they may inflate to whatever the file's size
 */
public record Limits(long header, long inflation, long inflated) {
    /** Headers of 100 million bytes, as the reference implementation of safetensors; inflation to 100 times the file, or 64 MiB. */
    public static final Limits DEFAULT = new Limits(100_000_000, 100, 64L << 20);

    /** Checks that all are 0 or more. */
    public Limits {
        ArgumentException.require(header >= 0 && inflation >= 0 && inflated >= 0, "Limits", "limits",
                header + ", " + inflation + ", " + inflated,
                "numbers of 0 or more");
    }

    /** These with another limit of header bytes. */
    public Limits header(long bytes) {
        return new Limits(bytes, inflation, inflated);
    }

    /** These with another limit of inflated bytes as a multiple of the file's size. */
    public Limits inflation(long multiple) {
        return new Limits(header, multiple, inflated);
    }

    /** These with another number of bytes that compressed members may inflate to whatever the file's size. */
    public Limits inflated(long bytes) {
        return new Limits(header, inflation, bytes);
    }

    long inflatable(long fileBytes) {
        return Math.max(inflated, fileBytes > Long.MAX_VALUE / Math.max(1, inflation) ? Long.MAX_VALUE : fileBytes * inflation);
    }
}
