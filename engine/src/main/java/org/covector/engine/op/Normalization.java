package org.covector.engine.op;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * Normalisation of runs of an array to mean 0 and variance 1, with an optional weight and bias, and its pullbacks:
 * {@code xhat = (x - mean) * rstd}, {@code rstd = 1 / sqrt(variance + eps)}, {@code y = xhat * weight + bias}.
 *
 * <p>Statistics are in two passes, in the order of {@link Reductions}; the variance is the biased one. FLOAT32 and FLOAT64.
 */
public final class Normalization {
    private Normalization() {}

    /** The normalised array and what its pullback needs. */
    public record Normalized(NdArray y, NdArray mean, NdArray rstd, NdArray variance) {}

    /** The cotangents of x, weight and bias (of ones and zeros where there are none). */
    public record Gradients(NdArray dx, NdArray dw, NdArray db) {}

    /**
     * Over the last {@code axes} axes. Weight and bias have the shape of these axes; mean, rstd and variance that of x with these
     * axes of length 1.
     */
    public static Normalized layerNorm(NdArray x, int axes, Option<NdArray> weight, Option<NdArray> bias, double eps) {
        return rows("layerNorm", x, axes, new Affine(weight, bias), eps, true);
    }

    /** {@code y = x / sqrt(mean x^2 + eps) * weight} over the last {@code axes} axes; {@code variance} is the mean of the squares. */
    public static Normalized rmsNorm(NdArray x, int axes, Option<NdArray> weight, double eps) {
        return rows("rmsNorm", x, axes, new Affine(weight, Option.none()), eps, false);
    }

    private record Affine(Option<NdArray> weight, Option<NdArray> bias) {}

    private static Normalized rows(String function, NdArray x, int axes, Affine affine, double eps, boolean centred) {
        Shape last = requireRows(function, x, axes);
        NdArray w = parameter(function, "weight", affine.weight, x.dtype(), last, 1);
        NdArray b = parameter(function, "bias", affine.bias, x.dtype(), last, 0);
        RowNorm norm = new RowNorm(Operands.copy(x), (int) last.size(), centred);
        Shape stats = statistics(x.shape(), axes);
        return norm.forward(w, b, eps, stats);
    }

    /** The pullback of {@link #layerNorm}. */
    public static Gradients layerNormBackward(NdArray dy, NdArray x, int axes, NdArray mean, NdArray rstd, Option<NdArray> weight) {
        return rowsBackward("layerNormBackward", dy, x, axes, new Statistics(mean, rstd, true), weight);
    }

    /** The pullback of {@link #rmsNorm}; of db make nothing. */
    public static Gradients rmsNormBackward(NdArray dy, NdArray x, int axes, NdArray rstd, Option<NdArray> weight) {
        return rowsBackward("rmsNormBackward", dy, x, axes,
                new Statistics(NdArray.zeros(rstd.dtype(), rstd.shape()), rstd, false), weight);
    }

    private record Statistics(NdArray mean, NdArray rstd, boolean centred) {}

    private static Gradients rowsBackward(String function, NdArray dy, NdArray x, int axes, Statistics of, Option<NdArray> weight) {
        Shape last = requireRows(function, x, axes);
        requireAlike(function, "dy", dy, x.dtype(), x.shape());
        Shape stats = statistics(x.shape(), axes);
        requireAlike(function, "mean", of.mean, x.dtype(), stats);
        requireAlike(function, "rstd", of.rstd, x.dtype(), stats);
        NdArray w = parameter(function, "weight", weight, x.dtype(), last, 1);
        return new RowNorm(Operands.compact(x), (int) last.size(), of.centred)
                .backward(Operands.compact(dy), Operands.compact(of.mean), Operands.compact(of.rstd), w, last);
    }

    /** Over the channels of a group and all spatial axes; x is (N, C, ...), weight and bias (C), the statistics (N, groups). */
    public static Normalized groupNorm(NdArray x, int groups, Option<NdArray> weight, Option<NdArray> bias, double eps) {
        requireGroups("groupNorm", x, groups);
        return PlaneNorm.groups(Operands.compact(x), groups)
                .forward(channels("groupNorm", "weight", x, weight, 1), channels("groupNorm", "bias", x, bias, 0), eps);
    }

