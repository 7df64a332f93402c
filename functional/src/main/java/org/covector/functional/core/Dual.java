package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.ElementReadException;
import org.covector.functional.Tensor;

/** Forward mode: a value with its tangent at {@code level}, both one level below and of one shape and dtype. */
public final class Dual implements Leveled {
    public final Tensor primal;
    public final Tensor tangent;
    final Level level;

    Dual(Tensor primal, Tensor tangent, Level level) {
        this.primal = primal;
        this.tangent = tangent;
        this.level = level;
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public Shape shape() {
        return primal.shape();
    }

    @Override
    public DType dtype() {
        return primal.dtype();
    }

    @Override
    public NdArray array() {
        throw new ElementReadException(dtype(), shape(), "");
    }

    @Override
    public String toString() {
        return primal.toString();
    }
}
