package org.covector.functional.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.Factorization;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.MatrixNorm;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Powers, the exponential, norms and what is solved for axes of tensors. */
final class MatrixFunction {
    private MatrixFunction() {}

    /**
     * {@code exp A}. Its derivative along E is the upper right block of {@code exp [[A, E], [0, A]]} (Mathias, "A chain rule for matrix
     * functions and applications", SIAM J. Matrix Anal. Appl. 17, 1996), the transpose of which has A^T for A.
     */
    private record MatrixExp() implements Structural {
        @Override
        public NdArray[] compute(NdArray... a) {
            return new NdArray[] {Factorization.matrixExp(a[0])};
        }

        @Override
        public Vjp vjp(Tensor[] a, Wanted wanted) {
            return Vjp.unary(Apply.one(this, a), List.of(a), dy -> frechetDerivative(Matrix.transposed(a[0]), dy));
        }

        @Override
        public Jvp jvp(Tensor[] a, Tangent[] da) {
            return Jvp.of(Apply.one(this, a), frechetDerivative(a[0], (Tensor) da[0]));
        }

        private Tensor frechetDerivative(Tensor a, Tensor e) {
            int n = a.dim(-1);
            Tensor top = F.cat(List.of(a, e), -1);
            Tensor bottom = F.cat(List.of(Tensor.zeros(a.dtype(), a.shape()), a), -1);
            Tensor both = Apply.one(this, F.cat(List.of(top, bottom), -2));
            return F.narrow(F.narrow(both, -2, 0, n), -1, n, n);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... a) {
            return Apply.all(this, a);
        }
    }

    static Tensor exp(Tensor a) {
        LinearSolve.square("matrixExp", a);
        return Apply.one(new MatrixExp(), a);
    }

    /** By squaring (Knuth, "The Art of Computer Programming", vol. 2, 4.6.3). */
    static Tensor power(Tensor a, int n) {
        LinearSolve.square("matrixPower", a);
        if (n == 0) {
            return Expand.to(Tensor.eye(a.dtype(), a.dim(-1), a.dim(-1)), a.shape());
        }
        Tensor square = n < 0 ? LinearSolve.inverse("matrixPower", a) : a;
        long left = Math.abs((long) n);
        while (left % 2 == 0) {
            square = Matrix.matmul(square, square);
            left /= 2;
        }
        Tensor y = square;
        for (left /= 2; left > 0; left /= 2) {
            square = Matrix.matmul(square, square);
            y = left % 2 == 1 ? Matrix.matmul(y, square) : y;
        }
        return y;
    }

    static Tensor norm(Tensor a, MatrixNorm ord, int rows, int columns, boolean keepdim) {
        AxisReduction.floating("matrixNorm", a);
        ArgumentException.require(a.rank() >= 2, "matrixNorm", "a", a.shape(), "matrices [..., m, n]");
        int row = a.shape().axis("matrixNorm", rows);
        int column = a.shape().axis("matrixNorm", columns);
        ArgumentException.require(row != column, "matrixNorm", "axes", rows + " and " + columns, "two different axes");
        Tensor x = F.movedim(a, new int[] {row, column}, new int[] {-2, -1});
        Tensor y = switch (ord) {
            case FROBENIUS -> F.vectorNorm(x, 2, false, -2, -1);
            case NUCLEAR -> F.sum(significant(values(x)), -1);
            case TWO -> F.amax(significant(values(x)), -1);
            case MINUS_TWO -> F.amin(significant(values(x)), -1);
            case ONE -> F.amax(F.sum(F.abs(x), -2), -1);
            case MINUS_ONE -> F.amin(F.sum(F.abs(x), -2), -1);
            case INFINITY -> F.amax(F.sum(F.abs(x), -1), -1);
            case MINUS_INFINITY -> F.amin(F.sum(F.abs(x), -1), -1);
        };
        return keepdim ? Shapes.unsqueeze(Shapes.unsqueeze(y, Math.min(row, column)), Math.max(row, column)) : y;
    }

