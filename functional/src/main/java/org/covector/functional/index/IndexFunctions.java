package org.covector.functional.index;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.Shape;
import org.covector.functional.At;
import org.covector.functional.EmbeddingBagOptions;
import org.covector.functional.EmbeddingOptions;
import org.covector.functional.F;
import org.covector.functional.ScatterReduction;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Index;
import org.covector.functional.reduction.OrderFunctions;
import org.covector.functional.sequence.SequenceFunctions;

/**
 * Reading and writing at indices; part of {@link F}. Indices are INT64; one outside is refused with its value, its position and the range.
 * What writes gives a new tensor. Of several writes to one place the last in the row-major order of the index stays, and only that one has
 * a gradient (in torch, which stays is not defined, and all have one); what adds does so in that order.
 */
public abstract sealed class IndexFunctions extends OrderFunctions permits SequenceFunctions {
    protected IndexFunctions() {}

    // ---- element by element along an axis

    /**
     * {@code y[i, j, k] = x[i, index[i, j, k], k]} for axis 1, and so on. In ONNX GatherElements, which takes negative indices too.
     *
     * {@snippet :
     * Tensor y = F.gather(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 1, Tensor.of(new int[][] {{0, 0}, {1, 0}})); // [[1, 1], [4, 3]]
     * }
     *
     * @param x any dtype and shape
     * @param axis to read along; negative ones count from the end
     * @param index INT64 of the rank of x, no longer than x along the other axes, from 0 to the length of the axis
     * @return of the shape of index and the dtype of x; the gradient is {@link #scatterAdd added} to where elements came from
     * @throws org.covector.engine.ArgumentException for indices outside, another dtype of the index, and shapes that do not fit
     */
    public static Tensor gather(Tensor x, int axis, Tensor index) {
        return Index.gather(x, axis, index);
    }

    /**
     * {@code y = x, y[i, index[i, j, k], k] = src[i, j, k]} for axis 1, and so on. In ONNX ScatterElements.
     *
     * {@snippet :
     * Tensor y = F.scatter(Tensor.of(0, 0, 0), 0, Tensor.of(2, 0), Tensor.of(5, 6)); // [6, 0, 5]
     * }
     *
     * @param x any dtype and shape
     * @param axis to write along; negative ones count from the end
     * @param index INT64 of the rank of x, no longer than x along the other axes, nowhere longer than src
     * @param src of the dtype and rank of x; what of it is longer than the index is not used
     * @return of the shape of x; the gradient of x is 0 in the places written, that of src is that of the places where it stays
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not fit
     */
    public static Tensor scatter(Tensor x, int axis, Tensor index, Tensor src) {
        return Index.scatter(x, axis, index, src);
    }

    /**
     * {@code y = x, y[i, index[i, j, k], k] = value} for axis 1, and so on.
     *
     * @param x any dtype and shape
     * @param axis to write along; negative ones count from the end
     * @param index INT64 of the rank of x, no longer than x along the other axes
     * @param value rounded to the dtype of x
     * @return of the shape of x; the gradient of x is 0 in the places written
     * @throws org.covector.engine.ArgumentException for indices outside, another dtype of the index, and shapes that do not fit
     */
    public static Tensor scatter(Tensor x, int axis, Tensor index, double value) {
        return Index.scatter(x, axis, index, value);
    }

