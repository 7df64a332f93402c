package org.covector.functional.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.covector.functional.Tree;
import org.covector.functional.custom.FromUser;

/**
 * What training is told to: progress, logs, saved states. It changes nothing; what it throws ends the training.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * List<Long> passes = new ArrayList<>();
 * Fit.of(trainer, data.batches(1), 3).withListener(Listener.epochs(e -> passes.add(e.number()))).run(trainer.begin(model, Key.of(1)));
 * List<Long> told = passes; // [1, 2, 3]
 * }
 */
public interface Listener<M> {
    /**
     * After a step.
     *
     * @param step its state ends with the next step: what shall live longer, or be seen by another thread, is returned by
     *     {@code Memory.keep(TrainState.tree(tree), step.state())}
     */
    default void onStep(Trainer.Step<M> step) {}

    /**
     * After a pass and its evaluation.
     *
     * @param epoch what the pass came to
     * @param state after it; may be kept
     */
    default void onEpoch(Epoch epoch, TrainState<M> state) {}

    /** This one, then another one. */
    default Listener<M> and(Listener<M> next) {
        Listener<M> first = this;
        return new Listener<>() {
            @Override
            public void onStep(Trainer.Step<M> step) {
                first.onStep(step);
                next.onStep(step);
            }

            @Override
            public void onEpoch(Epoch epoch, TrainState<M> state) {
                first.onEpoch(epoch, state);
                next.onEpoch(epoch, state);
            }
        };
    }

    /** Nobody. */
    static <M> Listener<M> none() {
        return new Listener<>() {};
    }

    /** Somebody who wants to know of passes: {@code log::info}. */
    static <M> Listener<M> epochs(Consumer<Epoch> consumer) {
        FromUser.given("Listener.epochs", "consumer", consumer, "a function");
        return new Listener<>() {
            @Override
            public void onEpoch(Epoch epoch, TrainState<M> state) {
                consumer.accept(epoch);
            }
        };
    }

    /**
     * Saves the state after each pass, in the place of the one before.
     *
     * @param path the file, replaced atomically
     * @param tree where the model's tensors are
     * @return a listener that throws {@link UncheckedIOException} if the file cannot be written
     */
    static <M> Listener<M> saving(Path path, Tree<M> tree) {
        FromUser.given("Listener.saving", "path", path, "a path");
        FromUser.given("Listener.saving", "tree", tree, "a tree");
        return new Listener<>() {
            @Override
            public void onEpoch(Epoch epoch, TrainState<M> state) {
                try {
                    TrainingFile.write(path, tree, state);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
