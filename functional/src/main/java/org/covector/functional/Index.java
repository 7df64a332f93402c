package org.covector.functional;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Create;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.AdvancedIndexing;
import org.covector.engine.op.Indexing;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Structural;
import org.covector.functional.core.SumTo;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Reading and writing at places given by INT64 tensors. Reading and adding are each other's adjoints. */
final class Index {
    private Index() {}

    /** {@code y[.., i, ..] = x[.., index[.., i, ..], ..]}. Inputs x, index. */
    private record Gather(int axis) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.gather(x[0], axis, x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {scatterInto(shape, axis, x[1], dy), Cotangent.ZERO});
        }
    }

    /** {@code y = x} with {@code src} added at the places that {@link Gather} reads. Inputs x, index, src. */
    private record ScatterAdd(int axis) implements Structural {
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
    }

    /** Whole slices of an axis: {@code y[.., i, ..] = x[.., index[i], ..]}. Inputs x, index. */
    private record IndexSelect(int axis) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.indexSelect(x[0], axis, x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor like = Tensor.constant(Tensor.zeros(x[0].dtype(), x[0].shape()));
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {Apply.one(new IndexAdd(axis), like, x[1], dy), Cotangent.ZERO});
        }
    }

    /** {@code y = x} with slices of {@code src} added. Inputs x, index, src. */
    private record IndexAdd(int axis) implements Structural {
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
    }

    /**
     * Advanced indexing with one index tensor, or none, per axis. Inputs x, then the indices that are there.
     *
     * @param present which axes have an index
     */
    private record Advanced(List<Boolean> present) implements Structural {
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
    }

    /** {@code y = x} with values put, or added, at the places that {@link Advanced} reads. Inputs x, indices, values. */
    private record Put(List<Boolean> present, boolean accumulate) implements Structural {
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
    private record Checked(String function, int limit) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            for (long i : x[0].toLongArray()) {
                ArgumentException.require(i >= 0 && i < limit, function, "index", i, "0 to " + (limit - 1));
            }
            return x;
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.constant(Apply.all(this, x));
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
