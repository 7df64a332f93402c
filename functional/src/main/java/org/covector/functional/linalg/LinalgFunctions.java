package org.covector.functional.linalg;

import io.vavr.Tuple2;
import io.vavr.Tuple3;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.LeastSquaresDriver;
import org.covector.functional.LeastSquaresSolution;
import org.covector.functional.MatrixNorm;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;
import org.covector.functional.Triangle;
import org.covector.functional.primitive.Convert;
import org.covector.functional.signal.SignalFunctions;

/**
 * Linear algebra of the matrices in the last two axes; the axes before them are a batch. FLOAT32 and FLOAT64. Part of {@link F}.
 *
 * <p>Functions of eigenvalues, singular values and their vectors that do not depend on the choice of vectors have their gradient at
 * equal values too: there the reciprocal of the gap counts as 0.
 */
public abstract sealed class LinalgFunctions extends SignalFunctions permits MatrixFunctions {
    LinalgFunctions() {}

    // ---- solving

    /**
     * {@code A = L L^T}, L lower triangular, or {@code A = U^T U}: the Cholesky factor; the gradient is symmetric. torch: linalg.cholesky.
     *
     * {@snippet :
     * Tensor y = F.cholesky(Tensor.of(new double[][] {{4, 2}, {2, 5}}), false); // [[2, 0], [1, 2]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}, symmetric positive definite; one triangle is read
     * @param upper whether to give U, of {@code A = U^T U}
     * @return {@code [.., n, n]}
     * @throws ArgumentException if a matrix is not positive definite
     */
    public static Tensor cholesky(Tensor a, boolean upper) {
        return LinearSolve.cholesky(a, upper);
    }

    /**
     * {@code X = (L L^T)^-1 B}: a system solved by its Cholesky factor. torch: cholesky_solve, with B before L.
     *
     * {@snippet :
     * Tensor factor = F.cholesky(Tensor.of(new double[][] {{4, 2}, {2, 5}}), false);
     * Tensor x = F.choleskySolve(Tensor.of(new double[][] {{8}, {12}}), factor, false); // [[1], [2]]
     * }
     *
     * @param b of the other's dtype, {@code [.., n, k]}
     * @param factor FLOAT32 or FLOAT64 {@code [.., n, n]} of {@link #cholesky}, 0 in the other triangle, which has a gradient too, as in
     *     torch
     * @param upper whether the factor is {@code U} of {@code A = U^T U}
     * @return {@code [.., n, k]}, batches broadcast
     * @throws ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor choleskySolve(Tensor b, Tensor factor, boolean upper) {
        return LinearSolve.choleskySolve(b, factor, upper);
    }

    /**
     * {@code (L L^T)^-1}: the inverse by a Cholesky factor. torch: cholesky_inverse.
     *
     * {@snippet :
     * Tensor y = F.choleskyInverse(Tensor.of(new double[][] {{2, 0}, {0, 1}}), false); // [[0.25, 0], [0, 1]]
     * }
     *
     * @param factor FLOAT32 or FLOAT64 {@code [.., n, n]} of {@link #cholesky}, 0 in the other triangle, which has a gradient too, as in
     *     torch
     * @param upper whether the factor is {@code U} of {@code A = U^T U}
     * @return {@code [.., n, n]}; NaN where the factor is NaN or infinite
     * @throws ArgumentException if the factor is not square
     */
    public static Tensor choleskyInverse(Tensor factor, boolean upper) {
        return LinearSolve.choleskyInverse(factor, upper);
    }

    /**
     * {@code x = A^-1 b}: the solution of {@code A x = b}, by LU factors with partial pivoting. torch: linalg.solve.
     *
     * {@snippet :
     * Tensor x = F.solve(Tensor.of(new double[][] {{1, 2}, {3, 4}}), Tensor.of(5.0, 11)); // [1, 2]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @param b of the other's dtype, {@code [.., n, k]}, or vectors {@code [.., n]}: one axis less than a and its batch axes, or one axis
     * @return the shape of b, batches broadcast
     * @throws ArgumentException if shapes or dtypes do not fit, or a matrix is singular
     */
    public static Tensor solve(Tensor a, Tensor b) {
        return LinearSolve.solve(a, b);
    }

