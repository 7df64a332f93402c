package org.covector.bench.ours;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import org.covector.bench.measure.Task;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** A task with every call in a scope of memory; what it goes on with is carried from call to call. */
record Scoped(Task task) implements Task {
    private static final Tree<Seq<Tensor>> STATE = Tree.seq(TENSOR);

    /** A task that goes on with what the call before has left. */
    interface Stateful extends Task {
        /** What the next call goes on with. */
        Seq<Tensor> state();
    }

    private Seq<Tensor> state() {
        return task instanceof Stateful s ? s.state() : List.empty();
    }

    @Override
    public void run() {
        repeat(1);
    }

    @Override
    public void repeat(int calls) {
        Memory.fold(STATE, state(), List.range(0, calls), (_, _) -> {
            task.run();
            return state();
        });
    }

    @Override
    public double[] result() {
        return task.result();
    }
}
