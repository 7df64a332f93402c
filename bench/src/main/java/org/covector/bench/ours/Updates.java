package org.covector.bench.ours;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.State;

/** An optimiser's update alone: the gradient is always the same. */
final class Updates implements Scoped.Stateful<Tuple2<Seq<Tensor>, State<Seq<Tensor>>>> {
    private static final Tree<Seq<Tensor>> TREE = Tree.seq(Tree.TENSOR);

    private final Seq<Tensor> gradient;
    private Seq<Tensor> parameters;
    private State<Seq<Tensor>> state;

    Updates(Work.AdamStep w) {
        this.parameters = List.range(0, w.arrays()).map(i -> Tensor.of(Inputs.floats(w.size(), 2L * i)));
        this.gradient = List.range(0, w.arrays()).map(i -> Tensor.of(Inputs.floats(w.size(), 2L * i + 1)));
        this.state = Adam.DEFAULT.init(TREE, parameters);
    }

    @Override
    public void run() {
        Tuple2<Seq<Tensor>, State<Seq<Tensor>>> next = Adam.DEFAULT.update(gradient, state, parameters);
        parameters = next._1;
        state = next._2;
    }

    @Override
    public Tree<Tuple2<Seq<Tensor>, State<Seq<Tensor>>>> tree() {
        return Tree.tuple(TREE, State.tree());
    }

    @Override
    public Tuple2<Seq<Tensor>, State<Seq<Tensor>>> state() {
        return Tuple.of(parameters, state);
    }

    /** Called before any step: the last array after the first one. */
    @Override
    public double[] result() {
        return Adam.DEFAULT.update(gradient, state, parameters)._1.last().to(DType.FLOAT64).toDoubleArray();
    }
}
