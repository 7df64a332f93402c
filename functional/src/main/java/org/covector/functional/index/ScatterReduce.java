package org.covector.functional.index;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Indexing;
import org.covector.functional.F;
import org.covector.functional.ScatterReduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.RunningProduct;
import org.covector.functional.primitive.Shapes;

/** Elements combined with what is in their places. Inputs x, index, src; index and src of one shape. */
final class ScatterReduce {
    private ScatterReduce() {}

    /** Sums, means and products. */
    private record Fold(int axis, ScatterReduction reduction, boolean includeSelf) implements Composed {
        @Override
        public String name() {
            return "scatterReduce";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.scatterReduce(x[0], axis, x[1], x[2], Indexing.Reduce.valueOf(reduction.name()), includeSelf)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Fold(axis + 1, reduction, includeSelf), at.full(x));
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            double neutral = reduction == ScatterReduction.PROD ? 1 : 0;
            Tensor base = includeSelf ? x[0] : Index.scatter(x[0], axis, x[1], neutral);
            return new Tensor[] {switch (reduction) {
                case PROD -> products(base, x[1], x[2]);
                case MEAN -> F.div(Index.scatterAdd(base, axis, x[1], x[2]), counts(x[0].dtype(), x[0].shape(), x[1]));
                default -> Index.scatterAdd(base, axis, x[1], x[2]);
            }};
        }

        private Tensor counts(DType dtype, Shape shape, Tensor index) {
            Tensor one = Expand.to(Tensor.full(dtype, Shape.SCALAR, 1), index.shape());
            return F.maximum(Index.scatterAdd(Tensor.full(dtype, shape, includeSelf ? 1 : 0), axis, index, one), 1);
        }

        /**
         * The product of what is in each place and of the elements of src that go there: sorted by place, running products that begin
         * anew with every place, of which the last is written last.
         */
        private Tensor products(Tensor base, Tensor index, Tensor src) {
            if (index.size() == 0) {
                return base;
            }
            Tensor order = F.argsort(index, axis, false);
            Tensor place = Index.gather(index, axis, order);
            Tensor factor = Shapes.transpose(Index.gather(src, axis, order), axis, -1);
            Tensor at = Shapes.transpose(place, axis, -1);
            int n = at.dim(-1);
            Tensor isNew = F.ne(Shapes.slice(at, -1, 1, n, 1), Shapes.slice(at, -1, 0, n - 1, 1));
            Tensor begins = Joining.cat(List.of(Tensor.ones(DType.BOOL, at.shape().with(at.rank() - 1, 1)), isNew), -1);
            Tensor first = F.where(begins, Shapes.transpose(Index.gather(base, axis, place), axis, -1), 1);
            Tensor products = RunningProduct.of(pairs(first, factor), pairs(begins, Tensor.zeros(DType.BOOL, begins.shape())));
            Tensor whole = Shapes.slice(products, -1, 1, 2 * n, 2);
            return Index.scatter(base, axis, place, Shapes.transpose(whole, axis, -1));
        }

        /** {@code a[0], b[0], a[1], b[1], ...} along the last axis. */
        private static Tensor pairs(Tensor a, Tensor b) {
            return Reshape.to(Joining.stack(List.of(a, b), -1), a.shape().with(a.rank() - 1, 2 * a.dim(-1)));
        }
    }

    /** The largest or smallest; those that attain it share the cotangent evenly. */
    private record Extreme(int axis, boolean largest, boolean includeSelf) implements Structural {
        @Override
        public String name() {
            return "scatterReduce";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Indexing.Reduce reduce = largest ? Indexing.Reduce.MAX : Indexing.Reduce.MIN;
            return new NdArray[] {Indexing.scatterReduce(x[0], axis, x[1], x[2], reduce, includeSelf)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.of(y, List.of(x[0], x[1], x[2], y), (dy, which) -> {
                Attaining a = attaining(x, y);
                Tensor share = F.div(dy, a.count);
                return new Cotangent[] {
                    which.has(0) ? F.where(a.self, share, 0) : Cotangent.ZERO,
                    Cotangent.ZERO,
                    which.has(2) ? F.where(a.source, Index.gather(share, axis, x[1]), 0) : Cotangent.ZERO
                };
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Attaining a = attaining(x, y);
            Tensor self = F.where(a.self, dx[0].orZeros(x[0]), 0);
            Tensor sum = Index.scatterAdd(self, axis, x[1], F.where(a.source, dx[2].orZeros(x[2]), 0));
            return Jvp.of(y, F.div(sum, a.count));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Extreme(axis + 1, largest, includeSelf), at.full(x));
        }

        private Attaining attaining(Tensor[] x, Tensor y) {
            Tensor self = attains(x[0], y);
            if (!includeSelf) {
                Tensor untouched = Index.scatter(Tensor.ones(DType.BOOL, y.shape()), axis, x[1], Tensor.zeros(DType.BOOL, x[1].shape()));
                self = F.logicalAnd(self, untouched);
            }
            Tensor source = attains(x[2], Index.gather(y, axis, x[1]));
            Tensor count = Index.scatterAdd(Convert.to(self, y.dtype()), axis, x[1], Convert.to(source, y.dtype()));
            return new Attaining(self, source, F.maximum(count, 1));
        }

        /** NaN is the largest and the smallest. */
        private static Tensor attains(Tensor x, Tensor y) {
            return F.logicalOr(F.eq(x, y), F.logicalAnd(F.isnan(x), F.isnan(y)));
        }

        /** Which elements of x and of src equal the result in their place, and how many do. */
        private record Attaining(Tensor self, Tensor source, Tensor count) {}
    }

    static Tensor of(Tensor x, int axis, Tensor index, Tensor src, ScatterReduction reduction, boolean includeSelf) {
        String f = "scatterReduce";
        Index.integer(f, index);
        Index.same(f, x, src);
        int a = x.shape().axis(f, axis);
        Structural how = switch (reduction) {
            case AMAX -> new Extreme(a, true, includeSelf);
            case AMIN -> new Extreme(a, false, includeSelf);
            default -> new Fold(a, reduction, includeSelf);
        };
        return Reshape.to(Apply.one(how, Index.vector(x), Index.vector(index), Index.vector(Index.read(f, src, index))), x.shape());
    }
}
