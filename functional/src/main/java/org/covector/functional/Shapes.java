package org.covector.functional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Expand;
import org.covector.functional.core.Ints;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Reshape;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Moving elements without computing: all linear, each beside its adjoint. */
final class Shapes {
    private Shapes() {}

    /** A move of the elements of one input. */
    private interface Move extends Linear {
        NdArray move(NdArray x);

        Tensor adjoint(Tensor dy, Shape shape);

        /** The same for {@code size} examples along a further first axis. */
        Move lifted(int size);

        @Override
        default NdArray[] compute(NdArray... x) {
            return new NdArray[] {move(x[0])};
        }

        @Override
        default Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> adjoint(dy, shape));
        }

        @Override
        default Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(lifted(at.size()), x);
        }
    }

    private record Permute(Ints axes) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return x.permute(axes.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            int[] inverse = new int[axes.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[axes.get(i)] = i;
            }
            return Apply.one(new Permute(Ints.of(inverse)), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Permute(axes.plus(1).prepend(0));
        }
    }

    private record Flip(Ints axes) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return x.flip(axes.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(this, dy);
        }

        @Override
        public Move lifted(int size) {
            return new Flip(axes.plus(1));
        }
    }

    /** Every {@code step}-th element of each axis, {@code shape} of them from {@code start} on. */
    private record Slice(Ints start, Ints step, Shape shape) implements Move {
        @Override
        public NdArray move(NdArray x) {
            NdArray y = x;
            for (int i = 0; i < start.size(); i++) {
                int length = shape.dim(i);
                if (length != x.shape().dim(i)) {
                    int stop = length == 0 ? start.get(i) : start.get(i) + (length - 1) * step.get(i) + 1;
                    y = y.slice(i, start.get(i), stop, step.get(i));
                }
            }
            return y;
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new Place(start, step, from), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Slice(start.prepend(0), step.prepend(1), shape.insert(0, size));
        }
    }

    /** Zeros of {@code shape} with the input at the indices that {@link Slice} takes. */
    private record Place(Ints start, Ints step, Shape shape) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return Assembly.place(x, shape, start.toArray(), step.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new Slice(start, step, from), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Place(start.prepend(0), step.prepend(1), shape.insert(0, size));
        }
    }

    /** Padding with a constant; a negative padding cuts. Affine: linear with padding of 0. */
    private record PadConstant(Ints low, Ints high, double value) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return Assembly.pad(x, low.toArray(), high.toArray(), value);
        }

        @Override
        public Primitive homogeneous() {
            return new PadConstant(low, high, 0);
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new PadConstant(negated(low), negated(high), 0), dy);
        }

        @Override
        public Move lifted(int size) {
            return new PadConstant(low.prepend(0), high.prepend(0), value);
        }

        private static Ints negated(Ints padding) {
            return Ints.of(padding.stream().map(b -> -b).toArray());
        }
    }

    // ---- functions

    static Tensor reshape(Tensor x, Shape shape) {
        return Reshape.to(x, shape);
    }

    /** One length may be -1: what remains. */
    static Tensor reshape(Tensor x, int... dims) {
        long known = 1;
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= dims[i];
            }
        }
        int[] d = dims.clone();
        if (open >= 0) {
            if (known <= 0 || x.size() % known != 0) {
                throw new ArgumentException("reshape", "shape", x.shape() + " to " + Arrays.toString(dims), "a shape of " + x.size() + " elements, one length -1 at most");
            }
            d[open] = Math.toIntExact(x.size() / known);
        }
        return reshape(x, Shape.of(d));
    }

    static Tensor flatten(Tensor x, int startAxis, int endAxis) {
        int from = x.shape().axis("flatten", startAxis);
        int to = x.shape().axis("flatten", endAxis);
        ArgumentException.require(from <= to, "flatten", "axes", startAxis + " to " + endAxis, "a start not after the end");
        if (x.rank() == 0) {
            return reshape(x, Shape.of(1));
        }
        Shape middle = x.shape().sub(from, to + 1);
        return reshape(x, x.shape().sub(0, from).concat(Shape.of(Math.toIntExact(middle.size()))).concat(x.shape().sub(to + 1, x.rank())));
    }

    static Tensor unflatten(Tensor x, int axis, int... dims) {
        ArgumentException.require(x.rank() > 0, "unflatten", "shape", x.shape(), "at least one axis");
        int a = x.shape().axis("unflatten", axis);
        Tensor part = reshape(Tensor.zeros(DType.BOOL, Shape.of(x.dim(a))), dims);
        return reshape(x, x.shape().sub(0, a).concat(part.shape()).concat(x.shape().sub(a + 1, x.rank())));
    }

    static Tensor permute(Tensor x, int... axes) {
        ArgumentException.require(axes.length == x.rank(), "permute", "axes", Arrays.toString(axes), "a permutation of the " + x.rank() + " axes of " + x.shape());
        int[] a = Arrays.stream(axes).map(i -> x.shape().axis("permute", i)).toArray();
        ArgumentException.require(Arrays.stream(a).distinct().count() == a.length, "permute", "axes", Arrays.toString(axes), "each axis once");
        return IntStream.range(0, a.length).allMatch(i -> a[i] == i) ? x : Apply.one(new Permute(Ints.of(a)), x);
    }

    static Tensor transpose(Tensor x, int axis0, int axis1) {
        int a = x.shape().axis("transpose", axis0);
        int b = x.shape().axis("transpose", axis1);
        return permute(x, IntStream.range(0, x.rank()).map(i -> i == a ? b : i == b ? a : i).toArray());
    }

    static Tensor movedim(Tensor x, int source, int destination) {
        int from = x.shape().axis("movedim", source);
        int to = x.shape().axis("movedim", destination);
        List<Integer> axes = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        if (x.rank() > 0) {
            axes.add(to, axes.remove(from));
        }
        return permute(x, axes.stream().mapToInt(i -> i).toArray());
    }

    static Tensor squeeze(Tensor x, int... axes) {
        boolean[] gone = new boolean[Math.max(1, x.rank())];
        for (int axis : axes) {
            gone[x.shape().axis("squeeze", axis)] = true;
        }
        return reshape(x, Shape.of(IntStream.range(0, x.rank())
                .filter(i -> x.dim(i) != 1 || axes.length > 0 && !gone[i])
                .map(x::dim)
                .toArray()));
    }

    static Tensor unsqueeze(Tensor x, int axis) {
        int n = x.rank() + 1;
        ArgumentException.require(axis >= -n && axis < n, "unsqueeze", "axis", axis, "from " + -n + " to " + (n - 1));
        return reshape(x, x.shape().insert(axis < 0 ? axis + n : axis, 1));
    }

    /** Lengths of -1 stay as they are. */
    static Tensor expand(Tensor x, int... dims) {
        int lead = dims.length - x.rank();
        ArgumentException.require(lead >= 0, "expand", "shape", Arrays.toString(dims), "at least the " + x.rank() + " axes of " + x.shape());
        int[] d = dims.clone();
        for (int i = 0; i < d.length; i++) {
            if (d[i] == -1) {
                ArgumentException.require(i >= lead, "expand", "shape", Arrays.toString(dims), "-1 only for axes that " + x.shape() + " has");
                d[i] = x.dim(i - lead);
            } else if (i >= lead && x.dim(i - lead) != 1 && x.dim(i - lead) != d[i]) {
                throw new ArgumentException("expand", "shape", x.shape() + " to " + Arrays.toString(dims), "axes, aligned at the last, equal or of length 1");
            }
        }
        return Expand.to(x, Shape.of(d));
    }

    static Tensor flip(Tensor x, int... axes) {
        int[] a = Arrays.stream(axes).map(i -> x.shape().axis("flip", i)).toArray();
        ArgumentException.require(Arrays.stream(a).distinct().count() == a.length, "flip", "axes", Arrays.toString(axes), "each axis once");
        return a.length == 0 || x.rank() == 0 ? x : Apply.one(new Flip(Ints.of(a)), x);
    }

    static Tensor slice(Tensor x, int axis, int start, int stop, int step) {
        ArgumentException.require(x.rank() > 0, "slice", "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(step > 0, "slice", "step", step, "1 or more");
        int a = x.shape().axis("slice", axis);
        int n = x.dim(a);
        int from = Math.clamp(start < 0 ? (long) start + n : start, 0, n);
        int to = Math.clamp(stop < 0 ? (long) stop + n : stop, from, n);
        int length = (int) (((long) to - from + step - 1) / step);
        if (length == n) {
            return x;
        }
        int[] starts = new int[x.rank()];
        int[] steps = new int[x.rank()];
        Arrays.fill(steps, 1);
        starts[a] = from;
        steps[a] = step;
        return Apply.one(new Slice(Ints.of(starts), Ints.of(steps), x.shape().with(a, length)), x);
    }

    static Tensor narrow(Tensor x, int axis, int start, int length) {
        int a = x.shape().axis("narrow", axis);
        int n = x.rank() == 0 ? 0 : x.dim(a);
        int from = start < 0 ? start + n : start;
        ArgumentException.require(from >= 0 && length >= 0 && from <= n - length, "narrow", "start and length", start + ", " + length, "a range within 0 to " + n);
        return slice(x, a, from, from + length, 1);
    }

    static Tensor select(Tensor x, int axis, int index) {
        ArgumentException.require(x.rank() > 0, "select", "x", "a scalar", "a tensor with at least one axis");
        int a = x.shape().axis("select", axis);
        int n = x.dim(a);
        ArgumentException.require(index >= -n && index < n, "select", "index", index, "from " + -n + " to " + (n - 1));
        int i = index < 0 ? index + n : index;
        return reshape(slice(x, a, i, i + 1, 1), x.shape().without(a));
    }

    static Tensor padConstant(Tensor x, int[] low, int[] high, double value) {
        return Apply.one(new PadConstant(Ints.of(low), Ints.of(high), value), x);
    }
}
