package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * A value that depends on inputs being differentiated at {@code level}: output {@code slot} of {@code node}.
 *
 * @param primal the value one level below; itself tracked when an outer differentiation depends on it
 */
record Tracked(Tensor primal, Level level, Node node, int slot) implements Tensor {
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
        return primal.array();
    }

    @Override
    public boolean equals(Object other) {
        return this == other; // a place in a graph, not a value
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return primal.toString();
    }
}
