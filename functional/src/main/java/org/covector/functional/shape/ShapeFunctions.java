package org.covector.functional.shape;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.MeshIndexing;
import org.covector.functional.Tensor;
import org.covector.functional.linalg.MatrixFunctions;
import org.covector.functional.primitive.Diagonals;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.reduction.ScanFunctions;

/** Shapes, joining and splitting; part of {@link F}. */
public abstract sealed class ShapeFunctions extends MatrixFunctions permits ScanFunctions {
    protected ShapeFunctions() {}

    // ---- the same elements under another shape

    /**
     * {@code y[i] = x[i]} for row-major indices i: the same elements under another shape.
     *
     * {@snippet :
     * Tensor y = F.reshape(Tensor.of(1, 2, 3, 4), 2, -1); // [[1, 2], [3, 4]]
     * }
     *
     * @param x any shape and dtype
     * @param dims the lengths; one may be -1, which means what remains
     * @return {@code [dims]}; a view where the layout allows it
     * @throws ArgumentException if x has another number of elements, or more than one length is -1
     */
    public static Tensor reshape(Tensor x, int... dims) {
        return Shapes.reshape(x, dims);
    }

    /**
     * {@code y[i] = x[i]} for row-major indices i: {@link #reshape} under the name that torch gives it for views. Layouts are not
     * visible here, so it never fails where reshape works.
     *
     * {@snippet :
     * Tensor y = F.view(Tensor.of(1, 2, 3, 4), -1, 1); // [[1], [2], [3], [4]]
     * }
     *
     * @param x any shape and dtype
     * @param dims the lengths; one may be -1, which means what remains
     * @return {@code [dims]}
     * @throws ArgumentException if x has another number of elements
     */
    public static Tensor view(Tensor x, int... dims) {
        return Shapes.reshape(x, dims);
    }

    /**
     * {@code y[i] = x[i]} for row-major indices i: all elements as a vector.
     *
     * {@snippet :
     * Tensor y = F.ravel(Tensor.of(new int[][] {{1, 2}, {3, 4}})); // [1, 2, 3, 4]
     * }
     *
     * @param x any shape and dtype
     * @return {@code [size of x]}
     * @throws ArgumentException if x has more than 2^31 - 1 elements
     */
    public static Tensor ravel(Tensor x) {
        return Shapes.flatten(x, 0, -1);
    }

    /**
     * {@code y[i] = x[i]} for row-major indices i: all axes as one, a scalar as a vector of one.
     *
     * @param x any shape and dtype
     * @return {@code [size of x]}
     * @throws ArgumentException if x has more than 2^31 - 1 elements
     */
    public static Tensor flatten(Tensor x) {
        return Shapes.flatten(x, 0, -1);
    }

    /**
     * {@code [.., d_start, .., d_end, ..] -> [.., d_start * .. * d_end, ..]}: axes startAxis to endAxis as one.
     *
     * {@snippet :
     * Tensor y = F.flatten(Tensor.of(new int[][][] {{{1, 2}, {3, 4}}}), 1, -1); // [[1, 2, 3, 4]]
     * }
     *
     * @param x any shape and dtype
     * @param startAxis the first axis that is merged, negative from the end
     * @param endAxis the last one, included
     * @return x with those axes merged; a scalar becomes {@code [1]}
     * @throws ArgumentException if an axis is out of range, or the start lies after the end
     */
    public static Tensor flatten(Tensor x, int startAxis, int endAxis) {
        return Shapes.flatten(x, startAxis, endAxis);
    }

    /**
     * {@code [.., n, ..] -> [.., dims, ..]}: one axis as several.
     *
     * {@snippet :
     * Tensor y = F.unflatten(Tensor.of(1, 2, 3, 4), 0, 2, -1); // [[1, 2], [3, 4]]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param dims the lengths; one may be -1, which means what remains
     * @return x with the axis replaced by dims
     * @throws ArgumentException if the lengths do not multiply to that of the axis
     */
    public static Tensor unflatten(Tensor x, int axis, int... dims) {
        return Shapes.unflatten(x, axis, dims);
    }

    /**
     * {@code [.., 1, ..] -> [.., ..]}: without these axes where they have length 1; others stay.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new int[][][] {{{1}, {2}}});
     * Tensor y = F.squeeze(x); // [1, 2]
     * Tensor z = F.squeeze(x, 0); // [[1], [2]]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return x without those axes
     * @throws ArgumentException if an axis is out of range
     */
    public static Tensor squeeze(Tensor x, int... axes) {
        return Shapes.squeeze(x, axes);
    }

    /**
     * {@code [.., ..] -> [.., 1, ..]}: with a new axis of length 1.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 2);
     * Tensor y = F.unsqueeze(x, 0); // [[1, 2]]
     * Tensor z = F.unsqueeze(x, -1); // [[1], [2]]
     * }
     *
     * @param x any shape and dtype
     * @param axis where the new axis stands in the result, from {@code -rank - 1} to {@code rank}
     * @return x with one axis more
     * @throws ArgumentException if the axis is out of range
     */
    public static Tensor unsqueeze(Tensor x, int axis) {
        return Shapes.unsqueeze(x, axis);
    }

