package org.covector.gradcheck.variation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.Subject;

/**
 * Other shapes, shorter and longer: each axis length that occurs is replaced in all inputs alike, so that axes which must agree
 * still do.
 */
final class Lengths {
    private static final int MOST = 4; // different lengths
    private static final int[] LONGER = {9, 17, 65}; // past the lengths of vectors and blocks
    private static final int LARGEST = 1 << 13; // numbers
    private static final double APART = 0.1;

    private Lengths() {}

    static List<Variant> of(Subject subject, Options options) {
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
        lengths.reversed().stream().limit(MOST).forEach(n -> IntStream.of(LONGER).filter(to -> to > n && size(subject, n, to) <= LARGEST)
                .forEach(to -> all.add(new Variant(Variation.SHAPES, "longer axes", () -> longer(subject, options, n, to)))));
        if (axes && subject.inputs().stream().allMatch(t -> t.size() > 0)) {
            all.add(changed("scalars", subject, a -> a.reshape(Shape.of(Math.toIntExact(a.size()))).select(0, 0)));
        }
        return all;
    }

    private static Variant changed(String what, Subject subject, UnaryOperator<NdArray> change) {
        return new Variant(Variation.SHAPES, what,
                () -> subject.inputs().stream().map(t -> Tensor.of(change.apply(t.array()).dense())).toList());
    }

    private static long size(Subject subject, int length, int to) {
        return subject.inputs().stream().mapToLong(t ->
                Arrays.stream(t.shape().dims()).mapToLong(d -> d == length ? to : d).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** The same elements over and over along the axes of one length, the floating ones a little apart. */
    private static List<Tensor> longer(Subject subject, Options options, int length, int to) {
        RandomGenerator random = new SplittableRandom(options.seed());
        Tensor repeated = Tensor.of(LongStream.range(0, to).map(k -> k % length).toArray());
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < subject.inputs().size(); i++) {
            Tensor t = subject.inputs().get(i);
            for (int axis = 0; axis < t.rank(); axis++) {
                t = t.dim(axis) == length ? F.indexSelect(t, axis, repeated) : t;
            }
            all.add(t.dtype().isFloating() ? Subject.tensor(t, apart(Subject.numbers(List.of(t)), options.interval(i), random)) : t);
        }
        return all;
    }

    private static double[] apart(double[] x, Options.Interval interval, RandomGenerator random) {
        return Arrays.stream(x).map(v -> {
            double moved = v * (1 + random.nextDouble(-APART, APART));
            return interval.contains(moved) ? moved : v;
        }).toArray();
    }

    private static NdArray cut(NdArray a, int length, int to) {
        NdArray cut = a;
        for (int axis = 0; axis < a.rank(); axis++) {
            cut = a.shape().dim(axis) == length ? cut.slice(axis, 0, to, 1) : cut;
        }
        return cut;
    }
}
