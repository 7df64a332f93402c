package org.covector.functional.train;

import io.vavr.control.Option;
import java.util.Locale;
import org.covector.functional.core.Present;

/**
 * A pass over the data.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * Epoch first = Fit.of(trainer, data.batches(1), 2).run(trainer.begin(model, Key.of(1))).history().head();
 * long number = first.number(); // 1
 * double loss = first.loss(); // 1
 * }
 *
 * @param number from 1
 * @param loss mean over the steps of this run that were not skipped, each before it; NaN if there was none
 * @param score what the evaluation says after the pass
 * @param steps in this run; fewer than batches if it went on in the middle of the pass
 * @param skipped how many of them were not finite
 * @param seconds the steps took
 */
public record Epoch(long number, double loss, Option<Score> score, long steps, long skipped, double seconds) {
    /** Refuses null. */
    public Epoch {
        Present.require(Epoch.class, score);
    }

    /** A score with its name. */
    public record Score(String name, double value) {
        /** Refuses null. */
        public Score {
            Present.require(Score.class, name);
        }
    }

    Epoch withScore(Score next) {
        return new Epoch(number, loss, Option.some(next), steps, skipped, seconds);
    }

    /** {@code epoch 3: loss 0.1234, accuracy 0.9721 (45 steps, 0.31 s)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "epoch %d: loss %.4f%s (%d steps%s, %.2f s)", number, loss,
                score.map(s -> String.format(Locale.ROOT, ", %s %.4f", s.name, s.value)).getOrElse(""), steps,
                skipped == 0 ? "" : ", " + skipped + " skipped", seconds);
    }
}
