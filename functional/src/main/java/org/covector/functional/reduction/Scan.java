package org.covector.functional.reduction;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.engine.op.Scans;
import org.covector.engine.op.Scans.Bound;
import org.covector.engine.op.Scans.Direction;
import org.covector.functional.Cumulative;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.LogWeights;
import org.covector.functional.primitive.RunningProduct;
import org.covector.functional.primitive.Shapes;

/** Running sums, products, extremes and logarithms of sums along an axis. */
final class Scan {
    private Scan() {}

    /** {@code y[i] = x[0] + ... + x[i]}; its adjoint runs the other way. */
    private record Cumsum(int axis, boolean exclusive, boolean reversed) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Scans.cumsum(x[0], axis, direction(reversed), bound(exclusive))};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.linear(this, x, dy -> Apply.one(new Cumsum(axis, exclusive, !reversed), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Cumsum(axis + 1, exclusive, reversed), x);
        }
    }

    /** {@code y[i] = x[0] * ... * x[i]}; derivatives are those of {@link RunningProduct}. */
    private record Cumprod(int axis, boolean exclusive, boolean reversed) implements Composed {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Scans.cumprod(x[0], axis, direction(reversed), bound(exclusive))};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            Tensor t = reversed ? Shapes.flip(x[0], axis) : x[0];
            Tensor y = running(exclusive && t.dim(axis) > 0 ? shifted(t) : t);
            return new Tensor[] {reversed ? Shapes.flip(y, axis) : y};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Cumprod(axis + 1, exclusive, reversed), x);
        }

        private Tensor shifted(Tensor x) {
            return Joining.cat(List.of(Tensor.ones(x.dtype(), x.shape().with(axis, 1)), Shapes.slice(x, axis, 0, x.dim(axis) - 1, 1)),
                    axis);
        }

        private Tensor running(Tensor x) {
            return Shapes.transpose(RunningProduct.of(Shapes.transpose(x, axis, -1)), axis, -1);
        }
    }

    /** {@code y[i] = max(x[0] ... x[i])} or the smallest, and where it is; the cotangent goes to the place returned. */
    private record Cumextremum(int axis, boolean largest) implements Structural {
        @Override
        public String name() {
            return largest ? "cummax" : "cummin";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Reductions.Indexed y = largest ? Scans.cummax(x[0], axis) : Scans.cummin(x[0], axis);
            return new NdArray[] {y.values(), y.indices()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            Shape shape = x[0].shape();
            return new Vjp(y, List.of(y[1]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor t ? Index.scatterInto(shape, axis, y[1], t) : Cotangent.ZERO
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            return new Jvp(y, new Tangent[] {Index.gather((Tensor) dx[0], axis, y[1]), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Cumextremum(axis + 1, largest), x);
        }
    }

    /**
     * {@code y[i] = log(e^x[0] + ... + e^x[i])}. Cotangents and tangents follow first-order recurrences whose factors
     * {@code e^(y[i-1] - y[i])} are at most 1, so that nothing overflows; both are linear in what flows, also where it is 0.
     */
    private record Logcumsumexp(int axis) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Scans.logcumsumexp(x[0], axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy -> {
                // g[j] = sum over i >= j of e^(y[j] - y[i]) dy[i] = dy[j] + e^(y[j] - y[j + 1]) g[j + 1]
                Tensor c = LogWeights.corrections(x[0], y, axis);
                Tensor g = recurrence(Shapes.flip(dy, axis), Shapes.flip(factors(y, c), axis));
                return F.mul(F.mul(LogWeights.of(x[0], y), c), Shapes.flip(g, axis));
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Tensor c = LogWeights.corrections(x[0], y, axis);
            return Jvp.of(y, recurrence(F.mul(F.mul(LogWeights.of(x[0], y), c), (Tensor) dx[0]), factors(y, c)));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Logcumsumexp(axis + 1), x);
        }

        /** {@code e^(y[i] - y[i + 1])}, one fewer than y. */
        private Tensor factors(Tensor y, Tensor corrections) {
            int n = Math.max(1, y.dim(axis));
            Tensor plain = LogWeights.of(Shapes.slice(y, axis, 0, n - 1, 1), Shapes.slice(y, axis, 1, n, 1));
            return F.mul(plain, F.div(Shapes.slice(corrections, axis, 1, n, 1), Shapes.slice(corrections, axis, 0, n - 1, 1)));
        }

        /** {@code g[i] = b[i] + a[i - 1] g[i - 1]} in steps of doubling distance. */
        private Tensor recurrence(Tensor b, Tensor a) {
            int n = b.dim(axis);
            Tensor g = b;
            Tensor f = a; // f[i] leads from g[i] to g[i + d]
            for (long step = 1; step < n; step *= 2) {
                int d = (int) step;
                Tensor later = F.add(Shapes.slice(g, axis, d, n, 1), F.mul(f, Shapes.slice(g, axis, 0, n - d, 1)));
                g = Joining.cat(List.of(Shapes.slice(g, axis, 0, d, 1), later), axis);
                f = F.mul(Shapes.slice(f, axis, d, n, 1), Shapes.slice(f, axis, 0, Math.max(0, n - 2 * d), 1));
            }
            return g;
        }
    }

    private static Direction direction(boolean reversed) {
        return reversed ? Direction.REVERSE : Direction.FORWARD;
    }

    private static Bound bound(boolean exclusive) {
        return exclusive ? Bound.EXCLUSIVE : Bound.INCLUSIVE;
    }

    static Tensor cumsum(Tensor x, int axis, Cumulative options) {
        int a = x.shape().axis("cumsum", axis);
        Tensor t = numbers(x, options);
        if (x.rank() == 0) {
            return options.exclusive() ? Tensor.zeros(t.dtype(), Shape.SCALAR) : t;
        }
        return Apply.one(new Cumsum(a, options.exclusive(), options.reversed()), t);
    }

    static Tensor cumprod(Tensor x, int axis, Cumulative options) {
        int a = x.shape().axis("cumprod", axis);
        Tensor t = numbers(x, options);
        if (x.rank() == 0) {
            return options.exclusive() ? Tensor.ones(t.dtype(), Shape.SCALAR) : t;
        }
        return Apply.one(new Cumprod(a, options.exclusive(), options.reversed()), t);
    }

    static Tensor[] extremum(Tensor x, int axis, boolean largest) {
        int a = x.shape().axis(largest ? "cummax" : "cummin", axis);
        return x.rank() == 0 ? new Tensor[] {x, Tensor.zeros(DType.INT64, Shape.SCALAR)} : Apply.all(new Cumextremum(a, largest), x);
    }

    static Tensor logcumsumexp(Tensor x, int axis) {
        AxisReduction.floating("logcumsumexp", x);
        int a = x.shape().axis("logcumsumexp", axis);
        return x.rank() == 0 ? x : Apply.one(new Logcumsumexp(a), x);
    }

    private static Tensor numbers(Tensor x, Cumulative options) {
        return Convert.to(x, options.dtype().getOrElse(x.dtype() == DType.BOOL ? DType.INT64 : x.dtype()));
    }
}
