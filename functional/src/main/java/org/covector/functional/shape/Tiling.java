package org.covector.functional.shape;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.DataDependent;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Move;
import org.covector.functional.primitive.Shapes;

/** Elements moved round or repeated. */
final class Tiling {
    private Tiling() {}

    /** {@code y[(i + shift) mod n] = x[i]} along axes. */
    private record Roll(Ints shifts, Ints axes) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return Assembly.roll(x, shifts.toArray(), axes.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new Roll(Ints.of(shifts.stream().map(s -> -s).toArray()), axes), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Roll(shifts, axes.plus(1));
        }
    }

    static Tensor roll(Tensor x, int[] shifts, int... axes) {
        if (axes.length == 0) {
            ArgumentException.require(shifts.length == 1, "roll", "shifts", Arrays.toString(shifts), "one number if no axis is named");
            return Shapes.reshape(x.rank() == 1 ? roll(x, shifts, 0) : roll(Shapes.reshape(x, -1), shifts, 0), x.shape());
        }
        ArgumentException.require(shifts.length == axes.length, "roll", "shifts", Arrays.toString(shifts),
                axes.length + " numbers, one per axis");
        int[] at = Arrays.stream(axes).map(a -> x.shape().axis("roll", a)).toArray();
        if (x.size() == 0 || x.rank() == 0) {
            return x;
        }
        int[] by = new int[at.length];
        Arrays.setAll(by, i -> Math.floorMod(shifts[i], x.dim(at[i])));
        return Arrays.stream(by).allMatch(s -> s == 0) ? x : Apply.one(new Roll(Ints.of(by), Ints.of(at)), x);
    }

    static Tensor rot90(Tensor x, int k, int axis1, int axis2) {
        int a = x.shape().axis("rot90", axis1);
        int b = x.shape().axis("rot90", axis2);
        ArgumentException.require(x.rank() >= 2 && a != b, "rot90", "axes", axis1 + " and " + axis2 + " of " + x.shape(),
                "two different axes");
        return switch (Math.floorMod(k, 4)) {
            case 1 -> Shapes.transpose(Shapes.flip(x, b), a, b);
            case 2 -> Shapes.flip(x, a, b);
            case 3 -> Shapes.flip(Shapes.transpose(x, a, b), b);
            default -> x;
        };
    }

    /** The whole side by side with itself: axes broadcast beside those of x, and merged. */
    static Tensor repeat(String function, Tensor x, int... times) {
        int lead = times.length - x.rank();
        ArgumentException.require(lead >= 0, function, "repeats", Arrays.toString(times), "at least as many as the axes of " + x.shape());
        ArgumentException.require(Arrays.stream(times).allMatch(t -> t >= 0), function, "repeats", Arrays.toString(times),
                "0 or more each");
        int[] apart = new int[2 * times.length];
        int[] repeated = new int[2 * times.length];
        int[] merged = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            int n = i < lead ? 1 : x.dim(i - lead);
            apart[2 * i] = 1;
            apart[2 * i + 1] = n;
            repeated[2 * i] = times[i];
            repeated[2 * i + 1] = n;
            merged[i] = Shape.length(function, (long) n * times[i]);
        }
        return Shapes.reshape(Expand.to(Shapes.reshape(x, Shape.of(apart)), Shape.of(repeated)), Shape.of(merged));
    }

    static Tensor tile(Tensor x, int... times) {
        int[] all = new int[Math.max(times.length, x.rank())];
        Arrays.fill(all, 1);
        System.arraycopy(times, 0, all, all.length - times.length, times.length);
        return repeat("tile", x, all);
    }

    static Tensor repeatInterleave(Tensor x, int times, int axis) {
        ArgumentException.require(times >= 0, "repeatInterleave", "repeats", times, "0 or more");
        Tensor t = x.rank() == 0 ? Shapes.reshape(x, Shape.of(1)) : x;
        int a = t.shape().axis("repeatInterleave", axis);
        Tensor apart = Shapes.unsqueeze(t, a + 1);
        Shape merged = t.shape().with(a, Shape.length("repeatInterleave", (long) t.dim(a) * times));
        return Shapes.reshape(Expand.to(apart, apart.shape().with(a + 1, times)), merged);
    }

    static Tensor repeatInterleave(Tensor x, Tensor times, int axis) {
        Tensor t = x.rank() == 0 ? Shapes.reshape(x, Shape.of(1)) : x;
        int a = t.shape().axis("repeatInterleave", axis);
        ArgumentException.require(times.rank() <= 1 && (times.size() == 1 || times.size() == t.dim(a)), "repeatInterleave",
                "repeats' shape", times.shape(),
                "one number, or " + t.dim(a) + ", one per element of axis " + axis);
        return F.indexSelect(t, a, repeatedIndices(Expand.to(Shapes.reshape(times, -1), Shape.of(t.dim(a)))));
    }

    /** Each index as often as it says. */
    static Tensor repeatedIndices(Tensor times) {
        ArgumentException.require(times.dtype() == DType.INT64 && times.rank() == 1, "repeatInterleave", "repeats",
                times.dtype() + " " + times.shape(), "INT64 of one axis");
        long[] n = DataDependent.elements("repeatInterleave", times).toLongArray();
        long total = 0;
        for (long k : n) {
            ArgumentException.require(k >= 0 && k <= Integer.MAX_VALUE, "repeatInterleave", "repeats", k, "from 0 to " + Integer.MAX_VALUE);
            total += k;
        }
        Shape.length("repeatInterleave", total);
        return Tensor.of(IntStream.range(0, n.length).flatMap(i -> IntStream.range(0, (int) n[i]).map(_ -> i)).asLongStream().toArray());
    }
}
