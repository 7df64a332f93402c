package org.covector.functional;

import org.covector.engine.Closeness;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.Vocabulary;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Leveled;
import org.covector.functional.core.Nesting;
import org.covector.functional.core.Plain;
import org.covector.functional.core.Tangent;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Draw;

/**
 * An immutable value of functions: an array, or, while it depends on something being differentiated, that array with the closure
 * that takes a cotangent back through it. Users see no difference.
 */
@Vocabulary
@SuppressWarnings("exports") // its supertypes are the mechanism's: nobody outside names them (decision 11)
public sealed interface Tensor extends Cotangent, Tangent permits Plain, Leveled {
    /**
     * {@code [d_0, d_1, ..]}: the lengths of the axes, none for a scalar.
     *
     * {@snippet :
     * Shape shape = Tensor.zeros(2, 3).shape(); // [2, 3]
     * }
     *
     * @return the shape
     */
    Shape shape();

    /**
     * {@code dtype}: the type of the elements.
     *
     * {@snippet :
     * DType dtype = Tensor.of(1, 2).dtype(); // INT64
     * }
     *
     * @return FLOAT32, FLOAT64, INT64 or BOOL
     */
    DType dtype();

    /**
     * {@code x} as an array of the engine, shared: reading it costs nothing.
     *
     * {@snippet :
     * double[] y = Tensor.of(1.0, 2).array().toDoubleArray(); // [1, 2]
     * }
     *
     * @return an array of this shape and dtype
     * @throws IllegalStateException while the tensor is being differentiated, mapped by {@code vmap} or traced by {@code fuse}: reading it
     *     would cut its gradient, or be the value of one example or run; {@code stopGradient(x)} is read on purpose
     */
    NdArray array();

    /**
     * {@code rank}: the number of axes.
     *
     * {@snippet :
     * int rank = Tensor.zeros(2, 3).rank(); // 2
     * }
     *
     * @return 0 for a scalar
     */
    default int rank() {
        return shape().rank();
    }

    /**
     * {@code d_0 d_1 ..}: the number of elements.
     *
     * {@snippet :
     * long size = Tensor.zeros(2, 3).size(); // 6
     * }
     *
     * @return the product of the lengths, 1 for a scalar
     */
    default long size() {
        return shape().size();
    }

    /**
     * {@code d_axis}: the length of an axis.
     *
     * {@snippet :
     * int columns = Tensor.zeros(2, 3).dim(-1); // 3
     * }
     *
     * @param axis negative ones count from the end
     * @return the length
     * @throws org.covector.engine.ArgumentException if there is no such axis
     */
    default int dim(int axis) {
        return shape().dim(axis);
    }

    // ---- reading

    /**
     * {@code x[0, ..]}: the only element of a tensor of size 1.
     *
     * {@snippet :
     * double y = Tensor.of(1.0, 2).sum().item(); // 3
     * }
     *
     * @return the element; 1 or 0 for BOOL
     * @throws org.covector.engine.ArgumentException if there is more than one element, or none
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced: {@code stopGradient(x)} is read on purpose
     */
    default double item() {
        return array().item();
    }

    /**
     * {@code x[index]}: one element as a double.
     *
     * {@snippet :
     * double y = Tensor.of(new double[][] {{1, 2}, {3, 4}}).getDouble(1, 0); // 3
     * }
     *
     * @param index one for each axis
     * @return the element; 1 or 0 for BOOL
     * @throws org.covector.engine.ArgumentException if there are more or fewer indices than axes, or one is out of range
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default double getDouble(int... index) {
        return array().getDouble(index);
    }

    /**
     * {@code x} in row-major order, as doubles.
     *
     * {@snippet :
     * double[] y = Tensor.of(new int[][] {{1, 2}, {3, 4}}).toDoubleArray(); // [1, 2, 3, 4]
     * }
     *
     * @return one number for each element; 1 or 0 for BOOL
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default double[] toDoubleArray() {
        return array().toDoubleArray();
    }

    /**
     * {@code x} in row-major order, rounded to floats.
     *
     * {@snippet :
     * float[] y = Tensor.of(0.5, 2).toFloatArray(); // [0.5, 2.0]
     * }
     *
     * @return one number for each element; 1 or 0 for BOOL
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default float[] toFloatArray() {
        return array().toFloatArray();
    }

    /**
     * {@code x} in row-major order, truncated to integers.
     *
     * {@snippet :
     * long[] y = Tensor.of(1.5, -1.5).toLongArray(); // [1, -1]
     * }
     *
     * @return one number for each element; 1 or 0 for BOOL
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default long[] toLongArray() {
        return array().toLongArray();
    }

    /**
     * {@code x != 0} in row-major order.
     *
     * {@snippet :
     * boolean[] y = Tensor.of(0.0, 2).toBooleanArray(); // [false, true]
     * }
     *
     * @return one for each element
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default boolean[] toBooleanArray() {
        return array().toBooleanArray();
    }

    /**
     * {@code x[i, j]} as doubles: the rows of a matrix.
     *
     * {@snippet :
     * double[][] y = Tensor.of(new int[][] {{1, 2}, {3, 4}}).toDoubleArray2d(); // [[1, 2], [3, 4]]
     * }
     *
     * @return an array for each row
     * @throws org.covector.engine.ArgumentException if this is not a matrix
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default double[][] toDoubleArray2d() {
        return Nesting.rows("toDoubleArray2d", this, toDoubleArray(), double[][]::new);
    }

    /**
     * {@code x[i, j]} rounded to floats: the rows of a matrix.
     *
     * {@snippet :
     * float[][] y = Tensor.of(new int[][] {{1, 2}, {3, 4}}).toFloatArray2d(); // [[1.0, 2.0], [3.0, 4.0]]
     * }
     *
     * @return an array for each row
     * @throws org.covector.engine.ArgumentException if this is not a matrix
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default float[][] toFloatArray2d() {
        return Nesting.rows("toFloatArray2d", this, toFloatArray(), float[][]::new);
    }

    /**
     * {@code x[i, j]} truncated to integers: the rows of a matrix.
     *
     * {@snippet :
     * long[][] y = Tensor.of(new int[][] {{1, 2}, {3, 4}}).toLongArray2d(); // [[1, 2], [3, 4]]
     * }
     *
     * @return an array for each row
     * @throws org.covector.engine.ArgumentException if this is not a matrix
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default long[][] toLongArray2d() {
        return Nesting.rows("toLongArray2d", this, toLongArray(), long[][]::new);
    }

    /**
     * {@code x[i, j] != 0}: the rows of a matrix.
     *
     * {@snippet :
     * boolean[][] y = Tensor.of(new int[][] {{1, 0}, {0, 4}}).toBooleanArray2d(); // [[true, false], [false, true]]
     * }
     *
     * @return an array for each row
     * @throws org.covector.engine.ArgumentException if this is not a matrix
     * @throws IllegalStateException while the tensor is being differentiated, mapped or traced
     */
    default boolean[][] toBooleanArray2d() {
        return Nesting.rows("toBooleanArray2d", this, toBooleanArray(), boolean[][]::new);
    }

