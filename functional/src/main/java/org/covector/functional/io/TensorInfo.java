package org.covector.functional.io;

import io.vavr.control.Option;
import org.covector.engine.DType;
import org.covector.engine.Shape;

/**
 * What a file says of one tensor, known without loading it.
 *
 * @param name the tensor's name; empty in an npy file
 * @param shape its axis lengths
 * @param stored the element type in the format's own word: {@code BF16}, {@code <f4}, {@code torch.float16}
 * @param dtype the dtype of the loaded tensor; none if it cannot be loaded exactly
 */
public record TensorInfo(String name, Shape shape, String stored, Option<DType> dtype) {
}
