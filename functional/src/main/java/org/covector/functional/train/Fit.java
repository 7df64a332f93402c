package org.covector.functional.train;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.Memory;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * The loop: passes over shuffled mini-batches, an evaluation after each, the best state, an end.
 *
 * <p>The steps of a pass are a {@link Memory#fold}: what a step makes and its next state does not hold ends with it, and its memory is
 * used by the next step, so that steps leave next to nothing to the garbage collector. States after passes live as long as they are held.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * Fit.Result<Linear> result = Fit.of(trainer, data.batches(1), 30)
 *         .withEvaluation(Evaluation.minimize("loss", m -> F.mseLoss(m.apply(data.x()), data.y()).item()))
 *         .withPatience(5)
 *         .run(trainer.begin(model, Key.of(1)));
 * Tensor weight = result.best().model().weight(); // [[0.999]]
 * }
 *
 * @param trainer makes the steps
 * @param data what to learn from
 * @param epochs at which pass to end, counted from the first of the training, not of this run
 * @param options evaluation, patience, listener, cancellation
 */
public record Fit<M, B>(Trainer<M, B> trainer, Batches<B> data, int epochs, Options<M> options) {
    /**
     * What happens around steps.
     *
     * @param evaluation after each pass
     * @param patience how many passes without a better score are one too many
     * @param listener told of steps and passes
     * @param cancelled asked before each step whether to end: {@code flag::get}, {@code Thread::interrupted}
     */
    public record Options<M>(Option<Evaluation<M>> evaluation, Option<Integer> patience, Listener<M> listener, BooleanSupplier cancelled) {
        /** Refuses null. */
        public Options {
            Present.require(Options.class, evaluation, patience, listener, cancelled);
        }
    }

    /** Why a run ended. */
    public enum End {
        /** All passes are done. */
        EPOCHS,
        /** The score did not get better for too long. */
        PATIENCE,
        /** It was asked to; the last state goes on where it ended, bit for bit. */
        CANCELLED
    }

