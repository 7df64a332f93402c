package org.covector.functional.train;

import io.vavr.Function2;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;
import org.covector.functional.custom.FromUser;
import org.covector.functional.nn.Layer;
import org.covector.functional.nn.Mode;

/**
 * {@code (model, batch, mode) -> (loss, next model)}: what training makes small.
 *
 * {@snippet :
 * Objective<Linear, Examples> squares = Objective.of(F::mseLoss);
 * Objective<Linear, Examples> own = Objective.pure((net, batch) -> F.sum(F.sub(net.apply(batch.x()), batch.y())));
 * Linear net = new Linear(Tensor.of(new double[] {2}, 1, 1), Option.none());
 * Examples batch = new Examples(Tensor.of(new double[] {1, 2}, 2, 1), Tensor.of(new double[] {1, 1}, 2, 1));
 * Tensor loss = own.apply(net, batch, Mode.EVALUATION).loss(); // 4
 * }
 */
@FunctionalInterface
public interface Objective<M, B> {
    /**
     * A loss, and the model after it.
     *
     * @param loss a scalar of FLOAT32 or FLOAT64
     * @param next the model with what the application moved: running statistics
     */
    record Result<M>(Tensor loss, M next) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, loss, next);
        }
    }

    /** The loss of a batch, and the model after it. */
    Result<M> apply(M model, B batch, Mode mode);

    /** A loss of a layer's result and the targets: {@code F::crossEntropy}. */
    @SuppressWarnings("unchecked") // a layer's next one is of its own class
    static <L extends Layer> Objective<L, Examples> of(Function2<Tensor, Tensor, Tensor> loss) {
        FromUser.given("Objective.of", "loss", loss, "a function");
        return (layer, batch, mode) -> {
            Layer.Step<? extends Layer> step = layer.apply(batch.x(), mode);
            return new Result<>(loss.apply(step.y(), batch.y()), (L) step.next());
        };
    }

    /** A loss of a model that has no state and no randomness. */
    static <M, B> Objective<M, B> pure(Function2<M, B, Tensor> loss) {
        FromUser.given("Objective.pure", "loss", loss, "a function");
        return (model, batch, _) -> new Result<>(loss.apply(model, batch), model);
    }
}
