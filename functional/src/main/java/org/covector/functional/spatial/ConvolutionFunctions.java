package org.covector.functional.spatial;

import io.vavr.control.Option;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.loss.LossFunctions;

/** Convolutions, their transposes, and the patches they read; part of {@link F}. */
public abstract sealed class ConvolutionFunctions extends PoolingFunctions permits LossFunctions {
    protected ConvolutionFunctions() {}

    /**
     * {@code y[n, k, l] = sum over c, t of weight[k, c, t] x[n, c, l + t]}
     *
     * <p>The convolution (cross-correlation, as in torch) of signals with a kernel over 1 spatial axis, x being 0 in the padding. With
     * groups, channels are divided into as many independent convolutions. Padding contributes nothing, whatever the weights are.
     * torch: conv1d.
     *
     * {@snippet :
     * Tensor y = F.conv1d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4), Tensor.of(new double[] {1, -1}, 1, 1, 2)); // [[-1, -1, -1]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kL)} of x's dtype
     * @return {@code (N, K, L')}, or without N, {@code L' = L - kL + 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv1d(Tensor x, Tensor weight) {
        return Convolve.convolution("conv1d", x, weight, Option.none(), ConvOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, l] = bias[k] + sum over c, t of weight[k, c, t] x[n, c, l + t]}
     *
     * <p>As {@link #conv1d(Tensor, Tensor)}, with a bias. torch: conv1d.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kL)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @return {@code (N, K, L')}, or without N, {@code L' = L - kL + 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv1d(Tensor x, Tensor weight, Tensor bias) {
        return Convolve.convolution("conv1d", x, weight, Option.of(bias), ConvOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, l] = sum over c, t of weight[k, c, t] x[n, c, stride l + dilation t - padding]}
     *
     * <p>As {@link #conv1d(Tensor, Tensor)}, with options. torch: conv1d; there padding is the same at both ends.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kL)} of x's dtype
     * @param options stride 1, no padding, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, L')}, or without N, {@code L' = floor((L + padding + paddingEnd - dilation (kL - 1) - 1) / stride) + 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv1d(Tensor x, Tensor weight, ConvOptions options) {
        return Convolve.convolution("conv1d", x, weight, Option.none(), options);
    }

    /**
     * {@code y[n, k, l] = bias[k] + sum over c, t of weight[k, c, t] x[n, c, stride l + dilation t - padding]}
     *
     * <p>As {@link #conv1d(Tensor, Tensor)}, with a bias and options. torch: conv1d; there padding is the same at both ends.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kL)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @param options stride 1, no padding, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, L')}, or without N, {@code L' = floor((L + padding + paddingEnd - dilation (kL - 1) - 1) / stride) + 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv1d(Tensor x, Tensor weight, Tensor bias, ConvOptions options) {
        return Convolve.convolution("conv1d", x, weight, Option.of(bias), options);
    }

    /**
     * {@code y[n, k, h, w] = sum over c, s, t of weight[k, c, s, t] x[n, c, h + s, w + t]}
     *
     * <p>The convolution (cross-correlation, as in torch) of signals with a kernel over 2 spatial axes, x being 0 in the padding. With
     * groups, channels are divided into as many independent convolutions. Padding contributes nothing, whatever the weights are.
     * torch: conv2d.
     *
     * {@snippet :
     * Tensor y = F.conv2d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), Tensor.of(new double[] {1, 1, 1, 1}, 1, 1, 2, 2)); // [[[10]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kH, kW)} of x's dtype
     * @return {@code (N, K, H', W')}, or without N, {@code W' = W - kW + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv2d(Tensor x, Tensor weight) {
        return Convolve.convolution("conv2d", x, weight, Option.none(), ConvOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, h, w] = bias[k] + sum over c, s, t of weight[k, c, s, t] x[n, c, h + s, w + t]}
     *
     * <p>As {@link #conv2d(Tensor, Tensor)}, with a bias. torch: conv2d.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @return {@code (N, K, H', W')}, or without N, {@code W' = W - kW + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias) {
        return Convolve.convolution("conv2d", x, weight, Option.of(bias), ConvOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, h, w] = sum over c, s, t of weight[k, c, s, t] x[n, c, stride h + dilation s - padding, stride w + dilation t -
     * padding]}
     *
     * <p>As {@link #conv2d(Tensor, Tensor)}, with options. torch: conv2d; there padding is the same at both ends.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kH, kW)} of x's dtype
     * @param options stride 1, no padding, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) + 1}
     *     and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv2d(Tensor x, Tensor weight, ConvOptions options) {
        return Convolve.convolution("conv2d", x, weight, Option.none(), options);
    }

    /**
     * {@code y[n, k, h, w] = bias[k] + sum over c, s, t of weight[k, c, s, t] x[n, c, stride h + dilation s - padding, stride w +
     * dilation t - padding]}
     *
     * <p>As {@link #conv2d(Tensor, Tensor)}, with a bias and options. torch: conv2d; there padding is the same at both ends.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @param options stride 1, no padding, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) + 1}
     *     and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, ConvOptions options) {
        return Convolve.convolution("conv2d", x, weight, Option.of(bias), options);
    }

    /**
     * {@code y[n, k, d, h, w] = sum over c, r, s, t of weight[k, c, r, s, t] x[n, c, d + r, h + s, w + t]}
     *
     * <p>The convolution (cross-correlation, as in torch) of signals with a kernel over 3 spatial axes, x being 0 in the padding. With
     * groups, channels are divided into as many independent convolutions. Padding contributes nothing, whatever the weights are.
     * torch: conv3d.
     *
     * {@snippet :
     * Tensor y = F.conv3d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2), Tensor.of(new double[] {1, 1}, 1, 1, 1, 1, 2));
     * // [[[[3], [7]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kD, kH, kW)} of x's dtype
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = W - kW + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv3d(Tensor x, Tensor weight) {
        return Convolve.convolution("conv3d", x, weight, Option.none(), ConvOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, d, h, w] = bias[k] + sum over c, r, s, t of weight[k, c, r, s, t] x[n, c, d + r, h + s, w + t]}
     *
     * <p>As {@link #conv3d(Tensor, Tensor)}, with a bias. torch: conv3d.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kD, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = W - kW + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv3d(Tensor x, Tensor weight, Tensor bias) {
        return Convolve.convolution("conv3d", x, weight, Option.of(bias), ConvOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, d, h, w] = sum over c, r, s, t of weight[k, c, r, s, t] x[n, c, stride d + dilation r - padding, stride h + dilation
     * s - padding, stride w + dilation t - padding]}
     *
     * <p>As {@link #conv3d(Tensor, Tensor)}, with options. torch: conv3d; there padding is the same at both ends.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kD, kH, kW)} of x's dtype
     * @param options stride 1, no padding, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) +
     *     1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv3d(Tensor x, Tensor weight, ConvOptions options) {
        return Convolve.convolution("conv3d", x, weight, Option.none(), options);
    }

    /**
     * {@code y[n, k, d, h, w] = bias[k] + sum over c, r, s, t of weight[k, c, r, s, t] x[n, c, stride d + dilation r - padding, stride h
     * + dilation s - padding, stride w + dilation t - padding]}
     *
     * <p>As {@link #conv3d(Tensor, Tensor)}, with a bias and options. torch: conv3d; there padding is the same at both ends.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; lengths may be 0 where the padding leaves room for the kernel
     * @param weight {@code (K, C / groups, kD, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @param options stride 1, no padding, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) +
     *     1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or the kernel is
     *     longer than the padded input
     */
    public static Tensor conv3d(Tensor x, Tensor weight, Tensor bias, ConvOptions options) {
        return Convolve.convolution("conv3d", x, weight, Option.of(bias), options);
    }

