package org.covector.functional.linalg;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.Factorization;
import org.covector.engine.op.linalg.LinearAlgebra;
import org.covector.functional.F;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.Triangle;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Pivoted LU factors, what is solved with them, and LDL factors. */
final class Pivoted {
    private Pivoted() {}

    /**
     * {@code P A = L U}, L and U in one matrix; results LU, pivots, permutation. With the square parts L1, U1 of L and U,
     * {@code F = L1^-1 P dA1 U1^-1}: {@code dL1 = L1 tril(F, -1)}, {@code dU1 = triu(F) U1}; what is below or beside them follows from
     * {@code P dA = dL U + L dU}.
     */
    private record LuFactor() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            LinearAlgebra.Lu y = LinearAlgebra.lu(a[0]);
            return new NdArray[] {y.lu(), y.pivots(), y.permutation()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            Tensor[] y = Apply.all(this, a);
            return new Vjp(y, List.of(y[0], y[2]), (dy, _) -> {
                Tensor pa = pullback(y[0], dy[0].dense(y[0]));
                return new Cotangent[] {permuted(pa, F.argsort(y[2], -1, false))};
            });
        }

        private static Tensor pullback(Tensor lu, Tensor dy) {
            int m = lu.dim(-2);
            int n = lu.dim(-1);
            int k = Math.min(m, n);
            Tensor square = leading(lu);
            Tensor lt = Matrix.transposed(Decomposition.triangle(square, -1, true));
            Tensor ut = Matrix.transposed(Decomposition.triangle(square, 0, false));
            Tensor d = part(dy, 0, k, 0, k);
            Tensor dl = Decomposition.triangle(d, -1, true);
            Tensor du = Decomposition.triangle(d, 0, false);
            Tensor low = F.add(Matrix.matmul(lt, dl), dl); // L1^T dL1, up to its upper triangle
            Tensor high = Matrix.matmul(du, ut);
            if (n > m) {
                low = F.sub(low, Matrix.matmul(part(dy, 0, k, k, n), Matrix.transposed(part(lu, 0, k, k, n))));
            } else if (m > n) {
                high = F.sub(high, Matrix.matmul(Matrix.transposed(part(lu, k, m, 0, n)), part(dy, k, m, 0, n)));
            }
            Tensor inner = F.add(Decomposition.triangle(low, -1, true), Decomposition.triangle(high, 0, false));
            Tensor first = byUpper(square, byLower(square, inner));
            return n > m ? F.cat(List.of(first, byLower(square, part(dy, 0, k, k, n))), -1)
                    : m > n ? F.cat(List.of(first, byUpper(square, part(dy, k, m, 0, n))), -2) : first;
        }

        /**
         * The leading square block of LU. Without rows below it the last pivot cancels in every derivative, and is 1 here: it may be 0.
         */
        private static Tensor leading(Tensor lu) {
            int k = Math.min(lu.dim(-2), lu.dim(-1));
            Tensor square = part(lu, 0, k, 0, k);
            Tensor at = Tensor.arange(k);
            return lu.dim(-2) > k ? square : F.where(F.eq(F.add(Shapes.unsqueeze(at, 1), at), 2L * (k - 1)), 1, square);
        }

        /** {@code L^-T x}. */
        private static Tensor byLower(Tensor lu, Tensor x) {
            return LinearSolve.solveTriangular(Matrix.transposed(lu), x, Triangle.UPPER.withUnitDiagonal());
        }