    /**
     * {@code y = x}: x itself. Tensors never change, so a copy could not be told from it.
     *
     * {@snippet :
     * Tensor y = F.clone(Tensor.of(1, 2)); // [1, 2]
     * }
     *
     * @param x any shape and dtype
     * @return x
     */
    public static Tensor clone(Tensor x) {
        return x;
    }

    // ---- axes in another order

    /**
     * {@code y[i_axes[0], i_axes[1], ..] = x[i_0, i_1, ..]}: axis k of the result is axis {@code axes[k]} of x.
     *
     * {@snippet :
     * Tensor y = F.permute(Tensor.of(new int[][][] {{{1, 2}, {3, 4}}}), 2, 0, 1); // [[[1, 3]], [[2, 4]]]
     * }
     *
     * @param x any shape and dtype
     * @param axes every axis once, negative from the end
     * @return {@code [d_axes[0], d_axes[1], ..]}, a view
     * @throws ArgumentException if the axes are not a permutation of those of x
     */
    public static Tensor permute(Tensor x, int... axes) {
        return Shapes.permute(x, axes);
    }

    /**
     * {@code y[.., j, .., i, ..] = x[.., i, .., j, ..]}: two axes exchanged.
     *
     * {@snippet :
     * Tensor y = F.transpose(Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}}), 0, 1); // [[1, 4], [2, 5], [3, 6]]
     * }
     *
     * @param x any shape and dtype
     * @param axis0 one axis, negative from the end
     * @param axis1 the other axis, negative from the end
     * @return x with the lengths of both axes exchanged, a view
     * @throws ArgumentException if an axis is out of range
     */
    public static Tensor transpose(Tensor x, int axis0, int axis1) {
        return Shapes.transpose(x, axis0, axis1);
    }

    /**
     * {@code y[.., j, .., i, ..] = x[.., i, .., j, ..]}: {@link #transpose} by the name that NumPy gives it.
     *
     * {@snippet :
     * Tensor y = F.swapaxes(Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}}), 0, 1); // [[1, 4], [2, 5], [3, 6]]
     * }
     *
     * @param x any shape and dtype
     * @param axis0 one axis, negative from the end
     * @param axis1 the other axis, negative from the end
     * @return x with the lengths of both axes exchanged, a view
     * @throws ArgumentException if an axis is out of range
     */
    public static Tensor swapaxes(Tensor x, int axis0, int axis1) {
        return Shapes.transpose(x, axis0, axis1);
    }

    /**
     * {@code y[j, i] = x[i, j]}: a matrix transposed; scalars and vectors stay.
     *
     * {@snippet :
     * Tensor y = F.t(Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}})); // [[1, 4], [2, 5], [3, 6]]
     * }
     *
     * @param x at most two axes, any dtype
     * @return {@code [n, m]} for x {@code [m, n]}, a view
     * @throws ArgumentException if x has more than two axes
     */
    public static Tensor t(Tensor x) {
        return Shapes.t(x);
    }

    /**
     * {@code y[.., j, i] = x[i, j, ..]}: all axes in reverse order.
     *
     * {@snippet :
     * Shape shape = F.T(Tensor.zeros(2, 3, 4)).shape(); // [4, 3, 2]
     * }
     *
     * @param x any shape and dtype
     * @return the lengths of x in reverse order, a view
     */
    public static Tensor T(Tensor x) {
        return Shapes.reversed(x);
    }

    /**
     * {@code y[.., j, i] = x[.., i, j]}: the last two axes exchanged, matrices transposed.
     *
     * {@snippet :
     * Tensor y = F.mT(Tensor.of(new int[][][] {{{1, 2}, {3, 4}}})); // [[[1, 3], [2, 4]]]
     * }
     *
     * @param x {@code [.., m, n]}, any dtype
     * @return {@code [.., n, m]} for x {@code [.., m, n]}, a view
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor mT(Tensor x) {
        return Shapes.matrixTransposed(x);
    }

    /**
     * {@code [.., d_source, ..]} with that axis at another place; the others keep their order.
     *
     * {@snippet :
     * Shape shape = F.movedim(Tensor.zeros(2, 3, 4), 0, -1).shape(); // [3, 4, 2]
     * }
     *
     * @param x any shape and dtype
     * @param source the axis that moves, negative from the end
     * @param destination where it stands in the result, negative from the end
     * @return x with the axis moved, a view
     * @throws ArgumentException if an axis is out of range
     */
    public static Tensor movedim(Tensor x, int source, int destination) {
        return Shapes.movedim(x, source, destination);
    }

    /**
     * {@code [.., d_source, ..]} with those axes at other places; the others keep their order.
     *
     * @param x any shape and dtype
     * @param source the axes that move, negative from the end
     * @param destination where each stands in the result
     * @return x with the axes moved, a view
     * @throws ArgumentException if an axis is out of range or named twice, or there are not as many destinations as sources
     */
    public static Tensor movedim(Tensor x, int[] source, int[] destination) {
        return Shapes.movedim(x, source, destination);
    }

