package org.covector.functional.linalg;

import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple;
import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Determinants, whose derivatives are made of cofactors, so that singular matrices have them too. */
final class Determinant {
    /** Sizes of rows, or of columns, within it count as the same. */
    private static final double LEVEL = 256;

    private Determinant() {}

    /** {@code y = det A}, from the LU factors: {@code dA = dy cof(A)}. */
    private record Det() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Lu lu = LinearAlgebra.lu(a[0]);
            Tensor pivots = F.diagonal(Tensor.of(lu.lu()), 0, -2, -1);
            return new NdArray[] {F.mul(F.prod(pivots, -1), Tensor.of(lu.sign())).array()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            return Vjp.unary(Apply.one(this, a), List.of(a), dy -> F.mul(matrices(dy), Apply.one(new Cofactor(), a)));
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            return Jvp.of(Apply.one(this, a), F.sum(F.mul(Apply.one(new Cofactor(), a), (Tensor) da[0]), -2, -1));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /**
     * Rows and columns of different sizes as powers of two, {@code A_ij = 2^r_i B_ij 2^c_j}: what is made of singular values is exact
     * beside the largest of them, and those of B are alike. {@code cof(A)_ij = 2^(sum r + sum c - r_i - c_j) cof(B)_ij}.
     *
     * @param exponents {@code r_i + c_j}
     * @param total their sums
     */
    private record Grading(Tensor exponents, Tensor total) {
        static Grading of(Tensor a) {
            Tensor rows = Tensor.zeros(a.dtype(), Shape.SCALAR);
            Tensor columns = rows;
            Tensor b = a;
            for (int i = 0; i < 2 && a.dim(-1) > 0; i++) {
                rows = F.add(rows, sizes(b, -1));
                b = F.ldexp(a, F.neg(F.add(rows, columns)));
                columns = F.add(columns, sizes(b, -2));
                b = F.ldexp(a, F.neg(F.add(rows, columns)));
            }
            return new Grading(F.broadcastTo(F.add(rows, columns), a.shape().dims()),
                    a.dim(-1) == 0 ? rows : F.add(F.sum(rows, true, -2, -1), F.sum(columns, true, -2, -1)));
        }

        /** Binary exponents of the largest elements along an axis; of about the same size, that of the largest of all. */
        private static Tensor sizes(Tensor a, int axis) {
            Tensor size = F.amax(F.abs(a), true, axis);
            Tensor usual = F.logicalAnd(F.gt(size, 0), F.isfinite(size));
            Tensor largest = F.amax(size, true, -2, -1);
            Tensor level = F.amin(F.where(F.logicalOr(F.logicalNot(usual), F.le(largest, F.mul(size, LEVEL))), 1.0, F.mul(size, 0)), true,
                    -2, -1);
            return F.where(usual, F.floor(F.log2(F.where(F.gt(level, 0), largest, size))), 0);
        }

        Tensor removed(Tensor a) {
            return F.ldexp(a, F.neg(exponents));
        }

        Tensor restored(Tensor cofactors) {
            return F.ldexp(cofactors, F.sub(total, exponents));
        }
    }

    /**
     * {@code cof(A) = det(U V^T) U cof(S) V^T} for {@code A = U S V^T}. Its derivative, which is its own transpose, has no gaps between
     * singular values: with {@code P = U^T dA V} and {@code D_ij} the product of all singular values but two,
     * {@code d cof(A) = det(U V^T) U (diag(D diag(P)) - D P^T) V^T}.
     */
    private record Cofactor() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {Matrix.whereFinite(Tensor.of(a[0]), x -> {
                if (isLevel(x)) {
                    return plain(x);
                }
                Grading g = Grading.of(x);
                return g.restored(plain(g.removed(x)));
            }).array()};
        }

        private static Tensor plain(Tensor x) {
            Tuple3<Tensor, Tensor, Tensor> y = Decomposition.svd(x, false);
            return outer(y, Decomposition.diagonal(F.mul(before(y._2()), after(y._2()))));
        }

        /** Whether rows and columns are of a size, and products of singular values in range without scaling. */
        private static boolean isLevel(Tensor x) {
            int n = x.dim(-1);
            double[] a = x.array().toDoubleArray();
            double most = Math.pow(x.dtype().leastNormal(), -0.5 / Math.max(1, n));
            boolean level = true;
            for (int from = 0; from < a.length && level; from += n * n) {
                level = isLevel(a, from, n, n, 1, most) && isLevel(a, from, n, 1, n, most);
            }
            return level;
        }

