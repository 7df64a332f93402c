package org.covector.bench.workload;

import org.covector.engine.DType;

/** What is computed: the sizes, the arithmetic and the memory traffic that cannot be avoided. */
public sealed interface Work {
    /** Floating-point operations of one call; 0 where memory or dispatch is the limit. */
    default double flops() {
        return 0;
    }

    /** Bytes that one call must read and write at least; 0 where arithmetic or dispatch is the limit. */
    default double bytes() {
        return 0;
    }

    /** Whether one call writes a result as large as its input. */
    default boolean writes() {
        return true;
    }

    /** c[m,n] = a[m,k] b[k,n]. */
    record MatMul(DType dtype, int m, int n, int k) implements Work {
        static MatMul square(DType dtype, int n) {
            return new MatMul(dtype, n, n, n);
        }

        @Override
        public double flops() {
            return 2.0 * m * n * k;
        }
    }

    /** One function of one or two arrays. */
    record Pointwise(PointwiseOp op, int size) implements Work {
        @Override
        public double bytes() {
            return 4.0 * size * (op.inputs() + 1);
        }
    }

    /** exp(relu(a b + c)) in one call. */
    record FusedChain(int size) implements Work {
        @Override
        public double bytes() {
            return 16.0 * size;
        }
    }

    /** A reduction of a matrix. */
    record Reduce(ReductionOp op, int rows, int columns) implements Work {
        @Override
        public double bytes() {
            return 4.0 * rows * columns;
        }

        @Override
        public boolean writes() {
            return false;
        }
    }

    /** softmax over the rows. */
    record Softmax(int rows, int columns) implements Work {
        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }
    }

    /** layerNorm over the rows, with weight and bias. */
    record LayerNorm(int rows, int columns) implements Work {
        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }
    }

    /** A square two-dimensional convolution with bias; {@code backward}: forward, then the gradients of x, w and b. */
    record Convolution(int batch, int in, int size, int out, int kernel, int padding, boolean backward) implements Work {
        public int outSize() {
            return size + 2 * padding - kernel + 1;
        }

        @Override
        public double flops() {
            return (backward ? 3 : 1) * 2.0 * batch * out * outSize() * outSize() * in * kernel * kernel;
        }
    }

    /** Max pooling, kernel 3, stride 2, padding 1. */
    record MaxPool(int batch, int channels, int size, boolean backward) implements Work {
        public int outSize() {
            return (size - 1) / 2 + 1;
        }

        @Override
        public double bytes() {
            double in = 4.0 * batch * channels * size * size;
            double out = 4.0 * batch * channels * outSize() * outSize();
            return backward ? 2 * (in + out) : in + out;
        }
    }

    /** softmax(q k^T / sqrt(depth)) v. */
    record Attention(int batch, int heads, int length, int depth, boolean backward) implements Work {
        @Override
        public double flops() {
            return (backward ? 3 : 1) * 4.0 * batch * heads * length * length * depth;
        }
    }

    /** The sum of two arrays of 4 elements, with or without its pullback. */
    record TinyAdd(boolean gradient) implements Work {}

    /** The gradient of sum(x y), 4 elements. */
    record TinyGradient() implements Work {}

    /** A chain of additions of scalars and the gradient through it. */
    record ScalarChain(int length) implements Work {}

    /** One training step of 784-512-256-10: cross-entropy, gradients, an update. */
    record MlpStep(int batch, Update update) implements Work {
        @Override
        public double flops() {
            return 2.0 * batch * (3.0 * (784 * 512 + 512 * 256 + 256 * 10) - 784 * 512);
        }
    }

    /** One training step of conv 1-16, pool, conv 16-32, pool, linear on 28x28 images. */
    record CnnStep(int batch, Update update) implements Work {
        @Override
        public double flops() {
            return 3 * 2.0 * batch * (16 * 28 * 28 * 9 + 32 * 14 * 14 * 16 * 9 + 10 * 32 * 49);
        }
    }

    /** How parameters are updated: by plain gradient descent, or by Adam with its defaults. */
    enum Update { SGD, ADAM }

    /** One update by Adam, of parameters that are so many arrays of so many elements. */
    record AdamStep(int arrays, int size) implements Work {
        @Override
        public double bytes() {
            return 7 * 4.0 * arrays * size; // parameter and both moments there and back, the gradient there
        }
    }

    /** One training step of an LSTM whose inputs are as long as its states: the mean square of its outputs, gradients, descent. */
    record LstmStep(int length, int batch, int hidden) implements Work {
        @Override
        public double flops() {
            return 2.0 * length * batch * 4 * hidden * hidden * (3 * 2 - 1); // inputs are no parameters
        }
    }

    /** One training step of a transformer's encoder layer, norms after, relu, four times as wide inside: as for the LSTM. */
    record TransformerStep(int batch, int length, int width, int heads) implements Work {
        @Override
        public double flops() {
            return 2.0 * batch * length * width * (3 * 12.0 * width - 3.0 * width + 3 * 2.0 * length);
        }
    }
}
