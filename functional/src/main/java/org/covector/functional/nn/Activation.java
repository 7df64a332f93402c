package org.covector.functional.nn;

import org.covector.functional.Approximation;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * Activations as layers that print their options and are equal to others with the same ones. Without options, {@code F::relu} is a layer
 * as well.
 */
public sealed interface Activation extends Stateless {
    /** {@code max(x, 0)}. */
    record ReLU() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.relu(x);
        }
    }

    /** {@code min(max(x, 0), 6)}. */
    record ReLU6() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.relu6(x);
        }
    }

    /** {@code tanh(x)}. */
    record Tanh() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.tanh(x);
        }
    }

    /** {@code 1 / (1 + exp(-x))}. */
    record Sigmoid() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.sigmoid(x);
        }
    }

    /** {@code log(1 / (1 + exp(-x)))}. */
    record LogSigmoid() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.logsigmoid(x);
        }
    }

    /**
     * {@code x P(N(0, 1) <= x)}.
     *
     * @param approximate by erf, or its approximation by tanh
     */
    record GELU(Approximation approximate) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.gelu(x, approximate);
        }
    }

    /** {@code x sigmoid(x)}. */
    record SiLU() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.silu(x);
        }
    }

    /** {@code x tanh(softplus(x))}. */
    record Mish() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.mish(x);
        }
    }

    /** {@code scale (max(x, 0) + min(alpha (exp(x) - 1), 0))}. */
    record SELU() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.selu(x);
        }
    }

    /**
     * {@code x for x > 0, else alpha (exp(x) - 1)}.
     *
     * @param alpha torch's default 1
     */
    record ELU(double alpha) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.elu(x, alpha);
        }
    }

    /**
     * {@code max(x, 0) + min(alpha (exp(x / alpha) - 1), 0)}.
     *
     * @param alpha torch's default 1
     */
    record CELU(double alpha) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.celu(x, alpha);
        }
    }

    /**
     * {@code max(x, 0) + negativeSlope min(x, 0)}.
     *
     * @param negativeSlope torch's default 0.01
     */
    record LeakyReLU(double negativeSlope) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.leakyRelu(x, negativeSlope);
        }
    }

    /**
     * {@code min(max(x, minVal), maxVal)}.
     *
     * @param minVal torch's default -1
     * @param maxVal torch's default 1
     */
    record Hardtanh(double minVal, double maxVal) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.hardtanh(x, minVal, maxVal);
        }
    }

    /** {@code x min(max(x + 3, 0), 6) / 6}. */
    record Hardswish() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.hardswish(x);
        }
    }

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    record Hardsigmoid() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.hardsigmoid(x);
        }
    }

    /**
     * {@code x where |x| > lambda, else 0}.
     *
     * @param lambda torch's default 0.5
     */
    record Hardshrink(double lambda) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.hardshrink(x, lambda);
        }
    }

    /**
     * {@code sign(x) max(|x| - lambda, 0)}.
     *
     * @param lambda torch's default 0.5
     */
    record Softshrink(double lambda) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.softshrink(x, lambda);
        }
    }

    /** {@code x - tanh(x)}. */
    record Tanhshrink() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.tanhshrink(x);
        }
    }

    /** {@code x / (1 + |x|)}. */
    record Softsign() implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.softsign(x);
        }
    }

    /**
     * {@code log(1 + exp(beta x)) / beta, x where beta x > threshold}.
     *
     * @param beta torch's default 1
     * @param threshold torch's default 20
     */
    record Softplus(double beta, double threshold) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.softplus(x, beta, threshold);
        }
    }

    /**
     * {@code x where x > threshold, else value}.
     *
     * @param threshold of x
     * @param value in place of what is not above
     */
    record Threshold(double threshold, double value) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.threshold(x, threshold, value);
        }
    }

    /**
     * {@code a sigmoid(b), the halves of x along an axis}.
     *
     * @param axis torch's default -1
     */
    record GLU(int axis) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.glu(x, axis);
        }
    }

    /**
     * {@code exp(x) / sum(exp(x)) along an axis}.
     *
     * @param axis along which the results sum up to 1
     */
    record Softmax(int axis) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.softmax(x, axis);
        }
    }

    /**
     * {@code x - log(sum(exp(x))) along an axis}.
     *
     * @param axis along which probabilities sum up to 1
     */
    record LogSoftmax(int axis) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.logSoftmax(x, axis);
        }
    }

    /**
     * {@code exp(-x) / sum(exp(-x)) along an axis}.
     *
     * @param axis along which the results sum up to 1
     */
    record Softmin(int axis) implements Activation {
        @Override
        public Tensor apply(Tensor x) {
            return F.softmin(x, axis);
        }
    }
}
