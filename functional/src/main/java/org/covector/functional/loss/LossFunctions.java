package org.covector.functional.loss;

import io.vavr.Function2;
import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.functional.CrossEntropy;
import org.covector.functional.Ctc;
import org.covector.functional.F;
import org.covector.functional.GaussianNll;
import org.covector.functional.MultiMargin;
import org.covector.functional.PoissonNll;
import org.covector.functional.Reduction;
import org.covector.functional.SigmoidFocal;
import org.covector.functional.Tensor;
import org.covector.functional.TripletMargin;
import org.covector.functional.Tversky;
import org.covector.functional.spatial.ConvolutionFunctions;

/**
 * Losses, and distances between vectors; part of {@link F}.
 *
 * <p>Every loss has derivatives of every order by all floating arguments. Input and target must have the shapes that are named: nothing is
 * broadcast silently. At kinks the gradient is the subgradient of least norm, at infinity the limit where there is one.
 */
public abstract sealed class LossFunctions extends ConvolutionFunctions permits F {
    protected LossFunctions() {}

    // ---- losses of elements

    /**
     * {@code (x - t)^2}, t the target
     *
     * <p>The squared error. Gradient {@code 2 (x - t)}. With weights MEAN divides by the sum of the weights. torch: mse_loss.
     *
     * <p>The error of a mean or sum of n losses is at most {@code (80 + log2 n) u} of it, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor y = F.mseLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Option.of(Tensor.of(1.0, 3.0)), Reduction.MEAN); // 3.25
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param weight x's shape, or none; where it is 0 the element contributes exactly nothing to value and gradients, be it NaN or infinite
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor mseLoss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.mseLoss(x, target, weight, reduction);
    }

    /**
     * {@code (x - t)^2}, t the target
     *
     * <p>As {@link #mseLoss(Tensor, Tensor, Option, Reduction)} without weights. torch: mse_loss.
     *
     * {@snippet :
     * Tensor y = F.mseLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Reduction.NONE); // [1, 4]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor mseLoss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.mseLoss(x, target, Option.none(), reduction);
    }

    /**
     * {@code mean((x - t)^2)}, t the target
     *
     * <p>As {@link #mseLoss(Tensor, Tensor, Reduction)} with MEAN. torch: mse_loss.
     *
     * {@snippet :
     * Tensor y = F.mseLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0)); // 2.5
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor mseLoss(Tensor x, Tensor target) {
        return ElementLoss.mseLoss(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code |x - t|}, t the target
     *
     * <p>The absolute error. Gradient {@code sign(x - t)}, 0 where x equals t. With weights MEAN divides by the sum of the weights. torch:
     * l1_loss.
     *
     * <p>The error of a mean or sum of n losses is at most {@code (80 + log2 n) u} of it, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor y = F.l1Loss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Option.of(Tensor.of(1.0, 3.0)), Reduction.MEAN); // 1.75
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param weight x's shape, or none; where it is 0 the element contributes exactly nothing to value and gradients, be it NaN or infinite
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor l1Loss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.l1Loss(x, target, weight, reduction);
    }

    /**
     * {@code |x - t|}, t the target
     *
     * <p>As {@link #l1Loss(Tensor, Tensor, Option, Reduction)} without weights. torch: l1_loss.
     *
     * {@snippet :
     * Tensor y = F.l1Loss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Reduction.NONE); // [1, 2]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor l1Loss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.l1Loss(x, target, Option.none(), reduction);
    }

    /**
     * {@code mean(|x - t|)}, t the target
     *
     * <p>As {@link #l1Loss(Tensor, Tensor, Reduction)} with MEAN. torch: l1_loss.
     *
     * {@snippet :
     * Tensor y = F.l1Loss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0)); // 1.5
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor l1Loss(Tensor x, Tensor target) {
        return ElementLoss.l1Loss(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code d = x - t; |d| < delta ? d^2 / 2 : delta (|d| - delta / 2)}, t the target
     *
     * <p>The robust loss of P. Huber (1964), once continuously differentiable: gradient {@code min(max(d, -delta), delta)}. With weights
     * MEAN divides by the number of elements, as torch does here. torch: huber_loss.
     *
     * {@snippet :
     * Tensor y = F.huberLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), 0.5, Option.of(Tensor.of(1.0, 3.0)), Reduction.MEAN); // 1.5
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param delta where the parabola ends, above 0; torch's default is 1
     * @param weight x's shape, or none; where it is 0 the element contributes exactly nothing to value and gradients, be it NaN or infinite
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), delta is not above 0, or the reduction is
     *     BATCHMEAN
     */
    public static Tensor huberLoss(Tensor x, Tensor target, double delta, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.huberLoss(x, target, delta, weight, reduction);
    }

    /**
     * {@code d = x - t; |d| < delta ? d^2 / 2 : delta (|d| - delta / 2)}, t the target
     *
     * <p>As {@link #huberLoss(Tensor, Tensor, double, Option, Reduction)} without weights. torch: huber_loss.
     *
     * {@snippet :
     * Tensor y = F.huberLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), 0.5, Reduction.NONE); // [0.375, 0.875]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param delta where the parabola ends, above 0; torch's default is 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), delta is not above 0, or the reduction is
     *     BATCHMEAN
     */
    public static Tensor huberLoss(Tensor x, Tensor target, double delta, Reduction reduction) {
        return ElementLoss.huberLoss(x, target, delta, Option.none(), reduction);
    }

    /**
     * {@code mean(|d| < 1 ? d^2 / 2 : |d| - 1/2)}, {@code d = x - t}, t the target
     *
     * <p>As {@link #huberLoss(Tensor, Tensor, double, Reduction)} with delta 1 and MEAN. torch: huber_loss.
     *
     * {@snippet :
     * Tensor y = F.huberLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0)); // 1
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor huberLoss(Tensor x, Tensor target) {
        return ElementLoss.huberLoss(x, target, 1, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code d = x - t; |d| < beta ? d^2 / (2 beta) : |d| - beta / 2}, t the target
     *
     * <p>The loss of R. Girshick (2015), once continuously differentiable: gradient {@code min(max(d / beta, -1), 1)}. With beta 0 it is
     * {@link #l1Loss(Tensor, Tensor, Reduction)}. torch: smooth_l1_loss.
     *
     * {@snippet :
     * Tensor y = F.smoothL1Loss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), 0.5, Reduction.NONE); // [0.75, 1.75]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param beta where the parabola ends, 0 or more; torch's default is 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), beta is below 0, or the reduction is
     *     BATCHMEAN
     */
    public static Tensor smoothL1Loss(Tensor x, Tensor target, double beta, Reduction reduction) {
        return ElementLoss.smoothL1Loss(x, target, beta, reduction);
    }

    /**
     * {@code mean(|d| < 1 ? d^2 / 2 : |d| - 1/2)}, {@code d = x - t}, t the target
     *
     * <p>As {@link #smoothL1Loss(Tensor, Tensor, double, Reduction)} with beta 1 and MEAN. torch: smooth_l1_loss.
     *
     * {@snippet :
     * Tensor y = F.smoothL1Loss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0)); // 1
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor smoothL1Loss(Tensor x, Tensor target) {
        return ElementLoss.smoothL1Loss(x, target, 1, Reduction.MEAN);
    }

    /**
     * {@code log cosh(x - t)}, t the target
     *
     * <p>Nearly {@code d^2 / 2} near 0 and {@code |d| - log 2} far out, {@code d = x - t}; gradient {@code tanh d}. torch: none;
     * optax.losses.log_cosh.
     *
     * {@snippet :
     * Tensor y = F.logCoshLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Reduction.NONE); // [0.4338, 1.325]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor logCoshLoss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.logCoshLoss(x, target, reduction);
    }

    /**
     * {@code mean(log cosh(x - t))}, t the target
     *
     * <p>As {@link #logCoshLoss(Tensor, Tensor, Reduction)} with MEAN. torch: none.
     *
     * {@snippet :
     * Tensor y = F.logCoshLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0)); // 0.8794
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor logCoshLoss(Tensor x, Tensor target) {
        return ElementLoss.logCoshLoss(x, target, Reduction.MEAN);
    }

    /**
     * {@code max(q (t - x), (q - 1) (t - x))}, t the target
     *
     * <p>The pinball loss, whose mean is least where x is the q-quantile of t: R. Koenker, G. Bassett (1978). Gradient -q where x is below
     * t, 1 - q above, 0 where they are equal. torch: none.
     *
     * {@snippet :
     * Tensor y = F.quantileLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), 0.75, Reduction.NONE); // [0.25, 1.5]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param q the quantile, a number from 0 to 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), q lies outside 0 to 1, or the reduction is
     *     BATCHMEAN
     */
    public static Tensor quantileLoss(Tensor x, Tensor target, double q, Reduction reduction) {
        return ElementLoss.quantileLoss(x, target, q, reduction);
    }

