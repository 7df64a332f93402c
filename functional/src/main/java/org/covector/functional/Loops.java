package org.covector.functional;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.core.Apply;
import org.covector.functional.custom.Checkpoint;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.Unstack;
import org.covector.functional.primitive.While;
import org.covector.functional.transform.Structure;

/** Loops over tensors and trees of them: {@code scan} with gradients of every order, {@code whileLoop} without. */
public final class Loops {
    private Loops() {}

    /**
     * What a scan goes over.
     *
     * @param state of what is carried from step to step
     * @param x of what every step reads
     * @param y of what every step gives
     */
    public record Trees<S, X, Y>(Tree<S> state, Tree<X> x, Tree<Y> y) {}

    /**
     * {@code (s_t, y_t) = f(s_(t-1), x_t)} for t = 1 to T: the last state, and all y one after the other.
     *
     * <p>Going back needs what all steps keep; {@link #scan(Trees, int, Function2, Object, Object)} keeps less. The function may close over
     * tensors that are being differentiated.
     *
     * @param f of a state and one x
     * @param state the first state, any shape and dtype
     * @param xs [T, ...], T at least 1
     * @return the last state, and [T, ...] of the y
     * @throws ArgumentException if there is no step
     */
    public static Tuple2<Tensor, Tensor> scan(Function2<Tensor, Tensor, Tuple2<Tensor, Tensor>> f, Tensor state, Tensor xs) {
        return scan(new Trees<>(TENSOR, TENSOR, TENSOR), 0, f, state, xs);
    }

    /**
     * {@code (s_t, y_t) = f(s_(t-1), x_t)} for t = 1 to T, of trees, with a checkpoint every {@code chunk} steps (T. Chen et al., Training
     * deep nets with sublinear memory cost, 2016).
     *
     * <p>With checkpoints, only the states between chunks are kept, and steps run again going back: memory is least for a chunk of about
     * the square root of T. What f depends on differentiably must then be in the state or in xs: a closure over a differentiated tensor is
     * refused.
     *
     * @param trees where the tensors of state, x and y are
     * @param chunk steps between checkpoints; 0 for no checkpoints
     * @param f of a state and one x
     * @param state the first state
     * @param xs a tree of [T, ...], T at least 1 and the same for all
     * @return the last state, and a tree of [T, ...] of the y
     * @throws ArgumentException if there is no step, lengths differ, or chunk is negative
     */
    public static <S, X, Y> Tuple2<S, Y> scan(Trees<S, X, Y> trees, int chunk, Function2<S, X, Tuple2<S, Y>> f, S state, X xs) {
        ArgumentException.require(chunk >= 0, "scan", "chunk", chunk, "0 or more");
        List<Tensor> all = trees.x.leaves(xs);
        ArgumentException.require(!all.isEmpty() && all.stream().allMatch(t -> t.rank() > 0 && t.dim(0) == all.getFirst().dim(0))
                && all.getFirst().dim(0) > 0, "scan", "xs",
                all.stream().map(Tensor::shape).toList(), "one or more tensors [T, ...], T the same and at least 1");
        Steps<S, X, Y> steps = new Steps<>(trees, f, state, xs);
        int n = all.getFirst().dim(0);
        int each = chunk == 0 ? n : Math.min(chunk, n);
        Tensor[] carried = trees.state.leaves(state).toArray(Tensor[]::new);
        List<List<Tensor>> pieces = new ArrayList<>();
        for (int from = 0; from < n; from += each) {
            int length = Math.min(each, n - from);
            Tensor[] in = Arrays.copyOf(carried, carried.length + all.size());
            for (int i = 0; i < all.size(); i++) {
                in[carried.length + i] = length == n ? all.get(i) : Shapes.narrow(all.get(i), 0, from, length);
            }
            Tensor[] out = chunk == 0 ? steps.run(in) : Apply.all(new Checkpoint(steps::run), in);
            carried = Arrays.copyOf(out, carried.length);
            pieces.add(Arrays.asList(out).subList(carried.length, out.length));
        }
        List<Tensor> ys = IntStream.range(0, pieces.getFirst().size()).mapToObj(i ->
                Joining.cat(pieces.stream().map(p -> p.get(i)).toList(), 0)).toList();
        return Tuple.of(trees.state.with(state, Arrays.asList(carried)), steps.y.with(ys));
    }

