package org.covector.functional.golden;

import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.LeastSquaresDriver;
import org.covector.functional.LeastSquaresSolution;
import org.covector.functional.MatrixNorm;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;
import org.covector.functional.Triangle;

/** Reference functions of this family, by their names. */
final class LinalgDispatch {
    private LinalgDispatch() {}

    static void addTo(Dispatch d) {
        solving(d);
        factors(d);
        numbers(d);
    }

    private static void solving(Dispatch d) {
        d.one("torch.linalg.cholesky", a -> F.cholesky(a.tensor("A"), a.flag("upper", false)));
        d.one("torch.cholesky", a -> F.cholesky(a.tensor("input"), a.flag("upper", false)));
        d.one("torch.linalg.solve", a -> a.flag("left", true) ? F.solve(a.tensor("A"), a.tensor("B"))
                : F.solve(a.tensor("A"), a.tensor("B"), false));
        d.one("torch.linalg.solve_triangular", a -> F.solveTriangular(a.tensor("A"), a.tensor("B"),
                new Triangle(a.flag("upper", false), a.flag("left", true), a.flag("unitriangular", false))));
        d.many("torch.triangular_solve", a -> {
            Tensor m = a.tensor("A");
            boolean upper = a.flag("upper", true);
            boolean turned = a.flag("transpose", false);
            Tensor x = F.solveTriangular(turned ? F.mT(m) : m, a.tensor("b"),
                    new Triangle(upper != turned, true, a.flag("unitriangular", false)));
            int[] batch = Arrays.copyOf(x.shape().dims(), x.rank() - 2);
            int[] both = Arrays.copyOf(batch, x.rank());
            both[batch.length] = m.dim(-2);
            both[batch.length + 1] = m.dim(-1);
            return List.of(x, F.expand(m, both)); // with a copy of the matrix
        });
        d.one("torch.linalg.inv", a -> F.inv(a.tensor("A")));
        d.one("torch.inverse", a -> F.inv(a.tensor("input")));
        d.one("torch.linalg.pinv", a -> {
            return F.pinv(symmetric(a), a.number("atol", 0), a.has("rcond") ? a.number("rcond", 0) : a.number("rtol", Double.NaN));
        });
        d.one("torch.pinverse", a -> F.pinv(a.tensor("input"), 0, a.number("rcond", 1e-15)));
        d.one("torch.cholesky_solve", a -> F.choleskySolve(a.tensor("input"), a.tensor("input2"), a.flag("upper", false)));
        d.one("torch.cholesky_inverse", a -> F.choleskyInverse(a.tensor("input"), a.flag("upper", false)));
        d.one("torch.linalg.tensorsolve", a -> F.tensorsolve(a.tensor("A"), a.tensor("B"), a.ints("dims")));
        d.one("torch.linalg.tensorinv", a -> F.tensorinv(a.tensor("A"), a.whole("ind", 2)));
        d.one("torch.linalg.lu_solve", a -> F.luSolve(a.tensor("LU"), a.tensor("pivots"), a.tensor("B"), a.flag("left", true),
                a.flag("adjoint", false)));
        d.one("torch.lu_solve", a -> F.luSolve(a.tensor("LU_data"), a.tensor("LU_pivots"), a.tensor("b")));
        d.many("torch.linalg.lstsq", a -> {
            LeastSquaresDriver driver = LeastSquaresDriver.valueOf(a.text("driver", "gelsy").toUpperCase(Locale.ROOT));
            Tensor m = a.tensor("A");
            LeastSquaresSolution y = F.lstsq(m, a.tensor("B"), driver, a.number("rcond", Double.NaN));
            int n = m.dim(-1);
            boolean full = m.dim(-2) > n && Arrays.stream(y.rank().array().toLongArray()).allMatch(r -> r == n);
            Tensor none = Tensor.zeros(m.dtype(), Shape.of(0));
            boolean values = driver == LeastSquaresDriver.GELSD || driver == LeastSquaresDriver.GELSS;
            return List.of(y.solution(), full ? y.residuals() : none,
                    driver == LeastSquaresDriver.GELS ? none.to(DType.INT64) : y.rank(), values ? y.singularValues() : none);
        });
    }

    /** Of a matrix said to be Hermitian the lower triangle alone is read. */
    private static Tensor symmetric(Arguments a) {
        Tensor x = a.tensor("A");
        return a.flag("hermitian", false) ? F.add(F.tril(x), F.mT(F.tril(x, -1))) : x;
    }