    /**
     * {@code mean(max(q (t - x), (q - 1) (t - x)))}, t the target
     *
     * <p>As {@link #quantileLoss(Tensor, Tensor, double, Reduction)} with MEAN. torch: none.
     *
     * {@snippet :
     * Tensor y = F.quantileLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), 0.75); // 0.875
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target x's shape, any dtype; differentiable where floating
     * @param q the quantile, a number from 0 to 1
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or q lies outside 0 to 1
     */
    public static Tensor quantileLoss(Tensor x, Tensor target, double q) {
        return ElementLoss.quantileLoss(x, target, q, Reduction.MEAN);
    }

    /**
     * {@code -(t log x + (1 - t) log(1 - x))}, t the target
     *
     * <p>The cross entropy of probabilities. Logarithms are cut off at -100, as in torch. The gradient {@code (x - t) / (x (1 - x))} is
     * exact but where x is 0 or 1: there it is torch's {@code (x - t) / 1e-12}. {@link #binaryCrossEntropyWithLogits(Tensor, Tensor)} has
     * no such ends. torch: binary_cross_entropy.
     *
     * {@snippet :
     * Tensor y = F.binaryCrossEntropy(Tensor.of(0.25, 0.5), Tensor.of(0.0, 1.0), Option.of(Tensor.of(1.0, 3.0)), Reduction.NONE);
     * // [0.2877, 2.0794]
     * }
     *
     * @param x probabilities of any shape, FLOAT32 or FLOAT64; outside 0 to 1 the loss is NaN
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @param weight a shape that broadcasts to that of x, or none; where it is 0 the element contributes exactly nothing to value and
     *     gradients, be it NaN or infinite
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), the weight does not broadcast to x, or the
     *     reduction is BATCHMEAN
     */
    public static Tensor binaryCrossEntropy(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ElementLoss.binaryCrossEntropy(x, target, weight, reduction);
    }

