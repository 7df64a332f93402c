package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

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
