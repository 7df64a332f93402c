package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;

/** Operands as kernels want them. */
final class Operands {
    private Operands() {}

    /** The elements dense in storage of which they are the first. */
    static NdArray compact(NdArray x) {
        NdArray d = x.dense();
        return d.offset() == 0 ? d : NdArray.wrap(d.storage().copy(d.offset(), (int) d.size()), d.shape());
    }

    /** The elements dense in storage of their own, in which a result may be computed in place. */
    static NdArray copy(NdArray x) {
        NdArray d = x.dense();
        return d == x ? NdArray.wrap(x.storage().copy(x.offset(), (int) x.size()), x.shape()) : d;
    }

    /** Throws, naming {@code function}, unless the dtype is FLOAT32 or FLOAT64. */
    static void requireFloat(String function, DType dtype) {
        ArgumentException.require(dtype.isFloating(), function, "dtype of x", dtype, "FLOAT32 or FLOAT64");
    }
}