        /** The same of the largest elements of n lines of n elements. */
        private static boolean isLevel(double[] a, int from, int n, int line, int step, double most) {
            double least = Double.POSITIVE_INFINITY;
            double largest = 0;
            for (int i = 0; i < n; i++) {
                double size = 0;
                for (int j = 0; j < n; j++) {
                    size = Math.max(size, Math.abs(a[from + i * line + j * step]));
                }
                least = size == 0 ? least : Math.min(least, size);
                largest = Math.max(largest, size);
            }
            return largest <= LEVEL * least && largest <= most && least >= 1 / most;
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            return Vjp.unary(Apply.one(this, a), List.of(a), dy -> Matrix.whereFinite(a[0], x -> derivative(x, dy)));
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            return Jvp.of(Apply.one(this, a), Matrix.whereFinite(a[0], x -> derivative(x, (Tensor) da[0])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }

        private static Tensor derivative(Tensor a, Tensor da) {
            Grading g = Grading.of(Autograd.stopGradient(a));
            Tensor moved = Autograd.stopGradient(F.abs(da));
            Tensor exponent = F.where(F.logicalAnd(F.gt(moved, 0), F.isfinite(moved)), F.sub(F.floor(F.log2(moved)), g.exponents()),
                    Double.NEGATIVE_INFINITY);
            Tensor largest = a.dim(-1) == 0 ? Tensor.zeros(a.dtype(), Shape.SCALAR) : F.amax(exponent, true, -2, -1);
            Tensor shift = F.where(F.isfinite(largest), largest, 0);
            Tensor unit = F.ldexp(da, F.neg(F.add(g.exponents(), shift)));
            return F.ldexp(g.restored(levelDerivative(g.removed(a), unit)), shift);
        }

        private static Tensor levelDerivative(Tensor a, Tensor da) {
            Tuple3<Tensor, Tensor, Tensor> y = Decomposition.svd(a, false);
            Tensor p = Matrix.matmul(Matrix.matmul(Matrix.transposed(y._1()), da), Matrix.transposed(y._3()));
            Tensor d = productsButTwo(y._2());
            Tensor diagonal = Matrix.matmul(d, Shapes.unsqueeze(F.diagonal(p, 0, -2, -1), -1));
            return outer(y, F.sub(Decomposition.diagonal(Shapes.squeeze(diagonal, -1)), F.mul(d, Matrix.transposed(p))));
        }

        private static Tensor outer(Tuple3<Tensor, Tensor, Tensor> y, Tensor inner) {
            Tensor sign = F.mul(Apply.one(new Det(), y._1()), Apply.one(new Det(), y._3()));
            return F.mul(matrices(F.sign(sign)), Matrix.matmul(Matrix.matmul(y._1(), inner), y._3()));
        }

        /** The products of the singular values before each. */
        private static Tensor before(Tensor s) {
            int n = s.dim(-1);
            return n == 0 ? s : F.cumprod(F.cat(List.of(Tensor.ones(s.dtype(), s.shape().with(s.rank() - 1, 1)), F.narrow(s, -1, 0, n - 1)),
                    -1), -1);
        }

        private static Tensor after(Tensor s) {
            return F.flip(before(F.flip(s, -1)), -1);
        }

        /** {@code D_ij}, the product of all but i and j: those before i, between them, after j for i < j; 0 on the diagonal. */
        private static Tensor productsButTwo(Tensor s) {
            int n = s.dim(-1);
            if (n == 0) {
                return Decomposition.diagonal(s);
            }
            Tensor rows = F.broadcastTo(Shapes.unsqueeze(s, -2), s.shape().insert(s.rank(), n).dims());
            Tensor later = F.eq(Decomposition.triangle(Tensor.ones(s.dtype(), n, n), 1, false), 1);
            Tensor between = before(F.where(later, rows, 1));
            Tensor above = F.where(later, F.mul(F.mul(Shapes.unsqueeze(before(s), -1), between), Shapes.unsqueeze(after(s), -2)), 0);
            return F.add(above, Matrix.transposed(above));
        }
    }

    /** {@code sign(det A)} and {@code log |det A|}, whose derivative is {@code A^-T}. */
    private record Slogdet() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Lu lu = LinearAlgebra.lu(a[0]);
            Tensor pivots = F.diagonal(Tensor.of(lu.lu()), 0, -2, -1);
            return new NdArray[] {F.mul(F.prod(F.sign(pivots), -1), Tensor.of(lu.sign())).array(), F.sum(F.log(F.abs(pivots)), -1).array()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor[] y = Apply.all(this, a);
            return new Vjp(y, List.of(a[0], y[0]), (dy, _) -> new Cotangent[] {
                dy[1] instanceof Tensor d ? Factors.weigh(matrices(d), slope("gradient of slogdet", a[0], y[0])) : Cotangent.ZERO
            });
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            Tensor[] y = Apply.all(this, a);
            Tensor d = F.sum(Factors.weigh((Tensor) da[0], slope("tangent of slogdet", a[0], y[0])), -2, -1);
            return new Jvp(y, new Tangent[] {Cotangent.ZERO, d});
        }

        /** {@code A^-T}; NaN of singular matrices, on the two sides of which it has different signs. */
        private static Tensor slope(String function, Tensor a, Tensor sign) {
            Tensor singular = F.eq(sign, 0);
            return F.where(matrices(singular), Double.NaN, Matrix.transposed(LinearSolve.inverse(function, regular(a, singular))));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    private static Tensor matrices(Tensor numbers) {
        return Shapes.unsqueeze(Shapes.unsqueeze(numbers, -1), -1);
    }

    /** a, with identities in the place of its singular matrices. */
    static Tensor regular(Tensor a, Tensor singular) {
        return F.where(matrices(singular), Tensor.eye(a.dtype(), a.dim(-1), a.dim(-1)), a);
    }

    static Tensor det(Tensor a) {
        LinearSolve.square("det", a);
        return Apply.one(new Det(), a);
    }

    static Tuple2<Tensor, Tensor> slogdet(Tensor a) {
        LinearSolve.square("slogdet", a);
        Tensor[] y = Apply.all(new Slogdet(), a);
        return Tuple.of(y[0], y[1]);
    }

    static Tensor logdet(Tensor a) {
        LinearSolve.square("logdet", a);
        Tensor[] y = Apply.all(new Slogdet(), a);
        return F.where(F.lt(y[0], 0), Double.NaN, y[1]);
    }
}
