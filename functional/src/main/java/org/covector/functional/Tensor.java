package org.covector.functional;

import org.covector.engine.Closeness;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.Vocabulary;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Leveled;
import org.covector.functional.core.Plain;
import org.covector.functional.core.Tangent;

/**
 * An immutable value of functions: an array, or, while it depends on something being differentiated, that array with the closure
 * that takes a cotangent back through it. Users see no difference.
 */
@Vocabulary
@SuppressWarnings("exports") // its supertypes are the mechanism's: nobody outside names them (decision 11)
public sealed interface Tensor extends Cotangent, Tangent permits Plain, Leveled {
    /** Axis lengths. */
    Shape shape();

    /** Element type. */
    DType dtype();

    /**
     * The value.
     *
     * @throws IllegalStateException while the tensor is being differentiated, mapped by {@code vmap} or traced by {@code fuse}: reading it
     *     would cut its gradient, or be the value of one example or run; {@code stopGradient(x)} is read on purpose
     */
    NdArray array();

    /** Number of axes. */
    default int rank() {
        return shape().rank();
    }

    /** Number of elements. */
    default long size() {
        return shape().size();
    }

    /** Length of an axis; negative axes count from the end. */
    default int dim(int axis) {
        return shape().dim(axis);
    }

    // ---- reading

    /**
     * The only element of a tensor of size 1.
     *
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced: {@code stopGradient(x)} is read on purpose
     */
    default double item() {
        return array().item();
    }

    /** One element as a double. */
    default double getDouble(int... index) {
        return array().getDouble(index);
    }

    /** The elements in row-major order, as doubles. */
    default double[] toDoubleArray() {
        return array().toDoubleArray();
    }

    /** The elements in row-major order, rounded to floats. */
    default float[] toFloatArray() {
        return array().toFloatArray();
    }

    /** The elements in row-major order, truncated to integers. */
    default long[] toLongArray() {
        return array().toLongArray();
    }

    /** The elements in row-major order; whether they are not 0. */
    default boolean[] toBooleanArray() {
        return array().toBooleanArray();
    }

    /** The rows of a matrix, as doubles. */
    default double[][] toDoubleArray2d() {
        return Nesting.rows("toDoubleArray2d", this, toDoubleArray(), double[][]::new);
    }

    /** The rows of a matrix, rounded to floats. */
    default float[][] toFloatArray2d() {
        return Nesting.rows("toFloatArray2d", this, toFloatArray(), float[][]::new);
    }

    /** The rows of a matrix, truncated to integers. */
    default long[][] toLongArray2d() {
        return Nesting.rows("toLongArray2d", this, toLongArray(), long[][]::new);
    }

    /** The rows of a matrix; whether the elements are not 0. */
    default boolean[][] toBooleanArray2d() {
        return Nesting.rows("toBooleanArray2d", this, toBooleanArray(), boolean[][]::new);
    }

    /** Whether the tensors have the same shape, dtype and elements; NaN equals NaN, 0 does not equal -0. */
    default boolean contentEquals(Tensor other) {
        return Nesting.same(this, other);
    }

    /** Whether the tensors have the same shape and equal elements, as torch's equal has it: NaN equals nothing, 0 equals -0. */
    default boolean equal(Tensor other) {
        return shape().equals(other.shape()) && Closeness.compare(array(), other.array(), 0, 0, false).ok();
    }

    /**
     * Whether the shapes are equal and {@code |x - y| <= 1e-8 + 1e-5 |y|} everywhere, infinities by sign, NaN nowhere, as torch's
     * defaults.
     */
    default boolean allClose(Tensor other) {
        return allClose(other, 1e-5, 1e-8);
    }

    /** Whether the shapes are equal and {@code |x - y| <= atol + rtol |y|} everywhere, infinities by sign, NaN nowhere. */
    default boolean allClose(Tensor other, double rtol, double atol) {
        return Closeness.compare(array(), other.array(), rtol, atol, false).ok();
    }

    // ---- arithmetic

    /** {@code x + y}, broadcast. */
    default Tensor add(Tensor y) {
        return F.add(this, y);
    }

    /** {@code x + y}. */
    default Tensor add(double y) {
        return F.add(this, y);
    }

    /** {@code x + y}; INT64 stays INT64. */
    default Tensor add(long y) {
        return F.add(this, y);
    }

    /** {@code x - y}, broadcast. */
    default Tensor sub(Tensor y) {
        return F.sub(this, y);
    }

    /** {@code x - y}. */
    default Tensor sub(double y) {
        return F.sub(this, y);
    }

    /** {@code x - y}; INT64 stays INT64. */
    default Tensor sub(long y) {
        return F.sub(this, y);
    }