    /**
     * {@code x = y} in shape, dtype and every element; NaN equals NaN, 0 does not equal -0.
     *
     * {@snippet :
     * boolean same = Tensor.of(1.0, Double.NaN).contentEquals(Tensor.of(1.0, Double.NaN)); // true
     * }
     *
     * @param other any shape and dtype
     * @return whether they are the same
     * @throws IllegalStateException while either tensor is being differentiated, mapped or traced
     */
    default boolean contentEquals(Tensor other) {
        return Nesting.same(this, other);
    }

    /**
     * {@code x[i] = y[i]} everywhere and equal shapes, as torch's equal has it: NaN equals nothing, 0 equals -0.
     *
     * {@snippet :
     * boolean equal = Tensor.of(1.0, -0.0).equal(Tensor.of(1.0, 0.0)); // true
     * }
     *
     * @param other any shape and dtype
     * @return whether all are equal
     * @throws IllegalStateException while either tensor is being differentiated, mapped or traced
     */
    default boolean equal(Tensor other) {
        return shape().equals(other.shape()) && Closeness.compare(array(), other.array(), 0, 0, false).ok();
    }

    /**
     * {@code |x - y| <= 1e-8 + 1e-5 |y|} everywhere and equal shapes, infinities by sign, NaN nowhere, as torch's defaults.
     *
     * {@snippet :
     * boolean close = Tensor.of(1.0, 2).allClose(Tensor.of(1.000001, 2)); // true
     * }
     *
     * @param other any shape and dtype
     * @return whether all are close
     * @throws IllegalStateException while either tensor is being differentiated, mapped or traced
     */
    default boolean allClose(Tensor other) {
        return allClose(other, 1e-5, 1e-8);
    }

    /**
     * {@code |x - y| <= atol + rtol |y|} everywhere and equal shapes, infinities by sign, NaN nowhere.
     *
     * @param other any shape and dtype
     * @param rtol share of {@code |y|}
     * @param atol what is allowed beside it
     * @return whether all are close
     * @throws IllegalStateException while either tensor is being differentiated, mapped or traced
     */
    default boolean allClose(Tensor other, double rtol, double atol) {
        return Closeness.compare(array(), other.array(), rtol, atol, false).ok();
    }

    // ---- arithmetic

    /**
     * {@code x + y}, broadcast: {@link F#add(Tensor, Tensor)} as a method.
     *
     * @param y a shape that broadcasts with that of x
     * @return the broadcast shape, the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    default Tensor add(Tensor y) {
        return F.add(this, y);
    }

    /**
     * {@code x + y} with a number.
     *
     * @param y the number; makes INT64 FLOAT32, as in torch
     * @return the shape of x
     */
    default Tensor add(double y) {
        return F.add(this, y);
    }

    /**
     * {@code x + y} with a whole number.
     *
     * @param y the number; INT64 stays INT64
     * @return the shape of x
     */
    default Tensor add(long y) {
        return F.add(this, y);
    }

    /**
     * {@code x - y}, broadcast: {@link F#sub(Tensor, Tensor)} as a method.
     *
     * @param y a shape that broadcasts with that of x
     * @return the broadcast shape, the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    default Tensor sub(Tensor y) {
        return F.sub(this, y);
    }

    /**
     * {@code x - y} with a number.
     *
     * @param y the number; makes INT64 FLOAT32, as in torch
     * @return the shape of x
     */
    default Tensor sub(double y) {
        return F.sub(this, y);
    }