    /**
     * What a run gives.
     *
     * @param last the state after the last step
     * @param best the state after the pass of this run with the best score, its start if no score was a number; the last state where
     *     nothing is evaluated
     * @param history the passes of this run
     * @param end why it ended
     */
    public record Result<M>(TrainState<M> last, TrainState<M> best, Vector<Epoch> history, End end) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, last, best, history, end);
        }
    }

    /** Checks the number of passes. */
    public Fit {
        Present.require(Fit.class, trainer, data, options);
        ArgumentException.require(epochs >= 0, "Fit", "epochs", epochs, "0 or more");
        ArgumentException.require(options.patience.forAll(p -> p >= 1), "Fit", "patience", options.patience, "1 or more");
        ArgumentException.require(options.patience.isEmpty() || options.evaluation.isDefined(), "Fit", "patience", options.patience,
                "with an evaluation only");
    }

    /** A number of passes and nothing else. */
    public static <M, B> Fit<M, B> of(Trainer<M, B> trainer, Batches<B> data, int epochs) {
        return new Fit<>(trainer, data, epochs, new Options<>(Option.none(), Option.none(), Listener.none(), () -> false));
    }

    private Fit<M, B> with(Options<M> others) {
        return new Fit<>(trainer, data, epochs, others);
    }

    /** With an evaluation after each pass. */
    public Fit<M, B> withEvaluation(Evaluation<M> evaluation) {
        return with(new Options<>(Option.some(evaluation), options.patience, options.listener, options.cancelled));
    }

    /** Ends after this many passes without a better score. */
    public Fit<M, B> withPatience(int passes) {
        return with(new Options<>(options.evaluation, Option.of(passes), options.listener, options.cancelled));
    }

    /** With somebody to be told, after those who are already. */
    public Fit<M, B> withListener(Listener<M> listener) {
        return with(new Options<>(options.evaluation, options.patience, options.listener.and(listener), options.cancelled));
    }

    /** Ends before the step at which this says so. */
    public Fit<M, B> withCancellation(BooleanSupplier cancelled) {
        return with(new Options<>(options.evaluation, options.patience, options.listener, cancelled));
    }

    /** The best state so far, and how many passes ago it was. */
    private record Best<M>(TrainState<M> state, double score, int since) {
        Best<M> after(TrainState<M> next, double nextScore, Evaluation<M> evaluation) {
            return evaluation.isBetter(nextScore, score) ? new Best<>(next, nextScore, 0) : new Best<>(state, score, since + 1);
        }
    }

    /**
     * Steps of a pass so far.
     *
     * @param state after the last of them
     * @param sum of the losses of those that were not skipped
     * @param skipped how many were
     */
    private record Steps<M>(TrainState<M> state, double sum, long skipped) {
        static <M> Tree<Steps<M>> tree(Tree<M> model) {
            Tree<TrainState<M>> state = TrainState.tree(model);
            return (s, at, visitor) -> new Steps<>(state.traverse(s.state, at, visitor), s.sum, s.skipped);
        }

        Steps<M> then(Trainer.Step<M> step) {
            return step.skipped() ? new Steps<>(step.state(), sum, skipped + 1) : new Steps<>(step.state(), sum + step.loss(), skipped);
        }
    }

    /** Steps up to the end of a pass, or to where it was cancelled. */
    private record Pass<M>(TrainState<M> state, Epoch epoch, boolean complete) {}

    /**
     * Runs from a state, which may be one in the middle of a pass.
     *
     * @param start of the first run {@code trainer.begin(model, key)}, else what an earlier run or a file gave
     * @return the last and the best state, the passes, and why it ended
     * @throws NonFiniteLossException if a loss is not finite and the trainer does not allow that
     */
    public Result<M> run(TrainState<M> start) {
        TrainState<M> state = start;
        Best<M> best = new Best<>(start, options.evaluation.map(Evaluation::worst).getOrElse(Double.NaN), 0);
        Vector<Epoch> history = Vector.empty();
        while (state.epoch() < epochs) {
            Pass<M> pass = pass(state);
            state = pass.state;
            if (!pass.complete) {
                return new Result<>(state, options.evaluation.isDefined() && !history.isEmpty() ? best.state : state, history,
                        End.CANCELLED);
            }
            Epoch epoch = pass.epoch;
            if (options.evaluation.isDefined()) {
                Evaluation<M> evaluation = options.evaluation.get();
                double score = evaluation.score().apply(state.model());
                best = best.after(state, score, evaluation);
                epoch = epoch.withScore(new Epoch.Score(evaluation.name(), score));
            } else {
                best = new Best<>(state, Double.NaN, 0);
            }
            history = history.append(epoch);
            options.listener.onEpoch(epoch, state);
            int since = best.since;
            if (options.patience.exists(p -> since >= p)) {
                return new Result<>(state, best.state, history, End.PATIENCE);
            }
        }
        return new Result<>(state, best.state, history, End.EPOCHS);
    }

    private Pass<M> pass(TrainState<M> start) {
        long began = System.nanoTime();
        Stream<B> batches = data.shuffled(start.orderKey(), Math.toIntExact(start.position()))
                .takeWhile(_ -> !options.cancelled.getAsBoolean());
        Steps<M> done = Memory.fold(Steps.tree(trainer.tree()), new Steps<>(start, 0, 0), batches::iterator, (steps, batch) -> {
            Trainer.Step<M> step = trainer.step(steps.state, batch);
            options.listener.onStep(step);
            return steps.then(step);
        });
        TrainState<M> state = done.state;
        long count = state.step() - start.step();
        Epoch epoch = new Epoch(start.epoch() + 1, done.sum / (count - done.skipped), Option.none(), count, done.skipped,
                (System.nanoTime() - began) * 1e-9);
        boolean complete = state.position() == data.count();
        return new Pass<>(complete ? state.passed() : state, epoch, complete);
    }
}