    /** {@code x y}, broadcast. */
    default Tensor mul(Tensor y) {
        return F.mul(this, y);
    }

    /** {@code x y}. */
    default Tensor mul(double y) {
        return F.mul(this, y);
    }

    /** {@code x y}; INT64 stays INT64. */
    default Tensor mul(long y) {
        return F.mul(this, y);
    }

    /** {@code x / y}, broadcast. */
    default Tensor div(Tensor y) {
        return F.div(this, y);
    }

    /** {@code x / y}. */
    default Tensor div(double y) {
        return F.div(this, y);
    }

    /** {@code -x}. */
    default Tensor neg() {
        return F.neg(this);
    }

    /** {@code x^y}. */
    default Tensor pow(double y) {
        return F.pow(this, y);
    }

    /** {@code x^y}; INT64 stays INT64. */
    default Tensor pow(long y) {
        return F.pow(this, y);
    }

    /** {@code x^2}. */
    default Tensor square() {
        return F.square(this);
    }

    /** {@code |x|}. */
    default Tensor abs() {
        return F.abs(this);
    }

    /** The matrix product, with every case of {@link F#matmul}. */
    default Tensor matmul(Tensor y) {
        return F.matmul(this, y);
    }

    /** In another dtype: differentiable between floating ones. Itself if it has the dtype. */
    default Tensor to(DType dtype) {
        return Convert.to(this, dtype);
    }

    // ---- reductions

    /** The sum of all elements. */
    default Tensor sum() {
        return F.sum(this);
    }

    /** The sum along some axes, which disappear. */
    default Tensor sum(int... axes) {
        return F.sum(this, axes);
    }

    /** The mean of all elements. */
    default Tensor mean() {
        return F.mean(this);
    }

    /** The mean along some axes, which disappear. */
    default Tensor mean(int... axes) {
        return F.mean(this, axes);
    }

    /** The largest element. */
    default Tensor max() {
        return F.max(this);
    }

    /** The smallest element. */
    default Tensor min() {
        return F.min(this);
    }

    /** The index along an axis of the largest element. */
    default Tensor argmax(int axis) {
        return F.argmax(this, axis, false);
    }

    // ---- shape and indexing

    /** The element or the part at indices of the first axes, counted from the end where they are negative. */
    default Tensor at(int... index) {
        Tensor y = this;
        for (int i : index) {
            y = F.select(y, 0, i);
        }
        return y;
    }

    /** The elements {@code from} up to {@code to}, exclusive, of an axis. */
    default Tensor slice(int axis, int from, int to) {
        return F.slice(this, axis, from, to, 1);
    }

    /** Every {@code step}th element {@code from} up to {@code to}, exclusive, of an axis; negative steps go backwards. */
    default Tensor slice(int axis, int from, int to, int step) {
        return F.slice(this, axis, from, to, step);
    }

    /** Python's {@code x[...]}: positions, slices of several axes with steps, new axes, tensors of indices; see {@link At}. */
    default Tensor index(At... at) {
        return F.index(this, at);
    }

    /** The same elements under another shape; one length may be -1. */
    default Tensor reshape(int... dims) {
        return F.reshape(this, dims);
    }

    /** All elements along one axis. */
    default Tensor flatten() {
        return F.reshape(this, -1);
    }

    /** Axes reordered: axis i of the result is axis {@code axes[i]} of this. */
    default Tensor permute(int... axes) {
        return F.permute(this, axes);
    }

    /** Two axes exchanged. */
    default Tensor transpose(int axis0, int axis1) {
        return F.transpose(this, axis0, axis1);
    }

    /** The transpose of a matrix, of each of a batch. */
    default Tensor t() {
        return rank() < 2 ? this : F.transpose(this, -2, -1);
    }

    /** Without these axes where they have length 1; none named means all. */
    default Tensor squeeze(int... axes) {
        return F.squeeze(this, axes);
    }

    /** With a new axis of length 1. */
    default Tensor unsqueeze(int axis) {
        return F.unsqueeze(this, axis);
    }

    // ---- creation from values

    /** A tensor of an array, shared (arrays are immutable). */
    static Tensor of(NdArray array) {
        return new Plain(array);
    }

    /** A FLOAT32 vector. */
    static Tensor of(float... values) {
        return new Plain(NdArray.of(values));
    }

    /** A FLOAT64 vector. */
    static Tensor of(double... values) {
        return new Plain(NdArray.of(values));
    }

    /** An INT64 vector. */
    static Tensor of(long... values) {
        return new Plain(NdArray.of(values));
    }

    /** An INT64 vector. */
    static Tensor of(int... values) {
        return Nesting.of(values);
    }

