package org.covector.functional.primitive;

import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/** {@code y = x} with derivative zero, at every level. */
public record StopGradient() implements Constant {
    @Override
    public NdArray[] compute(NdArray... x) {
        return x;
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, x);
    }
}