    /**
     * {@code x = A^-1 b}, the solution of {@code A x = b}, or {@code x = b A^-1}, that of {@code x A = b}.
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @param b of the other's dtype, {@code [.., n, k]}, or {@code [.., k, n]} from the right
     * @param left whether A stands on the left
     * @return the shape of b, batches broadcast
     * @throws ArgumentException if shapes or dtypes do not fit, or a matrix is singular
     */
    public static Tensor solve(Tensor a, Tensor b, boolean left) {
        return LinearSolve.solve(a, b, left);
    }

    /**
     * {@code x = A^-1 b} for a triangular A, by substitution. torch: linalg.solve_triangular.
     *
     * {@snippet :
     * Tensor x = F.solveTriangular(Tensor.of(new double[][] {{2, 0}, {1, 4}}), Tensor.of(new double[][] {{2}, {9}}), Triangle.LOWER);
     * // [[1], [2]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}; the other triangle is not read
     * @param b of the other's dtype, {@code [.., n, k]}, or {@code [.., k, n]} from the right
     * @param triangle which triangle, on which side, and whether its diagonal counts as 1
     * @return the shape of b, batches broadcast; infinite or NaN for a zero on the diagonal
     * @throws ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor solveTriangular(Tensor a, Tensor b, Triangle triangle) {
        return LinearSolve.solveTriangular(a, b, triangle);
    }

    /**
     * {@code A^-1}: the inverse, by LU factors with partial pivoting. torch: linalg.inv.
     *
     * {@snippet :
     * Tensor y = F.inv(Tensor.of(new double[][] {{1, 2}, {3, 4}})); // [[-2, 1], [1.5, -0.5]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @return {@code [.., n, n]}
     * @throws ArgumentException if a matrix is singular
     */
    public static Tensor inv(Tensor a) {
        return LinearSolve.inverse("inv", a);
    }

    /**
     * {@code X} with {@code sum over k of A[.., k] X[k] = B[..]}, k all axes of X: a system of equations among tensors. torch:
     * linalg.tensorsolve.
     *
     * {@snippet :
     * Tensor a = F.reshape(Tensor.of(new double[][] {{2, 0}, {0, 4}}), 2, 1, 2);
     * Tensor x = F.tensorsolve(a, Tensor.of(new double[][] {{2}, {8}})); // [1, 2]
     * }
     *
     * @param a its first axes are those of b, the others hold as many elements
     * @param b the right-hand side, any shape
     * @param axes of a that are moved to the end first
     * @return the other axes of a
     * @throws ArgumentException if shapes do not fit, or the system is singular
     */
    public static Tensor tensorsolve(Tensor a, Tensor b, int... axes) {
        return MatrixFunction.tensorsolve(a, b, axes);
    }

    /**
     * {@code A^-1} with {@code tensordot(A^-1, b, axes) = tensorsolve(A, b)}: the inverse of A as a map from its last axes to its first.
     * torch: linalg.tensorinv.
     *
     * {@snippet :
     * Tensor y = F.tensorinv(F.reshape(Tensor.of(new double[][] {{2, 0}, {0, 4}}), 2, 1, 2), 1); // [[[0.5, 0], [0, 0.25]]]
     * }
     *
     * @param a as many elements in its first axes as in the others
     * @param axes how many are the first, 2 in torch
     * @return {@code [last axes of a, first axes of a]}
     * @throws ArgumentException if lengths do not fit, or the map is singular
     */
    public static Tensor tensorinv(Tensor a, int axes) {
        return MatrixFunction.tensorinv(a, axes);
    }

    /**
     * {@code P = A^+} with singular values up to {@code max(m, n) eps s_0} taken as 0.
     *
     * {@snippet :
     * Tensor y = F.pinv(Tensor.of(new double[][] {{2, 0}, {0, 0}})); // [[0.5, 0], [0, 0]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @return {@code [.., n, m]}
     * @throws ArgumentException if a is not floating or has less than two axes, or an element is NaN or infinite
     */
    public static Tensor pinv(Tensor a) {
        return PseudoInverse.pinv(a, 0, Double.NaN);
    }

