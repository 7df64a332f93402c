package org.covector.functional.spatial;

import org.covector.functional.F;
import org.covector.functional.GridSample;
import org.covector.functional.Interpolate;
import org.covector.functional.Interpolate.Mode;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;
import org.covector.functional.norm.NormalizationFunctions;

/** Images: resampling, pixels, padding; part of {@link F}. */
public abstract sealed class VisionFunctions extends NormalizationFunctions permits PoolingFunctions {
    VisionFunctions() {}

    /**
     * {@code y[n, c, q] = sum over i of k(s (q + 1/2) - 1/2 - i) x[n, c, i]} along each spatial axis: an image of other lengths.
     *
     * <p>s is the inverse of the scale factor, or the ratio of the lengths; with aligned corners the place of q is
     * {@code q (in - 1) / (out - 1)}. The kernel k is that of the mode; places beyond an end count as the element at the end. Linear in
     * x, so that every derivative is again a resampling. Cubic kernels: R. G. Keys, Cubic convolution interpolation for digital image
     * processing (1981). ONNX's Resize with {@code half_pixel}, {@code asymmetric} (NEAREST) and {@code align_corners} are cases of this.
     *
     * {@snippet :
     * Tensor image = Tensor.of(new double[][][][] {{{{0, 1}}}});
     * Tensor y = F.interpolate(image, Interpolate.size(1, 4).withMode(Interpolate.Mode.BILINEAR)); // [[[[0, 0.25, 0.75, 1]]]]
     * }
     *
     * @param x [N, C, L], [N, C, H, W] or [N, C, D, H, W], FLOAT32 or FLOAT64, spatial axes of length 1 or more
     * @param options lengths or factors, mode (default NEAREST), aligned corners (default no), antialias (default no)
     * @return [N, C, spatial axes of the lengths given, or of {@code floor(length * factor)}], of x's dtype
     * @throws org.covector.engine.ArgumentException if the mode does not fit the number of spatial axes or the options each other, or a
     *     length is less than 1
     */
    public static Tensor interpolate(Tensor x, Interpolate options) {
        return Resampling.interpolate(x, options);
    }

    /**
     * {@code y[n, c, q] = x[n, c, floor(q in / out)]}: {@link #interpolate(Tensor, Interpolate)} in mode NEAREST to given lengths.
     *
     * @param x [N, C, 1 to 3 spatial axes], FLOAT32 or FLOAT64
     * @param size lengths of the spatial axes, one number for all
     * @return [N, C, size...], of x's dtype
     * @throws org.covector.engine.ArgumentException if a length is less than 1, or there are not as many as spatial axes
     */
    public static Tensor interpolate(Tensor x, int... size) {
        return Resampling.interpolate(x, Interpolate.size(size));
    }

    /**
     * {@code interpolate(x, options)}: torch's old name of {@link #interpolate(Tensor, Interpolate)}.
     *
     * {@snippet :
     * Tensor y = F.upsample(Tensor.of(new double[][][] {{{1, 2}}}), Interpolate.size(4)); // [[[1, 1, 2, 2]]]
     * }
     *
     * @param x [N, C, 1 to 3 spatial axes], FLOAT32 or FLOAT64
     * @param options as of interpolate
     * @return [N, C, spatial axes as interpolate gives them], of x's dtype
     * @throws org.covector.engine.ArgumentException as interpolate
     */
    public static Tensor upsample(Tensor x, Interpolate options) {
        return Resampling.interpolate(x, options);
    }

    /**
     * {@code y[n, c, q] = x[n, c, floor(s q)]}: {@link #interpolate(Tensor, Interpolate)} with mode NEAREST whatever the options say.
     *
     * {@snippet :
     * Tensor y = F.upsampleNearest(Tensor.of(new double[][][] {{{1, 2}}}), Interpolate.scale(2)); // [[[1, 1, 2, 2]]]
     * }
     *
     * @param x [N, C, 1 to 3 spatial axes], FLOAT32 or FLOAT64
     * @param options lengths or factors
     * @return [N, C, spatial axes as interpolate gives them], of x's dtype
     * @throws org.covector.engine.ArgumentException as interpolate
     */
    public static Tensor upsampleNearest(Tensor x, Interpolate options) {
        return Resampling.interpolate(x, options.withMode(Mode.NEAREST));
    }

