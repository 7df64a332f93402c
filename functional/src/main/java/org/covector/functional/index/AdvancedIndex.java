package org.covector.functional.index;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.AdvancedIndexing;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.SumTo;

/**
 * NumPy's advanced indexing: index tensors that broadcast together, one or none per axis. Masks become indices before a primitive sees
 * them.
 */
final class AdvancedIndex {
    private AdvancedIndex() {}

    /**
     * Reading. Inputs x, then the indices that are there.
     *
     * @param present which axes have an index
     */
    private record Read(String function, List<Boolean> present) implements Linear {
        @Override
        public String name() {
            return function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return Index.named(function, () -> AdvancedIndexing.index(x[0], indices(present, x)));
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor zeros = Tensor.zeros(x[0].dtype(), x[0].shape());
            Tensor[] at = replaced(x, zeros);
            return Vjp.of(Apply.one(this, x), List.of(x).subList(1, x.length), (dy, _) ->
                    only(at.length, 0, Apply.one(new Write(function, present, true), with(at, dy))));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Located l = Located.of(at, present, x, x.length);
            return new Tensor[] {l.restored(Apply.one(new Read(function, l.present), l.in))};
        }
    }

    /**
     * {@code y = x} with values put, or added, at the places that {@link Read} reads; of several writes to one place the last stays, and
     * only that one has a gradient. Inputs x, indices, values.
     */
    private record Write(String function, List<Boolean> present, boolean accumulate) implements Linear {
        @Override
        public String name() {
            return function;
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(0, 1 + (int) present.stream().filter(p -> p).count());
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Located l = Located.of(at, present, x, x.length - 1);
            return Apply.all(new Write(function, l.present, accumulate), with(l.in, l.moved(at, x, x.length - 1)));
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return Index.named(function, () -> AdvancedIndexing.indexPut(x[0], indices(present, x), x[x.length - 1], accumulate));
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            int last = x.length - 1;
            Tensor[] at = replaced(Arrays.copyOf(x, last), Tensor.zeros(DType.INT64, x[0].shape()));
            Shape values = x[last].shape();
            return Vjp.of(Apply.one(this, x), List.of(x).subList(1, last), (dy, which) -> writePullback(at, values, dy, which));
        }

        private Cotangent[] writePullback(Tensor[] at, Shape values, Tensor dy, Wanted which) {
            Tensor[] in = replaced(at, dy);
            boolean same = accumulate || !which.has(0);
            Tensor zeros = Tensor.zeros(dy.dtype(), values);
            Cotangent[] dx = only(at.length + 1, 0, same ? dy : Apply.one(this, with(in, zeros)));
            if (which.has(at.length)) {
                Tensor all = Apply.one(new Read(function, present), in);
                dx[at.length] = SumTo.to(accumulate ? all : F.where(stays(at), all, 0), values);
            }
            return dx;
        }

        /** Which writes no later one overwrites: each place is given the number of the write, and read again. */
        private Tensor stays(Tensor... at) {
            Read read = new Read(function, present);
            Tensor number = Index.numbers(Apply.one(read, at).shape());
            return F.eq(Apply.one(read, replaced(at, Apply.one(this, with(at, number)))), number);
        }
    }

    /**
     * Advanced indexing for many examples: a further index, the number of the example, for a further first axis.
     *
     * @param in the tensor and the indices
     * @param present which axes have an index
     * @param before how many axes of one example stand before those of the indices, while here the indices' come first
     * @param indexRank how many axes the indices have together
     */
    private record Located(Tensor[] in, List<Boolean> present, int before, int indexRank) {
        static Located of(Batch at, List<Boolean> present, Tensor[] x, int count) {
            Tensor[] in = new Tensor[count + 1];
            int rank = 0;
            for (int i = 1; i < count; i++) {
                rank = Math.max(rank, at.rank(x, i));
            }
            in[0] = at.full(x, 0);
            int[] example = new int[rank + 1];
            Arrays.fill(example, 1);
            example[0] = at.size();
            in[1] = Index.numbers(Shape.of(example));
            for (int i = 1; i < count; i++) {
                in[i + 1] = at.aligned(x, i, rank);
            }
            List<Boolean> all = new ArrayList<>(present);
            all.addFirst(true);
            int first = present.indexOf(true);
            boolean adjacent = first >= 0 && !present.subList(first, present.lastIndexOf(true) + 1).contains(false);
            return new Located(in, all, adjacent ? first : 0, rank);
        }

        /** A result with the axes where those of one example are. */
        Tensor restored(Tensor y) {
            return Shapes.permute(y, order(y.rank(), 1 + indexRank, before));
        }

        /** Values for the result, with their axes where those of the indexed elements are. */
        Tensor moved(Batch at, Tensor[] x, int i) {
            int rank = in[0].rank() - (int) present.stream().filter(p -> p).count() + indexRank;
            Tensor values = at.has(i) ? at.aligned(x, i, rank) : x[i];
            Shape shape = values.shape();
            while (shape.rank() <= rank) {
                shape = shape.insert(0, 1);
            }
            return Shapes.permute(Reshape.to(values, shape), order(rank + 1, 1 + before, indexRank));
        }

        /** Axis 0, then the axes from {@code from} on that are {@code count}, then those before them, then the rest. */
        private static int[] order(int rank, int from, int count) {
            return IntStream.concat(IntStream.concat(IntStream.of(0), IntStream.range(from, from + count)),
                    IntStream.concat(IntStream.range(1, from), IntStream.range(from + count, rank))).toArray();
        }
    }

    private static List<Optional<NdArray>> indices(List<Boolean> present, NdArray[] x) {
        List<Optional<NdArray>> at = new ArrayList<>();
        int next = 1;
        for (boolean there : present) {
            at.add(there ? Optional.of(x[next++]) : Optional.empty());
        }
        return at;
    }