    /**
     * {@code x - y} with a whole number.
     *
     * @param y the number; INT64 stays INT64
     * @return the shape of x
     */
    default Tensor sub(long y) {
        return F.sub(this, y);
    }

    /**
     * {@code x y}, broadcast: {@link F#mul(Tensor, Tensor)} as a method.
     *
     * @param y a shape that broadcasts with that of x
     * @return the broadcast shape, the common dtype
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    default Tensor mul(Tensor y) {
        return F.mul(this, y);
    }

    /**
     * {@code x y} with a number.
     *
     * @param y the number; makes INT64 FLOAT32, as in torch
     * @return the shape of x
     */
    default Tensor mul(double y) {
        return F.mul(this, y);
    }

    /**
     * {@code x y} with a whole number.
     *
     * @param y the number; INT64 stays INT64
     * @return the shape of x
     */
    default Tensor mul(long y) {
        return F.mul(this, y);
    }

    /**
     * {@code x / y}, broadcast: {@link F#div(Tensor, Tensor)} as a method. Integers too are divided as real numbers, as in torch; ONNX's
     * Div truncates.
     *
     * @param y a shape that broadcasts with that of x
     * @return the broadcast shape, floating
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    default Tensor div(Tensor y) {
        return F.div(this, y);
    }

    /**
     * {@code x / y} with a number.
     *
     * @param y the number
     * @return the shape of x, floating
     */
    default Tensor div(double y) {
        return F.div(this, y);
    }

    /**
     * {@code -x} of every element.
     *
     * @return the shape and dtype of x
     */
    default Tensor neg() {
        return F.neg(this);
    }

    /**
     * {@code x^y} with a number.
     *
     * @param y the exponent; makes INT64 FLOAT32, as in torch
     * @return the shape of x
     */
    default Tensor pow(double y) {
        return F.pow(this, y);
    }

    /**
     * {@code x^y} with a whole number.
     *
     * @param y the exponent; INT64 stays INT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if x is INT64 and y negative
     */
    default Tensor pow(long y) {
        return F.pow(this, y);
    }

    /**
     * {@code x^2} of every element.
     *
     * @return the shape and dtype of x
     */
    default Tensor square() {
        return F.square(this);
    }

    /**
     * {@code |x|} of every element; gradient 0 at 0.
     *
     * @return the shape and dtype of x
     */
    default Tensor abs() {
        return F.abs(this);
    }

    /**
     * {@code sum over k of x[.., i, k] y[.., k, j]}: the matrix product, with every case of {@link F#matmul}.
     *
     * @param y {@code [.., k, n]} or {@code [k]}
     * @return {@code [.., m, n]} for x {@code [.., m, k]}, without the axes of vectors
     * @throws org.covector.engine.ArgumentException if lengths do not fit or batches do not broadcast
     */
    default Tensor matmul(Tensor y) {
        return F.matmul(this, y);
    }

    /**
     * {@code x} in another dtype: differentiable between floating ones; itself if it has the dtype. To INT64 it truncates.
     *
     * {@snippet :
     * Tensor y = Tensor.of(1.5, -1.5).to(DType.INT64); // [1, -1]
     * }
     *
     * @param dtype any
     * @return the shape of x, of the dtype
     */
    default Tensor to(DType dtype) {
        return Convert.to(this, dtype);
    }

    // ---- reductions

    /**
     * {@code sum over i of x[i]} of all elements.
     *
     * @return a scalar; INT64 for BOOL
     */
    default Tensor sum() {
        return F.sum(this);
    }

    /**
     * {@code sum over i of x[i]} along some axes, which disappear.
     *
     * @param axes negative ones count from the end; none named means all
     * @return x without the axes; INT64 for BOOL
     * @throws org.covector.engine.ArgumentException if an axis is out of range or named twice
     */
    default Tensor sum(int... axes) {
        return F.sum(this, axes);
    }

    /**
     * {@code sum over i of x[i] / n} of all elements.
     *
     * @return a scalar
     * @throws org.covector.engine.ArgumentException if x is not floating
     */
    default Tensor mean() {
        return F.mean(this);
    }

    /**
     * {@code sum over i of x[i] / n} along some axes, which disappear.
     *
     * @param axes negative ones count from the end; none named means all
     * @return x without the axes
     * @throws org.covector.engine.ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    default Tensor mean(int... axes) {
        return F.mean(this, axes);
    }

    /**
     * {@code max over i of x[i]}; NaN if there is one. Elements that tie share the gradient.
     *
     * @return a scalar
     * @throws org.covector.engine.ArgumentException if there is no element
     */
    default Tensor max() {
        return F.max(this);
    }

    /**
     * {@code min over i of x[i]}; NaN if there is one. Elements that tie share the gradient.
     *
     * @return a scalar
     * @throws org.covector.engine.ArgumentException if there is no element
     */
    default Tensor min() {
        return F.min(this);
    }

    /**
     * {@code argmax over i of x[i]} along an axis, the first of equal ones.
     *
     * @param axis negative ones count from the end
     * @return INT64, x without the axis
     * @throws org.covector.engine.ArgumentException if the axis is out of range or empty
     */
    default Tensor argmax(int axis) {
        return F.argmax(this, axis, false);
    }