    // ---- repeating

    /**
     * {@code y[.., i, ..] = x[.., 0, ..]} along axes of length 1 and new leading ones: x repeated without copying. The gradient is
     * the sum over what is repeated.
     *
     * {@snippet :
     * Tensor y = F.expand(Tensor.of(1, 2), 3, -1); // [[1, 2], [1, 2], [1, 2]]
     * }
     *
     * @param x any shape and dtype
     * @param dims the lengths, aligned at the last; -1 keeps that of x
     * @return {@code [dims]}, a view
     * @throws ArgumentException if a length differs where x has not length 1
     */
    public static Tensor expand(Tensor x, int... dims) {
        return Shapes.expand(x, dims);
    }

    /**
     * {@code y[.., i, ..] = x[.., 0, ..]} along axes of length 1 and new leading ones: {@link #expand}.
     *
     * {@snippet :
     * Tensor y = F.broadcastTo(Tensor.of(new int[][] {{1}, {2}}), 2, 3); // [[1, 1, 1], [2, 2, 2]]
     * }
     *
     * @param x any shape and dtype
     * @param dims the lengths, aligned at the last
     * @return {@code [dims]}, a view
     * @throws ArgumentException if a length differs where x has not length 1
     */
    public static Tensor broadcastTo(Tensor x, int... dims) {
        return Shapes.expand(x, dims);
    }

    /**
     * {@code y_k[i] = x_k[i]} broadcast: all tensors expanded to their common shape.
     *
     * {@snippet :
     * List<Tensor> y = F.broadcastTensors(List.of(Tensor.of(1, 2), Tensor.of(new int[][] {{3}, {4}})));
     * Tensor y0 = y.get(0); // [[1, 2], [1, 2]]
     * Tensor y1 = y.get(1); // [[3, 3], [4, 4]]
     * }
     *
     * @param tensors any shapes that broadcast, any dtypes
     * @return as many tensors, of the common shape, views
     * @throws ArgumentException if the shapes do not broadcast
     */
    public static List<Tensor> broadcastTensors(List<Tensor> tensors) {
        return Grids.broadcastTensors(tensors);
    }

    /**
     * {@code y[i] = x[i mod n]} along every axis: x side by side with itself. The gradient is the sum over the copies.
     *
     * {@snippet :
     * Tensor y = F.repeat(Tensor.of(1, 2), 2, 2); // [[1, 2, 1, 2], [1, 2, 1, 2]]
     * }
     *
     * @param x any shape and dtype
     * @param repeats how often along each axis, aligned at the last
     * @return {@code [repeats[0] * n_0, ..]}, x with leading axes of length 1 as far as needed
     * @throws ArgumentException if there are fewer numbers than axes of x, or one is negative
     */
    public static Tensor repeat(Tensor x, int... repeats) {
        return Tiling.repeat("repeat", x, repeats);
    }

    /**
     * {@code y[i] = x[i mod n]} along the last axes, as many as numbers are given: {@link #repeat} as NumPy has it.
     *
     * {@snippet :
     * Tensor y = F.tile(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 2); // [[1, 2, 1, 2], [3, 4, 3, 4]]
     * }
     *
     * @param x any shape and dtype
     * @param repeats how often along the last axes; 1 for those before
     * @return {@code [.., repeats * n]}
     * @throws ArgumentException if a number is negative
     */
    public static Tensor tile(Tensor x, int... repeats) {
        return Tiling.tile(x, repeats);
    }

    /**
     * {@code y[i] = x[floor(i / repeats)]} of the elements in row-major order: each several times in a row.
     *
     * {@snippet :
     * Tensor y = F.repeatInterleave(Tensor.of(1, 2), 2); // [1, 1, 2, 2]
     * }
     *
     * @param x any shape and dtype
     * @param repeats how often each element occurs
     * @return {@code [repeats * size of x]}
     * @throws ArgumentException if repeats is negative
     */
    public static Tensor repeatInterleave(Tensor x, int repeats) {
        return Tiling.repeatInterleave(Shapes.flatten(x, 0, -1), repeats, 0);
    }

    /**
     * {@code y[.., i, ..] = x[.., floor(i / repeats), ..]}: each slice of an axis several times in a row.
     *
     * @param x any shape and dtype
     * @param repeats how often each slice occurs
     * @param axis the axis, negative from the end
     * @return x with the axis {@code repeats} times as long
     * @throws ArgumentException if repeats is negative or the axis out of range
     */
    public static Tensor repeatInterleave(Tensor x, int repeats, int axis) {
        return Tiling.repeatInterleave(x, repeats, axis);
    }

