package org.covector.functional.loss;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.expm1;
import static org.covector.engine.expr.Expressions.gt;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.or;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Reductions;
import org.covector.functional.Autograd;
import org.covector.functional.CrossEntropy;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.MultiMargin;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.LogWeights;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.SoftmaxFamily;

/** Losses of classifications. Compositions, but for one sum that leaves nothing to underflow. */
final class ClassLoss {
    private static final List<Kind> TWO_MASKS = List.of(Kind.BOOL, Kind.BOOL, Kind.VALUE, Kind.VALUE);

    /**
     * The logits but the target's own, less a shift. Arguments: whether it is the target's own, whether the sample is left out, x,
     * shift.
     */
    private static final Pointwise REST = Pointwise.row(new Formula("crossEntropy", TWO_MASKS, 0,
                    List.of(select(Expr.bool(0), Double.NEGATIVE_INFINITY, sub(Expr.input(2), Expr.input(3)))))
            .withDerivative(select(or(Expr.bool(0), Expr.bool(1)), 0, 1), number(0)));

    private static final Expr BOTH_INFINITE = and(eq(Y, Z), eq(abs(Z), Double.POSITIVE_INFINITY));
    /** {@code dy e^(x - y)}; the only infinite term of a sum has all of it. Arguments dy, x, y. */
    private static final Pointwise SHARE = Pointwise.row(Formula.of("crossEntropy", 3,
            scale(X, select(BOTH_INFINITE, select(gt(Y, 0), number(1), number(0)), exp(sub(Y, Z))))));

    /** {@code -t log p}, 0 where t is, whatever p is. Arguments t, log p. */
    private static final Pointwise SURPRISE = Pointwise.row(Formula.of("crossEntropy", 2, neg(scale(X, Y))));
    /** {@code t (1 - p)}. Arguments t, log p. */
    private static final Pointwise MISSED = Pointwise.row(Formula.of("polyLoss", 2, neg(scale(X, expm1(Y)))));
    private static final Pointwise MISSED_BY = Pointwise.row(Formula.of("polyLoss", 1, neg(expm1(neg(X)))));

    private static final Expr SHORT = sub(S, sub(Z, Y));
    private static final Expr LACKING = select(Expr.bool(0), 0, select(le(SHORT, 0), 0, SHORT));
    private static final List<Kind> MASK_AND_TWO = List.of(Kind.BOOL, Kind.VALUE, Kind.VALUE);
    /** {@code max(0, margin - (own - x))}, 0 where masked. Arguments mask, x, own. */
    private static final Pointwise MARGIN = Pointwise.row(new Formula("multiMarginLoss", MASK_AND_TWO, 1, List.of(LACKING)));
    private static final Pointwise MARGIN_SQUARED = Pointwise.row(new Formula("multiMarginLoss", MASK_AND_TWO, 1,
            List.of(square(LACKING))));

    /** Rows below it are better looked at class by class: what is the same along a row costs a call of the kernel per row. */
    private static final int SHORT_ROW = 256;

    private ClassLoss() {}

