package org.covector.functional.loss;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sub;

import io.vavr.Function2;
import io.vavr.control.Option;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.functional.F;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.TripletMargin;
import org.covector.functional.Tversky;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Direction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.SoftmaxFamily;

/** Losses of embeddings, rankings and segmentations: of vectors against vectors. */
final class EmbeddingLoss {
    /** What torch adds to squared norms, as a length. */
    private static final double EPSILON = 1e-6;

    private static final Expr BEYOND = add(sub(X, Y), S);
    /** {@code max(0, positive - negative + margin)}. */
    private static final Pointwise TRIPLET = Pointwise.row(Formula.of("tripletMarginLoss", 2, 1, select(le(BEYOND, 0), 0, BEYOND)));

    private static final Expr OVER = sub(Y, S);
    /** Arguments 1 - cosine, cosine, target. */
    private static final Pointwise COSINE = Pointwise.row(Formula.of("cosineEmbeddingLoss", 3, 1,
            add(select(eq(Z, 1), X, 0), select(eq(Z, -1), select(le(OVER, 0), 0, OVER), 0))));

    private static final Pointwise SURPRISE = Pointwise.row(Formula.of("rankingSoftmaxLoss", 2, neg(scale(X, Y))));

    private EmbeddingLoss() {}

    static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
        String function = "cosineEmbeddingLoss";
        Loss.same(function, x1, "x2", x2);
        ArgumentException.require(x1.rank() == 1 || x1.rank() == 2, function, "x1", "of shape " + x1.shape(), "[D] or [N, D]");
        Shape samples = x1.shape().without(x1.rank() - 1);
        ArgumentException.require(target.shape().equals(samples), function, "target", "of shape " + target.shape(), samples.toString());
        int[] axes = {x1.rank() - 1};
        Tensor eps = Tensor.full(x1.dtype(), Shape.SCALAR, EPSILON);
        Tensor length1 = smoothLength(x1, eps);
        Tensor length2 = smoothLength(x2, eps);
        Tensor u = F.div(x1, length1);
        Tensor v = F.div(x2, length2);
        // 1 - u v from the difference: of nearly parallel vectors, 1 - u v has no digits left
        Tensor gaps = F.add(F.square(F.div(eps, length1)), F.square(F.div(eps, length2)));
        Tensor apart = F.mul(F.add(AxisReduction.sum(F.square(F.sub(u, v)), axes, false), Shapes.reshape(gaps, samples)), 0.5);
        Tensor cosine = AxisReduction.sum(F.mul(u, v), axes, false);
        return Loss.reduce(function, COSINE.with(margin).of(apart, cosine, target), reduction);
    }

    /** {@code sqrt(|x|^2 + e^2)} along the last axis: as the length of one vector, which has derivatives of every order at x = 0. */
    private static Tensor smoothLength(Tensor x, Tensor eps) {
        int last = x.rank() - 1;
        Tensor below = Shapes.expand(eps, x.shape().with(last, 1).dims());
        return Distance.length(Joining.cat(List.of(x, below), last), 2, new int[] {last}, true);
    }

    static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative, TripletMargin options) {
        Function2<Tensor, Tensor, Tensor> distance = (a, b) -> Distance.pairwiseDistance(a, b, options.p(), options.eps(), false);
        return triplet("tripletMarginLoss", anchor, positive, negative, distance, options);
    }

    static Tensor triplet(String function, Tensor anchor, Tensor positive, Tensor negative, Function2<Tensor, Tensor, Tensor> distance,
            TripletMargin options) {
        Loss.same(function, anchor, "positive", positive);
        Loss.same(function, anchor, "negative", negative);
        Tensor near = distance.apply(anchor, positive);
        Tensor far = distance.apply(anchor, negative);
        ArgumentException.require(near.shape().equals(far.shape()), function, "distances",
                "of shapes " + near.shape() + " and " + far.shape(), "equal shapes");
        Tensor least = options.swap() ? F.minimum(far, distance.apply(positive, negative)) : far;
        return Loss.reduce(function, TRIPLET.with(options.margin()).of(near, least), options.reduction());
    }

    static Tensor ntxent(Tensor x, Tensor labels, double temperature) {
        AxisReduction.floating("ntxent", x);
        ArgumentException.require(x.rank() == 2, "ntxent", "x", "of shape " + x.shape(), "[N, D]");
        int n = x.dim(0);
        ArgumentException.require(labels.dtype() == DType.INT64 && labels.shape().equals(Shape.of(n)), "ntxent", "labels",
                labels.dtype() + " " + labels.shape(), "INT64 [" + n + "]");
        Loss.positive("ntxent", "temperature", temperature);
        Tensor u = Direction.of(x, 2, EPSILON, new int[] {1});
        Tensor similarity = F.div(F.matmul(u, F.transpose(u, 0, 1)), temperature);
        Tensor same = F.eq(Shapes.unsqueeze(labels, 0), Shapes.unsqueeze(labels, 1));
        Tensor place = Tensor.of(Create.arange(0, n, 1));
        Tensor pair = F.logicalAnd(same, F.ne(Shapes.unsqueeze(place, 0), Shapes.unsqueeze(place, 1)));
        if (n == 0) {
            return F.div(F.sum(similarity), 0);
        }
        Tensor negatives = ClassLoss.logSum(F.where(same, Double.NEGATIVE_INFINITY, similarity), 1);
        Tensor loss = F.where(pair, Loss.softplus(F.sub(negatives, similarity)), 0);
        return F.div(F.sum(loss), F.sum(Convert.to(pair, x.dtype())));
    }

    static Tensor rankingSoftmaxLoss(Tensor x, Tensor labels, Option<Tensor> where, Option<Tensor> weight, Reduction reduction) {
        String function = "rankingSoftmaxLoss";
        Loss.same(function, x, "labels", labels);
        ArgumentException.require(x.rank() > 0, function, "x", "a scalar", "[..., items]");
        where.forEach(m -> ArgumentException.require(m.dtype() == DType.BOOL && m.shape().equals(x.shape()), function, "where",
                m.dtype() + " " + m.shape(), "BOOL " + x.shape()));
        weight.forEach(w -> Loss.weight(function, w, x));
        Tensor scores = where.fold(() -> x, m -> F.where(m, x, Double.NEGATIVE_INFINITY));
        Tensor gains = where.fold(() -> labels, m -> F.where(m, labels, 0));
        Tensor weighted = weight.fold(() -> gains, w -> Factors.weigh(gains, Expand.to(w, x.shape())));
        Tensor dead = F.logicalNot(F.any(weighted, true, -1));
        Tensor logp = SoftmaxFamily.logSoftmax(Loss.alive(scores, dead), -1);
        return Loss.reduce(function, AxisReduction.sum(SURPRISE.of(weighted, logp), new int[] {-1}, false), reduction);
    }

    static Tensor standardKl(Tensor mean, Tensor logVariance, Reduction reduction) {
        Tensor zero = Tensor.zeros(mean.dtype(), mean.shape());
        return ElementLoss.gaussianKl(mean, logVariance, zero, zero, reduction);
    }

    static Tensor negativeElbo(Tensor reconstruction, Tensor mean, Tensor logVariance, Reduction reduction) {
        Tensor kl = standardKl(mean, logVariance, Reduction.NONE);
        Loss.same("negativeElbo", kl, "reconstruction", reconstruction);
        return Loss.reduce("negativeElbo", F.add(reconstruction, kl), reduction);
    }

    static Tensor diceLoss(Tensor p, Tensor target, double smooth, Reduction reduction) {
        ArgumentException.require(smooth >= 0, "diceLoss", "smooth", smooth, "0 or more");
        return overlap("diceLoss", p, target, new Tversky(0.5, 0.5, smooth / 2, reduction));
    }

    static Tensor tverskyLoss(Tensor p, Tensor target, Tversky options) {
        return overlap("tverskyLoss", p, target, options);
    }

    /** {@code 1 - (TP + s) / (TP + a FP + b FN + s) = (a FP + b FN) / (TP + a FP + b FN + s)}: the second has no difference. */
    static Tensor overlap(String function, Tensor p, Tensor target, Tversky options) {
        Loss.same(function, p, target);
        ArgumentException.require(p.rank() > 0, function, "p", "a scalar", "[N, ...]");
        int[] axes = p.rank() == 1 ? new int[] {0} : IntStream.range(1, p.rank()).toArray();
        Tensor both = AxisReduction.sum(F.mul(p, target), axes, false);
        Tensor falsePositive = AxisReduction.sum(F.mul(p, F.sub(1, target)), axes, false);
        Tensor falseNegative = AxisReduction.sum(F.mul(F.sub(1, p), target), axes, false);
        Tensor wrong = F.add(F.mul(falsePositive, options.alpha()), F.mul(falseNegative, options.beta()));
        return Loss.reduce(function, F.div(wrong, F.add(F.add(both, wrong), options.smooth())), options.reduction());
    }
}
