package org.covector.functional.spatial;

import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.PoolOptions;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Index;

/** Pooling over windows; part of {@link F}. */
public abstract sealed class PoolingFunctions extends VisionFunctions permits ConvolutionFunctions {
    PoolingFunctions() {}

    /**
     * {@code y[n, c, q] = max over t of x[n, c, kernelSize q + t]}
     *
     * <p>The largest element of each window, windows side by side. Of elements that tie the first gets the gradient; NaN wins over all
     * numbers. torch: max_pool1d.
     *
     * {@snippet :
     * Tensor y = F.maxPool1d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 4), 2); // [[3, 4]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, L')}, or without N, {@code L' = floor(L / kL)}
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor maxPool1d(Tensor x, int kernelSize) {
        return MaxPooling.maxima("maxPool1d", 1, x, new int[] {kernelSize}, PoolOptions.DEFAULT, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, stride q + dilation t - padding]}, padding left out
     *
     * <p>The largest element of each window. Of elements that tie the first gets the gradient; NaN wins over all numbers. torch:
     * max_pool1d.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window
     * @param options windows side by side, no padding, dilation 1, whole windows only unless they say otherwise; nothing of averaging or
     *     indices
     * @return {@code (N, C, L')}, or without N, {@code L' = floor((L + padding + paddingEnd - dilation (kL - 1) - 1) / stride) + 1}, ceil
     *     for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor maxPool1d(Tensor x, int[] kernelSize, PoolOptions options) {
        return MaxPooling.maxima("maxPool1d", 1, x, kernelSize, options, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, kernelSize q + t]}, and the index of that element in its plane
     *
     * <p>The largest element of each window, windows side by side, and where it was: its index in row-major order over the spatial axes.
     * Of elements that tie the first gets the gradient; NaN wins over all numbers. torch: max_pool1d with return_indices.
     *
     * {@snippet :
     * Selected y = F.maxPool1dWithIndices(Tensor.of(new double[] {1, 3, 2, 4}, 1, 4), 2);
     * Tensor values = y.values(); // [[3, 4]]
     * Tensor indices = y.indices(); // [[1, 3]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return values and INT64 indices, both {@code (N, C, L')}, or without N, {@code L' = floor(L / kL)}
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Selected maxPool1dWithIndices(Tensor x, int kernelSize) {
        return Index.selected(MaxPooling.maxima("maxPool1dWithIndices", 1, x, new int[] {kernelSize}, PoolOptions.DEFAULT, true));
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, stride q + dilation t - padding]}, padding left out, and the index of that element
     *
     * <p>The largest element of each window and where it was: its index in row-major order over the spatial axes, or over the whole
     * tensor as in ONNX if the options say so. Of elements that tie the first gets the gradient; NaN wins over all numbers. torch:
     * max_pool1d with return_indices.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window
     * @param options windows side by side, no padding, dilation 1, whole windows only, indices within a plane unless they say otherwise;
     *     nothing of averaging
     * @return values and INT64 indices, both {@code (N, C, L')}, or without N, {@code L' = floor((L + padding + paddingEnd - dilation (kL
     *     - 1) - 1) / stride) + 1}, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Selected maxPool1dWithIndices(Tensor x, int[] kernelSize, PoolOptions options) {
        return Index.selected(MaxPooling.maxima("maxPool1dWithIndices", 1, x, kernelSize, options, true));
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, kernelSize q + t]}
     *
     * <p>The largest element of each window, windows side by side. Of elements that tie the first gets the gradient; NaN wins over all
     * numbers. torch: max_pool2d.
     *
     * {@snippet :
     * Tensor y = F.maxPool2d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 2, 2), 2); // [[[4]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor maxPool2d(Tensor x, int kernelSize) {
        return MaxPooling.maxima("maxPool2d", 2, x, new int[] {kernelSize}, PoolOptions.DEFAULT, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, stride q + dilation t - padding]}, padding left out
     *
     * <p>The largest element of each window. Of elements that tie the first gets the gradient; NaN wins over all numbers. torch:
     * max_pool2d.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only unless they say otherwise; nothing of averaging or
     *     indices
     * @return {@code (N, C, H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) + 1}
     *     and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor maxPool2d(Tensor x, int[] kernelSize, PoolOptions options) {
        return MaxPooling.maxima("maxPool2d", 2, x, kernelSize, options, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, kernelSize q + t]}, and the index of that element in its plane
     *
     * <p>The largest element of each window, windows side by side, and where it was: its index in row-major order over the spatial axes.
     * Of elements that tie the first gets the gradient; NaN wins over all numbers. torch: max_pool2d with return_indices.
     *
     * {@snippet :
     * Selected y = F.maxPool2dWithIndices(Tensor.of(new double[] {1, 3, 2, 4}, 1, 2, 2), 2);
     * Tensor values = y.values(); // [[[4]]]
     * Tensor indices = y.indices(); // [[[3]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return values and INT64 indices, both {@code (N, C, H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other
     *     axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Selected maxPool2dWithIndices(Tensor x, int kernelSize) {
        return Index.selected(MaxPooling.maxima("maxPool2dWithIndices", 2, x, new int[] {kernelSize}, PoolOptions.DEFAULT, true));
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, stride q + dilation t - padding]}, padding left out, and the index of that element
     *
     * <p>The largest element of each window and where it was: its index in row-major order over the spatial axes, or over the whole
     * tensor as in ONNX if the options say so. Of elements that tie the first gets the gradient; NaN wins over all numbers. torch:
     * max_pool2d with return_indices.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only, indices within a plane unless they say otherwise;
     *     nothing of averaging
     * @return values and INT64 indices, both {@code (N, C, H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation
     *     (kW - 1) - 1) / stride) + 1} and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start
     *     behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Selected maxPool2dWithIndices(Tensor x, int[] kernelSize, PoolOptions options) {
        return Index.selected(MaxPooling.maxima("maxPool2dWithIndices", 2, x, kernelSize, options, true));
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, kernelSize q + t]}
     *
     * <p>The largest element of each window, windows side by side. Of elements that tie the first gets the gradient; NaN wins over all
     * numbers. torch: max_pool3d.
     *
     * {@snippet :
     * Tensor y = F.maxPool3d(Tensor.of(new double[] {1, 3, 2, 4, 8, 7, 6, 5}, 1, 2, 2, 2), 2); // [[[[8]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor maxPool3d(Tensor x, int kernelSize) {
        return MaxPooling.maxima("maxPool3d", 3, x, new int[] {kernelSize}, PoolOptions.DEFAULT, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, stride q + dilation t - padding]}, padding left out
     *
     * <p>The largest element of each window. Of elements that tie the first gets the gradient; NaN wins over all numbers. torch:
     * max_pool3d.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only unless they say otherwise; nothing of averaging or
     *     indices
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) +
     *     1} and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor maxPool3d(Tensor x, int[] kernelSize, PoolOptions options) {
        return MaxPooling.maxima("maxPool3d", 3, x, kernelSize, options, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, kernelSize q + t]}, and the index of that element in its plane
     *
     * <p>The largest element of each window, windows side by side, and where it was: its index in row-major order over the spatial axes.
     * Of elements that tie the first gets the gradient; NaN wins over all numbers. torch: max_pool3d with return_indices.
     *
     * {@snippet :
     * Selected y = F.maxPool3dWithIndices(Tensor.of(new double[] {1, 3, 2, 4, 8, 7, 6, 5}, 1, 2, 2, 2), 2);
     * Tensor values = y.values(); // [[[[8]]]]
     * Tensor indices = y.indices(); // [[[[4]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return values and INT64 indices, both {@code (N, C, D', H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the
     *     other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Selected maxPool3dWithIndices(Tensor x, int kernelSize) {
        return Index.selected(MaxPooling.maxima("maxPool3dWithIndices", 3, x, new int[] {kernelSize}, PoolOptions.DEFAULT, true));
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, stride q + dilation t - padding]}, padding left out, and the index of that element
     *
     * <p>The largest element of each window and where it was: its index in row-major order over the spatial axes, or over the whole
     * tensor as in ONNX if the options say so. Of elements that tie the first gets the gradient; NaN wins over all numbers. torch:
     * max_pool3d with return_indices.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only, indices within a plane unless they say otherwise;
     *     nothing of averaging
     * @return values and INT64 indices, both {@code (N, C, D', H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd -
     *     dilation (kW - 1) - 1) / stride) + 1} and likewise for the other axes, ceil for floor with ceilMode, but for a window that would
     *     start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Selected maxPool3dWithIndices(Tensor x, int[] kernelSize, PoolOptions options) {
        return Index.selected(MaxPooling.maxima("maxPool3dWithIndices", 3, x, kernelSize, options, true));
    }

    /**
     * {@code y[n, c, q] = sum over t of x[n, c, kernelSize q + t] / K}, K elements in a window
     *
     * <p>The mean of each window, windows side by side. torch: avg_pool1d.
     *
     * {@snippet :
     * Tensor y = F.avgPool1d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 4), 2); // [[2, 3]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, L')}, or without N, {@code L' = floor(L / kL)}
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor avgPool1d(Tensor x, int kernelSize) {
        return AveragePooling.average("avgPool1d", 1, x, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, q] = sum over t of x[n, c, stride q + dilation t - padding] / d}, 0 in the padding
     *
     * <p>The mean of each window. The divisor d is the number of elements of the window as far as it lies in the padded input, or,
     * without countIncludePad, in the input; or divisorOverride. torch: avg_pool1d, without dilation and divisorOverride.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window
     * @param options windows side by side, no padding, dilation 1, whole windows only, padding counted unless they say otherwise; indices
     *     of planes
     * @return {@code (N, C, L')}, or without N, {@code L' = floor((L + padding + paddingEnd - dilation (kL - 1) - 1) / stride) + 1}, ceil
     *     for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor avgPool1d(Tensor x, int[] kernelSize, PoolOptions options) {
        return AveragePooling.average("avgPool1d", 1, x, kernelSize, options);
    }

    /**
     * {@code y[n, c, q] = sum over t of x[n, c, kernelSize q + t] / K}, K elements in a window
     *
     * <p>The mean of each window, windows side by side. torch: avg_pool2d.
     *
     * {@snippet :
     * Tensor y = F.avgPool2d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 2, 2), 2); // [[[2.5]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor avgPool2d(Tensor x, int kernelSize) {
        return AveragePooling.average("avgPool2d", 2, x, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, q] = sum over t of x[n, c, stride q + dilation t - padding] / d}, 0 in the padding
     *
     * <p>The mean of each window. The divisor d is the number of elements of the window as far as it lies in the padded input, or,
     * without countIncludePad, in the input; or divisorOverride. torch: avg_pool2d, without dilation.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only, padding counted unless they say otherwise; indices
     *     of planes
     * @return {@code (N, C, H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) + 1}
     *     and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor avgPool2d(Tensor x, int[] kernelSize, PoolOptions options) {
        return AveragePooling.average("avgPool2d", 2, x, kernelSize, options);
    }

    /**
     * {@code y[n, c, q] = sum over t of x[n, c, kernelSize q + t] / K}, K elements in a window
     *
     * <p>The mean of each window, windows side by side. torch: avg_pool3d.
     *
     * {@snippet :
     * Tensor y = F.avgPool3d(Tensor.of(new double[] {1, 3, 2, 4, 8, 7, 6, 5}, 1, 2, 2, 2), 2); // [[[[4.5]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor avgPool3d(Tensor x, int kernelSize) {
        return AveragePooling.average("avgPool3d", 3, x, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, q] = sum over t of x[n, c, stride q + dilation t - padding] / d}, 0 in the padding
     *
     * <p>The mean of each window. The divisor d is the number of elements of the window as far as it lies in the padded input, or,
     * without countIncludePad, in the input; or divisorOverride. torch: avg_pool3d, without dilation.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only, padding counted unless they say otherwise; indices
     *     of planes
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) +
     *     1} and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor avgPool3d(Tensor x, int[] kernelSize, PoolOptions options) {
        return AveragePooling.average("avgPool3d", 3, x, kernelSize, options);
    }

    /**
     * {@code y[n, c, q] = (sum over t of x[n, c, kernelSize q + t]^p)^(1/p)}
     *
     * <p>The p-norm of each window; of numbers that may be negative p should be even: powers are taken of the numbers, as in torch, not
     * of their absolute values, as in ONNX, and the root of a negative sum is NaN. Where the sum is 0 the gradient is 0. Windows lie side
     * by side. torch: lp_pool1d.
     *
     * {@snippet :
     * Tensor y = F.lpPool1d(Tensor.of(new double[] {3, 4}, 1, 2), 2, 2); // [[5]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param normType p, greater than 0; infinity means the largest absolute value
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, L')}, or without N, {@code L' = floor(L / kL)}
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor lpPool1d(Tensor x, double normType, int kernelSize) {
        return LpPooling.norm("lpPool1d", 1, x, normType, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, q] = (sum over t of x[n, c, stride q + dilation t - padding]^p)^(1/p)}, 0 in the padding
     *
     * <p>The p-norm of each window; of numbers that may be negative p should be even: powers are taken of the numbers, as in torch, not
     * of their absolute values, as in ONNX, and the root of a negative sum is NaN. Where the sum is 0 the gradient is 0. With ceilMode
     * the sum of a last window that reaches over the end is scaled up as if it were whole, as in torch. torch: lp_pool1d, without padding
     * and dilation.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param normType p, greater than 0; infinity means the largest absolute value
     * @param kernelSize length of the window
     * @param options windows side by side, no padding, dilation 1, whole windows only unless they say otherwise; nothing of averaging or
     *     indices
     * @return {@code (N, C, L')}, or without N, {@code L' = floor((L + padding + paddingEnd - dilation (kL - 1) - 1) / stride) + 1}, ceil
     *     for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor lpPool1d(Tensor x, double normType, int[] kernelSize, PoolOptions options) {
        return LpPooling.norm("lpPool1d", 1, x, normType, kernelSize, options);
    }

    /**
     * {@code y[n, c, q] = (sum over t of x[n, c, kernelSize q + t]^p)^(1/p)}
     *
     * <p>The p-norm of each window; of numbers that may be negative p should be even: powers are taken of the numbers, as in torch, not
     * of their absolute values, as in ONNX, and the root of a negative sum is NaN. Where the sum is 0 the gradient is 0. Windows lie side
     * by side. torch: lp_pool2d.
     *
     * {@snippet :
     * Tensor y = F.lpPool2d(Tensor.of(new double[] {1, 2, 2, 4}, 1, 2, 2), 2, 2); // [[[5]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param normType p, greater than 0; infinity means the largest absolute value
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor lpPool2d(Tensor x, double normType, int kernelSize) {
        return LpPooling.norm("lpPool2d", 2, x, normType, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, q] = (sum over t of x[n, c, stride q + dilation t - padding]^p)^(1/p)}, 0 in the padding
     *
     * <p>The p-norm of each window; of numbers that may be negative p should be even: powers are taken of the numbers, as in torch, not
     * of their absolute values, as in ONNX, and the root of a negative sum is NaN. Where the sum is 0 the gradient is 0. With ceilMode
     * the sum of a last window that reaches over the end is scaled up as if it were whole, as in torch. torch: lp_pool2d, without padding
     * and dilation.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param normType p, greater than 0; infinity means the largest absolute value
     * @param kernelSize one length for all 2 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only unless they say otherwise; nothing of averaging or
     *     indices
     * @return {@code (N, C, H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) + 1}
     *     and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor lpPool2d(Tensor x, double normType, int[] kernelSize, PoolOptions options) {
        return LpPooling.norm("lpPool2d", 2, x, normType, kernelSize, options);
    }

    /**
     * {@code y[n, c, q] = (sum over t of x[n, c, kernelSize q + t]^p)^(1/p)}
     *
     * <p>The p-norm of each window; of numbers that may be negative p should be even: powers are taken of the numbers, as in torch, not
     * of their absolute values, as in ONNX, and the root of a negative sum is NaN. Where the sum is 0 the gradient is 0. Windows lie side
     * by side. torch: lp_pool3d.
     *
     * {@snippet :
     * Tensor y = F.lpPool3d(Tensor.of(new double[] {1, 2, 2, 4}, 1, 1, 2, 2), 2, new int[] {1, 2, 2}, PoolOptions.DEFAULT); // [[[[5]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param normType p, greater than 0; infinity means the largest absolute value
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = floor(W / kW)} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor lpPool3d(Tensor x, double normType, int kernelSize) {
        return LpPooling.norm("lpPool3d", 3, x, normType, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, q] = (sum over t of x[n, c, stride q + dilation t - padding]^p)^(1/p)}, 0 in the padding
     *
     * <p>The p-norm of each window; of numbers that may be negative p should be even: powers are taken of the numbers, as in torch, not
     * of their absolute values, as in ONNX, and the root of a negative sum is NaN. Where the sum is 0 the gradient is 0. With ceilMode
     * the sum of a last window that reaches over the end is scaled up as if it were whole, as in torch. torch: lp_pool3d, without padding
     * and dilation.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param normType p, greater than 0; infinity means the largest absolute value
     * @param kernelSize one length for all 3 axes, or one for each
     * @param options windows side by side, no padding, dilation 1, whole windows only unless they say otherwise; nothing of averaging or
     *     indices
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = floor((W + padding + paddingEnd - dilation (kW - 1) - 1) / stride) +
     *     1} and likewise for the other axes, ceil for floor with ceilMode, but for a window that would start behind input and padding
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length or option is out of range, or the window is longer
     *     than the padded input
     */
    public static Tensor lpPool3d(Tensor x, double normType, int[] kernelSize, PoolOptions options) {
        return LpPooling.norm("lpPool3d", 3, x, normType, kernelSize, options);
    }

