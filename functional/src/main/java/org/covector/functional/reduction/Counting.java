package org.covector.functional.reduction;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.Optional;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Histograms;
import org.covector.engine.op.Reductions;
import org.covector.engine.op.Sorting;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Histogram;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.DataDependent;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Shapes;

/** Counts by value. Elements are without derivative, weights are added and have one. */
final class Counting {
    private Counting() {}

    /** How many elements have each value; the largest decides how long the result is. */
    private record Bincount(int minLength) implements Constant, DataDependent {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Histograms.bincount(x[0], Optional.empty(), minLength)};
        }
    }

    /**
     * Counts in equal intervals.
     *
     * @param examples leading axes that are those of examples, each counted by itself
     */
    private record Histc(int bins, double min, double max, int examples) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            Shape shape = x[0].shape();
            Shape each = shape.sub(0, examples);
            int count = Shape.length("histc", each.size());
            int length = Shape.length("histc", shape.sub(examples, shape.rank()).size());
            NdArray rows = x[0].reshape(Shape.of(count, length));
            return new NdArray[] {Histograms.histcOfRows(rows, bins, min, max).reshape(each.concat(Shape.of(bins)))};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Histc(bins, min, max, examples + 1), x);
        }
    }

    /**
     * The interval between edges that each element is in; their number, where it is in none. Inputs x, edges: one sequence for all, or
     * along their last axis one for each of x's examples, which the axes before are.
     */
    private record Interval() implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            Shape examples = x[1].shape().sub(0, x[1].rank() - 1);
            int edges = x[1].shape().dim(-1);
            NdArray values = x[0].reshape(examples.concat(Shape.of(Shape.length("histogram", x[0].size() / Math.max(1, examples.size())))));
            long[] at = Sorting.searchsorted(x[1], values, true).toLongArray();
            double[] e = x[1].toDoubleArray();
            double[] v = values.toDoubleArray();
            int none = edges - 1;
            for (int from = 0; from < e.length; from += edges) {
                ascending(e, from, edges);
            }
            int perRow = values.shape().dim(-1);
            for (int i = 0; i < at.length; i++) {
                int from = i / perRow * edges;
                at[i] = v[i] >= e[from] && v[i] <= e[from + none] ? Math.min(at[i], none) - 1 : none;
            }
            return new NdArray[] {NdArray.of(at).reshape(x[0].shape())};
        }

        private static void ascending(double[] e, int from, int edges) {
            for (int i = 1; i < edges; i++) {
                if (!(e[from + i - 1] <= e[from + i])) {
                    throw new ArgumentException("histogram", "edges[" + i + "]", e[from + i],
                            "not below the edge before, " + e[from + i - 1]);
                }
            }
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.only(0) && x[1].rank() == 1 ? x : at.full(x));
        }
    }

    static Tensor bincount(Tensor x, Option<Tensor> weights, int minLength) {
        weights.forEach(w -> ArgumentException.require(w.shape().equals(x.shape()) && w.dtype() != DType.BOOL, "bincount", "weights",
                w.dtype() + " " + w.shape(), "numbers of shape " + x.shape()));
        Tensor counts = Apply.one(new Bincount(minLength), x);
        return weights.fold(() -> counts, w -> F.indexAdd(Tensor.zeros(w.dtype(), counts.shape()), 0, Convert.to(x, DType.INT64), w));
    }

    static Tensor histc(Tensor x, int bins, double min, double max) {
        AxisReduction.floating("histc", x);
        ArgumentException.require(bins >= 1, "histc", "bins", bins, "1 or more");
        return Apply.one(new Histc(bins, min, max, 0), x);
    }

    static Tuple2<Tensor, Tensor> histogram(Tensor x, int bins, Histogram options) {
        AxisReduction.floating("histogram", x);
        ArgumentException.require(bins >= 1 && bins < Integer.MAX_VALUE, "histogram", "bins", bins, "1 or more");
        double low = options.min();
        double high = options.max();
        if (low == high && x.size() > 0) { // the range is that of the elements
            NdArray elements = DataDependent.elements("histogram", Autograd.stopGradient(x));
            low = Reductions.min(elements, new int[0], false).item();
            high = Reductions.max(elements, new int[0], false).item();
        }
        high += x.size() == 0 && low == high ? 1 : 0; // no elements, no range: from 0 to 1
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