    /**
     * {@code y = x[.., 0, ..]} repeats[0] times, then {@code x[.., 1, ..]} repeats[1] times, and so on. Reads the elements of
     * repeats.
     *
     * {@snippet :
     * Tensor y = F.repeatInterleave(Tensor.of(1, 2, 3), Tensor.of(2, 0, 1), 0); // [1, 1, 3]
     * }
     *
     * @param x any shape and dtype
     * @param repeats INT64, one number or one for each slice of the axis
     * @param axis the axis, negative from the end
     * @return x with the axis as long as the sum of repeats
     * @throws ArgumentException if repeats does not fit the axis, or an element is negative
     */
    public static Tensor repeatInterleave(Tensor x, Tensor repeats, int axis) {
        return Tiling.repeatInterleave(x, repeats, axis);
    }

    /**
     * {@code 0} repeats[0] times, then {@code 1} repeats[1] times, and so on: indices, without gradient. Reads the elements of
     * repeats.
     *
     * @param repeats INT64 {@code [n]}
     * @return INT64 {@code [sum of repeats]}
     * @throws ArgumentException if repeats is not an INT64 vector, or an element is negative
     */
    public static Tensor repeatInterleave(Tensor repeats) {
        return Tiling.repeatedIndices(repeats);
    }

    // ---- joining

    /**
     * {@code y = [x_0; x_1; ..]} along an axis: tensors one after the other. Empty vectors join any shape, as in torch.
     *
     * {@snippet :
     * Tensor y = F.cat(List.of(Tensor.of(1, 2), Tensor.of(3)), 0); // [1, 2, 3]
     * }
     *
     * @param tensors one or more, of a common dtype after promotion
     * @param axis the axis, negative from the end
     * @return the shape of the tensors, the axis as long as theirs together
     * @throws ArgumentException if there is no tensor, one is a scalar, or lengths differ along another axis
     */
    public static Tensor cat(List<Tensor> tensors, int axis) {
        return Joining.cat(tensors, axis);
    }

    /**
     * {@code y[.., k, ..] = x_k[.., ..]}: tensors along a new axis.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 2);
     * Tensor y = F.stack(List.of(x, x), 0); // [[1, 2], [1, 2]]
     * Tensor z = F.stack(List.of(x, x), 1); // [[1, 1], [2, 2]]
     * }
     *
     * @param tensors one or more, of a common dtype after promotion
     * @param axis where the new axis stands in the result, from {@code -rank - 1} to {@code rank}
     * @return the shape of the tensors with an axis of their number inserted
     * @throws ArgumentException if there is no tensor, or shapes differ
     */
    public static Tensor stack(List<Tensor> tensors, int axis) {
        return Joining.stack(tensors, axis);
    }

    /**
     * {@code y = [x_0, x_1, ..]} along axis 1, vectors and scalars along axis 0: {@link #cat} side by side.
     *
     * {@snippet :
     * Tensor y = F.hstack(List.of(Tensor.of(1, 2), Tensor.of(3))); // [1, 2, 3]
     * }
     *
     * @param tensors one or more, of a common dtype after promotion
     * @return {@code [m, n_0 + n_1 + .., ..]}, or {@code [n_0 + n_1 + ..]} for vectors
     * @throws ArgumentException if there is no tensor, or lengths differ along another axis
     */
    public static Tensor hstack(List<Tensor> tensors) {
        return Joining.hstack(tensors);
    }

    /**
     * {@code y = [x_0; x_1; ..]} along axis 0, vectors and scalars as rows.
     *
     * {@snippet :
     * Tensor y = F.vstack(List.of(Tensor.of(1, 2), Tensor.of(3, 4))); // [[1, 2], [3, 4]]
     * }
     *
     * @param tensors one or more, of a common dtype after promotion
     * @return {@code [m_0 + m_1 + .., n, ..]}
     * @throws ArgumentException if there is no tensor, or lengths differ along another axis
     */
    public static Tensor vstack(List<Tensor> tensors) {
        return Joining.vstack(tensors);
    }

    /**
     * {@code y[.., .., k] = x_k} along axis 2, vectors as {@code [1, n, 1]}, matrices as {@code [m, n, 1]}.
     *
     * {@snippet :
     * Tensor y = F.dstack(List.of(Tensor.of(1, 2), Tensor.of(3, 4))); // [[[1, 3], [2, 4]]]
     * }
     *
     * @param tensors one or more, of a common dtype after promotion
     * @return {@code [m, n, k_0 + k_1 + .., ..]}
     * @throws ArgumentException if there is no tensor, or lengths differ along another axis
     */
    public static Tensor dstack(List<Tensor> tensors) {
        return Joining.dstack(tensors);
    }

    /**
     * {@code y = [x_0, x_1, ..]} along axis 1, vectors and scalars as columns.
     *
     * {@snippet :
     * Tensor y = F.columnStack(List.of(Tensor.of(1, 2), Tensor.of(3, 4))); // [[1, 3], [2, 4]]
     * }
     *
     * @param tensors one or more, of a common dtype after promotion
     * @return {@code [m, n_0 + n_1 + .., ..]}
     * @throws ArgumentException if there is no tensor, or lengths differ along another axis
     */
    public static Tensor columnStack(List<Tensor> tensors) {
        return Joining.columnStack(tensors);
    }

    // ---- pieces