    /**
     * {@code y[n, c, q] = (1 - t) x[i] + t x[i + 1], i + t = q (in - 1) / (out - 1)} along both spatial axes:
     * {@link #interpolate(Tensor, Interpolate)} with mode BILINEAR and aligned corners whatever the options say.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][][][] {{{{1, 3}}}});
     * Tensor y = F.upsampleBilinear(x, Interpolate.size(1, 3)); // [[[[1, 2, 3]]]]
     * }
     *
     * @param x [N, C, H, W], FLOAT32 or FLOAT64
     * @param options lengths or factors
     * @return [N, C, spatial axes as interpolate gives them], of x's dtype
     * @throws org.covector.engine.ArgumentException as interpolate
     */
    public static Tensor upsampleBilinear(Tensor x, Interpolate options) {
        return Resampling.interpolate(x, options.withMode(Mode.BILINEAR).withAlignCorners(true));
    }

    /**
     * {@code y[n, c, p] = sum over i of k(grid[n, p] - i) x[n, c, i]}: an image sampled at points of its own plane (M. Jaderberg et al.,
     * Spatial transformer networks, 2015).
     *
     * <p>Coordinates are (x, y) or (x, y, z), the last spatial axis first, from -1 to 1 within the image. The gradient by the grid is that
     * of the weights: one-sided where a point lies on an element, 0 for mode NEAREST, and 0 outside for BORDER. Where a coordinate is NaN,
     * or infinite for REFLECTION, the value and the gradient by the point are NaN, and the image has none from it; torch takes -1 for it,
     * or 0 for the sample.
     *
     * @param x the image [N, C, H, W] or [N, C, D, H, W], FLOAT32 or FLOAT64, spatial axes of length 1 or more
     * @param grid [N, H', W', 2] or [N, D', H', W', 3], of x's dtype
     * @param options mode (default BILINEAR; BICUBIC for two spatial axes only), what lies outside (default ZEROS), aligned corners
     *     (default no)
     * @return [N, C, H', W'] or [N, C, D', H', W'], of x's dtype
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or the mode do not fit each other
     */
    public static Tensor gridSample(Tensor x, Tensor grid, GridSample options) {
        return GridSampling.sample(x, grid, options);
    }

    /**
     * {@code y[n, c, p] = sum over i of k(grid[n, p] - i) x[n, c, i]}: an image sampled at points of its own plane,
     * {@link #gridSample(Tensor, Tensor, GridSample)} with {@link GridSample#DEFAULT}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][][][] {{{{1, 2}, {3, 4}}}});
     * Tensor y = F.gridSample(x, Tensor.of(new double[][][][] {{{{0, 0}, {-0.5, -0.5}, {1, -1}}}})); // [[[[2.5, 1, 0.5]]]]
     * }
     *
     * @param x the image [N, C, H, W] or [N, C, D, H, W], FLOAT32 or FLOAT64
     * @param grid [N, H', W', 2] or [N, D', H', W', 3], of x's dtype
     * @return [N, C, H', W'] or [N, C, D', H', W'], of x's dtype
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit each other
     */
    public static Tensor gridSample(Tensor x, Tensor grid) {
        return GridSampling.sample(x, grid, GridSample.DEFAULT);
    }

    /**
     * {@code grid[n, p] = theta[n] (p, 1)}: for every point p of an image to be made, where an affine map takes it; for
     * {@link #gridSample}.
     *
     * {@snippet :
     * Tensor flipped = Tensor.of(new double[][][] {{{-1, 0, 0}, {0, 1, 0}}});
     * Tensor y = F.affineGrid(flipped, true, 1, 1, 1, 3); // [[[[1, 0], [0, 0], [-1, 0]]]]
     * }
     *
     * @param theta [N, 2, 3] or [N, 3, 4], FLOAT32 or FLOAT64
     * @param alignCorners whether -1 and 1 are the centres of the outermost elements, or else their outer edges; as in gridSample
     * @param size N, C, H, W or N, C, D, H, W of the image to be made
     * @return [N, H, W, 2] or [N, D, H, W, 3], of theta's dtype
     * @throws org.covector.engine.ArgumentException if theta and size do not fit each other, or a spatial length is less than 1
     */
    public static Tensor affineGrid(Tensor theta, boolean alignCorners, int... size) {
        return GridSampling.affine(theta, alignCorners, size);
    }