    // ---- shape and indexing

    /**
     * {@code x[i_0, i_1, ..]}: the element, or the part, at indices of the first axes.
     *
     * {@snippet :
     * Tensor y = Tensor.of(new int[][] {{1, 2}, {3, 4}}).at(-1); // [3, 4]
     * }
     *
     * @param index negative ones count from the end; at most as many as axes
     * @return x without the axes that have an index
     * @throws org.covector.engine.ArgumentException if there are too many indices, or one is out of range
     */
    default Tensor at(int... index) {
        Tensor y = this;
        for (int i : index) {
            y = F.select(y, 0, i);
        }
        return y;
    }

    /**
     * {@code x[.., from:to, ..]}: part of an axis.
     *
     * @param axis negative ones count from the end
     * @param from the first index
     * @param to the index after the last; both count from the end where they are negative, and are clamped beyond it
     * @return x, shorter along the axis
     * @throws org.covector.engine.ArgumentException if the axis is out of range
     */
    default Tensor slice(int axis, int from, int to) {
        return F.slice(this, axis, from, to, 1);
    }

    /**
     * {@code x[.., from:to:step, ..]}: every {@code step}th element of part of an axis.
     *
     * @param axis negative ones count from the end
     * @param from the first index
     * @param to where to stop, exclusive
     * @param step not 0; negative ones go backwards
     * @return x, shorter along the axis
     * @throws org.covector.engine.ArgumentException if the axis is out of range or the step 0
     */
    default Tensor slice(int axis, int from, int to, int step) {
        return F.slice(this, axis, from, to, step);
    }

    /**
     * {@code x[..]} as in Python: positions, slices of several axes with steps, new axes, tensors of indices; see {@link At}.
     *
     * @param at one for each axis, as far as they go
     * @return what they choose, of x's dtype
     * @throws org.covector.engine.ArgumentException if there are more than axes, or an index is out of range
     */
    default Tensor index(At... at) {
        return F.index(this, at);
    }

    /**
     * {@code y[i] = x[i]} for row-major indices i: the same elements under another shape.
     *
     * @param dims the lengths; one may be -1, which means what remains
     * @return {@code [dims]}
     * @throws org.covector.engine.ArgumentException if x has another number of elements
     */
    default Tensor reshape(int... dims) {
        return F.reshape(this, dims);
    }

    /**
     * {@code y[i] = x[i]} for row-major indices i: all elements along one axis.
     *
     * @return {@code [size of x]}
     */
    default Tensor flatten() {
        return F.reshape(this, -1);
    }

    /**
     * {@code y[i_axes[0], i_axes[1], ..] = x[i_0, i_1, ..]}: axis k of the result is axis {@code axes[k]} of x.
     *
     * @param axes every axis once, negative from the end
     * @return {@code [d_axes[0], d_axes[1], ..]}
     * @throws org.covector.engine.ArgumentException if the axes are not a permutation of those of x
     */
    default Tensor permute(int... axes) {
        return F.permute(this, axes);
    }

    /**
     * {@code y[.., j, .., i, ..] = x[.., i, .., j, ..]}: two axes exchanged.
     *
     * @param axis0 one axis, negative from the end
     * @param axis1 the other axis, negative from the end
     * @return x with the lengths of both axes exchanged
     * @throws org.covector.engine.ArgumentException if an axis is out of range
     */
    default Tensor transpose(int axis0, int axis1) {
        return F.transpose(this, axis0, axis1);
    }

    /**
     * {@code y[.., j, i] = x[.., i, j]}: the transpose of a matrix, of each of a batch; scalars and vectors stay.
     *
     * @return {@code [.., n, m]} for x {@code [.., m, n]}
     */
    default Tensor t() {
        return rank() < 2 ? this : F.transpose(this, -2, -1);
    }

    /**
     * {@code [.., 1, ..] -> [.., ..]}: without these axes where they have length 1.
     *
     * @param axes negative ones count from the end; none named means all
     * @return x without those axes
     * @throws org.covector.engine.ArgumentException if an axis is out of range
     */
    default Tensor squeeze(int... axes) {
        return F.squeeze(this, axes);
    }

    /**
     * {@code [.., ..] -> [.., 1, ..]}: with a new axis of length 1.
     *
     * @param axis where it stands in the result, negative from the end
     * @return x with one axis more
     * @throws org.covector.engine.ArgumentException if the axis is out of range
     */
    default Tensor unsqueeze(int axis) {
        return F.unsqueeze(this, axis);
    }

    // ---- creation from values

    /**
     * {@code x} of an array of the engine, shared: arrays are immutable.
     *
     * @param array any shape and dtype
     * @return a tensor of the array's shape and dtype
     */
    static Tensor of(NdArray array) {
        return new Plain(array);
    }

    /**
     * {@code [v_0, v_1, ..]}: a vector of floats.
     *
     * @param values the elements, copied
     * @return FLOAT32 {@code [n]}
     */
    static Tensor of(float... values) {
        return new Plain(NdArray.of(values));
    }

    /**
     * {@code [v_0, v_1, ..]}: a vector of doubles.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1.0, 2); // [1, 2]
     * }
     *
     * @param values the elements, copied
     * @return FLOAT64 {@code [n]}
     */
    static Tensor of(double... values) {
        return new Plain(NdArray.of(values));
    }

