package org.covector.functional.io;

import java.io.IOException;

/**
 * A sound file that is not one of this model: strict loading found entries missing, unexpected or of another shape.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Safetensors.write(path, Map.of("v", Tensor.of(1f)));
 * TensorFile file = TensorFile.open(path);
 * Seq<String> found = io.vavr.collection.List.empty();
 * try {
 *     Loading.intoNamed(Map.of("w", Tensor.of(0f)), file);
 * } catch (LoadMismatchException e) {
 *     found = e.report().missing();
 * }
 * file.close();
 * Seq<String> missing = found; // [w]
 * }
 */
public final class LoadMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient LoadReport report;

    LoadMismatchException(String file, LoadReport report) {
        super(file + ": " + report);
        this.report = report;
    }

    /** What did not fit. */
    public LoadReport report() {
        return report;
    }
}
