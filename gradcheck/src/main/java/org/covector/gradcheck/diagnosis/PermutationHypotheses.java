package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;

/** Right values in wrong places: axes confused, operands transposed, shifted, reversed. */
final class PermutationHypotheses {
    private static final IntUnaryOperator SAME = k -> k;
    private static final int MOST_AXES = 5;
    private static final int MOST_SHIFTS = 64;

    private final JacobianPair pair;
    private final Shape input;
    private final Option<Shape> output; // if rows are elements of a single result

    PermutationHypotheses(JacobianPair pair, Shape input, Option<Shape> output) {
        this.pair = pair;
        this.input = input;
        this.output = output;
    }

    Option<Cause> explain() {
        if (Arrays.stream(pair.analytic()).flatMapToDouble(Arrays::stream).filter(v -> !pair.isNegligible(v)).limit(2).count() < 2) {
            return Option.none(); // one number in a wrong place has moved in every way
        }
        return axes().orElse(this::shifted).orElse(this::reversed).orElse(this::resultAxes).orElse(this::conjugated).orElse(this::flipped)
                .orElse(this::operands).orElse(this::furtherShifted);
    }

    /** All differences come in pairs of neighbours, what one lacks is too much at the other: a term stands beside its place. */
    Option<Cause> movedTerm() {
        for (int axis = 0; axis < input.rank(); axis++) {
            if (input.dim(axis) > 2 && (isTermMoved(axis, 0) || isTermMoved(axis, 1))) {
                return Option.of(Cause.of(Cause.Kind.TERM, "a term of it stands one place beside its own"
                        + (input.rank() > 1 ? " along axis " + axis : "") + ": what is missing there is too much here"));
            }
        }
        return Option.none();
    }

    /** Whether the differences along each line, read from a position on, are pairs that cancel. */
    private boolean isTermMoved(int axis, int from) {
        int length = input.dim(axis);
        int stride = stride(axis);
        int pairs = 0;
        for (int r = 0; r < pair.rows(); r++) {
            for (int first = 0; first < pair.columns(); first++) {
                if (position(first, stride, length) != 0) {
                    continue;
                }
                for (int k = 0; k < length; k++) {
                    double here = difference(r, first + (from + k) % length * stride);
                    if (pair.isNegligible(here)) {
                        continue;
                    }
                    k++;
                    if (k == length || !pair.isNegligible(here + difference(r, first + (from + k) % length * stride))) {
                        return false;
                    }
                    pairs++;
                }
            }
        }
        return pairs >= 2;
    }

    private double difference(int r, int j) {
        return pair.numeric()[r][j] - pair.analytic()[r][j];
    }

    private static boolean isOfPairs(Shape shape) {
        return shape.rank() > 0 && shape.dim(shape.rank() - 1) == 2;
    }

    /** Products of complex numbers, kept in pairs along the last axes, with the other sign of the imaginary part. */
    private Option<Cause> conjugated() {
        boolean complex = isOfPairs(input) && output.exists(PermutationHypotheses::isOfPairs)
                && IntStream.range(0, pair.rows()).allMatch(r -> IntStream.range(0, pair.columns()).allMatch(j -> {
                    double[][] n = pair.numeric();
                    double turned = n[r ^ 1][j ^ 1]; // the same real part, and the opposite imaginary one
                    boolean real = r % 2 == j % 2;
                    double other = real ? n[r][j] : -n[r][j];
                    return pair.isNegligible(turned - other) && pair.isNegligible(pair.analytic()[r][j] - other);
                }));
        return Option.when(complex, () -> Cause.of(Cause.Kind.OPERAND,
                "a factor of a product of complex numbers is not conjugated, or a rotation of pairs is not transposed"));
    }

    /** The gradient's axes in another order. */
    private Option<Cause> axes() {
        for (int[] order : orders(input.rank())) {
            if (pair.isRearranged(SAME, permutedIndex(input, order))) {
                return Option.of(ofOrder(Cause.Kind.AXES, swapsLast(order) ? "it is transposed"
                        : "its axes are confused: they come in the order " + Arrays.toString(order), order));
            }
        }
        return Option.none();
    }

