package org.covector.gradcheck.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** One input of a draft: its axes by number, and its elements in row-major order. Immutable. */
final class Part {
    private final List<Integer> axes;
    private final int[] dims;
    private final int below; // the axis that its elements index, or -1
    private final Elements allowed;
    private final DType dtype;
    private final Layout layout;
    private final double[] values;

    Part(List<Integer> axes, int[] dims, int below, Elements allowed, DType dtype, Layout layout, double[] values) {
        this.axes = List.copyOf(axes);
        this.dims = dims;
        this.below = below;
        this.allowed = allowed;
        this.dtype = dtype;
        this.layout = values.length < 2 || layout == Layout.TRANSPOSED && dims.length < 2 ? Layout.DENSE : layout;
        this.values = values;
        if (this.layout == Layout.EXPANDED) {
            int slice = values.length / dims[0];
            Arrays.setAll(values, i -> values[i % slice]);
        }
    }

    List<Integer> axes() {
        return axes;
    }

    int below() {
        return below;
    }

    Elements allowed() {
        return allowed;
    }

    DType dtype() {
        return dtype;
    }

    Layout layout() {
        return layout;
    }

    int size() {
        return values.length;
    }

    double value(int i) {
        return values[i];
    }

    Shape shape() {
        return Shape.of(dims);
    }

    Tensor tensor() {
        return layout.lay(Tensor.of(NdArray.of(values.clone()).to(dtype).reshape(shape())));
    }

    Part with(Layout other) {
        return new Part(axes, dims, below, allowed, dtype, other, values.clone());
    }

    Part with(DType other) {
        return new Part(axes, dims, below, allowed, other, layout, values.clone());
    }

    Part map(DoubleUnaryOperator f) {
        return new Part(axes, dims, below, allowed, dtype, layout, Arrays.stream(values).map(f).toArray());
    }

    Part with(int i, double value) {
        double[] other = values.clone();
        other[i] = value;
        return new Part(axes, dims, below, allowed, dtype, layout, other);
    }

    /** With only some indices of an axis, wherever it occurs; indices into it are moved inside. */
    Part keep(int axis, int... indices) {
        Part kept = this;
        for (int position = 0; position < axes.size(); position++) {
            if (axes.get(position) == axis) {
                kept = kept.keepAt(position, indices);
            }
        }
        return axis == below ? kept.map(v -> Math.min(v, indices.length - 1)) : kept;
    }

    /** With one index of an axis, which disappears. */
    Part drop(int axis, int index) {
        int position = axes.indexOf(axis);
        if (position < 0) {
            return this;
        }
        Part one = keepAt(position, index);
        List<Integer> rest = new ArrayList<>(axes);
        rest.remove(position);
        return new Part(rest, shape().without(position).dims(), below, allowed, dtype, layout, one.values).drop(axis, index);
    }

    private Part keepAt(int position, int... indices) {
        int length = dims[position];
        int inner = 1;
        for (int i = position + 1; i < dims.length; i++) {
            inner *= dims[i];
        }
        int[] kept = dims.clone();
        kept[position] = indices.length;
        double[] some = new double[(int) Shape.of(kept).size()];
        for (int i = 0; i < some.length; i++) {
            int outer = i / inner / indices.length;
            some[i] = values[(outer * length + indices[i / inner % indices.length]) * inner + i % inner];
        }
        return new Part(axes, kept, below, allowed, dtype, layout, some);
    }
}
