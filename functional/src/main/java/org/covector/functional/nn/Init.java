package org.covector.functional.nn;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.engine.op.linalg.Orthogonal;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;

/**
 * Initial values of parameters, from a key: torch.nn.init. The first two axes of a weight are its output and input features (channels),
 * the others the kernel's: {@code fanIn = dims[1] * kernel, fanOut = dims[0] * kernel}.
 *
 * {@snippet :
 * Shape shape = Shape.of(2, 2);
 * Tensor w = Init.identity(DType.FLOAT64, shape); // [[1, 0], [0, 1]]
 * }
 */
public final class Init {
    private Init() {}

    /** What follows a layer, as {@link #calculateGain} knows it. */
    public enum Nonlinearity {
        /** None: gain 1. */
        LINEAR,
        /** Gain 1. */
        SIGMOID,
        /** Gain 5/3. */
        TANH,
        /** Gain sqrt(2). */
        RELU,
        /** Gain {@code sqrt(2 / (1 + slope^2))}. */
        LEAKY_RELU,
        /** Gain 3/4. */
        SELU
    }

    /** Which number of features keeps its variance. */
    public enum FanMode {
        /** The forward pass's. */
        FAN_IN,
        /** The backward pass's. */
        FAN_OUT
    }

    /** The distribution of an initialiser that knows its variance. */
    public enum Kind {
        /** {@code U(-sqrt(3) std, sqrt(3) std)}. */
        UNIFORM,
        /** {@code N(0, std^2)}. */
        NORMAL,
        /** {@code N(0, s^2)} within two s, with s such that the standard deviation is std. */
        TRUNCATED_NORMAL
    }

    /** The standard deviation of a standard normal variable within -2 to 2. */
    private static final double TRUNCATED_STD = 0.87962566103423978;

    /**
     * The factor of the standard deviation that a nonlinearity takes away.
     *
     * @param slope of LEAKY_RELU, by default 0.01; else not looked at
     */
    public static double calculateGain(Nonlinearity nonlinearity, double slope) {
        return switch (nonlinearity) {
            case LINEAR, SIGMOID -> 1;
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
            case SELU -> 0.75;
        };
    }

    /** {@link #calculateGain(Nonlinearity, double)} with a slope of 0.01. */
    public static double calculateGain(Nonlinearity nonlinearity) {
        return calculateGain(nonlinearity, 0.01);
    }

    /**
     * {@code dims[1] * kernel}.
     *
     * @throws ArgumentException if there are fewer than two axes
     */
    public static long fanIn(Shape shape) {
        return fan(shape, 1);
    }

    /**
     * {@code dims[0] * kernel}.
     *
     * @throws ArgumentException if there are fewer than two axes
     */
    public static long fanOut(Shape shape) {
        return fan(shape, 0);
    }

    private static long fan(Shape shape, int axis) {
        ArgumentException.require(shape.rank() >= 2, "init", "shape", shape, "two axes or more: fans are not defined otherwise");
        long n = shape.dim(axis);
        for (int i = 2; i < shape.rank(); i++) {
            n *= shape.dim(i);
        }
        return n;
    }

    // ---- plain distributions

    /** {@code value} everywhere. */
    public static Tensor constant(DType dtype, Shape shape, double value) {
        return Tensor.full(dtype, shape, value);
    }

    /** {@code U(low, high)}. */
    public static Tensor uniform(DType dtype, Key key, Shape shape, double low, double high) {
        ArgumentException.require(low <= high, "uniform", "low, high", low + ", " + high, "low not above high");
        return F.add(F.mul(Tensor.uniform(dtype, key, shape.dims()), high - low), low);
    }

    /** {@code N(mean, std^2)}. */
    public static Tensor normal(DType dtype, Key key, Shape shape, double mean, double std) {
        ArgumentException.require(std >= 0, "normal", "std", std, "0 or more");
        return F.add(F.mul(Tensor.normal(dtype, key, shape.dims()), std), mean);
    }