    /**
     * {@code y[n, k, i] = sum of weight[c, k, t] x[n, c, l]} over all c, t, l with {@code l + t = i}
     *
     * <p>The transposed convolution over 1 spatial axis: the adjoint of {@link #conv1d(Tensor, Tensor, ConvOptions)} in its input. torch:
     * conv_transpose1d.
     *
     * {@snippet :
     * Tensor y = F.convTranspose1d(Tensor.of(new double[] {1, 2}, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 2)); // [[1, 12, 20]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kL)} of x's dtype
     * @return {@code (N, K, L')}, or without N, {@code L' = L + kL - 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight) {
        return Convolve.transposed("convTranspose1d", x, weight, Option.none(), ConvTransposeOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, i] = bias[k] + sum of weight[c, k, t] x[n, c, l]} over all c, t, l with {@code l + t = i}
     *
     * <p>As {@link #convTranspose1d(Tensor, Tensor)}, with a bias. torch: conv_transpose1d.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kL)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @return {@code (N, K, L')}, or without N, {@code L' = L + kL - 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, Tensor bias) {
        return Convolve.transposed("convTranspose1d", x, weight, Option.of(bias), ConvTransposeOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, i] = sum of weight[c, k, t] x[n, c, l]} over all c, t, l with {@code stride l + dilation t - padding = i}
     *
     * <p>As {@link #convTranspose1d(Tensor, Tensor)}, with options. torch: conv_transpose1d.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kL)} of x's dtype
     * @param options stride 1, nothing cut or added, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, L')}, or without N, {@code L' = (L - 1) stride - padding - paddingEnd + dilation (kL - 1) + outputPadding +
     *     1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, ConvTransposeOptions options) {
        return Convolve.transposed("convTranspose1d", x, weight, Option.none(), options);
    }

    /**
     * {@code y[n, k, i] = bias[k] + sum of weight[c, k, t] x[n, c, l]} over all c, t, l with {@code stride l + dilation t - padding = i}
     *
     * <p>As {@link #convTranspose1d(Tensor, Tensor)}, with a bias and options. torch: conv_transpose1d.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kL)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @param options stride 1, nothing cut or added, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, L')}, or without N, {@code L' = (L - 1) stride - padding - paddingEnd + dilation (kL - 1) + outputPadding +
     *     1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, Tensor bias, ConvTransposeOptions options) {
        return Convolve.transposed("convTranspose1d", x, weight, Option.of(bias), options);
    }

    /**
     * {@code y[n, k, i, j] = sum of weight[c, k, s, t] x[n, c, h, w]} over all c, s, t, h, w with {@code h + s = i and w + t = j}
     *
     * <p>The transposed convolution over 2 spatial axes: the adjoint of {@link #conv2d(Tensor, Tensor, ConvOptions)} in its input. torch:
     * conv_transpose2d.
     *
     * {@snippet :
     * Tensor y = F.convTranspose2d(Tensor.of(new double[] {1, 2}, 1, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 1, 2));
     * // [[[1, 12, 20]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kH, kW)} of x's dtype
     * @return {@code (N, K, H', W')}, or without N, {@code W' = W + kW - 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight) {
        return Convolve.transposed("convTranspose2d", x, weight, Option.none(), ConvTransposeOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, i, j] = bias[k] + sum of weight[c, k, s, t] x[n, c, h, w]} over all c, s, t, h, w with {@code h + s = i and w + t =
     * j}
     *
     * <p>As {@link #convTranspose2d(Tensor, Tensor)}, with a bias. torch: conv_transpose2d.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @return {@code (N, K, H', W')}, or without N, {@code W' = W + kW - 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, Tensor bias) {
        return Convolve.transposed("convTranspose2d", x, weight, Option.of(bias), ConvTransposeOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, i, j] = sum of weight[c, k, s, t] x[n, c, h, w]} over all c, s, t, h, w with {@code stride h + dilation s - padding
     * = i and stride w + dilation t - padding = j}
     *
     * <p>As {@link #convTranspose2d(Tensor, Tensor)}, with options. torch: conv_transpose2d.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kH, kW)} of x's dtype
     * @param options stride 1, nothing cut or added, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, H', W')}, or without N, {@code W' = (W - 1) stride - padding - paddingEnd + dilation (kW - 1) + outputPadding
     *     + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, ConvTransposeOptions options) {
        return Convolve.transposed("convTranspose2d", x, weight, Option.none(), options);
    }

    /**
     * {@code y[n, k, i, j] = bias[k] + sum of weight[c, k, s, t] x[n, c, h, w]} over all c, s, t, h, w with {@code stride h + dilation s
     * - padding = i and stride w + dilation t - padding = j}
     *
     * <p>As {@link #convTranspose2d(Tensor, Tensor)}, with a bias and options. torch: conv_transpose2d.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @param options stride 1, nothing cut or added, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, H', W')}, or without N, {@code W' = (W - 1) stride - padding - paddingEnd + dilation (kW - 1) + outputPadding
     *     + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, Tensor bias, ConvTransposeOptions options) {
        return Convolve.transposed("convTranspose2d", x, weight, Option.of(bias), options);
    }

    /**
     * {@code y[n, k, g, i, j] = sum of weight[c, k, r, s, t] x[n, c, d, h, w]} over all c, r, s, t, d, h, w with {@code d + r = g, h + s
     * = i and w + t = j}
     *
     * <p>The transposed convolution over 3 spatial axes: the adjoint of {@link #conv3d(Tensor, Tensor, ConvOptions)} in its input. torch:
     * conv_transpose3d.
     *
     * {@snippet :
     * Tensor y = F.convTranspose3d(Tensor.of(new double[] {1, 2}, 1, 1, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 1, 1, 2));
     * // [[[[1, 12, 20]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kD, kH, kW)} of x's dtype
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = W + kW - 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose3d(Tensor x, Tensor weight) {
        return Convolve.transposed("convTranspose3d", x, weight, Option.none(), ConvTransposeOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, g, i, j] = bias[k] + sum of weight[c, k, r, s, t] x[n, c, d, h, w]} over all c, r, s, t, d, h, w with {@code d + r =
     * g, h + s = i and w + t = j}
     *
     * <p>As {@link #convTranspose3d(Tensor, Tensor)}, with a bias. torch: conv_transpose3d.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kD, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = W + kW - 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose3d(Tensor x, Tensor weight, Tensor bias) {
        return Convolve.transposed("convTranspose3d", x, weight, Option.of(bias), ConvTransposeOptions.DEFAULT);
    }

    /**
     * {@code y[n, k, g, i, j] = sum of weight[c, k, r, s, t] x[n, c, d, h, w]} over all c, r, s, t, d, h, w with {@code stride d +
     * dilation r - padding = g, stride h + dilation s - padding = i and stride w + dilation t - padding = j}
     *
     * <p>As {@link #convTranspose3d(Tensor, Tensor)}, with options. torch: conv_transpose3d.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kD, kH, kW)} of x's dtype
     * @param options stride 1, nothing cut or added, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = (W - 1) stride - padding - paddingEnd + dilation (kW - 1) +
     *     outputPadding + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose3d(Tensor x, Tensor weight, ConvTransposeOptions options) {
        return Convolve.transposed("convTranspose3d", x, weight, Option.none(), options);
    }

    /**
     * {@code y[n, k, g, i, j] = bias[k] + sum of weight[c, k, r, s, t] x[n, c, d, h, w]} over all c, r, s, t, d, h, w with {@code stride
     * d + dilation r - padding = g, stride h + dilation s - padding = i and stride w + dilation t - padding = j}
     *
     * <p>As {@link #convTranspose3d(Tensor, Tensor)}, with a bias and options. torch: conv_transpose3d.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param weight {@code (C, K / groups, kD, kH, kW)} of x's dtype
     * @param bias {@code (K)} of x's dtype, added to each channel
     * @param options stride 1, nothing cut or added, dilation 1 and one group unless they say otherwise
     * @return {@code (N, K, D', H', W')}, or without N, {@code W' = (W - 1) stride - padding - paddingEnd + dilation (kW - 1) +
     *     outputPadding + 1} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, an option is out of range, or nothing is
     *     left of the result
     */
    public static Tensor convTranspose3d(Tensor x, Tensor weight, Tensor bias, ConvTransposeOptions options) {
        return Convolve.transposed("convTranspose3d", x, weight, Option.of(bias), options);
    }