    private static Tensor values(Tensor a) {
        return Decomposition.svd(a, false)._2();
    }

    /** Singular values that are 0 within rounding have a kink there: 0 is the least of their subgradients, and the only one known. */
    private static Tensor significant(Tensor s) {
        Tensor constant = Autograd.stopGradient(s);
        Tensor least = F.mul(F.sum(constant, true, -1), 4 * s.dtype().epsilon());
        return F.where(F.gt(constant, least), s, constant);
    }

    static Tensor cond(Tensor a, MatrixNorm ord) {
        if (ord == MatrixNorm.TWO || ord == MatrixNorm.MINUS_TWO) {
            AxisReduction.floating("cond", a);
            ArgumentException.require(a.rank() >= 2 && a.dim(-1) > 0 && a.dim(-2) > 0, "cond", "a", a.shape(),
                    "matrices [..., m, n] that are not empty");
            Tensor s = values(a);
            Tensor first = F.select(s, -1, 0);
            Tensor last = F.select(s, -1, s.dim(-1) - 1);
            Tensor zero = F.eq(ord == MatrixNorm.TWO ? last : first, 0);
            return ord == MatrixNorm.TWO ? F.where(zero, Double.POSITIVE_INFINITY, F.div(first, last))
                    : F.where(zero, 0, F.div(last, first));
        }
        LinearSolve.square("cond", a);
        Tensor singular = F.eq(Determinant.slogdet(Autograd.stopGradient(a))._1(), 0);
        Tensor regular = Determinant.regular(a, singular);
        Tensor y = F.mul(norm(regular, ord, -2, -1, false), norm(LinearSolve.inverse("cond", regular), ord, -2, -1, false));
        return F.where(singular, Double.POSITIVE_INFINITY, y);
    }

    static Tensor tensorsolve(Tensor a, Tensor b, int... axes) {
        Tensor moved = a;
        if (axes.length > 0) {
            int[] last = IntStream.range(a.rank() - axes.length, a.rank()).toArray();
            moved = F.movedim(a, axes, last);
        }
        ArgumentException.require(moved.rank() >= b.rank(), "tensorsolve", "b", b.shape(), "at most as many axes as a, " + a.shape());
        Shape rest = moved.shape().sub(b.rank(), moved.rank());
        ArgumentException.require(rest.size() == b.size() && moved.size() == b.size() * b.size(), "tensorsolve", "a", a.shape(),
                "as many elements behind the axes of b, " + b.shape() + ", as b has");
        int n = Shape.length("tensorsolve", b.size());
        return Shapes.reshape(LinearSolve.solve(Shapes.reshape(moved, n, n), Shapes.reshape(b, n)), rest);
    }

    static Tensor tensorinv(Tensor a, int axes) {
        ArgumentException.require(axes > 0 && axes <= a.rank(), "tensorinv", "axes", axes, "1 to " + a.rank());
        Shape first = a.shape().sub(0, axes);
        Shape rest = a.shape().sub(axes, a.rank());
        ArgumentException.require(first.size() == rest.size(), "tensorinv", "a", a.shape(),
                "as many elements in the first " + axes + " axes as in the others");
        int n = Shape.length("tensorinv", first.size());
        return Shapes.reshape(LinearSolve.inverse("tensorinv", Shapes.reshape(a, n, n)), rest.concat(first));
    }

    /** Powers as running products, whose derivatives are right at 0 too. */
    static Tensor vander(Tensor x, int n) {
        ArgumentException.require(x.rank() >= 1, "vander", "x", x.shape(), "[..., k]");
        ArgumentException.require(n >= 1, "vander", "n", n, "1 or more");
        Tensor column = Shapes.unsqueeze(x, -1);
        Tensor ones = Tensor.ones(x.dtype(), column.shape());
        int[] dims = column.shape().dims();
        dims[dims.length - 1] = n - 1;
        return n == 1 ? ones : F.cat(List.of(ones, F.cumprod(F.broadcastTo(column, Arrays.copyOf(dims, dims.length)), -1)), -1);
    }
}