        /** {@code x U^-T}. */
        private static Tensor byUpper(Tensor lu, Tensor x) {
            return LinearSolve.solveTriangular(Matrix.transposed(lu), x, Triangle.LOWER.fromTheRight());
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] d) {
            Tensor[] y = Apply.all(this, a);
            Tensor pa = permuted((Tensor) d[0], y[2]);
            int m = pa.dim(-2);
            int n = pa.dim(-1);
            int k = Math.min(m, n);
            Tensor square = leading(y[0]);
            Tensor left = LinearSolve.solveTriangular(square, part(pa, 0, k, 0, n), Triangle.LOWER.withUnitDiagonal());
            Tensor f = LinearSolve.solveTriangular(square, part(left, 0, k, 0, k), Triangle.UPPER.fromTheRight());
            Tensor low = Decomposition.triangle(f, -1, true);
            Tensor high = Decomposition.triangle(f, 0, false);
            Tensor dl = F.add(Matrix.matmul(Decomposition.triangle(square, -1, true), low), low);
            Tensor first = F.add(dl, Matrix.matmul(high, Decomposition.triangle(square, 0, false)));
            Tensor all = first;
            if (n > m) {
                all = F.cat(List.of(first, F.sub(part(left, 0, k, k, n), Matrix.matmul(low, part(y[0], 0, k, k, n)))), -1);
            } else if (m > n) {
                Tensor below = LinearSolve.solveTriangular(square, part(pa, k, m, 0, n), Triangle.UPPER.fromTheRight());
                all = F.cat(List.of(first, F.sub(below, Matrix.matmul(part(y[0], k, m, 0, n), high))), -2);
            }
            return new Jvp(y, new Tangent[] {all, Cotangent.ZERO, Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    /** The permutation of {@code rows} rows that exchanges one after the other make. */
    private record Permuted(int rows) implements Constant {
        @Override
        public String name() {
            return "permutation of pivots";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            long[] pivots = x[0].toLongArray();
            int k = x[0].shape().dim(-1);
            int count = k == 0 ? Shape.length("lu", x[0].shape().sub(0, x[0].rank() - 1).size()) : pivots.length / k;
            long[] all = Create.longs((long) count * rows);
            for (int b = 0; b < count; b++) {
                for (int i = 0; i < rows; i++) {
                    all[b * rows + i] = i;
                }
                for (int i = 0; i < k; i++) {
                    long p = pivots[b * k + i];
                    ArgumentException.require(p >= 1 && p <= rows, "luSolve", "pivots", p, "1 to " + rows);
                    int from = b * rows + i;
                    int to = b * rows + (int) p - 1;
                    long t = all[from];
                    all[from] = all[to];
                    all[to] = t;
                }
            }
            return new NdArray[] {NdArray.of(all).reshape(x[0].shape().with(x[0].rank() - 1, rows))};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    /** {@code P A P^T = L D L^T}; results L, D, permutation. Which blocks D has depends on the pivoting: no derivative is given. */
    private record Ldl(boolean upper) implements Structural {
        private static final String REASON = "ldl has no derivative: use cholesky, eigh or solve";

        @Override
        public NdArray[] compute(NdArray... a) {
            Factorization.Ldl y = Factorization.ldl(a[0], upper);
            return new NdArray[] {y.l(), y.d(), y.permutation()};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            return new Vjp(Apply.all(this, a), List.of(), (_, _) -> new Cotangent[] {new Cotangent.Missing(REASON)});
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            throw new MissingFormulaException(REASON);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    private static Tensor part(Tensor x, int fromRow, int toRow, int fromColumn, int toColumn) {
        return Shapes.slice(Shapes.slice(x, -2, fromRow, toRow, 1), -1, fromColumn, toColumn, 1);
    }

    /** Row i of the result is row {@code order[i]} of x. */
    private static Tensor permuted(Tensor x, Tensor order) {
        Shape batch = x.shape().sub(0, x.rank() - 2).broadcast("permutation", order.shape().sub(0, order.rank() - 1));
        Tensor index = Expand.to(Shapes.unsqueeze(order, -1), batch.concat(x.shape().sub(x.rank() - 2, x.rank())));
        return F.gather(Expand.to(x, index.shape()), -2, index);
    }

    private static void matrices(String function, Tensor a) {
        AxisReduction.floating(function, a);
        ArgumentException.require(a.rank() >= 2, function, "a", a.shape(), "matrices [..., m, n]");
    }

    static Tuple2<Tensor, Tensor> luFactor(Tensor a) {
        matrices("luFactor", a);
        Tensor[] y = Apply.all(new LuFactor(), a);
        return Tuple.of(y[0], y[1]);
    }

    static Tuple3<Tensor, Tensor, Tensor> lu(Tensor a) {
        matrices("lu", a);
        Tensor[] y = Apply.all(new LuFactor(), a);
        return unpacked(y[0], y[2]);
    }

    static Tuple3<Tensor, Tensor, Tensor> unpack(Tensor lu, Tensor pivots) {
        matrices("luUnpack", lu);
        return unpacked(lu, permutation("luUnpack", lu, pivots));
    }

    private static Tensor permutation(String function, Tensor lu, Tensor pivots) {
        ArgumentException.require(pivots.dtype() == DType.INT64 && pivots.rank() == lu.rank() - 1
                && pivots.dim(-1) == Math.min(lu.dim(-2), lu.dim(-1)),
                function, "pivots", pivots.dtype() + " " + pivots.shape(), "INT64 [..., min(m, n)] of luFactor");
        return Apply.one(new Permuted(lu.dim(-2)), pivots);
    }

    private static Tuple3<Tensor, Tensor, Tensor> unpacked(Tensor lu, Tensor permutation) {
        int m = lu.dim(-2);
        int n = lu.dim(-1);
        int k = Math.min(m, n);
        Tensor l = F.add(Decomposition.triangle(part(lu, 0, m, 0, k), -1, true), Tensor.eye(lu.dtype(), m, k));
        Tensor u = Decomposition.triangle(part(lu, 0, k, 0, n), 0, false);
        Tensor column = Tensor.arange(m);
        Tensor p = F.eq(Shapes.unsqueeze(permutation, -2), Shapes.unsqueeze(column, -1)); // P[permutation[i], i] = 1
        return Tuple.of(F.where(p, Tensor.ones(lu.dtype(), lu.shape().with(lu.rank() - 1, m)), 0), l, u);
    }

    static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean transposed) {
        LinearSolve.square("luSolve", lu);
        if (!left) {
            ArgumentException.require(b.rank() >= 2, "luSolve", "b", b.shape(), "matrices [..., k, n]");
            return Matrix.transposed(luSolve(lu, pivots, Matrix.transposed(b), true, !transposed));
        }
        ArgumentException.require(b.rank() >= 2 && b.dim(-2) == lu.dim(-1), "luSolve", "b", b.shape(), "[..., " + lu.dim(-1) + ", k]");
        Tensor order = permutation("luSolve", lu, pivots);
        if (!transposed) {
            Tensor y = LinearSolve.solveTriangular(lu, permuted(b, order), Triangle.LOWER.withUnitDiagonal());
            return LinearSolve.solveTriangular(lu, y, Triangle.UPPER);
        }
        Tensor t = Matrix.transposed(lu);
        Tensor y = LinearSolve.solveTriangular(t, LinearSolve.solveTriangular(t, b, Triangle.LOWER), Triangle.UPPER.withUnitDiagonal());
        return permuted(y, F.argsort(order, -1, false));
    }

    static Tuple3<Tensor, Tensor, Tensor> ldl(Tensor a, boolean upper) {
        LinearSolve.square("ldl", a);
        Tensor[] y = Apply.all(new Ldl(upper), a);
        return Tuple.of(y[0], y[1], y[2]);
    }
}
