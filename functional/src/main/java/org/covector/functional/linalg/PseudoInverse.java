package org.covector.functional.linalg;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.LeastSquares;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.engine.op.linalg.Spectral;
import org.covector.functional.F;
import org.covector.functional.LeastSquaresDriver;
import org.covector.functional.LeastSquaresSolution;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Pseudo-inverses, ranks and least squares. */
final class PseudoInverse {
    private PseudoInverse() {}

    /**
     * {@code P = A^+} with singular values up to {@code max(absolute, relative s_0)} taken as 0. Where the rank does not change,
     * {@code dP = -P dA P + P P^T dA^T (I - A P) + (I - P A) dA^T P^T P} (Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973).
     */
    private record Pinv(double absolute, double relative) implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Svd y = Spectral.svd(a[0], false);
            Tensor s = Tensor.of(y.s());
            if (s.dim(-1) == 0) {
                return new NdArray[] {Tensor.zeros(s.dtype(), a[0].transpose(-1, -2).shape()).array()};
            }
            Tensor cut = F.maximum(F.mul(F.narrow(s, -1, 0, 1), relative), absolute);
            Tensor inverse = F.where(F.gt(s, cut), F.reciprocal(s), 0);
            Tensor v = F.mul(Matrix.transposed(Tensor.of(y.vh())), Shapes.unsqueeze(inverse, -2));
            return new NdArray[] {Matrix.matmul(v, Matrix.transposed(Tensor.of(y.u()))).array()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor p = Apply.one(this, a);
            return Vjp.unary(p, List.of(a[0], p), dp -> {
                Tensor pt = Matrix.transposed(p);
                Tensor g = Matrix.transposed(dp);
                Tensor first = Matrix.matmul(Matrix.matmul(pt, dp), pt);
                Tensor left = Matrix.matmul(Matrix.matmul(g, p), pt);
                Tensor right = Matrix.matmul(Matrix.matmul(pt, p), g);
                Tensor rest = F.sub(F.add(left, right), F.add(Matrix.matmul(a[0], Matrix.matmul(p, left)),
                        Matrix.matmul(Matrix.matmul(right, p), a[0])));
                return F.sub(rest, first);
            });
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] d) {
            Tensor p = Apply.one(this, a);
            Tensor da = (Tensor) d[0];
            Tensor t = Matrix.transposed(da);
            Tensor pt = Matrix.transposed(p);
            Tensor left = Matrix.matmul(Matrix.matmul(p, pt), t);
            Tensor right = Matrix.matmul(t, Matrix.matmul(pt, p));
            Tensor rest = F.sub(F.add(left, right), F.add(Matrix.matmul(Matrix.matmul(left, a[0]), p),
                    Matrix.matmul(p, Matrix.matmul(a[0], right))));
            return Jvp.of(p, F.sub(rest, Matrix.matmul(Matrix.matmul(p, da), p)));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    private record MatrixRank(double absolute, double relative) implements Constant {
        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {Spectral.matrixRank(a[0], absolute, relative)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /** Differentiated as {@code x = A^+ b}. Inputs A, b with equal batch axes. */
    private record Lstsq(LeastSquaresDriver driver, double relative) implements Composed {
        @Override
        public NdArray[] compute(NdArray... x) {
            LeastSquares.Solution y = driver == LeastSquaresDriver.GELS ? LeastSquares.byQr(x[0], x[1])
                    : LeastSquares.bySingularValues(x[0], x[1], relative);
            return new NdArray[] {y.solution(), y.residuals(), y.rank(), y.singularValues()};
        }

        @Override
        public Tensor[] definition(Tensor... in) {
            Tensor a = in[0];
            Tensor x = Matrix.matmul(Apply.one(new Pinv(0, relativeCut(a, relative)), a), in[1]);
            Tensor residuals = F.sum(F.square(F.sub(Matrix.matmul(a, x), in[1])), -2);
            Shape batch = a.shape().sub(0, a.rank() - 2);
            boolean values = driver != LeastSquaresDriver.GELS;
            Tensor s = values ? Decomposition.svd(a, false)._2() : Tensor.zeros(a.dtype(), batch.concat(Shape.of(0)));
            return new Tensor[] {x, residuals, Apply.one(new MatrixRank(0, relativeCut(a, relative)), a), s};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... in) {
            return Apply.all(this, at.full(in));
        }
    }

    /** {@code max(m, n) eps} where no cut is given. */
    private static double relativeCut(Tensor a, double relative) {
        return Double.isNaN(relative) ? Math.max(a.dim(-2), a.dim(-1)) * a.dtype().epsilon() : relative;
    }

    private static void check(String function, Tensor a, double absolute, double relative) {
        AxisReduction.floating(function, a);
        ArgumentException.require(a.rank() >= 2, function, "a", a.shape(), "matrices [..., m, n]");
        ArgumentException.require(absolute >= 0, function, "atol", absolute, "0 or more");
        ArgumentException.require(!(relative < 0), function, "rtol", relative, "0 or more, or NaN for the default");
    }

    static Tensor pinv(Tensor a, double absolute, double relative) {
        check("pinv", a, absolute, relative);
        return Apply.one(new Pinv(absolute, absolute > 0 && Double.isNaN(relative) ? 0 : relativeCut(a, relative)), a);
    }

    static Tensor matrixRank(Tensor a, double absolute, double relative) {
        check("matrixRank", a, absolute, relative);
        return Apply.one(new MatrixRank(absolute, absolute > 0 && Double.isNaN(relative) ? 0 : relativeCut(a, relative)), a);
    }

    static LeastSquaresSolution lstsq(Tensor a, Tensor b, LeastSquaresDriver driver, double relative) {
        check("lstsq", a, 0, relative);
        boolean vector = b.rank() == a.rank() - 1;
        Tensor columns = vector ? Shapes.unsqueeze(b, -1) : b;
        ArgumentException.require(columns.rank() >= 2 && columns.dim(-2) == a.dim(-2) && a.dtype() == b.dtype(), "lstsq", "b",
                b.dtype() + " " + b.shape(),
                a.dtype() + ", [..., " + a.dim(-2) + ", k], or vectors with one axis less than a");
        Shape batch = a.shape().sub(0, a.rank() - 2).broadcast("lstsq", columns.shape().sub(0, columns.rank() - 2));
        Tensor[] y = Apply.all(new Lstsq(driver, relativeCut(a, relative)),
                Expand.to(a, batch.concat(a.shape().sub(a.rank() - 2, a.rank()))),
                Expand.to(columns, batch.concat(columns.shape().sub(columns.rank() - 2, columns.rank()))));
        return new LeastSquaresSolution(vector ? Shapes.squeeze(y[0], -1) : y[0], vector ? Shapes.squeeze(y[1], -1) : y[1], y[2], y[3]);
    }
}
