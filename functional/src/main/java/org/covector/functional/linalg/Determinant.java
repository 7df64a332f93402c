package org.covector.functional.linalg;

import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple;
import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.op.linalg.LinearAlgebra;
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
     * {@code cof(A) = det(U V^T) U cof(S) V^T} for {@code A = U S V^T}. Its derivative, which is its own transpose, has no gaps between
     * singular values: with {@code P = U^T dA V} and {@code D_ij} the product of all singular values but two,
     * {@code d cof(A) = det(U V^T) U (diag(D diag(P)) - D P^T) V^T}.
     */
    private record Cofactor() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {Matrix.whereFinite(Tensor.of(a[0]), x -> {
                Tuple3<Tensor, Tensor, Tensor> y = Decomposition.svd(x, false);
                return outer(y, Decomposition.diagonal(F.mul(before(y._2()), after(y._2()))));
            }).array()};
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
