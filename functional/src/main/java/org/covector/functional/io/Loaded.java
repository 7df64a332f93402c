package org.covector.functional.io;

import io.vavr.Function1;
import org.covector.functional.core.Present;

/**
 * What was loaded, and how it fitted.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Safetensors.write(path, Map.of("w", Tensor.of(1f)));
 * TensorFile file = TensorFile.open(path);
 * var loaded = Loading.intoNamed(Map.of("w", Tensor.of(0f)), file);
 * file.close();
 * Tensor w = loaded.value().get("w").get(); // [1]
 * boolean complete = loaded.report().isComplete(); // true
 * }
 *
 * @param value the result
 * @param report what was missing, unexpected or of another shape
 * @param <T> tensors by name, or what was made of them
 */
public record Loaded<T>(T value, LoadReport report) {
    /** Refuses null. */
    public Loaded {
        Present.require(Loaded.class, value, report);
    }

    /** The same report with another result: a tree made of the tensors. */
    public <U> Loaded<U> map(Function1<? super T, ? extends U> f) {
        return new Loaded<>(f.apply(value), report);
    }
}
