package org.covector.functional.optim;

import io.vavr.collection.LinkedHashMap;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.jspecify.annotations.Nullable;

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
    /** The value that the last step made of them; absent before the first. */
    private final @Nullable P made;
    final Node node;

    State(Tree<P> tree, Leaves params, Node node) {
        this(tree, params, null, node);
    }

    private State(Tree<P> tree, Leaves params, @Nullable P made, Node node) {
        this.tree = tree;
        this.params = params;
        this.made = made;
        this.node = node;
    }

    /** Where the tensors of a state are; all of them are buffers. */
    public static <P> Tree<State<P>> tree() {
        return (state, at, visitor) -> {
            state.params.held(visitor::holds);
            if (!visitor.rebuilds()) {
                state.node.held(visitor::holds);
                return state;
            }
            return new State<>(state.tree, state.params, state.made,
                    state.node.traverse(at, (path, t) -> visitor.leaf(path, Tree.Kind.BUFFER, t)));
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

    /** The leaves of parameters: known, if they are those that the last step made. */
    Leaves leaves(P given) {
        if (given == made) {
            return params;
        }
        Leaves leaves = params.layout.params(tree, given);
        return params.isSame(leaves) ? params : leaves;
    }

    /** The state after a step that made the parameters {@code next} of these leaves. */
    State<P> after(P next, Leaves leaves, Node newNode) {
        return new State<>(tree, leaves, next, newNode);
    }

    <Q extends Node> Q node(Class<Q> type) {
        return type.cast(node);
    }

    State<P> with(Node next) {
        return new State<>(tree, params, made, next);
    }

    @Override
    public String toString() {
        return "State" + toMap().map(e -> e._1() + " " + e._2().dtype() + " " + e._2().shape());
    }
}
