package org.covector.functional;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Leveled;
import org.covector.functional.core.Plain;
import org.covector.functional.core.Tangent;

/**
 * An immutable value of functions: an array, or, while it depends on something being differentiated, that array with the closure
 * that takes a cotangent back through it. Users see no difference.
 */
public sealed interface Tensor extends Cotangent, Tangent permits Plain, Leveled {
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

    /** Standard normal numbers, FLOAT32. */
    static Tensor normal(Key key, int... dims) {
        return normal(DType.FLOAT32, key, dims);
    }

    /** Standard normal numbers. */
    static Tensor normal(DType dtype, Key key, int... dims) {
        return Draw.of("normal", new Draw.Normal(), key, Shape.of(dims), dtype);
    }

    /** Numbers uniform on [0, 1), FLOAT32. */
    static Tensor uniform(Key key, int... dims) {
        return uniform(DType.FLOAT32, key, dims);
    }

    /** Numbers uniform on [0, 1). */
    static Tensor uniform(DType dtype, Key key, int... dims) {
        return Draw.of("uniform", new Draw.Uniform(), key, Shape.of(dims), dtype);
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