    /**
     * {@code y[..., c, h r + i, w r + j] = x[..., c r^2 + i r + j, h, w]}: channels become places (W. Shi et al., Real-time single image
     * super-resolution, 2016). ONNX: DepthToSpace in mode CRD.
     *
     * {@snippet :
     * Tensor y = F.pixelShuffle(Tensor.of(new double[] {1, 2, 3, 4}, 4, 1, 1), 2); // [[[1, 2], [3, 4]]]
     * }
     *
     * @param x [..., C r^2, H, W], any dtype
     * @param upscaleFactor r, 1 or more
     * @return [..., C, H r, W r], of x's dtype
     * @throws org.covector.engine.ArgumentException if there are fewer than 3 axes or the channels are no multiple of r^2
     */
    public static Tensor pixelShuffle(Tensor x, int upscaleFactor) {
        return Pixels.shuffle(x, upscaleFactor);
    }

    /**
     * {@code y[..., c r^2 + i r + j, h, w] = x[..., c, h r + i, w r + j]}: places become channels; the inverse of {@link #pixelShuffle}.
     * ONNX's SpaceToDepth has channel {@code (i r + j) C + c} instead.
     *
     * {@snippet :
     * Tensor y = F.pixelUnshuffle(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), 2); // [[[1]], [[2]], [[3]], [[4]]]
     * }
     *
     * @param x [..., C, H r, W r], any dtype
     * @param downscaleFactor r, 1 or more
     * @return [..., C r^2, H, W], of x's dtype
     * @throws org.covector.engine.ArgumentException if there are fewer than 3 axes or H, W are no multiples of r
     */
    public static Tensor pixelUnshuffle(Tensor x, int downscaleFactor) {
        return Pixels.unshuffle(x, downscaleFactor);
    }

    /**
     * {@code y[n, i g + j, ...] = x[n, j (C / g) + i, ...]}: channels of g groups, one of each group in turn (X. Zhang et al., ShuffleNet,
     * 2017).
     *
     * {@snippet :
     * Tensor y = F.channelShuffle(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4, 1), 2); // [[[1], [3], [2], [4]]]
     * }
     *
     * @param x [N, C, ...], any dtype
     * @param groups g, a divisor of C
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if there are fewer than 2 axes or C is no multiple of g
     */
    public static Tensor channelShuffle(Tensor x, int groups) {
        return Pixels.shuffleChannels(x, groups);
    }

    /**
     * {@code y[i] = x[i - low]} where that lies within x, elsewhere what the mode says: borders added to the last axes.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1.0, 2, 3);
     * Tensor constant = F.pad(x, Pad.CONSTANT, 9, 1, 0); // [9, 1, 2, 3]
     * Tensor reflect = F.pad(x, Pad.REFLECT, 0, 2, 0); // [3, 2, 1, 2, 3]
     * Tensor replicate = F.pad(x, Pad.REPLICATE, 0, 2, 0); // [1, 1, 1, 2, 3]
     * Tensor circular = F.pad(x, Pad.CIRCULAR, 0, 2, 0); // [2, 3, 1, 2, 3]
     * }
     *
     * @param x any shape and dtype
     * @param mode CONSTANT; REFLECT (borders less than the length), REPLICATE, CIRCULAR (borders up to the length)
     * @param value of the border, for CONSTANT
     * @param borders {@code low, high} of the last axis, then of the one before, and so on, as torch; negative ones cut. ONNX's Pad has all
     *     low ones first, the first axis first
     * @return x's shape, each of these axes of length {@code low + length + high}, of x's dtype
     * @throws org.covector.engine.ArgumentException if there are more pairs than axes or borders longer than the mode allows
     */
    public static Tensor pad(Tensor x, Pad mode, double value, int... borders) {
        return Padding.pad(x, mode, value, borders);
    }

