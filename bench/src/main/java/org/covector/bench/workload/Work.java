package org.covector.bench.workload;

import io.vavr.collection.List;
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

    /** Whether the arithmetic is in double precision. */
    default boolean isDouble() {
        return false;
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
        public boolean isDouble() {
            return dtype == DType.FLOAT64;
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

    /**
     * A convolution or, {@code transposed}, its adjoint over any number of spatial axes, as many steps and zeros on each; {@code backward}:
     * forward, then the gradients of x and w.
     *
     * @param x samples, channels, spatial axes
     * @param weight the kernel, as torch has it
     */
    record AnyConvolution(List<Integer> x, List<Integer> weight, int stride, int padding, int groups, boolean transposed, boolean backward)
            implements Work {
        /** The result's shape. */
        public List<Integer> result() {
            return List.of(x.head(), transposed ? weight.get(1) * groups : weight.head()).appendAll(x.drop(2).zipWith(weight.drop(2),
                    (n, k) -> transposed ? (n - 1) * stride - 2 * padding + k : (n + 2 * padding - k) / stride + 1));
        }

        @Override
        public double flops() {
            double outer = (transposed ? x : result()).product().doubleValue();
            return (backward ? 3 : 1) * 2 * outer * weight.tail().product().doubleValue();
        }
    }

    /** What is resampled how: images to twice their size, or at the points of a grid as large as they are. */
    enum Resampling { BILINEAR, BICUBIC, GRID_SAMPLE }

    /** Square images resampled. */
    record Resample(Resampling how, int batch, int channels, int size) implements Work {
        @Override
        public double bytes() {
            return 4.0 * batch * channels * size * size * (how == Resampling.GRID_SAMPLE ? 2 : 5);
        }
    }

    /** An order of elements, or what follows from one. */
    enum Ordering { SORT, ARGSORT, TOPK, UNIQUE }

    /** Of one array of so many elements; the {@code k} largest by {@link Ordering#TOPK}. */
    record Order(Ordering how, int size, int k) implements Work {
        @Override
        public double bytes() {
            return 4.0 * size + 12.0 * k; // the elements, values and indices
        }
    }

    /** Running sums along an axis of a matrix. */
    record Cumsum(int axis, int rows, int columns) implements Work {
        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }
    }

    /** Elements or rows by index. */
    enum Lookup { GATHER, SCATTER_ADD, INDEX_SELECT, EMBEDDING }

    /** As many indices as rows or, of {@link Lookup#GATHER} and {@link Lookup#SCATTER_ADD}, elements; forward and backward. */
    record Index(Lookup how, int rows, int columns) implements Work {
        /** The number of indices. */
        public int indices() {
            return how == Lookup.GATHER || how == Lookup.SCATTER_ADD ? rows * columns : rows;
        }

        @Override
        public double bytes() {
            return 16.0 * rows * columns + 16.0 * indices();
        }
    }

    /** Euclidean distances of all pairs of rows. */
    record Cdist(int rows, int others, int width) implements Work {
        @Override
        public double flops() {
            return 2.0 * rows * others * width;
        }
    }

    /** The loss of alignments and its gradient; targets half as long as the inputs. */
    record CtcLoss(int length, int batch, int classes) implements Work {
        @Override
        public double bytes() {
            return 8.0 * length * batch * classes;
        }
    }

    /** {@code y[n, k] = x1[n] w[k] x2[n]}, all as wide. */
    record Bilinear(int batch, int width) implements Work {
        @Override
        public double flops() {
            return 2.0 * batch * width * width * (width + 1);
        }
    }

    /** Complex Fourier transforms of rows. */
    record Fft(int rows, int length) implements Work {
        @Override
        public double flops() {
            return 5.0 * rows * length * Math.log(length) / Math.log(2);
        }
    }

    /** A factorisation, with the leading term of its operations over n^3. */
    enum Factorization {
        CHOLESKY(1 / 3.0), SOLVE(2 / 3.0), QR(8 / 3.0), EIGH(9), SVD(22);

        private final double operations;

        Factorization(double operations) {
            this.operations = operations;
        }
    }

    /** Of a square matrix; {@link Factorization#SOLVE} for one right-hand side. */
    record Factor(Factorization how, DType dtype, int n) implements Work {
        @Override
        public double flops() {
            return how.operations * n * n * n;
        }

        @Override
        public boolean isDouble() {
            return dtype == DType.FLOAT64;
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