    /** {@code y = log sum e^x} along an axis, which is kept, with a gradient in one pass that is finite at infinities. */
    private record LogSum(int axis) implements Structural {
        @Override
        public String name() {
            return "logsumexp";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.logsumexp(x[0], new int[] {axis}, true)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.of(y, List.of(x[0], y), (dy, _) -> new Cotangent[] {Apply.one(new Share(axis), dy, x[0], y)});
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            return Jvp.of(y, AxisReduction.sum(Apply.one(new Share(axis), (Tensor) dx[0], x[0], y), Ints.of(axis), true));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new LogSum(axis + 1), x);
        }
    }

    /** {@code dy e^(x - y)}, y the logarithm of the sum of e^x along an axis. Inputs dy, x, y. */
    private record Share(int axis) implements Composed {
        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {SHARE.of(Tensor.of(x[0]), Tensor.of(x[1]), Tensor.of(x[2])).array()};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {Factors.weigh(x[0], LogWeights.of(x[1], x[2], Ints.of(axis)))};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Share(axis + 1), at.full(x));
        }
    }

    static Tensor logSum(Tensor x, int axis) {
        return Apply.one(new LogSum(x.shape().axis("logsumexp", axis)), x);
    }

    /**
     * {@code -log softmax(x)[index] = log(1 + sum of e^(x_j - x_index) over the others)}. Shifted by the largest, which is exact near it;
     * the sum leaves the own term out, so that neither a small loss nor its gradient is a difference from 1.
     */
    private static Tensor surprise(Tensor x, Tensor index, Tensor dead, int axis) {
        if (x.rank() == 2 && axis == 1 && x.dim(1) < SHORT_ROW) {
            return surprise(Shapes.transpose(x, 0, 1), index, dead, 0);
        }
        Tensor top = AxisReduction.extremum("crossEntropy", Autograd.stopGradient(x), new int[] {axis}, true, true);
        Tensor shift = F.where(F.isfinite(top), top, 0);
        Tensor rest = REST.of(ClassTarget.hits(index, x, axis), Shapes.unsqueeze(dead, axis), x, shift);
        Tensor own = Loss.alive(F.sub(ClassTarget.own(x, index, axis), shift), Shapes.unsqueeze(dead, axis));
        return Shapes.reshape(Loss.softplus(F.sub(logSum(rest, axis), own)), index.shape());
    }

    static Tensor crossEntropy(Tensor x, Tensor target, CrossEntropy options) {
        int axis = ClassTarget.axis("crossEntropy", x);
        return target.dtype() == DType.INT64
                ? indexed("crossEntropy", x, target, axis, options)
                : reduced("crossEntropy", probable("crossEntropy", x, target, axis, options), options.reduction());
    }

    /** The losses of samples with probabilities as targets. */
    static Tensor probable(String function, Tensor x, Tensor target, int axis, CrossEntropy options) {
        ArgumentException.require(target.shape().equals(x.shape()), function, "target", target.dtype() + " " + target.shape(),
                "INT64 class indices " + x.shape().without(axis) + ", or probabilities " + x.shape());
        double smooth = options.labelSmoothing();
        Tensor t = smooth == 0 ? target : F.add(F.mul(target, 1 - smooth), smooth / x.dim(axis));
        Tensor weighted = options.weight().fold(() -> t, w -> F.mul(t, ClassTarget.perClass(function, w, x, axis)));
        Tensor dead = F.logicalNot(F.any(weighted, true, axis));
        Tensor logp = SoftmaxFamily.logSoftmax(Loss.alive(x, dead), axis);
        return AxisReduction.sum(SURPRISE.of(weighted, logp), new int[] {axis}, false);
    }

    /** The mean is by samples, not by weights. */
    static Tensor reduced(String function, Tensor loss, Reduction reduction) {
        return Loss.reduce(function, loss, reduction);
    }

    /** How much each sample counts, 0 where it is ignored. */
    static Tensor counted(String function, Tensor target, Tensor index, Tensor like, int classes, CrossEntropy options) {
        Tensor counts = F.ne(target, options.ignoreIndex());
        return options.weight().fold(() -> Convert.to(counts, like.dtype()),
                w -> F.where(counts, ClassTarget.perSample(function, Convert.to(w, like.dtype()), index, classes), 0));
    }

    private static Tensor indexed(String function, Tensor x, Tensor target, int axis, CrossEntropy options) {
        ClassTarget.indices(function, target, x.shape().without(axis), x);
        Tensor index = ClassTarget.of(function, target, x.dim(axis), options.ignoreIndex());
        CrossEntropy scaled = scaled(options, x);
        Tensor counted = counted(function, target, index, x, x.dim(axis), scaled);
        Tensor loss = losses(function, x, target, index, counted, scaled);
        return Loss.reduce(function, loss, counted, options.reduction());
    }

    private static CrossEntropy scaled(CrossEntropy options, Tensor x) {
        return options.weight().fold(() -> options, w -> options.withWeight(Loss.weights(Convert.to(w, x.dtype()), options.reduction())));
    }

    /** The losses of samples with class indices as targets, smoothing included. */
    static Tensor losses(String function, Tensor x, Tensor target, Tensor index, Tensor counted, CrossEntropy options) {
        int axis = ClassTarget.axis(function, x);
        Tensor ignored = F.eq(target, options.ignoreIndex());
        Tensor loss = F.where(ignored, 0, Factors.weigh(counted, surprise(x, index, F.eq(counted, 0), axis)));
        double smooth = options.labelSmoothing();
        if (smooth == 0) {
            return loss;
        }
        Tensor logp = SoftmaxFamily.logSoftmax(Loss.alive(x, Shapes.unsqueeze(ignored, axis)), axis);
        Tensor each = options.weight().fold(() -> F.neg(logp),
                w -> SURPRISE.of(ClassTarget.perClass(function, Convert.to(w, x.dtype()), x, axis), logp));
        Tensor even = F.where(ignored, 0, AxisReduction.sum(each, new int[] {axis}, false));
        return F.add(F.mul(loss, 1 - smooth), F.mul(even, smooth / x.dim(axis)));
    }

    static Tensor nllLoss(Tensor logp, Tensor target, CrossEntropy options) {
        ArgumentException.require(options.labelSmoothing() == 0, "nllLoss", "labelSmoothing", options.labelSmoothing(),
                "0; see crossEntropy");
        int axis = ClassTarget.axis("nllLoss", logp);
        Shape samples = logp.shape().without(axis);
        ClassTarget.indices("nllLoss", target, samples, logp);
        Tensor index = ClassTarget.of("nllLoss", target, logp.dim(axis), options.ignoreIndex());
        Tensor counted = counted("nllLoss", target, index, logp, logp.dim(axis), scaled(options, logp));
        Tensor own = Loss.alive(Shapes.reshape(ClassTarget.own(logp, index, axis), samples), F.eq(counted, 0));
        Tensor loss = F.where(F.eq(target, options.ignoreIndex()), 0, Factors.weigh(counted, F.neg(own)));
        return Loss.reduce("nllLoss", loss, counted, options.reduction());
    }

    static Tensor polyLoss(Tensor x, Tensor target, double epsilon, Reduction reduction) {
        int axis = ClassTarget.axis("polyLoss", x);
        if (target.dtype() == DType.INT64) {
            ClassTarget.indices("polyLoss", target, x.shape().without(axis), x);
            Tensor index = ClassTarget.of("polyLoss", target, x.dim(axis), CrossEntropy.DEFAULT.ignoreIndex());
            Tensor ignored = F.eq(target, CrossEntropy.DEFAULT.ignoreIndex());
            Tensor loss = F.where(ignored, 0, surprise(x, index, ignored, axis));
            Tensor counted = Convert.to(F.logicalNot(ignored), x.dtype());
            return Loss.reduce("polyLoss", F.add(loss, F.mul(MISSED_BY.of(loss), epsilon)), counted, reduction);
        }
        Tensor loss = probable("polyLoss", x, target, axis, CrossEntropy.DEFAULT);
        Tensor missed = AxisReduction.sum(MISSED.of(target, SoftmaxFamily.logSoftmax(x, axis)), new int[] {axis}, false);
        return Loss.reduce("polyLoss", F.add(loss, F.mul(missed, epsilon)), reduction);
    }

    static Tensor multiMarginLoss(Tensor x, Tensor target, MultiMargin options) {
        String function = "multiMarginLoss";
        int axis = ClassTarget.axis(function, x);
        ArgumentException.require(x.rank() <= 2, function, "x", "of shape " + x.shape(), "[C] or [N, C]");
        ClassTarget.indices(function, target, x.shape().without(axis), x);
        int classes = x.dim(axis);
        Tensor index = ClassTarget.of(function, target, classes, -1L - Integer.MAX_VALUE);
        Tensor weight = options.weight().fold(() -> Tensor.ones(x.dtype(), index.shape()),
                w -> ClassTarget.perSample(function, w, index, classes));
        Tensor alive = options.weight().isEmpty() ? x : Loss.alive(x, F.eq(Shapes.unsqueeze(weight, axis), 0));
        Pointwise row = (options.p() == 1 ? MARGIN : MARGIN_SQUARED).with(options.margin());
        Tensor each = row.of(ClassTarget.hits(index, x, axis), alive, ClassTarget.own(alive, index, axis));
        Tensor loss = AxisReduction.mean(each, new int[] {axis}, false);
        return Loss.reduce(function, options.weight().isEmpty() ? loss : Factors.weigh(weight, loss), options.reduction());
    }

    static Tensor multilabelMarginLoss(Tensor x, Tensor target, Reduction reduction) {
        String function = "multilabelMarginLoss";
        if (x.rank() == 0 && target.rank() == 0) { // one class
            return multilabelMarginLoss(Shapes.unsqueeze(x, 0), Shapes.unsqueeze(target, 0), reduction);
        }
        int axis = ClassTarget.axis(function, x);
        ArgumentException.require(x.rank() <= 2, function, "x", "of shape " + x.shape(), "[C] or [N, C]");
        ClassTarget.indices(function, target, x.shape(), x);
        int classes = x.dim(axis);
        // what follows the first -1 of a row is no target
        Tensor listed = F.eq(F.cumsum(Convert.to(F.eq(target, -1), DType.INT64), axis), 0);
        Tensor index = ClassTarget.of(function, F.where(listed, target, Tensor.full(DType.INT64, Shape.SCALAR, -1)), classes, -1);
        Tensor among = Index.scatterAdd(Tensor.zeros(DType.INT64, x.shape()), axis, index, Convert.to(listed, DType.INT64));
        Tensor skip = F.logicalOr(Shapes.unsqueeze(F.logicalNot(listed), axis + 1), Shapes.unsqueeze(F.gt(among, 0), axis));
        Tensor own = Shapes.unsqueeze(Index.gather(x, axis, index), axis + 1);
        Tensor each = MARGIN.with(1).of(skip, Shapes.unsqueeze(x, axis), own); // [N, target, class]
        return Loss.reduce(function, F.div(AxisReduction.sum(each, new int[] {axis, axis + 1}, false), classes), reduction);
    }

    static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        String function = "multilabelSoftMarginLoss";
        Loss.same(function, x, target);
        ArgumentException.require(x.rank() > 0, function, "x", "a scalar", "[..., C]");
        weight.forEach(w -> Loss.weight(function, w, x));
        Tensor loss = ElementLoss.logits(Loss.alive(x, weight), Loss.alive(target, weight), Option.none());
        Tensor weighted = weight.fold(() -> loss, w -> Factors.weigh(w, loss));
        return Loss.reduce(function, AxisReduction.mean(weighted, new int[] {-1}, false), reduction);
    }
}
