package org.covector.functional.primitive;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * The same elements in row-major order under another shape.
 *
 * @param shape of as many elements
 */
public record Reshape(Shape shape) implements Linear {
    /** Itself if it has the shape. */
    public static Tensor to(Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : Apply.one(new Reshape(shape), x);
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        return new NdArray[] {x[0].reshape(shape)};
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Shape from = x[0].shape();
        return Vjp.linear(this, x, dy -> to(dy, from));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return new Tensor[] {to(x[0], shape.insert(0, at.size()))};
    }
}
