package org.covector.bench.tour.model;

import org.covector.engine.DType;
import org.covector.functional.Key;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Where training starts. */
final class Weights {
    private Weights() {}

    /** Normal numbers [out, in, window...] of variance {@code 2 / fanIn} (He et al., 2015, section 2.2). */
    static Tensor random(Key key, int in, int out, int fanIn, int... window) {
        int[] dims = new int[2 + window.length];
        dims[0] = out;
        dims[1] = in;
        System.arraycopy(window, 0, dims, 2, window.length);
        return F.mul(Tensor.normal(key, dims), Math.sqrt(2.0 / fanIn));
    }

    static Tensor zeros(int n) {
        return Tensor.zeros(DType.FLOAT32, Shape.of(n));
    }
}
