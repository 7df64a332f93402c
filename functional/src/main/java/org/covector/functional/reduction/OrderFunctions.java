package org.covector.functional.reduction;

import io.vavr.control.Option;
import org.covector.functional.F;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.Unique;
import org.covector.functional.index.IndexFunctions;
import org.covector.functional.primitive.Index;

/** Sorting, searching and distinct values; part of {@link F}. NaN counts as the largest number, and -0 as equal to 0. */
public abstract sealed class OrderFunctions extends ReductionFunctions permits IndexFunctions {
    protected OrderFunctions() {}

    /**
     * {@code y[i] = x[index[i]], y[0] <= y[1] <= ...} along an axis: sorted stably, so that equal elements keep their order.
     *
     * {@snippet :
     * Selected y = F.sort(Tensor.of(3, 1, 2), 0, true);
     * Tensor values = y.values(); // [3, 2, 1]
     * Tensor indices = y.indices(); // [0, 2, 1]
     * }
     *
     * @param x any dtype and shape
     * @param axis to sort along; negative ones count from the end
     * @param descending the largest, NaN before all, first; among equals still the earlier first
     * @return values and INT64 indices of the shape of x; the gradient of the values goes to where they came from
     * @throws org.covector.engine.ArgumentException for an axis that x does not have
     */
    public static Selected sort(Tensor x, int axis, boolean descending) {
        return Index.selected(Order.sort(x, axis, descending));
    }

    /**
     * {@code y[i] = x[index[i]], y[0] <= y[1] <= ...} along the last axis; see {@link #sort(Tensor, int, boolean)}.
     *
     * @param x any dtype and shape
     * @return values and INT64 indices of the shape of x; the gradient of the values goes to where they came from
     */
    public static Selected sort(Tensor x) {
        return Index.selected(Order.sort(x, -1, false));
    }

    /**
     * {@code x[index[0]] <= x[index[1]] <= ...} along an axis: the indices that sort, stably.
     *
     * {@snippet :
     * Tensor y = F.argsort(Tensor.of(3, 1, 2), 0, false); // [1, 2, 0]
     * }
     *
     * @param x any dtype and shape
     * @param axis to sort along; negative ones count from the end
     * @param descending the largest, NaN before all, first; among equals still the earlier first
     * @return INT64 of the shape of x; no gradient
     * @throws org.covector.engine.ArgumentException for an axis that x does not have
     */
    public static Tensor argsort(Tensor x, int axis, boolean descending) {
        return Order.argsort(x, axis, descending);
    }

    /**
     * {@code x[index[0]] <= x[index[1]] <= ...} along the last axis: the indices that sort, stably.
     *
     * @param x any dtype and shape
     * @return INT64 of the shape of x; no gradient
     */
    public static Tensor argsort(Tensor x) {
        return Order.argsort(x, -1, false);
    }

    /**
     * {@code y[0] <= y[1] <= ...}: the values sorted along the first axis.
     *
     * {@snippet :
     * Tensor y = F.msort(Tensor.of(new int[][] {{3, 1}, {2, 4}})); // [[2, 1], [3, 4]]
     * }
     *
     * @param x any dtype and shape
     * @return of the shape of x; the gradient goes to where the values came from
     */
    public static Tensor msort(Tensor x) {
        return Order.msort(x);
    }

    /**
     * {@code y[0] >= y[1] >= ... >= y[k - 1] >= all others} along an axis: the largest elements, or the smallest.
     *
     * @param x any dtype and shape
     * @param k how many, from 0 to the length of the axis
     * @param axis to choose along; negative ones count from the end
     * @param largest the largest, NaN before all; else the smallest
     * @param sorted in that order; else in the order of their indices
     * @return values and INT64 indices of the shape of x with k for the length of the axis; of equal elements the earlier ones are chosen.
     *     The gradient of the values goes to where they came from
     * @throws org.covector.engine.ArgumentException for an axis that x does not have, and for k outside its length
     */
    public static Selected topk(Tensor x, int k, int axis, boolean largest, boolean sorted) {
        return Index.selected(Order.topk(x, k, axis, largest, sorted));
    }