    /**
     * {@code P = A^+}, the Moore-Penrose inverse, with singular values up to {@code max(atol, rtol s_0)} taken as 0. The gradient is
     * that at a fixed rank (Golub and Pereyra, 1973), for equal singular values too. torch: linalg.pinv; its {@code hermitian} is not
     * needed.
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param atol 0 or more
     * @param rtol 0 or more; NaN means {@code max(m, n) eps}, or 0 if atol is positive
     * @return {@code [.., n, m]}
     * @throws ArgumentException if a tolerance is negative, or an element is NaN or infinite
     */
    public static Tensor pinv(Tensor a, double atol, double rtol) {
        return PseudoInverse.pinv(a, atol, rtol);
    }

    /**
     * {@code x = argmin ||A x - b||}, of smallest norm where there are several: linear least squares. torch: linalg.lstsq, whose default on
     * CPU is GELSY.
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param b of a's dtype, {@code [.., m, k]}, or {@code [.., m]} with one axis less than a
     * @param driver how
     * @param rcond singular values up to {@code rcond s_0} are taken as 0; NaN means {@code max(m, n) eps}
     * @return the solution; its gradient is that of {@code A^+ b} at a fixed rank. Residuals are always given, where torch gives none
     *     unless m > n and the rank is full
     * @throws ArgumentException if shapes or dtypes do not fit, or an element of a is NaN or infinite
     */
    public static LeastSquaresSolution lstsq(Tensor a, Tensor b, LeastSquaresDriver driver, double rcond) {
        return PseudoInverse.lstsq(a, b, driver, rcond);
    }

    /**
     * {@code x = argmin ||A x - b||}, of smallest norm where there are several: linear least squares by singular values.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{1, 0}, {1, 1}, {1, 2}});
     * Tensor line = F.lstsq(a, Tensor.of(new double[][] {{1}, {3}, {5}})).solution(); // [[1], [2]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param b of a's dtype, {@code [.., m, k]}, or {@code [.., m]} with one axis less than a
     * @return the solution and what else was found
     * @throws ArgumentException if shapes or dtypes do not fit, or an element of a is NaN or infinite
     */
    public static LeastSquaresSolution lstsq(Tensor a, Tensor b) {
        return PseudoInverse.lstsq(a, b, LeastSquaresDriver.GELSY, Double.NaN);
    }

    // ---- determinants

    /**
     * {@code det A}; the gradient is the matrix of cofactors, for singular matrices too. torch: linalg.det.
     *
     * {@snippet :
     * Tensor y = F.det(Tensor.of(new double[][] {{1, 2}, {3, 4}})); // -2
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @return {@code [..]}; 1 for n = 0
     * @throws ArgumentException if a is not square
     */
    public static Tensor det(Tensor a) {
        return Determinant.det(a);
    }

    /**
     * {@code sign(det A)} and {@code log |det A|}, whose gradient is {@code A^-T}. torch: linalg.slogdet.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = F.slogdet(Tensor.of(new double[][] {{1, 2}, {3, 4}})); // (-1, 0.6931)
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @return sign and logarithm {@code [..]}; 0 and negative infinity for singular matrices, whose gradient is NaN: on its
     *     two sides it has different signs
     * @throws ArgumentException if a is not square
     */
    public static Tuple2<Tensor, Tensor> slogdet(Tensor a) {
        return Determinant.slogdet(a);
    }

    /**
     * {@code log det A}, NaN for a negative determinant. torch: logdet.
     *
     * {@snippet :
     * Tensor y = F.logdet(Tensor.of(new double[][] {{2, 0}, {0, 3}})); // 1.7918
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @return {@code [..]}; negative infinity for singular matrices, whose gradient is NaN
     * @throws ArgumentException if a is not square
     */
    public static Tensor logdet(Tensor a) {
        return Determinant.logdet(a);
    }

    // ---- decompositions

    /**
     * {@code A = V diag(w) V^T}: eigenvalues w, ascending, and vectors V, in columns. Vectors are unique up to signs, and only what does
     * not depend on them has a gradient. torch: linalg.eigh.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{2, 1}, {1, 2}});
     * Tuple2<Tensor, Tensor> y = F.eigh(a, false);
     * Tensor values = y._1(); // [1, 3]
     * Tensor again = F.matmul(F.mul(y._2(), values), F.mT(y._2())); // [[2, 1], [1, 2]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}, symmetric
     * @param upper which triangle is read
     * @return w {@code [.., n]} and V {@code [.., n, n]}
     * @throws ArgumentException if a is not square, or an element is NaN or infinite
     */
    public static Tuple2<Tensor, Tensor> eigh(Tensor a, boolean upper) {
        return Symmetric.eigh(a, upper);
    }

