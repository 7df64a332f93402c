package org.covector.functional.optim;

import java.util.Iterator;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * The average of parameters over training. Buffers and integers are those of the last update. torch: torch.optim.swa_utils.AveragedModel.
 *
 * {@snippet :
 * Average<Tensor> mean = Average.of(Tensor.of(0.0)).swa(Tree.TENSOR, Tensor.of(1.0)).swa(Tree.TENSOR, Tensor.of(3.0));
 * Tensor params = mean.params(); // [2]
 * }
 *
 * @param params the average so far; what was given first where there was no update
 * @param count how many updates there were: INT64 scalar
 */
public record Average<P>(P params, Tensor count) {
    /** Refuses null. */
    public Average {
        Present.require(Average.class, params, count);
    }

    /** Before the first update. */
    public static <P> Average<P> of(P params) {
        return new Average<>(params, Tensor.scalar(0L));
    }

    /** Where the tensors of an average are: what the parameters' tree says, and {@code count}. */
    public static <P> Tree<Average<P>> tree(Tree<P> params) {
        return (value, at, visitor) -> new Average<>(Tree.buffer(params).traverse(value.params, at.then("params"), visitor),
                visitor.leaf(at.then("count"), Tree.Kind.BUFFER, value.count));
    }

    /**
     * {@code a = decay a + (1 - decay) p}, at the first update {@code a = p}: the exponential moving average.
     *
     * @param decay at least 0 and at most 1
     */
    public Average<P> ema(Tree<P> tree, P next, double decay) {
        ArgumentException.require(decay >= 0 && decay <= 1, "ema", "decay", decay, "0 to 1");
        return moved(tree, next, 1 - decay);
    }

    /** {@code a = a + (p - a) / (count + 1)}: the mean of all, stochastic weight averaging. Izmailov et al., 2018. */
    public Average<P> swa(Tree<P> tree, P next) {
        return moved(tree, next, 1.0 / (count.array().getLong() + 1));
    }

    private Average<P> moved(Tree<P> tree, P next, double weight) {
        long n = count.array().getLong();
        List<Tensor> old = tree.leaves(params);
        ArgumentException.require(old.size() == tree.leaves(next).size(), "average", "params", tree.leaves(next).size() + " tensors",
                old.size() + ", as before");
        Iterator<Tensor> a = old.iterator();
        P made = n == 0 ? next : tree.traverse(next, Trees.ROOT, (_, kind, p) -> {
            Tensor before = a.next();
            return kind == Tree.Kind.PARAMETER && p.dtype().isFloating() ? F.add(before, F.mul(F.sub(p, before), weight)) : p;
        });
        return new Average<>(made, Tensor.scalar(n + 1));
    }
}
