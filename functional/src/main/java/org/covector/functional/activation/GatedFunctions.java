package org.covector.functional.activation;

import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.SoftmaxFamily;
import org.covector.functional.random.RandomFunctions;

/** Softmax, gated activations and random ones; part of {@link F}. */
public abstract sealed class GatedFunctions extends Activation permits RandomFunctions {
    protected GatedFunctions() {}

    // ---- softmax

    /**
     * {@code e^x / sum e^x} along an axis
     *
     * <p>Numbers from 0 to 1 whose sum is 1. NaN along the axis if the largest element is infinite or NaN; 0 for -infinity beside a finite
     * one. The relative error of an element is at most {@code (80 + d + log2 n) u}, d its distance from the largest and u 2^-24 or 2^-53;
     * derivatives of every order keep what a probability near 1 lacks. torch: softmax.
     *
     * {@snippet :
     * Tensor y = F.softmax(Tensor.of(1.0, 2.0, 3.0), 0); // [0.09003, 0.2447, 0.6652]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axis from -rank to rank - 1
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x is not floating, or the axis out of range
     */
    public static Tensor softmax(Tensor x, int axis) {
        return SoftmaxFamily.softmax(x, axis);
    }

    /**
     * {@code x - log sum e^x} along an axis
     *
     * <p>The logarithm of {@link #softmax(Tensor, int)}, without underflow; NaN along the axis if the largest element is infinite or NaN.
     * The relative error of an element is at most {@code (80 + d + log2 n) u}, u being 2^-24 or 2^-53 and d, for the largest element, its
     * distance from the next, else 0: also a logarithm near 0 has its digits, and so have derivatives. torch: log_softmax.
     *
     * {@snippet :
     * Tensor y = F.logSoftmax(Tensor.of(1.0, 2.0, 3.0), 0); // [-2.4076, -1.4076, -0.4076]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axis from -rank to rank - 1
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x is not floating, or the axis out of range
     */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return SoftmaxFamily.logSoftmax(x, axis);
    }

    /**
     * {@code e^-x / sum e^-x} along an axis
     *
     * <p>{@link #softmax(Tensor, int)} of -x: the smallest element has the largest share. torch: softmin.
     *
     * {@snippet :
     * Tensor y = F.softmin(Tensor.of(1.0, 2.0, 3.0), 0); // [0.6652, 0.2447, 0.09003]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axis from -rank to rank - 1
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x is not floating, or the axis out of range
     */
    public static Tensor softmin(Tensor x, int axis) {
        return SoftmaxFamily.softmax(neg(x), axis);
    }

    /**
     * {@code a sigmoid(b)} for the halves a, b of x along an axis
     *
     * <p>The gated linear unit: Y. Dauphin et al. (2016). Infinite for infinite a and finite b, also where the gate would underflow. torch:
     * glu, whose default axis is the last.
     *
     * {@snippet :
     * Tensor y = F.glu(Tensor.of(1.0, 2.0, 0.0, 3.0), 0); // [0.5, 1.9051]
     * }
     *
     * @param x rank 1 or more, of even length along the axis; INT64 and BOOL count as FLOAT32
     * @param axis from -rank to rank - 1
     * @return x's shape with half the length along the axis; FLOAT64 if x is, else FLOAT32
     * @throws org.covector.engine.ArgumentException if x is a scalar, the axis out of range, or its length odd
     */
    public static Tensor glu(Tensor x, int axis) {
        return GatedActivation.glu(x, axis);
    }

    /**
     * {@code silu(a) b} for the halves a, b of x along an axis
     *
     * <p>N. Shazeer (2020). Infinite for infinite b and finite a other than 0. torch: none; silu of one chunk times the other.
     *
     * {@snippet :
     * Tensor y = F.swiglu(Tensor.of(1.0, 2.0, 3.0, 4.0), 0); // [2.1932, 7.0464]
     * }
     *
     * @param x rank 1 or more, of even length along the axis; INT64 and BOOL count as FLOAT32
     * @param axis from -rank to rank - 1
     * @return x's shape with half the length along the axis; FLOAT64 if x is, else FLOAT32
     * @throws org.covector.engine.ArgumentException if x is a scalar, the axis out of range, or its length odd
     */
    public static Tensor swiglu(Tensor x, int axis) {
        return GatedActivation.swiglu(x, axis);
    }

    /**
     * {@code softmax((x + g) / tau)} along an axis, {@code g = -log(-log u)} with u uniform on 0 to 1
     *
     * <p>A sample of the categorical distribution of logits x, relaxed to probabilities: E. Jang et al. (2017), C. Maddison et al. (2017).
     * Hard ones are one-hot where the relaxed one is largest, and have its gradient. torch: gumbel_softmax.
     *
     * {@snippet :
     * Tensor y = F.gumbelSoftmax(Tensor.of(1.0, 2.0, 0.0), 1, true, 0, Key.of(1)); // [1, 0, 0]
     * }
     *
     * @param x logits; any shape, FLOAT32 or FLOAT64
     * @param tau the temperature, above 0; torch's default is 1
     * @param hard whether the sample is one-hot
     * @param axis from -rank to rank - 1
     * @param key of the noise; the same key gives the same sample
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x is not floating, tau not above 0, or the axis out of range
     */
    public static Tensor gumbelSoftmax(Tensor x, double tau, boolean hard, int axis, Key key) {
        return GatedActivation.gumbelSoftmax(x, tau, hard, axis, key);
    }

    /**
     * {@code x > 0 ? x : a x}, a uniform on lower to upper for each element in training, else {@code (lower + upper) / 2}
     *
     * <p>The randomised leaky relu: B. Xu et al. (2015). Gradient a at 0 and below. torch: rrelu, with defaults 1/8 and 1/3.
     *
     * {@snippet :
     * Tensor y = F.rrelu(Tensor.of(-1.0, 0.0, 2.0), 0.125, 0.375, false, Key.of(1)); // [-0.25, 0, 2]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param lower the least slope
     * @param upper the largest slope
     * @param training whether slopes are random
     * @param key of the slopes; not read unless in training
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if x is not floating, or lower above upper
     */
    public static Tensor rrelu(Tensor x, double lower, double upper, boolean training, Key key) {
        return GatedActivation.rrelu(x, lower, upper, training, key);
    }
}
