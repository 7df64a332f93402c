package org.covector.functional.train;

import java.io.IOException;
import java.nio.file.Path;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.optim.SGD;

/** Writes states into one file, again and again, until it is killed. All elements of a state's model are its step. */
final class KilledWriter {
    static final int SIZE = 500_000;
    static final Trainer<Tensor, Tensor> TRAINER = Trainer.of(Tree.TENSOR, SGD.DEFAULT, Objective.pure((model, batch) -> model));

    private KilledWriter() {}

    static TrainState<Tensor> state(long step) {
        TrainState<Tensor> begin = TRAINER.begin(Tensor.full(DType.FLOAT64, Shape.of(SIZE), step), Key.of(step));
        return new TrainState<>(begin.model(), begin.optimizer(), begin.key(), step, 0, 0);
    }

    public static void main(String[] args) throws IOException {
        for (long step = 0; true; step++) {
            TrainingFile.write(Path.of(args[0]), Tree.TENSOR, state(step));
        }
    }
}
