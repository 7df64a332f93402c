package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** Guesses what went wrong, by trying hypotheses on the analytic against the numeric Jacobian. */
final class Diagnosis {
    private static final double CHANCE = 0.05; // below which an order of the wrong elements among all is no accident

    private final Subject subject;
    private final double[][] analytic;
    private final double[][] numeric;
    private final double close;

    Diagnosis(Subject subject, double[][] analytic, double[][] numeric) {
        this.subject = subject;
        this.analytic = analytic;
        this.numeric = numeric;
        this.close = subject.epsilon() > 0x1p-40 ? 1e-2 : 1e-7;
    }

    /** A sentence on the gradient of one input, some of whose elements are wrong, if a hypothesis fits. */
    Option<String> of(int input, List<Element> wrong) {
        return wrong.stream().allMatch(e -> e.verdict() == Verdict.KINK)
                ? Option.of("it is wrong only at kinks: it lies outside of the one-sided derivatives there") : of(input);
    }

    private Option<String> of(int input) {
        Block block = block(input);
        double size = Block.norm(block.numeric());
        if (Block.norm(block.analytic()) == 0) {
            return size == 0 ? Option.none() : Option.of("it is 0: the path from this input is detached");
        }
        if (size == 0) {
            return Option.of("it should be 0: the result does not depend on this input");
        }
        if (IntStream.range(0, block.rows()).anyMatch(r -> Arrays.stream(block.analytic()[r]).anyMatch(Double::isNaN))) {
            return places(block, input).orElse(() -> Option.of("it is not a number where the derivative is one"));
        }
        double factor = block.factor();
        if (!Double.isNaN(factor)) {
            return Option.of(Factors.explain(factor, close, block.columns(), block.rows()));
        }
        Shape shape = subject.inputs().get(input).shape();
        return new Moves(block, shape, result(block)).explain().orElse(() -> swapped(block, input)).orElse(() -> digits(block))
                .orElse(() -> borders(block, shape)).orElse(() -> masked(block, input)).orElse(() -> slice(block)).orElse(() -> places(block, input))
                .orElse(() -> rest(block));
    }

    /** The shape of the only floating result, if there is a row for each of its elements. */
    private Option<Shape> result(Block block) {
        List<Tensor> floating = subject.outputs().stream().filter(t -> t.dtype().isFloating()).toList();
        return floating.size() == 1 && floating.getFirst().size() == block.rows() ? Option.of(floating.getFirst().shape()) : Option.none();
    }

    private Option<String> swapped(Block block, int input) {
        for (int other = 0; other < subject.inputs().size(); other++) {
            if (other != input && subject.size(other) == subject.size(input) && block.is(block(other).numeric())) {
                return Option.of("it is the gradient of input " + other + ": swapped");
            }
        }
        return Option.none();
    }

    /** Right for some result elements, zero for the others. */
    private static Option<String> slice(Block block) {
        int zeros = 0;
        for (int r = 0; r < block.rows(); r++) {
            if (!block.rowZero(r) && !block.rowRight(r)) {
                return Option.none();
            }
            zeros += block.rowZero(r) && !block.rowRight(r) ? 1 : 0;
        }
        return zeros == 0 ? Option.none() : Option.of("it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing");
    }

    private Option<String> digits(Block block) {
        double floor = close / 100 * Block.norm(block.numeric());
        for (int r = 0; r < block.rows(); r++) {
            for (int j = 0; j < block.columns(); j++) {
                double n = block.numeric()[r][j];
                if (Math.abs(block.analytic()[r][j] - n) > 0x1p-22 * Math.abs(n) + floor) {
                    return Option.none();
                }
            }
        }
        return Option.of("it is right to the digits of FLOAT32 only");
    }

    /** Wrong only in the first or last slices along an axis. */
    private static Option<String> borders(Block block, Shape shape) {
        int[] strides = shape.strides();
        for (int axis = 0; axis < shape.rank(); axis++) {
            int length = shape.dim(axis);
            int stride = strides[axis];
            boolean first = only(block, j -> j / stride % length == 0);
            boolean last = only(block, j -> j / stride % length == length - 1);
            boolean ends = only(block, j -> j / stride % length == 0 || j / stride % length == length - 1);
            if (length > 2 && ends) {
                return Option.of("it is wrong only at the " + (first ? "first" : last ? "last" : "first and last") + " position of axis " + axis + ": off by one at the border");
            }
        }
        return Option.none();
    }