    private static void factors(Dispatch d) {
        d.many("torch.linalg.svd", a -> {
            var y = F.svd(a.tensor("A"), a.flag("full_matrices", true));
            return List.of(y._1(), y._2(), y._3());
        });
        d.one("torch.linalg.svdvals", a -> F.svdvals(a.tensor("A")));
        d.many("torch.linalg.eigh", a -> {
            var y = F.eigh(a.tensor("A"), a.text("UPLO", "L").equals("U"));
            return List.of(y._1(), y._2());
        });
        d.one("torch.linalg.eigvalsh", a -> F.eigvalsh(a.tensor("A"), a.text("UPLO", "L").equals("U")));
        d.many("torch.linalg.qr", a -> {
            var y = F.qr(a.tensor("A"), QrMode.valueOf(a.text("mode", "reduced").toUpperCase(Locale.ROOT)));
            return List.of(y._1(), y._2());
        });
        d.many("torch.linalg.ldl_factor", a -> {
            a.flag("hermitian", false); // the same for real matrices
            return CompactLdl.of(a.tensor("A"));
        });
        d.one("torch.linalg.householder_product", a -> F.householderProduct(a.tensor("A"), a.tensor("tau")));
        d.many("torch.linalg.lu_factor", a -> {
            UnsupportedCase.require(a.flag("pivot", true), "LU without pivoting");
            var y = F.luFactor(a.tensor("A"));
            return List.of(y._1(), y._2());
        });
        d.many("torch.linalg.lu", a -> {
            UnsupportedCase.require(a.flag("pivot", true), "LU without pivoting");
            var y = F.lu(a.tensor("A"));
            return List.of(y._1(), y._2(), y._3());
        });
        d.many("torch.lu_unpack", a -> {
            var y = F.luUnpack(a.tensor("LU_data"), a.tensor("LU_pivots"));
            return List.of(y._1(), y._2(), y._3());
        });
    }

    private static void numbers(Dispatch d) {
        d.one("torch.linalg.det", a -> F.det(a.tensor("A")));
        d.one("torch.det", a -> F.det(a.tensor("input")));
        slogdet(d, "torch.linalg.slogdet", "A");
        slogdet(d, "torch.slogdet", "input");
        d.one("torch.logdet", a -> F.logdet(a.tensor("input")));
        d.one("torch.linalg.matrix_power", a -> F.matrixPower(a.tensor("A"), a.whole("n", 1)));
        d.one("torch.matrix_power", a -> F.matrixPower(a.tensor("input"), a.whole("n", 1)));
        d.one("torch.linalg.matrix_exp", a -> F.matrixExp(a.tensor("A")));
        d.one("torch.matrix_exp", a -> F.matrixExp(a.tensor("input")));
        d.one("torch.linalg.matrix_norm", LinalgDispatch::matrixNorm);
        d.one("torch.linalg.norm", a -> {
            Tensor x = a.tensor("A");
            int[] axes = a.ints("dim");
            if (!a.has("ord") || axes.length == 1 || axes.length == 0 && x.rank() == 1) {
                return F.vectorNorm(x, a.number("ord", 2), a.dtype(x.dtype()), a.flag("keepdim", false), axes);
            }
            return matrixNorm(a);
        });
        d.one("torch.linalg.cond", a -> F.cond(a.tensor("A"), norm(a, "p", MatrixNorm.TWO)));
        d.one("torch.linalg.matrix_rank", a -> {
            return F.matrixRank(symmetric(a), a.has("tol") ? a.number("tol", 0) : a.number("atol", 0), a.number("rtol", Double.NaN));
        });
        d.one("torch.linalg.vander", a -> F.vander(a.tensor("x"), a.whole("N", a.tensor("x").dim(-1))));
        d.one("torch.vander", a -> {
            Tensor y = F.vander(a.tensor("x"), a.whole("N", a.tensor("x").dim(-1)));
            return a.flag("increasing", true) ? y : F.flip(y, -1); // the reference without the flag is that of torch.linalg
        });
    }

    private static Tensor matrixNorm(Arguments a) {
        int[] axes = a.ints("dim", -2, -1);
        Tensor x = a.tensor("A");
        return F.matrixNorm(x, norm(a, "ord", MatrixNorm.FROBENIUS), a.dtype(x.dtype()), axes[0], axes[1], a.flag("keepdim", false));
    }

    private static void slogdet(Dispatch d, String name, String argument) {
        d.many(name, a -> {
            var y = F.slogdet(a.tensor(argument));
            return List.of(y._1(), y._2());
        });
    }

    private static MatrixNorm norm(Arguments a, String name, MatrixNorm otherwise) {
        if (!a.has(name)) {
            return otherwise;
        }
        if (a.isText(name)) {
            JsonElement e = a.raw(name);
            return e.getAsString().equals("nuc") ? MatrixNorm.NUCLEAR : MatrixNorm.FROBENIUS;
        }
        double p = a.number(name, 2);
        boolean minus = p < 0;
        return switch (Double.toString(Math.abs(p))) {
            case "Infinity" -> minus ? MatrixNorm.MINUS_INFINITY : MatrixNorm.INFINITY;
            case "1.0" -> minus ? MatrixNorm.MINUS_ONE : MatrixNorm.ONE;
            case "2.0" -> minus ? MatrixNorm.MINUS_TWO : MatrixNorm.TWO;
            default -> throw new ArgumentException("matrixNorm", name, p, "1, 2 or an infinity, or their negatives"); // cannot be written
        };
    }
}
