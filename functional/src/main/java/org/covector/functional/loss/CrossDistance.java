package org.covector.functional.loss;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.op.Distances;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/**
 * Distances of all pairs of rows. Values, and the gradients of the first order for p of 1 and 2, come from kernels that hold no
 * difference; the norm of all differences, a composition, says what they mean and gives every other derivative.
 *
 * @param p of the norm, 0 or more
 */
record CrossDistance(double p) implements Structural {
    /** Elements of the differences that the composition holds at once. */
    private static final long ROWS_AT_ONCE = 1L << 24;

    @Override
    public String name() {
        return "cdist";
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        return new NdArray[] {Distances.cdist(x[0], x[1], p)};
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        if (isConstant(x)) {
            return Vjp.constant(Apply.one(this, x));
        }
        if (p != 1 && p != 2) {
            return Vjp.composed(this, x, this::definition);
        }
        Tensor y = Apply.one(this, x);
        return Vjp.of(y, List.of(x[0], x[1], y), (dy, which) -> new Cotangent[] {
            which.has(0) ? Apply.one(new Pullback(p), dy, x[0], x[1], y) : Cotangent.ZERO,
            which.has(1) ? Apply.one(new Pullback(p), Matrix.transposed(dy), x[1], x[0], Matrix.transposed(y)) : Cotangent.ZERO
        });
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        return isConstant(x) ? Jvp.constant(Apply.one(this, x)) : Jvp.composed(this, x, dx, this::definition);
    }

    /** Counts, and distances of rows without elements. */
    private boolean isConstant(Tensor... x) {
        return p == 0 || x[0].dim(-1) == 0;
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, at.full(x));
    }

    private Tensor[] definition(Tensor... x) {
        return new Tensor[] {normsOfDifferences(x[0], x[1], p)};
    }

    /** By parts of the rows of x1 that hold no more differences than fit in memory. */
    private static Tensor normsOfDifferences(Tensor x1, Tensor x2, double p) {
        int rows = Math.clamp(ROWS_AT_ONCE / Math.max(1, x2.size()), 1, Math.max(1, x1.dim(-2)));
        List<Tensor> parts = new ArrayList<>();
        Joining.split(x1, rows, -2).forEach(part -> parts.add(Distance.length(
                F.sub(Shapes.unsqueeze(part, x1.rank() - 1), Shapes.unsqueeze(x2, x2.rank() - 2)), p, new int[] {-1}, false)));
        return Joining.cat(parts, -2);
    }

    /** The gradient by x of the distances y of its rows from others, p of 1 or 2. Inputs dy, x, the others, y. */
    private record Pullback(double p) implements Composed {
        @Override
        public String name() {
            return "cdistPullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(0);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return Distances.pullback(x[0], x[1], x[2], x[3], p).map(dx -> new NdArray[] {dx}).getOrElse(() -> new NdArray[] {
                definition(Tensor.of(x[0]), Tensor.of(x[1]), Tensor.of(x[2]), Tensor.of(x[3]))[0].array()
            });
        }

        /** The distances, a function of the two before them, count as that. */
        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {Autograd.vjp((Tensor t) -> normsOfDifferences(t, x[2], p), x[1]).pullback().apply(x[0])};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }
}