    private static boolean only(Block block, IntPredicate place) {
        return IntStream.range(0, block.columns()).allMatch(j -> block.columnRight(j) || place.test(j));
    }

    /** Right for some elements of the input, zero for the others. */
    private static Option<String> masked(Block block, int input) {
        int[] wrong = IntStream.range(0, block.columns()).filter(j -> !block.columnRight(j)).toArray();
        if (wrong.length == 0 || wrong.length == block.columns() || !Arrays.stream(wrong).allMatch(block::columnZero)) {
            return Option.none();
        }
        return Option.of("it is 0 for " + wrong.length + " of " + block.columns() + " elements of input " + input + ", the first of them " + wrong[0]
                + ", and right for the others: a mask hides them, or repeated positions overwrite each other");
    }

    /** Wrong elements that have something in common. */
    private Option<String> places(Block block, int input) {
        double[] x = Arrays.copyOfRange(subject.point(), subject.start(input), subject.start(input) + subject.size(input));
        boolean[] wrong = new boolean[x.length];
        int count = 0;
        for (int j = 0; j < x.length; j++) {
            wrong[j] = !block.columnRight(j);
            count += wrong[j] ? 1 : 0;
        }
        if (count == 0 || count == x.length) {
            return Option.none();
        }
        if (split(x, wrong, j -> x[j] == 0)) {
            return Option.of("it is wrong where the element is 0, and right elsewhere");
        }
        if (split(x, wrong, j -> IntStream.range(0, x.length).anyMatch(k -> k != j && x[k] == x[j]))) {
            return Option.of("it is wrong where elements are equal: at ties");
        }
        if (chance(count, x.length) > CHANCE) {
            return Option.none();
        }
        if (split(x, wrong, j -> x[j] < 0) || split(x, wrong, j -> x[j] > 0)) {
            return Option.of("it is wrong for " + (x[first(wrong)] < 0 ? "negative" : "positive") + " elements only");
        }
        return range(x, wrong, false).orElse(() -> range(x, wrong, true));
    }

    private static Option<String> range(double[] x, boolean[] wrong, boolean magnitude) {
        double[] lowest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] highest = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int j = 0; j < x.length; j++) {
            int side = wrong[j] ? 1 : 0;
            double value = magnitude ? Math.abs(x[j]) : x[j];
            lowest[side] = Math.min(lowest[side], value);
            highest[side] = Math.max(highest[side], value);
        }
        String what = magnitude ? "elements of magnitude" : "elements";
        if (lowest[1] > highest[0]) {
            return Option.of(String.format(Locale.ROOT, "it is wrong only for %s from %.6g on, right up to %.6g", what, lowest[1], highest[0]));
        }
        return highest[1] < lowest[0] ? Option.of(String.format(Locale.ROOT, "it is wrong only for %s up to %.6g, right from %.6g on", what, highest[1], lowest[0])) : Option.none();
    }

    private static boolean split(double[] x, boolean[] wrong, IntPredicate common) {
        return IntStream.range(0, x.length).allMatch(j -> wrong[j] == common.test(j));
    }

    private static int first(boolean... wrong) {
        return IntStream.range(0, wrong.length).filter(j -> wrong[j]).findFirst().orElse(0);
    }

    /** How likely the wrong ones are the first or last of all by accident. */
    private static double chance(int wrong, int all) {
        double ways = 1;
        for (int k = 0; k < wrong; k++) {
            ways *= (all - k) / (double) (k + 1);
        }
        return 2 / ways;
    }

    private static Option<String> rest(Block block) {
        int wrong = 0;
        for (int r = 0; r < block.rows(); r++) {
            for (int j = 0; j < block.columns(); j++) {
                wrong += block.right(r, j) ? 0 : 1;
            }
        }
        int all = block.rows() * block.columns();
        return wrong < all ? Option.of(wrong + " of " + all + " elements of its Jacobian are wrong, the others right") : Option.none();
    }

    private Block block(int input) {
        return Block.of(analytic, numeric, subject.start(input), subject.size(input), close);
    }
}