    /**
     * {@code y[0] >= y[1] >= ... >= y[k - 1] >= all others} along an axis: the largest elements, or the smallest, sorted.
     *
     * @param x any dtype and shape
     * @param k how many, from 0 to the length of the axis
     * @param axis to choose along; negative ones count from the end
     * @param largest the largest, NaN before all; else the smallest
     * @return values and INT64 indices of the shape of x with k for the length of the axis; of equal elements the earlier ones are chosen.
     *     The gradient of the values goes to where they came from
     * @throws org.covector.engine.ArgumentException for an axis that x does not have, and for k outside its length
     */
    public static Selected topk(Tensor x, int k, int axis, boolean largest) {
        return Index.selected(Order.topk(x, k, axis, largest));
    }

    /**
     * {@code y[0] >= y[1] >= ... >= y[k - 1] >= all others} along the last axis: the largest elements, sorted.
     *
     * {@snippet :
     * Selected y = F.topk(Tensor.of(1, 4, 2, 3), 2);
     * Tensor values = y.values(); // [4, 3]
     * Tensor indices = y.indices(); // [1, 3]
     * }
     *
     * @param x any dtype and shape
     * @param k how many, from 0 to the length of the axis
     * @return values and INT64 indices of the shape of x with k for the length of the axis; of equal elements the earlier ones are chosen.
     *     The gradient of the values goes to where they came from
     * @throws org.covector.engine.ArgumentException for k outside the length of the axis
     */
    public static Selected topk(Tensor x, int k) {
        return Index.selected(Order.topk(x, k, -1, true));
    }

    /**
     * {@code sorted[y - 1] < value <= sorted[y]}, or, right, {@code sorted[y - 1] <= value < sorted[y]}: where values belong in a sorted
     * sequence, by bisection.
     *
     * {@snippet :
     * Tensor sorted = Tensor.of(1, 3, 5);
     * Tensor left = F.searchsorted(sorted, Tensor.of(3, 4), false); // [1, 2]
     * Tensor right = F.searchsorted(sorted, Tensor.of(3, 4), true); // [2, 2]
     * }
     *
     * @param sorted ascending along its last axis: [n] for all values, or [..., n] with the other axes of values
     * @param values of the dtype of sorted; any shape for a sequence of one axis, else [..., m]
     * @param right past elements that are equal; else before them. torch also: {@code side}
     * @return INT64 of the shape of values, from 0 to n; no gradient
     * @throws org.covector.engine.ArgumentException for different dtypes and axes that do not match
     */
    public static Tensor searchsorted(Tensor sorted, Tensor values, boolean right) {
        return Search.searchsorted(sorted, values, right, Option.none());
    }

    /**
     * {@code sorted[y - 1] < value <= sorted[y]}: where values belong in a sorted sequence, before elements that are equal.
     *
     * @param sorted ascending along its last axis: [n] for all values, or [..., n] with the other axes of values
     * @param values of the dtype of sorted; any shape for a sequence of one axis, else [..., m]
     * @return INT64 of the shape of values, from 0 to n; no gradient
     * @throws org.covector.engine.ArgumentException for different dtypes and axes that do not match
     */
    public static Tensor searchsorted(Tensor sorted, Tensor values) {
        return Search.searchsorted(sorted, values, false, Option.none());
    }

    /**
     * {@code x[sorter[y - 1]] < value <= x[sorter[y]]}, or, right, {@code x[sorter[y - 1]] <= value < x[sorter[y]]}: where values belong in
     * a sequence that an index sorts.
     *
     * @param x [n] for all values, or [..., n] with the other axes of values, in any order
     * @param values of the dtype of x; any shape for a sequence of one axis, else [..., m]
     * @param right past elements that are equal; else before them
     * @param sorter INT64 of the shape of x, that sorts it along the last axis, as {@link #argsort(Tensor)} gives it
     * @return INT64 of the shape of values, from 0 to n; no gradient
     * @throws org.covector.engine.ArgumentException for different dtypes and axes that do not match, and indices outside
     */
    public static Tensor searchsorted(Tensor x, Tensor values, boolean right, Tensor sorter) {
        return Search.searchsorted(x, values, right, Option.of(sorter));
    }

    /**
     * {@code boundaries[y - 1] < x <= boundaries[y]}, or, right, {@code boundaries[y - 1] <= x < boundaries[y]}: the bucket of each number.
     * NumPy's digitize is the same with the meaning of right exchanged.
     *
     * {@snippet :
     * Tensor y = F.bucketize(Tensor.of(0, 3, 9), Tensor.of(1, 3, 5), false); // [0, 1, 3]
     * }
     *
     * @param x any shape
     * @param boundaries [n], ascending, of the dtype of x
     * @param right whether a number on a boundary counts to the bucket after it
     * @return INT64 of the shape of x, from 0 to n; no gradient
     * @throws org.covector.engine.ArgumentException for boundaries of more than one axis or another dtype
     */
    public static Tensor bucketize(Tensor x, Tensor boundaries, boolean right) {
        return Search.bucketize(x, boundaries, right);
    }

