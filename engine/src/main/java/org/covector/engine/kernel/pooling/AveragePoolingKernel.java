package org.covector.engine.kernel.pooling;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.window.TapAxis;

/** Average pooling of dense volumes {@code [plane][z][y][x]}; arrays are of the kernel's dtype. Every method does the planes from..to-1. */
public interface AveragePoolingKernel {
    /** The kernel of a floating dtype: vector loops, or scalar ones with the same bits. */
    static AveragePoolingKernel of(DType dtype, boolean vector) {
        return switch (dtype) {
            case FLOAT32 -> new FloatAveragePooling(vector);
            case FLOAT64 -> new DoubleAveragePooling(vector);
            case INT64, BOOL -> throw ArgumentException.notFloating("avgPool", dtype);
        };
    }

    /** Mean of each window; {@code taps} walks the x axis as {@code x} does. */
    void average(WindowBounds z, WindowBounds y, WindowBounds x, TapAxis taps, Object in, int at, Object out, int from, int to);

    /** Adds to {@code dx} what {@code average} took from there. */
    void averageBackward(WindowBounds z, WindowBounds y, WindowBounds x, TapAxis taps, Object dy, int at, Object dx, int from, int to);

    /** Mean of each bin, of any length. */
    void adaptiveAverage(WindowBounds z, WindowBounds y, WindowBounds x, Object in, int at, Object out, int from, int to);

    /** Adds to {@code dx} what {@code adaptiveAverage} took from there. */
    void adaptiveAverageBackward(WindowBounds z, WindowBounds y, WindowBounds x, Object dy, int at, Object dx, int from, int to);
}
