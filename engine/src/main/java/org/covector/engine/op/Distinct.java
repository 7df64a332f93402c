package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.order.KeyKernel;
import org.covector.engine.kernel.order.KeyRows;
import org.covector.engine.kernel.order.KeySort;
import org.covector.engine.op.Sorting.Unique;
import org.covector.engine.storage.Storage;

/**
 * Distinct values and distinct slices. -0 equals 0; NaN equals nothing, so every NaN, and every slice with one, is a value of its
 * own, as in torch. Of equal ones the first is given.
 */
public final class Distinct {
    private Distinct() {}

    /** The distinct values of x, sorted, NaN last. */
    public static Unique unique(NdArray x) {
        if (x.dtype() == DType.BOOL) {
            return bool(unique(x.to(DType.INT64)));
        }
        NdArray dense = x.dense();
        int n = (int) x.size();
        Object array = dense.storage().array();
        KeyKernel kernel = KeyKernel.of(dense.dtype());
        KeySort sort = new KeySort(n);
        kernel.keys(array, dense.offset(), n, false, sort.keys());
        sort.sort(n);
        int numbers = n; // NaN is last
        while (numbers > 0 && kernel.isNaN(array, dense.offset() + sort.order()[numbers - 1])) {
            numbers--;
        }
        long[] keys = sort.keys();
        boolean[] fresh = Storage.zeros(DType.BOOL, n).booleans();
        for (int i = 0; i < n; i++) {
            fresh[i] = i == 0 || i >= numbers || keys[i] != keys[i - 1];
        }
        NdArray flat = dense.reshape(Shape.of(n));
        return groups(flat, sort.order(), fresh, x.shape());
    }

    /** x without those elements that equal the one before, in row-major order. */
    public static Unique uniqueConsecutive(NdArray x) {
        Unique u = uniqueConsecutive(x.reshape(Shape.of(Shape.length("uniqueConsecutive", x.size()))), 0);
        return new Unique(u.values(), u.inverse().reshape(x.shape()), u.counts());
    }

    /**
     * The distinct slices of x along an axis, in lexicographic order of their elements.
     *
     * @return values as x but along the axis; inverse and counts have one axis
     */
    public static Unique unique(NdArray x, int axis) {
        return slices("unique", x, axis, true);
    }

    /** x without those slices along an axis that equal the one before. */
    public static Unique uniqueConsecutive(NdArray x, int axis) {
        return slices("uniqueConsecutive", x, axis, false);
    }

    private static Unique slices(String function, NdArray x, int axis, boolean sorted) {
        ArgumentException.require(x.rank() > 0, function, "x", "a scalar", "one axis or more");
        if (x.dtype() == DType.BOOL) {
            return bool(slices(function, x.to(DType.INT64), axis, sorted));
        }
        int a = x.shape().axis(function, axis);
        NdArray rows = x.transpose(0, a).dense();
        int n = rows.shape().dim(0);
        int width = n == 0 ? 0 : (int) (x.size() / n);
        KeyRows keys = KeyRows.of(rows.dtype(), rows.storage().array(), rows.offset(), n, width);
        int[] order = sorted ? keys.sorted() : keys.unsorted();
        boolean[] fresh = Storage.zeros(DType.BOOL, n).booleans();
        for (int i = 0; i < n; i++) {
            fresh[i] = i == 0 || keys.differ(order[i - 1], order[i]);
        }
        Unique u = groups(rows, order, fresh, Shape.of(n));
        return new Unique(u.values().transpose(0, a).dense(), u.inverse(), u.counts());
    }

    /** Slices of axis 0 in a given order, of which each fresh one begins a group. */
    private static Unique groups(NdArray rows, int[] order, boolean[] fresh, Shape shape) {
        int n = order.length;
        int groups = 0;
        for (boolean f : fresh) {
            groups += f ? 1 : 0;
        }
        Storage ofFirst = Storage.zeros(DType.INT64, groups);
        long[] first = ofFirst.longs();
        Storage ofCounts = Storage.zeros(DType.INT64, groups);
        long[] counts = ofCounts.longs();
        Storage ofInverse = Storage.zeros(DType.INT64, n);
        long[] inverse = ofInverse.longs();
        int g = -1;
        for (int i = 0; i < n; i++) {
            if (fresh[i]) {
                first[++g] = order[i];
            }
            counts[g]++;
            inverse[order[i]] = g;
        }
        NdArray values = Indexing.indexSelect(rows, 0, NdArray.wrap(ofFirst, Shape.of(groups)));
        return new Unique(values, NdArray.wrap(ofInverse, shape), NdArray.wrap(ofCounts, Shape.of(groups)));
    }

    private static Unique bool(Unique u) {
        return new Unique(u.values().to(DType.BOOL), u.inverse(), u.counts());
    }
}
