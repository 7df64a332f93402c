package org.covector.functional;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.number;

import io.vavr.control.Option;
import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Expand;
import org.covector.functional.core.Pointwise;

/** Losses. Compositions: their gradients are those of their parts. */
final class Loss {
    private static final int[] ALL = {};

    private static final Expr TAIL = Expressions.log1p(Expressions.exp(Expressions.neg(Expressions.abs(X))));

    /** {@code max(x, 0) - x t + log(1 + e^-|x|)}: nothing overflows. */
    private static final Pointwise BCE_LOGITS = Pointwise.row(Formula.of("binaryCrossEntropyWithLogits", 2,
                    Expressions.add(Expressions.sub(Expressions.maximum(X, number(0)), Expressions.mul(X, Y)), TAIL))
            .withDerivative(Expressions.sub(Expressions.sigmoid(X), Y), Expressions.neg(X)));

    private static final Expr LOG_WEIGHT = Expressions.add(1, Expressions.mul(Expressions.sub(Z, 1), Y));
    private static final Expr SOFTPLUS_MINUS = Expressions.add(Expressions.maximum(Expressions.neg(X), number(0)), TAIL);

    /** {@code (1 - t) x + (1 + (w - 1) t) log(1 + e^-x)}, w the weight of positives. */
    private static final Pointwise BCE_LOGITS_WEIGHTED = Pointwise.row(Formula.of("binaryCrossEntropyWithLogits", 3,
                    Expressions.add(Expressions.mul(Expressions.sub(1, Y), X), Expressions.mul(LOG_WEIGHT, SOFTPLUS_MINUS)))
            .withDerivative(
                    Expressions.sub(Expressions.sub(1, Y), Expressions.mul(LOG_WEIGHT, Expressions.sigmoid(Expressions.neg(X)))),
                    Expressions.sub(Expressions.mul(Expressions.sub(Z, 1), SOFTPLUS_MINUS), X),
                    Expressions.mul(Y, SOFTPLUS_MINUS)));

    private Loss() {}

    static Tensor reduce(Tensor loss, Reduction reduction) {
        return switch (reduction) {
            case NONE -> loss;
            case SUM -> AxisReduction.sum(loss, ALL, false);
            case MEAN -> AxisReduction.mean(loss, ALL, false);
        };
    }

    static Tensor mseLoss(Tensor x, Tensor target, Reduction reduction) {
        return reduce(F.square(F.sub(x, target)), reduction);
    }

    static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, Option<Tensor> weight, Option<Tensor> posWeight, Reduction reduction) {
        ArgumentException.require(x.shape().equals(target.shape()), "binaryCrossEntropyWithLogits", "target", target.shape(), x.shape() + ", as the input");
        Tensor loss = posWeight.fold(() -> BCE_LOGITS.of(x, target), w -> BCE_LOGITS_WEIGHTED.of(x, target, w));
        return reduce(weight.fold(() -> loss, w -> F.mul(loss, w)), reduction);
    }

    static Tensor crossEntropy(Tensor x, Tensor target, CrossEntropy options) {
        AxisReduction.floating("crossEntropy", x);
        ArgumentException.require(x.rank() > 0, "crossEntropy", "x", "a scalar", "[C], or [N, C, ...]");
        int axis = x.rank() == 1 ? 0 : 1;
        Tensor logp = SoftmaxFamily.logSoftmax(x, axis);
        if (target.dtype() == DType.INT64) {
            return nll("crossEntropy", logp, target, axis, options);
        }
        ArgumentException.require(target.shape().equals(x.shape()), "crossEntropy", "target", target.dtype() + " " + target.shape(),
                "INT64 class indices " + x.shape().without(axis) + ", or probabilities " + x.shape());
        double smooth = options.labelSmoothing();
        Tensor t = smooth == 0 ? target : F.add(F.mul(target, 1 - smooth), smooth / x.dim(axis));
        Tensor weighted = options.weight().fold(() -> logp, w -> F.mul(logp, perClass("crossEntropy", w, logp, axis)));
        Tensor loss = F.neg(AxisReduction.sum(F.mul(t, weighted), new int[] {axis}, false));
        return options.reduction() == Reduction.MEAN ? F.div(AxisReduction.sum(loss, ALL, false), loss.size()) : reduce(loss, options.reduction());
    }

    static Tensor nllLoss(Tensor logp, Tensor target, CrossEntropy options) {
        AxisReduction.floating("nllLoss", logp);
        ArgumentException.require(logp.rank() > 0, "nllLoss", "x", "a scalar", "[C], or [N, C, ...]");
        ArgumentException.require(options.labelSmoothing() == 0, "nllLoss", "labelSmoothing", options.labelSmoothing(), "0; see crossEntropy");
        return nll("nllLoss", logp, target, logp.rank() == 1 ? 0 : 1, options);
    }

    private static Tensor nll(String function, Tensor logp, Tensor target, int axis, CrossEntropy options) {
        Shape samples = logp.shape().without(axis);
        ArgumentException.require(target.dtype() == DType.INT64 && target.shape().equals(samples), function, "target",
                target.dtype() + " " + target.shape(), "INT64 " + samples + ", for x of shape " + logp.shape());
        int classes = logp.dim(axis);
        options.weight().forEach(w -> ArgumentException.require(w.rank() == 1 && w.dim(0) == classes, function, "weight", w.shape(), "[" + classes + "]"));
        Tensor ignored = F.eq(target, options.ignoreIndex());
        Tensor index = Index.checked(function, F.where(ignored, 0, target), classes);
        Tensor picked = Shapes.reshape(Index.gather(logp, axis, Shapes.unsqueeze(index, axis)), samples);
        Tensor weight = options.weight().fold(
                () -> Tensor.ones(logp.dtype(), samples),
                w -> Shapes.reshape(Index.indexSelect(Convert.to(w, logp.dtype()), 0, Shapes.reshape(index, -1)), samples));
        Tensor counted = F.where(ignored, 0, weight);
        Tensor loss = F.where(ignored, 0, F.neg(F.mul(picked, counted)));
        Tensor reduced = mean(loss, counted, options.reduction());
        double smooth = options.labelSmoothing();
        if (smooth == 0) {
            return reduced;
        }
        Tensor weighted = options.weight().fold(() -> logp, w -> F.mul(logp, perClass(function, w, logp, axis)));
        Tensor even = F.where(ignored, 0, F.neg(AxisReduction.sum(weighted, new int[] {axis}, false)));
        return F.add(F.mul(reduced, 1 - smooth), F.mul(mean(even, counted, options.reduction()), smooth / classes));
    }

    private static Tensor mean(Tensor loss, Tensor weight, Reduction reduction) {
        return reduction == Reduction.MEAN
                ? F.div(AxisReduction.sum(loss, ALL, false), AxisReduction.sum(weight, ALL, false))
                : reduce(loss, reduction);
    }

    private static Tensor perClass(String function, Tensor weight, Tensor like, int axis) {
        ArgumentException.require(weight.rank() == 1 && weight.dim(0) == like.dim(axis), function, "weight", weight.shape(), "[" + like.dim(axis) + "]");
        int[] shape = new int[like.rank()];
        Arrays.fill(shape, 1);
        shape[axis] = like.dim(axis);
        return Expand.to(Shapes.reshape(weight, Shape.of(shape)), like.shape());
    }
}