    /**
     * {@code N(mean, std^2)} under the condition of lying in [low, high].
     *
     * @param low the bound itself, not a multiple of std; torch's a, by default -2
     * @param high likewise; torch's b, by default 2
     */
    public static Tensor truncatedNormal(DType dtype, Key key, Shape shape, double mean, double std, double... bounds) {
        ArgumentException.require(bounds.length == 0 || bounds.length == 2, "truncatedNormal", "bounds", bounds.length + " numbers",
                "none, or low and high");
        double low = bounds.length == 0 ? -2 : bounds[0];
        double high = bounds.length == 0 ? 2 : bounds[1];
        ArgumentException.require(std > 0, "truncatedNormal", "std", std, "more than 0");
        ArgumentException.require(low < high, "truncatedNormal", "bounds", low + ", " + high, "low below high");
        Tensor z = Tensor.truncatedNormal(dtype, key, (low - mean) / std, (high - mean) / std, shape.dims());
        return F.clamp(F.add(F.mul(z, std), mean), low, high);
    }

    // ---- by variance

    private static Tensor scaled(DType dtype, Key key, Shape shape, double std, Kind kind) {
        double bound = Math.sqrt(3) * std;
        return switch (kind) {
            case UNIFORM -> uniform(dtype, key, shape, -bound, bound);
            case NORMAL -> normal(dtype, key, shape, 0, std);
            case TRUNCATED_NORMAL -> truncatedNormal(dtype, key, shape, 0, Math.max(std / TRUNCATED_STD, Double.MIN_NORMAL),
                    -2 * std / TRUNCATED_STD,
                    Math.max(2 * std / TRUNCATED_STD, Double.MIN_NORMAL));
        };
    }

