package org.covector.functional;

import org.covector.engine.DType;
import org.covector.engine.Shape;

/** Softmax, gated activations and random ones; part of {@link F}. */
public abstract sealed class GatedFunctions extends Activation permits SignalFunctions {
    GatedFunctions() {}

    // ---- softmax

    /**
     * {@code e^x / sum e^x} along an axis. The relative error of an element is at most {@code (80 + d + log2 n) u}, d its distance from the
     * largest and u 2^-24 or 2^-53; derivatives of every order keep what a probability near 1 lacks.
     */
    public static Tensor softmax(Tensor x, int axis) {
        return SoftmaxFamily.softmax(x, axis);
    }

    /**
     * {@code x - log sum e^x} along an axis. The relative error of an element is at most {@code (80 + d + log2 n) u}, u being 2^-24 or
     * 2^-53 and d, for the largest element, its distance from the next, else 0: also a logarithm near 0 has its digits, and so have
     * derivatives.
     */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return SoftmaxFamily.logSoftmax(x, axis);
    }

    /** {@code softmax(-x)} along an axis. */
    public static Tensor softmin(Tensor x, int axis) {
        return SoftmaxFamily.softmax(neg(x), axis);
    }

    /** {@code a sigmoid(b)} for the halves a, b of x along an axis. */
    public static Tensor glu(Tensor x, int axis) {
        return Gate.glu(x, axis);
    }

    /** {@code silu(a) b} for the halves a, b of x along an axis (Shazeer, 2020). */
    public static Tensor swiglu(Tensor x, int axis) {
        return Gate.swiglu(x, axis);
    }

    /**
     * A random sample of softmax with noise of the Gumbel distribution (Jang et al., 2017); hard samples are one-hot with the
     * gradient of the soft ones.
     */
    public static Tensor gumbelSoftmax(Tensor x, double tau, boolean hard, int axis, Key key) {
        return Gate.gumbelSoftmax(x, tau, hard, axis, key);
    }

    /** leakyRelu with a random slope between two bounds for each element while training, their mean otherwise. */
    public static Tensor rrelu(Tensor x, double lower, double upper, boolean training, Key key) {
        return Gate.rrelu(x, lower, upper, training, key);
    }

    /**
     * {@code y = i with probability softmax(logits)[i]}: a class drawn from each row. Without gradient. torch: multinomial of one sample.
     *
     * @param key of the draw
     * @param logits logarithms of weights [..., classes], FLOAT32 or FLOAT64; {@code -infinity} is never drawn
     * @return INT64 [...]
     * @throws org.covector.engine.ArgumentException if logits are not floating, have no axis or no class, or a row's largest is not finite
     */
    public static Tensor categorical(Key key, Tensor logits) {
        return Gate.categorical(key, logits);
    }

    /** The numbers 0 to {@code n - 1} in a random order, INT64 [n], without gradient. */
    public static Tensor permutation(Key key, int n) {
        return Draw.of("permutation", new Draw.Permutation(), key, Shape.of(n), DType.INT64);
    }
}
