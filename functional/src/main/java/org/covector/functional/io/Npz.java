package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

/**
 * NumPy's npz format: a zip archive of npy files, as numpy.savez and numpy.savez_compressed write it.
 *
 * {@snippet :
 * java.nio.file.Path file = java.nio.file.Files.createTempFile("example", ".npz");
 * Npz.write(file, Map.of("x", Tensor.of(1f, 2f)));
 * Tensor x = Npz.read(file).get("x").get(); // [1, 2]
 * }
 */
public final class Npz {
    private static final int MAX_NAME = 0xffff - 4;

    private Npz() {}

    /**
     * Reads all arrays of a file.
     *
     * @param path the file; its name need not end with npz
     * @return the tensors by name, in the archive's order, converted as by {@link Npy#read}
     * @throws FileFormatException if the file breaks the format's rules, inflates to more than {@link Limits#DEFAULT} goes along with, or
     *         holds what has no exact place in a tensor
     * @throws IOException if it cannot be read
     */
    public static LinkedHashMap<String, Tensor> read(Path path) throws IOException {
        try (TensorFile file = TensorFile.open(path, Format.NPZ, Limits.DEFAULT)) {
            return file.loadAll();
        }
    }

    /**
     * Writes tensors without compression, as numpy.savez.
     *
     * @param path the file, replaced atomically
     * @param tensors by name
     * @throws ArgumentException if a name cannot be written
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
        require(tensors);
        Output.replace(path, out -> {
            ZipOutput zip = new ZipOutput(out);
            for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
                NdArray x = e.getValue().array();
                zip.store(e.getKey() + ".npy", Npy.header(x), x, 1);
            }
            zip.end();
        });
    }

    /**
     * Writes tensors deflated, as numpy.savez_compressed.
     *
     * @param path the file, replaced atomically
     * @param tensors by name
     * @throws ArgumentException if a name cannot be written
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static void writeCompressed(Path path, Map<String, Tensor> tensors) throws IOException {
        require(tensors);
        Output.replace(path, out -> {
            ZipOutput zip = new ZipOutput(out);
            for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
                NdArray x = e.getValue().array();
                zip.deflate(e.getKey() + ".npy", Npy.header(x), x);
            }
            zip.end();
        });
    }

    private static void require(Map<String, Tensor> tensors) {
        Names.require("write", tensors);
        for (String name : tensors.keySet()) { // Python's zipfile cuts names at the character 0
            ArgumentException.require(name.indexOf('\0') < 0 && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME, "write", "name",
                    "\"" + FileFormatException.printable(name) + "\"", "at most " + MAX_NAME + " bytes of UTF-8 without the character 0");
        }
    }
}
