package org.covector.functional.loss;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.T;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.expm1;
import static org.covector.engine.expr.Expressions.ge;
import static org.covector.engine.expr.Expressions.gt;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.log;
import static org.covector.engine.expr.Expressions.log1p;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.ne;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.or;
import static org.covector.engine.expr.Expressions.pow;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sigmoid;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.withDerivative;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.functional.F;
import org.covector.functional.GaussianNll;
import org.covector.functional.PoissonNll;
import org.covector.functional.Reduction;
import org.covector.functional.SigmoidFocal;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Shapes;

/** Losses of each element by itself: rows of the table of pointwise operations, then weighed and reduced. */
final class ElementLoss {
    private static final Expr D = sub(X, Y);

    private static final Expr TAIL = log1p(exp(neg(abs(X))));
    private static final Expr SOFTPLUS = add(maximum(X, number(0)), TAIL);
    private static final Expr SOFTPLUS_MINUS = add(maximum(neg(X), number(0)), TAIL);

    /**
     * {@code (1 - t) log(1 + e^x) + t log(1 + e^-x)}: a sum of what is not negative, without the difference of max(x, 0) - x t, and exact
     * at infinite logits, where a factor of 0 counts as nothing.
     */
    private static final Pointwise BCE_LOGITS = Pointwise.row(Formula.of("binaryCrossEntropyWithLogits", 2,
                    add(scale(sub(1, Y), SOFTPLUS), scale(Y, SOFTPLUS_MINUS)))
            .withDerivative(sub(mul(sub(1, Y), sigmoid(X)), mul(Y, sigmoid(neg(X)))), neg(X)));

    /** The same with t weighed by w; what its derivatives mention is differentiated again by the table, so they have no |x| at 0. */
    private static final Pointwise BCE_LOGITS_WEIGHTED = Pointwise.row(Formula.of("binaryCrossEntropyWithLogits", 3,
                    add(scale(sub(1, Y), SOFTPLUS), scale(mul(Z, Y), SOFTPLUS_MINUS)))
            .withDerivative(sub(scale(sub(1, Y), sigmoid(X)), scale(mul(Z, Y), sigmoid(neg(X)))),
                    sub(scale(Z, smooth(neg(X))), smooth(X)), scale(Y, smooth(neg(X)))));

    /** Below it torch cuts off logarithms of probabilities. */
    private static final double LEAST_LOG = -100;
    /** The probability of that logarithm: below it the loss is flat. */
    private static final double CUT = 3.720075976020836e-44;
    /** torch's floor of x (1 - x) in the gradient, a float there; here where x is 0 or 1 only. */
    private static final double FLOOR = 1e-12f;

    private static final Expr LOG_X = maximum(log(X), number(LEAST_LOG));
    private static final Expr LOG_REST = maximum(log1p(neg(X)), number(LEAST_LOG));
    private static final Expr BCE_BY_X = select(or(eq(X, 0), eq(X, 1)), div(D, FLOOR),
            select(lt(X, CUT), div(sub(1, Y), sub(1, X)), div(D, mul(X, sub(1, X)))));
    private static final Pointwise BCE = Pointwise.row(
            Formula.of("binaryCrossEntropy", 2, neg(add(mul(Y, LOG_X), mul(sub(1, Y), LOG_REST))))
                    .withDerivative(BCE_BY_X, sub(LOG_REST, LOG_X)));

    private static final Pointwise POISSON_OF_LOG = Pointwise.row(Formula.of("poissonNllLoss", 2,
                    select(eq(X, Double.POSITIVE_INFINITY), X, sub(exp(X), scale(Y, X)))).withDerivative(sub(exp(X), Y), neg(X)));
    private static final Expr RATE_OF = add(X, S);
    private static final Expr INVERSE = div(1, RATE_OF); // twice as a factor: its square may be out of range
    private static final Pointwise POISSON = Pointwise.row(Formula.of("poissonNllLoss", 2, 1,
                    select(eq(X, Double.POSITIVE_INFINITY), X, sub(X, scale(Y, log(RATE_OF)))))
            .withDerivative(withDerivative(
                    withDerivative(sub(1, scale(Y, INVERSE)), X, scale(scale(Y, INVERSE), INVERSE)), Y, neg(INVERSE)), neg(log(RATE_OF))));
    private static final Pointwise STIRLING = Pointwise.row(Formula.of("poissonNllLoss", 1,
                    select(gt(X, 1), add(mul(X, sub(log(X), 1)), mul(0.5, log(mul(2 * Math.PI, X)))), 0))
            .withDerivative(select(gt(X, 1), add(log(X), div(0.5, X)), 0)));