    /**
     * {@code A x = w B x}, {@code x^T B x = 1}: eigenvalues w, ascending, and vectors x of a pair, by {@code B = L L^T} (LAPACK's dsygv).
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}, symmetric; the lower triangle is read
     * @param b of the other's dtype, {@code [.., n, n]}, symmetric positive definite
     * @return w {@code [.., n]} and the vectors in columns {@code [.., n, n]}
     * @throws ArgumentException if shapes or dtypes differ, or a matrix of b is not positive definite
     */
    public static Tuple2<Tensor, Tensor> eigh(Tensor a, Tensor b) {
        return Symmetric.generalized(a, b);
    }

    /**
     * {@code w} with {@code A = V diag(w) V^T}: the eigenvalues of a symmetric matrix, ascending. torch: linalg.eigvalsh.
     *
     * {@snippet :
     * Tensor y = F.eigvalsh(Tensor.of(new double[][] {{2, 1}, {1, 2}}), false); // [1, 3]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}, symmetric
     * @param upper which triangle is read
     * @return {@code [.., n]}
     * @throws ArgumentException if a is not square, or an element is NaN or infinite
     */
    public static Tensor eigvalsh(Tensor a, boolean upper) {
        return Symmetric.eigvalsh(a, upper);
    }

    /**
     * {@code A = U diag(S) Vh}: the singular value decomposition. torch: linalg.svd.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{0, 2}, {3, 0}});
     * Tuple3<Tensor, Tensor, Tensor> y = F.svd(a, false);
     * Tensor values = y._2(); // [3, 2]
     * Tensor again = F.matmul(F.mul(y._1(), values), y._3()); // [[0, 2], [3, 0]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param fullMatrices whether U is {@code [.., m, m]} and Vh {@code [.., n, n]}; the columns added have no gradient
     * @return U {@code [.., m, k]}, S {@code [.., k]} descending, Vh {@code [.., k, n]}, k = min(m, n)
     * @throws ArgumentException if a has less than two axes, or an element is NaN or infinite
     */
    public static Tuple3<Tensor, Tensor, Tensor> svd(Tensor a, boolean fullMatrices) {
        return Decomposition.svd(a, fullMatrices);
    }

    /**
     * {@code S} with {@code A = U diag(S) Vh}: the singular values, descending. torch: linalg.svdvals.
     *
     * {@snippet :
     * Tensor y = F.svdvals(Tensor.of(new double[][] {{0, 2}, {3, 0}})); // [3, 2]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @return {@code [.., min(m, n)]}
     * @throws ArgumentException if a has less than two axes, or an element is NaN or infinite
     */
    public static Tensor svdvals(Tensor a) {
        return Decomposition.svd(a, false)._2();
    }

    /**
     * {@code A = Q R} by Householder reflections, with LAPACK's signs. The gradient needs the first min(m, n) columns to be independent.
     * torch: linalg.qr.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{3, 1}, {4, 2}});
     * Tuple2<Tensor, Tensor> y = F.qr(a, QrMode.REDUCED);
     * Tensor r = F.abs(y._2()); // [[5, 2.2], [0, 0.4]]
     * Tensor again = F.matmul(y._1(), y._2()); // [[3, 1], [4, 2]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param mode which factors; the columns that COMPLETE adds have no gradient
     * @return Q {@code [.., m, k]} and R {@code [.., k, n]}, k = min(m, n), or m with COMPLETE; with R alone Q is {@code [.., m, 0]}
     * @throws ArgumentException if a has less than two axes
     */
    public static Tuple2<Tensor, Tensor> qr(Tensor a, QrMode mode) {
        return OrthogonalFactors.qr(a, mode);
    }

