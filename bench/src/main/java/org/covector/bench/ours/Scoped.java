package org.covector.bench.ours;

import io.vavr.collection.List;
import org.covector.bench.measure.Task;
import org.covector.functional.Memory;
import org.covector.functional.Tree;

/** A task with every call in a scope of memory; what it goes on with is carried from call to call. */
public record Scoped(Task task) implements Task {
    /** A task that goes on with what the call before has left. */
    public interface Stateful<S> extends Task {
        /** Where the tensors of the state are. */
        Tree<S> tree();

        /** What the next call goes on with. */
        S state();
    }

    @Override
    public void run() {
        repeat(1);
    }

    @Override
    public void repeat(int calls) {
        if (task instanceof Stateful<?> s) {
            repeat(s, calls);
        } else {
            repeat(task::run, calls);
        }
    }

    private static void repeat(Runnable body, int calls) {
        Memory.fold(Tree.seq(Tree.TENSOR), List.empty(), List.range(0, calls), (nothing, _) -> {
            body.run();
            return nothing;
        });
    }

    private static <S> void repeat(Stateful<S> task, int calls) {
        Memory.fold(task.tree(), task.state(), List.range(0, calls), (_, _) -> {
            task.run();
            return task.state();
        });
    }

    @Override
    public double[] result() {
        double[][] found = new double[1][];
        repeat(() -> found[0] = task.result(), 1);
        return found[0];
    }
}
