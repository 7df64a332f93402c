package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.ElementReadException;
import org.covector.functional.Tensor;

/** Reverse mode: a value that depends on inputs being differentiated at {@code level}, as output {@code slot} of {@code node}. */
public final class Tracked implements Leveled {
    /** The value one level below; itself leveled when an outer transformation depends on it. */
    public final Tensor primal;

    final Level level;
    final Node node;
    final int slot;

    Tracked(Tensor primal, Level level, Node node, int slot) {
        this.primal = primal;
        this.level = level;
        this.node = node;
        this.slot = slot;
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
        throw new ElementReadException(dtype(), shape(), node.primitive.name().equals("input") ? ""
                : " (made by " + node.primitive.name() + ")");
    }

    @Override
    public String toString() {
        return primal.toString();
    }
}
