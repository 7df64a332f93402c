package org.covector.functional.optim;

import java.util.function.Consumer;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * The inside of a {@link State}: slots of leaves, or a branch with names.
 *
 * {@snippet :
 * Transform fading = new Transform() { // by the number of the step
 *     public Node begin(Leaves params) {
 *         return Branch.EMPTY.with("step", 1L);
 *     }
 *
 *     public Moved change(Leaves grads, Node state, Leaves params) {
 *         long step = state.branch().count("step");
 *         return new Moved(grads.pointwise(g -> F.div(g, (double) step)), state.branch().with("step", step + 1));
 *     }
 * };
 * Optimizer o = Chain.of(fading).then(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * var first = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p);
 * Tensor next = o.update(Tensor.of(2.0), first._2(), first._1())._1(); // [0.7]
 * }
 */
public sealed interface Node permits Slots, Branch {
    /** Meets a tensor of the state and says what stands in its place. */
    @FunctionalInterface
    interface Visitor {
        /** The tensor for the new state. */
        Tensor leaf(Tree.Path path, Tensor value);
    }

    /** A state like this one with the tensors that the visitor gives. */
    Node traverse(Tree.Path at, Visitor visitor);

    /** Tells the tensors of the state as they are kept now. */
    void held(Consumer<Tensor> holds);

    /** This node as that of an optimiser with a structure of its own. */
    default Branch branch() {
        if (this instanceof Branch b) {
            return b;
        }
        throw new org.covector.engine.ArgumentException("update", "state", "that of an optimiser of single leaves",
                "the state that this optimiser's init made");
    }

    /** This node as that of an optimiser of single leaves. */
    default Slots slots() {
        if (this instanceof Slots s) {
            return s;
        }
        throw new org.covector.engine.ArgumentException("update", "state", "that of an optimiser with parts",
                "the state that this optimiser's init made");
    }
}