    /**
     * {@code -mean(t log x + (1 - t) log(1 - x))}, t the target
     *
     * <p>As {@link #binaryCrossEntropy(Tensor, Tensor, Option, Reduction)} without weights, with MEAN. torch: binary_cross_entropy.
     *
     * {@snippet :
     * Tensor y = F.binaryCrossEntropy(Tensor.of(0.25, 0.5), Tensor.of(0.0, 1.0)); // 0.4904
     * }
     *
     * @param x probabilities of any shape, FLOAT32 or FLOAT64; outside 0 to 1 the loss is NaN
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor binaryCrossEntropy(Tensor x, Tensor target) {
        return ElementLoss.binaryCrossEntropy(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code (1 - t) log(1 + e^x) + w t log(1 + e^-x)}, t the target, w the weight of positives
     *
     * <p>The cross entropy of sigmoid(x) and t. Nothing overflows or cancels: a confident loss of 1e-300 has its digits, infinite logits
     * give 0 or infinity. Gradient {@code sigmoid(x) - t} for w = 1. torch: binary_cross_entropy_with_logits.
     *
     * <p>The error of a mean or sum of n losses is at most {@code (80 + log2 n) u} of it, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor x = Tensor.of(-1.0, 2.0);
     * Tensor target = Tensor.of(0.0, 1.0);
     * Tensor y = F.binaryCrossEntropyWithLogits(x, target, Option.none(), Option.of(Tensor.of(3.0)), Reduction.NONE); // [0.3133, 0.3808]
     * }
     *
     * @param x logits of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @param weight a shape that broadcasts to that of x, or none; where it is 0 the element contributes exactly nothing to value and
     *     gradients, be it NaN or infinite
     * @param posWeight w, a shape that broadcasts to that of x, or none for 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), a weight does not broadcast to x, or the
     *     reduction is BATCHMEAN
     */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, Option<Tensor> weight, Option<Tensor> posWeight,
            Reduction reduction) {
        return ElementLoss.binaryCrossEntropyWithLogits(x, target, weight, posWeight, reduction);
    }

    /**
     * {@code mean((1 - t) log(1 + e^x) + t log(1 + e^-x))}, t the target
     *
     * <p>As {@link #binaryCrossEntropyWithLogits(Tensor, Tensor, Option, Option, Reduction)} without weights, with MEAN. torch:
     * binary_cross_entropy_with_logits.
     *
     * {@snippet :
     * Tensor y = F.binaryCrossEntropyWithLogits(Tensor.of(-1.0, 2.0), Tensor.of(0.0, 1.0)); // 0.2201
     * }
     *
     * @param x logits of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target) {
        return ElementLoss.binaryCrossEntropyWithLogits(x, target, Option.none(), Option.none(), Reduction.MEAN);
    }

    /**
     * {@code a (1 - p_t)^gamma ce}, ce the cross entropy of p = sigmoid(x) and t, the target, {@code p_t = t p + (1 - t) (1 - p)}, {@code a
     * = alpha t + (1 - alpha) (1 - t)}
     *
     * <p>A cross entropy where easy examples count less: T.-Y. Lin et al. (2017). torch: torchvision.ops.sigmoid_focal_loss;
     * optax.losses.sigmoid_focal_loss.
     *
     * {@snippet :
     * Tensor x = Tensor.of(-1.0, 2.0);
     * Tensor target = Tensor.of(0.0, 1.0);
     * Tensor y = F.sigmoidFocalLoss(x, target, SigmoidFocal.DEFAULT.withAlpha(0.25).withReduction(Reduction.NONE)); // [0.01699, 0.0004509]
     * }
     *
     * @param x logits of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @param options alpha (none), gamma (2), reduction (MEAN)
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor sigmoidFocalLoss(Tensor x, Tensor target, SigmoidFocal options) {
        return ElementLoss.sigmoidFocalLoss(x, target, options);
    }

    /**
     * {@code mean((1 - p_t)^2 ce)}, ce the cross entropy of p = sigmoid(x) and t, the target, {@code p_t = t p + (1 - t) (1 - p)}
     *
     * <p>As {@link #sigmoidFocalLoss(Tensor, Tensor, SigmoidFocal)} with its defaults. torch: torchvision.ops.sigmoid_focal_loss.
     *
     * {@snippet :
     * Tensor y = F.sigmoidFocalLoss(Tensor.of(-1.0, 2.0), Tensor.of(0.0, 1.0)); // 0.01223
     * }
     *
     * @param x logits of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor sigmoidFocalLoss(Tensor x, Tensor target) {
        return ElementLoss.sigmoidFocalLoss(x, target, SigmoidFocal.DEFAULT);
    }

    /**
     * {@code e^x - t x}, or, with logInput false, {@code x - t log(x + eps)}, t the target
     *
     * <p>Minus the log-likelihood of a count t under Poisson's distribution but for log t!, of which {@code full} adds Stirling's
     * approximation where t is above 1. A count of 0 at a rate of 0 costs nothing. Gradient {@code e^x - t}, or {@code 1 - t / (x + eps)}.
     * torch: poisson_nll_loss.
     *
     * {@snippet :
     * Tensor y = F.poissonNllLoss(Tensor.of(0.0, 1.0), Tensor.of(1.0, 3.0), PoissonNll.DEFAULT.withFull(true)); // 1.2412
     * }
     *
     * @param x logarithms of rates, or rates, of any shape, FLOAT32 or FLOAT64
     * @param target counts, x's shape, any dtype; differentiable where floating
     * @param options logInput (true), full (false), eps (1e-8), reduction (MEAN)
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor poissonNllLoss(Tensor x, Tensor target, PoissonNll options) {
        return ElementLoss.poissonNllLoss(x, target, options);
    }

    /**
     * {@code mean(e^x - t x)}, t the target
     *
     * <p>As {@link #poissonNllLoss(Tensor, Tensor, PoissonNll)} with its defaults. torch: poisson_nll_loss.
     *
     * {@snippet :
     * Tensor y = F.poissonNllLoss(Tensor.of(0.0, 1.0), Tensor.of(1.0, 3.0)); // 0.3591
     * }
     *
     * @param x logarithms of rates, of any shape, FLOAT32 or FLOAT64
     * @param target counts, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor poissonNllLoss(Tensor x, Tensor target) {
        return ElementLoss.poissonNllLoss(x, target, PoissonNll.DEFAULT);
    }

    /**
     * {@code (log v + (x - t)^2 / v) / 2}, t the target, {@code v = max(variance, eps)}
     *
     * <p>Minus the log-likelihood of t under normal distributions but for {@code log(2 pi) / 2}, which {@code full} adds. As in torch, the
     * gradient by the variance takes no notice of its lower bound: it is that at v. The square is never formed by itself, so it does not
     * overflow. torch: gaussian_nll_loss.
     *
     * {@snippet :
     * Tensor y = F.gaussianNllLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Tensor.of(1.0, 2.0), GaussianNll.DEFAULT.withFull(true));
     * // 1.8422
     * }
     *
     * @param x means, of any shape, FLOAT32 or FLOAT64
     * @param target any dtype, a shape that broadcasts to that of x; differentiable where floating
     * @param variance x's shape, or with a last axis of length 1, or without the last axis, or a scalar; 0 or more
     * @param options full (false), eps (1e-6), reduction (MEAN)
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes do not fit, or a variance is below 0, or the reduction is BATCHMEAN
     */
    public static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor variance, GaussianNll options) {
        return ElementLoss.gaussianNllLoss(x, target, variance, options);
    }

    /**
     * {@code mean((log v + (x - t)^2 / v) / 2)}, t the target, {@code v = max(variance, 1e-6)}
     *
     * <p>As {@link #gaussianNllLoss(Tensor, Tensor, Tensor, GaussianNll)} with its defaults. torch: gaussian_nll_loss.
     *
     * {@snippet :
     * Tensor y = F.gaussianNllLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Tensor.of(1.0, 2.0)); // 0.9233
     * }
     *
     * @param x means, of any shape, FLOAT32 or FLOAT64
     * @param target any dtype, a shape that broadcasts to that of x; differentiable where floating
     * @param variance x's shape, or with a last axis of length 1, or without the last axis, or a scalar; 0 or more
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, the shapes do not fit, or a variance is below 0
     */
    public static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor variance) {
        return ElementLoss.gaussianNllLoss(x, target, variance, GaussianNll.DEFAULT);
    }

    /**
     * {@code t (log t - x)}, or, with logTarget, {@code e^t (t - x)}, t the target
     *
     * <p>The divergence of Kullback and Leibler of t from x, element by element. Where the probability t is 0 the loss is 0, also where x
     * is -infinity. Gradient to x -t, or {@code -e^t}. torch: kl_div.
     *
     * {@snippet :
     * Tensor y = F.klDiv(F.log(Tensor.of(0.5, 0.5)), Tensor.of(0.25, 0.75), false, Reduction.SUM); // 0.1308
     * }
     *
     * @param x log-probabilities of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating; with logTarget log-probabilities
     * @param logTarget whether the target consists of log-probabilities, too; torch's default is false
     * @param reduction NONE, MEAN (over elements, as in torch), SUM, or BATCHMEAN: the sum divided by the length of axis 0, which is the
     *     definition
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor klDiv(Tensor x, Tensor target, boolean logTarget, Reduction reduction) {
        return ElementLoss.klDiv(x, target, logTarget, reduction);
    }

    /**
     * {@code t (log t - x)}, t the target
     *
     * <p>As {@link #klDiv(Tensor, Tensor, boolean, Reduction)} with probabilities as target. torch: kl_div.
     *
     * {@snippet :
     * Tensor y = F.klDiv(F.log(Tensor.of(0.5, 0.5)), Tensor.of(0.25, 0.75), Reduction.NONE); // [-0.1733, 0.3041]
     * }
     *
     * @param x log-probabilities of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @param reduction NONE, MEAN (over elements, as in torch), SUM, or BATCHMEAN: the sum divided by the length of axis 0, which is the
     *     definition
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor klDiv(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.klDiv(x, target, false, reduction);
    }

    /**
     * {@code mean(t (log t - x))}, t the target
     *
     * <p>As {@link #klDiv(Tensor, Tensor, Reduction)} with MEAN, over elements as in torch. torch: kl_div.
     *
     * {@snippet :
     * Tensor y = F.klDiv(F.log(Tensor.of(0.5, 0.5)), Tensor.of(0.25, 0.75)); // 0.06541
     * }
     *
     * @param x log-probabilities of any shape, FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor klDiv(Tensor x, Tensor target) {
        return ElementLoss.klDiv(x, target, false, Reduction.MEAN);
    }

    /**
     * {@code t = 1 ? x : max(0, margin - x)}, t the target
     *
     * <p>For distances x of pairs that are alike (1) or not (-1). Gradient 1 where t is 1; where it is -1, -1 below the margin and 0 from
     * it on. torch: hinge_embedding_loss.
     *
     * {@snippet :
     * Tensor y = F.hingeEmbeddingLoss(Tensor.of(0.5, 0.25), Tensor.of(1.0, -1.0), 2, Reduction.NONE); // [0.5, 1.75]
     * }
     *
     * @param x distances, of any shape, FLOAT32 or FLOAT64
     * @param target 1 and -1, x's shape, any dtype; no gradient
     * @param margin how far apart unlike ones should be; torch's default is 1
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor hingeEmbeddingLoss(Tensor x, Tensor target, double margin, Reduction reduction) {
        return ElementLoss.hingeEmbeddingLoss(x, target, margin, reduction);
    }

    /**
     * {@code mean(t = 1 ? x : max(0, 1 - x))}, t the target
     *
     * <p>As {@link #hingeEmbeddingLoss(Tensor, Tensor, double, Reduction)} with margin 1 and MEAN. torch: hinge_embedding_loss.
     *
     * {@snippet :
     * Tensor y = F.hingeEmbeddingLoss(Tensor.of(0.5, 0.25), Tensor.of(1.0, -1.0)); // 0.625
     * }
     *
     * @param x distances, of any shape, FLOAT32 or FLOAT64
     * @param target 1 and -1, x's shape, any dtype; no gradient
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor hingeEmbeddingLoss(Tensor x, Tensor target) {
        return ElementLoss.hingeEmbeddingLoss(x, target, 1, Reduction.MEAN);
    }

    /**
     * {@code max(0, margin - t (x1 - x2))}, t the target
     *
     * <p>How far scores are from the right order. Gradient -t and t where the loss is above 0, else 0. torch: margin_ranking_loss.
     *
     * {@snippet :
     * Tensor y = F.marginRankingLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Tensor.of(1.0, 1.0), 0.5, Reduction.NONE); // [0, 2.5]
     * }
     *
     * @param x1 any shape, FLOAT32 or FLOAT64
     * @param x2 x1's shape, any dtype
     * @param target 1 where x1 should be larger, -1 where x2; x1's shape, any dtype
     * @param margin by how much it should be larger; torch's default is 0
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x1's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x1 is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
        return ElementLoss.marginRankingLoss(x1, x2, target, margin, reduction);
    }

    /**
     * {@code mean(max(0, -t (x1 - x2)))}, t the target
     *
     * <p>As {@link #marginRankingLoss(Tensor, Tensor, Tensor, double, Reduction)} with margin 0 and MEAN. torch: margin_ranking_loss.
     *
     * {@snippet :
     * Tensor y = F.marginRankingLoss(Tensor.of(1.0, 2.0), Tensor.of(0.0, 4.0), Tensor.of(1.0, 1.0)); // 1
     * }
     *
     * @param x1 any shape, FLOAT32 or FLOAT64
     * @param x2 x1's shape, any dtype
     * @param target 1 where x1 should be larger, -1 where x2; x1's shape, any dtype
     * @return a scalar of the common dtype
     * @throws ArgumentException if x1 is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target) {
        return ElementLoss.marginRankingLoss(x1, x2, target, 0, Reduction.MEAN);
    }

    /**
     * {@code log(1 + e^(-t x))}, t the target
     *
     * <p>The logistic loss of classes 1 and -1, without overflow. Gradient {@code -t sigmoid(-t x)}. torch: soft_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.softMarginLoss(Tensor.of(0.5, 0.25), Tensor.of(1.0, -1.0), Reduction.NONE); // [0.4741, 0.8259]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target 1 and -1, x's shape, any dtype; differentiable where floating
     * @param reduction NONE for one loss per element, MEAN or SUM
     * @return x's shape for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor softMarginLoss(Tensor x, Tensor target, Reduction reduction) {
        return ElementLoss.softMarginLoss(x, target, reduction);
    }

    /**
     * {@code mean(log(1 + e^(-t x)))}, t the target
     *
     * <p>As {@link #softMarginLoss(Tensor, Tensor, Reduction)} with MEAN. torch: soft_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.softMarginLoss(Tensor.of(0.5, 0.25), Tensor.of(1.0, -1.0)); // 0.65
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param target 1 and -1, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor softMarginLoss(Tensor x, Tensor target) {
        return ElementLoss.softMarginLoss(x, target, Reduction.MEAN);
    }

    /**
     * {@code sum over the last axis of (e^d - 1 - d + (m - n)^2 / e^q) / 2}, {@code d = p - q}
     *
     * <p>The divergence of Kullback and Leibler of normal distributions of means m and logarithms of variances p from those of n and q,
     * independent along the last axis. Near equal distributions it has its digits: {@code e^d - 1 - d} is a sum of powers there. torch:
     * none; distributions.kl_divergence.
     *
     * {@snippet :
     * Tensor y = F.gaussianKl(Tensor.of(1.0, 2.0), Tensor.of(0.0, 0.0), Tensor.of(0.0, 0.0), Tensor.of(0.0, 1.0), Reduction.NONE);
     * // 1.4197
     * }
     *
     * @param mean m, of shape [..., D], FLOAT32 or FLOAT64
     * @param logVariance p, of m's shape, any dtype
     * @param priorMean n, of m's shape, any dtype
     * @param priorLogVariance q, of m's shape, any dtype
     * @param reduction NONE for one loss per distribution, MEAN or SUM
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the mean is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor gaussianKl(Tensor mean, Tensor logVariance, Tensor priorMean, Tensor priorLogVariance, Reduction reduction) {
        return ElementLoss.gaussianKl(mean, logVariance, priorMean, priorLogVariance, reduction);
    }

    /**
     * {@code sum over the last axis of (e^p - 1 - p + m^2) / 2}
     *
     * <p>The divergence of normal distributions from standard normal ones: D. Kingma, M. Welling (2014). As {@link #gaussianKl(Tensor,
     * Tensor, Tensor, Tensor, Reduction)} with n and q 0. torch: none.
     *
     * {@snippet :
     * Tensor y = F.gaussianKl(Tensor.of(1.0, 2.0), Tensor.of(0.0, 0.0), Reduction.NONE); // 2.5
     * }
     *
     * @param mean m, of shape [..., D], FLOAT32 or FLOAT64
     * @param logVariance p, of m's shape, any dtype
     * @param reduction NONE for one loss per distribution, MEAN or SUM
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the mean is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor gaussianKl(Tensor mean, Tensor logVariance, Reduction reduction) {
        return EmbeddingLoss.standardKl(mean, logVariance, reduction);
    }

    /**
     * {@code reconstruction + sum over the last axis of (e^p - 1 - p + m^2) / 2}
     *
     * <p>Minus the evidence lower bound of a variational autoencoder whose posteriors are normal with means m and logarithms of variances
     * p, and whose prior is standard normal: D. Kingma, M. Welling (2014). torch: none.
     *
     * {@snippet :
     * Tensor reconstruction = Tensor.of(3.0, 5.0);
     * Tensor mean = Tensor.of(new double[][] {{1, 2}, {0, 0}});
     * Tensor logVariance = Tensor.zeros(DType.FLOAT64, Shape.of(2, 2));
     * Tensor y = F.negativeElbo(reconstruction, mean, logVariance, Reduction.NONE); // [5.5, 5]
     * }
     *
     * @param reconstruction minus the log-likelihood of each sample, of shape [...]
     * @param mean m, of shape [..., D], FLOAT32 or FLOAT64
     * @param logVariance p, of m's shape, any dtype
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the mean is not floating, the shapes do not fit, or the reduction is BATCHMEAN
     */
    public static Tensor negativeElbo(Tensor reconstruction, Tensor mean, Tensor logVariance, Reduction reduction) {
        return EmbeddingLoss.negativeElbo(reconstruction, mean, logVariance, reduction);
    }

    /**
     * {@code mean(reconstruction + sum over the last axis of (e^p - 1 - p + m^2) / 2)}
     *
     * <p>As {@link #negativeElbo(Tensor, Tensor, Tensor, Reduction)} with MEAN. torch: none.
     *
     * {@snippet :
     * Tensor reconstruction = Tensor.of(3.0, 5.0);
     * Tensor mean = Tensor.of(new double[][] {{1, 2}, {0, 0}});
     * Tensor logVariance = Tensor.zeros(DType.FLOAT64, Shape.of(2, 2));
     * Tensor y = F.negativeElbo(reconstruction, mean, logVariance); // 5.25
     * }
     *
     * @param reconstruction minus the log-likelihood of each sample, of shape [...]
     * @param mean m, of shape [..., D], FLOAT32 or FLOAT64
     * @param logVariance p, of m's shape, any dtype
     * @return a scalar of the common dtype
     * @throws ArgumentException if the mean is not floating, or the shapes do not fit
     */
    public static Tensor negativeElbo(Tensor reconstruction, Tensor mean, Tensor logVariance) {
        return EmbeddingLoss.negativeElbo(reconstruction, mean, logVariance, Reduction.MEAN);
    }

    // ---- losses of classifications

    /**
     * {@code -w log softmax(x)[t]}, or, of probabilities t, {@code -sum w t log softmax(x)}, along the classes; w their weights
     *
     * <p>Computed as {@code log(1 + rest)}, the rest being the sum over the other classes: a small loss and its gradient {@code softmax(x)
     * - onehot(t)} have their digits, and infinite logits give limits. Ignored samples, and those of weight 0, contribute exactly nothing
     * to value and gradients, be they NaN or infinite. MEAN divides by the sum of the weights of the samples that count, or, of
     * probabilities, by the number of samples; it is NaN if none counts. torch: cross_entropy.
     *
     * <p>The error of a loss is at most {@code (80 + d + log2 n) u} of it, n the number of classes, u being 2^-24 or 2^-53, d the
     * distance from the largest logit to the next where the target is the largest, else 0.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}});
     * Tensor target = Tensor.of(1L, 0L);
     * Tensor y = F.crossEntropy(x, target, CrossEntropy.DEFAULT.withLabelSmoothing(0.1).withReduction(Reduction.NONE)); // [0.5076, 2.9949]
     * }
     *
     * @param x logits [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [], [N] or [N, d1, ...], or probabilities of x's shape, differentiable
     * @param options weight per class (none), ignoreIndex (-100), reduction (MEAN), labelSmoothing (0)
     * @return [], [N] or [N, d1, ...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where
     */
    public static Tensor crossEntropy(Tensor x, Tensor target, CrossEntropy options) {
        return ClassLoss.crossEntropy(x, target, options);
    }

    /**
     * {@code mean(-log softmax(x)[t])} along the classes
     *
     * <p>As {@link #crossEntropy(Tensor, Tensor, CrossEntropy)} with its defaults: samples of target -100 do not count. torch:
     * cross_entropy.
     *
     * {@snippet :
     * Tensor y = F.crossEntropy(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), Tensor.of(1L, 0L)); // 1.7513
     * }
     *
     * @param x logits [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [], [N] or [N, d1, ...], or probabilities of x's shape, differentiable
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where
     */
    public static Tensor crossEntropy(Tensor x, Tensor target) {
        return ClassLoss.crossEntropy(x, target, CrossEntropy.DEFAULT);
    }

    /**
     * {@code -w x[t]} for log-probabilities x, w the weights of classes
     *
     * <p>Ignored samples, and those of weight 0, contribute exactly nothing. MEAN divides by the sum of the weights that count, and is NaN
     * if none does. torch: nll_loss.
     *
     * {@snippet :
     * Tensor x = F.logSoftmax(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), 1);
     * Tensor target = Tensor.of(1L, 0L);
     * Tensor y = F.nllLoss(x, target, CrossEntropy.DEFAULT.withReduction(Reduction.NONE)); // [0.4076, 3.0949]
     * }
     *
     * @param x log-probabilities [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [], [N] or [N, d1, ...]
     * @param options weight per class (none), ignoreIndex (-100), reduction (MEAN); labelSmoothing 0
     * @return [], [N] or [N, d1, ...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where; if labels are to be smoothed
     */
    public static Tensor nllLoss(Tensor x, Tensor target, CrossEntropy options) {
        return ClassLoss.nllLoss(x, target, options);
    }

    /**
     * {@code mean(-x[t])} for log-probabilities x
     *
     * <p>As {@link #nllLoss(Tensor, Tensor, CrossEntropy)} with its defaults: samples of target -100 do not count. torch: nll_loss.
     *
     * {@snippet :
     * Tensor y = F.nllLoss(F.logSoftmax(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), 1), Tensor.of(1L, 0L)); // 1.7513
     * }
     *
     * @param x log-probabilities [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [], [N] or [N, d1, ...]
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where
     */
    public static Tensor nllLoss(Tensor x, Tensor target) {
        return ClassLoss.nllLoss(x, target, CrossEntropy.DEFAULT);
    }

    /**
     * {@code crossEntropy(x weight^T + bias, t)}, t the target
     *
     * <p>A linear projection and its cross entropy, some samples at a time. The logits [N, C] never exist as a whole: those of one chunk
     * live while its losses are computed, and are computed again for its gradient. Results do not depend on the chunk but for rounding in
     * the gradient of weight and bias. torch: linear_cross_entropy.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {0, 1}});
     * Tensor weight = Tensor.of(new double[][] {{1, 0}, {0, 1}, {1, 1}});
     * Tensor target = Tensor.of(1L, 2L);
     * Tensor y = F.linearCrossEntropy(x, weight, Option.none(), target, CrossEntropy.DEFAULT, 1); // 1.1348
     * }
     *
     * @param x [..., D], FLOAT32 or FLOAT64
     * @param weight [C, D]
     * @param bias [C], or none
     * @param target INT64 class indices [...], or probabilities [..., C]
     * @param options as of {@link #crossEntropy(Tensor, Tensor, CrossEntropy)}
     * @param chunk how many samples at a time, 1 or more
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the shapes do not fit, an index is no class, or the chunk is below 1
     */
    public static Tensor linearCrossEntropy(Tensor x, Tensor weight, Option<Tensor> bias, Tensor target, CrossEntropy options, int chunk) {
        return LinearCrossEntropyOf.of(x, weight, bias, target, options, chunk);
    }

    /**
     * {@code crossEntropy(x weight^T + bias, t)}, t the target
     *
     * <p>As {@link #linearCrossEntropy(Tensor, Tensor, Option, Tensor, CrossEntropy, int)} with a chunk of as many samples as have four
     * million logits. torch: linear_cross_entropy.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {0, 1}});
     * Tensor weight = Tensor.of(new double[][] {{1, 0}, {0, 1}, {1, 1}});
     * Tensor target = Tensor.of(1L, 2L);
     * Tensor y = F.linearCrossEntropy(x, weight, Option.of(Tensor.of(0.0, 0.0, 1.0)), target, CrossEntropy.DEFAULT); // 1.2887
     * }
     *
     * @param x [..., D], FLOAT32 or FLOAT64
     * @param weight [C, D]
     * @param bias [C], or none
     * @param target INT64 class indices [...], or probabilities [..., C]
     * @param options as of {@link #crossEntropy(Tensor, Tensor, CrossEntropy)}
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the shapes do not fit, or an index is no class
     */
    public static Tensor linearCrossEntropy(Tensor x, Tensor weight, Option<Tensor> bias, Tensor target, CrossEntropy options) {
        return LinearCrossEntropyOf.of(x, weight, bias, target, options, LinearCrossEntropyOf.chunk(weight));
    }

    /**
     * {@code mean(crossEntropy(x weight^T, t))}, t the target
     *
     * <p>As {@link #linearCrossEntropy(Tensor, Tensor, Option, Tensor, CrossEntropy)} without bias, with the defaults. torch:
     * linear_cross_entropy.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {0, 1}});
     * Tensor weight = Tensor.of(new double[][] {{1, 0}, {0, 1}, {1, 1}});
     * Tensor target = Tensor.of(1L, 2L);
     * Tensor y = F.linearCrossEntropy(x, weight, target); // 1.1348
     * }
     *
     * @param x [..., D], FLOAT32 or FLOAT64
     * @param weight [C, D]
     * @param target INT64 class indices [...], or probabilities [..., C]
     * @return a scalar of the common dtype
     * @throws ArgumentException if the shapes do not fit, or an index is no class
     */
    public static Tensor linearCrossEntropy(Tensor x, Tensor weight, Tensor target) {
        return linearCrossEntropy(x, weight, Option.none(), target, CrossEntropy.DEFAULT);
    }

    /**
     * {@code ce + epsilon (1 - p_t)}, ce the cross entropy, p_t the probability of the target t
     *
     * <p>The cross entropy with the first term of its series in 1 - p_t weighed anew: Z. Leng et al. (2022). 1 - p_t has its digits where
     * p_t is nearly 1. torch: none; optax.losses.poly_loss_cross_entropy.
     *
     * {@snippet :
     * Tensor y = F.polyLoss(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), Tensor.of(1L, 0L), 1, Reduction.NONE); // [0.7424, 4.0496]
     * }
     *
     * @param x logits [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [], [N] or [N, d1, ...], -100 to ignore, or probabilities of x's shape
     * @param epsilon a number; optax's default is 2
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [], [N] or [N, d1, ...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where; if the reduction is BATCHMEAN
     */
    public static Tensor polyLoss(Tensor x, Tensor target, double epsilon, Reduction reduction) {
        return ClassLoss.polyLoss(x, target, epsilon, reduction);
    }

    /**
     * {@code mean(ce + 2 (1 - p_t))}, ce the cross entropy, p_t the probability of the target t
     *
     * <p>As {@link #polyLoss(Tensor, Tensor, double, Reduction)} with epsilon 2 and MEAN. torch: none.
     *
     * {@snippet :
     * Tensor y = F.polyLoss(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), Tensor.of(1L, 0L)); // 3.0407
     * }
     *
     * @param x logits [C], [N, C] or [N, C, d1, ...], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [], [N] or [N, d1, ...], -100 to ignore, or probabilities of x's shape
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where
     */
    public static Tensor polyLoss(Tensor x, Tensor target) {
        return ClassLoss.polyLoss(x, target, 2, Reduction.MEAN);
    }

    /**
     * {@code sum over classes i other than t of w[t] max(0, margin - x[t] + x[i])^p / C}, t the target
     *
     * <p>The hinge loss of several classes, w their weights. Gradient 0 where a term is 0. MEAN divides by the number of samples. torch:
     * multi_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.multiMarginLoss(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), Tensor.of(1L, 0L), MultiMargin.DEFAULT.withP(2));
     * // 2.8333
     * }
     *
     * @param x scores [C] or [N, C], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [] or [N]
     * @param options p (1), margin (1), weight per class (none), reduction (MEAN)
     * @return [] or [N] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where
     */
    public static Tensor multiMarginLoss(Tensor x, Tensor target, MultiMargin options) {
        return ClassLoss.multiMarginLoss(x, target, options);
    }

    /**
     * {@code mean(sum over classes i other than t of max(0, 1 - x[t] + x[i]) / C)}, t the target
     *
     * <p>As {@link #multiMarginLoss(Tensor, Tensor, MultiMargin)} with its defaults. torch: multi_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.multiMarginLoss(Tensor.of(new double[][] {{1, 2, 0}, {0, 0, 3}}), Tensor.of(1L, 0L)); // 0.8333
     * }
     *
     * @param x scores [C] or [N, C], FLOAT32 or FLOAT64; one class or more
     * @param target INT64 class indices [] or [N]
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, the target's shape does not fit, or an index is no class: the message says which, and
     *     where
     */
    public static Tensor multiMarginLoss(Tensor x, Tensor target) {
        return ClassLoss.multiMarginLoss(x, target, MultiMargin.DEFAULT);
    }

    /**
     * {@code sum over targets j and other classes i of max(0, 1 - x[j] + x[i]) / C}
     *
     * <p>The hinge loss of samples with several classes. Gradient 0 where a term is 0. torch: multilabel_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.multilabelMarginLoss(Tensor.of(1.0, 2.0, 0.0), Tensor.of(2L, -1L, 0L), Reduction.SUM); // 1.6667
     * }
     *
     * @param x scores [C] or [N, C], or a scalar for one class; FLOAT32 or FLOAT64
     * @param target INT64 class indices, of x's shape: those of a row before its first -1
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [] or [N] for NONE, else a scalar; x's dtype
     * @throws ArgumentException if x is not floating, the shapes differ, or an index is no class, or the reduction is BATCHMEAN
     */
    public static Tensor multilabelMarginLoss(Tensor x, Tensor target, Reduction reduction) {
        return ClassLoss.multilabelMarginLoss(x, target, reduction);
    }

    /**
     * {@code mean(sum over targets j and other classes i of max(0, 1 - x[j] + x[i]) / C)}
     *
     * <p>As {@link #multilabelMarginLoss(Tensor, Tensor, Reduction)} with MEAN. torch: multilabel_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.multilabelMarginLoss(Tensor.of(1.0, 2.0, 0.0), Tensor.of(2L, -1L, 0L)); // 1.6667
     * }
     *
     * @param x scores [C] or [N, C], or a scalar for one class; FLOAT32 or FLOAT64
     * @param target INT64 class indices, of x's shape: those of a row before its first -1
     * @return a scalar of x's dtype
     * @throws ArgumentException if x is not floating, the shapes differ, or an index is no class
     */
    public static Tensor multilabelMarginLoss(Tensor x, Tensor target) {
        return ClassLoss.multilabelMarginLoss(x, target, Reduction.MEAN);
    }

    /**
     * {@code mean over the last axis of w ((1 - t) log(1 + e^x) + t log(1 + e^-x))}, t the target
     *
     * <p>The cross entropy of each class by itself. Gradient {@code w (sigmoid(x) - t) / C}. torch: multilabel_soft_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.multilabelSoftMarginLoss(Tensor.of(-1.0, 2.0), Tensor.of(0.0, 1.0), Option.of(Tensor.of(1.0, 3.0)), Reduction.SUM);
     * // 0.347
     * }
     *
     * @param x logits [..., C], FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @param weight w, a shape that broadcasts to that of x, [C] as a rule, or none; what has weight 0 contributes exactly nothing
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating, the shapes differ (nothing is broadcast), the weight does not broadcast to x, or the
     *     reduction is BATCHMEAN
     */
    public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction) {
        return ClassLoss.multilabelSoftMarginLoss(x, target, weight, reduction);
    }

    /**
     * {@code mean((1 - t) log(1 + e^x) + t log(1 + e^-x))}, t the target
     *
     * <p>As {@link #multilabelSoftMarginLoss(Tensor, Tensor, Option, Reduction)} without weights, with MEAN. torch:
     * multilabel_soft_margin_loss.
     *
     * {@snippet :
     * Tensor y = F.multilabelSoftMarginLoss(Tensor.of(-1.0, 2.0), Tensor.of(0.0, 1.0)); // 0.2201
     * }
     *
     * @param x logits [..., C], FLOAT32 or FLOAT64
     * @param target probabilities, x's shape, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target) {
        return ClassLoss.multilabelSoftMarginLoss(x, target, Option.none(), Reduction.MEAN);
    }

    /**
     * {@code -log p(labels)}, p summed over all ways in which the labels, with blanks between and repetitions, fill the sequence
     *
     * <p>Connectionist temporal classification: A. Graves et al. (2006). As in torch, the gradient takes the log-probabilities for
     * normalised ones, {@code e^p - q} with q the probability of each label at each time: it is right behind {@code logSoftmax} only, where
     * it is the better conditioned one. A sequence too short for its labels has an infinite loss, and NaN as gradient, or, with
     * zeroInfinity, 0 and 0. MEAN divides each loss by the length of its target, 1 at least, and takes the mean. Labels that are given one
     * after the other are read from the lengths: not under vmap. torch: ctc_loss.
     *
     * {@snippet :
     * Tensor p = F.logSoftmax(Tensor.of(new double[][] {{1, 2, 0}, {0, 1, 2}, {2, 0, 1}}), 1);
     * Tensor y = F.ctcLoss(p, Tensor.of(1L, 2L), Tensor.scalar(3L), Tensor.scalar(2L), Ctc.DEFAULT.withReduction(Reduction.SUM)); // 0.7511
     * }
     *
     * @param logProbs log-probabilities [T, N, C] or [T, C], FLOAT32 or FLOAT64
     * @param targets INT64 labels [N, S], of which the first of each row count, or [sum of targetLengths] one after the other
     * @param inputLengths INT64 [N] (or []), 0 to T
     * @param targetLengths INT64 [N] (or []), 0 to S
     * @param options blank (0), zeroInfinity (false), reduction (MEAN)
     * @return [N] (or []) for NONE, else a scalar; logProbs' dtype
     * @throws ArgumentException if the shapes or lengths do not fit, or a label is no class, or the reduction is BATCHMEAN
     */
    public static Tensor ctcLoss(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, Ctc options) {
        return CtcLossOf.of(logProbs, targets, inputLengths, targetLengths, options);
    }

    /**
     * {@code mean(-log p(labels) / targetLengths)}, p summed over all ways in which the labels fill the sequence
     *
     * <p>As {@link #ctcLoss(Tensor, Tensor, Tensor, Tensor, Ctc)} with its defaults: blank 0, MEAN. torch: ctc_loss.
     *
     * {@snippet :
     * Tensor p = F.logSoftmax(Tensor.of(new double[][] {{1, 2, 0}, {0, 1, 2}, {2, 0, 1}}), 1);
     * Tensor y = F.ctcLoss(p, Tensor.of(1L, 2L), Tensor.scalar(3L), Tensor.scalar(2L)); // 0.3755
     * }
     *
     * @param logProbs log-probabilities [T, N, C] or [T, C], FLOAT32 or FLOAT64
     * @param targets INT64 labels [N, S], of which the first of each row count, or [sum of targetLengths] one after the other
     * @param inputLengths INT64 [N] (or []), 0 to T
     * @param targetLengths INT64 [N] (or []), 0 to S
     * @return a scalar of logProbs' dtype
     * @throws ArgumentException if the shapes or lengths do not fit, or a label is no class
     */
    public static Tensor ctcLoss(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return CtcLossOf.of(logProbs, targets, inputLengths, targetLengths, Ctc.DEFAULT);
    }

    /**
     * {@code -sum y log softmax(x)} along the last axis, over the items of a list that are there
     *
     * <p>The softmax loss of rankings (ListNet: Z. Cao et al., 2007). Items that are masked out contribute exactly nothing, be they NaN or
     * infinite; a list without gains has loss 0. torch: none; optax.losses.ranking_softmax_loss.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1.0, 2.0, 9.0);
     * Tensor labels = Tensor.of(1.0, 0.0, 0.0);
     * Tensor y = F.rankingSoftmaxLoss(x, labels, Option.of(Tensor.of(true, true, false)), Option.none(), Reduction.SUM); // 1.3133
     * }
     *
     * @param x scores [..., items], FLOAT32 or FLOAT64
     * @param labels gains y, x's shape, any dtype; they need not sum to 1
     * @param where BOOL, x's shape: which items are there; none for all
     * @param weight of labels, a shape that broadcasts to that of x, or none
     * @param reduction NONE for one loss per list, MEAN or SUM
     * @return [...] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x is not floating or a scalar, the shapes do not fit, or the reduction is BATCHMEAN
     */
    public static Tensor rankingSoftmaxLoss(Tensor x, Tensor labels, Option<Tensor> where, Option<Tensor> weight, Reduction reduction) {
        return EmbeddingLoss.rankingSoftmaxLoss(x, labels, where, weight, reduction);
    }

    /**
     * {@code mean(-sum y log softmax(x))} along the last axis
     *
     * <p>As {@link #rankingSoftmaxLoss(Tensor, Tensor, Option, Option, Reduction)} without masks or weights, with MEAN. torch: none.
     *
     * {@snippet :
     * Tensor y = F.rankingSoftmaxLoss(Tensor.of(1.0, 2.0), Tensor.of(1.0, 0.0)); // 1.3133
     * }
     *
     * @param x scores [..., items], FLOAT32 or FLOAT64
     * @param labels gains y, x's shape, any dtype; they need not sum to 1
     * @return a scalar of the common dtype
     * @throws ArgumentException if x is not floating or a scalar, or the shapes differ
     */
    public static Tensor rankingSoftmaxLoss(Tensor x, Tensor labels) {
        return EmbeddingLoss.rankingSoftmaxLoss(x, labels, Option.none(), Option.none(), Reduction.MEAN);
    }

    // ---- losses of embeddings and segmentations

    /**
     * {@code t = 1 ? 1 - cos : max(0, cos - margin)}, t the target, {@code cos = x1 x2 / sqrt((|x1|^2 + e) (|x2|^2 + e)), e = 1e-12}
     *
     * <p>For pairs that are alike (1) or not (-1). 1 - cos of nearly parallel vectors comes from their difference and has its digits;
     * nothing is squared before it is scaled. Gradient 0 where the loss of an unlike pair is 0. torch: cosine_embedding_loss.
     *
     * {@snippet :
     * Tensor x1 = Tensor.of(new double[][] {{1, 0}, {1, 1}});
     * Tensor x2 = Tensor.of(new double[][] {{0, 1}, {1, 0}});
     * Tensor target = Tensor.of(1L, -1L);
     * Tensor y = F.cosineEmbeddingLoss(x1, x2, target, 0.5, Reduction.NONE); // [1, 0.2071]
     * }
     *
     * @param x1 [N, D] or [D], FLOAT32 or FLOAT64
     * @param x2 x1's shape, any dtype
     * @param target 1 or -1, any dtype, [N] or []
     * @param margin -1 to 1, as a rule 0 to 0.5; torch's default is 0
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [N] or [] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if x1 is not floating, the shapes do not fit, or the reduction is BATCHMEAN
     */
    public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
        return EmbeddingLoss.cosineEmbeddingLoss(x1, x2, target, margin, reduction);
    }

    /**
     * {@code mean(t = 1 ? 1 - cos : max(0, cos))}, t the target
     *
     * <p>As {@link #cosineEmbeddingLoss(Tensor, Tensor, Tensor, double, Reduction)} with margin 0 and MEAN. torch: cosine_embedding_loss.
     *
     * {@snippet :
     * Tensor x1 = Tensor.of(new double[][] {{1, 0}, {1, 1}});
     * Tensor x2 = Tensor.of(new double[][] {{0, 1}, {1, 0}});
     * Tensor target = Tensor.of(1L, -1L);
     * Tensor y = F.cosineEmbeddingLoss(x1, x2, target); // 0.8536
     * }
     *
     * @param x1 [N, D] or [D], FLOAT32 or FLOAT64
     * @param x2 x1's shape, any dtype
     * @param target 1 or -1, any dtype, [N] or []
     * @return a scalar of the common dtype
     * @throws ArgumentException if x1 is not floating, or the shapes do not fit
     */
    public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target) {
        return EmbeddingLoss.cosineEmbeddingLoss(x1, x2, target, 0, Reduction.MEAN);
    }

    /**
     * {@code max(0, |a - p + eps| - |a - n + eps| + margin)}
     *
     * <p>How much nearer the positive should be than the negative. With swap the distance of positive and negative counts instead if it is
     * the smaller one: V. Balntas et al. (2016). Gradient 0 where the loss is 0. torch: triplet_margin_loss.
     *
     * {@snippet :
     * Tensor anchor = Tensor.of(new double[][] {{0, 0}});
     * Tensor positive = Tensor.of(new double[][] {{3, 4}});
     * Tensor negative = Tensor.of(new double[][] {{0, 2}});
     * Tensor y = F.tripletMarginLoss(anchor, positive, negative, TripletMargin.DEFAULT.withMargin(2)); // 5
     * }
     *
     * @param anchor a, of shape [N, D] or [D], FLOAT32 or FLOAT64
     * @param positive p, of a's shape
     * @param negative n, of a's shape
     * @param options margin (1), p of the norm (2), eps (1e-6), swap (false), reduction (MEAN)
     * @return [N] or [] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the anchor is not floating, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative, TripletMargin options) {
        return EmbeddingLoss.tripletMarginLoss(anchor, positive, negative, options);
    }

    /**
     * {@code mean(max(0, |a - p + eps| - |a - n + eps| + 1))}, eps = 1e-6
     *
     * <p>As {@link #tripletMarginLoss(Tensor, Tensor, Tensor, TripletMargin)} with its defaults. torch: triplet_margin_loss.
     *
     * {@snippet :
     * Tensor anchor = Tensor.of(new double[][] {{0, 0}});
     * Tensor positive = Tensor.of(new double[][] {{3, 4}});
     * Tensor negative = Tensor.of(new double[][] {{0, 2}});
     * Tensor y = F.tripletMarginLoss(anchor, positive, negative); // 4
     * }
     *
     * @param anchor a, of shape [N, D] or [D], FLOAT32 or FLOAT64
     * @param positive p, of a's shape
     * @param negative n, of a's shape
     * @return a scalar of the common dtype
     * @throws ArgumentException if the anchor is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative) {
        return EmbeddingLoss.tripletMarginLoss(anchor, positive, negative, TripletMargin.DEFAULT);
    }

    /**
     * {@code max(0, d(a, p) - d(a, n) + margin)} with any distance d
     *
     * <p>As {@link #tripletMarginLoss(Tensor, Tensor, Tensor, TripletMargin)}, with swap too. torch: triplet_margin_with_distance_loss.
     *
     * {@snippet :
     * Tensor anchor = Tensor.of(new double[][] {{0, 0}});
     * Tensor positive = Tensor.of(new double[][] {{3, 4}});
     * Tensor negative = Tensor.of(new double[][] {{0, 2}});
     * Tensor y = F.tripletMarginWithDistanceLoss(anchor, positive, negative, (a, b) -> F.dist(a, b, 1), TripletMargin.DEFAULT); // 6
     * }
     *
     * @param anchor a, any shape, FLOAT32 or FLOAT64
     * @param positive p, of a's shape
     * @param negative n, of a's shape
     * @param distance d, from two tensors to one: made of functions of F, so that it is differentiable
     * @param options margin (1), swap (false), reduction (MEAN); p and eps are not read
     * @return the shape of the distances for NONE, else a scalar; the common dtype
     * @throws ArgumentException if the anchor is not floating, the shapes or those of the distances differ, or the reduction is BATCHMEAN
     */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor, Tensor positive, Tensor negative, Function2<Tensor, Tensor, Tensor> distance,
            TripletMargin options) {
        return EmbeddingLoss.triplet("tripletMarginWithDistanceLoss", anchor, positive, negative, distance, options);
    }

    /**
     * {@code mean(max(0, d(a, p) - d(a, n) + 1))}, d = pairwiseDistance
     *
     * <p>As {@link #tripletMarginWithDistanceLoss(Tensor, Tensor, Tensor, Function2, TripletMargin)} with {@link #pairwiseDistance(Tensor,
     * Tensor)} and the defaults. torch: triplet_margin_with_distance_loss.
     *
     * {@snippet :
     * Tensor anchor = Tensor.of(new double[][] {{0, 0}});
     * Tensor positive = Tensor.of(new double[][] {{3, 4}});
     * Tensor negative = Tensor.of(new double[][] {{0, 2}});
     * Tensor y = F.tripletMarginWithDistanceLoss(anchor, positive, negative); // 4
     * }
     *
     * @param anchor a, of shape [N, D] or [D], FLOAT32 or FLOAT64
     * @param positive p, of a's shape
     * @param negative n, of a's shape
     * @return a scalar of the common dtype
     * @throws ArgumentException if the anchor is not floating, or the shapes differ (nothing is broadcast)
     */
    public static Tensor tripletMarginWithDistanceLoss(Tensor anchor, Tensor positive, Tensor negative) {
        return EmbeddingLoss.triplet(
                "tripletMarginWithDistanceLoss", anchor, positive, negative, LossFunctions::pairwiseDistance, TripletMargin.DEFAULT);
    }

    /**
     * {@code mean over pairs (i, j) of one label of -log(e^(s_ij) / (e^(s_ij) + sum over other labels k of e^(s_ik)))}, s the cosines
     * divided by the temperature
     *
     * <p>The normalised temperature-scaled cross entropy of contrastive learning: T. Chen et al. (2020). NaN if there is no pair. torch:
     * none; optax.losses.ntxent.
     *
     * {@snippet :
     * Tensor y = F.ntxent(Tensor.of(new double[][] {{1, 0}, {1, 1}, {0, 1}}), Tensor.of(0L, 0L, 1L), 0.5); // 0.4554
     * }
     *
     * @param x embeddings [N, D], FLOAT32 or FLOAT64; a vector shorter than 1e-6 counts as one divided by that
     * @param labels INT64 [N]
     * @param temperature above 0; optax's default is 0.07
     * @return a scalar of x's dtype
     * @throws ArgumentException if x is not floating, the shapes do not fit, or the temperature is not above 0
     */
    public static Tensor ntxent(Tensor x, Tensor labels, double temperature) {
        return EmbeddingLoss.ntxent(x, labels, temperature);
    }

    /**
     * {@code mean over pairs (i, j) of one label of -log(e^(s_ij) / (e^(s_ij) + sum over other labels k of e^(s_ik)))}, s the cosines
     * divided by 0.07
     *
     * <p>As {@link #ntxent(Tensor, Tensor, double)} with temperature 0.07. torch: none.
     *
     * {@snippet :
     * Tensor y = F.ntxent(Tensor.of(new double[][] {{1, 0}, {1, 1}, {0, 1}}), Tensor.of(0L, 0L, 1L)); // 0.3466
     * }
     *
     * @param x embeddings [N, D], FLOAT32 or FLOAT64; a vector shorter than 1e-6 counts as one divided by that
     * @param labels INT64 [N]
     * @return a scalar of x's dtype
     * @throws ArgumentException if x is not floating, or the shapes do not fit
     */
    public static Tensor ntxent(Tensor x, Tensor labels) {
        return EmbeddingLoss.ntxent(x, labels, 0.07);
    }

    /**
     * {@code 1 - (2 sum p t + s) / (sum p + sum t + s)}, t the target, sums over all axes but the first
     *
     * <p>The Dice loss of segmentations: F. Milletari et al. (2016). Computed as what is wrong divided by all, so that a small loss has its
     * digits; NaN where all is 0, smooth too. torch: none.
     *
     * {@snippet :
     * Tensor y = F.diceLoss(Tensor.of(0.5, 1.0, 0.0), Tensor.of(1.0, 1.0, 0.0), 0, Reduction.NONE); // 0.1429
     * }
     *
     * @param p probabilities [N, ...], or [M] as one sample, FLOAT32 or FLOAT64
     * @param target p's shape, 0 to 1, any dtype; differentiable where floating
     * @param smooth s, 0 or more
     * @param reduction NONE for one loss per sample, MEAN or SUM
     * @return [N] or [] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if p is not floating or a scalar, the shapes differ (nothing is broadcast), smooth is below 0, or the
     *     reduction is BATCHMEAN
     */
    public static Tensor diceLoss(Tensor p, Tensor target, double smooth, Reduction reduction) {
        return EmbeddingLoss.diceLoss(p, target, smooth, reduction);
    }

    /**
     * {@code mean(1 - (2 sum p t + 1) / (sum p + sum t + 1))}, t the target, sums over all axes but the first
     *
     * <p>As {@link #diceLoss(Tensor, Tensor, double, Reduction)} with smooth 1 and MEAN. torch: none.
     *
     * {@snippet :
     * Tensor y = F.diceLoss(Tensor.of(0.5, 1.0, 0.0), Tensor.of(1.0, 1.0, 0.0)); // 0.1111
     * }
     *
     * @param p probabilities [N, ...], or [M] as one sample, FLOAT32 or FLOAT64
     * @param target p's shape, 0 to 1, any dtype; differentiable where floating
     * @return a scalar of the common dtype
     * @throws ArgumentException if p is not floating or a scalar, or the shapes differ (nothing is broadcast)
     */
    public static Tensor diceLoss(Tensor p, Tensor target) {
        return diceLoss(p, target, 1, Reduction.MEAN);
    }

    /**
     * {@code 1 - (TP + s) / (TP + alpha FP + beta FN + s)}, {@code TP = sum p t}, {@code FP = sum p (1 - t)}, {@code FN = sum (1 - p) t}
     * over all axes but the first, t the target
     *
     * <p>The Tversky loss of segmentations: S. Salehi et al. (2017). Computed as what is wrong divided by all, so that a small loss has its
     * digits; NaN where all is 0, smooth too. torch: none.
     *
     * {@snippet :
     * Tensor y = F.tverskyLoss(Tensor.of(0.5, 1.0, 0.0), Tensor.of(1.0, 1.0, 0.0), Tversky.DEFAULT.withAlpha(0.3).withBeta(0.7)); // 0.1228
     * }
     *
     * @param p probabilities [N, ...], or [M] as one sample, FLOAT32 or FLOAT64
     * @param target p's shape, 0 to 1, any dtype; differentiable where floating
     * @param options alpha (1/2), beta (1/2), smooth (1), reduction (MEAN)
     * @return [N] or [] for NONE, else a scalar; the common dtype
     * @throws ArgumentException if p is not floating or a scalar, the shapes differ (nothing is broadcast), or the reduction is BATCHMEAN
     */
    public static Tensor tverskyLoss(Tensor p, Tensor target, Tversky options) {
        return EmbeddingLoss.tverskyLoss(p, target, options);
    }

    // ---- distances

    /**
     * {@code |x1 - x2 + eps|_p} along the last axis
     *
     * <p>The distance of vectors, without overflow of powers. Where the norm is 0 its gradient is 0, the subgradient of least norm. torch:
     * pairwise_distance.
     *
     * {@snippet :
     * Tensor y = F.pairwiseDistance(Tensor.of(0.0, 0.0), Tensor.of(3.0, 4.0), 1, 0, true); // [7]
     * }
     *
     * @param x1 [..., D], FLOAT32 or FLOAT64
     * @param x2 FLOAT32 or FLOAT64, a shape that broadcasts with that of x1
     * @param p any power, also below 0; 0 counts, infinity is the largest, minus infinity the smallest; torch's default is 2
     * @param eps added to each difference; torch's default is 1e-6
     * @param keepdim whether the last axis stays, with length 1
     * @return the broadcast shape without its last axis, or with length 1 there; the common dtype
     * @throws ArgumentException if a dtype is not floating, the shapes do not broadcast or are those of scalars, or p is NaN
     */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps, boolean keepdim) {
        return Distance.pairwiseDistance(x1, x2, p, eps, keepdim);
    }

    /**
     * {@code |x1 - x2 + 1e-6|_2} along the last axis
     *
     * <p>As {@link #pairwiseDistance(Tensor, Tensor, double, double, boolean)}: the Euclidean distance. torch: pairwise_distance.
     *
     * {@snippet :
     * Tensor y = F.pairwiseDistance(Tensor.of(0.0, 0.0), Tensor.of(3.0, 4.0)); // 5
     * }
     *
     * @param x1 [..., D], FLOAT32 or FLOAT64
     * @param x2 FLOAT32 or FLOAT64, a shape that broadcasts with that of x1
     * @return the broadcast shape without its last axis; the common dtype
     * @throws ArgumentException if a dtype is not floating, or the shapes do not broadcast or are those of scalars
     */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2) {
        return Distance.pairwiseDistance(x1, x2, 2, 1e-6, false);
    }

    /**
     * {@code x1 x2 / (max(|x1|, eps) max(|x2|, eps))} along an axis
     *
     * <p>The cosine of the angle. The vectors are scaled before anything is multiplied: nothing overflows. The gradient is that of the
     * formula also where a length is below eps, where torch's takes no notice of the bound. A vector with one infinite element points
     * along it; with several the cosine is NaN. torch: cosine_similarity.
     *
     * {@snippet :
     * Tensor y = F.cosineSimilarity(Tensor.of(new double[][] {{3, 4}}), Tensor.of(new double[][] {{0, 2}}), -1, 1e-8); // [0.8]
     * }
     *
     * @param x1 any shape, FLOAT32 or FLOAT64
     * @param x2 FLOAT32 or FLOAT64, a shape that broadcasts with that of x1
     * @param axis of the broadcast shape
     * @param eps the least length, 0 or more; torch's default is 1e-8
     * @return the broadcast shape without the axis; the common dtype
     * @throws ArgumentException if a dtype is not floating, the shapes do not broadcast, the axis is out of range, or eps below 0
     */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2, int axis, double eps) {
        return Distance.cosineSimilarity(x1, x2, axis, eps);
    }

    /**
     * {@code x1 x2 / (max(|x1|, eps) max(|x2|, eps))} along axis 1, eps = 1e-8
     *
     * <p>As {@link #cosineSimilarity(Tensor, Tensor, int, double)} with torch's defaults. torch: cosine_similarity.
     *
     * {@snippet :
     * Tensor y = F.cosineSimilarity(Tensor.of(new double[][] {{3, 4}}), Tensor.of(new double[][] {{0, 2}})); // [0.8]
     * }
     *
     * @param x1 rank 2 or more, FLOAT32 or FLOAT64
     * @param x2 FLOAT32 or FLOAT64, a shape that broadcasts with that of x1
     * @return the broadcast shape without axis 1; the common dtype
     * @throws ArgumentException if a dtype is not floating, or the shapes do not broadcast to one with an axis 1
     */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2) {
        return Distance.cosineSimilarity(x1, x2, 1, 1e-8);
    }

    /**
     * {@code |x1 - x2|_p} of all elements
     *
     * <p>The distance of tensors as vectors. Where the norm is 0 its gradient is 0, the subgradient of least norm. torch: dist.
     *
     * {@snippet :
     * Tensor y = F.dist(Tensor.of(0.0, 0.0), Tensor.of(3.0, 4.0), 1); // 7
     * }
     *
     * @param x1 any shape, FLOAT32 or FLOAT64
     * @param x2 FLOAT32 or FLOAT64, a shape that broadcasts with that of x1
     * @param p of the norm; may be 0 (a count), below 0 or infinite
     * @return a scalar of the common dtype
     * @throws ArgumentException if a dtype is not floating, or the shapes do not broadcast
     */
    public static Tensor dist(Tensor x1, Tensor x2, double p) {
        return Distance.dist(x1, x2, p);
    }

    /**
     * {@code |x1 - x2|_2} of all elements
     *
     * <p>As {@link #dist(Tensor, Tensor, double)}: the Euclidean distance. torch: dist.
     *
     * {@snippet :
     * Tensor y = F.dist(Tensor.of(0.0, 0.0), Tensor.of(3.0, 4.0)); // 5
     * }
     *
     * @param x1 any shape, FLOAT32 or FLOAT64
     * @param x2 FLOAT32 or FLOAT64, a shape that broadcasts with that of x1
     * @return a scalar of the common dtype
     * @throws ArgumentException if a dtype is not floating, or the shapes do not broadcast
     */
    public static Tensor dist(Tensor x1, Tensor x2) {
        return Distance.dist(x1, x2, 2);
    }

    /**
     * {@code |x_i - x_j|_p} for all rows {@code i < j}
     *
     * <p>Pairs in the order (0, 1), (0, 2), ..., (1, 2), ... Where the norm is 0 its gradient is 0, the subgradient of least norm. For
     * infinite p, differences of the same largest size share the gradient; torch gives all of it to each. torch: pdist.
     *
     * {@snippet :
     * Tensor y = F.pdist(Tensor.of(new double[][] {{0, 0}, {3, 4}, {0, 1}}), 1); // [7, 1, 6]
     * }
     *
     * @param x [N, M], FLOAT32 or FLOAT64
     * @param p 0 (a count), above 0, or infinite (the largest); torch's default is 2
     * @return [N (N - 1) / 2] of x's dtype
     * @throws ArgumentException if x is no floating matrix, or p is below 0
     */
    public static Tensor pdist(Tensor x, double p) {
        return Distance.pdist(x, p);
    }

    /**
     * {@code |x_i - x_j|_2} for all rows {@code i < j}
     *
     * <p>As {@link #pdist(Tensor, double)}: the Euclidean distances. torch: pdist.
     *
     * {@snippet :
     * Tensor y = F.pdist(Tensor.of(new double[][] {{0, 0}, {3, 4}, {0, 1}})); // [5, 1, 4.2426]
     * }
     *
     * @param x [N, M], FLOAT32 or FLOAT64
     * @return [N (N - 1) / 2] of x's dtype
     * @throws ArgumentException if x is no floating matrix
     */
    public static Tensor pdist(Tensor x) {
        return Distance.pdist(x, 2);
    }

    /**
     * {@code y[i, j] = |x1_i - x2_j|_p} for all pairs of rows
     *
     * <p>Always from the differences, never from inner products, which would cancel. Where the norm is 0 its gradient is 0, the subgradient
     * of least norm. For infinite p, differences of the same largest size share the gradient; torch gives all of it to each. torch: cdist.
     *
     * {@snippet :
     * Tensor y = F.cdist(Tensor.of(new double[][] {{0, 0}, {3, 4}, {0, 1}}), Tensor.of(new double[][] {{0, 0}, {3, 0}}), 1);
     * // [[0, 3], [7, 4], [1, 4]]
     * }
     *
     * @param x1 [..., P, M], FLOAT32 or FLOAT64
     * @param x2 [..., R, M], FLOAT32 or FLOAT64; leading axes broadcast
     * @param p 0 (a count), above 0, or infinite (the largest); torch's default is 2
     * @return [..., P, R] of the common dtype
     * @throws ArgumentException if a dtype is not floating, the shapes do not fit, or p is below 0
     */
    public static Tensor cdist(Tensor x1, Tensor x2, double p) {
        return Distance.cdist(x1, x2, p);
    }

    /**
     * {@code y[i, j] = |x1_i - x2_j|_2} for all pairs of rows
     *
     * <p>As {@link #cdist(Tensor, Tensor, double)}: the Euclidean distances. torch: cdist.
     *
     * {@snippet :
     * Tensor y = F.cdist(Tensor.of(new double[][] {{0, 0}, {3, 4}, {0, 1}}), Tensor.of(new double[][] {{0, 0}, {3, 0}}));
     * // [[0, 3], [5, 4], [1, 3.1623]]
     * }
     *
     * @param x1 [..., P, M], FLOAT32 or FLOAT64
     * @param x2 [..., R, M], FLOAT32 or FLOAT64; leading axes broadcast
     * @return [..., P, R] of the common dtype
     * @throws ArgumentException if a dtype is not floating, or the shapes do not fit
     */
    public static Tensor cdist(Tensor x1, Tensor x2) {
        return Distance.cdist(x1, x2, 2);
    }
}
