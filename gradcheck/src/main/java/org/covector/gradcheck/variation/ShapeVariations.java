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
import org.covector.gradcheck.flat.FlatFunction;

/**
 * Other shapes, shorter and longer: each axis length that occurs is replaced in all inputs alike, so that axes which must agree
 * still do.
 */
final class ShapeVariations {
    private static final int MOST = 4; // different lengths
    private static final int[] LONGER = {9, 18, 65}; // past the lengths of vectors and blocks, odd and even
    private static final int LARGEST = 1 << 13; // numbers
    private static final double APART = 0.1;

    private ShapeVariations() {}

    static List<VariedInput> of(FlatFunction function, Options options) {
        SortedSet<Integer> lengths = new TreeSet<>();
        boolean axes = false;
        for (Tensor t : function.inputs()) {
            axes |= t.rank() > 0;
            for (int d : t.shape().dims()) {
                if (d > 1) {
                    lengths.add(d);
                }
            }
        }
        List<VariedInput> all = new ArrayList<>();
        lengths.reversed().stream().limit(MOST).forEach(n -> {
            all.add(changed("axes of length 1", function, a -> shortened(a, n, 1)));
            all.add(changed("axes of length 0", function, a -> shortened(a, n, 0)));
            if (n > 2) {
                all.add(changed("shorter axes", function, a -> shortened(a, n, n - 1)));
            }
        });
        lengths.reversed().stream().limit(MOST).forEach(n -> IntStream.of(LONGER).filter(to -> to > n && size(function, n, to) <= LARGEST)
                .forEach(to -> all.add(new VariedInput(Variation.SHAPES, "longer axes", () -> lengthened(function, options, n, to)))));
        if (axes && function.inputs().stream().allMatch(t -> t.size() > 0)) {
            all.add(changed("scalars", function, a -> a.reshape(Shape.of(Math.toIntExact(a.size()))).select(0, 0)));
        }
        return all;
    }

    private static VariedInput changed(String what, FlatFunction function, UnaryOperator<NdArray> change) {
        return new VariedInput(Variation.SHAPES, what,
                () -> function.inputs().stream().map(t -> Tensor.of(change.apply(t.array()).dense())).toList());
    }

    private static long size(FlatFunction function, int length, int to) {
        return function.inputs().stream().mapToLong(t ->
                Arrays.stream(t.shape().dims()).mapToLong(d -> d == length ? to : d).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** The same elements over and over along the axes of one length, the floating ones a little apart. */
    private static List<Tensor> lengthened(FlatFunction function, Options options, int length, int to) {
        RandomGenerator random = new SplittableRandom(options.seed());
        Tensor repeated = Tensor.of(LongStream.range(0, to).map(k -> k % length).toArray());
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < function.inputs().size(); i++) {
            Tensor t = function.inputs().get(i);
            for (int axis = 0; axis < t.rank(); axis++) {
                t = t.dim(axis) == length ? F.indexSelect(t, axis, repeated) : t;
            }
            all.add(t.dtype().isFloating() ? FlatFunction.unflatten(t,
                    perturbed(FlatFunction.flatten(List.of(t)), options.interval(i), random)) : t);
        }
        return all;
    }

    private static double[] perturbed(double[] x, Options.Interval interval, RandomGenerator random) {
        return Arrays.stream(x).map(v -> {
            double moved = v * (1 + random.nextDouble(-APART, APART));
            return interval.contains(moved) ? moved : v;
        }).toArray();
    }

    private static NdArray shortened(NdArray a, int length, int to) {
        NdArray cut = a;
        for (int axis = 0; axis < a.rank(); axis++) {
            cut = a.shape().dim(axis) == length ? cut.slice(axis, 0, to, 1) : cut;
        }
        return cut;
    }
}
