/**
 * Tensors in files: safetensors, npy, npz, PyTorch checkpoints, and IDX to read. {@link org.covector.functional.io.TensorFile} opens any
 * of them, lists what it holds without loading, and loads it; {@link org.covector.functional.io.Safetensors},
 * {@link org.covector.functional.io.Npy}, {@link org.covector.functional.io.Npz} and {@link org.covector.functional.io.Checkpoint}
 * read and write in one call; {@link org.covector.functional.io.Loading} matches a file's names with those of a model and reports
 * what is missing, unexpected or of another shape.
 *
 * <p>Values are exact or refused: float16 and bfloat16 become FLOAT32, integers INT64, and what has no exact place (float8, complex,
 * unsigned integers from 2^63 on) is a {@link org.covector.functional.io.FileFormatException}, as is every broken or hostile file. It
 * names file, entry and byte. No reader runs anything, and none allocates what a file merely announces: memory stays below
 * {@code 64 MiB + 100 * (bytes of the file)} beside the tensors loaded, which take at most 8 bytes for one of the file (int8 to INT64),
 * or of an inflated member. Written files replace older ones atomically.
 *
 * <p>A further format is a reader from {@code Source} to {@code Contents}, a {@code Format}, and a writer on {@code Output}.
 */
@NullMarked
package org.covector.functional.io;

import org.jspecify.annotations.NullMarked;