    /** Raised to S in value, while derivatives pass through as in torch, of every order. */
    private static final Expr VARIANCE = withDerivative(select(Expr.bool(3), S, Z), Z, number(1));
    /** Arguments x, t, variance, whether that is below S; T is added. The square is never formed by itself: it might overflow. */
    private static final Pointwise GAUSSIAN = Pointwise.row(new Formula("gaussianNllLoss",
                    List.of(Kind.VALUE, Kind.VALUE, Kind.VALUE, Kind.BOOL), 2,
                    List.of(add(mul(0.5, add(log(VARIANCE), mul(D, div(D, VARIANCE)))), T)))
            .withDerivative(div(D, VARIANCE), neg(div(D, VARIANCE)), mul(div(0.5, VARIANCE), sub(1, mul(D, div(D, VARIANCE))))));

    private static final Pointwise HINGE = Pointwise.row(Formula.of("hingeEmbeddingLoss", 2, 1,
            add(select(eq(Y, 1), 0, select(ge(X, S), 0, sub(S, X))), select(ne(Y, -1), X, 0))));

    private static final Pointwise KL = Pointwise.row(Formula.of("klDiv", 2, scale(Y, sub(log(Y), X)))
            .withDerivative(neg(Y), add(sub(log(Y), X), 1)));
    private static final Pointwise KL_OF_LOG = Pointwise.row(Formula.of("klDiv", 2, scale(exp(Y), sub(Y, X)))
            .withDerivative(neg(exp(Y)), withDerivative(withDerivative(
                    scale(exp(Y), add(sub(Y, X), 1)), X, neg(exp(Y))), Y, scale(exp(Y), add(sub(Y, X), 2)))));

    private static final Pointwise L1 = Pointwise.row(Formula.of("l1Loss", 2, abs(D)));
    private static final Pointwise MSE = Pointwise.row(Formula.of("mseLoss", 2, square(D)));
    private static final Pointwise HUBER = Pointwise.row(Formula.of("huberLoss", 2, 1,
            select(ge(abs(D), S), mul(S, sub(abs(D), mul(0.5, S))), mul(0.5, square(D)))));
    private static final Pointwise SMOOTH_L1 = Pointwise.row(Formula.of("smoothL1Loss", 2, 1,
            select(ge(abs(D), S), sub(abs(D), mul(0.5, S)), mul(mul(0.5, D), div(D, S)))));

    private static final Expr SHORT = sub(S, mul(Z, D));
    private static final Pointwise RANKING = Pointwise.row(Formula.of("marginRankingLoss", 3, 1, select(le(SHORT, 0), 0, SHORT)));

    private static final Expr AGREE = mul(X, Y);
    private static final Pointwise SOFT_MARGIN = Pointwise.row(Formula.of("softMarginLoss", 2,
                    add(maximum(neg(AGREE), number(0)), log1p(exp(neg(abs(AGREE))))))
            .withDerivative(neg(mul(Y, sigmoid(neg(AGREE)))), neg(scale(sigmoid(neg(AGREE)), X))));

    private static final Expr ABOVE = sub(Y, X);
    private static final Expr SLOPE = select(eq(X, Y), 0, select(gt(ABOVE, 0), S, sub(S, 1)));
    private static final Pointwise QUANTILE = Pointwise.row(Formula.of("quantileLoss", 2, 1,
            select(ge(ABOVE, 0), scale(S, ABOVE), scale(sub(S, 1), ABOVE))).withDerivative(neg(SLOPE), SLOPE));