    /**
     * {@code H1 H2 ..}, its first n columns, {@code Hi = I - tau_i v_i v_i^T}, v_i being 0 above row i, 1 in it, and column i of A below
     * (LAPACK's dorgqr). torch: linalg.householder_product.
     *
     * {@snippet :
     * Tensor y = F.householderProduct(Tensor.of(new double[][] {{0}, {1}}), Tensor.of(1.0)); // [[0], [-1]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}, m >= n; what is on and above the diagonal is not read
     * @param tau of a's dtype, {@code [.., k]}, k <= n
     * @return {@code [.., m, n]}
     * @throws ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor householderProduct(Tensor a, Tensor tau) {
        return OrthogonalFactors.householderProduct(a, tau);
    }

    /**
     * {@code P A = L U} with partial pivoting: L and U in one matrix, and the row exchanges. torch: linalg.lu_factor.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = F.luFactor(Tensor.of(new double[][] {{1, 2}, {4, 4}}));
     * Tensor lu = y._1(); // [[4, 4], [0.25, 1]]
     * Tensor pivots = y._2(); // [2, 2]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @return LU {@code [.., m, n]} and pivots, INT64 {@code [.., min(m, n)]}, from 1 as LAPACK's
     * @throws ArgumentException if a has less than two axes
     */
    public static Tuple2<Tensor, Tensor> luFactor(Tensor a) {
        return Pivoted.luFactor(a);
    }

    /**
     * {@code A = P L U}: the factors of Gaussian elimination with partial pivoting. torch: linalg.lu.
     *
     * {@snippet :
     * Tuple3<Tensor, Tensor, Tensor> y = F.lu(Tensor.of(new double[][] {{1, 2}, {4, 4}}));
     * Tensor p = y._1(); // [[0, 1], [1, 0]]
     * Tensor l = y._2(); // [[1, 0], [0.25, 1]]
     * Tensor u = y._3(); // [[4, 4], [0, 1]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @return P {@code [.., m, m]}, L {@code [.., m, k]}, U {@code [.., k, n]}, k = min(m, n)
     * @throws ArgumentException if a has less than two axes
     */
    public static Tuple3<Tensor, Tensor, Tensor> lu(Tensor a) {
        return Pivoted.lu(a);
    }

    /**
     * {@code A = P L U}: the factors that {@link #luFactor} has in one matrix. torch: lu_unpack.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> lu = F.luFactor(Tensor.of(new double[][] {{1, 2}, {4, 4}}));
     * Tensor u = F.luUnpack(lu._1(), lu._2())._3(); // [[4, 4], [0, 1]]
     * }
     *
     * @param lu FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param pivots INT64 {@code [.., min(m, n)]}
     * @return P {@code [.., m, m]}, L {@code [.., m, k]}, U {@code [.., k, n]}, k = min(m, n)
     * @throws ArgumentException if shapes do not fit or a pivot is out of range
     */
    public static Tuple3<Tensor, Tensor, Tensor> luUnpack(Tensor lu, Tensor pivots) {
        return Pivoted.unpack(lu, pivots);
    }

