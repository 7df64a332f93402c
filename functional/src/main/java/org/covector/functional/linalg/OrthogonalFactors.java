package org.covector.functional.linalg;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.engine.op.linalg.Orthogonal;
import org.covector.functional.F;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;
import org.covector.functional.Triangle;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** QR factors and products of Householder reflections. */
final class OrthogonalFactors {
    private OrthogonalFactors() {}

    /**
     * {@code A = Q R}. For m >= n: {@code dA = (dQ + Q copyltu(R dR^T - dQ^T Q)) R^-T}, copyltu mirroring the lower triangle (Walter and
     * Lehmann, "Algorithmic differentiation of linear algebra functions", 2012). For m < n, {@code A = (X Y)}, {@code R = (U V)},
     * {@code X = Q U}: {@code dY = Q dV}, and dX is that of X with {@code dQ + Y dV^T} (Roberts and Roberts, "QR and LQ decomposition
     * matrix backpropagation algorithms", 2020).
     */
    private record Qr(boolean complete) implements Structural {
        private static final String COMPLETING =
                "the completing columns of QrMode.COMPLETE are not determined by the matrix; use the reduced ones";

        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Qr y = Orthogonal.qr(a[0], complete ? Orthogonal.Mode.COMPLETE : Orthogonal.Mode.REDUCED);
            return new NdArray[] {y.q(), y.r()};
        }

        private boolean isCompleted(Tensor a) {
            return complete && a.dim(-2) > a.dim(-1);
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor[] y = Apply.all(this, a);
            if (!isCompleted(a[0])) {
                return new Vjp(y, List.of(a[0], y[0], y[1]), (dy, _) -> new Cotangent[] {pullback(a[0], y, dy)});
            }
            return new Vjp(y, List.of(a), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor ? new Cotangent.Missing(COMPLETING)
                        : pullback(a[0], Apply.all(new Qr(false), a), Cotangent.ZERO, F.narrow((Tensor) dy[1], -2, 0, a[0].dim(-1)))
            });
        }

        private static Tensor pullback(Tensor a, Tensor[] y, Cotangent... dy) {
            Tensor dq = dy[0].dense(y[0]);
            Tensor dr = dy[1].dense(y[1]);
            int m = a.dim(-2);
            int n = a.dim(-1);
            if (m >= n) {
                return square(y[0], y[1], dq, dr);
            }
            Tensor dv = F.narrow(dr, -1, m, n - m);
            Tensor moved = F.add(dq, Matrix.matmul(F.narrow(a, -1, m, n - m), Matrix.transposed(dv)));
            Tensor dx = square(y[0], F.narrow(y[1], -1, 0, m), moved, F.narrow(dr, -1, 0, m));
            return F.cat(List.of(dx, Matrix.matmul(y[0], dv)), -1);
        }

        private static Tensor square(Tensor q, Tensor r, Tensor dq, Tensor dr) {
            Tensor counted = Decomposition.triangle(dr, 0, false);
            Tensor inner = F.sub(Matrix.matmul(r, Matrix.transposed(counted)), Matrix.matmul(Matrix.transposed(dq), q));
            Tensor mirrored = F.add(Decomposition.triangle(inner, 0, true), Matrix.transposed(Decomposition.triangle(inner, -1, true)));
            return LinearSolve.solveTriangular(Matrix.transposed(r), F.add(dq, Matrix.matmul(q, mirrored)), Triangle.LOWER.fromTheRight());
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] d) {
            if (isCompleted(a[0])) {
                throw new MissingFormulaException("tangent of qr: " + COMPLETING);
            }
            Tensor[] y = Apply.all(this, a);
            Tensor da = (Tensor) d[0];
            int m = da.dim(-2);
            int n = da.dim(-1);
            int k = Math.min(m, n);
            Tensor r = F.narrow(y[1], -1, 0, k);
            Tensor scaled = LinearSolve.solveTriangular(r, F.narrow(da, -1, 0, k), Triangle.UPPER.fromTheRight());
            Tensor c = Matrix.matmul(Matrix.transposed(y[0]), scaled);
            Tensor low = Decomposition.triangle(c, -1, true);
            Tensor turning = F.sub(low, Matrix.transposed(low)); // Q^T dQ
            Tensor rest = F.sub(c, turning);
            Tensor dq = F.sub(scaled, Matrix.matmul(y[0], rest));
            Tensor dr = Matrix.matmul(rest, r);
            if (n > m) {
                Tensor dv = F.sub(Matrix.matmul(Matrix.transposed(y[0]), F.narrow(da, -1, k, n - k)),
                        Matrix.matmul(turning, F.narrow(y[1], -1, k, n - k)));
                dr = F.cat(List.of(dr, dv), -1);
            }
            return new Jvp(y, new Tangent[] {dq, dr});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /** R alone, for which Q is formed only to differentiate. */
    private record Triangular() implements Composed {
        @Override
        public String name() {
            return "qr";
        }

        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {Orthogonal.qr(a[0], Orthogonal.Mode.R_ONLY).r()};
        }

        @Override
        public Tensor[] definition(Tensor... a) {
            return new Tensor[] {Apply.all(new Qr(false), a)[1]};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /** The first columns of {@code H1 H2 ..}, {@code Hi = I - tau_i v_i v_i^T}. Inputs A, tau of equal batch axes. */
    private record HouseholderProduct() implements Composed {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Orthogonal.householderProduct(x[0], x[1])};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            Tensor a = x[0];
            int m = a.dim(-2);
            int n = a.dim(-1);
            Tensor vectors = F.add(Decomposition.triangle(a, -1, true), Tensor.eye(a.dtype(), m, n));
            Tensor q = F.broadcastTo(Tensor.eye(a.dtype(), m, n), a.shape().dims());
            for (int i = x[1].dim(-1) - 1; i >= 0; i--) {
                Tensor v = F.narrow(vectors, -1, i, 1);
                Tensor tau = Shapes.unsqueeze(F.narrow(x[1], -1, i, 1), -1);
                q = F.sub(q, Matrix.matmul(F.mul(tau, v), Matrix.matmul(Matrix.transposed(v), q)));
            }
            return new Tensor[] {q};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    static Tuple2<Tensor, Tensor> qr(Tensor a, QrMode mode) {
        AxisReduction.floating("qr", a);
        ArgumentException.require(a.rank() >= 2, "qr", "a", a.shape(), "matrices [..., m, n]");
        if (mode == QrMode.R) {
            return Tuple.of(Tensor.zeros(a.dtype(), a.shape().with(a.rank() - 1, 0)), Apply.one(new Triangular(), a));
        }
        Tensor[] y = Apply.all(new Qr(mode == QrMode.COMPLETE), a);
        return Tuple.of(y[0], y[1]);
    }

    static Tensor householderProduct(Tensor a, Tensor tau) {
        AxisReduction.floating("householderProduct", a);
        ArgumentException.require(a.rank() >= 2 && a.dim(-2) >= a.dim(-1), "householderProduct", "a", a.shape(),
                "matrices [..., m, n], m >= n");
        boolean fits = tau.rank() == a.rank() - 1 && tau.dtype() == a.dtype() && tau.dim(-1) <= a.dim(-1)
                && tau.shape().sub(0, tau.rank() - 1).equals(a.shape().sub(0, a.rank() - 2));
        ArgumentException.require(fits, "householderProduct", "tau", tau.dtype() + " " + tau.shape(),
                a.dtype() + ", [..., k] with the batch axes of " + a.shape() + " and k <= " + a.dim(-1));
        return Apply.one(new HouseholderProduct(), a, tau);
    }
}