    /** A BOOL vector. */
    static Tensor of(boolean... values) {
        return new Plain(NdArray.of(values));
    }

    /** A FLOAT64 matrix of rows of equal length. */
    static Tensor of(double[][] rows) {
        return Nesting.of(rows);
    }

    /** A FLOAT32 matrix of rows of equal length. */
    static Tensor of(float[][] rows) {
        return Nesting.of(rows);
    }

    /** An INT64 matrix of rows of equal length. */
    static Tensor of(long[][] rows) {
        return Nesting.of(rows);
    }

    /** An INT64 matrix of rows of equal length. */
    static Tensor of(int[][] rows) {
        return Nesting.of(rows);
    }

    /** A BOOL matrix of rows of equal length. */
    static Tensor of(boolean[][] rows) {
        return Nesting.of(rows);
    }

    /** A FLOAT64 tensor of rank 3. */
    static Tensor of(double[][][] planes) {
        return Nesting.of(planes);
    }

    /** A FLOAT32 tensor of rank 3. */
    static Tensor of(float[][][] planes) {
        return Nesting.of(planes);
    }

    /** An INT64 tensor of rank 3. */
    static Tensor of(long[][][] planes) {
        return Nesting.of(planes);
    }

    /** An INT64 tensor of rank 3. */
    static Tensor of(int[][][] planes) {
        return Nesting.of(planes);
    }

    /** A BOOL tensor of rank 3. */
    static Tensor of(boolean[][][] planes) {
        return Nesting.of(planes);
    }