    /**
     * {@code x[.., k length .. (k + 1) length, ..]} for k from 0: pieces of a length; the last may be shorter.
     *
     * {@snippet :
     * List<Tensor> y = F.split(Tensor.of(1, 2, 3, 4, 5), 2, 0); // [[1, 2], [3, 4], [5]]
     * }
     *
     * @param x any shape and dtype
     * @param length of each piece along the axis, 1 or more
     * @param axis the axis, negative from the end
     * @return {@code ceil(n / length)} pieces, views
     * @throws ArgumentException if the length is not positive, or the axis out of range
     */
    public static List<Tensor> split(Tensor x, int length, int axis) {
        return Joining.split(x, length, axis);
    }

    /**
     * {@code x[.., sum of those before .., + lengths[k], ..]}: pieces of given lengths.
     *
     * @param x any shape and dtype
     * @param lengths of the pieces, 0 or more each
     * @param axis the axis, negative from the end
     * @return as many pieces as lengths, each of x's shape but along the axis, views
     * @throws ArgumentException if the lengths do not add up to that of the axis
     */
    public static List<Tensor> split(Tensor x, int[] lengths, int axis) {
        return Joining.split(x, lengths, axis);
    }

    /**
     * {@code split(x, ceil(n / chunks))}: at most so many pieces of equal length; the last may be shorter, and there may be fewer.
     *
     * {@snippet :
     * List<Tensor> y = F.chunk(Tensor.of(1, 2, 3, 4, 5), 3, 0); // [[1, 2], [3, 4], [5]]
     * }
     *
     * @param x any shape and dtype
     * @param chunks the number of pieces at most
     * @param axis the axis, negative from the end
     * @return the pieces, each of x's shape but along the axis, views
     * @throws ArgumentException if chunks is not positive, or the axis out of range
     */
    public static List<Tensor> chunk(Tensor x, int chunks, int axis) {
        return Joining.chunk(x, chunks, axis);
    }

    /**
     * {@code sections} pieces of length {@code ceil(n / sections)} for the first {@code n mod sections}, then {@code floor(n /
     * sections)}.
     *
     * {@snippet :
     * List<Tensor> y = F.tensorSplit(Tensor.of(1, 2, 3, 4, 5), 3, 0); // [[1, 2], [3, 4], [5]]
     * }
     *
     * @param x any shape and dtype
     * @param sections the number of pieces
     * @param axis the axis, negative from the end
     * @return exactly that many pieces, each of x's shape but along the axis, views
     * @throws ArgumentException if sections is not positive, or the axis out of range
     */
    public static List<Tensor> tensorSplit(Tensor x, int sections, int axis) {
        return Joining.tensorSplit(x, sections, axis);
    }

    /**
     * {@code x[.., 0 .. indices[0], ..], x[.., indices[0] .. indices[1], ..], ..}: cut before each index, as Python's slices.
     *
     * {@snippet :
     * List<Tensor> y = F.tensorSplit(Tensor.of(1, 2, 3, 4, 5), new int[] {1, 3}, 0); // [[1], [2, 3], [4, 5]]
     * }
     *
     * @param x any shape and dtype
     * @param indices where to cut, negative from the end
     * @param axis the axis, negative from the end
     * @return one piece more than indices, each of x's shape but along the axis, views; empty where an index is not above the one before
     * @throws ArgumentException if the axis is out of range
     */
    public static List<Tensor> tensorSplit(Tensor x, int[] indices, int axis) {
        return Joining.tensorSplit(x, indices, axis);
    }

    /**
     * {@code y_k = x[.., k, ..]}: all slices of an axis, which disappears.
     *
     * {@snippet :
     * List<Tensor> y = F.unbind(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 1); // [[1, 3], [2, 4]]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @return n tensors of the shape of x without the axis, views
     * @throws ArgumentException if x is a scalar, or the axis out of range
     */
    public static List<Tensor> unbind(Tensor x, int axis) {
        return Joining.unbind(x, axis);
    }

    /**
     * {@code y[.., i, ..] = x[.., start + i step, ..]}: elements start, start + step, .. before stop along an axis, as Python's
     * {@code x[start:stop:step]}, negative steps included.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 2, 3, 4, 5);
     * Tensor y = F.slice(x, 0, 1, 5, 2); // [2, 4]
     * Tensor z = F.slice(x, 0, -2, 5, 1); // [4, 5]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param start the first index, negative from the end, clamped to the axis
     * @param stop the index before which it ends; {@code Integer.MAX_VALUE}, or {@code Integer.MIN_VALUE} with a negative step, for
     * the end
     * @param step any number but 0
     * @return x with the axis {@code ceil((stop - start) / step)} long, a view
     * @throws ArgumentException if step is 0, x is a scalar, or the axis out of range
     */
    public static Tensor slice(Tensor x, int axis, int start, int stop, int step) {
        return Shapes.slice(x, axis, start, stop, step);
    }

