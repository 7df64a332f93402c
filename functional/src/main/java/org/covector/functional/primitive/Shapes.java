package org.covector.functional.primitive;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;

/** Moving elements without computing: all linear, each beside its adjoint. */
public final class Shapes {
    private Shapes() {}

    // ---- functions

    public static Tensor reshape(Tensor x, Shape shape) {
        return Reshape.to(x, shape);
    }

    /** One length may be -1: what remains. */
    public static Tensor reshape(Tensor x, int... dims) {
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            open = dims[i] == -1 && open < 0 ? i : open;
        }
        int[] d = dims.clone();
        if (open >= 0) {
            d[open] = 1;
            long known = Arrays.stream(d).allMatch(n -> n >= 0) ? Shape.of(d).size() : 0;
            if (known <= 0 || x.size() % known != 0) {
                throw new ArgumentException("reshape", "shape", x.shape() + " to " + Arrays.toString(dims),
                        "a shape of " + x.size() + " elements, one length -1 at most");
            }
            d[open] = Shape.length("reshape", x.size() / known);
        }
        return reshape(x, Shape.of(d));
    }

    public static Tensor flatten(Tensor x, int startAxis, int endAxis) {
        int from = x.shape().axis("flatten", startAxis);
        int to = x.shape().axis("flatten", endAxis);
        ArgumentException.require(from <= to, "flatten", "axes", startAxis + " to " + endAxis, "a start not after the end");
        if (x.rank() == 0) {
            return reshape(x, Shape.of(1));
        }
        Shape middle = x.shape().sub(from, to + 1);
        return reshape(x, x.shape().sub(0, from).concat(Shape.of(Shape.length("flatten", middle.size()))).concat(x.shape().sub(to + 1,
                x.rank())));
    }

    public static Tensor unflatten(Tensor x, int axis, int... dims) {
        ArgumentException.require(x.rank() > 0, "unflatten", "shape", x.shape(), "at least one axis");
        int a = x.shape().axis("unflatten", axis);
        Tensor part = reshape(Tensor.zeros(DType.BOOL, Shape.of(x.dim(a))), dims);
        return reshape(x, x.shape().sub(0, a).concat(part.shape()).concat(x.shape().sub(a + 1, x.rank())));
    }

    public static Tensor permute(Tensor x, int... axes) {
        ArgumentException.require(axes.length == x.rank(), "permute", "axes", Arrays.toString(axes),
                "a permutation of the " + x.rank() + " axes of " + x.shape());
        int[] a = x.shape().axes("permute", "axes", axes);
        boolean moves = false;
        for (int i = 0; i < a.length; i++) {
            moves |= a[i] != i;
        }
        return moves ? Apply.one(new Move.Permute(Ints.of(a)), x) : x;
    }

    public static Tensor transpose(Tensor x, int axis0, int axis1) {
        int a = x.shape().axis("transpose", axis0);
        int b = x.shape().axis("transpose", axis1);
        int[] axes = new int[x.rank()];
        Arrays.setAll(axes, i -> i == a ? b : i == b ? a : i);
        return permute(x, axes);
    }

    public static Tensor t(Tensor x) {
        ArgumentException.require(x.rank() <= 2, "t", "x", x.shape(), "at most two axes");
        return x.rank() < 2 ? x : transpose(x, 0, 1);
    }

    public static Tensor reversed(Tensor x) {
        return permute(x, IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray());
    }

    public static Tensor matrixTransposed(Tensor x) {
        ArgumentException.require(x.rank() >= 2, "mT", "x", x.shape(), "at least two axes");
        return transpose(x, -2, -1);
    }

    public static Tensor flipped(String function, Tensor x, int axis) {
        ArgumentException.require(x.rank() > axis, function, "x", x.shape(), "at least " + (axis + 1) + " axes");
        return flip(x, axis);
    }

    public static Tensor movedim(Tensor x, int[] source, int[] destination) {
        ArgumentException.require(source.length == destination.length, "movedim", "destination", Arrays.toString(destination),
                "as many axes as " + Arrays.toString(source));
        int[] from = x.shape().axes("movedim", "source", source);
        int[] to = x.shape().axes("movedim", "destination", destination);
        if (x.rank() == 0) {
            return x;
        }
        int[] order = new int[x.rank()];
        Arrays.fill(order, -1);
        for (int i = 0; i < from.length; i++) {
            order[to[i]] = from[i];
        }
        int[] rest = IntStream.range(0, x.rank()).filter(i -> Arrays.stream(from).noneMatch(f -> f == i)).toArray();
        int next = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = order[i] < 0 ? rest[next++] : order[i];
        }
        return permute(x, order);
    }

    public static Tensor movedim(Tensor x, int source, int destination) {
        return movedim(x, new int[] {source}, new int[] {destination});
    }

    public static Tensor squeeze(Tensor x, int... axes) {
        boolean[] gone = new boolean[Math.max(1, x.rank())];
        for (int axis : axes) {
            gone[x.shape().axis("squeeze", axis)] = true;
        }
        return reshape(x, Shape.of(IntStream.range(0, x.rank())
                .filter(i -> x.dim(i) != 1 || axes.length > 0 && !gone[i])
                .map(x::dim)
                .toArray()));
    }

    public static Tensor unsqueeze(Tensor x, int axis) {
        int n = x.rank() + 1;
        ArgumentException.require(axis >= -n && axis < n, "unsqueeze", "axis", axis, "from " + -n + " to " + (n - 1));
        return reshape(x, x.shape().insert(axis < 0 ? axis + n : axis, 1));
    }

    /** Lengths of -1 stay as they are. */
    public static Tensor expand(Tensor x, int... dims) {
        int lead = dims.length - x.rank();
        ArgumentException.require(lead >= 0, "expand", "shape", Arrays.toString(dims),
                "at least the " + x.rank() + " axes of " + x.shape());
        int[] d = dims.clone();
        for (int i = 0; i < d.length; i++) {
            if (d[i] == -1) {
                ArgumentException.require(i >= lead, "expand", "shape", Arrays.toString(dims),
                        "-1 only for axes that " + x.shape() + " has");
                d[i] = x.dim(i - lead);
            } else if (i >= lead && x.dim(i - lead) != 1 && x.dim(i - lead) != d[i]) {
                throw new ArgumentException("expand", "shape", x.shape() + " to " + Arrays.toString(dims),
                        "axes, aligned at the last, equal or of length 1");
            }
        }
        return Expand.to(x, Shape.of(d));
    }

    public static Tensor flip(Tensor x, int... axes) {
        int[] a = x.shape().axes("flip", "axes", axes);
        return a.length == 0 || x.rank() == 0 ? x : Apply.one(new Move.Flip(Ints.of(a)), x);
    }

    public static Tensor slice(Tensor x, int axis, int start, int stop, int step) {
        ArgumentException.require(x.rank() > 0, "slice", "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(step != 0 && step != Integer.MIN_VALUE, "slice", "step", step, "a number other than 0");
        int a = x.shape().axis("slice", axis);
        int n = x.dim(a);
        if (step < 0) { // from n - 1 down to 0, as Python
            int first = Math.clamp(start < 0 ? (long) start + n : start, -1, n - 1);
            int last = Math.clamp(stop < 0 ? (long) stop + n : stop, -1, first);
            return slice(flip(x, a), a, n - 1 - first, n - 1 - last, -step);
        }
        int from = Math.clamp(start < 0 ? (long) start + n : start, 0, n);
        int to = Math.clamp(stop < 0 ? (long) stop + n : stop, from, n);
        int length = (int) (((long) to - from + step - 1) / step);
        if (length == n) {
            return x;
        }
        return sliced(x, a, from, step, length);
    }

    /** {@code length} elements from {@code from} on, all of them within the axis. */
    static Tensor sliced(Tensor x, int axis, int from, int step, int length) {
        int[] starts = new int[x.rank()];
        int[] steps = new int[x.rank()];
        Arrays.fill(steps, 1);
        starts[axis] = from;
        steps[axis] = step;
        return Apply.one(new Move.Slice(Ints.of(starts), Ints.of(steps), x.shape().with(axis, length)), x);
    }

    /** Slices of several axes, one after the other. */
    public static Tensor slice(Tensor x, int[] starts, int[] stops, int[] axes, int... steps) {
        boolean ok = starts.length == axes.length && stops.length == axes.length && steps.length == axes.length;
        ArgumentException.require(ok, "slice", "numbers of starts, stops, axes, steps",
                starts.length + ", " + stops.length + ", " + axes.length + ", " + steps.length, "equally many");
        int[] a = x.shape().axes("slice", "axes", axes);
        Tensor y = x;
        for (int i = 0; i < axes.length; i++) {
            y = slice(y, a[i], starts[i], stops[i], steps[i]);
        }
        return y;
    }

    public static Tensor narrow(Tensor x, int axis, int start, int length) {
        int a = x.shape().axis("narrow", axis);
        int n = x.rank() == 0 ? 0 : x.dim(a);
        ArgumentException.require(x.rank() > 0, "narrow", "x", "a scalar", "a tensor with at least one axis");
        int from = start < 0 ? start + n : start;
        ArgumentException.require(from >= 0 && length >= 0 && from <= n - length, "narrow", "start and length", start + ", " + length,
                "a range within 0 to " + n);
        return slice(x, a, from, from + length, 1);
    }

    public static Tensor select(Tensor x, int axis, int index) {
        ArgumentException.require(x.rank() > 0, "select", "x", "a scalar", "a tensor with at least one axis");
        int a = x.shape().axis("select", axis);
        int n = x.dim(a);
        ArgumentException.require(index >= -n && index < n, "select", "index", index, "from " + -n + " to " + (n - 1));
        int i = index < 0 ? index + n : index;
        return reshape(slice(x, a, i, i + 1, 1), x.shape().without(a));
    }

    public static Tensor padConstant(Tensor x, int[] low, int[] high, double value) {
        return Apply.one(new Move.PadConstant(Ints.of(low), Ints.of(high), value), x);
    }
}