    private static Tensor[] replaced(Tensor[] at, Tensor x) {
        Tensor[] in = at.clone();
        in[0] = x;
        return in;
    }

    private static Tensor[] with(Tensor[] x, Tensor last) {
        Tensor[] all = Arrays.copyOf(x, x.length + 1);
        all[x.length] = last;
        return all;
    }

    private static Cotangent[] only(int n, int at, Cotangent c) {
        Cotangent[] dx = new Cotangent[n];
        Arrays.fill(dx, Cotangent.ZERO);
        dx[at] = c;
        return dx;
    }

    /** One entry per axis: masks replaced by the indices of their true elements. */
    private static List<Option<Tensor>> perAxis(String function, Tensor x, List<Option<Tensor>> indices) {
        List<Option<Tensor>> all = new ArrayList<>();
        for (Option<Tensor> entry : indices) {
            if (entry.isEmpty() || entry.get().dtype() != DType.BOOL) {
                entry.forEach(i -> Index.integer(function, i));
                all.add(entry);
                continue;
            }
            Tensor mask = entry.get();
            int a = all.size();
            boolean fits = mask.rank() > 0 && a + mask.rank() <= x.rank() && mask.shape().equals(x.shape().sub(a, a + mask.rank()));
            ArgumentException.require(fits, function, "mask's shape", mask.shape(),
                    "the lengths of the axes from " + a + " of " + x.shape());
            Tensor where = Masks.nonzero(function, mask);
            for (int k = 0; k < mask.rank(); k++) {
                all.add(Option.of(Shapes.select(where, 1, k)));
            }
        }
        ArgumentException.require(all.size() <= x.rank(), function, "indices", "for " + all.size() + " axes",
                "at most " + x.rank() + " for shape " + x.shape());
        return all;
    }

    private static List<Boolean> present(List<Option<Tensor>> indices) {
        return indices.stream().map(Option::isDefined).toList();
    }

    // ---- functions

    static Tensor index(String function, Tensor x, List<Option<Tensor>> indices) {
        List<Option<Tensor>> at = perAxis(function, x, indices);
        List<Tensor> in = new ArrayList<>(List.of(x));
        at.forEach(i -> i.forEach(in::add));
        return Apply.one(new Read(function, present(at)), in.toArray(Tensor[]::new));
    }

    static Tensor put(String function, Tensor x, List<Option<Tensor>> indices, Tensor values, boolean accumulate) {
        Index.same(function, x, values);
        if (indices.size() == 1 && values.rank() == 0 && !accumulate && indices.getFirst().exists(m -> m.dtype() == DType.BOOL)) {
            return whereTrue(function, x, indices.getFirst().get(), values);
        }
        List<Option<Tensor>> at = perAxis(function, x, indices);
        List<Tensor> in = new ArrayList<>(List.of(x));
        at.forEach(i -> i.forEach(in::add));
        in.add(values);
        return Apply.one(new Write(function, present(at), accumulate), in.toArray(Tensor[]::new));
    }

    /** One number where a mask of the first axes is true: no shape depends on the mask. */
    private static Tensor whereTrue(String function, Tensor x, Tensor mask, Tensor value) {
        int r = mask.rank();
        boolean fits = r > 0 && r <= x.rank() && mask.shape().equals(x.shape().sub(0, r));
        ArgumentException.require(fits, function, "mask's shape", mask.shape(), "the lengths of the first axes of " + x.shape());
        Shape aligned = mask.shape();
        while (aligned.rank() < x.rank()) {
            aligned = aligned.insert(aligned.rank(), 1);
        }
        return F.where(Reshape.to(mask, aligned), value, x);
    }

    static Tensor take(Tensor x, Tensor index) {
        Index.integer("take", index);
        return index("take", Index.flat(x), List.of(Option.of(index)));
    }

    static Tensor putFlat(Tensor x, Tensor index, Tensor src, boolean accumulate) {
        Index.integer("put", index);
        ArgumentException.require(src.size() == index.size(), "put", "src's size", src.size(), index.size() + ", the size of index");
        return Reshape.to(put("put", Index.flat(x), List.of(Option.of(index)), Reshape.to(src, index.shape()), accumulate), x.shape());
    }

    static Tensor diagonalScatter(Tensor x, Tensor src, int offset, int axis1, int axis2) {
        String f = "diagonalScatter";
        ArgumentException.require(x.rank() >= 2, f, "x's shape", x.shape(), "two axes or more");
        int a = x.shape().axis(f, axis1);
        int b = x.shape().axis(f, axis2);
        ArgumentException.require(a != b, f, "axes", axis1 + " and " + axis2, "two different axes");
        int[] rest = IntStream.range(0, x.rank()).filter(i -> i != a && i != b).toArray();
        int[] order = IntStream.concat(IntStream.of(a, b), Arrays.stream(rest)).toArray();
        long row = Math.max(-(long) offset, 0);
        long column = Math.max(offset, 0L);
        int count = (int) Math.max(0, Math.min(x.dim(a) - row, x.dim(b) - column));
        Shape shape = Shape.of(IntStream.concat(Arrays.stream(rest).map(x::dim), IntStream.of(count)).toArray());
        ArgumentException.require(src.shape().equals(shape), f, "src's shape", src.shape(), shape + ", that of the diagonal");
        Tensor i = Index.numbers(Shape.of(count));
        List<Option<Tensor>> at = List.of(Option.of(F.add(i, row)), Option.of(F.add(i, column)));
        int[] back = new int[order.length];
        IntStream.range(0, order.length).forEach(k -> back[order[k]] = k);
        return Shapes.permute(put(f, Shapes.permute(x, order), at, Shapes.movedim(src, -1, 0), false), back);
    }
}
