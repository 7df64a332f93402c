package org.covector.functional;

/** In which order the axes of a grid follow its vectors. */
public enum MeshIndexing {
    /** Axis i belongs to vector i: matrix indexing. */
    IJ,
    /** The first two axes exchanged: Cartesian indexing. */
    XY
}
