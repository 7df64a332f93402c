package org.covector.functional.norm;

import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple;
import io.vavr.control.Option;
import org.covector.functional.BatchNorm;
import org.covector.functional.F;
import org.covector.functional.LocalResponse;
import org.covector.functional.Tensor;
import org.covector.functional.sequence.SequenceFunctions;
import org.covector.functional.spatial.VisionFunctions;

/** Normalisations; part of {@link F}. Means and variances neither overflow nor underflow where the result is representable. */
public abstract sealed class NormalizationFunctions extends SequenceFunctions permits VisionFunctions {
    protected NormalizationFunctions() {}

    /**
     * {@code y = (x - mean) / sqrt(var + eps) weight + bias}, mean and biased variance over the last axes (J. L. Ba et al., Layer
     * normalization, 2016).
     *
     * <p>The error of an element without weight and bias is at most {@code (80 + log2 n) u (2 |y| + rms / std)}, u being 2^-24 or
     * 2^-53.
     *
     * {@snippet :
     * Tensor y = F.layerNorm(Tensor.of(1.0, 2, 3), new int[] {3}, Option.none(), Option.none(), 1e-5); // [-1.2247, 0, 1.2247]
     * }
     *
     * @param x [..., normalizedShape], FLOAT32 or FLOAT64
     * @param normalizedShape lengths of the last axes, as many as share their statistics
     * @param weight of normalizedShape, or any shape that broadcasts to x's, of x's dtype; none means 1
     * @param bias of normalizedShape, or any shape that broadcasts to x's, of x's dtype; none means 0
     * @param eps added to the variance; 1e-5 is torch's default
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if normalizedShape does not end x's shape or a parameter does not fit
     */
    public static Tensor layerNorm(Tensor x, int[] normalizedShape, Option<Tensor> weight, Option<Tensor> bias, double eps) {
        return Normalizing.rows("layerNorm", x, normalizedShape, weight, bias, eps)[0];
    }

    /**
     * {@code y = (x - mean) / sqrt(var + eps) weight + bias}, with {@code mean} and {@code rstd = 1 / sqrt(var + eps)}: as
     * {@link #layerNorm} with the statistics beside the result, all differentiable (torch's native_layer_norm, the three results of ONNX's
     * LayerNormalization).
     *
     * {@snippet :
     * Tensor x = Tensor.of(1.0, 2, 3);
     * Tuple3<Tensor, Tensor, Tensor> y = F.layerNormWithStatistics(x, new int[] {3}, Option.none(), Option.none(), 0);
     * Tensor mean = y._2(); // [2]
     * Tensor rstd = y._3(); // [1.2247]
     * }
     *
     * @param x [..., normalizedShape], FLOAT32 or FLOAT64
     * @param normalizedShape lengths of the last axes
     * @param weight of normalizedShape, or any shape that broadcasts to x's; none means 1
     * @param bias of normalizedShape, or any shape that broadcasts to x's; none means 0
     * @param eps added to the variance
     * @return y of x's shape; mean and rstd of x's shape with the last axes of length 1
     * @throws org.covector.engine.ArgumentException as layerNorm
     */
    public static Tuple3<Tensor, Tensor, Tensor> layerNormWithStatistics(Tensor x, int[] normalizedShape, Option<Tensor> weight,
            Option<Tensor> bias,
            double eps) {
        Tensor[] y = Normalizing.rows("layerNormWithStatistics", x, normalizedShape, weight, bias, eps);
        return Tuple.of(y[0], y[1], y[2]);
    }

    /**
     * {@code y = x / sqrt(mean x^2 + eps) weight}, the mean over the last axes (B. Zhang, R. Sennrich, Root mean square layer
     * normalization, 2019).
     *
     * <p>The error of an element is at most {@code (80 + log2 n) u |y|}, u being 2^-24 or 2^-53. With one infinite element the limit, in
     * which no element moves the result; with several NaN.
     *
     * {@snippet :
     * Tensor y = F.rmsNorm(Tensor.of(1.0, 7), new int[] {2}, Option.none(), 0); // [0.2, 1.4]
     * }
     *
     * @param x [..., normalizedShape], FLOAT32 or FLOAT64
     * @param normalizedShape lengths of the last axes, as many as share their statistics
     * @param weight of normalizedShape, or any shape that broadcasts to x's, of x's dtype; none means 1
     * @param eps added to the mean square; torch's default is the dtype's distance from 1 to the next number
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if normalizedShape does not end x's shape or the weight does not fit
     */
    public static Tensor rmsNorm(Tensor x, int[] normalizedShape, Option<Tensor> weight, double eps) {
        return Normalizing.rows("rmsNorm", x, normalizedShape, weight, Option.none(), eps)[0];
    }