    /** The pullback of {@link #groupNorm}. */
    public static Gradients groupNormBackward(NdArray dy, NdArray x, int groups, NdArray mean, NdArray rstd, Option<NdArray> weight) {
        requireGroups("groupNormBackward", x, groups);
        requireAlike("groupNormBackward", "dy", dy, x.dtype(), x.shape());
        Shape stats = Shape.of(x.shape().dim(0), groups);
        requireAlike("groupNormBackward", "mean", mean, x.dtype(), stats);
        requireAlike("groupNormBackward", "rstd", rstd, x.dtype(), stats);
        return PlaneNorm.groups(Operands.compact(x), groups)
                .backward(dy, Operands.compact(mean), Operands.compact(rstd), channels("groupNormBackward", "weight", x, weight, 1), true);
    }

    private static void requireGroups(String function, NdArray x, int groups) {
        requireChannels(function, x);
        int c = x.shape().dim(1);
        ArgumentException.require(groups > 0 && c % groups == 0, function, "groups", groups, "a divisor of the " + c + " channels");
    }

    /** Each channel over N and all spatial axes; x is (N, C, ...); weight, bias and the statistics are (C). */
    public static Normalized batchNorm(NdArray x, Option<NdArray> weight, Option<NdArray> bias, double eps) {
        requireChannels("batchNorm", x);
        return PlaneNorm.channels(x).forward(channels("batchNorm", "weight", x, weight, 1), channels("batchNorm", "bias", x, bias, 0), eps);
    }

    /** The pullback of {@link #batchNorm}, its statistics taken from x. */
    public static Gradients batchNormBackward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> weight) {
        return channelsBackward(dy, x, mean, rstd, weight, true);
    }

    /** {@code y = (x - mean) / sqrt(variance + eps) * weight + bias} with given statistics (C). */
    public static Normalized batchNormEvaluation(NdArray x, NdArray mean, NdArray variance, Option<NdArray> weight, Option<NdArray> bias,
            double eps) {
        requireChannels("batchNorm", x);
        Shape c = Shape.of(x.shape().dim(1));
        requireAlike("batchNorm", "mean", mean, x.dtype(), c);
        requireAlike("batchNorm", "variance", variance, x.dtype(), c);
        return PlaneNorm.channels(x).forward(channels("batchNorm", "weight", x, weight, 1), channels("batchNorm", "bias", x, bias, 0), eps,
                Operands.compact(mean), Operands.compact(variance));
    }

    /** The pullback of {@link #batchNormEvaluation} by x, weight and bias: the statistics are constants. */
    public static Gradients batchNormEvaluationBackward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> weight) {
        return channelsBackward(dy, x, mean, rstd, weight, false);
    }

    private static Gradients channelsBackward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> weight, boolean training) {
        requireChannels("batchNormBackward", x);
        requireAlike("batchNormBackward", "dy", dy, x.dtype(), x.shape());
        Shape c = Shape.of(x.shape().dim(1));
        requireAlike("batchNormBackward", "mean", mean, x.dtype(), c);
        requireAlike("batchNormBackward", "rstd", rstd, x.dtype(), c);
        return PlaneNorm.channels(x).backward(dy, Operands.compact(mean), Operands.compact(rstd),
                channels("batchNormBackward", "weight", x, weight, 1), training);
    }

    private static void requireChannels(String function, NdArray x) {
        Operands.requireFloat(function, x.dtype());
        ArgumentException.require(x.rank() >= 2, function, "shape of x", x.shape(), "(N, C, ...)");
    }

    private static NdArray channels(String function, String argument, NdArray x, Option<NdArray> given, double otherwise) {
        return parameter(function, argument, given, x.dtype(), Shape.of(x.shape().dim(1)), otherwise);
    }

    private static Shape requireRows(String function, NdArray x, int axes) {
        Operands.requireFloat(function, x.dtype());
        ArgumentException.require(axes >= 1 && axes <= x.rank(), function, "number of normalised axes", axes,
                "from 1 to the " + x.rank() + " axes of x");
        return x.shape().sub(x.rank() - axes, x.rank());
    }

    private static Shape statistics(Shape shape, int axes) {
        int[] d = shape.dims();
        for (int i = d.length - axes; i < d.length; i++) {
            d[i] = 1;
        }
        return Shape.of(d);
    }

    private static NdArray parameter(String function, String argument, Option<NdArray> given, DType dtype, Shape shape, double otherwise) {
        given.forEach(p -> requireAlike(function, argument, p, dtype, shape));
        return Operands.compact(given.getOrElse(() -> NdArray.full(dtype, shape, otherwise)));
    }

    private static void requireAlike(String function, String argument, NdArray a, DType dtype, Shape shape) {
        ArgumentException.require(a.dtype() == dtype, function, "dtype of " + argument, a.dtype(), dtype.toString());
        ArgumentException.require(a.shape().equals(shape), function, "shape of " + argument, a.shape(), shape.toString());
    }
}