    /**
     * {@code y[q, n, k] = bias[k] + sum over c, t of weight[t, c, k] x[q + t - pad, n, c]}
     *
     * <p>The convolution of sequences whose first axis is time and last the channels, x being 0 in the padding. torch: conv_tbc.
     *
     * {@snippet :
     * Tensor y = F.convTbc(Tensor.of(new double[] {1, 2, 3}, 3, 1, 1), Tensor.of(new double[] {1, 1}, 2, 1, 1), Tensor.of(0.0), 0);
     * // [[[3]], [[5]]]
     * }
     *
     * @param x {@code (T, N, C)}; FLOAT32 or FLOAT64
     * @param weight {@code (kT, C, K)} of x's dtype
     * @param bias {@code (K)} of x's dtype
     * @param pad zeros before the first and after the last time, 0 or more
     * @return {@code (T', N, K)}, {@code T' = T + 2 pad - kT + 1}
     * @throws org.covector.engine.ArgumentException if ranks, dtypes or channels do not fit, or the kernel is longer than the padded
     *     input
     */
    public static Tensor convTbc(Tensor x, Tensor weight, Tensor bias, int pad) {
        return Convolve.tbc(x, weight, bias, pad);
    }

    /**
     * {@code y[n, c K + t, q] = x[n, c, stride q + dilation t - padding]}, 0 in the padding; the K elements t of the kernel and the L
     * windows q count in row-major order
     *
     * <p>Sliding windows as columns (im2col), so that a convolution is a matrix product. torch: unfold.
     *
     * {@snippet :
     * Tensor y = F.unfold(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3), new int[] {2, 2}, ConvOptions.DEFAULT);
     * // [[1, 2], [2, 3], [4, 5], [5, 6]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; for a kernel of three lengths {@code (N, C, D, H, W)}; FLOAT32 or FLOAT64
     * @param kernelSize one length for both axes, or one for each of two or three axes
     * @param options stride 1, no padding and dilation 1 unless they say otherwise; one group
     * @return {@code (N, C K, L)}, or without N, L being the product of {@code floor((H + padding + paddingEnd - dilation (kH - 1) - 1) /
     *     stride) + 1} over the axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an option is out of range, or the kernel is longer than the
     *     padded input
     */
    public static Tensor unfold(Tensor x, int[] kernelSize, ConvOptions options) {
        return Patches.unfold(x, kernelSize, options);
    }

