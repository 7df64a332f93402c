package org.covector.bench.proof;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.Key;
import org.covector.functional.Approximation;
import org.covector.functional.BatchNorm;
import org.covector.functional.CrossEntropy;
import org.covector.functional.F;
import org.covector.functional.Reduction;
import org.covector.functional.core.Tensor;

/** Softmax and gates, losses, normalisation, and the pointwise functions whose arguments need more than a domain. */
final class LossOps {
    private static final Key KEY = Key.of(7);

    private interface Along {
        Tensor of(Tensor x, int axis);
    }

    private LossOps() {}

    private static Op along(String name, boolean even, Along f) {
        return new Op(name, dice -> {
            int[] dims = dice.shape(1, 3);
            int axis = dice.axis(dims);
            if (even) {
                dims[Math.floorMod(axis, dims.length)] *= 2;
            }
            return Sample.of(t -> f.of(t, axis), dice.x(dims));
        });
    }

    private static Reduction reduction(Dice dice) {
        return Reduction.values()[dice.between(0, Reduction.values().length - 1)];
    }

    static List<Op> all() {
        return List.of(
                along("softmax", false, F::softmax), along("logSoftmax", false, F::logSoftmax), along("softmin", false, F::softmin),
                along("glu", true, F::glu), along("swiglu", true, F::swiglu), along("gumbelSoftmax", false, (t, axis) -> F.gumbelSoftmax(t, 0.8, false, axis, KEY)),
                new Op("rrelu", dice -> Sample.of(t -> F.rrelu(t, 0.1, 0.4, true, KEY), dice.x(dice.shape(1, 2)))),
                new Op("rrelu, evaluation", dice -> Sample.of(t -> F.rrelu(t, 0.1, 0.4, false, KEY), dice.x(dice.shape(1, 2)))),
                new Op("dropout", dice -> Sample.of(t -> F.dropout(t, 0.4, true, KEY), dice.x(dice.shape(1, 2)))),
                new Op("mseLoss", LossOps::mse), new Op("crossEntropy", LossOps::crossEntropy), new Op("crossEntropy, with probabilities", LossOps::soft),
                new Op("nllLoss", LossOps::nll), new Op("binaryCrossEntropyWithLogits", LossOps::binary),
                new Op("layerNorm", LossOps::layerNorm), new Op("rmsNorm", LossOps::rmsNorm), new Op("groupNorm", LossOps::groupNorm),
                new Op("batchNorm", LossOps::batchNorm), new Op("batchNorm, evaluation", LossOps::evaluation), new Op("prelu", LossOps::prelu),
                new Op("gelu, none", dice -> Sample.of(t -> F.gelu(t, Approximation.NONE), dice.x(dice.shape(0, 2)))),
                new Op("gelu, tanh", dice -> Sample.of(t -> F.gelu(t, Approximation.TANH), dice.x(dice.shape(0, 2)))),
                new Op("polygamma", dice -> {
                    int n = dice.between(0, 3);
                    return Sample.of(t -> F.polygamma(n, t), dice.inside(0.2, 4, dice.shape(0, 2)));
                }),
                new Op("zeta", dice -> Sample.of(t -> F.zeta(Tensor.of(2.5), t), dice.inside(0.2, 4, dice.shape(0, 2)))),
                new Op("gammainc", dice -> Sample.of(t -> F.gammainc(Tensor.of(2.5), t), dice.inside(0.2, 4, dice.shape(0, 2)))),
                new Op("gammaincc", dice -> Sample.of(t -> F.gammaincc(Tensor.of(0.7), t), dice.inside(0.2, 4, dice.shape(0, 2)))),
                new Op("multigammaln", dice -> Sample.of(t -> F.multigammaln(t, 3), dice.inside(2, 4, dice.shape(0, 2)))),
                new Op("nextafter", dice -> Sample.of(t -> F.nextafter(t, Tensor.of(9.0)), dice.inside(0.2, 4, dice.shape(0, 2)))),
                new Op("isclose", dice -> Sample.of(t -> F.isclose(t, t, 1e-5, 1e-8, false), dice.inside(0.2, 4, dice.shape(0, 2)))));
    }

