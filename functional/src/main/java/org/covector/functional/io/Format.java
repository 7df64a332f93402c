package org.covector.functional.io;

/**
 * The formats of files that hold tensors.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".data");
 * Npy.write(path, Tensor.of(1f, 2f));
 * TensorFile file = TensorFile.open(path, Format.NPY, Limits.DEFAULT);
 * Tensor x = file.load(""); // [1, 2]
 * file.close();
 * }
 */
public enum Format {
    /** A JSON header and plain data. */
    SAFETENSORS,
    /** One array of NumPy. */
    NPY,
    /** A zip archive of npy files. */
    NPZ,
    /** What torch.save writes since PyTorch 1.6: a zip archive of a pickle and storages. */
    CHECKPOINT,
    /** One array with its lengths in front, as the MNIST data come; or that, gzipped. */
    IDX
}