    /**
     * {@code y[n, c, i] = sum of x[n, c K + t, q]} over the elements t of the kernel and the windows q with {@code stride q + dilation t
     * - padding = i}
     *
     * <p>Columns summed back to where they were taken from (col2im): the adjoint of {@link #unfold(Tensor, int[], ConvOptions)}. Where
     * windows overlap their elements are added, so that folding what was unfolded gives each element as often as windows see it. torch:
     * fold.
     *
     * {@snippet :
     * Tensor y = F.fold(Tensor.of(new double[] {1, 2, 2, 3}, 2, 2), new int[] {1, 3}, new int[] {1, 2}, ConvOptions.DEFAULT);
     * // [[[1, 4, 3]]]
     * }
     *
     * @param x {@code (N, C K, L)}, or without N; K elements of the kernel, L windows; FLOAT32 or FLOAT64
     * @param outputSize one length for all spatial axes of the result, or one for each
     * @param kernelSize one length for both axes, or one for each of two or three axes
     * @param options stride 1, no padding and dilation 1 unless they say otherwise; one group
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank, K or L do not fit, or an option is out of range
     */
    public static Tensor fold(Tensor x, int[] outputSize, int[] kernelSize, ConvOptions options) {
        return Patches.fold(x, outputSize, kernelSize, options);
    }
}
