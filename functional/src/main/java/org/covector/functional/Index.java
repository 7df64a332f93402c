package org.covector.functional;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Create;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.AdvancedIndexing;
import org.covector.engine.op.Indexing;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Expand;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Reshape;
import org.covector.functional.core.SumTo;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Reading and writing at places given by INT64 tensors. Reading and adding are each other's adjoints. */
final class Index {
    private Index() {}

    /** {@code y[.., i, ..] = x[.., index[.., i, ..], ..]}. Inputs x, index. */
    private record Gather(int axis) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.gather(x[0], axis, x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {scatterInto(shape, axis, x[1], dy), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor[] in = vectors(at, x);
            return new Tensor[] {Reshape.to(Apply.one(new Gather(axis + 1), in), at.full(x, 1).shape())};
        }
    }

    /** {@code y = x} with {@code src} added at the places that {@link Gather} reads. Inputs x, index, src. */
    private record ScatterAdd(int axis) implements Linear {
        @Override
        public Linearity linearity() {
            return BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.scatterAdd(x[0], axis, x[1], x[2])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape src = x[2].shape();
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, which) -> new Cotangent[] {
                dy, Cotangent.ZERO, which.has(2) ? fit(gather(dy, axis, x[1]), src) : Cotangent.ZERO
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return new Tensor[] {Reshape.to(Apply.one(new ScatterAdd(axis + 1), vectors(at, x)), at.full(x, 0).shape())};
        }
    }

    /** Whole slices of an axis: {@code y[.., i, ..] = x[.., index[i], ..]}. Inputs x, index. */
    private record IndexSelect(int axis) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.indexSelect(x[0], axis, x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor like = Tensor.zeros(x[0].dtype(), x[0].shape());
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {Apply.one(new IndexAdd(axis), like, x[1], dy), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return new Tensor[] {at.has(1)
                    ? Apply.one(new Gather(axis + 1), at.full(x, 0), alongAxis(x[1], at.full(x, 0).shape().with(axis + 1, x[1].dim(1))))
                    : Apply.one(new IndexSelect(axis + 1), x)};
        }

        /** Indices of slices as indices of elements of a shape. */
        private Tensor alongAxis(Tensor index, Shape shape) {
            Shape aligned = index.shape();
            for (int i = 1; i <= axis; i++) {
                aligned = aligned.insert(1, 1);
            }
            while (aligned.rank() < shape.rank()) {
                aligned = aligned.insert(aligned.rank(), 1);
            }
            return Expand.to(Reshape.to(index, aligned), shape);
        }
    }

    /** {@code y = x} with slices of {@code src} added. Inputs x, index, src. */
    private record IndexAdd(int axis) implements Linear {
        @Override
        public Linearity linearity() {
            return BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.indexAdd(x[0], axis, x[1], x[2])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, which) -> new Cotangent[] {
                dy, Cotangent.ZERO, which.has(2) ? Apply.one(new IndexSelect(axis), dy, x[1]) : Cotangent.ZERO
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor base = at.full(x, 0);
            Tensor src = at.full(x, 2);
            return new Tensor[] {at.has(1)
                    ? Apply.one(new ScatterAdd(axis + 1), base, new IndexSelect(axis).alongAxis(x[1], src.shape()), src)
                    : Apply.one(new IndexAdd(axis + 1), base, x[1], src)};
        }
    }