    /**
     * {@code x = A^-1 b}: the solution of {@code A x = b} from {@link #luFactor}.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> lu = F.luFactor(Tensor.of(new double[][] {{1, 2}, {4, 4}}));
     * Tensor x = F.luSolve(lu._1(), lu._2(), Tensor.of(new double[][] {{5}, {12}})); // [[1], [2]]
     * }
     *
     * @param lu FLOAT32 or FLOAT64 {@code [.., n, n]} of {@link #luFactor}
     * @param pivots INT64 {@code [.., n]}
     * @param b of the other's dtype, {@code [.., n, k]}
     * @return {@code [.., n, k]}, batches broadcast
     * @throws ArgumentException if shapes do not fit or a pivot is out of range
     */
    public static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b) {
        return Pivoted.luSolve(lu, pivots, b, true, false);
    }

    /**
     * {@code x = A^-1 b} or {@code x = b A^-1}, or either with A^T for A, from {@link #luFactor}. torch: linalg.lu_solve; {@code adjoint}
     * is transposed.
     *
     * @param lu FLOAT32 or FLOAT64 {@code [.., n, n]} of {@link #luFactor}
     * @param pivots INT64 {@code [.., n]}
     * @param b of the other's dtype, {@code [.., n, k]}, or {@code [.., k, n]} from the right
     * @param left whether A stands on the left
     * @param transposed whether A is transposed
     * @return the shape of b, batches broadcast
     * @throws ArgumentException if shapes do not fit or a pivot is out of range
     */
    public static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean transposed) {
        return Pivoted.luSolve(lu, pivots, b, left, transposed);
    }

    /**
     * {@code P A P^T = L D L^T} by diagonal pivoting (Bunch and Kaufman, 1977). No derivative is given: asking for one throws.
     *
     * {@snippet :
     * Tuple3<Tensor, Tensor, Tensor> y = F.ldl(Tensor.of(new double[][] {{4, 2}, {2, 3}}), false);
     * Tensor l = y._1(); // [[1, 0], [0.5, 1]]
     * Tensor d = y._2(); // [[4, 0], [0, 2]]
     * Tensor p = y._3(); // [0, 1]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}, symmetric
     * @param upper which triangle is read
     * @return L {@code [.., n, n]} with unit diagonal, D {@code [.., n, n]} with blocks of order 1 and 2, and the permutation, INT64
     *     {@code [.., n]}: row i of P A is row {@code permutation[i]} of A
     * @throws ArgumentException if a is not square
     */
    public static Tuple3<Tensor, Tensor, Tensor> ldl(Tensor a, boolean upper) {
        return Pivoted.ldl(a, upper);
    }

    // ---- functions of matrices

    /**
     * {@code A^n}, for negative n of the inverse, I for n = 0. torch: linalg.matrix_power.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{1, 1}, {0, 1}});
     * Tensor y = F.matrixPower(a, 3); // [[1, 3], [0, 1]]
     * Tensor inverse = F.matrixPower(a, -1); // [[1, -1], [0, 1]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, m]}
     * @param n the exponent
     * @return {@code [.., m, m]}
     * @throws ArgumentException if a is not square, or n is negative and a matrix is singular
     */
    public static Tensor matrixPower(Tensor a, int n) {
        return MatrixFunction.power(a, n);
    }

    /**
     * {@code exp A = I + A + A^2 / 2 + ..} by scaling and squaring of Pade approximants (Al-Mohy and Higham, 2009). torch:
     * linalg.matrix_exp.
     *
     * {@snippet :
     * Tensor y = F.matrixExp(Tensor.of(new double[][] {{0, 1}, {0, 0}})); // [[1, 1], [0, 1]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @return {@code [.., n, n]}
     * @throws ArgumentException if a is not square
     */
    public static Tensor matrixExp(Tensor a) {
        return MatrixFunction.exp(a);
    }

    /**
     * {@code S S = A}, S symmetric: the square root of a matrix. Equal eigenvalues do not hinder the derivative, two that are 0 do: it is
     * infinite or NaN.
     *
     * {@snippet :
     * Tensor y = F.sqrtmSymmetric(Tensor.of(new double[][] {{5, 4}, {4, 5}})); // [[2, 1], [1, 2]]
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}, symmetric positive semidefinite; the lower triangle is read
     * @return {@code [.., n, n]}; NaN if an eigenvalue is negative
     * @throws ArgumentException if a is not square
     */
    public static Tensor sqrtmSymmetric(Tensor a) {
        return Symmetric.sqrtm(a);
    }

    /**
     * {@code V[i, j] = x[i]^j}. torch: linalg.vander; torch.vander has the columns in reverse unless {@code increasing}.
     *
     * {@snippet :
     * Tensor y = F.vander(Tensor.of(1.0, 2, 3), 3); // [[1, 1, 1], [1, 2, 4], [1, 3, 9]]
     * }
     *
     * @param x {@code [.., k]}
     * @param n how many columns
     * @return {@code [.., k, n]}
     * @throws ArgumentException if x is a scalar or n is not positive
     */
    public static Tensor vander(Tensor x, int n) {
        return MatrixFunction.vander(x, n);
    }

    // ---- norms

    /**
     * {@code sqrt(sum over i, j of A[i, j]^2)}: the Frobenius norm; gradient 0 at 0.
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @return {@code [..]}
     * @throws ArgumentException if a has less than two axes
     */
    public static Tensor matrixNorm(Tensor a) {
        return MatrixFunction.norm(a, MatrixNorm.FROBENIUS, -2, -1, false);
    }

    /**
     * {@code ||A||}: a norm of matrices, as ord says. torch: linalg.matrix_norm.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{1, -2}, {2, 4}});
     * Tensor frobenius = F.matrixNorm(a); // 5
     * Tensor one = F.matrixNorm(a, MatrixNorm.ONE); // 6
     * Tensor nuclear = F.matrixNorm(a, MatrixNorm.NUCLEAR); // 6.4031
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param ord which; the gradients of those that choose a largest or smallest are split among ties, and singular values that are 0
     *            within rounding add nothing to them
     * @return {@code [..]}
     * @throws ArgumentException if a has less than two axes
     */
    public static Tensor matrixNorm(Tensor a, MatrixNorm ord) {
        return MatrixFunction.norm(a, ord, -2, -1, false);
    }

    /**
     * {@code ||A||}: a norm of the matrices in two axes, as ord says. torch: linalg.matrix_norm.
     *
     * @param a floating, two axes or more
     * @param ord which; the gradients of those that choose a largest or smallest are split among ties
     * @param rows the axis of rows
     * @param columns the axis of columns
     * @param keepdim whether the two axes stay, with length 1
     * @return the other axes
     * @throws ArgumentException if the axes are out of range or equal
     */
    public static Tensor matrixNorm(Tensor a, MatrixNorm ord, int rows, int columns, boolean keepdim) {
        return MatrixFunction.norm(a, ord, rows, columns, keepdim);
    }

    /**
     * {@code ||A||}: a norm of the matrices in two axes, as ord says, computed in a dtype. torch: linalg.matrix_norm.
     *
     * @param a two axes or more, any dtype
     * @param ord which; the gradients of those that choose a largest or smallest are split among ties
     * @param dtype the dtype that a is converted to first, and that of the result: FLOAT32 or FLOAT64
     * @param rows the axis of rows
     * @param columns the axis of columns
     * @param keepdim whether the two axes stay, with length 1
     * @return the other axes, of the dtype
     * @throws ArgumentException if the dtype is not floating, or the axes are out of range or equal
     */
    public static Tensor matrixNorm(Tensor a, MatrixNorm ord, DType dtype, int rows, int columns, boolean keepdim) {
        return MatrixFunction.norm(Convert.to(a, dtype), ord, rows, columns, keepdim);
    }

    /**
     * {@code s_0 / s_k}, the largest singular value over the smallest; infinite for singular matrices.
     *
     * {@snippet :
     * Tensor y = F.cond(Tensor.of(new double[][] {{1, 0}, {0, 4}})); // 4
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}, not empty
     * @return {@code [..]}
     * @throws ArgumentException if a has less than two axes or is empty
     */
    public static Tensor cond(Tensor a) {
        return MatrixFunction.cond(a, MatrixNorm.TWO);
    }

    /**
     * {@code ||A|| ||A^-1||}; for TWO and MINUS_TWO from the singular values, for any shape. torch: linalg.cond.
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., n, n]}
     * @param ord the norm
     * @return {@code [..]}; infinite for singular matrices, with a gradient of 0, but for MINUS_TWO, which is 0 there
     * @throws ArgumentException if a is not square, unless ord is TWO or MINUS_TWO
     */
    public static Tensor cond(Tensor a, MatrixNorm ord) {
        return MatrixFunction.cond(a, ord);
    }

    /**
     * {@code number of k with s_k > max(m, n) eps s_0}: how many singular values count; without gradient.
     *
     * {@snippet :
     * Tensor y = F.matrixRank(Tensor.of(new double[][] {{1, 2}, {2, 4}})); // 1
     * }
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @return INT64 {@code [..]}
     * @throws ArgumentException if an element is NaN or infinite
     */
    public static Tensor matrixRank(Tensor a) {
        return PseudoInverse.matrixRank(a, 0, Double.NaN);
    }

    /**
     * {@code number of k with s_k > max(atol, rtol s_0)}: how many singular values count; without gradient. torch: linalg.matrix_rank.
     *
     * @param a FLOAT32 or FLOAT64 {@code [.., m, n]}
     * @param atol 0 or more
     * @param rtol 0 or more; NaN means {@code max(m, n) eps}, or 0 if atol is positive
     * @return INT64 {@code [..]}
     * @throws ArgumentException if a tolerance is negative, or an element is NaN or infinite
     */
    public static Tensor matrixRank(Tensor a, double atol, double rtol) {
        return PseudoInverse.matrixRank(a, atol, rtol);
    }
}
