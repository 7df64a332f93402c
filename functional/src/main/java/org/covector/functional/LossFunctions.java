package org.covector.functional;

import io.vavr.Function2;
import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Losses, and distances between vectors; part of {@link F}.
 *
 * <p>Every loss has derivatives of every order by all floating arguments. Input and target must have the shapes that are named: nothing is
 * broadcast silently. At kinks the gradient is the subgradient of least norm, at infinity the limit where there is one.
 */
public abstract sealed class LossFunctions extends ConvolutionFunctions permits F {
    LossFunctions() {}

    // ---- losses of elements

    /**
     * {@code (x - t)^2}: the squared error, torch's mse_loss.
     *
     * <p>With weights, MEAN divides by the sum of the weights.
     *
     * <p>The error of a mean or sum of n losses is at most {@code (80 + log2 n) u} of it, u being 2^-24 or 2^-53.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param weight of the shape of x, or none; an element of weight 0 contributes exactly nothing, be it NaN or infinite
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor mseLoss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.mseLoss(x, target, weight, reduction);
    }

    /** {@code (x - t)^2} without weights. */
    public static Tensor mseLoss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.mseLoss(x, target, Option.none(), reduction);
    }

    /** The mean of {@code (x - t)^2}. */
    public static Tensor mseLoss(Tensor x, Tensor target) {
        return ElementLoss.mseLoss(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code |x - t|}: the absolute error, torch's l1_loss.
     *
     * <p>Gradient 0 where x equals t. With weights, MEAN divides by the sum of the weights.
     *
     * <p>The error of a mean or sum of n losses is at most {@code (80 + log2 n) u} of it, u being 2^-24 or 2^-53.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param weight of the shape of x, or none; an element of weight 0 contributes exactly nothing
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor l1Loss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.l1Loss(x, target, weight, reduction);
    }

    /** {@code |x - t|} without weights. */
    public static Tensor l1Loss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.l1Loss(x, target, Option.none(), reduction);
    }

    /** The mean of {@code |x - t|}. */
    public static Tensor l1Loss(Tensor x, Tensor target) {
        return ElementLoss.l1Loss(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code d^2 / 2} where {@code |d| < delta}, else {@code delta (|d| - delta / 2)}, with {@code d = x - t}: P. Huber (1964),
     * torch's huber_loss.
     *
     * <p>Once continuously differentiable. With weights, MEAN divides by the number of elements, as torch does here.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param delta where the parabola ends, above 0
     * @param weight of the shape of x, or none; an element of weight 0 contributes exactly nothing
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast, or delta is not above 0
     */
    public static Tensor huberLoss(Tensor x, Tensor target, double delta, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.huberLoss(x, target, delta, weight, reduction);
    }

    /** {@code huberLoss} without weights. */
    public static Tensor huberLoss(Tensor x, Tensor target, double delta, Reduction reduction) {
        return ElementLoss.huberLoss(x, target, delta, Option.none(), reduction);
    }

    /** The mean of {@code huberLoss} with delta 1. */
    public static Tensor huberLoss(Tensor x, Tensor target) {
        return ElementLoss.huberLoss(x, target, 1, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code d^2 / (2 beta)} where {@code |d| < beta}, else {@code |d| - beta / 2}, with {@code d = x - t}: R. Girshick (2015), torch's
     * smooth_l1_loss.
     *
     * <p>With beta 0 it is {@link #l1Loss(Tensor, Tensor) l1Loss}, with gradient 0 where x equals t.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param beta where the parabola ends, 0 or more
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast, or beta is below 0
     */
    public static Tensor smoothL1Loss(Tensor x, Tensor target, double beta, Reduction reduction) {
        return ElementLoss.smoothL1Loss(x, target, beta, reduction);
    }

    /** The mean of {@code smoothL1Loss} with beta 1. */
    public static Tensor smoothL1Loss(Tensor x, Tensor target) {
        return ElementLoss.smoothL1Loss(x, target, 1, Reduction.MEAN);
    }

    /**
     * {@code log cosh(x - t)}: nearly {@code d^2 / 2} near 0 and {@code |d| - log 2} far out; gradient {@code tanh d}.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor logCoshLoss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.logCoshLoss(x, target, reduction);
    }

    /** The mean of {@code log cosh(x - t)}. */
    public static Tensor logCoshLoss(Tensor x, Tensor target) {
        return ElementLoss.logCoshLoss(x, target, Reduction.MEAN);
    }

    /**
     * {@code max(q (t - x), (q - 1) (t - x))}: the pinball loss, least where x is the q-quantile of t (R. Koenker, G. Bassett, 1978).
     *
     * <p>Gradient 0 where x equals t.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param q the quantile, 0 to 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast, or q lies outside 0 to 1
     */
    public static Tensor quantileLoss(Tensor x, Tensor target, double q, Reduction reduction) {
        return ElementLoss.quantileLoss(x, target, q, reduction);
    }

    /** The mean of the pinball loss. */
    public static Tensor quantileLoss(Tensor x, Tensor target, double q) {
        return ElementLoss.quantileLoss(x, target, q, Reduction.MEAN);
    }

    /**
     * {@code -(t log x + (1 - t) log(1 - x))}: the cross entropy of probabilities x and t, torch's binary_cross_entropy.
     *
     * <p>Logarithms are cut off at -100, as in torch. The gradient is exact but where x is 0 or 1: there it is torch's
     * {@code (x - t) / 1e-12}. For logits, {@link #binaryCrossEntropyWithLogits(Tensor, Tensor) binaryCrossEntropyWithLogits} has
     * no such ends.
     *
     * @param x probabilities of any shape, FLOAT32 or FLOAT64; outside 0 to 1 the loss is NaN
     * @param target of the shape of x; differentiable
     * @param weight one factor per element, of a shape that broadcasts to x; an element of weight 0 contributes exactly nothing, be it
     * NaN or infinite
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor binaryCrossEntropy(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.binaryCrossEntropy(x, target, weight, reduction);
    }

    /** The mean cross entropy of probabilities x and t. */
    public static Tensor binaryCrossEntropy(Tensor x, Tensor target) {
        return ElementLoss.binaryCrossEntropy(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code (1 - t) log(1 + e^x) + w t log(1 + e^-x)}: the cross entropy of sigmoid(x) and t, w the weight of positives; torch's
     * binary_cross_entropy_with_logits.
     *
     * <p>Nothing overflows or cancels: a confident loss of 1e-300 has its digits, infinite logits give 0 or infinity.
     *
     * <p>The error of a mean or sum of n losses is at most {@code (80 + log2 n) u} of it, u being 2^-24 or 2^-53.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param weight one factor per element, of a shape that broadcasts to x; an element of weight 0 contributes exactly nothing, be it
     * NaN or infinite
     * @param posWeight w, of a shape that broadcasts to x, or none for 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast, or a weight does not broadcast to x
     */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, Option<Tensor> weight, Option<Tensor> posWeight,
            Reduction reduction) {
        return ElementLoss.binaryCrossEntropyWithLogits(x, target, weight, posWeight, reduction);
    }

    /** The mean cross entropy of sigmoid(x) and target. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target) {
        return ElementLoss.binaryCrossEntropyWithLogits(x, target, Option.none(), Option.none(), Reduction.MEAN);
    }

    /**
     * {@code a (1 - p_t)^gamma ce}: the cross entropy of sigmoid(x) and t, where easy examples count less;
     * {@code p_t = t p + (1 - t) (1 - p)}, {@code a = alpha t
     * + (1 - alpha) (1 - t)}. T.-Y. Lin et al. (2017), optax's sigmoid_focal_loss.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param options alpha (none), gamma (2), reduction (MEAN)
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor sigmoidFocalLoss(Tensor x, Tensor target, SigmoidFocal options) {
        return ElementLoss.sigmoidFocalLoss(x, target, options);
    }

    /** The mean focal loss with gamma 2 and no alpha. */
    public static Tensor sigmoidFocalLoss(Tensor x, Tensor target) {
        return ElementLoss.sigmoidFocalLoss(x, target, SigmoidFocal.DEFAULT);
    }

    /**
     * {@code e^x - t x}, or, of a rate that is no logarithm, {@code x - t log(x + eps)}: minus the log-likelihood of a count t under
     * Poisson's distribution but for log t!, of which {@code full} adds Stirling's approximation where t is above 1; torch's
     * poisson_nll_loss.
     *
     * <p>A count of 0 at a rate of 0 costs nothing.
     *
     * @param x logarithms of rates, or rates; of any shape, FLOAT32 or FLOAT64
     * @param target counts, of the shape of x; differentiable
     * @param options logInput (true), full (false), eps (1e-8), reduction (MEAN)
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor poissonNllLoss(Tensor x, Tensor target, PoissonNll options) {
        return ElementLoss.poissonNllLoss(x, target, options);
    }

    /** The mean of {@code e^x - t x}. */
    public static Tensor poissonNllLoss(Tensor x, Tensor target) {
        return ElementLoss.poissonNllLoss(x, target, PoissonNll.DEFAULT);
    }

    /**
     * {@code (log v + (x - t)^2 / v) / 2}, with {@code v = max(variance, eps)}: minus the log-likelihood of t under normal distributions,
     * of which {@code full} adds {@code log(2 pi) / 2}; torch's gaussian_nll_loss.
     *
     * <p>As in torch, the gradient by the variance takes no notice of its lower bound: it is that at v. The square is never formed by
     * itself.
     *
     * @param x means, of any shape, FLOAT32 or FLOAT64
     * @param target of a shape that broadcasts to that of x; differentiable
     * @param variance of the shape of x, or with a last axis of length 1, or without the last axis, or a scalar
     * @param options full (false), eps (1e-6), reduction (MEAN)
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, the target or the variance does not fit, or a variance is below 0
     */
    public static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor variance, GaussianNll options) {
        return ElementLoss.gaussianNllLoss(x, target, variance, options);
    }

    /** The mean of {@code (log v + (x - t)^2 / v) / 2}. */
    public static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor variance) {
        return ElementLoss.gaussianNllLoss(x, target, variance, GaussianNll.DEFAULT);
    }

    /**
     * {@code t (log t - x)}, or, of logarithms, {@code e^t (t - x)}: the divergence of Kullback and Leibler of t from x; torch's kl_div.
     *
     * <p>Where t is 0 the loss is 0, also where x is -infinity.
     *
     * @param x log-probabilities of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, of the shape of x; differentiable
     * @param logTarget whether the target consists of log-probabilities, too
     * @param reduction NONE, MEAN (over elements, as torch's), SUM, or BATCHMEAN, the sum divided by the length of axis 0: the definition
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor klDiv(Tensor x, Tensor target, boolean logTarget, Reduction reduction) {
        return ElementLoss.klDiv(x, target, logTarget, reduction);
    }

    /** {@code t (log t - x)} for probabilities t. */
    public static Tensor klDiv(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.klDiv(x, target, false, reduction);
    }

    /** The mean of {@code t (log t - x)} over elements. */
    public static Tensor klDiv(Tensor x, Tensor target) {
        return ElementLoss.klDiv(x, target, false, Reduction.MEAN);
    }

    /**
     * {@code x} where t is 1, {@code max(0, margin - x)} where it is -1: torch's hinge_embedding_loss. Gradient 0 where x is the margin.
     *
     * @param x distances, of any shape, FLOAT32 or FLOAT64
     * @param target 1 and -1, of the shape of x; without gradient
     * @param margin how far dissimilar ones should be apart
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor hingeEmbeddingLoss(Tensor x, Tensor target, double margin, Reduction reduction) {
        return ElementLoss.hingeEmbeddingLoss(x, target, margin, reduction);
    }

    /** The mean of {@code hingeEmbeddingLoss} with margin 1. */
    public static Tensor hingeEmbeddingLoss(Tensor x, Tensor target) {
        return ElementLoss.hingeEmbeddingLoss(x, target, 1, Reduction.MEAN);
    }

    /**
     * {@code max(0, margin - t (x1 - x2))}: torch's margin_ranking_loss. Gradient 0 where that is 0.
     *
     * @param x1 of any shape, FLOAT32 or FLOAT64
     * @param x2 of the shape of x1
     * @param target 1 where x1 should be larger, -1 where x2, of the shape of x1
     * @param margin by how much it should be larger
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x1 for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
        return ElementLoss.marginRankingLoss(x1, x2, target, margin, reduction);
    }

    /** The mean of {@code max(0, -t (x1 - x2))}. */
    public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target) {
        return ElementLoss.marginRankingLoss(x1, x2, target, 0, Reduction.MEAN);
    }

    /**
     * {@code log(1 + e^(-t x))}, t being 1 or -1, without overflow: torch's soft_margin_loss.
     *
     * @param x of any shape, FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return of the shape of x for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor softMarginLoss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.softMarginLoss(x, target, reduction);
    }

    /** The mean of {@code log(1 + e^(-t x))}. */
    public static Tensor softMarginLoss(Tensor x, Tensor target) {
        return ElementLoss.softMarginLoss(x, target, Reduction.MEAN);
    }

    /**
     * {@code sum over the last axis of (e^d - 1 - d + (m - n)^2 / e^q) / 2}, with {@code d = p - q}: the divergence of Kullback and Leibler
     * of normal distributions of means m and logarithms of variances p from those of n and q, independent along the last axis.
     *
     * <p>Near equal distributions it has its digits: e^d - 1 - d is a sum of powers there.
     *
     * @param mean m, of shape [..., D], FLOAT32 or FLOAT64
     * @param logVariance p, of the shape of m
     * @param priorMean n, of the shape of m
     * @param priorLogVariance q, of the shape of m
     * @param reduction NONE for one loss per distribution, MEAN or SUM
     * @return of shape [...] for NONE, else a scalar
     * @throws ArgumentException if the mean is not floating, or the shapes differ
     */
    public static Tensor gaussianKl(Tensor mean, Tensor logVariance, Tensor priorMean, Tensor priorLogVariance, Reduction reduction) {
        return ElementLoss.gaussianKl(mean, logVariance, priorMean, priorLogVariance, reduction);
    }

    /** The divergence from standard normal distributions, {@code sum of (e^p - 1 - p + m^2) / 2} (D. Kingma, M. Welling, 2014). */
    public static Tensor gaussianKl(Tensor mean, Tensor logVariance, Reduction reduction) {
        return EmbeddingLoss.standardKl(mean, logVariance, reduction);
    }

    /**
     * {@code reconstruction + sum over the last axis of (e^p - 1 - p + m^2) / 2}: minus the evidence lower bound of a variational
     * autoencoder whose posteriors are normal with means m and logarithms of variances p, and whose prior is standard normal (D. Kingma, M.
     * Welling, 2014).
     *
     * @param reconstruction minus the log-likelihood of each sample, [...]
     * @param mean m, of shape [..., D], FLOAT32 or FLOAT64
     * @param logVariance p, of the shape of m
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return of shape [...] for NONE, else a scalar
     * @throws ArgumentException if the mean is not floating, or the shapes do not fit
     */
    public static Tensor negativeElbo(Tensor reconstruction, Tensor mean, Tensor logVariance, Reduction reduction) {
        return EmbeddingLoss.negativeElbo(reconstruction, mean, logVariance, reduction);
    }

    /** The mean of {@code negativeElbo}. */
    public static Tensor negativeElbo(Tensor reconstruction, Tensor mean, Tensor logVariance) {
        return EmbeddingLoss.negativeElbo(reconstruction, mean, logVariance, Reduction.MEAN);
    }

    // ---- losses of classifications

    /**
     * {@code -w log softmax(x)[t]}, or {@code -sum w t log softmax(x)} of probabilities t, along the classes: torch's cross_entropy.
     *
     * <p>Computed as {@code log(1 + rest)}, the rest being the sum over the other classes: a small loss and its gradient have their digits,
     * and infinite logits give limits. Ignored samples, and those of weight 0, contribute exactly nothing to value and derivatives, be they
     * NaN or infinite. MEAN divides by the sum of the weights of the samples that count, or, of probabilities, by the number of samples; it
     * is NaN if none counts.
     *
     * <p>The error of a loss is at most {@code (80 + d + log2 n) u} of it, n the number of classes, u being 2^-24 or 2^-53, d the
     * distance from the largest logit to the next where the target is the largest, else 0.
     *
     * @param x logits [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64
     * @param target INT64 class indices [], [N] or [N, d1, ...], or probabilities of the shape of x (differentiable)
     * @param options weight per class (none), ignoreIndex (-100), reduction (MEAN), labelSmoothing (0)
     * @return [], [N] or [N, d1, ...] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which
     * one, where
     */
    public static Tensor crossEntropy(Tensor x, Tensor target, CrossEntropy options) {
        return ClassLoss.crossEntropy(x, target, options);
    }

    /** The mean of {@code -log softmax(x)[t]}. */
    public static Tensor crossEntropy(Tensor x, Tensor target) {
        return ClassLoss.crossEntropy(x, target, CrossEntropy.DEFAULT);
    }

    /**
     * {@code -w x[t]} for log-probabilities x: torch's nll_loss.
     *
     * <p>Ignored samples, and those of weight 0, contribute exactly nothing. MEAN divides by the sum of the weights that count.
     *
     * @param x log-probabilities [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64
     * @param target INT64 class indices [], [N] or [N, d1, ...]
     * @param options weight per class (none), ignoreIndex (-100), reduction (MEAN); no smoothing
     * @return [], [N] or [N, d1, ...] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which
     * one, where
     */
    public static Tensor nllLoss(Tensor x, Tensor target, CrossEntropy options) {
        return ClassLoss.nllLoss(x, target, options);
    }

    /** The mean of {@code -x[t]}. */
    public static Tensor nllLoss(Tensor x, Tensor target) {
        return ClassLoss.nllLoss(x, target, CrossEntropy.DEFAULT);
    }

    /**
     * {@code crossEntropy(x weight^T + bias, t)}: a linear projection and its cross entropy, some samples at a time; torch's
     * linear_cross_entropy.
     *
     * <p>The logits [N, C] never exist as a whole: those of one chunk live while its losses are computed, and are computed again for its
     * gradient. Results do not depend on the chunk but for rounding in the gradient of weight and bias.
     *
     * @param x [..., D], FLOAT32 or FLOAT64
     * @param weight [C, D]
     * @param bias [C], or none
     * @param target INT64 class indices [...], or probabilities [..., C]
     * @param options as of {@link #crossEntropy(Tensor, Tensor, CrossEntropy) crossEntropy}
     * @param chunk how many samples at a time, 1 or more
     * @return [...] for NONE, else a scalar
     * @throws ArgumentException if the shapes do not fit, or an index is no class
     */
    public static Tensor linearCrossEntropy(Tensor x, Tensor weight, Option<Tensor> bias, Tensor target, CrossEntropy options, int chunk) {
        return LinearCrossEntropyOf.of(x, weight, bias, target, options, chunk);
    }

    /** As with a chunk of as many samples as have four million logits. */
    public static Tensor linearCrossEntropy(Tensor x, Tensor weight, Option<Tensor> bias, Tensor target, CrossEntropy options) {
        return LinearCrossEntropyOf.of(x, weight, bias, target, options, LinearCrossEntropyOf.chunk(weight));
    }

    /** The mean of {@code crossEntropy(x weight^T, t)}. */
    public static Tensor linearCrossEntropy(Tensor x, Tensor weight, Tensor target) {
        return linearCrossEntropy(x, weight, Option.none(), target, CrossEntropy.DEFAULT);
    }

    /**
     * {@code ce + epsilon (1 - p_t)}: the cross entropy with the first term of its series in 1 - p_t weighed anew; Z. Leng et al. (2022),
     * optax's poly_loss_cross_entropy. 1 - p_t has its digits where p_t is nearly 1.
     *
     * @param x logits [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64
     * @param target INT64 class indices, -100 for none, or probabilities of the shape of x
     * @param epsilon optax's default is 2
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [], [N] or [N, d1, ...] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class
     */
    public static Tensor polyLoss(Tensor x, Tensor target, double epsilon, Reduction reduction) {
        return ClassLoss.polyLoss(x, target, epsilon, reduction);
    }

    /** The mean of {@code ce + 2 (1 - p_t)}. */
    public static Tensor polyLoss(Tensor x, Tensor target) {
        return ClassLoss.polyLoss(x, target, 2, Reduction.MEAN);
    }

    /**
     * {@code sum over classes i other than t of w[t] max(0, margin - x[t] + x[i])^p / C}: torch's multi_margin_loss.
     *
     * <p>Gradient 0 where a term is 0.
     *
     * @param x scores [C] or [N, C], FLOAT32 or FLOAT64
     * @param target INT64 class indices [] or [N]
     * @param options p (1), margin (1), weight per class (none), reduction (MEAN)
     * @return [] or [N] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class
     */
    public static Tensor multiMarginLoss(Tensor x, Tensor target, MultiMargin options) {
        return ClassLoss.multiMarginLoss(x, target, options);
    }

    /** The mean of {@code multiMarginLoss} with p 1 and margin 1. */
    public static Tensor multiMarginLoss(Tensor x, Tensor target) {
        return ClassLoss.multiMarginLoss(x, target, MultiMargin.DEFAULT);
    }

    /**
     * {@code sum over targets j and other classes i of max(0, 1 - x[j] + x[i]) / C}: torch's multilabel_margin_loss.
     *
     * <p>Gradient 0 where a term is 0.
     *
     * @param x scores [C] or [N, C], or a scalar for one class; FLOAT32 or FLOAT64
     * @param target INT64 class indices, of the shape of x: those of a row before its first -1
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [] or [N] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, the shapes differ, or an index is no class
     */
    public static Tensor multilabelMarginLoss(Tensor x, Tensor target, Reduction reduction) {
        return ClassLoss.multilabelMarginLoss(x, target, reduction);
    }

    /** The mean of {@code multilabelMarginLoss}. */
    public static Tensor multilabelMarginLoss(Tensor x, Tensor target) {
        return ClassLoss.multilabelMarginLoss(x, target, Reduction.MEAN);
    }

    /**
     * {@code mean over the last axis of w ((1 - t) log(1 + e^x) + t log(1 + e^-x))}: torch's multilabel_soft_margin_loss.
     *
     * @param x logits [..., C], FLOAT32 or FLOAT64
     * @param target of the shape of x; differentiable
     * @param weight of a shape that broadcasts to x, [C] as a rule, or none; what has weight 0 contributes exactly nothing
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [...] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ClassLoss.multilabelSoftMarginLoss(x, target, weight, reduction);
    }

    /** The mean of {@code multilabelSoftMarginLoss} without weights. */
    public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target) {
        return ClassLoss.multilabelSoftMarginLoss(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code -log p(labels)}, p summed over all ways in which the labels, with blanks between and repetitions, fill the sequence:
     * connectionist temporal classification (A. Graves et al., 2006), torch's ctc_loss.
     *
     * <p>As in torch, the gradient takes the log-probabilities for normalised ones, {@code e^p - q} with q the probability of each label at
     * each time: it is right behind {@code logSoftmax} only, where it is the better conditioned one. A sequence too short for its labels
     * has an infinite loss, and NaN as gradient, or, with zeroInfinity, 0 and 0. MEAN divides each loss by the length of its target, 1 at
     * least, and takes the mean. Labels that are given one after the other are read from the lengths: not under vmap.
     *
     * @param logProbs log-probabilities [T, N, C] or [T, C], FLOAT32 or FLOAT64
     * @param targets INT64 labels [N, S], of which the first of each row count, or [sum of targetLengths] one after the other
     * @param inputLengths INT64 [N] (or []), 0 to T
     * @param targetLengths INT64 [N] (or []), 0 to S
     * @param options blank (0), zeroInfinity (false), reduction (MEAN)
     * @return [N] (or []) for NONE, else a scalar
     * @throws ArgumentException if the shapes or lengths do not fit, or a label is no class
     */
    public static Tensor ctcLoss(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, Ctc options) {
        return CtcLossOf.of(logProbs, targets, inputLengths, targetLengths, options);
    }

    /** The mean of {@code ctcLoss} with blank 0. */
    public static Tensor ctcLoss(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return CtcLossOf.of(logProbs, targets, inputLengths, targetLengths, Ctc.DEFAULT);
    }

    /**
     * {@code -sum y log softmax(x)} along the last axis, over the items of a list that are there: the ranking softmax loss, optax's
     * ranking_softmax_loss.
     *
     * <p>Items that are masked out contribute exactly nothing, be they NaN or infinite; a list without gains has loss 0.
     *
     * @param x scores [..., items], FLOAT32 or FLOAT64
     * @param labels gains y, of the shape of x; they need not sum to 1
     * @param where BOOL, of the shape of x: which items are there; none for all
     * @param weight of labels, of a shape that broadcasts to x, or none
     * @param reduction NONE for one loss per list, MEAN or SUM
     * @return [...] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor rankingSoftmaxLoss(Tensor x, Tensor labels, Option<Tensor> where, Option<Tensor> weight, Reduction reduction) {
        return EmbeddingLoss.rankingSoftmaxLoss(x, labels, where, weight, reduction);
    }

    /** The mean ranking softmax loss of lists without masks or weights. */
    public static Tensor rankingSoftmaxLoss(Tensor x, Tensor labels) {
        return EmbeddingLoss.rankingSoftmaxLoss(x, labels, Option.none(), Option.none(), Reduction.MEAN);
    }

    // ---- losses of embeddings and segmentations

    /**
     * {@code 1 - cos} where t is 1, {@code max(0, cos - margin)} where it is -1, with
     * {@code cos = x1 x2 / sqrt((|x1|^2 + e) (|x2|^2 + e))}, e = 1e-12: torch's
     * cosine_embedding_loss.
     *
     * <p>1 - cos of nearly parallel vectors comes from their difference and has its digits; nothing is squared before it is scaled.
     *
     * @param x1 [N, D] or [D], FLOAT32 or FLOAT64
     * @param x2 of the shape of x1
     * @param target 1 or -1, [N] or []
     * @param margin -1 to 1, as a rule 0 to 0.5
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [N] or [] for NONE, else a scalar
     * @throws ArgumentException if x1 is not floating, or the shapes do not fit
     */
    public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
        return EmbeddingLoss.cosineEmbeddingLoss(x1, x2, target, margin, reduction);
    }

    /** The mean of {@code cosineEmbeddingLoss} with margin 0. */
    public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target) {
        return EmbeddingLoss.cosineEmbeddingLoss(x1, x2, target, 0, Reduction.MEAN);
    }

    /**
     * {@code max(0, |a - p + eps| - |a - n + eps| + margin)}: torch's triplet_margin_loss.
     *
     * <p>With swap, the distance of positive and negative counts instead if it is the smaller one. Gradient 0 where the loss is 0.
     *
     * @param anchor a, of shape [N, D] or [D], FLOAT32 or FLOAT64
     * @param positive p, of the shape of a
     * @param negative n, of the shape of a
     * @param options margin (1), p of the norm (2), eps (1e-6), swap (false), reduction (MEAN)
     * @return [N] or [] for NONE, else a scalar
     * @throws ArgumentException if the anchor is not floating, or the shapes differ
     */
    public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative, TripletMargin options) {
        return EmbeddingLoss.tripletMarginLoss(anchor, positive, negative, options);
    }

    /** The mean of {@code tripletMarginLoss} with margin 1 and Euclidean distances. */
    public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative) {
        return EmbeddingLoss.tripletMarginLoss(anchor, positive, negative, TripletMargin.DEFAULT);
    }

    /**
     * {@code max(0, d(a, p) - d(a, n) + margin)} with any distance: torch's triplet_margin_with_distance_loss.
     *
     * @param anchor a, of any shape, FLOAT32 or FLOAT64
     * @param positive p, of the shape of a
     * @param negative n, of the shape of a
     * @param distance differentiable, made of functions of F
     * @param options margin (1), swap (false), reduction (MEAN); p and eps are not read
     * @return of the shape of the distances for NONE, else a scalar
     * @throws ArgumentException if the anchor is not floating, or the shapes differ
     */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor, Tensor positive, Tensor negative, Function2<Tensor, Tensor, Tensor> distance,
            TripletMargin options) {
        return EmbeddingLoss.triplet("tripletMarginWithDistanceLoss", anchor, positive, negative, distance, options);
    }

    /** The mean of {@code max(0, d(a, p) - d(a, n) + 1)} with {@code pairwiseDistance}. */
    public static Tensor tripletMarginWithDistanceLoss(Tensor anchor, Tensor positive, Tensor negative) {
        return EmbeddingLoss.triplet(
                "tripletMarginWithDistanceLoss", anchor, positive, negative, LossFunctions::pairwiseDistance, TripletMargin.DEFAULT);
    }

    /**
     * {@code mean over pairs (i, j) of one label of -log(e^(s_ij) / (e^(s_ij) + sum over other labels k of e^(s_ik)))}, s the cosines
     * divided by the temperature: the normalised temperature-scaled cross entropy (T. Chen et al., 2020), optax's ntxent. NaN if there is
     * no pair.
     *
     * @param x embeddings [N, D], FLOAT32 or FLOAT64; a vector shorter than 1e-6 counts as one divided by that
     * @param labels INT64 [N]
     * @param temperature above 0; optax's default is 0.07
     * @return a scalar
     * @throws ArgumentException if the shapes do not fit or the temperature is not above 0
     */
    public static Tensor ntxent(Tensor x, Tensor labels, double temperature) {
        return EmbeddingLoss.ntxent(x, labels, temperature);
    }

    /** {@code ntxent} with temperature 0.07. */
    public static Tensor ntxent(Tensor x, Tensor labels) {
        return EmbeddingLoss.ntxent(x, labels, 0.07);
    }

    /**
     * {@code 1 - (2 sum p t + s) / (sum p + sum t + s)}: the Dice loss, sums over all axes but the first (F. Milletari et al., 2016).
     *
     * <p>Computed as what is wrong divided by all, so that a small loss has its digits.
     *
     * @param p probabilities [N, ...], or [M] as one sample, FLOAT32 or FLOAT64
     * @param target of the shape of p, 0 to 1
     * @param smooth s, 0 or more
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [N] or [] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor diceLoss(Tensor p, Tensor target, double smooth, Reduction reduction) {
        return EmbeddingLoss.diceLoss(p, target, smooth, reduction);
    }

    /** The mean Dice loss with smooth 1. */
    public static Tensor diceLoss(Tensor p, Tensor target) {
        return diceLoss(p, target, 1, Reduction.MEAN);
    }

    /**
     * {@code 1 - (TP + s) / (TP + alpha FP + beta FN + s)}, with {@code TP = sum p t}, {@code FP = sum p (1 - t)},
     * {@code FN = sum (1 - p) t} over all axes but the
     * first: S. Salehi et al. (2017).
     *
     * <p>Computed as what is wrong divided by all, so that a small loss has its digits.
     *
     * @param p probabilities [N, ...], or [M] as one sample, FLOAT32 or FLOAT64
     * @param target of the shape of p, 0 to 1
     * @param options alpha (1/2), beta (1/2), smooth (1), reduction (MEAN)
     * @return [N] or [] for NONE, else a scalar
     * @throws ArgumentException if x is not floating, or the shapes differ: nothing is broadcast
     */
    public static Tensor tverskyLoss(Tensor p, Tensor target, Tversky options) {
        return EmbeddingLoss.tverskyLoss(p, target, options);
    }

    // ---- distances

    /**
     * {@code |x1 - x2 + eps|_p} along the last axis: torch's pairwise_distance.
     *
     * <p>Where the norm is 0 its gradient is 0, the subgradient of least norm.
     *
     * @param x1 [N, D] or [D], FLOAT32 or FLOAT64
     * @param x2 of a shape that broadcasts with that of x1
     * @param p any power, also below 0; 0 counts, and infinity is the largest, minus infinity the smallest
     * @param eps added to each difference
     * @param keepdim whether the last axis stays, with length 1
     * @return the broadcast shape without its last axis, or with 1 there
     * @throws ArgumentException if the dtypes are not floating, the shapes do not broadcast, or p is NaN
     */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps, boolean keepdim) {
        return Distance.pairwiseDistance(x1, x2, p, eps, keepdim);
    }

    /** The Euclidean distance along the last axis, 1e-6 added to each difference. */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2) {
        return Distance.pairwiseDistance(x1, x2, 2, 1e-6, false);
    }

    /**
     * {@code x1 x2 / (max(|x1|, eps) max(|x2|, eps))} along an axis: torch's cosine_similarity.
     *
     * <p>The vectors are scaled before anything is multiplied: nothing overflows. The gradient is that of the formula also where a length
     * is below eps, where torch's takes no notice of the bound.
     *
     * @param x1 FLOAT32 or FLOAT64
     * @param x2 of a shape that broadcasts with that of x1
     * @param axis of the broadcast shape
     * @param eps the least length, 0 or more
     * @return the broadcast shape without the axis
     * @throws ArgumentException if the dtypes are not floating or the shapes do not broadcast, or eps is below 0
     */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2, int axis, double eps) {
        return Distance.cosineSimilarity(x1, x2, axis, eps);
    }

    /** The cosine along axis 1, eps 1e-8. */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2) {
        return Distance.cosineSimilarity(x1, x2, 1, 1e-8);
    }

    /**
     * {@code |x1 - x2|_p} of all elements: torch's dist. Gradient 0 where it is 0.
     *
     * @param x1 FLOAT32 or FLOAT64
     * @param x2 of a shape that broadcasts with that of x1
     * @param p of the norm; may be 0 or infinite
     * @return a scalar
     * @throws ArgumentException if the dtypes are not floating or the shapes do not broadcast
     */
    public static Tensor dist(Tensor x1, Tensor x2, double p) {
        return Distance.dist(x1, x2, p);
    }

    /** The Euclidean distance of all elements. */
    public static Tensor dist(Tensor x1, Tensor x2) {
        return Distance.dist(x1, x2, 2);
    }

    /**
     * {@code |x_i - x_j|_p} for all rows {@code i < j}: torch's pdist. Pairs in the order (0, 1), (0, 2), ..., (1, 2), ...
     *
     * <p>Where a distance is 0 its gradient is 0, the subgradient of least norm.
     *
     * @param x [N, M], FLOAT32 or FLOAT64
     * @param p 0 (a count), above 0, or infinite (the largest)
     * @return [N (N - 1) / 2]
     * @throws ArgumentException if x is no floating matrix, or p is below 0
     */
    public static Tensor pdist(Tensor x, double p) {
        return Distance.pdist(x, p);
    }

    /** The Euclidean distances of all pairs of rows. */
    public static Tensor pdist(Tensor x) {
        return Distance.pdist(x, 2);
    }

    /**
     * {@code |x1_i - x2_j|_p} for all pairs of rows: torch's cdist.
     *
     * <p>Always from the differences, never from inner products, which would cancel. Where a distance is 0 its gradient is 0, the
     * subgradient of least norm.
     *
     * @param x1 [..., P, M], FLOAT32 or FLOAT64
     * @param x2 [..., R, M], leading axes broadcast
     * @param p 0 (a count), above 0, or infinite (the largest)
     * @return [..., P, R]
     * @throws ArgumentException if the dtypes are not floating, the shapes do not fit, or p is below 0
     */
    public static Tensor cdist(Tensor x1, Tensor x2, double p) {
        return Distance.cdist(x1, x2, p);
    }

    /** The Euclidean distances of all pairs of rows. */
    public static Tensor cdist(Tensor x1, Tensor x2) {
        return Distance.cdist(x1, x2, 2);
    }
}