    private static Sample mse(Dice dice) {
        Reduction how = reduction(dice);
        int[] dims = dice.shape(0, 2);
        return Sample.of((a, b) -> F.mseLoss(a, b, how), dice.x(dims), dice.x(dims));
    }

    private static CrossEntropy options(Dice dice, int classes) {
        CrossEntropy plain = CrossEntropy.DEFAULT.withReduction(reduction(dice));
        return dice.coin() ? plain.withWeight(dice.constant(classes)) : plain;
    }

    private static Sample crossEntropy(Dice dice) {
        int n = dice.between(1, 3);
        int classes = dice.between(2, 4);
        CrossEntropy options = dice.coin() ? options(dice, classes) : options(dice, classes).withLabelSmoothing(0.2);
        Tensor target = dice.indices(classes, n);
        return Sample.of(t -> F.crossEntropy(t, target, options), dice.x(n, classes));
    }

    private static Sample soft(Dice dice) {
        int[] dims = dice.wide(2, 2);
        CrossEntropy options = options(dice, dims[1]).withLabelSmoothing(0.1);
        return Sample.of((t, p) -> F.crossEntropy(t, p, options), dice.x(dims), dice.unit(dims));
    }

    private static Sample nll(Dice dice) {
        int n = dice.between(1, 3);
        int classes = dice.between(2, 4);
        CrossEntropy options = options(dice, classes);
        Tensor target = dice.coin() ? dice.indices(classes, n) : dice.indices(classes, n, 2);
        return Sample.of(t -> F.nllLoss(t, target, options), target.rank() == 1 ? dice.x(n, classes) : dice.x(n, classes, 2));
    }

    private static Sample binary(Dice dice) {
        Reduction how = reduction(dice);
        int[] dims = dice.shape(2, 2);
        return new Sample(in -> List.of(F.binaryCrossEntropyWithLogits(in.get(0), in.get(1), Option.of(in.get(2)), Option.of(in.get(3)), how)),
                List.of(dice.x(dims), dice.unit(dims), dice.unit(dims[1]), dice.unit(dims[1])));
    }

    private static Sample layerNorm(Dice dice) {
        int[] dims = dice.wide(2, 3);
        int[] last = {dims[dims.length - 1]};
        return Sample.of((t, w, b) -> F.layerNorm(t, last, Option.of(w), Option.of(b), 1e-5), dice.x(dims), dice.x(last), dice.x(last));
    }

    private static Sample rmsNorm(Dice dice) {
        int[] dims = dice.wide(2, 3);
        int[] last = {dims[dims.length - 1]};
        return Sample.of((t, w) -> F.rmsNorm(t, last, Option.of(w), 1e-5), dice.x(dims), dice.x(last));
    }

    private static Sample groupNorm(Dice dice) {
        int groups = dice.between(1, 2);
        int channels = 2 * groups;
        return Sample.of((t, w, b) -> F.groupNorm(t, groups, Option.of(w), Option.of(b), 1e-5), dice.x(dice.between(1, 2), channels, 2), dice.x(channels), dice.x(channels));
    }

    private static Sample batchNorm(Dice dice) {
        int channels = dice.between(1, 3);
        return Sample.of((t, w, b) -> F.batchNorm(t, BatchNorm.TRAINING.withParameters(w, b)).y(), dice.x(dice.between(2, 3), channels, 2), dice.x(channels), dice.x(channels));
    }

    private static Sample evaluation(Dice dice) {
        int channels = dice.between(1, 2);
        return new Sample(in -> List.of(F.batchNorm(in.get(0), BatchNorm.TRAINING.withParameters(in.get(1), in.get(2)).withRunning(in.get(3), in.get(4)).forEvaluation()).y()),
                List.of(dice.x(2, channels, 2), dice.x(channels), dice.x(channels), dice.x(channels), dice.unit(channels)));
    }

    private static Sample prelu(Dice dice) {
        int[] dims = dice.shape(2, 3);
        return Sample.of(F::prelu, dice.x(dims), dice.coin() ? dice.unit(dims[1]) : dice.unit(1));
    }
}
