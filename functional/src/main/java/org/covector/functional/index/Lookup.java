package org.covector.functional.index;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Bags;
import org.covector.functional.EmbeddingBagOptions;
import org.covector.functional.EmbeddingOptions;
import org.covector.functional.F;
import org.covector.functional.ScatterReduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.DataDependent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;

/** Rows of tables by their numbers: embeddings, bags of them, and numbers as rows of 0 and 1. */
final class Lookup {
    /** Added to a norm before dividing by it, as in torch's renorm. */
    private static final double NORM_EPS = 1e-7;

    private Lookup() {}

    /** {@code y = x} with a derivative of {@code factor} instead of 1: a rule for training. Inputs x [n, d], factor [n]. */
    private record ScaledGradient() implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {x[0]};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor factor = x[1];
            return Vjp.of(Apply.one(this, x), List.of(factor), (dy, _) -> new Cotangent[] {scaled(dy, factor), Cotangent.ZERO});
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            return Jvp.of(Apply.one(this, x), dx[0] instanceof Tensor t ? scaled(t, x[1]) : Cotangent.ZERO);
        }

        private static Tensor scaled(Tensor t, Tensor factor) {
            return F.mul(t, Shapes.unsqueeze(factor, -1));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    /**
     * Rows of each bag as one. Inputs table, index, then offsets and factors if there are any.
     *
     * @param padding a row that does not count, or -1
     */
    private record Bag(EmbeddingBagOptions.Mode mode, int padding, boolean offsets, boolean includeLast,
            boolean factors) implements Composed {
        @Override
        public String name() {
            return "embeddingBag";
        }

        @Override
        public Linearity linearity() {
            return switch (mode) {
                case SUM -> factors ? Linearity.each(0, offsets ? 3 : 2) : Linear.FIRST;
                case MEAN -> Linear.FIRST;
                case MAX -> Linearity.NONE;
            };
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Optional<NdArray> begins = offsets ? Optional.of(includeLast ? withoutEnd(x[2], x[1].size()) : x[2]) : Optional.empty();
            Optional<NdArray> w = factors ? Optional.of(x[x.length - 1]) : Optional.empty();
            Bags bags = Bags.of(name(), x[0], x[1], begins, w, padding < 0 ? OptionalInt.empty() : OptionalInt.of(padding));
            return new NdArray[] {switch (mode) {
                case SUM -> bags.sum(name(), x[0]);
                case MEAN -> bags.mean(name(), x[0]);
                case MAX -> bags.max(name(), x[0], 0).values();
            }};
        }

        private NdArray withoutEnd(NdArray all, long size) {
            int n = all.shape().dim(0) - 1;
            long end = all.getLong(n);
            ArgumentException.require(end == size, name(), "offsets[" + n + "]", end, size + ", the size of the index");
            return all.slice(0, 0, n, 1);
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            Tensor index = Index.flat(x[1]);
            int bags = offsets ? x[2].dim(0) - (includeLast ? 1 : 0) : x[1].dim(0);
            Tensor bag = bagOf(x, index.shape(), bags);
            Tensor of = padding < 0 ? bag : F.where(F.eq(index, padding), bags, bag); // padding into a bag of its own
            Tensor rows = AxisIndex.select(name(), x[0], 0, index);
            Shape shape = Shape.of(bags + 1, x[0].dim(1));
            Tensor zeros = Tensor.zeros(x[0].dtype(), shape);
            Tensor y = switch (mode) {
                case SUM -> AxisIndex.add(zeros, 0, of, factors ? Factors.weigh(Shapes.reshape(x[x.length - 1], -1, 1), rows) : rows);
                case MEAN -> F.div(AxisIndex.add(zeros, 0, of, rows), F.maximum(counts(x[0].dtype(), of, bags + 1), 1));
                case MAX -> ScatterReduce.of(zeros, 0, Expand.to(Shapes.unsqueeze(of, 1), rows.shape()), rows, ScatterReduction.AMAX,
                        false);
            };
            return new Tensor[] {Shapes.slice(y, 0, 0, bags, 1)};
        }

        /** The bag of each element of the index. */
        private Tensor bagOf(Tensor[] x, Shape flat, int bags) {
            if (!offsets) {
                Tensor row = Reshape.to(Index.numbers(Shape.of(bags)), Shape.of(bags, 1));
                return Reshape.to(Expand.to(row, x[1].shape()), flat);
            }
            if (bags == 0) {
                return Tensor.zeros(DType.INT64, flat); // all rows into the one that is cut off
            }
            Tensor begins = Shapes.slice(x[2], 0, 0, bags, 1);
            return F.sub(F.searchsorted(begins, Index.numbers(flat), true), 1);
        }

        private static Tensor counts(DType dtype, Tensor of, int bags) {
            Tensor one = Tensor.ones(dtype, of.shape());
            return Shapes.unsqueeze(AxisIndex.add(Tensor.zeros(dtype, Shape.of(bags)), 0, of, one), 1);
        }
    }

    /** The rows of 0 and 1 of numbers whose largest decides how long these are. */
    private record OneHotOfAll() implements Constant, DataDependent {
        @Override
        public String name() {
            return "oneHot";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor index = Tensor.of(x[0]);
            long largest = F.max(index).array().getLong();
            boolean ok = largest >= 0 && largest < Integer.MAX_VALUE;
            ArgumentException.require(ok, name(), "the largest index", largest, "from 0 to " + (Integer.MAX_VALUE - 1));
            return new NdArray[] {oneHot(index, (int) largest + 1, false).array()};
        }
    }

    // ---- functions

    private static int row(String function, Tensor weight, int paddingIdx) {
        int rows = weight.dim(0);
        boolean ok = paddingIdx >= -rows && paddingIdx < rows;
        ArgumentException.require(ok, function, "paddingIdx", paddingIdx, "from " + -rows + " to " + (rows - 1));
        return paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
    }

    private static void table(String function, Tensor weight) {
        ArgumentException.require(weight.rank() == 2, function, "weight", weight.shape(), "[rows, columns]");
    }

    static Tensor embedding(Tensor index, Tensor weight, Option<Integer> paddingIdx) {
        return embedding(index, weight, new EmbeddingOptions(paddingIdx, Option.none(), 2, false)).y();
    }

    static EmbeddingOptions.Result embedding(Tensor index, Tensor weight, EmbeddingOptions options) {
        String f = "embedding";
        Index.integer(f, index);
        table(f, weight);
        Option<Integer> padding = options.paddingIdx().map(p -> row(f, weight, p));
        Tensor flat = Index.flat(Index.checked(f, index, weight.dim(0)));
        Tensor renormed = renormed(f, weight, flat, options);
        Tensor y = AxisIndex.select(f, trained(renormed, flat, padding, options.scaleGradByFreq()), 0, flat);
        return new EmbeddingOptions.Result(Shapes.reshape(y, index.shape().concat(Shape.of(weight.dim(1)))), renormed);
    }

    /** The table with the rows that are named and too long scaled to have the largest norm. */
    private static Tensor renormed(String function, Tensor weight, Tensor index, EmbeddingOptions options) {
        if (options.maxNorm().isEmpty()) {
            return weight;
        }
        AxisReduction.floating(function, weight);
        double most = options.maxNorm().get();
        ArgumentException.require(most >= 0, function, "maxNorm", most, "0 or more");
        ArgumentException.require(options.normType() > 0, function, "normType", options.normType(), "above 0");
        Tensor norms = F.norm(weight, options.normType(), true, 1);
        Shape rows = Shape.of(weight.dim(0));
        Tensor named = Index.scatter(Tensor.zeros(DType.BOOL, rows), 0, index, Tensor.ones(DType.BOOL, index.shape()));
        Tensor over = F.logicalAnd(Shapes.unsqueeze(named, 1), F.gt(norms, most));
        return F.where(over, F.mul(weight, F.div(most, F.add(norms, NORM_EPS))), weight);
    }

    /** The table with gradients as training wants them: none for padding, divided by how often a row is named. */
    private static Tensor trained(Tensor weight, Tensor index, Option<Integer> padding, boolean byFrequency) {
        if (padding.isEmpty() && !byFrequency) {
            return weight;
        }
        int rows = weight.dim(0);
        DType dtype = weight.dtype();
        Tensor factor = Tensor.ones(dtype, Shape.of(rows));
        if (byFrequency) {
            Tensor counts = AxisIndex.add(Tensor.zeros(dtype, Shape.of(rows)), 0, index, Tensor.ones(dtype, index.shape()));
            factor = F.div(factor, F.maximum(counts, 1));
        }
        Tensor all = factor;
        Tensor trained = padding.fold(() -> all, p -> F.where(F.eq(Index.numbers(Shape.of(rows)), p), 0, all));
        return Apply.one(new ScaledGradient(), weight, trained);
    }

    private static void check(String f, Tensor index, Tensor weight, EmbeddingBagOptions o) {
        int rank = o.offsets().isDefined() ? 1 : 2;
        boolean end = o.includeLastOffset();
        ArgumentException.require(index.rank() == rank, f, "index's shape", index.shape(), "one axis with offsets, [bags, n] without");
        boolean weighted = o.perSampleWeights().isDefined();
        boolean sum = o.mode() == EmbeddingBagOptions.Mode.SUM;
        ArgumentException.require(!weighted || sum, f, "mode", o.mode(), "SUM where there are perSampleWeights");
        o.perSampleWeights().forEach(w -> ArgumentException.require(w.shape().equals(index.shape()) && w.dtype() == weight.dtype(), f,
                "perSampleWeights", w.dtype() + " " + w.shape(), weight.dtype() + " " + index.shape()));
        ArgumentException.require(!end || o.offsets().isDefined(), f, "includeLastOffset", "true", "true only with offsets");
        o.offsets().forEach(t -> ArgumentException.require(t.dtype() == DType.INT64 && t.rank() == 1 && (t.dim(0) > 0 || !end), f,
                "offsets", t.dtype() + " " + t.shape(), "INT64 of one axis" + (end ? ", one element or more" : "")));
        boolean scaled = o.mode() == EmbeddingBagOptions.Mode.MAX && o.rows().scaleGradByFreq();
        ArgumentException.require(!scaled, f, "scaleGradByFreq", "true", "true only for SUM and MEAN");
    }

    static EmbeddingOptions.Result embeddingBag(Tensor index, Tensor weight, EmbeddingBagOptions options) {
        String f = "embeddingBag";
        Index.integer(f, index);
        table(f, weight);
        AxisReduction.floating(f, weight);
        check(f, index, weight, options);
        EmbeddingOptions rows = options.rows();
        Option<Integer> padding = rows.paddingIdx().map(p -> row(f, weight, p));
        Tensor in = Index.checked(f, index, weight.dim(0));
        Tensor renormed = renormed(f, weight, Index.flat(in), rows);
        List<Tensor> x = new ArrayList<>(List.of(trained(renormed, Index.flat(in), Option.none(), rows.scaleGradByFreq()), in));
        options.offsets().forEach(x::add);
        options.perSampleWeights().forEach(x::add);
        Bag bag = new Bag(options.mode(), padding.getOrElse(-1), options.offsets().isDefined(), options.includeLastOffset(),
                options.perSampleWeights().isDefined());
        return new EmbeddingOptions.Result(Apply.one(bag, x.toArray(Tensor[]::new)), renormed);
    }

    static Tensor oneHot(Tensor index, int classes, boolean zerosBeyond) {
        String f = "oneHot";
        Index.integer(f, index);
        ArgumentException.require(classes > 0 || classes == -1 && index.size() > 0, f, "classes", classes,
                "1 or more, or -1 for an index that is not empty");
        if (classes == -1) {
            ArgumentException.require(!zerosBeyond, f, "classes", classes, "1 or more where values may lie beyond");
            return Apply.one(new OneHotOfAll(), index);
        }
        Tensor at = Shapes.unsqueeze(zerosBeyond ? index : Index.checked(f, index, classes), index.rank());
        return Convert.to(F.eq(at, Index.numbers(Shape.of(classes))), DType.INT64);
    }

    /** INT64 [2, n]: rows and columns of the elements on and below, or on and above, a diagonal, in row-major order. */
    static Tensor triangle(String function, int rows, int columns, int offset, boolean lower) {
        ArgumentException.require(rows >= 0 && columns >= 0, function, "rows and columns", rows + ", " + columns, "0 or more");
        int from = columns == 0 ? rows : lower ? Math.clamp(-(long) offset, 0, rows) : 0; // rows without elements are passed over
        int to = lower ? rows : Math.clamp((long) columns - offset, 0, rows);
        int most = Integer.MAX_VALUE / 2 - 8;
        long n = 0;
        for (int i = from; i < to && n <= most; i++) {
            n += last(i, columns, offset, lower) - first(i, columns, offset, lower);
        }
        ArgumentException.require(n <= most, function, "number of elements", n, "at most " + most);
        long[] at = Create.longs(2 * n);
        int k = 0;
        for (int i = from; i < to; i++) {
            for (long j = first(i, columns, offset, lower); j < last(i, columns, offset, lower); j++, k++) {
                at[k] = i;
                at[(int) n + k] = j;
            }
        }
        return Tensor.of(at, 2, (int) n);
    }

    private static long first(int row, int columns, int offset, boolean lower) {
        return lower ? 0 : Math.clamp((long) row + offset, 0, columns);
    }

    private static long last(int row, int columns, int offset, boolean lower) {
        return lower ? Math.clamp((long) row + offset + 1, 0, columns) : columns;
    }
}