    /** {@code t (1 - p) + (1 - t) p}: how wrong the probability p = sigmoid(x) is; without a difference from 1. */
    private static final Expr WRONG = add(mul(Y, sigmoid(neg(X))), mul(sub(1, Y), sigmoid(X)));
    private static final Expr CE = add(scale(sub(1, Y), smooth(X)), scale(Y, smooth(neg(X))));
    private static final Expr CE_BY_X = sub(mul(sub(1, Y), sigmoid(X)), mul(Y, sigmoid(neg(X))));
    private static final Expr WRONG_BY_T = sub(sigmoid(neg(X)), sigmoid(X));
    private static final Expr LESS = mul(S, pow(WRONG, sub(S, 1)));
    /** What the two terms of WRONG are of it: that of t = 0, that of t = 1. */
    private static final Expr OF_ZEROS = select(eq(Y, 1), 0, div(sub(1, Y), add(sub(1, Y), scale(Y, exp(neg(X))))));
    private static final Expr OF_ONES = select(eq(Y, 0), 0, div(Y, add(Y, scale(sub(1, Y), exp(X)))));
    /** The logarithmic derivative of WRONG by x, and that of its own, with the other sign. */
    private static final Expr RATE = sub(mul(OF_ZEROS, sigmoid(neg(X))), mul(OF_ONES, sigmoid(X)));
    private static final Expr RATE_FALLS = sub(mul(OF_ZEROS, sigmoid(X)), mul(OF_ONES, sigmoid(neg(X))));
    private static final Expr BOTH = mul(sigmoid(X), sigmoid(neg(X)));
    private static final Expr RATE_BY_T = neg(div(add(mul(2, BOTH), mul(RATE, WRONG_BY_T)), WRONG));
    private static final Expr FOCAL_SLOPE = add(CE_BY_X, mul(S, scale(RATE, CE)));
    private static final Expr FOCAL_BY_X = withDerivative(withDerivative(scale(pow(WRONG, S), FOCAL_SLOPE),
                    X, scale(pow(WRONG, S), add(add(BOTH, mul(mul(2, S), mul(RATE, CE_BY_X))),
                            mul(S, scale(mul(RATE, sub(mul(S, RATE), RATE_FALLS)), CE))))),
            Y, add(scale(mul(LESS, WRONG_BY_T), FOCAL_SLOPE),
                    scale(pow(WRONG, S), sub(mul(S, sub(scale(RATE_BY_T, CE), scale(RATE, X))), 1))));
    /** Factors that vanish come first: at infinite logits they win over infinite ones, as in the limit. */
    private static final Pointwise FOCAL = Pointwise.row(Formula.of("sigmoidFocalLoss", 2, 1, scale(pow(WRONG, S), CE))
            .withDerivative(FOCAL_BY_X, add(scale(pow(WRONG, S), neg(X)), scale(mul(LESS, WRONG_BY_T), CE))));
    private static final Pointwise BALANCE = Pointwise.row(Formula.of("sigmoidFocalLoss", 1, 1, add(mul(S, X), mul(sub(1, S), sub(1, X)))));

    /** Below it e^d - 1 - d has lost a digit: a sum of powers instead. */
    private static final double SMALL = 0.5;
    private static final int POWERS = 14;
    /** {@code (e^d - 1 - d + (m - n)^2 e^-q) / 2}, d = p - q. Arguments m, p, n, q: means and logarithms of variances. */
    private static final Pointwise KL_OF_GAUSSIANS = gaussians();

    private ElementLoss() {}

    /** {@code log(1 + e^x)} as two smooth pieces that agree at 0, so that the table finds every derivative there. */
    private static Expr smooth(Expr x) {
        return select(lt(x, 0), log1p(exp(x)), add(x, log1p(exp(neg(x)))));
    }