    /**
     * {@code [v_0, v_1, ..]}: a vector of integers.
     *
     * @param values the elements, copied
     * @return INT64 {@code [n]}
     */
    static Tensor of(long... values) {
        return new Plain(NdArray.of(values));
    }

    /**
     * {@code [v_0, v_1, ..]}: a vector of integers.
     *
     * @param values the elements, copied
     * @return INT64 {@code [n]}
     */
    static Tensor of(int... values) {
        return Nesting.of(values);
    }

    /**
     * {@code [v_0, v_1, ..]}: a vector of booleans.
     *
     * @param values the elements, copied
     * @return BOOL {@code [n]}
     */
    static Tensor of(boolean... values) {
        return new Plain(NdArray.of(values));
    }

    /**
     * {@code x[i, j] = rows[i][j]}: a matrix of rows.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}}); // [[1, 2], [3, 4]]
     * }
     *
     * @param rows of equal length
     * @return FLOAT64 {@code [m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(double[][] rows) {
        return Nesting.of(rows);
    }

    /**
     * {@code x[i, j] = rows[i][j]}: a matrix of rows.
     *
     * @param rows of equal length
     * @return FLOAT32 {@code [m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(float[][] rows) {
        return Nesting.of(rows);
    }

    /**
     * {@code x[i, j] = rows[i][j]}: a matrix of rows.
     *
     * @param rows of equal length
     * @return INT64 {@code [m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(long[][] rows) {
        return Nesting.of(rows);
    }

    /**
     * {@code x[i, j] = rows[i][j]}: a matrix of rows.
     *
     * @param rows of equal length
     * @return INT64 {@code [m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(int[][] rows) {
        return Nesting.of(rows);
    }

    /**
     * {@code x[i, j] = rows[i][j]}: a matrix of rows.
     *
     * @param rows of equal length
     * @return BOOL {@code [m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(boolean[][] rows) {
        return Nesting.of(rows);
    }

    /**
     * {@code x[i, j, k] = planes[i][j][k]}: a tensor of three axes.
     *
     * @param planes of equal lengths
     * @return FLOAT64 {@code [l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(double[][][] planes) {
        return Nesting.of(planes);
    }

    /**
     * {@code x[i, j, k] = planes[i][j][k]}: a tensor of three axes.
     *
     * @param planes of equal lengths
     * @return FLOAT32 {@code [l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(float[][][] planes) {
        return Nesting.of(planes);
    }

    /**
     * {@code x[i, j, k] = planes[i][j][k]}: a tensor of three axes.
     *
     * @param planes of equal lengths
     * @return INT64 {@code [l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(long[][][] planes) {
        return Nesting.of(planes);
    }

    /**
     * {@code x[i, j, k] = planes[i][j][k]}: a tensor of three axes.
     *
     * @param planes of equal lengths
     * @return INT64 {@code [l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(int[][][] planes) {
        return Nesting.of(planes);
    }

    /**
     * {@code x[i, j, k] = planes[i][j][k]}: a tensor of three axes.
     *
     * @param planes of equal lengths
     * @return BOOL {@code [l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(boolean[][][] planes) {
        return Nesting.of(planes);
    }

    /**
     * {@code x[h, i, j, k] = blocks[h][i][j][k]}: a tensor of four axes.
     *
     * @param blocks of equal lengths
     * @return FLOAT64 {@code [k, l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(double[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /**
     * {@code x[h, i, j, k] = blocks[h][i][j][k]}: a tensor of four axes.
     *
     * @param blocks of equal lengths
     * @return FLOAT32 {@code [k, l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(float[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /**
     * {@code x[h, i, j, k] = blocks[h][i][j][k]}: a tensor of four axes.
     *
     * @param blocks of equal lengths
     * @return INT64 {@code [k, l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(long[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /**
     * {@code x[h, i, j, k] = blocks[h][i][j][k]}: a tensor of four axes.
     *
     * @param blocks of equal lengths
     * @return INT64 {@code [k, l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(int[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /**
     * {@code x[h, i, j, k] = blocks[h][i][j][k]}: a tensor of four axes.
     *
     * @param blocks of equal lengths
     * @return BOOL {@code [k, l, m, n]}
     * @throws org.covector.engine.ArgumentException if lengths differ
     */
    static Tensor of(boolean[][][][] blocks) {
        return Nesting.of(blocks);
    }

