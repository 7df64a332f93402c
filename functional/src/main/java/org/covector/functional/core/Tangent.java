package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** What flows forward: a tensor, or a zero known by mathematics, which is never computed with. */
public sealed interface Tangent permits Tensor, Cotangent.Zero {
    /** This tangent as a tensor: itself, or zeros. */
    default Tensor orZeros(DType dtype, Shape shape) {
        return this instanceof Tensor t ? t : Tensor.zeros(dtype, shape);
    }

    /** This tangent as a tensor shaped like a value. */
    default Tensor orZeros(Tensor like) {
        return orZeros(like.dtype(), like.shape());
    }
}
