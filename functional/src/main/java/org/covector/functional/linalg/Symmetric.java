package org.covector.functional.linalg;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.engine.op.linalg.Spectral;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Triangle;
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
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/**
 * Eigenvalues of symmetric matrices and what is made of them. Rules after Giles, "An extended collection of matrix derivative
 * results" (2008).
 */
final class Symmetric {
    private Symmetric() {}

    /**
     * {@code A = V diag(w) V^T}. With {@code G_ij = 1 / (w_j - w_i)}, {@code dA = sym(V (diag(dw) + G (V^T dV)) V^T)}. Equal eigenvalues:
     * see {@link Decomposition#undetermined}.
     */
    private record Eigh(boolean upper) implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Eigh y = Spectral.eigh(a[0], upper);
            return new NdArray[] {y.values(), y.vectors()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor[] y = Apply.all(this, a);
            return new Vjp(y, List.of(y), (dy, _) -> {
                Tensor inner = Decomposition.diagonal(dy[0].dense(y[0]));
                if (dy[1] instanceof Tensor dv) {
                    Tensor of = Matrix.matmul(Matrix.transposed(y[1]), dv);
                    Tensor gaps = Decomposition.gaps(y[0]);
                    Tensor moved = F.mul(Decomposition.reciprocalGaps(gaps), of);
                    inner = F.add(inner, F.where(Decomposition.undetermined(gaps, of, dv), Double.NaN, moved));
                }
                return new Cotangent[] {symmetric(inBasis(y[1], inner))};
            });
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            Tensor[] y = Apply.all(this, a);
            Tensor d = symmetric((Tensor) da[0]);
            Tensor v = Matrix.matmul(y[1], EqualValues.rotation(y[0], fromBasis(y[1], d)));
            Tensor p = fromBasis(v, d);
            return new Jvp(new Tensor[] {y[0], v}, new Tangent[] {F.diagonal(p, 0, -2, -1),
                    Matrix.matmul(v, F.mul(Decomposition.reciprocalGaps(Decomposition.gaps(y[0])), p))});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /** The eigenvalues alone, which take a fraction of the time. */
    private record Eigvalsh(boolean upper) implements Composed {
        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {Spectral.eigvalsh(a[0], upper)};
        }

        @Override
        public Tensor[] definition(Tensor... a) {
            return new Tensor[] {Apply.all(new Eigh(upper), a)[0]};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /**
     * The X of {@code S X + X S = E}, S symmetric: {@code X = V ((V^T E V)_ij / (w_i + w_j)) V^T}. Its own transpose in E; and
     * {@code dS = -(Y X^T + X^T Y)} for Y the cotangent of E. Inputs S, E of equal shapes.
     */
    private record Lyapunov() implements Structural {
        @Override
        public Linearity linearity() {
            return Linearity.jointly(1);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Matrix.whereFinite(Tensor.of(x[0]), s -> {
                LinearAlgebra.Eigh y = Spectral.eigh(s.array(), false);
                Tensor v = Tensor.of(y.vectors());
                Tensor w = Tensor.of(y.values());
                Tensor sums = F.add(Shapes.unsqueeze(w, -2), Shapes.unsqueeze(w, -1));
                return inBasis(v, F.div(fromBasis(v, Tensor.of(x[1])), sums));
            }).array()};
        }

        @Override
        public Vjp vjp(Tensor[] in, Wanted wanted) {
            Tensor x = Apply.one(this, in);
            return Vjp.of(x, List.of(in[0], x), (dx, which) -> {
                Tensor de = Apply.one(this, in[0], dx);
                Tensor xt = Matrix.transposed(x);
                return new Cotangent[] {
                    which.has(0) ? F.neg(F.add(Matrix.matmul(de, xt), Matrix.matmul(xt, de))) : Cotangent.ZERO, de
                };
            });
        }

        @Override
        public Jvp jvp(Tensor[] in, Tangent[] d) {
            Tensor x = Apply.one(this, in);
            Tangent moved = d[0] instanceof Tensor ds ? F.neg(F.add(Matrix.matmul(ds, x), Matrix.matmul(x, ds))) : Cotangent.ZERO;
            return Jvp.of(x, Apply.one(this, in[0], Jvp.sum(d[1], moved).orZeros(in[1])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... in) {
            return Apply.all(this, at.full(in));
        }
    }

    /** {@code S = A^(1/2)}: {@code S dS + dS S = dA}, so that equal eigenvalues need no care. */
    private record Sqrtm() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Eigh y = Spectral.eigh(a[0], false);
            return new NdArray[] {inBasis(Tensor.of(y.vectors()), Decomposition.diagonal(F.sqrt(Tensor.of(y.values())))).array()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor s = Apply.one(this, a);
            return Vjp.unary(s, List.of(s), ds -> Apply.one(new Lyapunov(), s, symmetric(ds)));
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            Tensor s = Apply.one(this, a);
            return Jvp.of(s, Apply.one(new Lyapunov(), s, symmetric((Tensor) da[0])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    private static Tensor symmetric(Tensor x) {
        return F.mul(F.add(x, Matrix.transposed(x)), 0.5);
    }

    /** {@code V X V^T}. */
    private static Tensor inBasis(Tensor v, Tensor x) {
        return Matrix.matmul(Matrix.matmul(v, x), Matrix.transposed(v));
    }

    /** {@code V^T X V}. */
    private static Tensor fromBasis(Tensor v, Tensor x) {
        return Matrix.matmul(Matrix.matmul(Matrix.transposed(v), x), v);
    }

    static Tuple2<Tensor, Tensor> eigh(Tensor a, boolean upper) {
        LinearSolve.square("eigh", a);
        Tensor[] y = Apply.all(new Eigh(upper), a);
        return Tuple.of(y[0], y[1]);
    }

    /** With {@code B = L L^T} and {@code x = L^-T y}: {@code L^-1 A L^-T y = w y}. */
    static Tuple2<Tensor, Tensor> generalized(Tensor a, Tensor b) {
        LinearSolve.square("eigh", a);
        LinearSolve.square("eigh", b);
        ArgumentException.require(a.dim(-1) == b.dim(-1) && a.dtype() == b.dtype(), "eigh", "b", b.dtype() + " " + b.shape(),
                a.dtype() + " " + a.shape());
        Tensor l = LinearSolve.cholesky(b, false);
        Tensor lower = Decomposition.triangle(a, 0, true);
        Tensor full = F.add(lower, Matrix.transposed(Decomposition.triangle(a, -1, true)));
        Tensor half = LinearSolve.solveTriangular(l, full, Triangle.LOWER);
        Tensor lt = Matrix.transposed(l);
        Tensor c = LinearSolve.solveTriangular(lt, half, Triangle.UPPER.fromTheRight());
        Tuple2<Tensor, Tensor> y = eigh(c, false);
        return Tuple.of(y._1(), LinearSolve.solveTriangular(lt, y._2(), Triangle.UPPER));
    }

    static Tensor eigvalsh(Tensor a, boolean upper) {
        LinearSolve.square("eigvalsh", a);
        return Apply.one(new Eigvalsh(upper), a);
    }

    static Tensor sqrtm(Tensor a) {
        LinearSolve.square("sqrtmSymmetric", a);
        return Apply.one(new Sqrtm(), a);
    }
}