    /**
     * {@code y = x, y[i, index[i, j, k], k] += src[i, j, k]} for axis 1, and so on: the adjoint of {@link #gather}; logical or for BOOL.
     *
     * {@snippet :
     * Tensor y = F.scatterAdd(Tensor.of(1, 1, 1), 0, Tensor.of(2, 2), Tensor.of(5, 6)); // [1, 1, 12]
     * }
     *
     * @param x any dtype and shape
     * @param axis to add along; negative ones count from the end
     * @param index INT64 of the rank of x, no longer than x along the other axes, nowhere longer than src
     * @param src of the dtype and rank of x; what of it is longer than the index is not used
     * @return of the shape of x, summed in the row-major order of the index; the gradient of x is dy, that of src is gathered
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not fit
     */
    public static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor src) {
        return Index.scatterAdd(x, axis, index, src);
    }

    /**
     * {@code y[p] = reduce(x[p], all src[i, j, k] with (i, index[i, j, k], k) = p)}: elements combined with what is in their places.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 9);
     * Tensor y = F.scatterReduce(x, 0, Tensor.of(0, 0, 1), Tensor.of(5, 6, 7), ScatterReduction.AMAX, true); // [6, 9]
     * Tensor z = F.scatterReduce(x, 0, Tensor.of(0, 0, 1), Tensor.of(5, 6, 7), ScatterReduction.AMAX, false); // [6, 7]
     * }
     *
     * @param x any dtype and shape
     * @param axis to write along; negative ones count from the end
     * @param index INT64 of the rank of x, no longer than x along the other axes, nowhere longer than src
     * @param src of the dtype and rank of x; what of it is longer than the index is not used
     * @param reduction how to combine
     * @param includeSelf whether elements of x that meet some of src count as well; those that meet none stay
     * @return of the shape of x. Gradients: of a product exact where elements are 0; of an extreme shared evenly by all elements that
     *     attain it
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, shapes that do not fit, and means of BOOL
     */
    public static Tensor scatterReduce(Tensor x, int axis, Tensor index, Tensor src, ScatterReduction reduction, boolean includeSelf) {
        return ScatterReduce.of(x, axis, index, src, reduction, includeSelf);
    }

    /**
     * {@code y[p] = reduce(x[p], all src[i, j, k] with (i, index[i, j, k], k) = p)}: as
     * {@link #scatterReduce(Tensor, int, Tensor, Tensor, ScatterReduction, boolean)} with the elements of x.
     *
     * @param x any dtype and shape
     * @param axis to write along; negative ones count from the end
     * @param index INT64 of the rank of x, no longer than x along the other axes, nowhere longer than src
     * @param src of the dtype and rank of x; what of it is longer than the index is not used
     * @param reduction how to combine
     * @return of the shape of x
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, shapes that do not fit, and means of BOOL
     */
    public static Tensor scatterReduce(Tensor x, int axis, Tensor index, Tensor src, ScatterReduction reduction) {
        return ScatterReduce.of(x, axis, index, src, reduction, true);
    }

    /**
     * {@code y[i, j, k] = x[i, index[i, j, k], k]} for axis 1, x and index broadcast together but for the axis: reads what
     * {@link #argsort(Tensor, int, boolean)} or argmax with keepdim found. In NumPy take_along_axis.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new int[][] {{3, 1}, {2, 4}});
     * Tensor y = F.takeAlongDim(x, F.argsort(x, 1, false), 1); // [[1, 3], [2, 4]]
     * }
     *
     * @param x any dtype and shape
     * @param index INT64 of the rank of x, from 0 to the length of the axis
     * @param axis to read along; negative ones count from the end
     * @return of the broadcast shape with the index's length of the axis; the gradient is added to where elements came from
     * @throws org.covector.engine.ArgumentException for indices outside, another dtype of the index, and shapes that do not broadcast
     */
    public static Tensor takeAlongDim(Tensor x, Tensor index, int axis) {
        return Index.takeAlongDim(x, index, axis);
    }

    /**
     * {@code y[i] = x.flat[index.flat[i]]}: reads what argmax of a whole tensor found.
     *
     * @param x any dtype and shape, counted in row-major order
     * @param index INT64 of any shape
     * @return a vector of as many elements as index; the gradient is added to where elements came from
     * @throws org.covector.engine.ArgumentException for indices outside, and another dtype of the index
     */
    public static Tensor takeAlongDim(Tensor x, Tensor index) {
        return Index.takeAlongDim(x, index);
    }

    /**
     * {@code y = x, y[i, index[i, j, k], k] = src[i, j, k]} for axis 1, index broadcast to x but for the axis, src to the index: writes
     * where {@link #takeAlongDim(Tensor, Tensor, int)} reads. In NumPy put_along_axis.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new int[][] {{1, 2}, {3, 4}});
     * Tensor y = F.putAlong(x, Tensor.of(new int[][] {{1}, {0}}), Tensor.of(new int[][] {{9}, {8}}), 1); // [[1, 9], [8, 4]]
     * }
     *
     * @param x any dtype and shape
     * @param index INT64 of the rank of x, from 0 to the length of the axis
     * @param src of the dtype of x
     * @param axis to write along; negative ones count from the end
     * @return of the shape of x; the gradient of x is 0 in the places written, that of src is that of the places where it stays
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not broadcast
     */
    public static Tensor putAlong(Tensor x, Tensor index, Tensor src, int axis) {
        return Index.putAlong(x, index, src, axis);
    }

    // ---- slices of an axis

    /**
     * {@code y[i, j, k] = x[i, index[j], k]} for axis 1, and so on: whole slices. In ONNX Gather, which takes negative indices too.
     *
     * {@snippet :
     * Tensor y = F.indexSelect(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 0, Tensor.of(1, 1, 0)); // [[3, 4], [3, 4], [1, 2]]
     * }
     *
     * @param x any dtype and shape; a scalar counts as a vector of one
     * @param axis whose slices are read; negative ones count from the end
     * @param index INT64 [n], or a scalar, from 0 to the length of the axis
     * @return of the shape of x with n for the length of the axis; the gradient is {@link #indexAdd added} to the slices
     * @throws org.covector.engine.ArgumentException for indices outside, and another dtype or shape of the index
     */
    public static Tensor indexSelect(Tensor x, int axis, Tensor index) {
        return AxisIndex.select("indexSelect", x, axis, index);
    }

    /**
     * {@code y = x, y[i, index[j], k] += src[i, j, k]} for axis 1, and so on: the adjoint of {@link #indexSelect}; logical or for BOOL.
     *
     * {@snippet :
     * Tensor y = F.indexAdd(Tensor.of(1, 1, 1), 0, Tensor.of(2, 2), Tensor.of(5, 6)); // [1, 1, 12]
     * }
     *
     * @param x any dtype and shape
     * @param axis whose slices are added to; negative ones count from the end
     * @param index INT64 [n], from 0 to the length of the axis
     * @param src of the dtype of x and its shape with n for the length of the axis
     * @return of the shape of x, summed in the order of the index; the gradient of x is dy, that of src its slices
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not fit
     */
    public static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor src) {
        return AxisIndex.add(x, axis, index, src);
    }

    /**
     * {@code y = x, y[i, index[j], k] += alpha src[i, j, k]} for axis 1, and so on.
     *
     * @param x any dtype and shape
     * @param axis whose slices are added to; negative ones count from the end
     * @param index INT64 [n], from 0 to the length of the axis
     * @param src of the dtype of x and its shape with n for the length of the axis
     * @param alpha a factor for src
     * @return of the shape of x, summed in the order of the index; the gradient of x is dy, that of src alpha times its slices
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not fit
     */
    public static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor src, double alpha) {
        return AxisIndex.add(x, axis, index, src, alpha);
    }

    /**
     * {@code y = x, y[i, index[j], k] = src[i, j, k]} for axis 1, and so on.
     *
     * {@snippet :
     * Tensor y = F.indexCopy(Tensor.of(1, 1, 1), 0, Tensor.of(2, 0), Tensor.of(5, 6)); // [6, 1, 5]
     * }
     *
     * @param x any dtype and shape
     * @param axis whose slices are written; negative ones count from the end
     * @param index INT64 [n], from 0 to the length of the axis
     * @param src of the dtype of x and its shape with n for the length of the axis
     * @return of the shape of x; the gradient of x is 0 in the slices written, that of src is that of the slices where it stays
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not fit
     */
    public static Tensor indexCopy(Tensor x, int axis, Tensor index, Tensor src) {
        return AxisIndex.copy("indexCopy", x, axis, index, src);
    }

    /**
     * {@code y = x, y[i, index[j], k] = value} for axis 1, and so on.
     *
     * {@snippet :
     * Tensor y = F.indexFill(Tensor.of(1, 2, 3), 0, Tensor.of(0, 2), 9); // [9, 2, 9]
     * }
     *
     * @param x any dtype and shape
     * @param axis whose slices are filled; negative ones count from the end
     * @param index INT64 [n], from 0 to the length of the axis
     * @param value rounded to the dtype of x
     * @return of the shape of x; the gradient is 0 in the slices filled
     * @throws org.covector.engine.ArgumentException for indices outside, and another dtype or shape of the index
     */
    public static Tensor indexFill(Tensor x, int axis, Tensor index, double value) {
        return indexFill(x, axis, index, Tensor.full(x.dtype(), Shape.SCALAR, value));
    }

    /**
     * {@code y = x, y[i, index[j], k] = value} for axis 1, and so on.
     *
     * @param x any dtype and shape
     * @param axis whose slices are filled; negative ones count from the end
     * @param index INT64 [n], from 0 to the length of the axis
     * @param value a scalar, converted to the dtype of x
     * @return of the shape of x; the gradient of x is 0 in the slices filled, that of the value their sum
     * @throws org.covector.engine.ArgumentException for indices outside, another dtype or shape of the index, and a value that is no scalar
     */
    public static Tensor indexFill(Tensor x, int axis, Tensor index, Tensor value) {
        return AxisIndex.fill(x, axis, index, value);
    }

    /**
     * {@code y = x, y[.., start:end:step, ..] = src}: a slice replaced.
     *
     * {@snippet :
     * Tensor y = F.sliceScatter(Tensor.of(1, 2, 3, 4), Tensor.of(8, 9), 0, 1, 4, 2); // [1, 8, 3, 9]
     * }
     *
     * @param x any dtype and shape but a scalar's
     * @param src of the dtype of x and the shape of the slice
     * @param axis whose slice is replaced; negative ones count from the end. torch's default is 0
     * @param start of the slice; negative ones count from the end, beyond the ends they are clamped
     * @param end where the slice stops, likewise
     * @param step 1 or more
     * @return of the shape of x; the gradient of x is 0 in the slice, that of src is the slice
     * @throws org.covector.engine.ArgumentException for another dtype or shape of src, and steps below 1
     */
    public static Tensor sliceScatter(Tensor x, Tensor src, int axis, int start, int end, int step) {
        return AxisIndex.sliceScatter(x, src, axis, start, end, step);
    }

    /**
     * {@code y = x, y[.., start:end, ..] = src}: a slice replaced.
     *
     * @param x any dtype and shape but a scalar's
     * @param src of the dtype of x and the shape of the slice
     * @param axis whose slice is replaced; negative ones count from the end
     * @param start of the slice; negative ones count from the end, beyond the ends they are clamped
     * @param end where the slice stops, likewise
     * @return of the shape of x; the gradient of x is 0 in the slice, that of src is the slice
     * @throws org.covector.engine.ArgumentException for another dtype or shape of src
     */
    public static Tensor sliceScatter(Tensor x, Tensor src, int axis, int start, int end) {
        return AxisIndex.sliceScatter(x, src, axis, start, end, 1);
    }

    /**
     * {@code y = x, y[.., index, ..] = src}: one index of an axis replaced.
     *
     * {@snippet :
     * Tensor y = F.selectScatter(Tensor.of(new int[][] {{1, 2}, {3, 4}}), Tensor.of(8, 9), 1, 0); // [[8, 2], [9, 4]]
     * }
     *
     * @param x any dtype and shape but a scalar's
     * @param src of the dtype of x and its shape without the axis
     * @param axis negative ones count from the end
     * @param index negative ones count from the end
     * @return of the shape of x; the gradient of x is 0 in the slice, that of src is the slice
     * @throws org.covector.engine.ArgumentException for an index outside, and another dtype or shape of src
     */
    public static Tensor selectScatter(Tensor x, Tensor src, int axis, int index) {
        return AxisIndex.selectScatter(x, src, axis, index);
    }

    /**
     * {@code y = x, y[i, i + offset] = src[i]}: a diagonal replaced.
     *
     * {@snippet :
     * Tensor y = F.diagonalScatter(Tensor.of(new int[][] {{1, 2}, {3, 4}}), Tensor.of(9), 1, 0, 1); // [[1, 9], [3, 4]]
     * }
     *
     * @param x any dtype, two axes or more
     * @param src of the dtype of x and the shape that the diagonal has: the other axes, then the length of the diagonal
     * @param offset above the main diagonal; below it if negative
     * @param axis1 of the rows; negative ones count from the end
     * @param axis2 of the columns; negative ones count from the end
     * @return of the shape of x; the gradient of x is 0 on the diagonal, that of src is the diagonal
     * @throws org.covector.engine.ArgumentException for equal axes, and another dtype or shape of src
     */
    public static Tensor diagonalScatter(Tensor x, Tensor src, int offset, int axis1, int axis2) {
        return AdvancedIndex.diagonalScatter(x, src, offset, axis1, axis2);
    }

    /**
     * {@code y = x, y[i, i, ..] = src[.., i]}: the main diagonal of the first two axes replaced.
     *
     * @param x any dtype, two axes or more
     * @param src of the dtype of x and the shape that the diagonal has: the other axes, then the length of the diagonal
     * @return of the shape of x; the gradient of x is 0 on the diagonal, that of src is the diagonal
     * @throws org.covector.engine.ArgumentException for another dtype or shape of src
     */
    public static Tensor diagonalScatter(Tensor x, Tensor src) {
        return AdvancedIndex.diagonalScatter(x, src, 0, 0, 1);
    }

    // ---- any places

    /**
     * {@code y = x[at[0], at[1], ...]}: Python's indexing with positions, slices (also backwards), new axes, an ellipsis, INT64 indices and
     * BOOL masks. As in torch a position takes its axis away first; the axes of index tensors stand where the first of them is if they
     * are neighbours, else in front.
     *
     * <pre>{@code
     * F.index(x, At.at(0), At.range(1, 3));   // x[0, 1:3]
     * F.index(x, At.REST, At.every(-1));      // x[..., ::-1]
     * F.index(x, At.of(F.gt(x, 0)));          // x[x > 0]
     * }</pre>
     *
     * {@snippet :
     * Tensor x = Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}});
     * Tensor y = F.index(x, At.at(0), At.range(1, 3)); // [2, 3]
     * Tensor z = F.index(x, At.ALL, At.of(Tensor.of(2, 0))); // [[3, 1], [6, 4]]
     * }
     *
     * @param x any dtype and shape
     * @param at one entry for each of the first axes; whole axes are left out at the end
     * @return the elements chosen; the gradient is added to where they came from. With a mask the shape depends on elements: refused by
     *     vmap and fuse
     * @throws org.covector.engine.ArgumentException for indices outside, more entries than axes, a step of 0, masks of another shape, and
     *     index tensors that do not broadcast
     */
    public static Tensor index(Tensor x, At... at) {
        return Subscript.read(x, at);
    }

    /**
     * {@code y = x[indices[0], indices[1], ...]}: NumPy's advanced indexing.
     *
     * @param x any dtype and shape
     * @param indices for each of the first axes INT64 indices, which broadcast together (negative ones count from the end), or nothing for
     *     the whole axis; a BOOL mask is for as many axes as it has; one or more
     * @return the axes of the indices where the first of them is if they are neighbours, else in front; the gradient is added to where the
     *     elements came from. With a mask the shape depends on elements: refused by vmap and fuse
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, masks of another shape, and shapes that do not
     *     broadcast
     */
    public static Tensor index(Tensor x, List<Option<Tensor>> indices) {
        return AdvancedIndex.index("index", x, indices);
    }

    /**
     * {@code y = x, y[indices] = values}, or {@code y[indices] += values}: a copy of x with elements put or added.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 2, 3);
     * Tensor y = F.indexPut(x, List.of(Option.of(Tensor.of(0, 0))), Tensor.of(5, 6), true); // [12, 2, 3]
     * }
     *
     * @param x any dtype and shape
     * @param indices as {@link #index(Tensor, List)} takes them
     * @param values of the dtype of x, a shape that broadcasts to that of {@code index(x, indices)}
     * @param accumulate added, in row-major order; else put, and of several in one place the last stays
     * @return of the shape of x; the gradient of values is that of their places, without those overwritten; that of x is dy, and 0 where
     *     values were put
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and shapes that do not broadcast
     */
    public static Tensor indexPut(Tensor x, List<Option<Tensor>> indices, Tensor values, boolean accumulate) {
        return AdvancedIndex.put("indexPut", x, indices, values, accumulate);
    }

    /**
     * {@code y = x, y[at[0], at[1], ...] = value}: Python's assignment to a part, as a new tensor.
     *
     * {@snippet :
     * Tensor y = F.setitem(Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}}), Tensor.of(8, 9), At.at(0), At.range(1, 3));
     * // [[1, 8, 9], [4, 5, 6]]
     * }
     *
     * @param x any dtype and shape
     * @param value converted to the dtype of x, a shape that broadcasts to that of {@code index(x, at)}; leading axes of length 1 do not
     *     count
     * @param at as {@link #index(Tensor, At...)} takes them
     * @return of the shape of x; the gradient of x is 0 in the places written, that of value is that of the places where it stays
     * @throws org.covector.engine.ArgumentException as {@link #index(Tensor, At...)}, and for a value that does not broadcast
     */
    public static Tensor setitem(Tensor x, Tensor value, At... at) {
        return Subscript.write(x, value, at);
    }

    /**
     * {@code y = x, y[at[0], at[1], ...] = value}: a number in a part.
     *
     * @param x any dtype and shape
     * @param value rounded to the dtype of x
     * @param at as {@link #index(Tensor, At...)} takes them
     * @return of the shape of x; the gradient is 0 in the places written
     * @throws org.covector.engine.ArgumentException as {@link #index(Tensor, At...)}
     */
    public static Tensor setitem(Tensor x, double value, At... at) {
        return Subscript.write(x, value, at);
    }

    /**
     * {@code y[i] = x.flat[index[i]]}: elements counted in row-major order.
     *
     * {@snippet :
     * Tensor y = F.take(Tensor.of(new int[][] {{1, 2}, {3, 4}}), Tensor.of(3, 0)); // [4, 1]
     * }
     *
     * @param x any dtype and shape
     * @param index INT64 of any shape; negative ones count from the end
     * @return of the shape of index; the gradient is added to where elements came from
     * @throws org.covector.engine.ArgumentException for indices outside, and another dtype of the index
     */
    public static Tensor take(Tensor x, Tensor index) {
        return AdvancedIndex.take(x, index);
    }

    /**
     * {@code y = x, y.flat[index.flat[i]] = src.flat[i]}, or {@code += src.flat[i]}: elements counted in row-major order.
     *
     * {@snippet :
     * Tensor y = F.put(Tensor.of(new int[][] {{1, 2}, {3, 4}}), Tensor.of(3, 3), Tensor.of(5, 6), true); // [[1, 2], [3, 15]]
     * }
     *
     * @param x any dtype and shape
     * @param index INT64 of any shape; negative ones count from the end
     * @param src of the dtype of x, as many elements as index
     * @param accumulate added; else put, and of several in one place the last stays
     * @return of the shape of x; the gradient of src is that of its places, without those overwritten
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, and another number of elements
     */
    public static Tensor put(Tensor x, Tensor index, Tensor src, boolean accumulate) {
        return AdvancedIndex.putFlat(x, index, src, accumulate);
    }

    // ---- masks

    /**
     * {@code y = x[mask]}: the elements where a mask is true, in row-major order.
     *
     * {@snippet :
     * Tensor y = F.maskedSelect(Tensor.of(1, 2, 3), Tensor.of(true, false, true)); // [1, 3]
     * }
     *
     * @param x any dtype and shape
     * @param mask BOOL, a shape that broadcasts with that of x
     * @return [n]; the gradient goes to where elements came from. The shape depends on elements: refused by vmap and fuse
     * @throws org.covector.engine.ArgumentException for a mask of another dtype, and shapes that do not broadcast
     */
    public static Tensor maskedSelect(Tensor x, Tensor mask) {
        return Masks.select(x, mask);
    }

    /**
     * {@code y = mask ? value : x}: x with a value where a mask says.
     *
     * {@snippet :
     * Tensor y = F.maskedFill(Tensor.of(1, 2, 3), Tensor.of(true, false, true), Tensor.scalar(9)); // [9, 2, 9]
     * }
     *
     * @param x any dtype and shape
     * @param mask BOOL, a shape that broadcasts with that of x
     * @param value a scalar, converted to the dtype of x
     * @return of the broadcast shape; the gradient of x is 0 where the mask is true, that of the value the sum of those places
     * @throws org.covector.engine.ArgumentException for a mask of another dtype, a value that is no scalar, and shapes that do not
     *     broadcast
     */
    public static Tensor maskedFill(Tensor x, Tensor mask, Tensor value) {
        return Masks.fill(x, mask, value);
    }

    /**
     * {@code y = x, y[mask] = src.flat[0:n]}: the n places where a mask is true filled with the first elements of src, in row-major order.
     *
     * {@snippet :
     * Tensor y = F.maskedScatter(Tensor.of(1, 2, 3), Tensor.of(true, false, true), Tensor.of(8, 9)); // [8, 2, 9]
     * }
     *
     * @param x any dtype and shape
     * @param mask BOOL, a shape that broadcasts with that of x
     * @param src of the dtype of x, at least n elements
     * @return of the broadcast shape; the gradient of x is 0 where the mask is true, that of src is 0 beyond its first n elements
     * @throws org.covector.engine.ArgumentException for other dtypes, fewer than n elements of src, and shapes that do not broadcast
     */
    public static Tensor maskedScatter(Tensor x, Tensor mask, Tensor src) {
        return Masks.scatter(x, mask, src);
    }

    /**
     * {@code x[y[i, 0], y[i, 1], ...] != 0}: the indices of all elements that are not 0, in row-major order; NaN is not 0. In ONNX NonZero,
     * whose result is transposed.
     *
     * {@snippet :
     * Tensor y = F.nonzero(Tensor.of(new int[][] {{0, 2}, {3, 0}})); // [[0, 1], [1, 0]]
     * }
     *
     * @param x any dtype and shape
     * @return INT64 [n, rank]; no gradient. The shape depends on elements: refused by vmap and fuse
     */
    public static Tensor nonzero(Tensor x) {
        return Masks.nonzero("nonzero", x);
    }

    /**
     * {@code x[y[i, 0], y[i, 1], ...] != 0}: as {@link #nonzero}, by its other name.
     *
     * {@snippet :
     * Tensor y = F.argwhere(Tensor.of(false, true, true)); // [[1], [2]]
     * }
     *
     * @param x any dtype and shape
     * @return INT64 [n, rank]; no gradient. The shape depends on elements: refused by vmap and fuse
     */
    public static Tensor argwhere(Tensor x) {
        return Masks.nonzero("argwhere", x);
    }

    /**
     * {@code y[0, k], y[1, k] with y[1, k] <= y[0, k] + offset}: rows and columns of a lower triangle, in row-major order.
     *
     * {@snippet :
     * Tensor y = F.trilIndices(2, 2, 0); // [[0, 1, 1], [0, 0, 1]]
     * }
     *
     * @param rows of the matrix, 0 or more
     * @param columns of the matrix, 0 or more
     * @param offset of the last diagonal above the main one; below it if negative
     * @return INT64 [2, n]
     * @throws org.covector.engine.ArgumentException for negative lengths and results that are too long
     */
    public static Tensor trilIndices(int rows, int columns, int offset) {
        return Lookup.triangle("trilIndices", rows, columns, offset, true);
    }

    /**
     * {@code y[0, k], y[1, k] with y[1, k] >= y[0, k] + offset}: rows and columns of an upper triangle, in row-major order.
     *
     * {@snippet :
     * Tensor y = F.triuIndices(2, 2, 0); // [[0, 0, 1], [0, 1, 1]]
     * }
     *
     * @param rows of the matrix, 0 or more
     * @param columns of the matrix, 0 or more
     * @param offset of the first diagonal above the main one; below it if negative
     * @return INT64 [2, n]
     * @throws org.covector.engine.ArgumentException for negative lengths and results that are too long
     */
    public static Tensor triuIndices(int rows, int columns, int offset) {
        return Lookup.triangle("triuIndices", rows, columns, offset, false);
    }

    // ---- tables

    /**
     * {@code y[.., :] = weight[index[..], :]}: rows of a table.
     *
     * {@snippet :
     * Tensor y = F.embedding(Tensor.of(1, 0, 1), Tensor.of(new double[][] {{1, 2}, {3, 4}})); // [[3, 4], [1, 2], [3, 4]]
     * }
     *
     * @param index INT64 of any shape, from 0 to rows - 1
     * @param weight [rows, d], any dtype
     * @return of the shape of index and d; the gradient is added to the rows
     * @throws org.covector.engine.ArgumentException for indices outside, another dtype of the index, and a weight of another rank
     */
    public static Tensor embedding(Tensor index, Tensor weight) {
        return Lookup.embedding(index, weight, Option.none());
    }

    /**
     * {@code y[.., :] = weight[index[..], :]}: rows of a table, of which one is not trained.
     *
     * @param index INT64 of any shape, from 0 to rows - 1
     * @param weight [rows, d], any dtype
     * @param paddingIdx a row that gets no gradient; negative ones count from the end
     * @return of the shape of index and d; the gradient is added to the rows but for that one
     * @throws org.covector.engine.ArgumentException for indices outside, another dtype of the index, and a weight of another rank
     */
    public static Tensor embedding(Tensor index, Tensor weight, int paddingIdx) {
        return Lookup.embedding(index, weight, Option.of(paddingIdx));
    }

    /**
     * {@code y[.., :] = w[index[..], :]} with {@code w = weight min(1, maxNorm / (norm + 1e-7))} in the rows that are looked up: rows of a
     * table, with torch's options.
     *
     * @param index INT64 of any shape, from 0 to rows - 1
     * @param weight [rows, d], any dtype
     * @param options padding, largest norm, gradients by frequency. torch changes the table in place where maxNorm asks for it; here the
     *     new one stands beside the result, and is differentiated through the scaling: {@code stopGradient} takes that out
     * @return y of the shape of index and d, and the table
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes, a weight of another rank, and norms below 0
     */
    public static EmbeddingOptions.Result embedding(Tensor index, Tensor weight, EmbeddingOptions options) {
        return Lookup.embedding(index, weight, options);
    }

    /**
     * {@code y[b] = mean_i weight[index[b, i]]}: means of rows of a table.
     *
     * @param index INT64 [bags, n], from 0 to rows - 1
     * @param weight [rows, d], floating
     * @return [bags, d]; 0 for bags of no rows
     * @throws org.covector.engine.ArgumentException for indices outside, other dtypes and ranks
     */
    public static Tensor embeddingBag(Tensor index, Tensor weight) {
        return Lookup.embeddingBag(index, weight, EmbeddingBagOptions.DEFAULT).y();
    }

    /**
     * {@code y[b] = mean_i weight[index[i]], i from offsets[b] to offsets[b + 1] - 1}: means of rows of a table, bags of any lengths.
     *
     * {@snippet :
     * Tensor weight = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
     * Tensor y = F.embeddingBag(Tensor.of(0, 2, 1), weight, Tensor.of(0, 2)); // [[3, 4], [3, 4]]
     * }
     *
     * @param index INT64 [n], from 0 to rows - 1
     * @param weight [rows, d], floating
     * @param offsets INT64 [bags], ascending from 0; the last bag reaches to the end of the index
     * @return [bags, d]; 0 for bags of no rows
     * @throws org.covector.engine.ArgumentException for indices and offsets outside, other dtypes and ranks
     */
    public static Tensor embeddingBag(Tensor index, Tensor weight, Tensor offsets) {
        return Lookup.embeddingBag(index, weight, EmbeddingBagOptions.DEFAULT.withOffsets(offsets)).y();
    }

    /**
     * {@code y[b] = sum, mean or max over i in bag b of perSampleWeights[i] weight[index[i]]}: rows of a table bag by bag, without a tensor
     * of all of them.
     *
     * @param index INT64 [bags, n] without offsets, [n] with; from 0 to rows - 1
     * @param weight [rows, d], floating
     * @param options mode, offsets, factors, and those of {@link #embedding(Tensor, Tensor, EmbeddingOptions)}
     * @return y [bags, d], 0 for bags of no rows, and the table. The gradient of a maximum is shared evenly by rows that tie
     * @throws org.covector.engine.ArgumentException for indices and offsets outside, other dtypes and ranks, and options that exclude each
     *     other
     */
    public static EmbeddingOptions.Result embeddingBag(Tensor index, Tensor weight, EmbeddingBagOptions options) {
        return Lookup.embeddingBag(index, weight, options);
    }

    /**
     * {@code y[.., c] = (index[..] == c)}: numbers as rows of 0 and 1.
     *
     * {@snippet :
     * Tensor y = F.oneHot(Tensor.of(1, 0), 3); // [[0, 1, 0], [1, 0, 0]]
     * }
     *
     * @param index INT64 of any shape, from 0 to classes - 1
     * @param classes how long rows are; -1 means one more than the largest index, refused by vmap and fuse
     * @return INT64 of the shape of index and classes; no gradient
     * @throws org.covector.engine.ArgumentException for indices outside, and another dtype of the index
     */
    public static Tensor oneHot(Tensor index, int classes) {
        return Lookup.oneHot(index, classes, false);
    }

    /**
     * {@code y[.., c] = (index[..] == c)}: numbers as rows of 0 and 1, as long as the largest one asks for.
     *
     * @param index INT64 of any shape, 0 or more, not empty
     * @return INT64 of the shape of index and one more than the largest index; no gradient. The shape depends on elements: refused by vmap
     *     and fuse
     * @throws org.covector.engine.ArgumentException for negative indices, an empty index, and another dtype
     */
    public static Tensor oneHot(Tensor index) {
        return Lookup.oneHot(index, -1, false);
    }

    /**
     * {@code y[.., c] = (index[..] == c)}: numbers as rows of 0 and 1, of which those beyond range may be all 0, as in JAX's one_hot; ONNX
     * counts negative ones from the end.
     *
     * @param index INT64 of any shape
     * @param classes how long rows are, 1 or more
     * @param zerosBeyond whether numbers below 0 or beyond classes give zeros; else they are refused
     * @return INT64 of the shape of index and classes; no gradient
     * @throws org.covector.engine.ArgumentException for indices outside unless they give zeros, and another dtype of the index
     */
    public static Tensor oneHot(Tensor index, int classes, boolean zerosBeyond) {
        return Lookup.oneHot(index, classes, zerosBeyond);
    }
}
