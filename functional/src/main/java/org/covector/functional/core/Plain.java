package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/**
 * A tensor that is just its value.
 *
 * @param array the value
 */
public record Plain(NdArray array) implements Tensor {
    @Override
    public Shape shape() {
        return array.shape();
    }

    @Override
    public DType dtype() {
        return array.dtype();
    }

    @Override
    public String toString() {
        return array.toString();
    }
}
