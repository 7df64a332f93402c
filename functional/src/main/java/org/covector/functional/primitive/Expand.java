package org.covector.functional.primitive;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Broadcasting: axes of length 1, and new leading ones, repeated without copying. Its adjoint is {@link SumTo}. */
public record Expand(Shape shape) implements Linear {
    /** Itself if it has the shape. */
    public static Tensor to(Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : Apply.one(new Expand(shape), x);
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        return new NdArray[] {x[0].expand(shape)};
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Shape from = x[0].shape();
        return Vjp.linear(this, x, dy -> SumTo.to(dy, from));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return new Tensor[] {to(at.aligned(x, 0, shape.rank()), shape.insert(0, at.size()))};
    }
}
