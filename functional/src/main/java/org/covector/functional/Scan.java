package org.covector.functional;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.op.Scans;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Running sums and products along an axis. */
final class Scan {
    private Scan() {}

    /** {@code y[i] = x[0] + ... + x[i]}; its adjoint runs the other way. */
    private record Cumsum(int axis) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Scans.cumsum(x[0], axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.linear(this, x, dy -> Shapes.flip(Apply.one(this, Shapes.flip(dy, axis)), axis));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Cumsum(axis + 1), x);
        }
    }

    /**
     * {@code y[i] = x[0] * ... * x[i]}; differentiated as log2(n) steps of doubling distance (Hillis and Steele, 1986), which is exact
     * where elements are zero, to every order.
     */
    private record Cumprod(int axis) implements Composed {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Scans.cumprod(x[0], axis)};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {doubling(x[0])};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Cumprod(axis + 1), x);
        }

        private Tensor doubling(Tensor x) {
            Tensor y = x;
            int n = x.dim(axis);
            for (int d = 1; d < n; d *= 2) {
                Tensor rest = F.mul(Shapes.slice(y, axis, d, n, 1), Shapes.slice(y, axis, 0, n - d, 1));
                y = Joining.cat(List.of(Shapes.slice(y, axis, 0, d, 1), rest), axis);
            }
            return y;
        }
    }

    static Tensor cumsum(Tensor x, int axis) {
        return x.rank() == 0 ? x : Apply.one(new Cumsum(x.shape().axis("cumsum", axis)), integer(x));
    }

    static Tensor cumprod(Tensor x, int axis) {
        return x.rank() == 0 ? x : Apply.one(new Cumprod(x.shape().axis("cumprod", axis)), integer(x));
    }

    private static Tensor integer(Tensor x) {
        return x.dtype() == DType.BOOL ? Convert.to(x, DType.INT64) : x;
    }
}
