package org.covector.functional.spatial;

import org.covector.engine.ArgumentException;
import org.covector.engine.op.spatial.PoolWindow;
import org.covector.functional.Ints;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;

/** The arguments of pooling, checked and as the engine takes them; that windows fit is checked there. */
final class PoolArguments {
    private PoolArguments() {}

    static void check(String function, Tensor x, int axes) {
        AxisReduction.floating(function, x);
        boolean ok = x.rank() == axes + 1 || x.rank() == axes + 2;
        for (int i = 1; ok && i <= axes; i++) {
            ok = x.dim(-i) > 0;
        }
        if (!ok) {
            throw new ArgumentException(function, "x", x.shape(), SpatialAxes.FORMS.get(axes - 1) + ", no spatial axis of length 0");
        }
    }

    static PoolWindow window(String function, int axes, int[] kernelSize, PoolOptions o) {
        int[] kernel = SpatialAxes.each(function, "kernelSize", axes, 1, Ints.of(kernelSize));
        int[] stride = o.stride().isEmpty() ? kernel : SpatialAxes.each(function, "stride", axes, 1, o.stride().get());
        return PoolWindow.of(kernel).stride(stride)
                .dilation(SpatialAxes.each(function, "dilation", axes, 1, o.dilation())).ceilMode(o.ceilMode())
                .padding(SpatialAxes.each(function, "padding", axes, 0, o.padding().begin()),
                        SpatialAxes.each(function, "padding at the end", axes, 0, o.padding().end()));
    }

    /** Lengths of the result; -1 stands for the length that x has. */
    static Ints outputSize(String function, Tensor x, int axes, int... given) {
        int[] size = SpatialAxes.each(function, "outputSize", axes, -1, Ints.of(given));
        long[] all = new long[x.rank()];
        for (int i = 0; i < all.length; i++) {
            int axis = i - x.rank() + axes;
            if (axis >= 0) {
                size[axis] = size[axis] == -1 ? x.dim(i) : size[axis];
            }
            all[i] = axis < 0 ? x.dim(i) : size[axis];
        }
        SpatialAxes.requireSize(function, "outputSize", Ints.of(given), all);
        return Ints.of(size);
    }

    /** Options of means make no sense for a maximum or a norm. */
    static void requireNoAveraging(String function, PoolOptions o) {
        ArgumentException.require(o.averaging().equals(PoolOptions.Averaging.DEFAULT), function, "averaging", o.averaging(),
                "the default, as nothing is divided");
    }

    static void requirePlaneIndices(String function, PoolOptions o) {
        ArgumentException.require(o.indices() == PoolOptions.Indices.PLANE, function, "indices", o.indices(),
                "PLANE, as there are no indices");
    }
}
