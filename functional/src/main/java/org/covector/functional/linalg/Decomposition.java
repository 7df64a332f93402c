package org.covector.functional.linalg;

import io.vavr.Tuple;
import io.vavr.Tuple3;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.functional.F;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Triangles and the singular value decomposition. */
final class Decomposition {
    private Decomposition() {}

    /**
     * {@code A = U diag(S) V^T}. With {@code E_ij = s_j^2 - s_i^2} off the diagonal and 1 on it,
     * {@code dA = U ((skew(U^T dU) / E) S + S (skew(V^T dV) / E) + diag(dS)) V^T}, and what dU and dV have outside the spaces of U and V,
     * over S (Townsend, "Differentiating the singular value decomposition", 2016). Equal singular values: see {@link #undetermined}.
     */
    private record Svd(boolean fullMatrices) implements Structural {
        private static final String COMPLETING =
                "the completing columns of fullMatrices are not determined by the matrix; use the reduced decomposition";

        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Svd y = LinearAlgebra.svd(a[0], fullMatrices);
            return new NdArray[] {y.u(), y.s(), y.vh()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor[] y = Apply.all(this, a);
            int m = a[0].dim(-2);
            int n = a[0].dim(-1);
            boolean extra = fullMatrices && m != n;
            return new Vjp(y, extra ? List.of(a) : List.of(y), (dy, _) -> new Cotangent[] {
                extra && (dy[0] instanceof Tensor || dy[2] instanceof Tensor)
                        ? new Cotangent.Missing(COMPLETING)
                        : pullback(extra ? Apply.all(new Svd(false), a) : y, dy)
            });
        }

        /** With {@code dP = U^T dA V}: {@code dS = diag(dP)}, and dU, dV from the gaps between the squares of the singular values. */
        @Override
        public Jvp jvp(Tensor[] a, Tangent[] dx) {
            if (fullMatrices && a[0].dim(-2) != a[0].dim(-1)) {
                throw new MissingFormulaException("tangent of svd: " + COMPLETING);
            }
            Tensor[] y = rotated(Apply.all(this, a), (Tensor) dx[0]);
            Tensor da = (Tensor) dx[0];
            Tensor ut = Matrix.transposed(y[0]);
            Tensor v = Matrix.transposed(y[2]);
            Tensor column = Shapes.unsqueeze(y[1], -1);
            Tensor row = Shapes.unsqueeze(y[1], -2);
            int k = y[1].dim(-1);
            Tensor p = Matrix.matmul(Matrix.matmul(ut, da), v);
            Tensor pt = Matrix.transposed(p);
            Tensor ds = AxisReduction.sum(F.where(Tensor.of(eye(k)), p, 0), new int[] {-1}, false);
            Tensor even = F.mul(F.mul(F.add(p, pt), 0.5), reciprocalGaps(gaps(y[1])));
            Tensor odd = F.mul(F.mul(F.sub(p, pt), 0.5), reciprocalGaps(F.add(row, column)));
            Tensor du = Matrix.matmul(y[0], offDiagonal(F.add(even, odd), k));
            Tensor dv = Matrix.matmul(v, offDiagonal(F.sub(even, odd), k));
            if (y[0].dim(-2) > k) {
                Tensor dav = Matrix.matmul(da, v);
                du = F.add(du, F.div(F.sub(dav, Matrix.matmul(y[0], Matrix.matmul(ut, dav))), row));
            }
            if (y[2].dim(-1) > k) {
                Tensor dau = Matrix.matmul(Matrix.transposed(da), y[0]);
                dv = F.add(dv, F.div(F.sub(dau, Matrix.matmul(v, Matrix.matmul(y[2], dau))), row));
            }
            return new Jvp(y, new Tangent[] {du, ds, Matrix.transposed(dv)});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }

        /** The vectors of equal singular values turned to those that have a tangent along da. */
        private static Tensor[] rotated(Tensor[] y, Tensor da) {
            Tensor p = Matrix.matmul(Matrix.matmul(Matrix.transposed(y[0]), da), Matrix.transposed(y[2]));
            Tensor r = EqualValues.rotation(y[1], p);
            return new Tensor[] {Matrix.matmul(y[0], r), y[1], Matrix.matmul(Matrix.transposed(r), y[2])};
        }

        private static Tensor offDiagonal(Tensor x, int k) {
            return F.where(Tensor.of(eye(k)), 0, x);
        }

