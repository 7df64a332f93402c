package org.covector.gradcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** Other shapes: each axis length that occurs is replaced in all inputs alike, so that axes which must agree still do. */
final class Lengths {
    private static final int MOST = 4; // different lengths

    private Lengths() {}

    static List<Variant> of(Subject subject) {
        SortedSet<Integer> lengths = new TreeSet<>();
        boolean axes = false;
        for (Tensor t : subject.inputs()) {
            axes |= t.rank() > 0;
            for (int d : t.shape().dims()) {
                if (d > 1) {
                    lengths.add(d);
                }
            }
        }
        List<Variant> all = new ArrayList<>();
        lengths.reversed().stream().limit(MOST).forEach(n -> {
            all.add(changed("axes of length 1", subject, a -> cut(a, n, 1)));
            all.add(changed("axes of length 0", subject, a -> cut(a, n, 0)));
        });
        if (axes && subject.inputs().stream().allMatch(t -> t.size() > 0)) {
            all.add(changed("scalars", subject, a -> a.reshape(Shape.of(Math.toIntExact(a.size()))).select(0, 0)));
        }
        return all;
    }

    private static Variant changed(String what, Subject subject, UnaryOperator<NdArray> change) {
        return new Variant(Variation.SHAPES, what, () -> subject.inputs().stream().map(t -> Tensor.of(change.apply(t.array()).dense())).toList());
    }

    private static NdArray cut(NdArray a, int length, int to) {
        NdArray cut = a;
        for (int axis = 0; axis < a.rank(); axis++) {
            cut = a.shape().dim(axis) == length ? cut.slice(axis, 0, to, 1) : cut;
        }
        return cut;
    }
}