    /**
     * Advanced indexing with one index tensor, or none, per axis. Inputs x, then the indices that are there.
     *
     * @param present which axes have an index
     */
    private record Advanced(List<Boolean> present) implements Linear {
        @Override
        public String name() {
            return "index";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {AdvancedIndexing.index(x[0], places(present, x, 1))};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor zeros = Tensor.zeros(x[0].dtype(), x[0].shape());
            return Vjp.of(Apply.one(this, x), List.of(x).subList(1, x.length), (dy, _) -> {
                Tensor[] in = x.clone();
                in[0] = zeros;
                return only(x.length, 0, Apply.one(new Put(present, true), with(in, dy)));
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Located l = Located.of(at, present, x, x.length);
            return new Tensor[] {l.restored(Apply.one(new Advanced(l.present), l.in))};
        }
    }

    /** {@code y = x} with values put, or added, at the places that {@link Advanced} reads. Inputs x, indices, values. */
    private record Put(List<Boolean> present, boolean accumulate) implements Linear {
        @Override
        public Linearity linearity() {
            return Linearity.jointly(0, 1 + (int) present.stream().filter(p -> p).count());
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Located l = Located.of(at, present, x, x.length - 1);
            return Apply.all(new Put(l.present, accumulate), with(l.in, l.moved(at, x, x.length - 1)));
        }

        @Override
        public String name() {
            return "indexPut";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {AdvancedIndexing.indexPut(x[0], places(present, x, 1), x[x.length - 1], accumulate)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            int last = x.length - 1;
            Tensor[] at = Arrays.copyOf(x, last);
            Tensor values = x[last];
            return Vjp.of(Apply.one(this, x), List.of(x).subList(1, last), (dy, which) -> {
                Cotangent[] dx = only(x.length, 0, accumulate || !which.has(0) ? dy : Apply.one(this, with(replaced(at, dy), Tensor.zeros(values.dtype(), values.shape()))));
                dx[last] = which.has(last)
                        ? SumTo.to(Apply.one(new Advanced(present), replaced(at, dy)), values.shape())
                        : Cotangent.ZERO;
                return dx;
            });
        }

        private static Tensor[] replaced(Tensor[] at, Tensor x) {
            Tensor[] in = at.clone();
            in[0] = x;
            return in;
        }
    }

    /** {@code index} itself, once all of it is known to lie in 0 to {@code limit - 1}. */
    private record Checked(String function, int limit) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            for (long i : x[0].toLongArray()) {
                ArgumentException.require(i >= 0 && i < limit, function, "index", i, "0 to " + (limit - 1));
            }
            return x;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    private static final Linearity BASE_AND_SOURCE = Linearity.jointly(0, 2);

    /** Inputs with the examples along the first axis and at least one axis after it. */
    private static Tensor[] vectors(Batch at, Tensor... x) {
        Tensor[] in = at.full(x);
        for (int i = 0; i < in.length; i++) {
            in[i] = in[i].rank() == 1 ? Shapes.unsqueeze(in[i], 1) : in[i];
        }
        return in;
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
                ArgumentException.require(x[i].dtype() == DType.INT64, "vmap", "index", x[i].dtype() + " " + x[i].shape(),
                        "INT64 indices: a mask may choose another number of elements for each example");
                rank = Math.max(rank, at.rank(x, i));
            }
            in[0] = at.full(x, 0);
            int[] example = new int[rank + 1];
            Arrays.fill(example, 1);
            example[0] = at.size();
            in[1] = Reshape.to(Tensor.of(Create.arange(0, at.size(), 1)), Shape.of(example));
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

    /** {@code index} itself, refused by the name of the function that the user called if it goes outside. */
    static Tensor checked(String function, Tensor index, int limit) {
        return Apply.one(new Checked(function, limit), index);
    }

    private static List<Optional<NdArray>> places(List<Boolean> present, NdArray[] x, int from) {
        List<Optional<NdArray>> at = new ArrayList<>();
        int next = from;
        for (boolean there : present) {
            at.add(there ? Optional.of(x[next++]) : Optional.empty());
        }
        return at;
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

    /** A cotangent of the part of {@code src} that was read, as zeros elsewhere. */
    private static Tensor fit(Tensor part, Shape src) {
        if (part.shape().equals(src)) {
            return part;
        }
        int[] high = new int[src.rank()];
        Arrays.setAll(high, i -> src.dim(i) - part.dim(i));
        return Shapes.padConstant(part, new int[src.rank()], high, 0);
    }

    // ---- functions

    static Tensor gather(Tensor x, int axis, Tensor index) {
        integer("gather", index);
        return Apply.one(new Gather(x.shape().axis("gather", axis)), x, index);
    }

    static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor src) {
        integer("scatterAdd", index);
        same("scatterAdd", x, src);
        return Apply.one(new ScatterAdd(x.shape().axis("scatterAdd", axis)), x, index, src);
    }

    /** {@code src} added into zeros of a shape. */
    static Tensor scatterInto(Shape shape, int axis, Tensor index, Tensor src) {
        return Apply.one(new ScatterAdd(axis), Tensor.zeros(src.dtype(), shape), index, src);
    }

    static Tensor indexSelect(Tensor x, int axis, Tensor index) {
        integer("indexSelect", index);
        Tensor t = x.rank() == 0 ? Shapes.reshape(x, Shape.of(1)) : x; // a scalar counts as a vector of one
        Tensor y = Apply.one(new IndexSelect(t.shape().axis("indexSelect", axis)), t, index);
        return x.rank() == 0 && y.size() == 1 ? Shapes.reshape(y, Shape.SCALAR) : y;
    }

    static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor src) {
        integer("indexAdd", index);
        same("indexAdd", x, src);
        return Apply.one(new IndexAdd(x.shape().axis("indexAdd", axis)), x, index, src);
    }

    static Tensor index(Tensor x, List<Option<Tensor>> indices) {
        List<Tensor> in = new ArrayList<>(List.of(x));
        indices.forEach(i -> i.forEach(in::add));
        return Apply.one(new Advanced(indices.stream().map(Option::isDefined).toList()), in.toArray(Tensor[]::new));
    }

    static Tensor indexPut(Tensor x, List<Option<Tensor>> indices, Tensor values, boolean accumulate) {
        same("indexPut", x, values);
        List<Tensor> in = new ArrayList<>(List.of(x));
        indices.forEach(i -> i.forEach(in::add));
        in.add(values);
        return Apply.one(new Put(indices.stream().map(Option::isDefined).toList(), accumulate), in.toArray(Tensor[]::new));
    }

    static Tensor embedding(Tensor index, Tensor weight, Option<Integer> paddingIdx) {
        integer("embedding", index);
        ArgumentException.require(weight.rank() == 2, "embedding", "weight", weight.shape(), "[rows, columns]");
        int rows = weight.dim(0);
        paddingIdx.forEach(p -> ArgumentException.require(p >= -rows && p < rows, "embedding", "paddingIdx", p, "from " + -rows + " to " + (rows - 1)));
        Tensor table = paddingIdx.fold(() -> weight, p -> {
            Tensor padded = F.eq(Tensor.of(Create.arange(0, rows, 1)), p < 0 ? p + rows : p);
            return F.where(Shapes.reshape(padded, rows, 1), Autograd.stopGradient(weight), weight);
        });
        Tensor flat = Shapes.reshape(checked("embedding", index, rows), Shape.of(Math.toIntExact(index.size())));
        return Shapes.reshape(indexSelect(table, 0, flat), index.shape().concat(Shape.of(weight.dim(1))));
    }

    static Tensor oneHot(Tensor index, int classes) {
        integer("oneHot", index);
        ArgumentException.require(classes > 0 || classes == -1 && index.size() > 0, "oneHot", "classes", classes, "1 or more, or -1 for an index that is not empty");
        int n = classes == -1 ? Math.toIntExact(F.max(index).array().getLong() + 1) : classes;
        Tensor at = Shapes.unsqueeze(checked("oneHot", index, n), index.rank());
        return Convert.to(F.eq(at, Tensor.of(Create.arange(0, n, 1))), DType.INT64);
    }

    static void integer(String function, Tensor index) {
        ArgumentException.require(index.dtype() == DType.INT64, function, "dtype of index", index.dtype(), "INT64");
    }

    private static void same(String function, Tensor x, Tensor src) {
        ArgumentException.require(x.dtype() == src.dtype(), function, "dtypes", x.dtype() + " and " + src.dtype(), "equal dtypes");
    }
}