    private static Pointwise gaussians() {
        Expr d = sub(Expr.input(1), Expr.input(3));
        Expr series = number(1);
        for (int k = POWERS; k > 2; k--) {
            series = add(1, mul(div(d, k), series));
        }
        Expr large = select(eq(d, Double.POSITIVE_INFINITY), d, sub(expm1(d), d));
        Expr excess = select(lt(abs(d), SMALL), mul(mul(0.5, square(d)), series), large);
        Expr far = scale(sub(Expr.input(0), Expr.input(2)), exp(mul(-0.5, Expr.input(3))));
        Expr byMean = scale(far, exp(mul(-0.5, Expr.input(3))));
        Expr byLog = mul(0.5, expm1(d));
        return Pointwise.row(Formula.of("gaussianKl", 4, mul(0.5, add(excess, square(far))))
                .withDerivative(byMean, byLog, neg(byMean), neg(add(byLog, mul(0.5, square(far))))));
    }

    static Tensor binaryCrossEntropy(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        Loss.same("binaryCrossEntropy", x, target);
        return weighed("binaryCrossEntropy", BCE, x, target, weight, reduction);
    }

    private static Tensor weighed(String function, Pointwise row, Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        weight.forEach(w -> Loss.weight(function, w, x));
        Tensor loss = row.of(Loss.alive(x, weight), Loss.alive(target, weight));
        return Loss.reduce(function, weight.fold(() -> loss, w -> Factors.weigh(w, loss)), reduction);
    }

    static Tensor logits(Tensor x, Tensor target, Option<Tensor> posWeight) {
        return posWeight.fold(() -> BCE_LOGITS.of(x, target), w -> BCE_LOGITS_WEIGHTED.of(x, target, w));
    }