    /**
     * {@code y[.., i, .., j, ..] = x[.., starts[0] + i steps[0], .., starts[1] + j steps[1], ..]}: slices of several axes at once;
     * ONNX's Slice.
     *
     * @param x any shape and dtype
     * @param starts the first index along each axis
     * @param stops where each ends
     * @param axes the axes, negative from the end
     * @param steps any numbers but 0
     * @return x with those axes shortened, a view
     * @throws ArgumentException if the numbers of indices, axes and steps differ, an axis occurs twice, or a step is 0
     */
    public static Tensor slice(Tensor x, int[] starts, int[] stops, int[] axes, int[] steps) {
        return Shapes.slice(x, starts, stops, axes, steps);
    }

    /**
     * {@code y[.., i, ..] = x[.., start + i, ..]} for i below length.
     *
     * {@snippet :
     * Tensor y = F.narrow(Tensor.of(1, 2, 3, 4, 5), 0, 1, 3); // [2, 3, 4]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param start the first index, negative from the end
     * @param length how many, 0 or more
     * @return x with the axis {@code length} long, a view
     * @throws ArgumentException if the range does not lie in the axis
     */
    public static Tensor narrow(Tensor x, int axis, int start, int length) {
        return Shapes.narrow(x, axis, start, length);
    }

    /**
     * {@code y[.., ..] = x[.., index, ..]}: one index of an axis, which disappears.
     *
     * {@snippet :
     * Tensor y = F.select(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 1, -1); // [2, 4]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param index negative from the end
     * @return x without the axis, a view
     * @throws ArgumentException if the index or the axis is out of range
     */
    public static Tensor select(Tensor x, int axis, int index) {
        return Shapes.select(x, axis, index);
    }

    /**
     * {@code y[.., w, .., k] = x[.., w step + k, ..]}: all windows of a size along an axis; torch's {@code Tensor.unfold}. The
     * gradient is the sum over the windows that an element is in.
     *
     * {@snippet :
     * Tensor y = F.unfold(Tensor.of(1, 2, 3, 4, 5), 0, 3, 2); // [[1, 2, 3], [3, 4, 5]]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param size of each window
     * @param step from one window to the next, 1 or more
     * @return x with the axis {@code floor((n - size) / step) + 1} long and a last axis of {@code size}, a view
     * @throws ArgumentException if size is negative or longer than the axis, or step is not positive
     */
    public static Tensor unfold(Tensor x, int axis, int size, int step) {
        return Windows.unfold(x, axis, size, step);
    }

    /**
     * {@code y[i, j, ..] = x[offset + i strides[0] + j strides[1] + ..]}, x counted in row-major order, whatever its layout. The
     * gradient is the sum over the places where an element occurs.
     *
     * {@snippet :
     * Tensor y = F.asStrided(Tensor.of(1, 2, 3, 4), new int[] {3, 2}, new int[] {1, 1}, 0); // [[1, 2], [2, 3], [3, 4]]
     * }
     *
     * @param x any shape and dtype
     * @param size the lengths of the result
     * @param strides how far neighbours along each axis lie apart, 0 or more
     * @param offset of the first element
     * @return {@code [size]}
     * @throws ArgumentException if an element would lie outside of x, or a stride is negative
     */
    public static Tensor asStrided(Tensor x, int[] size, int[] strides, int offset) {
        return Windows.asStrided(x, size, strides, offset);
    }

    // ---- order of elements

    /**
     * {@code y[.., i, ..] = x[.., n - 1 - i, ..]}: axes reversed.
     *
     * {@snippet :
     * Tensor y = F.flip(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 0, 1); // [[4, 3], [2, 1]]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none means x itself
     * @return the shape of x, a view
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor flip(Tensor x, int... axes) {
        return Shapes.flip(x, axes);
    }

    /**
     * {@code y[i, j, ..] = x[i, n - 1 - j, ..]}: columns in reverse order.
     *
     * {@snippet :
     * Tensor y = F.fliplr(Tensor.of(new int[][] {{1, 2}, {3, 4}})); // [[2, 1], [4, 3]]
     * }
     *
     * @param x at least two axes, any dtype
     * @return the shape of x, a view
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor fliplr(Tensor x) {
        return Shapes.flipped("fliplr", x, 1);
    }

    /**
     * {@code y[i, ..] = x[m - 1 - i, ..]}: rows in reverse order.
     *
     * {@snippet :
     * Tensor y = F.flipud(Tensor.of(new int[][] {{1, 2}, {3, 4}})); // [[3, 4], [1, 2]]
     * }
     *
     * @param x at least one axis, any dtype
     * @return the shape of x, a view
     * @throws ArgumentException if x is a scalar
     */
    public static Tensor flipud(Tensor x) {
        return Shapes.flipped("flipud", x, 0);
    }

    /**
     * {@code y[(i + shift) mod size] = x[i]} of the elements in row-major order.
     *
     * @param x any shape and dtype
     * @param shift how far, negative to the front
     * @return the shape of x
     */
    public static Tensor roll(Tensor x, int shift) {
        return Tiling.roll(x, new int[] {shift});
    }

