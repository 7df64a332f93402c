package org.covector.functional.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Promotion;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Several tensors to one along an axis, and one to several. */
public final class Joining {
    /** What a view takes, rounded up. */
    private static final int PIECE_BYTES = 256;

    private Joining() {}

    /** Tensors one after the other along an axis. */
    private record Cat(int axis, int count) implements Linear {
        @Override
        public Linearity linearity() {
            return Linearity.jointly(IntStream.range(0, count).toArray());
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Cat(axis + 1, count), at.full(x));
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Assembly.cat(List.of(x), axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            int[] lengths = Arrays.stream(x).mapToInt(t -> t.dim(axis)).toArray();
            return Vjp.of(Apply.one(this, x), List.of(), (dy, which) -> {
                Cotangent[] dx = new Cotangent[lengths.length];
                int from = 0;
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = which.has(i) ? Shapes.slice(dy, axis, from, from + lengths[i], 1) : Cotangent.ZERO;
                    from += lengths[i];
                }
                return dx;
            });
        }
    }

    public static Tensor cat(List<Tensor> x, int axis) {
        ArgumentException.require(!x.isEmpty(), "cat", "tensors", "none", "one or more");
        DType dtype = Promotion.of(x.toArray(Tensor[]::new));
        List<Tensor> some = x.stream().filter(t -> t.rank() != 1 || t.dim(0) > 0).toList(); // an empty vector joins any shape
        List<Tensor> parts = some.isEmpty() || some.getFirst().rank() == 1 ? x : some;
        Tensor first = parts.getFirst();
        int a = first.shape().axis("cat", axis);
        long length = 0;
        for (Tensor t : parts) {
            ArgumentException.require(t.rank() > 0 && t.rank() == first.rank() && t.shape().without(a).equals(first.shape().without(a)),
                    "cat", "shapes",
                    first.shape() + " and " + t.shape(), "one axis or more, lengths equal except along axis " + a);
            length += t.dim(a);
        }
        Shape.length("cat", length);
        return parts.size() == 1 ? Convert.to(first, dtype)
                : Apply.one(new Cat(a, parts.size()), parts.stream().map(t -> Convert.to(t, dtype)).toArray(Tensor[]::new));
    }

    public static Tensor stack(List<Tensor> x, int axis) {
        ArgumentException.require(!x.isEmpty(), "stack", "tensors", "none", "one or more");
        Tensor first = x.getFirst();
        for (Tensor t : x) {
            ArgumentException.require(t.shape().equals(first.shape()), "stack", "shapes", first.shape() + " and " + t.shape(),
                    "equal shapes");
        }
        int n = first.rank() + 1;
        ArgumentException.require(axis >= -n && axis < n, "stack", "axis", axis, "from " + -n + " to " + (n - 1));
        int a = axis < 0 ? axis + n : axis;
        return cat(x.stream().map(t -> Shapes.unsqueeze(t, a)).toList(), a);
    }

    /** Pieces of {@code length}; the last may be shorter. */
    public static List<Tensor> split(Tensor x, int length, int axis) {
        int a = x.shape().axis("split", axis);
        int n = x.rank() == 0 ? 0 : x.dim(a);
        ArgumentException.require(x.rank() > 0, "split", "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(length > 0 || length == 0 && n == 0, "split", "length", length, "1 or more");
        int pieces = n == 0 ? 1 : Math.ceilDiv(n, length);
        requireRoom("split", pieces);
        return IntStream.range(0, pieces).mapToObj(i -> Shapes.slice(x, a, i * length, (int) Math.min(n, (i + 1L) * length), 1)).toList();
    }

    public static List<Tensor> split(Tensor x, int[] lengths, int axis) {
        int a = x.shape().axis("split", axis);
        ArgumentException.require(Arrays.stream(lengths).allMatch(i -> i >= 0), "split", "lengths", Arrays.toString(lengths),
                "lengths of 0 or more");
        ArgumentException.require(x.rank() > 0 && Arrays.stream(lengths).asLongStream().sum() == x.dim(a),
                "split", "lengths", Arrays.toString(lengths), "lengths that add up to axis " + axis + " of " + x.shape());
        List<Tensor> pieces = new ArrayList<>();
        int from = 0;
        for (int length : lengths) {
            pieces.add(Shapes.slice(x, a, from, from + length, 1));
            from += length;
        }
        return List.copyOf(pieces);
    }

    /** Refuses more pieces than the heap can hold, each an object with its shape and strides, whatever they are views of. */
    private static void requireRoom(String function, int pieces) {
        long most = Runtime.getRuntime().maxMemory() / PIECE_BYTES;
        ArgumentException.require(pieces <= most, function, "number of pieces", pieces,
                "at most " + most + ", for which the heap (-Xmx) has room");
    }

    public static List<Tensor> chunk(Tensor x, int chunks, int axis) {
        ArgumentException.require(chunks > 0, "chunk", "chunks", chunks, "1 or more");
        ArgumentException.require(x.rank() > 0, "chunk", "x", "a scalar", "a tensor with at least one axis");
        int n = x.dim(x.shape().axis("chunk", axis));
        if (n == 0) {
            return Collections.nCopies(chunks, x);
        }
        return split(x, Math.ceilDiv(n, chunks), axis);
    }

    public static List<Tensor> tensorSplit(Tensor x, int sections, int axis) {
        ArgumentException.require(sections > 0, "tensorSplit", "sections", sections, "1 or more");
        ArgumentException.require(x.rank() > 0, "tensorSplit", "x", "a scalar", "a tensor with at least one axis");
        int n = x.dim(x.shape().axis("tensorSplit", axis));
        requireRoom("tensorSplit", sections);
        int[] lengths = new int[sections];
        Arrays.setAll(lengths, i -> n / sections + (i < n % sections ? 1 : 0));
        return split(x, lengths, axis);
    }

    /** Cut before each index, as Python's slices are. */
    public static List<Tensor> tensorSplit(Tensor x, int[] indices, int axis) {
        ArgumentException.require(x.rank() > 0, "tensorSplit", "x", "a scalar", "a tensor with at least one axis");
        int a = x.shape().axis("tensorSplit", axis);
        List<Tensor> pieces = new ArrayList<>();
        int from = 0;
        for (int to : indices) {
            pieces.add(Shapes.slice(x, a, from, to, 1));
            from = to;
        }
        pieces.add(Shapes.slice(x, a, from, Integer.MAX_VALUE, 1));
        return List.copyOf(pieces);
    }

    public static List<Tensor> unbind(Tensor x, int axis) {
        ArgumentException.require(x.rank() > 0, "unbind", "x", "a scalar", "a tensor with at least one axis");
        int a = x.shape().axis("unbind", axis);
        requireRoom("unbind", x.dim(a));
        return IntStream.range(0, x.dim(a)).mapToObj(i -> Shapes.select(x, a, i)).toList();
    }

    /** Scalars as vectors, side by side along axis 1, or 0 of vectors. */
    public static Tensor hstack(List<Tensor> x) {
        ArgumentException.require(!x.isEmpty(), "hstack", "tensors", "none", "one or more");
        List<Tensor> all = x.stream().map(t -> t.rank() == 0 ? Shapes.reshape(t, 1) : t).toList();
        return cat(all, all.getFirst().rank() == 1 ? 0 : 1);
    }

    /** Scalars and vectors as rows, one above the other. */
    public static Tensor vstack(List<Tensor> x) {
        return cat(x.stream().map(t -> t.rank() < 2 ? Shapes.reshape(t, 1, -1) : t).toList(), 0);
    }

    /** Vectors as [1, n, 1], matrices as [m, n, 1], along axis 2. */
    public static Tensor dstack(List<Tensor> x) {
        return cat(x.stream().map(t -> t.rank() < 2 ? Shapes.reshape(t, 1, -1, 1) : t.rank() == 2 ? Shapes.unsqueeze(t, 2) : t).toList(),
                2);
    }

    /** Scalars and vectors as columns, side by side. */
    public static Tensor columnStack(List<Tensor> x) {
        return cat(x.stream().map(t -> t.rank() < 2 ? Shapes.reshape(t, -1, 1) : t).toList(), 1);
    }
}