    /** {@code gain sqrt(2 / (fanIn + fanOut))}: the standard deviation of {@link #xavier}. */
    public static double xavierStd(Shape shape, double gain) {
        return gain * Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)));
    }

    /**
     * A standard deviation of {@code gain sqrt(2 / (fanIn + fanOut))}. torch: xavier_uniform_, xavier_normal_. Glorot, Bengio,
     * "Understanding the difficulty of training deep feedforward neural networks", 2010.
     */
    public static Tensor xavier(DType dtype, Key key, Shape shape, double gain, Kind kind) {
        return scaled(dtype, key, shape, xavierStd(shape, gain), kind);
    }

    /** {@code gain / sqrt(fan)}: the standard deviation of {@link #kaiming}. */
    public static double kaimingStd(Shape shape, double gain, FanMode mode) {
        return gain / Math.sqrt(switch (mode) {
            case FAN_IN -> fanIn(shape);
            case FAN_OUT -> fanOut(shape);
        });
    }

    /**
     * A standard deviation of {@code gain / sqrt(fan)}. torch: kaiming_uniform_, kaiming_normal_, whose gain is that of leaky ReLU with
     * slope a = 0. He et al., "Delving deep into rectifiers", 2015.
     *
     * @param gain from {@link #calculateGain}
     */
    public static Tensor kaiming(DType dtype, Key key, Shape shape, double gain, FanMode mode, Kind kind) {
        return shape.size() == 0 ? Tensor.zeros(dtype, shape) : scaled(dtype, key, shape, kaimingStd(shape, gain, mode), kind);
    }

    /** A standard deviation of {@code 1 / sqrt(fanIn)}. LeCun et al., "Efficient backprop", 1998. */
    public static Tensor lecun(DType dtype, Key key, Shape shape, Kind kind) {
        return kaiming(dtype, key, shape, 1, FanMode.FAN_IN, kind);
    }

    // ---- structured

    /** Ones on the diagonal of a matrix. torch: eye_. */
    public static Tensor identity(DType dtype, Shape shape) {
        ArgumentException.require(shape.rank() == 2, "identity", "shape", shape, "two axes");
        return Tensor.eye(dtype, shape.dim(0), shape.dim(1));
    }

    /**
     * A convolution that passes its input on: 1 in the middle of the kernel from each input channel to the output channel of the same
     * number, in each group. torch: dirac_.
     *
     * @param shape of 3 to 5 axes, the first a multiple of {@code groups}
     */
    public static Tensor dirac(DType dtype, Shape shape, int groups) {
        ArgumentException.require(shape.rank() >= 3 && shape.rank() <= 5, "dirac", "shape", shape, "three to five axes");
        ArgumentException.require(groups >= 1 && shape.dim(0) % groups == 0, "dirac", "groups", groups, "a divisor of " + shape.dim(0));
        double[] w = new double[Shape.length("init", shape.size())];
        int[] strides = shape.strides();
        int middle = 0;
        for (int i = 2; i < shape.rank(); i++) {
            middle += shape.dim(i) / 2 * strides[i];
        }
        int each = shape.dim(0) / groups;
        for (int g = 0; g < groups && w.length > 0; g++) {
            for (int c = 0; c < Math.min(each, shape.dim(1)); c++) {
                w[(g * each + c) * strides[0] + c * strides[1] + middle] = 1;
            }
        }
        return Tensor.of(w, shape.dims()).to(dtype);
    }

    /**
     * {@code gain Q} with orthonormal rows or columns, whichever are fewer, of the matrix (dims[0], rest), evenly distributed among such.
     * torch: orthogonal_. Saxe et al., "Exact solutions to the nonlinear dynamics of learning", 2014.
     */
    public static Tensor orthogonal(DType dtype, Key key, Shape shape, double gain) {
        ArgumentException.require(shape.rank() >= 2, "orthogonal", "shape", shape, "two axes or more");
        int rows = shape.dim(0);
        int columns = shape.size() == 0 ? 0 : Shape.length("init", shape.size() / rows);
        if (shape.size() == 0) {
            return Tensor.zeros(dtype, shape);
        }
        int tall = Math.max(rows, columns);
        int few = Math.min(rows, columns);
        LinearAlgebra.Qr qr = Orthogonal.qr(Tensor.normal(DType.FLOAT64, key, tall, few).array(), Orthogonal.Mode.REDUCED);
        double[] signs = new double[few];
        for (int i = 0; i < few; i++) {
            signs[i] = qr.r().getDouble(i, i) < 0 ? -gain : gain; // a positive diagonal of R makes Q's distribution Haar's
        }
        Tensor q = F.mul(Tensor.of(qr.q()), Tensor.of(signs));
        return F.reshape(rows > columns ? q : q.t(), shape.dims()).to(dtype);
    }

    /**
     * {@code N(0, std^2)}, but {@code ceil(sparsity rows)} zeros in each column. torch: sparse_. Martens, "Deep learning via Hessian-free
     * optimization", 2010.
     *
     * @param shape of two axes
     * @param sparsity share of zeros, 0 to 1
     * @param std by default 0.01
     */
    public static Tensor sparse(DType dtype, Key key, Shape shape, double sparsity, double std) {
        ArgumentException.require(shape.rank() == 2, "sparse", "shape", shape, "two axes");
        ArgumentException.require(sparsity >= 0 && sparsity <= 1, "sparse", "sparsity", sparsity, "0 to 1");
        int rows = shape.dim(0);
        int columns = shape.dim(1);
        int zeros = (int) Math.ceil(sparsity * rows);
        Key[] keys = IntStream.range(0, columns + 1).mapToObj(i -> key.fold(i)).toArray(Key[]::new);
        boolean[] kept = new boolean[Shape.length("init", shape.size())];
        java.util.Arrays.fill(kept, true);
        for (int j = 0; j < columns; j++) {
            int column = j;
            LongStream.of(F.permutation(keys[j + 1], rows).toLongArray()).limit(zeros).forEach(i ->
                    kept[(int) i * columns + column] = false);
        }
        return F.where(F.reshape(Tensor.of(kept), rows, columns), normal(dtype, keys[0], shape, 0, std), 0);
    }
}
