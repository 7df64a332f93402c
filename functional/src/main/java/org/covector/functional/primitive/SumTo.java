package org.covector.functional.primitive;

import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** The adjoint of broadcasting: sums over the axes that {@link Expand} from {@code shape} repeats. */
public record SumTo(Shape shape) implements Linear {
    /** Itself if it has the shape. */
    public static Tensor to(Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : Apply.one(new SumTo(shape), x);
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        int lead = x[0].rank() - shape.rank();
        int[] axes = IntStream.range(0, x[0].rank())
                .filter(i -> i < lead || shape.dim(i - lead) == 1 && x[0].shape().dim(i) != 1)
                .toArray();
        return new NdArray[] {(axes.length == 0 ? x[0] : Reductions.sum(x[0], axes, true)).reshape(shape)};
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Shape from = x[0].shape();
        return Vjp.linear(this, x, dy -> Expand.to(dy, from));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        Shape target = shape.insert(0, at.size());
        Shape aligned = target;
        for (int i = target.rank(); i < x[0].rank(); i++) {
            aligned = aligned.insert(1, 1);
        }
        return new Tensor[] {Reshape.to(to(x[0], aligned), target)};
    }
}
