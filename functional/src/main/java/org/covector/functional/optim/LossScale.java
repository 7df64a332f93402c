package org.covector.functional.optim;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Dynamic loss scaling, so that small gradients survive a narrow float: the loss is multiplied by {@link #scale}, the optimiser sees the
 * gradients divided by it. Where one of them is not finite, the step is left out and the scale multiplied by backoffFactor; after
 * growthInterval steps without such it is multiplied by growthFactor. torch: torch.amp.GradScaler. Micikevicius et al., "Mixed precision
 * training", 2018.
 *
 * {@snippet :
 * Optimizer o = LossScale.of(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * State<Tensor> state = o.init(Tree.TENSOR, p);
 * Tensor scale = LossScale.scale(state); // 65536
 * Tensor next = o.update(F.mul(Tensor.of(2.0), scale), state, p)._1(); // [0.8]
 * }
 *
 * @param optimizer what makes the steps
 * @param initScale the first scale, by default 65536
 * @param growthFactor by default 2
 * @param backoffFactor by default 0.5
 * @param growthInterval by default 2000
 */
public record LossScale(Optimizer optimizer, double initScale, double growthFactor, double backoffFactor,
        int growthInterval) implements Optimizer {
    /** Checks the options. */
    public LossScale {
        Present.require(LossScale.class, optimizer);
        ArgumentException.require(initScale > 0, "LossScale", "initScale", initScale, "more than 0");
        ArgumentException.require(growthFactor > 1, "LossScale", "growthFactor", growthFactor, "more than 1");
        ArgumentException.require(backoffFactor < 1 && backoffFactor > 0, "LossScale", "backoffFactor", backoffFactor, "between 0 and 1");
        ArgumentException.require(growthInterval >= 1, "LossScale", "growthInterval", growthInterval, "1 or more");
    }

    /** torch's defaults. */
    public static LossScale of(Optimizer optimizer) {
        return new LossScale(optimizer, 65536, 2, 0.5, 2000);
    }

    /** The number to multiply the loss by: a FLOAT64 scalar. */
    public static Tensor scale(State<?> state) {
        return state.node.branch().value("scale");
    }

    @Override
    public double lr() {
        return optimizer.lr();
    }

    @Override
    public LossScale withLr(double lr) {
        return new LossScale(optimizer.withLr(lr), initScale, growthFactor, backoffFactor, growthInterval);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return optimizer.cycledMomentum();
    }

    @Override
    public LossScale withMomentum(double momentum) {
        return new LossScale(optimizer.withMomentum(momentum), initScale, growthFactor, backoffFactor, growthInterval);
    }

    @Override
    public Node begin(Leaves params) {
        return Branch.EMPTY.with("scale", initScale).with("growthTracker", 0L).with("optimizer", optimizer.begin(params));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch at = state.branch();
        double scale = at.value("scale").item();
        Leaves unscaled = grads.pointwise(g -> F.mul(g, 1 / scale));
        if (!Gradients.areFinite(unscaled.present())) {
            return new Moved(params, at.with("scale", scale * backoffFactor).with("growthTracker", 0L));
        }
        Moved moved = optimizer.step(unscaled, at.part("optimizer"), params);
        long good = at.count("growthTracker") + 1;
        boolean grows = good == growthInterval;
        return new Moved(moved.leaves(), at.with("scale", grows ? scale * growthFactor : scale).with("growthTracker", grows ? 0L : good)
                .with("optimizer", moved.state()));
    }
}
