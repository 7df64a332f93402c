package org.covector.functional.primitive;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.op.Reductions;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * Vectors divided by their norms. A vector with one infinite element points along it, the limit, in which no element moves it any more;
 * of several infinite elements nothing decides, and they are NaN.
 */
public final class Direction {
    private Direction() {}

    /** {@code x / max(|x|_p, eps)} along axes, each run scaled where its norm would leave the range of the dtype. */
    public static Tensor of(Tensor x, double p, double eps, int[] axes) {
        Ints over = Ints.of(axes);
        if (p == 0) { // a count: no scale leaves it
            return F.div(x, F.maximum(F.norm(x, p, true, axes), eps));
        }
        Tensor[] t = Apply.all(new Represented(over, eps == 0), x);
        Tensor norm = axes.length == 0 && x.rank() > 0 ? F.abs(t[0]) : F.norm(t[0], p, true, axes);
        Tensor least = F.mul(t[1], eps);
        return F.div(t[0], F.maximum(norm, eps > 0 ? F.maximum(least, x.dtype().leastNormal()) : least));
    }

    /**
     * Vectors of the same directions whose elements are finite, by what power of two they are scaled, and which of them move with x:
     * those with an infinite element are their limits.
     */
    public static Tensor[] represented(Tensor x, int... axes) {
        return Apply.all(new Represented(Ints.of(axes), false), x);
    }

    /**
     * Vectors of the same directions: times a power of two where the norm would overflow, or lose digits; with infinite elements, their
     * limit. Outputs the vectors, the powers, and for which of the vectors the derivative is that power: it is 0 for the others.
     */
    private record Represented(Ints over, boolean small) implements Structural {
        @Override
        public String name() {
            return "direction";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            int[] axes = over.toArray();
            DType dtype = x[0].dtype();
            Tensor size = Tensor.of(Reductions.norm(x[0], Double.POSITIVE_INFINITY, axes, true));
            Tensor one = Tensor.ones(dtype, size.shape());
            double high = dtype == DType.FLOAT32 ? 0x1p100 : 0x1p996;
            Tensor scaled = Magnitude.isOutside(size, 1 / high, high, small);
            Tensor all = Tensor.of(x[0]);
            if (!F.any(scaled, false).array().getBoolean()) {
                return new NdArray[] {x[0], one.array(), F.eq(one, 1).array()};
            }
            Tensor finite = F.logicalNot(F.isinf(size));
            Tensor scale = Magnitude.powerOf(size, F.logicalAnd(scaled, finite));
            Tensor infinite = F.isinf(all);
            Tensor alone = F.eq(AxisReduction.sum(Convert.to(infinite, dtype), axes, true), 1);
            Tensor limit = F.where(infinite, F.where(alone, F.sign(all), Double.NaN), 0);
            Tensor moves = F.logicalOr(finite, F.logicalNot(alone));
            return new NdArray[] {F.where(finite, F.mul(all, scale), limit).array(), scale.array(), moves.array()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(y[1], y[2]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor d ? moved(d, y) : Cotangent.ZERO
            });
        }

        private static Tensor moved(Tensor d, Tensor... y) {
            return F.where(y[2], F.mul(d, y[1]), 0);
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            return new Jvp(y, new Tangent[] {moved((Tensor) dx[0], y), Cotangent.ZERO, Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (over.size() == 0) { // scalars: norms of axes of length 1
                Tensor[] y = Apply.all(new Represented(Ints.of(1), small), Shapes.unsqueeze(x[0], 1));
                return new Tensor[] {Shapes.reshape(y[0], x[0].shape()), Shapes.reshape(y[1], x[0].shape()),
                    Shapes.reshape(y[2], x[0].shape())};
            }
            return Apply.all(new Represented(over.plus(1), small), x);
        }
    }
}
