package org.covector.functional.train;

import io.vavr.Function1;
import org.covector.functional.core.Present;

/**
 * How good a model is, by a number.
 *
 * {@snippet :
 * Examples test = new Examples(Tensor.of(new double[] {1, 2}, 2, 1), Tensor.of(new double[] {1, 1}, 2, 1));
 * Evaluation<Linear> loss = Evaluation.minimize("loss", m -> F.mseLoss(m.apply(test.x()), test.y()).item());
 * double score = loss.score().apply(new Linear(Tensor.of(new double[] {1}, 1, 1), Option.none())); // 0.5
 * }
 *
 * @param name what the number is called
 * @param score of a model
 * @param isHigherBetter whether more is better
 */
public record Evaluation<M>(String name, Function1<M, Double> score, boolean isHigherBetter) {
    /** Refuses null. */
    public Evaluation {
        Present.require(Evaluation.class, name, score);
    }

    /** More is better: an accuracy. */
    public static <M> Evaluation<M> maximize(String name, Function1<M, Double> score) {
        return new Evaluation<>(name, score, true);
    }

    /** Less is better: a loss. */
    public static <M> Evaluation<M> minimize(String name, Function1<M, Double> score) {
        return new Evaluation<>(name, score, false);
    }

    /** Whether a score is better than another one; NaN never is. */
    boolean isBetter(double score, double than) {
        return isHigherBetter ? score > than : score < than;
    }

    /** What every other score is better than. */
    double worst() {
        return isHigherBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
