package org.covector.functional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.op.Assembly;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Promotion;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Several tensors to one along an axis, and one to several. */
final class Joining {
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

    static Tensor cat(List<Tensor> x, int axis) {
        ArgumentException.require(!x.isEmpty(), "cat", "tensors", "none", "one or more");
        Tensor first = x.getFirst();
        int a = first.shape().axis("cat", axis);
        for (Tensor t : x) {
            ArgumentException.require(t.rank() > 0 && t.rank() == first.rank() && t.shape().without(a).equals(first.shape().without(a)), "cat", "shapes",
                    first.shape() + " and " + t.shape(), "one axis or more, lengths equal except along axis " + a);
        }
        DType dtype = Promotion.of(x.toArray(Tensor[]::new));
        return x.size() == 1 ? first : Apply.one(new Cat(a, x.size()), x.stream().map(t -> Convert.to(t, dtype)).toArray(Tensor[]::new));
    }

    static Tensor stack(List<Tensor> x, int axis) {
        ArgumentException.require(!x.isEmpty(), "stack", "tensors", "none", "one or more");
        Tensor first = x.getFirst();
        for (Tensor t : x) {
            ArgumentException.require(t.shape().equals(first.shape()), "stack", "shapes", first.shape() + " and " + t.shape(), "equal shapes");
        }
        int n = first.rank() + 1;
        ArgumentException.require(axis >= -n && axis < n, "stack", "axis", axis, "from " + -n + " to " + (n - 1));
        int a = axis < 0 ? axis + n : axis;
        return cat(x.stream().map(t -> Shapes.unsqueeze(t, a)).toList(), a);
    }

    /** Pieces of {@code length}; the last may be shorter. */
    static List<Tensor> split(Tensor x, int length, int axis) {
        int a = x.shape().axis("split", axis);
        int n = x.rank() == 0 ? 0 : x.dim(a);
        ArgumentException.require(x.rank() > 0, "split", "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(length > 0 || length == 0 && n == 0, "split", "length", length, "1 or more");
        int pieces = n == 0 ? 1 : (n + length - 1) / length;
        return IntStream.range(0, pieces).mapToObj(i -> Shapes.slice(x, a, i * length, Math.min(n, (i + 1) * length), 1)).toList();
    }

    static List<Tensor> split(Tensor x, int[] lengths, int axis) {
        int a = x.shape().axis("split", axis);
        ArgumentException.require(x.rank() > 0 && Arrays.stream(lengths).allMatch(i -> i >= 0) && Arrays.stream(lengths).asLongStream().sum() == x.dim(a),
                "split", "lengths", Arrays.toString(lengths), "lengths that add up to axis " + axis + " of " + x.shape());
        List<Tensor> pieces = new ArrayList<>();
        int from = 0;
        for (int length : lengths) {
            pieces.add(Shapes.slice(x, a, from, from + length, 1));
            from += length;
        }
        return List.copyOf(pieces);
    }
}