    /** Some steps as a function of tensors: the state and the xs to the state and the ys. Remembers the structure of y. */
    private record Steps<S, X, Y>(Trees<S, X, Y> trees, Function2<S, X, Tuple2<S, Y>> f, S state, X xs, Structure<Y> y) {
        Steps(Trees<S, X, Y> trees, Function2<S, X, Tuple2<S, Y>> f, S state, X xs) {
            this(trees, f, state, xs, new Structure<>(trees.y));
        }

        Tensor[] run(Tensor... in) {
            int carried = trees.state.leaves(state).size();
            List<List<Tensor>> slices = Arrays.stream(in, carried, in.length).map(t -> Unstack.of(t, 0)).toList();
            S s = trees.state.with(state, Arrays.asList(in).subList(0, carried));
            List<List<Tensor>> ys = new ArrayList<>();
            for (int t = 0; t < slices.getFirst().size(); t++) {
                int at = t;
                Tuple2<S, Y> next = f.apply(s, trees.x.with(xs, slices.stream().map(x -> x.get(at)).toList()));
                s = next._1();
                ys.add(y.take(next._2()));
            }
            List<Tensor> out = new ArrayList<>(trees.state.leaves(s));
            ArgumentException.require(out.size() == carried, "scan", "state", out.size() + " tensors after a step",
                    "as many as before, " + carried);
            for (int i = 0; i < ys.getFirst().size(); i++) {
                int leaf = i;
                out.add(Joining.stack(ys.stream().map(y1 -> y1.get(leaf)).toList(), 0));
            }
            return out.toArray(Tensor[]::new);
        }
    }

    /**
     * {@code s_(t+1) = f(s_t)} as long as {@code condition(s_t)}: how many steps there are depends on values, so that there is no reverse
     * derivative.
     *
     * <p>Asking for a gradient or tangent through the loop throws a {@link org.covector.functional.MissingFormulaException}; use
     * {@link #scan} with a fixed number of steps. Under vmap every example has steps of its own.
     *
     * @param condition of a state, a BOOL tensor with one element
     * @param f from a state to the next, of the same shape and dtype
     * @param state the first state
     * @return the first state that does not fulfil the condition
     * @throws ArgumentException if the condition is not BOOL, the state's shape changes, or a function closes over a differentiated tensor
     */
    public static Tensor whileLoop(Function1<Tensor, Tensor> condition, Function1<Tensor, Tensor> f, Tensor state) {
        return whileLoop(TENSOR, condition, f, state);
    }

    /**
     * {@code s_(t+1) = f(s_t)} as long as {@code condition(s_t)}, of trees: as {@link #whileLoop(Function1, Function1, Tensor)}.
     *
     * @param tree where the state's tensors are
     * @param condition of a state, a BOOL tensor with one element
     * @param f from a state to the next, of the same structure, shapes and dtypes
     * @param state the first state
     * @return the first state that does not fulfil the condition
     * @throws ArgumentException if the condition is not BOOL, the state's shapes change, or a function closes over a differentiated tensor
     */
    public static <S> S whileLoop(Tree<S> tree, Function1<S, Tensor> condition, Function1<S, S> f, S state) {
        While loop = new While(t -> {
            Tensor c = condition.apply(tree.with(state, Arrays.asList(t)));
            ArgumentException.require(c.dtype() == DType.BOOL && c.size() == 1, "whileLoop", "condition", c.dtype() + " " + c.shape(),
                    "BOOL, one element");
            return c;
        }, t -> tree.leaves(f.apply(tree.with(state, Arrays.asList(t)))).toArray(Tensor[]::new));
        return tree.with(state, Arrays.asList(Apply.all(loop, tree.leaves(state).toArray(Tensor[]::new))));
    }
}
