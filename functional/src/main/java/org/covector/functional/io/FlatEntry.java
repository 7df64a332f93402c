package org.covector.functional.io;

import java.io.IOException;
import java.util.Map;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * A tensor whose elements lie one after another.
 *
 * @param info what is said of it
 * @param payload where they lie
 * @param part which bytes, with the shape in the file's order of axes
 * @param fortran whether the first axis is the fastest
 */
record FlatEntry(TensorInfo info, Payload payload, Payload.Part part, boolean fortran) implements Contents.Entry {
    @Override
    public long stored() {
        return info.shape().size();
    }

    @Override
    public NdArray load(Map<String, NdArray> shared) throws IOException {
        NdArray y = payload.decode(part);
        if (!fortran) {
            return y;
        }
        int[] axes = new int[y.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = axes.length - 1 - i;
        }
        return y.permute(axes);
    }

    /** The shape with its axes in the opposite order. */
    static Shape reversed(Shape shape) {
        int[] dims = new int[shape.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = shape.dim(dims.length - 1 - i);
        }
        return Shape.of(dims);
    }
}