    /** The cotangent's axes in another order, or both's. */
    private Option<Cause> resultAxes() {
        for (Shape y : output) {
            for (int[] order : orders(y.rank())) {
                if (pair.isRearranged(permutedIndex(y, order), SAME)) {
                    return Option.of(ofOrder(Cause.Kind.AXES, "the cotangent is used with its axes in the order " + Arrays.toString(order)
                            + (swapsLast(order) ? ": transposed" : ": axes confused"), order));
                }
                if (y.rank() == input.rank() && pair.isRearranged(permutedIndex(y, order), permutedIndex(input, order))) {
                    return Option.of(ofOrder(Cause.Kind.AXES, "it is that along another axis: axes confused, in the order "
                            + Arrays.toString(order) + (swapsLast(order) ? ", or an operand transposed" : ""), order));
                }
            }
        }
        return Option.none();
    }

    /** Axes of the result exchanged with axes of the input: an operand of a product transposed, or the whole Jacobian. */
    private Option<Cause> operands() {
        for (Shape y : output) {
            int all = y.rank() + input.rank();
            if (all > MOST_AXES + 1) {
                return Option.none();
            }
            int[] dims = IntStream.concat(Arrays.stream(y.dims()), Arrays.stream(input.dims())).toArray();
            Shape joint = Shape.of(dims);
            for (int[] order : permutations(all)) {
                if (IntStream.range(0, all).allMatch(k -> dims[order[k]] == dims[k]) && crosses(order, y.rank())
                        && pair.isPermutation(permutedIndex(joint, order))) {
                    return Option.of(isTranspose(order, y.rank())
                            ? Cause.of(Cause.Kind.JACOBIAN_TRANSPOSED,
                            "its Jacobian is transposed: the function's own linear map is used where its transpose (the reverse order, "
                            + "the inverse permutation) belongs")
                            : Cause.of(Cause.Kind.OPERAND,
                                    "an operand of a product is transposed, or the operands come in reversed order"));
                }
            }
        }
        return Option.none();
    }

    private static boolean crosses(int[] order, int rows) {
        return IntStream.range(0, rows).anyMatch(k -> order[k] >= rows);
    }

    private static boolean isTranspose(int[] order, int rows) {
        return order.length == 2 * rows && IntStream.range(0, order.length).allMatch(k -> order[k] == (k + rows) % order.length);
    }

    private Option<Cause> shifted() {
        int size = pair.columns();
        for (int axis = 0; axis < input.rank(); axis++) {
            int length = input.dim(axis);
            int stride = stride(axis);
            for (int by = -1; by <= 1 && length > 1; by += 2) {
                if (isShifted(stride, length, by)) {
                    return Option.of(Cause.of(Cause.Kind.SHIFTED,
                            "it is moved by one element" + (input.rank() > 1 ? " along axis " + axis : ""), -by, axis));
                }
            }
        }
        for (int by = -1; by <= 1 && size > 1; by += 2) {
            if (isShifted(1, size, by)) {
                return Option.of(Cause.of(Cause.Kind.SHIFTED, "it is moved by one element", -by));
            }
        }
        return Option.none();
    }

    private boolean isShifted(int stride, int length, int step) {
        IntUnaryOperator round = j -> {
            int at = position(j, stride, length);
            return j + (Math.floorMod(at + step, length) - at) * stride;
        };
        IntUnaryOperator cut = j -> position(j, stride, length) + step < 0 || position(j, stride, length) + step >= length ? -1
                : j + step * stride;
        return pair.isRearranged(SAME, round) || pair.isRearranged(SAME, cut);
    }

    /** By more than one element, or in the cotangent: a part of it taken from a wrong offset. */
    private Option<Cause> furtherShifted() {
        for (int axis = 0; axis < input.rank(); axis++) {
            int length = input.dim(axis);
            for (int by = 2; by <= Math.min(length / 2, MOST_SHIFTS); by++) {
                for (int step : new int[] {by, -by}) {
                    if (isShifted(stride(axis), length, step)) {
                        return Option.of(Cause.of(Cause.Kind.SHIFTED,
                                "it is moved by " + by + " elements" + (input.rank() > 1 ? " along axis " + axis : ""), -step, axis));
                    }
                }
            }
        }
        int rows = pair.rows();
        for (int by = 1; by <= Math.min(rows / 2, MOST_SHIFTS) && output.isDefined(); by++) {
            for (int step : new int[] {by, -by}) {
                int shift = step;
                if (pair.isRearranged(r -> Math.floorMod(r + shift, rows), SAME)
                        || pair.isRearranged(r -> r + shift < 0 || r + shift >= rows ? -1 : r + shift, SAME)) {
                    return Option.of(Cause.of(Cause.Kind.SHIFTED,
                            "the cotangent is taken from an offset that is " + by + (by == 1 ? " element" : " elements") + " off", step));
                }
            }
        }
        return Option.none();
    }

