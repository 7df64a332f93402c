package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.covector.engine.Shape;

/** Right values in wrong places: axes confused, shifted, reversed. */
final class Moves {
    private static final IntUnaryOperator SAME = k -> k;
    private static final int MOST_AXES = 5;

    private final Block block;
    private final Shape input;
    private final Option<Shape> output; // if rows are elements of a single result

    Moves(Block block, Shape input, Option<Shape> output) {
        this.block = block;
        this.input = input;
        this.output = output;
    }

    Option<String> explain() {
        return axes().orElse(this::shifted).orElse(this::reversed).orElse(this::resultAxes);
    }

    /** The gradient's axes in another order. */
    private Option<String> axes() {
        for (int[] order : orders(input.rank())) {
            if (block.moved(SAME, column(input, order))) {
                return Option.of(swapsLast(order) ? "it is transposed" : "its axes are confused: they come in the order " + Arrays.toString(order));
            }
        }
        return Option.none();
    }

    /** The cotangent's axes in another order, or both's. */
    private Option<String> resultAxes() {
        for (Shape y : output) {
            for (int[] order : orders(y.rank())) {
                if (block.moved(column(y, order), SAME)) {
                    return Option.of("the cotangent is used with its axes in the order " + Arrays.toString(order) + (swapsLast(order) ? ": transposed" : ": axes confused"));
                }
                if (y.rank() == input.rank() && block.moved(column(y, order), column(input, order))) {
                    return Option.of("it is that along another axis: axes confused, in the order " + Arrays.toString(order));
                }
            }
        }
        return Option.none();
    }

    private Option<String> shifted() {
        int size = block.columns();
        for (int axis = 0; axis < input.rank(); axis++) {
            int length = input.dim(axis);
            int stride = stride(axis);
            for (int by = -1; by <= 1 && length > 1; by += 2) {
                int step = by;
                IntUnaryOperator round = j -> j + (Math.floorMod(place(j, stride, length) + step, length) - place(j, stride, length)) * stride;
                IntUnaryOperator cut = j -> place(j, stride, length) + step < 0 || place(j, stride, length) + step >= length ? -1 : j + step * stride;
                if (block.moved(SAME, round) || block.moved(SAME, cut)) {
                    return Option.of("it is moved by one element" + (input.rank() > 1 ? " along axis " + axis : ""));
                }
            }
        }
        return size > 1 && block.moved(SAME, j -> (j + 1) % size) || size > 1 && block.moved(SAME, j -> (j + size - 1) % size)
                ? Option.of("it is moved by one element") : Option.none();
    }

    private Option<String> reversed() {
        int size = block.columns();
        for (int axis = 0; axis < input.rank(); axis++) {
            int length = input.dim(axis);
            int stride = stride(axis);
            if (length > 1 && block.moved(SAME, j -> j + (length - 1 - 2 * place(j, stride, length)) * stride)) {
                return Option.of("it is reversed" + (input.rank() > 1 ? " along axis " + axis : ""));
            }
        }
        return size > 1 && block.moved(SAME, j -> size - 1 - j) ? Option.of("it is reversed") : Option.none();
    }

    private int stride(int axis) {
        return input.strides()[axis];
    }

    private static int place(int j, int stride, int length) {
        return j / stride % length;
    }

    private static boolean swapsLast(int... order) {
        int n = order.length;
        for (int i = 0; i < n - 2; i++) {
            if (order[i] != i) {
                return false;
            }
        }
        return n >= 2 && order[n - 1] == n - 2;
    }

    /** Where element k of the tensor with axes in another order, laid into the same memory, comes from. */
    private static IntUnaryOperator column(Shape shape, int... order) {
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
        List<int[]> all = new ArrayList<>();
        if (rank >= 2 && rank <= MOST_AXES) {
            permute(new int[rank], 0, 0, all);
        }
        return all;
    }

    private static void permute(int[] order, int at, int used, List<int[]> all) {
        if (at == order.length) {
            boolean same = true;
            for (int i = 0; i < at; i++) {
                same &= order[i] == i;
            }
            if (!same) {
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
