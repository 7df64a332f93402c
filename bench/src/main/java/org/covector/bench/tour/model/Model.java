package org.covector.bench.tour.model;

import io.vavr.Function2;
import org.covector.functional.Tree;
import org.covector.functional.Tensor;

/**
 * A function of parameters and samples.
 *
 * @param name for people
 * @param tree where the tensors are in the parameters
 * @param start the parameters before training
 * @param forward from parameters and samples to outputs, one row per sample
 */
public record Model<P>(String name, Tree<P> tree, P start, Function2<P, Tensor, Tensor> forward) {
    /** How many numbers are learned. */
    public long size() {
        return tree.leaves(start).stream().mapToLong(Tensor::size).sum();
    }
}