    private Option<Cause> reversed() {
        int size = pair.columns();
        for (int axis = 0; axis < input.rank(); axis++) {
            int length = input.dim(axis);
            int stride = stride(axis);
            if (length > 1 && pair.isRearranged(SAME, j -> j + (length - 1 - 2 * position(j, stride, length)) * stride)) {
                return Option.of(Cause.of(Cause.Kind.REVERSED, "it is reversed" + (input.rank() > 1 ? " along axis " + axis : ""), axis));
            }
        }
        return size > 1 && pair.isRearranged(SAME, j -> size - 1 - j) ? Option.of(Cause.of(Cause.Kind.REVERSED, "it is reversed"))
                : Option.none();
    }

    /** Reversed along the last axes of result and input alike: what a kernel does that is not flipped, or flipped once too often. */
    private Option<Cause> flipped() {
        if (Arrays.stream(pair.numeric()).allMatch(row -> Arrays.stream(row).filter(v -> !pair.isNegligible(v)).count() <= 1)) {
            return Option.none(); // a move of single elements, no kernel
        }
        for (Shape y : output) {
            for (int axes = 1; axes <= Math.min(y.rank(), input.rank()); axes++) {
                if (isLongerThanPairs(y, axes) && pair.isRearranged(backward(y, axes), backward(input, axes)) && !reachesAcross(y)) {
                    return Option.of(Cause.of(Cause.Kind.KERNEL_FLIPPED,
                            "a kernel is flipped along the last " + (axes == 1 ? "axis" : axes + " axes")));
                }
            }
        }
        return Option.none();
    }

    /** Whether an axis has more than two elements: of two, a kernel is not told from a matrix. */
    private boolean isLongerThanPairs(Shape y, int axes) {
        return IntStream.rangeClosed(1, axes).anyMatch(k -> y.dim(y.rank() - k) > 2 || input.dim(input.rank() - k) > 2);
    }

    /** Whether a result at an end of the last axis depends on the other end, as one of a kernel does not. */
    private boolean reachesAcross(Shape y) {
        int n = input.dim(input.rank() - 1);
        int m = y.dim(y.rank() - 1);
        return n == m && n > 2 && IntStream.range(0, pair.rows()).anyMatch(r -> IntStream.range(0, pair.columns())
                .anyMatch(j -> Math.abs(r % m - j % n) == n - 1 && !pair.isNegligible(pair.numeric()[r][j])));
    }

    private static IntUnaryOperator backward(Shape shape, int axes) {
        int inner = IntStream.range(shape.rank() - axes, shape.rank()).map(shape::dim).reduce(1, (a, b) -> a * b);
        return k -> k - k % inner + inner - 1 - k % inner;
    }

    private int stride(int axis) {
        return input.strides()[axis];
    }

    private static Cause ofOrder(Cause.Kind kind, String text, int... order) {
        return Cause.of(kind, text, Arrays.stream(order).asDoubleStream().toArray());
    }

    private static int position(int j, int stride, int length) {
        return j / stride % length;
    }

    /** Whether an order, which is not the usual one, leaves all axes but the last two where they are. */
    private static boolean swapsLast(int... order) {
        return IntStream.range(0, order.length - 2).allMatch(i -> order[i] == i);
    }

    /** Where element k of the tensor with axes in another order, laid into the same memory, comes from. */
    private static IntUnaryOperator permutedIndex(Shape shape, int... order) {
        int[] strides = shape.strides();
        return k -> {
            int rest = k;
            int from = 0;
            for (int i = order.length - 1; i >= 0; i--) {
                int length = shape.dim(order[i]);
                from += rest % length * strides[order[i]];
                rest /= length;
            }
            return from;
        };
    }

    /** All orders of axes but the usual one. */
    private static List<int[]> orders(int rank) {
        return rank <= MOST_AXES ? permutations(rank) : List.of();
    }

    private static List<int[]> permutations(int rank) {
        List<int[]> all = new ArrayList<>();
        permute(new int[rank], 0, 0, all);
        return all;
    }

    private static void permute(int[] order, int at, int used, List<int[]> all) {
        if (at == order.length) {
            if (IntStream.range(0, at).anyMatch(i -> order[i] != i)) {
                all.add(order.clone());
            }
            return;
        }
        for (int axis = 0; axis < order.length; axis++) {
            if ((used & 1 << axis) == 0) {
                order[at] = axis;
                permute(order, at + 1, used | 1 << axis, all);
            }
        }
    }
}
