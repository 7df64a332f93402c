package org.covector.functional.nn;

import org.covector.functional.Approximation;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Activations as layers that print their names and options and are equal to others with the same ones: of any shape, element by element
 * but for those that have an axis. Functions of F are layers as they are, {@code F::relu}, but have no name to print.
 *
 * {@snippet :
 * Layer leaky = new org.covector.functional.nn.Activation.LeakyReLU(0.1);
 * Tensor y = Sequential.of(leaky, org.covector.functional.nn.Activation.TANH).apply(Tensor.of(0.0, 2.0)); // [0, 0.964028]
 * }
 */
public sealed interface Activation extends Stateless {
    /** {@code max(x, 0)}. */
    Fn RELU = Layer.of("ReLU", F::relu);

    /** {@code min(max(x, 0), 6)}. */
    Fn RELU6 = Layer.of("ReLU6", F::relu6);

    /** {@code tanh(x)}. */
    Fn TANH = Layer.of("Tanh", F::tanh);

    /** {@code 1 / (1 + exp(-x))}. */
    Fn SIGMOID = Layer.of("Sigmoid", F::sigmoid);

    /** {@code log(1 / (1 + exp(-x)))}. */
    Fn LOG_SIGMOID = Layer.of("LogSigmoid", F::logsigmoid);

    /** {@code x sigmoid(x)}. */
    Fn SILU = Layer.of("SiLU", F::silu);

    /** {@code x tanh(softplus(x))}. */
    Fn MISH = Layer.of("Mish", F::mish);

    /** {@code scale (max(x, 0) + min(alpha (exp(x) - 1), 0))}. */
    Fn SELU = Layer.of("SELU", F::selu);

    /** {@code x min(max(x + 3, 0), 6) / 6}. */
    Fn HARDSWISH = Layer.of("Hardswish", F::hardswish);

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    Fn HARDSIGMOID = Layer.of("Hardsigmoid", F::hardsigmoid);

    /** {@code x - tanh(x)}. */
    Fn TANHSHRINK = Layer.of("Tanhshrink", F::tanhshrink);

    /** {@code x / (1 + |x|)}. */
    Fn SOFTSIGN = Layer.of("Softsign", F::softsign);

    /**
     * {@code x P(N(0, 1) <= x)}.
     *
     * @param approximate by erf, or its approximation by tanh
     */
    record GELU(Approximation approximate) implements Activation {
        /** Refuses null. */
        public GELU {
            Present.require(GELU.class, approximate);
        }

        @Override
        public Tensor apply(Tensor x) {
            return F.gelu(x, approximate);
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