    /**
     * {@code y[.., (i + shift) mod n, ..] = x[.., i, ..]}: moved along an axis, in at the front what goes out at the end.
     *
     * {@snippet :
     * Tensor y = F.roll(Tensor.of(1, 2, 3, 4), 1, 0); // [4, 1, 2, 3]
     * }
     *
     * @param x any shape and dtype
     * @param shift how far, negative to the front
     * @param axis the axis, negative from the end
     * @return the shape of x
     * @throws ArgumentException if the axis is out of range
     */
    public static Tensor roll(Tensor x, int shift, int axis) {
        return Tiling.roll(x, new int[] {shift}, axis);
    }

    /**
     * {@code y[.., (i + shift) mod n, ..] = x[.., i, ..]} along each of several axes; shifts of an axis named twice add.
     *
     * @param x any shape and dtype
     * @param shifts how far along each axis
     * @param axes the axes, negative from the end
     * @return the shape of x
     * @throws ArgumentException if there are not as many shifts as axes (or one for no axes: all elements in row-major order)
     */
    public static Tensor roll(Tensor x, int[] shifts, int[] axes) {
        return Tiling.roll(x, shifts, axes);
    }

    /**
     * {@code y[.., i, .., j, ..] = x[.., j, .., n - 1 - i, ..]} k times: planes turned by 90 degrees, from the first axis towards the
     * second.
     *
     * {@snippet :
     * Tensor y = F.rot90(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 1, 0, 1); // [[2, 4], [1, 3]]
     * }
     *
     * @param x at least two axes, any dtype
     * @param k how often, negative the other way round
     * @param axis1 the first axis, negative from the end
     * @param axis2 the second axis, negative from the end
     * @return x with the lengths of both axes exchanged if k is odd, a view
     * @throws ArgumentException if x has fewer than two axes, or both are one
     */
    public static Tensor rot90(Tensor x, int k, int axis1, int axis2) {
        return Tiling.rot90(x, k, axis1, axis2);
    }

    // ---- diagonals

    /**
     * {@code y[.., k] = x[k, k, ..]}: the main diagonal of the first two axes.
     *
     * @param x {@code [m, n, ..]}, any dtype
     * @return x without the two axes, and {@code min(m, n)} last, a view
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor diagonal(Tensor x) {
        return Diagonals.diagonal("diagonal", x, 0, 0, 1);
    }

    /**
     * {@code y[.., k] = x[.., k + max(0, -offset), .., k + max(0, offset), ..]}: a diagonal of two axes, as the last.
     *
     * {@snippet :
     * Tensor y = F.diagonal(Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}}), 1, 0, 1); // [2, 6]
     * }
     *
     * @param x at least two axes, any dtype
     * @param offset which diagonal: column minus row, negative below the main one
     * @param axis1 the first axis, negative from the end
     * @param axis2 the second axis, negative from the end
     * @return x without the two axes, and {@code max(0, min(m + min(offset, 0), n - max(offset, 0)))} last, a view
     * @throws ArgumentException if x has fewer than two axes, or both are one
     */
    public static Tensor diagonal(Tensor x, int offset, int axis1, int axis2) {
        return Diagonals.diagonal("diagonal", x, offset, axis1, axis2);
    }

    /**
     * {@code y = diag(x)} or {@code y[k] = x[k, k]}: a vector as the diagonal of a matrix, or the diagonal of a matrix.
     *
     * {@snippet :
     * Tensor y = F.diag(Tensor.of(1, 2)); // [[1, 0], [0, 2]]
     * Tensor x = F.diag(y); // [1, 2]
     * }
     *
     * @param x a vector or a matrix, any dtype
     * @return {@code [n, n]} for a vector, {@code [min(m, n)]} for a matrix
     * @throws ArgumentException if x is neither a vector nor a matrix
     */
    public static Tensor diag(Tensor x) {
        return Diagonals.diag(x, 0);
    }

    /**
     * {@code y[k, k + diagonal] = x[k]} or {@code y[k] = x[k, k + diagonal]}: a vector as a diagonal of a matrix, or a diagonal of a
     * matrix.
     *
     * @param x a vector or a matrix, any dtype
     * @param diagonal column minus row, negative below the main one
     * @return a square matrix of side {@code n + |diagonal|} for a vector, a vector for a matrix
     * @throws ArgumentException if x is neither a vector nor a matrix
     */
    public static Tensor diag(Tensor x, int diagonal) {
        return Diagonals.diag(x, diagonal);
    }

    /**
     * {@code y[k, k + offset] = x[k]} of the elements in row-major order: all of x as a diagonal. torch: diagflat.
     *
     * {@snippet :
     * Tensor y = F.diagFlat(Tensor.of(1, 2), 1); // [[0, 1, 0], [0, 0, 2], [0, 0, 0]]
     * }
     *
     * @param x any shape and dtype
     * @param offset which diagonal: column minus row, negative below the main one
     * @return a square matrix of side {@code size of x + |offset|}
     */
    public static Tensor diagFlat(Tensor x, int offset) {
        return Diagonals.diag(Shapes.flatten(x, 0, -1), offset);
    }