    static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, Option<Tensor> weight, Option<Tensor> posWeight,
            Reduction reduction) {
        String function = "binaryCrossEntropyWithLogits";
        Loss.same(function, x, target);
        weight.forEach(w -> Loss.weight(function, w, x));
        posWeight.forEach(w -> Loss.weight(function, w, x));
        Tensor loss = logits(Loss.alive(x, weight), Loss.alive(target, weight), posWeight);
        return Loss.reduce(function, weight.fold(() -> loss, w -> Factors.weigh(w, loss)), reduction);
    }

    static Tensor poissonNllLoss(Tensor x, Tensor target, PoissonNll options) {
        Loss.same("poissonNllLoss", x, target);
        Tensor loss = options.logInput() ? POISSON_OF_LOG.of(x, target) : POISSON.with(options.eps()).of(x, target);
        return Loss.reduce("poissonNllLoss", options.full() ? F.add(loss, STIRLING.of(target)) : loss, options.reduction());
    }

    static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor variance, GaussianNll options) {
        String function = "gaussianNllLoss";
        AxisReduction.floating(function, x);
        Loss.broadcasts(function, "target", target, x);
        boolean perRow = variance.rank() == x.rank() - 1 && variance.shape().equals(x.shape().without(x.rank() - 1));
        Tensor v = perRow ? Shapes.unsqueeze(variance, variance.rank()) : variance;
        boolean fits = v.rank() == 0 || v.shape().equals(x.shape()) || x.rank() > 0 && v.shape().equals(x.shape().with(x.rank() - 1, 1));
        ArgumentException.require(fits, function, "variance", "of shape " + variance.shape(),
                x.shape() + ", or that with a last axis of 1 or none");
        Tensor low = F.lt(Loss.nonNegative(function, "variance", v), options.eps());
        double constant = options.full() ? 0.5 * Math.log(2 * Math.PI) : 0;
        return Loss.reduce(function, GAUSSIAN.with(options.eps(), constant).of(x, target, v, low), options.reduction());
    }

    static Tensor hingeEmbeddingLoss(Tensor x, Tensor target, double margin, Reduction reduction) {
        Loss.same("hingeEmbeddingLoss", x, target);
        return Loss.reduce("hingeEmbeddingLoss", HINGE.with(margin).of(x, target), reduction);
    }

    static Tensor klDiv(Tensor x, Tensor target, boolean logTarget, Reduction reduction) {
        Loss.same("klDiv", x, target);
        Tensor loss = (logTarget ? KL_OF_LOG : KL).of(x, target);
        return reduction == Reduction.BATCHMEAN
                ? F.div(Loss.reduce("klDiv", loss, Reduction.SUM), x.rank() == 0 ? 1 : x.dim(0))
                : Loss.reduce("klDiv", loss, reduction);
    }

    static Tensor l1Loss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return weightedMean("l1Loss", L1, x, target, weight, reduction);
    }

    static Tensor mseLoss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return weightedMean("mseLoss", MSE, x, target, weight, reduction);
    }

    private static Tensor weightedMean(String function, Pointwise row, Tensor x, Tensor target, Option<Tensor> weight,
            Reduction reduction) {
        Loss.same(function, x, target);
        if (weight.isEmpty()) {
            return Loss.reduce(function, row.of(x, target), reduction);
        }
        Loss.same(function, x, "weight", weight.get());
        Tensor w = Loss.weights(weight.get(), reduction);
        return Loss.reduce(function, weighed(function, row, x, target, Option.of(w), Reduction.NONE), w, reduction);
    }

    static Tensor huberLoss(Tensor x, Tensor target, double delta, Option<Tensor> weight, Reduction reduction) {
        Loss.same("huberLoss", x, target);
        Loss.positive("huberLoss", "delta", delta);
        weight.forEach(w -> Loss.same("huberLoss", x, "weight", w));
        return weighed("huberLoss", HUBER.with(delta), x, target, weight, reduction);
    }

    static Tensor smoothL1Loss(Tensor x, Tensor target, double beta, Reduction reduction) {
        Loss.same("smoothL1Loss", x, target);
        ArgumentException.require(beta >= 0, "smoothL1Loss", "beta", beta, "0 or more");
        return Loss.reduce("smoothL1Loss", beta == 0 ? L1.of(x, target) : SMOOTH_L1.with(beta).of(x, target), reduction);
    }

    static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
        Loss.same("marginRankingLoss", x1, "x2", x2);
        Loss.same("marginRankingLoss", x1, target);
        return Loss.reduce("marginRankingLoss", RANKING.with(margin).of(x1, x2, target), reduction);
    }

    static Tensor softMarginLoss(Tensor x, Tensor target, Reduction reduction) {
        Loss.same("softMarginLoss", x, target);
        return Loss.reduce("softMarginLoss", SOFT_MARGIN.of(x, target), reduction);
    }

    static Tensor quantileLoss(Tensor x, Tensor target, double q, Reduction reduction) {
        Loss.same("quantileLoss", x, target);
        ArgumentException.require(q >= 0 && q <= 1, "quantileLoss", "q", q, "0 to 1");
        return Loss.reduce("quantileLoss", QUANTILE.with(q).of(x, target), reduction);
    }

    static Tensor logCoshLoss(Tensor x, Tensor target, Reduction reduction) {
        Loss.same("logCoshLoss", x, target);
        return Loss.reduce("logCoshLoss", F.logcosh(F.sub(x, target)), reduction);
    }

    static Tensor sigmoidFocalLoss(Tensor x, Tensor target, SigmoidFocal options) {
        Loss.same("sigmoidFocalLoss", x, target);
        Tensor focused = options.gamma() == 0 ? BCE_LOGITS.of(x, target) : FOCAL.with(options.gamma()).of(x, target);
        Tensor balanced = options.alpha().fold(() -> focused, a -> F.mul(focused, BALANCE.with(a).of(target)));
        return Loss.reduce("sigmoidFocalLoss", balanced, options.reduction());
    }

    static Tensor gaussianKl(Tensor mean, Tensor logVariance, Tensor priorMean, Tensor priorLogVariance, Reduction reduction) {
        Loss.same("gaussianKl", mean, "logVariance", logVariance);
        Loss.same("gaussianKl", mean, "priorMean", priorMean);
        Loss.same("gaussianKl", mean, "priorLogVariance", priorLogVariance);
        Tensor each = KL_OF_GAUSSIANS.of(mean, logVariance, priorMean, priorLogVariance);
        return Loss.reduce("gaussianKl", mean.rank() == 0 ? each : AxisReduction.sum(each, new int[] {-1}, false), reduction);
    }
}
