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
    private final Kind kind;
    private final Layout layout;
    private final double[] values;

    /** What its elements may be: {@code below} is the axis that they index, or -1. */
    record Kind(int below, Elements allowed, DType dtype) {}

    private Part(List<Integer> axes, int[] dims, Kind kind, Layout layout, double[] values) {
        this.axes = axes;
        this.dims = dims;
        this.kind = kind;
        this.layout = layout;
        this.values = values;
    }

    /** In this layout, or dense where it makes no difference; an expanded one repeats its first slice in {@code values}. */
    static Part of(List<Integer> axes, int[] dims, Kind kind, Layout layout, double[] values) {
        boolean same = values.length < 2 || layout == Layout.TRANSPOSED && dims.length < 2;
        if (!same && layout == Layout.EXPANDED) {
            int slice = values.length / dims[0];
            Arrays.setAll(values, i -> values[i % slice]);
        }
        return new Part(List.copyOf(axes), dims, kind, same ? Layout.DENSE : layout, values);
    }

    List<Integer> axes() {
        return axes;
    }

    int below() {
        return kind.below;
    }

    Elements allowed() {
        return kind.allowed;
    }

    DType dtype() {
        return kind.dtype;
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
        return layout.lay(Tensor.of(NdArray.of(values.clone()).to(kind.dtype).reshape(shape())));
    }

    Part with(Layout other) {
        return Part.of(axes, dims, kind, other, values.clone());
    }

    Part with(DType other) {
        return Part.of(axes, dims, new Kind(kind.below, kind.allowed, other), layout, values.clone());
    }

    Part map(DoubleUnaryOperator f) {
        return Part.of(axes, dims, kind, layout, Arrays.stream(values).map(f).toArray());
    }

    Part with(int i, double value) {
        double[] other = values.clone();
        other[i] = value;
        return Part.of(axes, dims, kind, layout, other);
    }

    /** With only some indices of an axis, wherever it occurs; indices into it are moved inside. */
    Part keep(int axis, int... indices) {
        Part kept = this;
        for (int position = 0; position < axes.size(); position++) {
            if (axes.get(position) == axis) {
                kept = kept.keepAt(position, indices);
            }
        }
        return axis == kind.below ? kept.map(v -> Math.min(v, indices.length - 1)) : kept;
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
        return Part.of(rest, shape().without(position).dims(), kind, layout, one.values).drop(axis, index);
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
        return Part.of(axes, kept, kind, layout, some);
    }
}
