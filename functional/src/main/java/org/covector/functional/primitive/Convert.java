package org.covector.functional.primitive;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** {@code y = x} in another dtype. Linear between floating dtypes; from or to any other, without derivative. */
public record Convert(DType dtype) implements Linear {
    /** Itself if it has the dtype. */
    public static Tensor to(Tensor x, DType dtype) {
        return x.dtype() == dtype ? x : Apply.one(new Convert(dtype), x);
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        return new NdArray[] {x[0].to(dtype)};
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        DType from = x[0].dtype();
        return dtype.isFloating() ? Vjp.linear(this, x, dy -> to(dy, from)) : Vjp.constant(Apply.all(this, x));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, x);
    }
}