    /** A FLOAT64 tensor of rank 4. */
    static Tensor of(double[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /** A FLOAT32 tensor of rank 4. */
    static Tensor of(float[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /** An INT64 tensor of rank 4. */
    static Tensor of(long[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /** An INT64 tensor of rank 4. */
    static Tensor of(int[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /** A BOOL tensor of rank 4. */
    static Tensor of(boolean[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /** Row-major elements under a shape. */
    static Tensor of(double[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /** Row-major elements under a shape. */
    static Tensor of(float[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /** Row-major elements under a shape. */
    static Tensor of(long[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /** Row-major elements under a shape. */
    static Tensor of(int[] values, int... dims) {
        return new Plain(Nesting.shaped(Nesting.of(values).array(), dims));
    }

    /** Row-major elements under a shape. */
    static Tensor of(boolean[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /** A FLOAT32 scalar. */
    static Tensor scalar(float value) {
        return new Plain(NdArray.scalar(DType.FLOAT32, value));
    }

    /** A FLOAT64 scalar. */
    static Tensor scalar(double value) {
        return new Plain(NdArray.scalar(DType.FLOAT64, value));
    }

    /** An INT64 scalar. */
    static Tensor scalar(long value) {
        return new Plain(NdArray.of(value).reshape(Shape.SCALAR));
    }

    /** An INT64 scalar. */
    static Tensor scalar(int value) {
        return scalar((long) value);
    }

    /** A BOOL scalar. */
    static Tensor scalar(boolean value) {
        return new Plain(NdArray.of(value).reshape(Shape.SCALAR));
    }

    // ---- creation without values: FLOAT32 unless a dtype is named

    /** Every element {@code value}. */
    static Tensor full(DType dtype, Shape shape, double value) {
        return new Plain(NdArray.full(dtype, shape, value));
    }

    /** Every element {@code value}, FLOAT32. */
    static Tensor full(double value, int... dims) {
        return full(DType.FLOAT32, Shape.of(dims), value);
    }

    /** Every element {@code value}. */
    static Tensor full(DType dtype, double value, int... dims) {
        return full(dtype, Shape.of(dims), value);
    }

    /** Every element {@code value}, of the shape and dtype of another tensor. */
    static Tensor fullLike(Tensor like, double value) {
        return full(like.dtype(), like.shape(), value);
    }

    /** Zeros. */
    static Tensor zeros(DType dtype, Shape shape) {
        return full(dtype, shape, 0);
    }

    /** Zeros, FLOAT32. */
    static Tensor zeros(int... dims) {
        return zeros(DType.FLOAT32, dims);
    }

    /** Zeros. */
    static Tensor zeros(DType dtype, int... dims) {
        return zeros(dtype, Shape.of(dims));
    }

    /** Zeros of the shape and dtype of another tensor. */
    static Tensor zerosLike(Tensor like) {
        return fullLike(like, 0);
    }

    /** Ones. */
    static Tensor ones(DType dtype, Shape shape) {
        return full(dtype, shape, 1);
    }

    /** Ones, FLOAT32. */
    static Tensor ones(int... dims) {
        return ones(DType.FLOAT32, dims);
    }

    /** Ones. */
    static Tensor ones(DType dtype, int... dims) {
        return ones(dtype, Shape.of(dims));
    }

    /** Ones of the shape and dtype of another tensor. */
    static Tensor onesLike(Tensor like) {
        return fullLike(like, 1);
    }

    /** The identity matrix, FLOAT32. */
    static Tensor eye(int n) {
        return eye(DType.FLOAT32, n, n);
    }

    /** Ones on the diagonal of a matrix of zeros. */
    static Tensor eye(DType dtype, int rows, int columns) {
        return new Plain(Create.eye(dtype, rows, columns));
    }

    /**
     * {@code y[i, j] = j <= i + diagonal ? 1 : 0}: ones on and below a diagonal.
     *
     * @param dtype any
     * @param diagonal 0 for the main one, above 0 for one above it
     * @return [rows, columns]
     */
    static Tensor tri(DType dtype, int rows, int columns, int diagonal) {
        return F.tril(ones(dtype, rows, columns), diagonal);
    }

    /** Ones on and below the main diagonal of a matrix of zeros, FLOAT32. */
    static Tensor tri(int rows, int columns) {
        return tri(DType.FLOAT32, rows, columns, 0);
    }

    /** {@code 0, 1, ...} below {@code end}, INT64. */
    static Tensor arange(long end) {
        return arange(0, end, 1);
    }

    /** {@code start, start + step, ...} below {@code end} (above it for a negative step), INT64. */
    static Tensor arange(long start, long end, long step) {
        return new Plain(Create.arange(start, end, step));
    }

    /** {@code start, start + step, ...} below {@code end} (above it for a negative step). */
    static Tensor arange(DType dtype, double start, double end, double step) {
        return new Plain(Create.arange(dtype, start, end, step));
    }

    /** {@code count} numbers from {@code start} to {@code end}, both included, evenly spaced, FLOAT32. */
    static Tensor linspace(double start, double end, int count) {
        return linspace(DType.FLOAT32, start, end, count);
    }

    /** {@code count} numbers from {@code start} to {@code end}, both included, evenly spaced. */
    static Tensor linspace(DType dtype, double start, double end, int count) {
        return new Plain(Create.linspace(dtype, start, end, count));
    }

    /** {@code 10^e} for {@code count} exponents from {@code start} to {@code end}, evenly spaced, FLOAT32. */
    static Tensor logspace(double start, double end, int count) {
        return new Plain(Create.logspace(DType.FLOAT32, start, end, count, 10));
    }

    // ---- creation from a key

    /** Standard normal numbers, FLOAT32. */
    static Tensor normal(Key key, int... dims) {
        return normal(DType.FLOAT32, key, dims);
    }

    /** Standard normal numbers. */
    static Tensor normal(DType dtype, Key key, int... dims) {
        return Draw.of("normal", new Draw.Normal(), key, Shape.of(dims), dtype);
    }

    /** Standard normal numbers under the condition of lying between two bounds. */
    static Tensor truncatedNormal(DType dtype, Key key, double lower, double upper, int... dims) {
        return Draw.of("truncatedNormal", new Draw.TruncatedNormal(lower, upper), key, Shape.of(dims), dtype);
    }

    /** Numbers uniform on [0, 1), FLOAT32. */
    static Tensor uniform(Key key, int... dims) {
        return uniform(DType.FLOAT32, key, dims);
    }

    /** Numbers uniform on [0, 1). */
    static Tensor uniform(DType dtype, Key key, int... dims) {
        return Draw.of("uniform", new Draw.Uniform(), key, Shape.of(dims), dtype);
    }

    /** True with probability {@code p}. */
    static Tensor bernoulli(Key key, double p, int... dims) {
        return Draw.of("bernoulli", new Draw.Bernoulli(p), key, Shape.of(dims), DType.BOOL);
    }

    /**
     * {@code y[i]} true with probability {@code p[i]}, each independent of the others; without gradient.
     *
     * @param p probabilities, FLOAT32 or FLOAT64 of any shape
     * @return BOOL, of the shape of p
     * @throws org.covector.engine.ArgumentException if a probability is not within 0 to 1
     */
    static Tensor bernoulli(Key key, Tensor p) {
        AxisReduction.floating("bernoulli", p);
        return Draw.by("bernoulli", Draw.Law.BERNOULLI, key, p);
    }

    /** Integers uniform on {@code low} up to {@code high}, exclusive, INT64. */
    static Tensor randint(Key key, long low, long high, int... dims) {
        return Draw.of("randint", new Draw.Integers(low, high), key, Shape.of(dims), DType.INT64);
    }
}