    /**
     * {@code y[n, c, q] = mean of x[n, c, i]} over the i of bin q, from {@code floor(q L / out)} to {@code ceil((q + 1) L / out)}
     *
     * <p>Means over as many bins as the result has places; bins may overlap. torch: adaptive_avg_pool1d.
     *
     * {@snippet :
     * Tensor y = F.adaptiveAvgPool1d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4), 2); // [[1.5, 3.5]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize length of the result along the spatial axis; -1 keeps that of x
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Tensor adaptiveAvgPool1d(Tensor x, int... outputSize) {
        return AveragePooling.adaptive("adaptiveAvgPool1d", 1, x, outputSize);
    }

    /**
     * {@code y[n, c, q] = max of x[n, c, i]} over the i of bin q, from {@code floor(q L / out)} to {@code ceil((q + 1) L / out)}
     *
     * <p>Maxima over as many bins as the result has places; bins may overlap. Of elements that tie the first gets the gradient; NaN wins
     * over all numbers. torch: adaptive_max_pool1d.
     *
     * {@snippet :
     * Tensor y = F.adaptiveMaxPool1d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4), 2); // [[2, 4]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize length of the result along the spatial axis; -1 keeps that of x
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Tensor adaptiveMaxPool1d(Tensor x, int... outputSize) {
        return MaxPooling.adaptive("adaptiveMaxPool1d", 1, x, false, outputSize)[0];
    }

    /**
     * {@code y[n, c, q] = max of x[n, c, i]} over the i of bin q, from {@code floor(q L / out)} to {@code ceil((q + 1) L / out)}, and the
     * index of that element in its plane
     *
     * <p>Maxima over as many bins as the result has places, and where they were: indices in row-major order over the spatial axes. Of
     * elements that tie the first gets the gradient; NaN wins over all numbers. torch: adaptive_max_pool1d with return_indices.
     *
     * {@snippet :
     * Selected y = F.adaptiveMaxPool1dWithIndices(Tensor.of(new double[] {1, 2, 4, 3}, 1, 4), 2);
     * Tensor values = y.values(); // [[2, 4]]
     * Tensor indices = y.indices(); // [[1, 2]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize length of the result along the spatial axis; -1 keeps that of x
     * @return values and INT64 indices, both {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Selected adaptiveMaxPool1dWithIndices(Tensor x, int... outputSize) {
        return Index.selected(MaxPooling.adaptive("adaptiveMaxPool1dWithIndices", 1, x, true, outputSize));
    }

    /**
     * {@code y[n, c, q] = mean of x[n, c, i]} over the i of bin q, from {@code floor(q W / out)} to {@code ceil((q + 1) W / out)}
     *
     * <p>Means over as many bins as the result has places; bins may overlap. torch: adaptive_avg_pool2d.
     *
     * {@snippet :
     * Tensor y = F.adaptiveAvgPool2d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), 1, 2); // [[[2, 3]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize one length for all 2 axes of the result, or one for each; -1 keeps that of x (None in torch)
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Tensor adaptiveAvgPool2d(Tensor x, int... outputSize) {
        return AveragePooling.adaptive("adaptiveAvgPool2d", 2, x, outputSize);
    }

    /**
     * {@code y[n, c, q] = max of x[n, c, i]} over the i of bin q, from {@code floor(q W / out)} to {@code ceil((q + 1) W / out)}
     *
     * <p>Maxima over as many bins as the result has places; bins may overlap. Of elements that tie the first gets the gradient; NaN wins
     * over all numbers. torch: adaptive_max_pool2d.
     *
     * {@snippet :
     * Tensor y = F.adaptiveMaxPool2d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), 1, 2); // [[[3, 4]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize one length for all 2 axes of the result, or one for each; -1 keeps that of x (None in torch)
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Tensor adaptiveMaxPool2d(Tensor x, int... outputSize) {
        return MaxPooling.adaptive("adaptiveMaxPool2d", 2, x, false, outputSize)[0];
    }

    /**
     * {@code y[n, c, q] = max of x[n, c, i]} over the i of bin q, from {@code floor(q W / out)} to {@code ceil((q + 1) W / out)}, and the
     * index of that element in its plane
     *
     * <p>Maxima over as many bins as the result has places, and where they were: indices in row-major order over the spatial axes. Of
     * elements that tie the first gets the gradient; NaN wins over all numbers. torch: adaptive_max_pool2d with return_indices.
     *
     * {@snippet :
     * Selected y = F.adaptiveMaxPool2dWithIndices(Tensor.of(new double[] {1, 2, 4, 3}, 1, 2, 2), 1, 2);
     * Tensor values = y.values(); // [[[4, 3]]]
     * Tensor indices = y.indices(); // [[[2, 3]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize one length for all 2 axes of the result, or one for each; -1 keeps that of x (None in torch)
     * @return values and INT64 indices, both {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Selected adaptiveMaxPool2dWithIndices(Tensor x, int... outputSize) {
        return Index.selected(MaxPooling.adaptive("adaptiveMaxPool2dWithIndices", 2, x, true, outputSize));
    }

    /**
     * {@code y[n, c, q] = mean of x[n, c, i]} over the i of bin q, from {@code floor(q W / out)} to {@code ceil((q + 1) W / out)}
     *
     * <p>Means over as many bins as the result has places; bins may overlap. torch: adaptive_avg_pool3d.
     *
     * {@snippet :
     * Tensor y = F.adaptiveAvgPool3d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2), 1, 1, 2); // [[[[2, 3]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize one length for all 3 axes of the result, or one for each; -1 keeps that of x (None in torch)
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Tensor adaptiveAvgPool3d(Tensor x, int... outputSize) {
        return AveragePooling.adaptive("adaptiveAvgPool3d", 3, x, outputSize);
    }

    /**
     * {@code y[n, c, q] = max of x[n, c, i]} over the i of bin q, from {@code floor(q W / out)} to {@code ceil((q + 1) W / out)}
     *
     * <p>Maxima over as many bins as the result has places; bins may overlap. Of elements that tie the first gets the gradient; NaN wins
     * over all numbers. torch: adaptive_max_pool3d.
     *
     * {@snippet :
     * Tensor y = F.adaptiveMaxPool3d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2), 1, 1, 2); // [[[[3, 4]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize one length for all 3 axes of the result, or one for each; -1 keeps that of x (None in torch)
     * @return {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Tensor adaptiveMaxPool3d(Tensor x, int... outputSize) {
        return MaxPooling.adaptive("adaptiveMaxPool3d", 3, x, false, outputSize)[0];
    }

    /**
     * {@code y[n, c, q] = max of x[n, c, i]} over the i of bin q, from {@code floor(q W / out)} to {@code ceil((q + 1) W / out)}, and the
     * index of that element in its plane
     *
     * <p>Maxima over as many bins as the result has places, and where they were: indices in row-major order over the spatial axes. Of
     * elements that tie the first gets the gradient; NaN wins over all numbers. torch: adaptive_max_pool3d with return_indices.
     *
     * {@snippet :
     * Selected y = F.adaptiveMaxPool3dWithIndices(Tensor.of(new double[] {1, 2, 4, 3}, 1, 1, 2, 2), 1, 1, 2);
     * Tensor values = y.values(); // [[[[4, 3]]]]
     * Tensor indices = y.indices(); // [[[[2, 3]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param outputSize one length for all 3 axes of the result, or one for each; -1 keeps that of x (None in torch)
     * @return values and INT64 indices, both {@code (N, C, outputSize)}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit or a length is less than -1
     */
    public static Selected adaptiveMaxPool3dWithIndices(Tensor x, int... outputSize) {
        return Index.selected(MaxPooling.adaptive("adaptiveMaxPool3dWithIndices", 3, x, true, outputSize));
    }

