package org.covector.engine.kernel.pooling;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.window.TapWindow;

/** Maximum pooling of dense volumes {@code [plane][z][y][x]}; arrays are of the kernel's dtype. Every method does the planes from..to-1. */
public interface MaxPoolingKernel {
    /** The kernel of a floating dtype: vector loops, or scalar ones with the same bits. */
    static MaxPoolingKernel of(DType dtype, boolean vector) {
        return switch (dtype) {
            case FLOAT32 -> new FloatMaxPooling(vector);
            case FLOAT64 -> new DoubleMaxPooling(vector);
            case INT64, BOOL -> throw ArgumentException.notFloating("maxPool", dtype);
        };
    }

    /** Largest element of each window and its place in the volume; of equal ones the first, of several NaN the last. */
    void max(TapWindow w, Object x, int at, Object values, long[] indices, int from, int to);

    /** The values of {@code max} alone. */
    void maxima(TapWindow w, Object x, int at, Object values, int from, int to);

    /** Largest element of each bin and its place in the volume; ties and NaN as in {@code max}. */
    void adaptiveMax(WindowBounds z, WindowBounds y, WindowBounds x, Object in, int at, Object values, long[] indices, int from, int to);

    /**
     * {@code dx[plane, indices[plane, q]] += dy[plane, q]}, q in ascending order; both of {@code outputs} elements per plane, dx of
     * {@code volume}.
     */
    void maxBackward(Object dy, int at, long[] indices, int indexAt, int outputs, Object dx, int volume, int from, int to);
}