    /**
     * {@code y[.., k, k] = x[.., k]}, 0 elsewhere: vectors as diagonals of matrices.
     *
     * {@snippet :
     * Tensor y = F.diagEmbed(Tensor.of(new int[][] {{1, 2}, {3, 4}})); // [[[1, 0], [0, 2]], [[3, 0], [0, 4]]]
     * }
     *
     * @param x {@code [.., n]}, any dtype
     * @return {@code [.., n, n]}
     * @throws ArgumentException if x is a scalar
     */
    public static Tensor diagEmbed(Tensor x) {
        return Diagonals.diagEmbed(x, 0, -2, -1);
    }

    /**
     * {@code y[.., k + max(0, -offset), .., k + max(0, offset), ..] = x[.., k]}, 0 elsewhere: the last axis as a diagonal of two new
     * ones.
     *
     * @param x {@code [.., n]}, any dtype
     * @param offset which diagonal: column minus row, negative below the main one
     * @param axis1 of the result, counts rows, negative from the end
     * @param axis2 of the result, counts columns, negative from the end
     * @return the other axes of x and two of length {@code n + |offset|} at the places axis1 and axis2 of the result
     * @throws ArgumentException if x is a scalar, or both axes are one
     */
    public static Tensor diagEmbed(Tensor x, int offset, int axis1, int axis2) {
        return Diagonals.diagEmbed(x, offset, axis1, axis2);
    }

    // ---- grids

    /**
     * {@code y_k[i_0, i_1, ..] = x_k[i_k]}: the coordinates of a grid.
     *
     * {@snippet :
     * List<Tensor> y = F.meshgrid(List.of(Tensor.of(1, 2), Tensor.of(3, 4)), MeshIndexing.IJ);
     * Tensor rows = y.get(0); // [[1, 1], [2, 2]]
     * Tensor columns = y.get(1); // [[3, 4], [3, 4]]
     * }
     *
     * @param tensors vectors or scalars of one dtype
     * @param indexing the order of the axes
     * @return as many tensors of shape {@code [n_0, n_1, ..]}, with XY of {@code [n_1, n_0, ..]}, views
     * @throws ArgumentException if a tensor has more than one axis, or dtypes differ
     */
    public static List<Tensor> meshgrid(List<Tensor> tensors, MeshIndexing indexing) {
        return Grids.meshgrid(tensors, indexing);
    }

    /**
     * {@code y[r] = (x_0[i_0], x_1[i_1], ..)} for all combinations of indices, the last changing fastest.
     *
     * {@snippet :
     * Tensor y = F.cartesianProd(List.of(Tensor.of(1, 2), Tensor.of(3, 4))); // [[1, 3], [1, 4], [2, 3], [2, 4]]
     * }
     *
     * @param tensors vectors of one dtype
     * @return {@code [n_0 * n_1 * .., number of vectors]}, or the vector itself if there is one
     * @throws ArgumentException if one is not a vector
     */
    public static Tensor cartesianProd(List<Tensor> tensors) {
        return Grids.cartesianProd(tensors);
    }

    /**
     * {@code y[c] = (x[i_1], .., x[i_r])} for all {@code i_1 < .. < i_r} in lexicographic order.
     *
     * {@snippet :
     * Tensor y = F.combinations(Tensor.of(1, 2, 3), 2); // [[1, 2], [1, 3], [2, 3]]
     * }
     *
     * @param x {@code [n]}, any dtype
     * @param r elements of a combination
     * @return {@code [n! / (r! (n - r)!), r]}
     * @throws ArgumentException if x is not a vector, or r is negative
     */
    public static Tensor combinations(Tensor x, int r) {
        return Grids.combinations(x, r, false);
    }

    /**
     * {@code y[c] = (x[i_1], .., x[i_r])} for all {@code i_1 < .. < i_r}, or {@code <=}, in lexicographic order.
     *
     * @param x {@code [n]}, any dtype
     * @param r elements of a combination
     * @param withReplacement whether an element may occur several times
     * @return {@code [(n + r - 1)! / (r! (n - 1)!), r]} with replacement, else {@code [n! / (r! (n - r)!), r]}; {@code [0]} for r = 0
     * @throws ArgumentException if x is not a vector, or r is negative
     */
    public static Tensor combinations(Tensor x, int r, boolean withReplacement) {
        return Grids.combinations(x, r, withReplacement);
    }

    /**
     * {@code y = diag(x_0, x_1, ..)}, 0 elsewhere: matrices along the diagonal of one.
     *
     * {@snippet :
     * Tensor y = F.blockDiag(List.of(Tensor.of(1.0, 2), Tensor.scalar(3.0))); // [[1, 2, 0], [0, 0, 3]]
     * }
     *
     * @param tensors matrices; vectors count as rows, scalars as {@code [1, 1]}
     * @return {@code [m_0 + m_1 + .., n_0 + n_1 + ..]}
     * @throws ArgumentException if there is no tensor, or one has more than two axes
     */
    public static Tensor blockDiag(List<Tensor> tensors) {
        return Grids.blockDiag(tensors);
    }
}