    /**
     * {@code y = x rstd weight} with {@code rstd = 1 / sqrt(mean x^2 + eps)}: as {@link #rmsNorm} with rstd beside the result, both
     * differentiable.
     *
     * {@snippet :
     * Tensor rstd = F.rmsNormWithStatistics(Tensor.of(1.0, 7), new int[] {2}, Option.none(), 0)._2(); // [0.2]
     * }
     *
     * @param x [..., normalizedShape], FLOAT32 or FLOAT64
     * @param normalizedShape lengths of the last axes
     * @param weight of normalizedShape, or any shape that broadcasts to x's; none means 1
     * @param eps added to the mean square
     * @return y of x's shape; rstd of x's shape with the last axes of length 1
     * @throws org.covector.engine.ArgumentException as rmsNorm
     */
    public static Tuple2<Tensor, Tensor> rmsNormWithStatistics(Tensor x, int[] normalizedShape, Option<Tensor> weight, double eps) {
        Tensor[] y = Normalizing.rows("rmsNormWithStatistics", x, normalizedShape, weight, Option.none(), eps);
        return Tuple.of(y[0], y[2]);
    }

    /**
     * {@code y = (x - mean) / sqrt(var + eps) weight + bias}, mean and biased variance over the channels of a group and all places (Y. Wu,
     * K. He, Group normalization, 2018).
     *
     * <p>The error of an element without weight and bias is at most {@code (80 + log2 n) u (2 |y| + rms / std)}, u being 2^-24 or
     * 2^-53.
     *
     * {@snippet :
     * Tensor y = F.groupNorm(Tensor.of(new double[][] {{1, 3, 10, 30}}), 2, Option.none(), Option.none(), 0); // [[-1, 1, -1, 1]]
     * }
     *
     * @param x [N, C, ...], FLOAT32 or FLOAT64
     * @param groups a divisor of C
     * @param weight [C], of x's dtype; none means 1
     * @param bias [C], of x's dtype; none means 0
     * @param eps added to the variance; 1e-5 is torch's default
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if groups does not divide C or a parameter does not fit
     */
    public static Tensor groupNorm(Tensor x, int groups, Option<Tensor> weight, Option<Tensor> bias, double eps) {
        return Normalizing.groupNorm(x, groups, weight, bias, eps);
    }

    /**
     * {@code y = (x - mean) / sqrt(var + eps) weight + bias} per channel: mean and biased variance over samples and places while training,
     * else the running ones (S. Ioffe, C. Szegedy, Batch normalization, 2015).
     *
     * <p>Running statistics move by {@code r + momentum (s - r)}, with the unbiased variance; no gradient flows through them. ONNX's
     * momentum is 1 minus this one, and its running variance is the biased one.
     *
     * {@snippet :
     * BatchNorm options = BatchNorm.TRAINING.withRunning(Tensor.of(0.0), Tensor.of(1.0)).withEps(0);
     * BatchNorm.Result result = F.batchNorm(Tensor.of(new double[][] {{1}, {3}}), options);
     * Tensor y = result.y(); // [[-1], [1]]
     * Tensor mean = result.runningMean().get(); // [0.2]
     * Tensor variance = result.runningVar().get(); // [1.1]
     * }
     *
     * @param x [N, C, ...], FLOAT32 or FLOAT64; more than one value per channel while training
     * @param options parameters [C], running statistics [C], training, momentum (default 0.1), eps (default 1e-5)
     * @return y of x's shape and dtype, and the new running statistics if there were some
     * @throws org.covector.engine.ArgumentException if parameters do not fit, statistics are missing, or there are too few values
     */
    public static BatchNorm.Result batchNorm(Tensor x, BatchNorm options) {
        return Normalizing.batchNorm(x, options);
    }