    /**
     * {@code y[i] = x[i - low]} where that lies within x, else 0: borders of zeros.
     *
     * @param x any shape and dtype
     * @param borders {@code low, high} of the last axis, then of the one before, and so on; negative ones cut
     * @return x's shape, each of these axes of length {@code low + length + high}, of x's dtype
     * @throws org.covector.engine.ArgumentException if there are more pairs than axes, or more is cut than there is
     */
    public static Tensor pad(Tensor x, int... borders) {
        return Padding.pad(x, Pad.CONSTANT, 0, borders);
    }

    // ---- geometry

    /**
     * {@code ((cos a, -sin a), (sin a, cos a))}: the matrix that turns the plane by an angle, counterclockwise.
     *
     * {@snippet :
     * Tensor y = F.rotationMatrix(Tensor.scalar(Math.PI / 6)); // [[0.8660, -0.5], [0.5, 0.8660]]
     * }
     *
     * @param angle [...], radians, FLOAT32 or FLOAT64
     * @return [..., 2, 2], of angle's dtype
     * @throws org.covector.engine.ArgumentException if angle is not floating
     */
    public static Tensor rotationMatrix(Tensor angle) {
        return Geometry.rotation(angle);
    }

    /**
     * {@code I + sin(a) K + (1 - cos a) K^2}, K the cross product with the unit vector along {@code axis}: the matrix that turns space by
     * an angle about an axis (Rodrigues' formula).
     *
     * {@snippet :
     * Tensor y = F.rotationMatrix(Tensor.of(0.0, 0, 2), Tensor.scalar(Math.PI / 6)); // [[0.8660, -0.5, 0], [0.5, 0.8660, 0], [0, 0, 1]]
     * }
     *
     * @param axis [..., 3] of any length but 0, FLOAT32 or FLOAT64; an axis of 0 turns nothing
     * @param angle [...], radians, of axis' dtype; broadcast
     * @return [..., 3, 3], of axis' dtype
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor rotationMatrix(Tensor axis, Tensor angle) {
        return Geometry.rotation(axis, angle);
    }

    /**
     * {@code p q}, Hamilton's product of quaternions {@code w + x i + y j + z k}: the turn q, then the turn p.
     *
     * {@snippet :
     * Tensor i = Tensor.of(0.0, 1, 0, 0);
     * Tensor j = Tensor.of(0.0, 0, 1, 0);
     * Tensor k = F.quaternionMultiply(i, j); // [0, 0, 0, 1]
     * }
     *
     * @param p [..., 4] as (w, x, y, z), FLOAT32 or FLOAT64
     * @param q [..., 4], of p's dtype; broadcast
     * @return [..., 4], of p's dtype
     * @throws org.covector.engine.ArgumentException if a last axis is not of length 4
     */
    public static Tensor quaternionMultiply(Tensor p, Tensor q) {
        return Geometry.multiply(p, q);
    }

    /**
     * {@code (cos(a / 2), sin(a / 2) u)}, u the unit vector along {@code axis}: the quaternion that turns by an angle about an axis.
     *
     * {@snippet :
     * Tensor y = F.quaternionOf(Tensor.of(0.0, 0, 2), Tensor.scalar(Math.PI / 3)); // [0.8660, 0, 0, 0.5]
     * }
     *
     * @param axis [..., 3] of any length but 0, FLOAT32 or FLOAT64
     * @param angle [...], radians, of axis' dtype; broadcast
     * @return [..., 4] as (w, x, y, z), of axis' dtype
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor quaternionOf(Tensor axis, Tensor angle) {
        return Geometry.quaternion(axis, angle);
    }

    /**
     * {@code R} with {@code R v = q v q^-1}: the matrix of the turn that a quaternion, of any length but 0, stands for.
     *
     * {@snippet :
     * Tensor y = F.quaternionMatrix(Tensor.of(0.0, 0, 0, 1)); // [[-1, 0, 0], [0, -1, 0], [0, 0, 1]]
     * }
     *
     * @param q [..., 4] as (w, x, y, z), FLOAT32 or FLOAT64
     * @return [..., 3, 3], of q's dtype
     * @throws org.covector.engine.ArgumentException if the last axis is not of length 4
     */
    public static Tensor quaternionMatrix(Tensor q) {
        return Geometry.matrix(q);
    }
}
