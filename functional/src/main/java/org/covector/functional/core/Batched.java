package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** Batch: one example among many, as the function under {@code vmap} sees it. The examples lie along the first axis of {@code value}. */
public final class Batched implements Leveled {
    /** All examples, one level below. */
    public final Tensor value;

    final Level level;
    private final Shape shape;

    Batched(Tensor value, Level level) {
        this.value = value;
        this.level = level;
        this.shape = value.shape().without(0);
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public DType dtype() {
        return value.dtype();
    }

    @Override
    public NdArray array() {
        throw new IllegalStateException("vmap: the mapped function reads the elements of a " + dtype() + " " + shape
                + " tensor, which are other ones for each example; accepted: functions whose course does not depend on elements");
    }

    @Override
    public String toString() {
        return value.dim(0) + " examples of " + dtype() + shape;
    }
}