    /**
     * {@code y[n, c, indices[n, c, q]] = x[n, c, q]}, zeros elsewhere
     *
     * <p>Values put back to where maxima of windows side by side were; of several elements put to one place the last stays, and it alone
     * gets a gradient (in torch all of them do). torch: max_unpool1d.
     *
     * {@snippet :
     * Tensor y = F.maxUnpool1d(Tensor.of(new double[] {3, 4}, 1, 2), Tensor.of(new long[] {1, 3}, 1, 2), 2); // [[0, 3, 0, 4]]
     * }
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64
     * @param indices INT64 of x's shape, as {@link #maxPool1dWithIndices(Tensor, int[], PoolOptions)} gives them
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, L')}, or without N, {@code L' = L kernelSize}
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an index lies outside the result, or an option or
     *     outputSize is out of range
     */
    public static Tensor maxUnpool1d(Tensor x, Tensor indices, int kernelSize) {
        return MaxPooling.unpooled("maxUnpool1d", x, indices, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, indices[n, c, q]] = x[n, c, q]}, zeros elsewhere
     *
     * <p>Values put back to where the maxima of windows were; of several elements put to one place the last stays, and it alone gets a
     * gradient (in torch all of them do). torch: max_unpool1d.
     *
     * @param x {@code (N, C, L)}, or without N; FLOAT32 or FLOAT64
     * @param indices INT64 of x's shape, as {@link #maxPool1dWithIndices(Tensor, int[], PoolOptions)} gives them
     * @param kernelSize length of the window
     * @param options those of the pooling; averaging at its default
     * @param outputSize spatial lengths that the pooling had, less than a stride away from those below; none means those
     * @return {@code (N, C, L')}, or without N, {@code L' = (L - 1) stride - padding - paddingEnd + dilation (kL - 1) + 1} unless
     *     outputSize is given
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an index lies outside the result, or an option or
     *     outputSize is out of range
     */
    public static Tensor maxUnpool1d(Tensor x, Tensor indices, int[] kernelSize, PoolOptions options, int... outputSize) {
        return MaxPooling.unpooled("maxUnpool1d", x, indices, kernelSize, options, outputSize);
    }

    /**
     * {@code y[n, c, indices[n, c, q]] = x[n, c, q]}, zeros elsewhere
     *
     * <p>Values put back to where maxima of windows side by side were; of several elements put to one place the last stays, and it alone
     * gets a gradient (in torch all of them do). torch: max_unpool2d.
     *
     * {@snippet :
     * Tensor y = F.maxUnpool2d(Tensor.of(new double[] {4}, 1, 1, 1), Tensor.of(new long[] {3}, 1, 1, 1), 2); // [[[0, 0], [0, 4]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64
     * @param indices INT64 of x's shape, as {@link #maxPool2dWithIndices(Tensor, int[], PoolOptions)} gives them
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, H', W')}, or without N, {@code W' = W kernelSize} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an index lies outside the result, or an option or
     *     outputSize is out of range
     */
    public static Tensor maxUnpool2d(Tensor x, Tensor indices, int kernelSize) {
        return MaxPooling.unpooled("maxUnpool2d", x, indices, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, indices[n, c, q]] = x[n, c, q]}, zeros elsewhere
     *
     * <p>Values put back to where the maxima of windows were; of several elements put to one place the last stays, and it alone gets a
     * gradient (in torch all of them do). torch: max_unpool2d.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64
     * @param indices INT64 of x's shape, as {@link #maxPool2dWithIndices(Tensor, int[], PoolOptions)} gives them
     * @param kernelSize one length for all 2 axes, or one for each
     * @param options those of the pooling; averaging at its default
     * @param outputSize spatial lengths that the pooling had, less than a stride away from those below; none means those
     * @return {@code (N, C, H', W')}, or without N, {@code W' = (W - 1) stride - padding - paddingEnd + dilation (kW - 1) + 1} and
     *     likewise for the other axes unless outputSize is given
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an index lies outside the result, or an option or
     *     outputSize is out of range
     */
    public static Tensor maxUnpool2d(Tensor x, Tensor indices, int[] kernelSize, PoolOptions options, int... outputSize) {
        return MaxPooling.unpooled("maxUnpool2d", x, indices, kernelSize, options, outputSize);
    }

    /**
     * {@code y[n, c, indices[n, c, q]] = x[n, c, q]}, zeros elsewhere
     *
     * <p>Values put back to where maxima of windows side by side were; of several elements put to one place the last stays, and it alone
     * gets a gradient (in torch all of them do). torch: max_unpool3d.
     *
     * {@snippet :
     * Tensor place = Tensor.of(new long[] {3}, 1, 1, 1, 1);
     * Tensor y = F.maxUnpool3d(Tensor.of(new double[] {4}, 1, 1, 1, 1), place, new int[] {1, 2, 2}, PoolOptions.DEFAULT);
     * // [[[[0, 0], [0, 4]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64
     * @param indices INT64 of x's shape, as {@link #maxPool3dWithIndices(Tensor, int[], PoolOptions)} gives them
     * @param kernelSize length of the window along each axis
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = W kernelSize} and likewise for the other axes
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an index lies outside the result, or an option or
     *     outputSize is out of range
     */
    public static Tensor maxUnpool3d(Tensor x, Tensor indices, int kernelSize) {
        return MaxPooling.unpooled("maxUnpool3d", x, indices, new int[] {kernelSize}, PoolOptions.DEFAULT);
    }

    /**
     * {@code y[n, c, indices[n, c, q]] = x[n, c, q]}, zeros elsewhere
     *
     * <p>Values put back to where the maxima of windows were; of several elements put to one place the last stays, and it alone gets a
     * gradient (in torch all of them do). torch: max_unpool3d.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64
     * @param indices INT64 of x's shape, as {@link #maxPool3dWithIndices(Tensor, int[], PoolOptions)} gives them
     * @param kernelSize one length for all 3 axes, or one for each
     * @param options those of the pooling; averaging at its default
     * @param outputSize spatial lengths that the pooling had, less than a stride away from those below; none means those
     * @return {@code (N, C, D', H', W')}, or without N, {@code W' = (W - 1) stride - padding - paddingEnd + dilation (kW - 1) + 1} and
     *     likewise for the other axes unless outputSize is given
     * @throws org.covector.engine.ArgumentException if the rank does not fit, an index lies outside the result, or an option or
     *     outputSize is out of range
     */
    public static Tensor maxUnpool3d(Tensor x, Tensor indices, int[] kernelSize, PoolOptions options, int... outputSize) {
        return MaxPooling.unpooled("maxUnpool3d", x, indices, kernelSize, options, outputSize);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d.
     *
     * {@snippet :
     * Tensor x = Tensor.ones(1, 2, 5, 5);
     * Shape shape = F.fractionalMaxPool2d(x, new int[] {2}, new int[] {3}, Key.of(1)).shape(); // [1, 2, 3, 3]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputSize one length for all 2 axes of the result, or one for each; with the window's at most one more than that of x
     * @param key what u is drawn from, for each sample and channel
     * @return {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool2d(Tensor x, int[] kernelSize, int[] outputSize, Key key) {
        return MaxPooling.fractional("fractionalMaxPool2d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2d", 2, x, outputSize),
                MaxPooling.samples("fractionalMaxPool2d", 2, x, key), false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d. The lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputRatio one number for all 2 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param key what u is drawn from, for each sample and channel
     * @return {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool2d(Tensor x, int[] kernelSize, double[] outputRatio, Key key) {
        return MaxPooling.fractional("fractionalMaxPool2d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2d", 2, x, outputRatio),
                MaxPooling.samples("fractionalMaxPool2d", 2, x, key), false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d. The samples are given.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputSize one length for all 2 axes of the result, or one for each; with the window's at most one more than that of x
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 2)}, in torch's order of axes, W,
     *     H; without gradient
     * @return {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool2d(Tensor x, int[] kernelSize, int[] outputSize, Tensor samples) {
        return MaxPooling.fractional("fractionalMaxPool2d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2d", 2, x, outputSize),
                samples, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d. The samples are given, and the lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputRatio one number for all 2 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 2)}, in torch's order of axes, W,
     *     H; without gradient
     * @return {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool2d(Tensor x, int[] kernelSize, double[] outputRatio, Tensor samples) {
        return MaxPooling.fractional("fractionalMaxPool2d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2d", 2, x, outputRatio),
                samples, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d.
     *
     * {@snippet :
     * Tensor x = F.reshape(Tensor.arange(DType.FLOAT64, 0, 9, 1), 1, 1, 3, 3);
     * Selected y = F.fractionalMaxPool2dWithIndices(x, new int[] {2}, new int[] {2}, Key.of(0));
     * Tensor values = y.values(); // [[[[4, 5], [7, 8]]]]
     * Tensor indices = y.indices(); // [[[[4, 5], [7, 8]]]]
     * }
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputSize one length for all 2 axes of the result, or one for each; with the window's at most one more than that of x
     * @param key what u is drawn from, for each sample and channel
     * @return values and INT64 indices, both {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool2dWithIndices(Tensor x, int[] kernelSize, int[] outputSize, Key key) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool2dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2dWithIndices", 2, x, outputSize),
                MaxPooling.samples("fractionalMaxPool2dWithIndices", 2, x, key), true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d. The lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputRatio one number for all 2 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param key what u is drawn from, for each sample and channel
     * @return values and INT64 indices, both {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool2dWithIndices(Tensor x, int[] kernelSize, double[] outputRatio, Key key) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool2dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2dWithIndices", 2, x, outputRatio),
                MaxPooling.samples("fractionalMaxPool2dWithIndices", 2, x, key), true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d. The samples are given.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputSize one length for all 2 axes of the result, or one for each; with the window's at most one more than that of x
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 2)}, in torch's order of axes, W,
     *     H; without gradient
     * @return values and INT64 indices, both {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool2dWithIndices(Tensor x, int[] kernelSize, int[] outputSize, Tensor samples) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool2dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2dWithIndices", 2, x, outputSize),
                samples, true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool2d. The samples are given, and the lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 2 axes, or one for each
     * @param outputRatio one number for all 2 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 2)}, in torch's order of axes, W,
     *     H; without gradient
     * @return values and INT64 indices, both {@code (N, C, H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool2dWithIndices(Tensor x, int[] kernelSize, double[] outputRatio, Tensor samples) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool2dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool2dWithIndices", 2, x, outputRatio),
                samples, true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d.
     *
     * {@snippet :
     * Tensor x = Tensor.ones(1, 2, 5, 5, 5);
     * Shape shape = F.fractionalMaxPool3d(x, new int[] {2}, new int[] {3}, Key.of(1)).shape(); // [1, 2, 3, 3, 3]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputSize one length for all 3 axes of the result, or one for each; with the window's at most one more than that of x
     * @param key what u is drawn from, for each sample and channel
     * @return {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool3d(Tensor x, int[] kernelSize, int[] outputSize, Key key) {
        return MaxPooling.fractional("fractionalMaxPool3d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3d", 3, x, outputSize),
                MaxPooling.samples("fractionalMaxPool3d", 3, x, key), false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d. The lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputRatio one number for all 3 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param key what u is drawn from, for each sample and channel
     * @return {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool3d(Tensor x, int[] kernelSize, double[] outputRatio, Key key) {
        return MaxPooling.fractional("fractionalMaxPool3d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3d", 3, x, outputRatio),
                MaxPooling.samples("fractionalMaxPool3d", 3, x, key), false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d. The samples are given.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputSize one length for all 3 axes of the result, or one for each; with the window's at most one more than that of x
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 3)}, in torch's order of axes, D,
     *     H, W; without gradient
     * @return {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool3d(Tensor x, int[] kernelSize, int[] outputSize, Tensor samples) {
        return MaxPooling.fractional("fractionalMaxPool3d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3d", 3, x, outputSize),
                samples, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d. The samples are given, and the lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputRatio one number for all 3 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 3)}, in torch's order of axes, D,
     *     H, W; without gradient
     * @return {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Tensor fractionalMaxPool3d(Tensor x, int[] kernelSize, double[] outputRatio, Tensor samples) {
        return MaxPooling.fractional("fractionalMaxPool3d", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3d", 3, x, outputRatio),
                samples, false)[0];
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d.
     *
     * {@snippet :
     * Tensor x = F.reshape(Tensor.arange(DType.FLOAT64, 0, 9, 1), 1, 1, 1, 3, 3);
     * Selected y = F.fractionalMaxPool3dWithIndices(x, new int[] {1, 2, 2}, new int[] {1, 2, 2}, Key.of(0));
     * Tensor values = y.values(); // [[[[[4, 5], [7, 8]]]]]
     * Tensor indices = y.indices(); // [[[[[4, 5], [7, 8]]]]]
     * }
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputSize one length for all 3 axes of the result, or one for each; with the window's at most one more than that of x
     * @param key what u is drawn from, for each sample and channel
     * @return values and INT64 indices, both {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool3dWithIndices(Tensor x, int[] kernelSize, int[] outputSize, Key key) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool3dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3dWithIndices", 3, x, outputSize),
                MaxPooling.samples("fractionalMaxPool3dWithIndices", 3, x, key), true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d. The lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputRatio one number for all 3 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param key what u is drawn from, for each sample and channel
     * @return values and INT64 indices, both {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool3dWithIndices(Tensor x, int[] kernelSize, double[] outputRatio, Key key) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool3dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3dWithIndices", 3, x, outputRatio),
                MaxPooling.samples("fractionalMaxPool3dWithIndices", 3, x, key), true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d. The samples are given.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputSize one length for all 3 axes of the result, or one for each; with the window's at most one more than that of x
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 3)}, in torch's order of axes, D,
     *     H, W; without gradient
     * @return values and INT64 indices, both {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool3dWithIndices(Tensor x, int[] kernelSize, int[] outputSize, Tensor samples) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool3dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3dWithIndices", 3, x, outputSize),
                samples, true);
        return Index.selected(y);
    }

    /**
     * {@code y[n, c, q] = max over t of x[n, c, start[q] + t]}, {@code start[q] = floor((q + u) a) - floor(u a)} along each axis, {@code
     * a = (W - kW) / (W' - 1)}, and the last at {@code W - kW}, and the index of that element in its plane
     *
     * <p>Windows whose distances vary between two whole numbers, at random by u, so that lengths shrink by any fraction. Of elements that
     * tie the first gets the gradient; NaN wins over all numbers. Source: B. Graham, Fractional max-pooling, 2014. torch:
     * fractional_max_pool3d. The samples are given, and the lengths of the result are fractions of those of x.
     *
     * @param x {@code (N, C, D, H, W)}, or without N; FLOAT32 or FLOAT64; no spatial axis empty
     * @param kernelSize one length for all 3 axes, or one for each
     * @param outputRatio one number for all 3 axes, or one for each, between 0 and 1: lengths of the result are {@code floor(ratio W)}
     * @param samples u for each sample and channel, from 0 (inclusive) to 1 (exclusive): {@code (N, C, 3)}, in torch's order of axes, D,
     *     H, W; without gradient
     * @return values and INT64 indices, both {@code (N, C, D', H', W')}, or without N
     * @throws org.covector.engine.ArgumentException if the rank does not fit, a length is out of range, or samples are not of that shape
     *     or range
     */
    public static Selected fractionalMaxPool3dWithIndices(Tensor x, int[] kernelSize, double[] outputRatio, Tensor samples) {
        Tensor[] y = MaxPooling.fractional("fractionalMaxPool3dWithIndices", x, kernelSize,
                MaxPooling.size("fractionalMaxPool3dWithIndices", 3, x, outputRatio),
                samples, true);
        return Index.selected(y);
    }
}
