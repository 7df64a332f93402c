package org.covector.functional.optim;

import java.util.function.Consumer;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** The inside of a {@link State}: slots of leaves, or a branch with names. */
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
