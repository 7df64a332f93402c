package org.covector.functional;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.List;
import java.util.Optional;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Histograms;
import org.covector.engine.op.Sorting;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/** Counts by value. Elements are without derivative, weights are added and have one. */
final class Counting {
    private Counting() {}

    /** Counts in equal intervals; every example by itself. */
    private record Histc(int bins, double min, double max) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Histograms.histc(x[0], bins, min, max)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor[] each = new Tensor[at.size()];
            for (int i = 0; i < each.length; i++) {
                each[i] = Apply.one(this, Shapes.select(x[0], 0, i));
            }
            return new Tensor[] {each.length == 0 ? Tensor.zeros(x[0].dtype(), Shape.of(0, bins)) : Joining.stack(List.of(each), 0)};
        }
    }

    /** The interval between {@code edges} that each element is in; their number, where it is in none. Inputs x, edges. */
    private record Interval() implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            double[] e = x[1].toDoubleArray();
            for (int i = 1; i < e.length; i++) {
                if (!(e[i - 1] <= e[i])) {
                    throw new ArgumentException("histogram", "edges[" + i + "]", e[i], "not below the edge before, " + e[i - 1]);
                }
            }
            int none = e.length - 1;
            long[] at = Sorting.searchsorted(x[1], x[0], true).toLongArray();
            double[] v = x[0].toDoubleArray();
            for (int i = 0; i < at.length; i++) {
                at[i] = v[i] >= e[0] && v[i] <= e[none] ? Math.min(at[i], none) - 1 : none;
            }
            return new NdArray[] {NdArray.of(at).reshape(x[0].shape())};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.only(0)) {
                return Apply.all(this, x);
            }
            Tensor[] all = at.full(x);
            Tensor[] each = new Tensor[at.size()];
            for (int i = 0; i < each.length; i++) {
                each[i] = Apply.one(this, Shapes.select(all[0], 0, i), Shapes.select(all[1], 0, i));
            }
            return new Tensor[] {each.length == 0 ? Tensor.zeros(DType.INT64, all[0].shape()) : Joining.stack(List.of(each), 0)};
        }
    }

    static Tensor bincount(Tensor x, Option<Tensor> weights, int minLength) {
        if (weights.isEmpty()) {
            return Tensor.of(Histograms.bincount(x.array(), Optional.empty(), minLength));
        }
        Tensor w = weights.get();
        ArgumentException.require(w.shape().equals(x.shape()) && w.dtype() != DType.BOOL, "bincount", "weights",
                w.dtype() + " " + w.shape(), "numbers of shape " + x.shape());
        int length = Histograms.bincount(x.array(), Optional.empty(), minLength).shape().dim(0);
        return F.indexAdd(Tensor.zeros(w.dtype(), Shape.of(length)), 0, Tensor.of(x.array().to(DType.INT64)), w);
    }

    static Tensor histc(Tensor x, int bins, double min, double max) {
        AxisReduction.floating("histc", x);
        ArgumentException.require(bins >= 1, "histc", "bins", bins, "1 or more");
        return Apply.one(new Histc(bins, min, max), x);
    }

    static Tuple2<Tensor, Tensor> histogram(Tensor x, int bins, Histogram options) {
        AxisReduction.floating("histogram", x);
        ArgumentException.require(bins >= 1 && bins < Integer.MAX_VALUE, "histogram", "bins", bins, "1 or more");
        double low = options.min();
        double high = options.max();
        if (low == high && x.size() > 0) { // the range is that of the elements
            Tensor at = Autograd.stopGradient(x);
            low = AxisReduction.extremum("histogram", at, new int[0], false, false).item();
            high = AxisReduction.extremum("histogram", at, new int[0], false, true).item();
        }
        boolean one = low == high;
        low -= one ? 0.5 : 0;
        high += one ? 0.5 : 0;
        ArgumentException.require(low < high && Double.isFinite(low) && Double.isFinite(high), "histogram", "range", low + " to " + high,
                "finite numbers, min not above max");
        return histogram(x, Tensor.of(Create.linspace(x.dtype(), low, high, bins + 1)), options);
    }

    static Tuple2<Tensor, Tensor> histogram(Tensor x, Tensor edges, Histogram options) {
        AxisReduction.floating("histogram", x);
        boolean ok = edges.rank() == 1 && edges.size() >= 2 && edges.dtype() == x.dtype();
        ArgumentException.require(ok, "histogram", "edges", edges.dtype() + " " + edges.shape(), x.dtype() + " of one axis, two or more");
        options.weight().forEach(w -> ArgumentException.require(w.shape().equals(x.shape())
                && w.dtype() == x.dtype(), "histogram", "weight",
                w.dtype() + " " + w.shape(), x.dtype() + " " + x.shape()));
        int bins = edges.dim(0) - 1;
        Tensor at = Shapes.reshape(Apply.one(new Interval(), x, edges), -1);
        Tensor w = Shapes.reshape(options.weight().getOrElse(() -> Tensor.ones(x.dtype(), x.shape())), -1);
        Tensor sums = Shapes.slice(F.indexAdd(Tensor.zeros(x.dtype(), Shape.of(bins + 1)), 0, at, w), 0, 0, bins, 1);
        if (options.density()) {
            Tensor widths = F.sub(Shapes.slice(edges, 0, 1, bins + 1, 1), Shapes.slice(edges, 0, 0, bins, 1));
            sums = F.div(sums, F.mul(AxisReduction.sum(sums, Ints.of(0), false), widths));
        }
        return Tuple.of(sums, edges);
    }
}
