package org.covector.functional.io;

import io.vavr.control.Option;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.core.Present;

/**
 * What a file says of one tensor, known without loading it.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Safetensors.write(path, Map.of("w", Tensor.ones(2, 3)));
 * TensorFile file = TensorFile.open(path);
 * TensorInfo info = file.infos().get("w").get();
 * file.close();
 * Shape shape = info.shape(); // [2, 3]
 * String stored = info.stored(); // F32
 * }
 *
 * @param name the tensor's name; empty in an npy file
 * @param shape its axis lengths
 * @param stored the element type in the format's own word: {@code BF16}, {@code <f4}, {@code torch.float16}
 * @param dtype the dtype of the loaded tensor; none if it cannot be loaded exactly
 */
public record TensorInfo(String name, Shape shape, String stored, Option<DType> dtype) {
    /** Refuses null. */
    public TensorInfo {
        Present.require(TensorInfo.class, name, shape, stored, dtype);
    }
}
