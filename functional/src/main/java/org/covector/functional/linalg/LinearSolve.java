package org.covector.functional.linalg;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.Factorization;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Triangle;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Linear systems. Rules after Giles, "An extended collection of matrix derivative results" (2008), and Murray (2016) for cholesky. */
final class LinearSolve {
    private static final Linearity OF_RIGHT_SIDE = Linearity.jointly(1);

    private LinearSolve() {}

    /** {@code A = L L^T}: {@code dA = sym(L^-T phi(L^T dL) L^-1)}, phi the lower triangle with the diagonal halved. */
    private record Cholesky() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {LinearAlgebra.cholesky(a[0], false)};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor l = Apply.one(this, a);
            return Vjp.unary(l, List.of(l), dl -> {
                Tensor right = solveTriangular(Matrix.transposed(l), halved(Matrix.matmul(Matrix.transposed(l), dl)), Triangle.UPPER);
                Tensor both = solveTriangular(l, right, Triangle.LOWER.fromTheRight());
                return symmetric(both);
            });
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            Tensor l = Apply.one(this, a);
            Tensor left = solveTriangular(l, symmetric((Tensor) da[0]), Triangle.LOWER);
            Tensor inner = solveTriangular(Matrix.transposed(l), left, Triangle.UPPER.fromTheRight());
            return Jvp.of(l, Matrix.matmul(l, halved(inner)));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }

        private static Tensor symmetric(Tensor m) {
            return F.mul(F.add(m, Matrix.transposed(m)), 0.5);
        }

        /** The lower triangle with the diagonal halved. */
        private static Tensor halved(Tensor m) {
            return F.mul(F.add(Decomposition.triangle(m, 0, true), Decomposition.triangle(m, -1, true)), 0.5);
        }
    }

    /** Inputs A, b with equal batch axes. */
    private record SolveTriangular(Triangle triangle) implements Structural {
        @Override
        public Linearity linearity() {
            return OF_RIGHT_SIDE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {LinearAlgebra.solveTriangular(x[0], x[1], triangle.upper(), triangle.left(), triangle.unitDiagonal())};
        }

        @Override
        public Vjp vjp(Tensor[] in, Wanted wanted) {
            Tensor a = in[0];
            Tensor x = Apply.one(this, in);
            return Vjp.of(x, List.of(a, x), (dx, which) -> {
                Triangle other = new Triangle(!triangle.upper(), triangle.left(), triangle.unitDiagonal());
                Tensor db = Apply.one(new SolveTriangular(other), Matrix.transposed(a), dx);
                if (!which.has(0)) {
                    return new Cotangent[] {Cotangent.ZERO, db};
                }
                Tensor full = triangle.left() ? Matrix.matmul(db, Matrix.transposed(x)) : Matrix.matmul(Matrix.transposed(x), db);
                return new Cotangent[] {F.neg(counted(full)), db};
            });
        }

        /** The part of a matrix that is read. */
        private Tensor counted(Tensor a) {
            return Decomposition.triangle(a, triangle.unitDiagonal() ? triangle.upper() ? 1 : -1 : 0, !triangle.upper());
        }

        @Override
        public Jvp jvp(Tensor[] in, Tangent[] d) {
            Tensor x = Apply.one(this, in);
            Tangent moved = d[0] instanceof Tensor da
                    ? F.neg(triangle.left() ? Matrix.matmul(counted(da), x) : Matrix.matmul(x, counted(da))) : Cotangent.ZERO;
            return Jvp.of(x, Apply.one(this, in[0], Jvp.sum(d[1], moved).orZeros(in[1])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... in) {
            return Apply.all(this, at.full(in));
        }
    }

    /** {@code x = A^-1 b}: {@code db = A^-T dx}, {@code dA = -db x^T}. Inputs A, b with equal batch axes. */
    private record Solve() implements Structural {
        @Override
        public Linearity linearity() {
            return OF_RIGHT_SIDE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {solved("solve", x[0], x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] in, Wanted wanted) {
            Tensor a = in[0];
            Tensor x = Apply.one(this, in);
            return Vjp.of(x, List.of(a, x), (dx, which) -> {
                Tensor db = Apply.one(this, Matrix.transposed(a), dx);
                return new Cotangent[] {which.has(0) ? F.neg(Matrix.matmul(db, Matrix.transposed(x))) : Cotangent.ZERO, db};
            });
        }

        @Override
        public Jvp jvp(Tensor[] in, Tangent[] d) {
            Tensor x = Apply.one(this, in);
            Tangent moved = d[0] instanceof Tensor da ? F.neg(Matrix.matmul(da, x)) : Cotangent.ZERO;
            return Jvp.of(x, Apply.one(this, in[0], Jvp.sum(d[1], moved).orZeros(in[1])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... in) {
            return Apply.all(this, at.full(in));
        }
    }

    /** {@code Y = A^-1}: {@code dA = -Y^T dY Y^T}, of the inverse alone, which is finite at some infinite A. */
    private record Inverse(String function) implements Structural {
        @Override
        public String name() {
            return function;
        }

        @Override
        public NdArray[] compute(NdArray... a) {
            int n = a[0].shape().dim(-1);
            return new NdArray[] {solved(function, a[0], Tensor.eye(a[0].dtype(), n, n).array().expand(a[0].shape()))};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor y = Apply.one(this, a);
            return Vjp.unary(y, List.of(y), dy -> F.neg(sandwiched(Matrix.transposed(y), dy)));
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            Tensor y = Apply.one(this, a);
            return Jvp.of(y, F.neg(sandwiched(y, (Tensor) da[0])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }

        private static Tensor sandwiched(Tensor y, Tensor d) {
            return Matrix.matmul(Matrix.matmul(y, d), y);
        }
    }

    private static NdArray solved(String function, NdArray a, NdArray b) {
        LinearAlgebra.Lu lu = LinearAlgebra.lu(a);
        long[] info = lu.info().toLongArray();
        for (int i = 0; i < info.length; i++) {
            ArgumentException.require(info[i] == 0, function, "a",
                    "singular: matrix " + i + " of the batch has a zero pivot at " + info[i], "matrices that can be inverted");
        }
        return LinearAlgebra.luSolve(lu, b, false);
    }

    /**
     * {@code X = (L L^T)^-1 B}: {@code dB = (L L^T)^-1 dX}, and for {@code A = L L^T}, {@code dA = -dB X^T}, {@code dL = (dA + dA^T) L}
     * with all its elements, as in torch. Inputs L, B with equal batch axes.
     */
    private record CholeskySolve() implements Structural {
        @Override
        public Linearity linearity() {
            return OF_RIGHT_SIDE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Factorization.choleskySolve(x[0], x[1], false)};
        }

        @Override
        public Vjp vjp(Tensor[] in, Wanted wanted) {
            Tensor l = in[0];
            Tensor x = Apply.one(this, in);
            return Vjp.of(x, List.of(l, x), (dx, which) -> {
                Tensor db = Apply.one(this, l, dx);
                if (!which.has(0)) {
                    return new Cotangent[] {Cotangent.ZERO, db};
                }
                Tensor da = Matrix.matmul(db, Matrix.transposed(x));
                return new Cotangent[] {F.neg(Matrix.matmul(F.add(da, Matrix.transposed(da)), l)), db};
            });
        }

        @Override
        public Jvp jvp(Tensor[] in, Tangent[] d) {
            Tensor x = Apply.one(this, in);
            Tangent moved = Cotangent.ZERO;
            if (d[0] instanceof Tensor dl) {
                Tensor half = Matrix.matmul(dl, Matrix.transposed(in[0]));
                moved = F.neg(Matrix.matmul(F.add(half, Matrix.transposed(half)), x));
            }
            return Jvp.of(x, Apply.one(this, in[0], Jvp.sum(d[1], moved).orZeros(in[1])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... in) {
            return Apply.all(this, at.full(in));
        }
    }

    static void square(String function, Tensor a) {
        AxisReduction.floating(function, a);
        ArgumentException.require(a.rank() >= 2 && a.dim(-1) == a.dim(-2), function, "a", a.shape(), "square matrices [..., n, n]");
    }

    static Tensor cholesky(Tensor a, boolean upper) {
        square("cholesky", a);
        Tensor l = Apply.one(new Cholesky(), a);
        return upper ? Matrix.transposed(l) : l;
    }

    static Tensor solveTriangular(Tensor a, Tensor b, Triangle triangle) {
        square("solveTriangular", a);
        ArgumentException.require(b.rank() >= 2 && b.dim(triangle.left() ? -2 : -1) == a.dim(-1) && a.dtype() == b.dtype(),
                "solveTriangular", "b",
                b.dtype() + " " + b.shape(), a.dtype() + ", "
                        + (triangle.left() ? "[..., " + a.dim(-1) + ", k]" : "[..., k, " + a.dim(-1) + "]"));
        return batched("solveTriangular", new SolveTriangular(triangle), a, b);
    }

    /** As torch: b counts as vectors when it has one axis less than a and is a's shape without the last axis, or has one axis. */
    static Tensor solve(Tensor a, Tensor b) {
        square("solve", a);
        boolean vector = b.rank() == 1 || b.rank() == a.rank() - 1 && b.shape().equals(a.shape().without(a.rank() - 1));
        Tensor columns = vector ? Shapes.unsqueeze(b, -1) : b;
        ArgumentException.require(columns.rank() >= 2 && columns.dim(-2) == a.dim(-1) && a.dtype() == b.dtype(), "solve", "b",
                b.dtype() + " " + b.shape(),
                a.dtype() + ", [..., " + a.dim(-1) + "] or [..., " + a.dim(-1) + ", k]");
        Tensor x = batched("solve", new Solve(), a, columns);
        return vector ? Shapes.squeeze(x, -1) : x;
    }

    /** {@code A^-1}, of a function that messages name. */
    static Tensor inverse(String function, Tensor a) {
        square(function, a);
        return Apply.one(new Inverse(function), a);
    }

    /** As {@link #solve}; from the right {@code x A = b} is {@code A^T x^T = b^T}. */
    static Tensor solve(Tensor a, Tensor b, boolean left) {
        if (left) {
            return solve(a, b);
        }
        ArgumentException.require(b.rank() >= 2, "solve", "b", b.shape(), "matrices [..., k, n], as they are solved for from the right");
        return Matrix.transposed(solve(Matrix.transposed(a), Matrix.transposed(b)));
    }

    static Tensor choleskySolve(Tensor b, Tensor factor, boolean upper) {
        square("choleskySolve", factor);
        ArgumentException.require(b.rank() >= 2 && b.dim(-2) == factor.dim(-1) && b.dtype() == factor.dtype(), "choleskySolve", "b",
                b.dtype() + " " + b.shape(),
                factor.dtype() + ", [..., " + factor.dim(-1) + ", k]");
        return batched("choleskySolve", new CholeskySolve(), upper ? Matrix.transposed(factor) : factor, b);
    }

    static Tensor choleskyInverse(Tensor factor, boolean upper) {
        square("choleskyInverse", factor);
        Tensor identity = Tensor.eye(factor.dtype(), factor.dim(-1), factor.dim(-1));
        Tensor isFinite = F.all(F.isfinite(upper ? F.triu(factor) : F.tril(factor)), true, -2, -1); // of what is read
        return F.where(isFinite, choleskySolve(identity, F.where(isFinite, factor, identity), upper), Double.NaN);
    }

    private static Tensor batched(String function, Structural primitive, Tensor a, Tensor b) {
        Shape batch = a.shape().sub(0, a.rank() - 2).broadcast(function, b.shape().sub(0, b.rank() - 2));
        return Apply.one(primitive, Expand.to(a, batch.concat(a.shape().sub(a.rank() - 2, a.rank()))),
                Expand.to(b, batch.concat(b.shape().sub(b.rank() - 2, b.rank()))));
    }
}