    /**
     * {@code x[i] = values[i]} for row-major indices i: elements under a shape.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2); // [[1, 2], [3, 4]]
     * }
     *
     * @param values the elements, copied
     * @param dims the lengths; none means a scalar
     * @return FLOAT64 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if the lengths do not multiply to the number of values
     */
    static Tensor of(double[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /**
     * {@code x[i] = values[i]} for row-major indices i: elements under a shape.
     *
     * @param values the elements, copied
     * @param dims the lengths; none means a scalar
     * @return FLOAT32 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if the lengths do not multiply to the number of values
     */
    static Tensor of(float[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /**
     * {@code x[i] = values[i]} for row-major indices i: elements under a shape.
     *
     * @param values the elements, copied
     * @param dims the lengths; none means a scalar
     * @return INT64 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if the lengths do not multiply to the number of values
     */
    static Tensor of(long[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /**
     * {@code x[i] = values[i]} for row-major indices i: elements under a shape.
     *
     * @param values the elements, copied
     * @param dims the lengths; none means a scalar
     * @return INT64 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if the lengths do not multiply to the number of values
     */
    static Tensor of(int[] values, int... dims) {
        return new Plain(Nesting.shaped(Nesting.of(values).array(), dims));
    }

    /**
     * {@code x[i] = values[i]} for row-major indices i: elements under a shape.
     *
     * @param values the elements, copied
     * @param dims the lengths; none means a scalar
     * @return BOOL {@code [dims]}
     * @throws org.covector.engine.ArgumentException if the lengths do not multiply to the number of values
     */
    static Tensor of(boolean[] values, int... dims) {
        return new Plain(Nesting.shaped(NdArray.of(values), dims));
    }

    /**
     * {@code value} as a tensor without axes.
     *
     * @param value the element
     * @return FLOAT32 {@code []}
     */
    static Tensor scalar(float value) {
        return new Plain(NdArray.scalar(DType.FLOAT32, value));
    }

    /**
     * {@code value} as a tensor without axes.
     *
     * {@snippet :
     * Tensor x = Tensor.scalar(2.5); // 2.5
     * }
     *
     * @param value the element
     * @return FLOAT64 {@code []}
     */
    static Tensor scalar(double value) {
        return new Plain(NdArray.scalar(DType.FLOAT64, value));
    }

    /**
     * {@code value} as a tensor without axes.
     *
     * @param value the element
     * @return INT64 {@code []}
     */
    static Tensor scalar(long value) {
        return new Plain(NdArray.of(value).reshape(Shape.SCALAR));
    }

    /**
     * {@code value} as a tensor without axes.
     *
     * @param value the element
     * @return INT64 {@code []}
     */
    static Tensor scalar(int value) {
        return scalar((long) value);
    }

    /**
     * {@code value} as a tensor without axes.
     *
     * @param value the element
     * @return BOOL {@code []}
     */
    static Tensor scalar(boolean value) {
        return new Plain(NdArray.of(value).reshape(Shape.SCALAR));
    }

    // ---- creation without values: FLOAT32 unless a dtype is named

    /**
     * {@code x[i] = value}: every element the same.
     *
     * @param dtype any
     * @param shape of the result
     * @param value truncated for INT64, whether it is not 0 for BOOL
     * @return the shape, of the dtype
     */
    static Tensor full(DType dtype, Shape shape, double value) {
        return new Plain(NdArray.full(dtype, shape, value));
    }

    /**
     * {@code x[i] = value}: every element the same.
     *
     * @param value of each element
     * @param dims the lengths
     * @return FLOAT32 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor full(double value, int... dims) {
        return full(DType.FLOAT32, Shape.of(dims), value);
    }

    /**
     * {@code x[i] = value}: every element the same.
     *
     * {@snippet :
     * Tensor x = Tensor.full(DType.INT64, 7, 2, 2); // [[7, 7], [7, 7]]
     * }
     *
     * @param dtype any
     * @param value truncated for INT64, whether it is not 0 for BOOL
     * @param dims the lengths
     * @return {@code [dims]} of the dtype
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor full(DType dtype, double value, int... dims) {
        return full(dtype, Shape.of(dims), value);
    }

    /**
     * {@code x[i] = value}: every element the same, in the shape of another tensor.
     *
     * {@snippet :
     * Tensor x = Tensor.fullLike(Tensor.of(1, 2), 7); // [7, 7]
     * }
     *
     * @param like any shape and dtype
     * @param value of each element
     * @return the shape and dtype of like
     */
    static Tensor fullLike(Tensor like, double value) {
        return full(like.dtype(), like.shape(), value);
    }

    /**
     * {@code x[i] = 0}: every element zero.
     *
     * @param dtype any
     * @param shape of the result
     * @return the shape, of the dtype
     */
    static Tensor zeros(DType dtype, Shape shape) {
        return full(dtype, shape, 0);
    }

    /**
     * {@code x[i] = 0}: every element zero.
     *
     * {@snippet :
     * Tensor x = Tensor.zeros(2, 2); // [[0, 0], [0, 0]]
     * }
     *
     * @param dims the lengths
     * @return FLOAT32 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor zeros(int... dims) {
        return zeros(DType.FLOAT32, dims);
    }

    /**
     * {@code x[i] = 0}: every element zero.
     *
     * @param dtype any
     * @param dims the lengths
     * @return {@code [dims]} of the dtype
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor zeros(DType dtype, int... dims) {
        return zeros(dtype, Shape.of(dims));
    }

    /**
     * {@code x[i] = 0}: every element zero, in the shape of another tensor.
     *
     * {@snippet :
     * Tensor x = Tensor.zerosLike(Tensor.of(1, 2)); // [0, 0]
     * }
     *
     * @param like any shape and dtype
     * @return the shape and dtype of like
     */
    static Tensor zerosLike(Tensor like) {
        return fullLike(like, 0);
    }

    /**
     * {@code x[i] = 1}: every element one.
     *
     * @param dtype any
     * @param shape of the result
     * @return the shape, of the dtype
     */
    static Tensor ones(DType dtype, Shape shape) {
        return full(dtype, shape, 1);
    }

    /**
     * {@code x[i] = 1}: every element one.
     *
     * {@snippet :
     * Tensor x = Tensor.ones(2, 2); // [[1, 1], [1, 1]]
     * }
     *
     * @param dims the lengths
     * @return FLOAT32 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor ones(int... dims) {
        return ones(DType.FLOAT32, dims);
    }

    /**
     * {@code x[i] = 1}: every element one.
     *
     * @param dtype any
     * @param dims the lengths
     * @return {@code [dims]} of the dtype
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor ones(DType dtype, int... dims) {
        return ones(dtype, Shape.of(dims));
    }

    /**
     * {@code x[i] = 1}: every element one, in the shape of another tensor.
     *
     * {@snippet :
     * Tensor x = Tensor.onesLike(Tensor.of(1, 2)); // [1, 1]
     * }
     *
     * @param like any shape and dtype
     * @return the shape and dtype of like
     */
    static Tensor onesLike(Tensor like) {
        return fullLike(like, 1);
    }

    /**
     * {@code x[i, j] = i == j ? 1 : 0}: the identity matrix.
     *
     * {@snippet :
     * Tensor x = Tensor.eye(2); // [[1, 0], [0, 1]]
     * }
     *
     * @param n how many rows and columns
     * @return FLOAT32 {@code [n, n]}
     * @throws org.covector.engine.ArgumentException if n is negative
     */
    static Tensor eye(int n) {
        return eye(DType.FLOAT32, n, n);
    }

    /**
     * {@code x[i, j] = i == j ? 1 : 0}: ones on the diagonal of a matrix of zeros.
     *
     * @param dtype any
     * @param rows how many
     * @param columns how many
     * @return {@code [rows, columns]} of the dtype
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor eye(DType dtype, int rows, int columns) {
        return new Plain(Create.eye(dtype, rows, columns));
    }

    /**
     * {@code x[i, j] = j <= i + diagonal ? 1 : 0}: ones on and below a diagonal.
     *
     * @param dtype any
     * @param rows how many
     * @param columns how many
     * @param diagonal 0 for the main one, above 0 for one above it
     * @return {@code [rows, columns]} of the dtype
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor tri(DType dtype, int rows, int columns, int diagonal) {
        return F.tril(ones(dtype, rows, columns), diagonal);
    }

    /**
     * {@code x[i, j] = j <= i ? 1 : 0}: ones on and below the main diagonal.
     *
     * {@snippet :
     * Tensor x = Tensor.tri(2, 3); // [[1, 0, 0], [1, 1, 0]]
     * }
     *
     * @param rows how many
     * @param columns how many
     * @return FLOAT32 {@code [rows, columns]}
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    static Tensor tri(int rows, int columns) {
        return tri(DType.FLOAT32, rows, columns, 0);
    }

    /**
     * {@code 0, 1, ..} below an end.
     *
     * @param end exclusive
     * @return INT64 {@code [end]}, empty for negative ends
     */
    static Tensor arange(long end) {
        return arange(0, end, 1);
    }

    /**
     * {@code start, start + step, ..} below an end, above it for a negative step.
     *
     * {@snippet :
     * Tensor x = Tensor.arange(1, 8, 3); // [1, 4, 7]
     * }
     *
     * @param start the first
     * @param end exclusive
     * @param step not 0
     * @return INT64 {@code [max(0, ceil((end - start) / step))]}
     * @throws org.covector.engine.ArgumentException if the step is 0 or there are too many
     */
    static Tensor arange(long start, long end, long step) {
        return new Plain(Create.arange(start, end, step));
    }

    /**
     * {@code start, start + step, ..} below an end, above it for a negative step.
     *
     * @param dtype any; numbers are truncated for INT64, and true for BOOL where they are not 0
     * @param start the first
     * @param end exclusive
     * @param step not 0
     * @return {@code [max(0, ceil((end - start) / step))]} of the dtype
     * @throws org.covector.engine.ArgumentException if the step is 0 or a number not finite
     */
    static Tensor arange(DType dtype, double start, double end, double step) {
        return new Plain(Create.arange(dtype, start, end, step));
    }

    /**
     * {@code x[i] = start + i (end - start) / (count - 1)}: numbers evenly spaced, both ends included.
     *
     * {@snippet :
     * Tensor x = Tensor.linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
     * }
     *
     * @param start the first
     * @param end the last
     * @param count how many, 0 or more
     * @return FLOAT32 {@code [count]}
     * @throws org.covector.engine.ArgumentException if count is negative
     */
    static Tensor linspace(double start, double end, int count) {
        return linspace(DType.FLOAT32, start, end, count);
    }

    /**
     * {@code x[i] = start + i (end - start) / (count - 1)}: numbers evenly spaced, both ends included.
     *
     * @param dtype any; numbers are truncated for INT64
     * @param start the first
     * @param end the last
     * @param count how many, 0 or more
     * @return {@code [count]} of the dtype
     * @throws org.covector.engine.ArgumentException if count is negative
     */
    static Tensor linspace(DType dtype, double start, double end, int count) {
        return new Plain(Create.linspace(dtype, start, end, count));
    }

    /**
     * {@code x[i] = 10^e[i]} for exponents e evenly spaced, both ends included.
     *
     * {@snippet :
     * Tensor x = Tensor.logspace(0, 2, 3); // [1, 10, 100]
     * }
     *
     * @param start the first exponent
     * @param end the last
     * @param count how many, 0 or more
     * @return FLOAT32 {@code [count]}
     * @throws org.covector.engine.ArgumentException if count is negative
     */
    static Tensor logspace(double start, double end, int count) {
        return new Plain(Create.logspace(DType.FLOAT32, start, end, count, 10));
    }

    // ---- creation from a key

    /**
     * {@code x ~ N(0, 1)}: standard normal numbers.
     *
     * {@snippet :
     * boolean reproducible = Tensor.normal(Key.of(1), 3).equal(Tensor.normal(Key.of(1), 3)); // true
     * }
     *
     * @param key decides: the same key gives the same numbers
     * @param dims the lengths
     * @return FLOAT32 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if a length is negative, or the key is several
     */
    static Tensor normal(Key key, int... dims) {
        return normal(DType.FLOAT32, key, dims);
    }

    /**
     * {@code x ~ N(0, 1)}: standard normal numbers.
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param key decides
     * @param dims the lengths
     * @return {@code [dims]} of the dtype
     * @throws org.covector.engine.ArgumentException if the dtype is not floating, a length is negative, or the key is several
     */
    static Tensor normal(DType dtype, Key key, int... dims) {
        return Draw.of("normal", new Draw.Normal(), key, Shape.of(dims), dtype);
    }

    /**
     * {@code x ~ N(0, 1)} given {@code lower <= x <= upper}: standard normal numbers between two bounds.
     *
     * {@snippet :
     * Tensor x = Tensor.truncatedNormal(DType.FLOAT64, Key.of(1), -1, 1, 1000);
     * boolean within = F.amax(F.abs(x)).item() <= 1; // true
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param key decides
     * @param lower the least
     * @param upper the greatest, above lower
     * @param dims the lengths
     * @return {@code [dims]} of the dtype
     * @throws org.covector.engine.ArgumentException if the dtype is not floating, lower not below upper, or a length negative
     */
    static Tensor truncatedNormal(DType dtype, Key key, double lower, double upper, int... dims) {
        return Draw.of("truncatedNormal", new Draw.TruncatedNormal(lower, upper), key, Shape.of(dims), dtype);
    }

    /**
     * {@code x ~ U[0, 1)}: uniform numbers.
     *
     * {@snippet :
     * Tensor x = Tensor.uniform(Key.of(1), 1000);
     * boolean within = F.min(x).item() >= 0 && F.max(x).item() < 1; // true
     * }
     *
     * @param key decides: the same key gives the same numbers
     * @param dims the lengths
     * @return FLOAT32 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if a length is negative, or the key is several
     */
    static Tensor uniform(Key key, int... dims) {
        return uniform(DType.FLOAT32, key, dims);
    }

    /**
     * {@code x ~ U[0, 1)}: uniform numbers.
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param key decides
     * @param dims the lengths
     * @return {@code [dims]} of the dtype
     * @throws org.covector.engine.ArgumentException if the dtype is not floating, a length is negative, or the key is several
     */
    static Tensor uniform(DType dtype, Key key, int... dims) {
        return Draw.of("uniform", new Draw.Uniform(), key, Shape.of(dims), dtype);
    }

    /**
     * {@code x} true with probability {@code p}, each element independent of the others.
     *
     * {@snippet :
     * Tensor never = Tensor.bernoulli(Key.of(1), 0, 3); // [false, false, false]
     * }
     *
     * @param key decides
     * @param p from 0 to 1
     * @param dims the lengths
     * @return BOOL {@code [dims]}
     * @throws org.covector.engine.ArgumentException if p is not from 0 to 1, or a length is negative
     */
    static Tensor bernoulli(Key key, double p, int... dims) {
        return Draw.of("bernoulli", new Draw.Bernoulli(p), key, Shape.of(dims), DType.BOOL);
    }

    /**
     * {@code x[i]} true with probability {@code p[i]}, each independent of the others; without gradient.
     *
     * @param key decides
     * @param p probabilities, FLOAT32 or FLOAT64 of any shape
     * @return BOOL, of the shape of p
     * @throws org.covector.engine.ArgumentException if a probability is not within 0 to 1
     */
    static Tensor bernoulli(Key key, Tensor p) {
        AxisReduction.floating("bernoulli", p);
        return Draw.by("bernoulli", Draw.Law.BERNOULLI, key, p);
    }

    /**
     * {@code x} uniform on the integers from {@code low} up to {@code high}, exclusive.
     *
     * {@snippet :
     * Tensor x = Tensor.randint(Key.of(1), 0, 6, 1000);
     * boolean within = F.min(x).item() == 0 && F.max(x).item() == 5; // true
     * }
     *
     * @param key decides
     * @param low the least
     * @param high above the greatest
     * @param dims the lengths
     * @return INT64 {@code [dims]}
     * @throws org.covector.engine.ArgumentException if low is not below high, or a length negative
     */
    static Tensor randint(Key key, long low, long high, int... dims) {
        return Draw.of("randint", new Draw.Integers(low, high), key, Shape.of(dims), DType.INT64);
    }
}
