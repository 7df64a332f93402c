package org.covector.functional.optim;

import io.vavr.collection.LinkedHashMap;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * What an optimiser remembers between steps: an immutable tree of buffers. Its leaves are called by the parameters they belong to and
 * torch's name of the quantity, {@code encoder.weight.expAvg}, counts are INT64 scalars {@code encoder.weight.step}.
 *
 * {@snippet :
 * Optimizer adam = Adam.DEFAULT;
 * Linear model = Linear.init(Key.of(1), 2, 1);
 * State<Linear> state = adam.init(Linear.TREE, model);
 * var saved = state.toMap();
 * Seq<String> names = saved.keySet().toList();
 * // [weight.step, weight.expAvg, weight.expAvgSq, bias.step, bias.expAvg, bias.expAvgSq]
 * State<Linear> resumed = State.<Linear>tree().with(adam.init(Linear.TREE, model), saved.values());
 * }
 */
public final class State<P> {
    final Tree<P> tree;
    /** The parameters as the last step left them: if they come back as the same objects, they need not be laid together again. */
    final Leaves params;
    final Node node;

    State(Tree<P> tree, Leaves params, Node node) {
        this.tree = tree;
        this.params = params;
        this.node = node;
    }

    /** Where the tensors of a state are; all of them are buffers. */
    public static <P> Tree<State<P>> tree() {
        return (state, at, visitor) -> {
            state.params.held().forEach(visitor::holds);
            if (!visitor.rebuilds()) {
                state.node.held(visitor::holds);
                return state;
            }
            return new State<>(state.tree, state.params, state.node.traverse(at, (path, t) -> visitor.leaf(path, Tree.Kind.BUFFER, t)));
        };
    }

    /** The tensors of the state by name. */
    public LinkedHashMap<String, Tensor> toMap() {
        return State.<P>tree().toMap(this);
    }

    /** What the optimiser keeps, for those that act around others. */
    public Node node() {
        return node;
    }

    Leaves known(Leaves given) {
        return params.isSame(given) ? params : given;
    }

    <Q extends Node> Q node(Class<Q> type) {
        return type.cast(node);
    }

    State<P> with(Node next) {
        return new State<>(tree, params, next);
    }

    @Override
    public String toString() {
        return "State" + toMap().map(e -> e._1() + " " + e._2().dtype() + " " + e._2().shape());
    }
}
