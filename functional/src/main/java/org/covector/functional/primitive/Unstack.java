package org.covector.functional.primitive;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * All slices of an axis at once, as views: the pullback puts their cotangents together in one pass, where that of single slices would
 * fill a tensor for each.
 */
public record Unstack(int axis, int length) implements Linear {
    /** The slices along {@code axis}, which they do not have. */
    public static List<Tensor> of(Tensor x, int axis) {
        return x.dim(axis) == 0 ? List.of() : List.of(Apply.all(new Unstack(axis, x.dim(axis)), x));
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        NdArray[] y = new NdArray[length];
        for (int i = 0; i < length; i++) {
            y[i] = x[0].select(axis, i);
        }
        return y;
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Tensor[] y = Apply.all(this, x);
        Tensor like = Tensor.zeros(x[0].dtype(), x[0].shape().without(axis));
        return new Vjp(y, List.of(), (dy, _) -> {
            List<Tensor> all = new ArrayList<>();
            for (Cotangent d : dy) {
                all.add(d.dense(like));
            }
            return new Cotangent[] {Joining.stack(all, axis)};
        });
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(new Unstack(axis + 1, length), x);
    }
}
