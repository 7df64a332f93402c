package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * An immutable value of functions: an array, or, while it depends on something being differentiated, that array with the closure
 * that takes a cotangent back through it. Users see no difference.
 */
public sealed interface Tensor extends Cotangent permits Plain, Tracked, Symbolic {
    /** Axis lengths. */
    Shape shape();

    /** Element type. */
    DType dtype();

    /**
     * The value.
     *
     * @throws IllegalStateException inside a function being traced by {@code fuse}, where there is no value yet
     */
    NdArray array();

    /** Number of axes. */
    default int rank() {
        return shape().rank();
    }

    /** Number of elements. */
    default long size() {
        return shape().size();
    }

    /** Length of an axis; negative axes count from the end. */
    default int dim(int axis) {
        return shape().dim(axis);
    }

    /** The only element of a tensor of size 1. */
    default double item() {
        return array().item();
    }

    /** One element as a double. */
    default double getDouble(int... index) {
        return array().getDouble(index);
    }

    /** The value of {@code x} without its history: the derivative is zero at every level. */
    static Tensor constant(Tensor x) {
        Tensor value = x;
        while (value instanceof Tracked k) {
            value = k.primal();
        }
        return value;
    }

    /** A tensor of an array, shared (arrays are immutable). */
    static Tensor of(NdArray array) {
        return new Plain(array);
    }

    /** A FLOAT32 vector. */
    static Tensor of(float... values) {
        return new Plain(NdArray.of(values));
    }

    /** A FLOAT64 vector. */
    static Tensor of(double... values) {
        return new Plain(NdArray.of(values));
    }

    /** An INT64 vector. */
    static Tensor of(long... values) {
        return new Plain(NdArray.of(values));
    }

    /** A BOOL vector. */
    static Tensor of(boolean... values) {
        return new Plain(NdArray.of(values));
    }

    /** Row-major elements under a shape. */
    static Tensor of(double[] values, int... dims) {
        return new Plain(NdArray.of(values).reshape(Shape.of(dims)));
    }

    /** Row-major elements under a shape. */
    static Tensor of(float[] values, int... dims) {
        return new Plain(NdArray.of(values).reshape(Shape.of(dims)));
    }

    /** Row-major elements under a shape. */
    static Tensor of(long[] values, int... dims) {
        return new Plain(NdArray.of(values).reshape(Shape.of(dims)));
    }

    /** A FLOAT32 scalar. */
    static Tensor scalar(float value) {
        return new Plain(NdArray.scalar(DType.FLOAT32, value));
    }

    /** A FLOAT64 scalar. */
    static Tensor scalar(double value) {
        return new Plain(NdArray.scalar(DType.FLOAT64, value));
    }

    /** Every element {@code value}. */
    static Tensor full(DType dtype, Shape shape, double value) {
        return new Plain(NdArray.full(dtype, shape, value));
    }

    /** Zeros. */
    static Tensor zeros(DType dtype, Shape shape) {
        return full(dtype, shape, 0);
    }

    /** Ones. */
    static Tensor ones(DType dtype, Shape shape) {
        return full(dtype, shape, 1);
    }
}