    /**
     * {@code boundaries[y - 1] < x <= boundaries[y]}: the bucket of each number.
     *
     * @param x any shape
     * @param boundaries [n], ascending, of the dtype of x
     * @return INT64 of the shape of x, from 0 to n; no gradient
     * @throws org.covector.engine.ArgumentException for boundaries of more than one axis or another dtype
     */
    public static Tensor bucketize(Tensor x, Tensor boundaries) {
        return Search.bucketize(x, boundaries, false);
    }

    /**
     * {@code values[inverse] = x}: the distinct elements, ascending, with where each element went and how often each occurs. torch returns
     * inverse and counts on request, and sorts always as well. ONNX's sorted = 0 has no counterpart.
     *
     * {@snippet :
     * Unique y = F.unique(Tensor.of(3, 1, 3));
     * Tensor values = y.values(); // [1, 3]
     * Tensor inverse = y.inverse(); // [1, 0, 1]
     * Tensor counts = y.counts(); // [1, 2]
     * }
     *
     * @param x any dtype and shape; every NaN is a value of its own
     * @return values [n], inverse of the shape of x, counts [n]; equal elements share the gradient of their value evenly. The shape depends
     *     on elements: refused by vmap and fuse
     */
    public static Unique unique(Tensor x) {
        return Search.unique(x, false);
    }

    /**
     * {@code values[.., inverse[i], ..] = x[.., i, ..]}: the distinct slices along an axis, in lexicographic order.
     *
     * @param x any dtype and shape but a scalar's; every slice with a NaN is one of its own
     * @param axis whose slices are compared; negative ones count from the end
     * @return values as x with n for the length of the axis, inverse [length of the axis], counts [n]; equal slices share the gradient
     *     evenly. The shape depends on elements: refused by vmap and fuse
     * @throws org.covector.engine.ArgumentException for a scalar, and an axis that x does not have
     */
    public static Unique unique(Tensor x, int axis) {
        return Search.unique(x, axis, false);
    }

    /**
     * {@code values[inverse] = x}: the elements without those that equal the one before, in row-major order.
     *
     * {@snippet :
     * Tensor y = F.uniqueConsecutive(Tensor.of(1, 1, 2, 1)).values(); // [1, 2, 1]
     * }
     *
     * @param x any dtype and shape; NaN equals nothing
     * @return values [n], inverse of the shape of x, counts [n]; equal neighbours share the gradient evenly. The shape depends on elements:
     *     refused by vmap and fuse
     */
    public static Unique uniqueConsecutive(Tensor x) {
        return Search.unique(x, true);
    }

    /**
     * {@code values[.., inverse[i], ..] = x[.., i, ..]}: the slices along an axis without those that equal the one before.
     *
     * @param x any dtype and shape but a scalar's
     * @param axis whose slices are compared; negative ones count from the end
     * @return values as x with n for the length of the axis, inverse [length of the axis], counts [n]; equal neighbours share the gradient
     *     evenly. The shape depends on elements: refused by vmap and fuse
     * @throws org.covector.engine.ArgumentException for a scalar, and an axis that x does not have
     */
    public static Unique uniqueConsecutive(Tensor x, int axis) {
        return Search.unique(x, axis, true);
    }

    /**
     * {@code y[i] = any(x[i] == test)}: whether each element is one of some others; NaN is not. In n log m time.
     *
     * {@snippet :
     * Tensor y = F.isin(Tensor.of(1, 2, 3), Tensor.of(3, 1), false); // [true, false, true]
     * }
     *
     * @param x any dtype and shape
     * @param test any dtype and shape; both are compared in the common dtype. torch's assume_unique is not needed
     * @param invert whether each element is none of them instead
     * @return BOOL of the shape of x; no gradient
     */
    public static Tensor isin(Tensor x, Tensor test, boolean invert) {
        return Search.isin(x, test, invert);
    }

    /**
     * {@code y[i] = any(x[i] == test)}: whether each element is one of some others; NaN is not. In n log m time.
     *
     * @param x any dtype and shape
     * @param test any dtype and shape; both are compared in the common dtype
     * @return BOOL of the shape of x; no gradient
     */
    public static Tensor isin(Tensor x, Tensor test) {
        return Search.isin(x, test, false);
    }
}