    /**
     * {@code y = (x - mean) / sqrt(var + eps) weight + bias} per sample and channel: mean and biased variance over places, or, with options
     * for evaluation, the running ones (D. Ulyanov et al., Instance normalization, 2016).
     *
     * <p>Running statistics move toward the mean over the samples of means and of unbiased variances; no gradient flows through them.
     * torch's {@code use_input_stats} is {@code training} here.
     *
     * @param x [N, C, ...], FLOAT32 or FLOAT64; more than one place while training
     * @param options parameters [C], running statistics [C], training, momentum (default 0.1), eps (default 1e-5)
     * @return y of x's shape and dtype, and the new running statistics if there were some
     * @throws org.covector.engine.ArgumentException if parameters do not fit, statistics are missing, or there are too few places
     */
    public static BatchNorm.Result instanceNorm(Tensor x, BatchNorm options) {
        return Normalizing.instanceNorm(x, options);
    }

    /**
     * {@code y = (x - mean) / sqrt(var + 1e-5)} per sample and channel, mean and biased variance over places.
     *
     * {@snippet :
     * Tensor y = F.instanceNorm(Tensor.of(new double[][][] {{{1, 3}, {10, 30}}})); // [[[-1.0000, 1.0000], [-1, 1]]]
     * }
     *
     * @param x [N, C, ...], FLOAT32 or FLOAT64; more than one place
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if there are too few places
     */
    public static Tensor instanceNorm(Tensor x) {
        return Normalizing.instanceNorm(x, BatchNorm.TRAINING).y();
    }

    /**
     * {@code y[c] = x[c] (k + alpha / size sum of x[j]^2)^-beta}, j from {@code c - size / 2} to {@code c + (size - 1) / 2} where there are
     * channels (A. Krizhevsky et al., ImageNet classification, 2012). ONNX's LRN begins its windows at {@code c - (size - 1) / 2}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][][] {{{1}, {2}}});
     * Tensor y = F.localResponseNorm(x, LocalResponse.of(2).withAlpha(2).withBeta(1)); // [[[0.5], [0.3333]]]
     * }
     *
     * @param x [N, C, ...], 3 axes or more, FLOAT32 or FLOAT64
     * @param options size, alpha (default 1e-4), beta (default 0.75), k (default 1)
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x has fewer than 3 axes
     */
    public static Tensor localResponseNorm(Tensor x, LocalResponse options) {
        return Normalizing.localResponseNorm(x, options);
    }

    /**
     * {@code y = x / max(|x|_p, eps)}: vectors along an axis made of length 1.
     *
     * <p>Where the norm is not above eps, that is constant: the gradient is {@code dy / eps}. A vector with one infinite element is its
     * limit, 1 or -1 there and 0 elsewhere, with a gradient of 0; with several infinite elements it is NaN.
     *
     * <p>The error of an element is at most {@code (80 + log2 n) u |y|}, u being 2^-24 or 2^-53.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param p exponent of the norm; torch's default is 2
     * @param axis along which vectors lie; torch's default is 1
     * @param eps least norm; torch's default is 1e-12
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if there is no such axis, or p is NaN
     */
    public static Tensor normalize(Tensor x, double p, int axis, double eps) {
        return Normalizing.normalize(x, p, eps, axis);
    }

    /**
     * {@code y = x / max(|x|_p, eps)}, the norm over several axes together.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param p exponent of the norm
     * @param eps least norm
     * @param axes over which the norm is taken, negative from the end; none named means all
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if an axis is out of range or named twice, or p is NaN
     */
    public static Tensor normalize(Tensor x, double p, double eps, int... axes) {
        return Normalizing.normalize(x, p, eps, axes);
    }

    /**
     * {@code y = x / max(|x|_2, 1e-12)}: vectors along an axis made of length 1.
     *
     * {@snippet :
     * Tensor y = F.normalize(Tensor.of(new double[][] {{3, 4}, {0, 0}}), 1); // [[0.6, 0.8], [0, 0]]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axis along which vectors lie
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if there is no such axis
     */
    public static Tensor normalize(Tensor x, int axis) {
        return Normalizing.normalize(x, 2, 1e-12, axis);
    }
}
