package org.covector.functional.io;

/** The formats of files that hold tensors. */
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
