package org.covector.functional.reduction;

import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Bags;
import org.covector.engine.op.WideRange;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Shapes;

/** Reductions of those slices of axis 0 that have one number. Ids are in any order. */
final class Segments {
    private Segments() {}

    /** The largest or smallest of each segment; the cotangent is split evenly among the elements that attain it. Inputs x, ids. */
    private record Extremum(int segments, boolean largest) implements Structural {
        @Override
        public String name() {
            return largest ? "segmentMax" : "segmentMin";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Bags bags = Bags.segments(name(), x[1], segments);
            boolean whole = x[0].dtype() == DType.INT64;
            double empty = largest ? whole ? Long.MIN_VALUE : Double.NEGATIVE_INFINITY : whole ? Long.MAX_VALUE : Double.POSITIVE_INFINITY;
            return new NdArray[] {(largest ? bags.max(name(), x[0], empty) : bags.min(name(), x[0], empty)).values()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            Tensor ids = x[1];
            return Vjp.of(y, List.of(x[0], ids, y), (dy, _) -> {
                Tensor attains = F.eq(x[0], F.indexSelect(y, 0, ids));
                return new Cotangent[] {F.where(attains, F.indexSelect(F.div(dy, count(attains, ids, dy.dtype())), 0, ids), 0),
                        Cotangent.ZERO};
            });
        }

        private Tensor count(Tensor attains, Tensor ids, DType dtype) {
            return F.maximum(sum(Convert.to(attains, dtype), ids, segments), 1.0);
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Tensor attains = F.eq(x[0], F.indexSelect(y, 0, x[1]));
            return Jvp.of(y, F.div(sum(F.where(attains, dx[0].orZeros(x[0]), 0), x[1], segments), count(attains, x[1], x[0].dtype())));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.only(0)) {
                return new Tensor[] {Shapes.movedim(Apply.one(this, Shapes.movedim(x[0], 0, 1), x[1]), 1, 0)};
            }
            Tensor values = at.full(x, 0);
            Tensor ids = at.full(x, 1); // every example has segments of its own
            int n = at.size();
            Tensor first = Shapes.reshape(F.mul(Tensor.of(Create.arange(0, n, 1)), Tensor.full(DType.INT64, Shape.SCALAR, segments)), n, 1);
            Tensor all = Shapes.reshape(F.add(ids, first), -1);
            Shape merged = values.shape().without(0).with(0, Shape.length("segment", (long) n * values.dim(1)));
            Tensor y = Apply.one(new Extremum(Shape.length("segment", (long) n * segments), largest), Shapes.reshape(values, merged), all);
            return new Tensor[] {Shapes.reshape(y, merged.with(0, segments).insert(0, n))};
        }
    }

    private static void check(String function, Tensor x, Tensor ids, int segments) {
        ArgumentException.require(x.rank() >= 1 && x.dtype() != DType.BOOL, function, "x", x.dtype() + " " + x.shape(),
                "numbers with at least one axis");
        boolean ok = ids.dtype() == DType.INT64 && ids.rank() == 1 && ids.dim(0) == x.dim(0);
        ArgumentException.require(ok, function, "ids", ids.dtype() + " " + ids.shape(), "INT64 [" + x.dim(0) + "]");
        ArgumentException.require(segments >= 0, function, "segments", segments, "0 or more");
    }

    private static Tensor sum(Tensor x, Tensor ids, int segments) {
        return F.indexAdd(Tensor.zeros(x.dtype(), x.shape().with(0, segments)), 0, ids, x);
    }

    static Tensor sum(String function, Tensor x, Tensor ids, int segments) {
        check(function, x, ids, segments);
        return sum(x, Index.checked(function, ids, segments), segments);
    }

    static Tensor mean(Tensor x, Tensor ids, int segments) {
        check("segmentMean", x, ids, segments);
        AxisReduction.floating("segmentMean", x);
        return Apply.one(new Mean(segments), x, Index.checked("segmentMean", ids, segments));
    }

    /** Inputs x and the segment of each slice. Overflows only where the mean does. */
    private record Mean(int segments) implements Composed {
        @Override
        public String name() {
            return "segmentMean";
        }

        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {WideRange.sums(t -> definition(Tensor.of(t[0]), Tensor.of(x[1]))[0].array(), x[0])};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            Tensor count = sum(Tensor.ones(x[0].dtype(), Shape.of(x[0].dim(0))), x[1], segments);
            int[] column = new int[x[0].rank()];
            Arrays.fill(column, 1);
            column[0] = segments;
            return new Tensor[] {F.div(sum(x[0], x[1], segments), Shapes.reshape(F.maximum(count, 1.0), Shape.of(column)))};
        }
    }

    static Tensor extremum(Tensor x, Tensor ids, int segments, boolean largest) {
        Extremum e = new Extremum(segments, largest);
        check(e.name(), x, ids, segments);
        return Apply.one(e, x, ids);
    }
}