        private static Tensor pullback(Tensor[] y, Cotangent... dy) {
            Tensor u = y[0];
            Tensor s = y[1];
            Tensor vh = y[2];
            Tensor v = Matrix.transposed(vh);
            Tensor column = Shapes.unsqueeze(s, -1);
            Tensor row = Shapes.unsqueeze(s, -2);
            int k = s.dim(-1);
            Tensor inner = diagonal(dy[1].dense(s));
            if (dy[0] instanceof Tensor || dy[2] instanceof Tensor) {
                Tensor du = dy[0].dense(u);
                Tensor dv = Matrix.transposed(dy[2].dense(vh));
                Tensor ofU = Matrix.matmul(Matrix.transposed(u), du);
                Tensor ofV = Matrix.matmul(vh, dv);
                // (ofU row + column ofV) / (row^2 - column^2), apart, so that equal values lose what has no limit only
                Tensor both = F.add(ofU, ofV);
                Tensor gaps = gaps(s);
                Tensor even = F.mul(F.mul(skew(both), 0.5), reciprocalGaps(gaps));
                Tensor odd = F.mul(F.mul(skew(F.sub(ofU, ofV)), 0.5), reciprocalGaps(F.add(row, column)));
                inner = F.add(inner, F.add(F.where(undetermined(gaps, both, du, dv), Double.NaN, even), odd));
            }
            Tensor da = Matrix.matmul(Matrix.matmul(u, inner), vh);
            if (dy[0] instanceof Tensor du && u.dim(-2) > k) {
                Tensor outside = F.sub(du, Matrix.matmul(u, Matrix.matmul(Matrix.transposed(u), du)));
                da = F.add(da, Matrix.matmul(F.div(outside, row), vh));
            }
            if (dy[2] instanceof Tensor dvh && vh.dim(-1) > k) {
                Tensor outside = F.sub(dvh, Matrix.matmul(Matrix.matmul(dvh, v), vh));
                da = F.add(da, Matrix.matmul(u, F.div(outside, column)));
            }
            return da;
        }

        private static Tensor skew(Tensor x) {
            return F.sub(x, Matrix.transposed(x));
        }
    }

    /**
     * The rule at equal values: which elements of the gradient, in the basis of the vectors, the cotangents do not determine. Vectors of
     * equal values are any basis of their space. A function that depends on which has no gradient; one that does not may have one, but it
     * is a limit 0 / 0 that cotangents at the point alone do not tell. So an element is NaN where the vectors' cotangents reach from one
     * vector into another of an equal value, beyond their rounding, and else what the values' own cotangents say. Forward mode, whose
     * direction singles out a basis, gives the derivative of every function that has one, hvp included.
     *
     * @param gaps differences of values
     * @param inner cotangents in the basis of the vectors
     * @param d the cotangents of the vectors
     */
    static Tensor undetermined(Tensor gaps, Tensor inner, Tensor... d) {
        Tensor size = Tensor.zeros(inner.dtype(), Shape.SCALAR);
        for (Tensor t : d) {
            size = F.add(size, AxisReduction.sum(F.abs(t), new int[] {-2, -1}, true));
        }
        Tensor rounding = F.mul(size, EqualValues.rounding(inner.dtype()));
        Tensor reaches = F.gt(F.maximum(F.abs(inner), F.abs(Matrix.transposed(inner))), rounding);
        Tensor isOther = F.logicalNot(Tensor.of(eye(inner.dim(-1))));
        return F.logicalAnd(isOther, F.logicalAnd(F.eq(gaps, 0), reaches));
    }

    /** {@code 1 / x}, 0 where x is. */
    static Tensor reciprocalGaps(Tensor gaps) {
        Tensor same = F.eq(gaps, 0);
        return F.where(same, 0, F.reciprocal(F.where(same, 1, gaps)));
    }

    /** {@code values[j] - values[i]}, exactly 0 where it is no more than the rounding with which values of a matrix are found. */
    static Tensor gaps(Tensor values) {
        Tensor gaps = F.sub(Shapes.unsqueeze(values, -2), Shapes.unsqueeze(values, -1));
        Tensor rounding = F.mul(AxisReduction.sum(F.abs(values), new int[] {-1}, true), EqualValues.rounding(values.dtype()));
        return F.where(F.le(F.abs(gaps), Shapes.unsqueeze(rounding, -1)), 0, gaps);
    }

    private static NdArray eye(int n) {
        NdArray ones = NdArray.ones(DType.BOOL, Shape.of(n, n));
        return Assembly.tril(Assembly.triu(ones, 0), 0);
    }

    /** Vectors as diagonal matrices. */
    static Tensor diagonal(Tensor x) {
        return F.where(Tensor.of(eye(x.dim(-1))), Shapes.unsqueeze(x, -1), 0);
    }

    static Tensor triangle(Tensor x, int diagonal, boolean lower) {
        String function = lower ? "tril" : "triu";
        ArgumentException.require(x.rank() >= 2, function, "x", x.shape(), "matrices [..., m, n]");
        NdArray ones = NdArray.ones(DType.BOOL, Shape.of(x.dim(-2), x.dim(-1)));
        Tensor kept = Tensor.of(lower ? Assembly.tril(ones, diagonal) : Assembly.triu(ones, diagonal));
        return x.dtype() == DType.BOOL ? F.logicalAnd(kept, x) : F.where(kept, x, 0);
    }

    static Tuple3<Tensor, Tensor, Tensor> svd(Tensor a, boolean fullMatrices) {
        AxisReduction.floating("svd", a);
        ArgumentException.require(a.rank() >= 2, "svd", "a", a.shape(), "matrices [..., m, n]");
        Tensor[] y = Apply.all(new Svd(fullMatrices), a);
        return Tuple.of(y[0], y[1], y[2]);
    }
}
