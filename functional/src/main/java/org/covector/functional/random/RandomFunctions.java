package org.covector.functional.random;

import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.activation.GatedFunctions;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Draw;
import org.covector.functional.signal.SignalFunctions;

/** Dropout, and draws whose law is an argument; part of {@link F}. Tensors of random numbers are made by {@link Tensor}. */
public abstract sealed class RandomFunctions extends GatedFunctions permits SignalFunctions {
    protected RandomFunctions() {}

    /**
     * {@code y = x kept / (1 - p)}, each element kept with probability {@code 1 - p} on its own (N. Srivastava et al., Dropout, 2014).
     *
     * {@snippet :
     * Tensor x = Tensor.ones(DType.FLOAT64, 6);
     * Tensor y = F.dropout(x, 0.5, true, Key.of(0)); // [2, 0, 0, 0, 0, 2]
     * Tensor same = F.dropout(x, 0.5, false, Key.of(0)); // [1, 1, 1, 1, 1, 1]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param p probability of 0, from 0 to 1; 1 gives zeros
     * @param training whether to drop at all; else the result is x
     * @param key decides; the same key keeps the same elements
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if p is not from 0 to 1
     */
    public static Tensor dropout(Tensor x, double p, boolean training, Key key) {
        return Dropout.dropout(x, p, training, key);
    }

    /**
     * {@code y[n, c] = x[n, c] kept[n, c] / (1 - p)}: {@link #dropout} of whole channels with one axis of places (J. Tompson et al.,
     * Efficient object localization, 2015).
     *
     * {@snippet :
     * Tensor y = F.dropout1d(Tensor.ones(DType.FLOAT64, 3, 2), 0.5, true, Key.of(0)); // [[2, 2], [0, 0], [0, 0]]
     * }
     *
     * @param x [N, C, L] or [C, L], FLOAT32 or FLOAT64
     * @param p probability of 0, from 0 to 1
     * @param training whether to drop at all
     * @param key decides
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x has not 2 or 3 axes, or p is not from 0 to 1
     */
    public static Tensor dropout1d(Tensor x, double p, boolean training, Key key) {
        return Dropout.channels(1, x, p, training, key);
    }

    /**
     * {@code y[n, c] = x[n, c] kept[n, c] / (1 - p)}: {@link #dropout} of whole channels of images. Three axes are, as torch has it,
     * samples, channels and one axis of places.
     *
     * {@snippet :
     * Tensor y = F.dropout2d(Tensor.ones(DType.FLOAT64, 1, 3, 1, 2), 0.5, true, Key.of(0)); // [[[[2, 2]], [[0, 0]], [[0, 0]]]]
     * }
     *
     * @param x [N, C, H, W] or [N, C, L], FLOAT32 or FLOAT64
     * @param p probability of 0, from 0 to 1
     * @param training whether to drop at all
     * @param key decides
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x has not 3 or 4 axes, or p is not from 0 to 1
     */
    public static Tensor dropout2d(Tensor x, double p, boolean training, Key key) {
        return Dropout.channels(2, x, p, training, key);
    }

    /**
     * {@code y[n, c] = x[n, c] kept[n, c] / (1 - p)}: {@link #dropout} of whole channels of volumes.
     *
     * {@snippet :
     * Tensor y = F.dropout3d(Tensor.ones(DType.FLOAT64, 3, 1, 1, 2), 0.5, true, Key.of(0)); // [[[[2, 2]]], [[[0, 0]]], [[[0, 0]]]]
     * }
     *
     * @param x [N, C, D, H, W] or [C, D, H, W], FLOAT32 or FLOAT64
     * @param p probability of 0, from 0 to 1
     * @param training whether to drop at all
     * @param key decides
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x has not 4 or 5 axes, or p is not from 0 to 1
     */
    public static Tensor dropout3d(Tensor x, double p, boolean training, Key key) {
        return Dropout.channels(3, x, p, training, key);
    }

    /**
     * {@code y = a (x kept + s (1 - kept)) + b}, s = -1.7580993408473766 the value at which selu saturates, a and b such that mean 0 and
     * variance 1 stay so (G. Klambauer et al., Self-normalizing neural networks, 2017).
     *
     * {@snippet :
     * Tensor y = F.alphaDropout(Tensor.zeros(DType.FLOAT64, 4), 0.5, true, Key.of(0)); // [0.7792, -0.7792, -0.7792, -0.7792]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param p probability of s, from 0 to 1; 1 gives zeros
     * @param training whether to drop at all; else the result is x
     * @param key decides
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if p is not from 0 to 1
     */
    public static Tensor alphaDropout(Tensor x, double p, boolean training, Key key) {
        return Dropout.alpha(x, p, training, key);
    }

    /**
     * {@code y[n, c] = a (x[n, c] kept[n, c] + s (1 - kept[n, c])) + b}: {@link #alphaDropout} of whole channels.
     *
     * {@snippet :
     * Tensor y = F.featureAlphaDropout(Tensor.zeros(DType.FLOAT64, 1, 3, 2), 0.5, true, Key.of(0));
     * // [[[0.7792, 0.7792], [-0.7792, -0.7792], [-0.7792, -0.7792]]]
     * }
     *
     * @param x [N, C, ...], FLOAT32 or FLOAT64
     * @param p probability of s, from 0 to 1; 1 gives zeros
     * @param training whether to drop at all; else the result is x
     * @param key decides
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x has fewer than 2 axes, or p is not from 0 to 1
     */
    public static Tensor featureAlphaDropout(Tensor x, double p, boolean training, Key key) {
        return Dropout.featureAlpha(x, p, training, key);
    }

    /**
     * {@code y = i} with probability {@code softmax(logits)[i]}
     *
     * <p>A class drawn from each row; no gradient. torch: multinomial of one sample.
     *
     * {@snippet :
     * Tensor y = F.categorical(Key.of(1), F.log(Tensor.of(new double[][] {{1, 0, 0}, {0, 0, 5}}))); // [0, 2]
     * }
     *
     * @param key of the draw; the same key gives the same classes
     * @param logits logarithms of weights [..., classes], FLOAT32 or FLOAT64; -infinity is never drawn
     * @return INT64 [...]
     * @throws org.covector.engine.ArgumentException if logits are not floating, have no axis or no class, or the largest of a row is not
     *     finite
     */
    public static Tensor categorical(Key key, Tensor logits) {
        AxisReduction.floating("categorical", logits);
        return Draw.by("categorical", Draw.Law.CATEGORICAL, key, logits);
    }

    /**
     * {@code y = (0, ..., n - 1)} in random order
     *
     * <p>Every order has the same probability; no gradient. torch: randperm.
     *
     * {@snippet :
     * Tensor y = F.permutation(Key.of(1), 5); // [0, 1, 4, 2, 3]
     * }
     *
     * @param key of the order; the same key gives the same one
     * @param n how many, 0 or more
     * @return INT64 [n]
     * @throws org.covector.engine.ArgumentException if n is below 0
     */
    public static Tensor permutation(Key key, int n) {
        return Draw.of("permutation", new Draw.Permutation(), key, Shape.of(n), DType.INT64);
    }
}
