package org.covector.engine.op.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.engine.op.linalg.MatrixCheck.distance;
import static org.covector.engine.op.linalg.MatrixCheck.identity;
import static org.covector.engine.op.linalg.MatrixCheck.multiply;
import static org.covector.engine.op.linalg.MatrixCheck.norm;
import static org.covector.engine.op.linalg.MatrixCheck.random;
import static org.covector.engine.op.linalg.MatrixCheck.transposed;
import static org.covector.engine.op.linalg.MatrixCheck.unit;
import static org.covector.engine.op.linalg.Residual.columnsTimes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backward errors of at most {@code 10 n u}, by residuals in sums of two doubles, on matrices that are hard in different ways. */
class BlockedLinearAlgebraTest {
    private record Named(String name, NdArray a) {}

    /** Random, graded, rank-deficient, nearly singular (Hilbert, and random with one singular value of 1e-14). */
    private static List<Named> hard(DType dtype, int m, int n) {
        List<Named> all = new ArrayList<>();
        NdArray random = random(DType.FLOAT64, 31L * m + n, m, n);
        all.add(new Named("random", random.to(dtype)));
        double[] graded = random.toDoubleArray();
        double[] hilbert = new double[m * n];
        double[] near = random.toDoubleArray();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                graded[i * n + j] *= Math.pow(10, -8.0 * (i + j) / (m + n));
                hilbert[i * n + j] = 1.0 / (i + j + 1);
                near[i * n + j] = j == n - 1 && n > 1 ? near[i * n] + 1e-14 * near[i * n + j] : near[i * n + j];
            }
        }
        all.add(new Named("graded", MatrixCheck.matrix(m, n, graded).to(dtype)));
        all.add(new Named("graded upwards", MatrixCheck.matrix(m, n, graded).to(dtype).flip(0, 1).dense()));
        all.add(new Named("of rank 3", multiply(random(DType.FLOAT64, 5, m, 3), random(DType.FLOAT64, 6, 3, n)).to(dtype)));
        all.add(new Named("Hilbert", MatrixCheck.matrix(m, n, hilbert).to(dtype)));
        all.add(new Named("nearly singular", MatrixCheck.matrix(m, n, near).to(dtype)));
        all.add(new Named("zero", NdArray.zeros(dtype, Shape.of(m, n)).dense()));
        return all;
    }

    private static final int[][] SIZES = {{33, 33}, {70, 41}, {41, 70}, {100, 100}, {170, 149}};

    private static NdArray symmetric(NdArray a) {
        int n = a.shape().dim(0);
        double[] x = a.toDoubleArray();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                x[j * n + i] = x[i * n + j];
            }
        }
        return MatrixCheck.matrix(n, n, x).to(a.dtype());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void qr(DType dtype) {
        for (int[] size : SIZES) {
            for (Named x : hard(dtype, size[0], size[1])) {
                double bound = 10 * Math.max(size[0], size[1]) * unit(dtype);
                LinearAlgebra.Qr complete = Orthogonal.qr(x.a, Orthogonal.Mode.COMPLETE);
                LinearAlgebra.Qr reduced = Orthogonal.qr(x.a, Orthogonal.Mode.REDUCED);
                for (LinearAlgebra.Qr qr : List.of(complete, reduced)) {
                    assertThat(Residual.of(qr.q(), qr.r(), x.a)).as(x.name).isLessThanOrEqualTo(bound * norm(x.a));
                    assertThat(Residual.orthogonality(qr.q())).as(x.name).isLessThanOrEqualTo(bound);
                }
                LinearAlgebra.Qr only = Orthogonal.qr(x.a, Orthogonal.Mode.R_ONLY);
                assertThat(only.r().toDoubleArray()).isEqualTo(reduced.r().toDoubleArray());
                assertThat(only.q().shape()).isEqualTo(Shape.of(size[0], 0));
                Orthogonal.Reflections h = Orthogonal.reflections(x.a);
                if (size[0] >= size[1]) {
                    assertThat(distance(Orthogonal.householderProduct(h.a(), h.tau()), reduced.q())).isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    @Test
    void qrIsStableColumnByColumnHoweverTheyAreScaled() {
        int m = 60;
        int n = 52;
        double[] a = random(DType.FLOAT64, 2, m, n).toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.scalb(a[i], -18 * (i % n));
        }
        NdArray x = MatrixCheck.matrix(m, n, a);
        LinearAlgebra.Qr qr = LinearAlgebra.qr(x, false);
        for (int j = 0; j < n; j++) {
            NdArray column = x.slice(1, j, j + 1, 1);
            double[] scaled = column.toDoubleArray();
            double[] r = qr.r().slice(1, j, j + 1, 1).toDoubleArray();
            for (int i = 0; i < m; i++) {
                scaled[i] = Math.scalb(scaled[i], 18 * j);
            }
            for (int i = 0; i < n; i++) {
                r[i] = Math.scalb(r[i], 18 * j);
            }
            NdArray exact = MatrixCheck.matrix(m, 1, scaled);
            assertThat(Residual.of(qr.q(), MatrixCheck.matrix(n, 1, r), exact)).isLessThanOrEqualTo(10 * m * 0x1p-53 * norm(exact));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void svdAndRank(DType dtype) {
        for (int[] size : SIZES) {
            for (Named x : hard(dtype, size[0], size[1])) {
                double bound = 10 * Math.max(size[0], size[1]) * unit(dtype);
                LinearAlgebra.Svd svd = LinearAlgebra.svd(x.a, false);
                assertThat(Residual.orthogonality(LinearAlgebra.svd(x.a, true).u())).as(x.name).isLessThanOrEqualTo(bound);
                assertThat(Residual.of(columnsTimes(svd.u(), svd.s()), svd.vh(), x.a)).as(x.name).isLessThanOrEqualTo(bound * norm(x.a));
                assertThat(Residual.orthogonality(svd.u())).as(x.name).isLessThanOrEqualTo(bound);
                assertThat(Residual.orthogonality(transposed(svd.vh()))).as(x.name).isLessThanOrEqualTo(bound);
                long rank = Spectral.matrixRank(x.a, 0, Double.NaN).getLong();
                long expected = switch (x.name) {
                    case "zero" -> 0;
                    case "of rank 3" -> dtype == DType.FLOAT64 ? 3 : rank; // the rounding to float has full rank, by little
                    case "random" -> Math.min(size[0], size[1]);
                    default -> rank;
                };
                assertThat(rank).as(x.name).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void eigh(DType dtype) {
        for (int n : new int[] {33, 64, 65, 100, 150}) {
            for (Named x : hard(dtype, n, n)) {
                NdArray a = symmetric(x.a);
                double bound = 10 * n * unit(dtype);
                LinearAlgebra.Eigh e = LinearAlgebra.eigh(a, false);
                assertThat(backward(e, a)).as(x.name).isLessThanOrEqualTo(bound * norm(a));
                assertThat(Residual.orthogonality(e.vectors())).as(x.name + n).isLessThanOrEqualTo(bound);
                assertThat(distance(Spectral.eigvalsh(a, true), e.values())).as(x.name).isLessThanOrEqualTo(bound * norm(a));
                for (int i = 1; i < n; i++) {
                    assertThat(e.values().getDouble(i)).isGreaterThanOrEqualTo(e.values().getDouble(i - 1));
                }
            }
        }
    }

    private static double backward(LinearAlgebra.Eigh e, NdArray a) {
        return Residual.of(columnsTimes(e.vectors(), e.values()), transposed(e.vectors()), a);
    }

    @Test
    void eighOfManyEqualAndManyCloseEigenvalues() {
        int n = 120;
        NdArray q = LinearAlgebra.qr(random(DType.FLOAT64, 4, n, n), false).q();
        for (int kind = 0; kind < 4; kind++) {
            double[] w = new double[n];
            for (int i = 0; i < n; i++) {
                w[i] = switch (kind) {
                    case 0 -> i % 3;
                    case 1 -> 1 + i * 1e-15;
                    case 2 -> Math.scalb(1, -i);
                    default -> i < n / 2 ? 0 : 1;
                };
            }
            NdArray a = symmetric(multiply(columnsTimes(q, NdArray.of(w)), transposed(q)));
            LinearAlgebra.Eigh e = LinearAlgebra.eigh(a, true);
            assertThat(backward(e, a)).isLessThanOrEqualTo(10 * n * 0x1p-53 * norm(a));
            assertThat(Residual.orthogonality(e.vectors())).isLessThanOrEqualTo(10 * n * 0x1p-53);
        }
        double[] wilkinson = new double[n * n];
        for (int i = 0; i < n; i++) {
            wilkinson[i * n + i] = Math.abs(n / 2 - i);
            if (i > 0) {
                wilkinson[i * n + i - 1] = 1;
                wilkinson[(i - 1) * n + i] = 1;
            }
        }
        LinearAlgebra.Eigh e = LinearAlgebra.eigh(MatrixCheck.matrix(n, n, wilkinson), false);
        assertThat(Residual.orthogonality(e.vectors())).isLessThanOrEqualTo(10 * n * 0x1p-53);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void luWithExplicitFactors(DType dtype) {
        for (int[] size : SIZES) {
            for (Named x : hard(dtype, size[0], size[1])) {
                Factorization.Plu f = Factorization.unpack(LinearAlgebra.lu(x.a));
                NdArray permuted = multiply(transposed(f.p()), x.a); // exact
                assertThat(Residual.of(f.l(), f.u(), permuted)).as(x.name)
                        .isLessThanOrEqualTo(10 * Math.max(size[0], size[1]) * unit(dtype) * norm(x.a));
                assertThat(distance(multiply(f.p(), transposed(f.p())), identity(size[0]))).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void choleskyAndItsSolutions(DType dtype) {
        for (int n : new int[] {33, 64, 100, 150}) {
            NdArray r = random(DType.FLOAT64, n, n, n);
            double[] p = multiply(r, transposed(r)).toDoubleArray();
            for (int i = 0; i < n; i++) {
                p[i * n + i] += 1;
            }
            NdArray a = symmetric(MatrixCheck.matrix(n, n, p)).to(dtype);
            NdArray b = random(dtype, 1, n, 3);
            for (boolean upper : new boolean[] {false, true}) {
                NdArray l = LinearAlgebra.cholesky(a, upper);
                NdArray lower = upper ? transposed(l) : l;
                assertThat(Residual.of(lower, transposed(lower), a)).isLessThanOrEqualTo(10 * n * unit(dtype) * norm(a));
                NdArray x = Factorization.choleskySolve(l, b, upper);
                assertThat(Residual.of(a, x, b)).isLessThanOrEqualTo(10 * n * unit(dtype) * norm(a) * norm(x));
                NdArray inverse = Factorization.choleskyInverse(l, upper);
                assertThat(Residual.of(a, inverse, identity(n))).isLessThanOrEqualTo(10 * n * unit(dtype) * norm(a) * norm(inverse));
            }
        }
        double[] spoiled = identity(60).toDoubleArray();
        spoiled[45 * 61] = -1;
        assertThatThrownBy(() -> LinearAlgebra.cholesky(MatrixCheck.matrix(60, 60, spoiled), false)).hasMessageContaining("order 46");
    }

    /** Positive definite: well conditioned, graded down and up over 16 orders, and with a smallest eigenvalue near n u. */
    private static List<Named> definite(DType dtype, int n) {
        NdArray q = LinearAlgebra.qr(random(DType.FLOAT64, n, n, n), false).q();
        double[] graded = multiply(random(DType.FLOAT64, 2, n, n), transposed(random(DType.FLOAT64, 2, n, n))).toDoubleArray();
        double[] apart = new double[n];
        double[] near = new double[n];
        for (int i = 0; i < n; i++) {
            graded[i * n + i] += 1;
            apart[i] = 1 + i;
            near[i] = i == 0 ? 40.0 * n * unit(dtype) : 1;
        }
        for (int i = 0; i < n * n; i++) {
            graded[i] *= Math.pow(10, -8.0 * (i / n + i % n) / n);
        }
        NdArray down = MatrixCheck.matrix(n, n, graded);
        return List.of(new Named("well conditioned", symmetric(multiply(columnsTimes(q, NdArray.of(apart)), transposed(q))).to(dtype)),
                new Named("nearly singular", symmetric(multiply(columnsTimes(q, NdArray.of(near)), transposed(q))).to(dtype)),
                new Named("graded", symmetric(down).to(dtype)), new Named("graded upwards", symmetric(down.flip(0, 1).dense()).to(dtype)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void choleskyOfGradedAndNearlySingularMatrices(DType dtype) {
        for (int n : new int[] {5, 33, 100, 150}) {
            for (Named a : definite(dtype, n)) {
                double bound = 10 * n * unit(dtype) * norm(a.a);
                NdArray b = random(dtype, 1, n, 3);
                for (boolean upper : new boolean[] {false, true}) {
                    NdArray l = LinearAlgebra.cholesky(a.a, upper);
                    NdArray lower = upper ? transposed(l) : l;
                    assertThat(Residual.of(lower, transposed(lower), a.a)).as(a.name + n).isLessThanOrEqualTo(bound);
                    NdArray x = Factorization.choleskySolve(l, b, upper);
                    assertThat(Residual.of(a.a, x, b)).as(a.name + n).isLessThanOrEqualTo(bound * norm(x));
                }
            }
        }
    }

    /** Gauss and Jordan, pivoting, in decimal numbers of 120 digits; none of a matrix that is singular. */
    private static Optional<NdArray> inverse(NdArray a) {
        MathContext digits = new MathContext(120);
        int n = a.shape().dim(0);
        BigDecimal[][] w = new BigDecimal[n][2 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 2 * n; j++) {
                w[i][j] = j < n ? new BigDecimal(a.getDouble(i, j)) : j == n + i ? BigDecimal.ONE : BigDecimal.ZERO;
            }
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = w[i][k].abs().compareTo(w[pivot][k].abs()) > 0 ? i : pivot;
            }
            BigDecimal[] row = w[pivot];
            w[pivot] = w[k];
            BigDecimal by = row[k];
            if (by.signum() == 0) {
                return Optional.empty();
            }
            for (int j = k; j < 2 * n; j++) {
                row[j] = row[j].divide(by, digits);
            }
            w[k] = row;
            for (int i = 0; i < n; i++) {
                BigDecimal factor = w[i][k];
                for (int j = k; i != k && factor.signum() != 0 && j < 2 * n; j++) {
                    w[i][j] = w[i][j].subtract(factor.multiply(row[j], digits), digits);
                }
            }
        }
        double[] y = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            y[i] = w[i / n][n + i % n].doubleValue();
        }
        return Optional.of(MatrixCheck.matrix(n, n, y));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void inversesAreOffByTheConditionAtMost(DType dtype) {
        int looked = 0;
        for (int n : new int[] {3, 8, 33, 60}) {
            List<Named> all = new ArrayList<>(hard(dtype, n, n));
            all.addAll(definite(dtype, n));
            for (Named x : all) {
                Optional<NdArray> inverse = inverse(x.a);
                if (inverse.isEmpty()) {
                    continue;
                }
                NdArray exact = inverse.get();
                double bound = 10 * n * unit(dtype) * norm(x.a) * norm(exact);
                if (bound < 1) { // beyond, no digit of an inverse is promised
                    assertThat(distance(Factorization.inverse(x.a).inverse(), exact)).as(x.name + n)
                    .isLessThanOrEqualTo(bound * norm(exact));
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThan(12);
    }

    /**
     * The least change of A, relative to its norm, that makes x a solution (Karlson and Walden, BIT 37, 1997, within a factor of 2):
     * {@code ||(S^2 + eta^2)^(-1/2) S U^T r|| / ||x||} with {@code eta = ||r|| / ||x||}, and what truncating A to the rank leaves out.
     */
    private static double backward(NdArray a, NdArray x, NdArray b) {
        int m = a.shape().dim(0);
        int n = a.shape().dim(1);
        NdArray wide = a.to(DType.FLOAT64);
        LinearAlgebra.Svd svd = LinearAlgebra.svd(wide, false);
        double[] r = new double[m];
        double[] y = x.toDoubleArray();
        for (int i = 0; i < m; i++) {
            BigDecimal sum = new BigDecimal(b.getDouble(i));
            for (int j = 0; j < n; j++) {
                sum = sum.subtract(new BigDecimal(wide.getDouble(i, j)).multiply(new BigDecimal(y[j])));
            }
            r[i] = sum.doubleValue();
        }
        double length = norm(MatrixCheck.matrix(n, 1, y));
        double eta = norm(MatrixCheck.matrix(m, 1, r)) / length;
        double total = 0;
        for (int k = 0; k < svd.s().size(); k++) {
            double s = svd.s().getDouble(k);
            double z = 0;
            for (int i = 0; i < m; i++) {
                z += svd.u().getDouble(i, k) * r[i];
            }
            total += eta == 0 && s == 0 ? 0 : s * s * z * z / (s * s + eta * eta);
        }
        return Math.sqrt(total) / length / norm(a);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void leastSquaresSolveANearbyProblem(DType dtype) {
        for (int[] size : new int[][] {{5, 3}, {3, 5}, {33, 33}, {40, 21}, {21, 40}}) {
            for (Named a : hard(dtype, size[0], size[1])) {
                NdArray b = random(dtype, 3, size[0]);
                double bound = 10 * Math.max(size[0], size[1]) * unit(dtype);
                NdArray x = LeastSquares.bySingularValues(a.a, b.reshape(Shape.of(size[0], 1)), Double.NaN).solution();
                if (a.name.equals("zero")) {
                    assertThat(x.toDoubleArray()).containsOnly(0);
                    continue;
                }
                assertThat(backward(a.a, x, b)).as(a.name + " " + size[0] + " x " + size[1]).isLessThanOrEqualTo(bound);
                boolean full = !a.name.equals("of rank 3") || Math.min(size[0], size[1]) == 3;
                if (full && size[0] >= size[1]) {
                    NdArray q = LeastSquares.byQr(a.a, b.reshape(Shape.of(size[0], 1))).solution();
                    assertThat(backward(a.a, q, b)).as(a.name + ", QR, " + size[0] + " x " + size[1]).isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void solutionsAndInverses(DType dtype) {
        for (int n : new int[] {5, 33, 100, 130}) {
            for (Named x : hard(dtype, n, n)) {
                if (x.name.equals("zero") || x.name.equals("of rank 3")) {
                    continue;
                }
                LinearAlgebra.Lu lu = LinearAlgebra.lu(x.a);
                NdArray b = random(dtype, n, n, 4);
                NdArray y = LinearAlgebra.luSolve(lu, b, false);
                assertThat(Residual.of(x.a, y, b)).as(x.name).isLessThanOrEqualTo(10 * n * unit(dtype) * norm(x.a) * norm(y));
                NdArray t = LinearAlgebra.luSolve(lu, b, true);
                assertThat(Residual.of(transposed(x.a), t, b)).as(x.name).isLessThanOrEqualTo(10 * n * unit(dtype) * norm(x.a) * norm(t));
            }
            NdArray a = random(dtype, n, n, n);
            NdArray inverse = Factorization.inverse(a).inverse();
            // ||A X - I|| >= ||X - A^-1|| / ||A^-1||
            assertThat(Residual.of(a, inverse, identity(n))).isLessThanOrEqualTo(10 * n * unit(dtype) * norm(a) * norm(inverse));
        }
        assertThat(Factorization.inverse(NdArray.zeros(dtype, Shape.of(2, 2))).info().item()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void ldl(DType dtype) {
        for (int n : new int[] {1, 2, 3, 8, 33, 100}) {
            for (Named x : hard(dtype, n, n)) {
                NdArray a = symmetric(x.a);
                Factorization.Ldl f = Factorization.ldl(a, n % 2 == 0);
                double[] permuted = new double[n * n];
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        permuted[i * n + j] = a.getDouble((int) f.permutation().getLong(i), (int) f.permutation().getLong(j));
                    }
                }
                NdArray ld = multiply(f.l(), f.d());
                assertThat(Residual.of(ld, transposed(f.l()), MatrixCheck.matrix(n, n, permuted))).as(x.name + n)
                        .isLessThanOrEqualTo(10 * (n + 1) * unit(dtype) * norm(a));
                if (x.name.equals("zero")) {
                    assertThat(f.info().item()).isEqualTo(1);
                }
            }
        }
        NdArray swap = MatrixCheck.matrix(2, 2, 0, 1, 1, 0).to(dtype);
        assertThat(Factorization.ldl(swap, false).d().toDoubleArray()).containsExactly(0, 1, 1, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void leastSquares(DType dtype) {
        for (int[] size : new int[][] {{5, 3}, {3, 5}, {40, 40}, {70, 41}, {41, 70}}) {
            int m = size[0];
            int n = size[1];
            NdArray a = random(dtype, m + n, m, n);
            NdArray b = random(dtype, 3, m, 2);
            LeastSquares.Solution s = LeastSquares.bySingularValues(a, b, Double.NaN);
            LeastSquares.Solution q = LeastSquares.byQr(a, b);
            double cond = s.singularValues().getDouble(0) / s.singularValues().getDouble(-1);
            double bound = 10 * Math.max(m, n) * unit(dtype) * cond * cond;
            assertThat(distance(s.solution(), q.solution())).isLessThanOrEqualTo(bound * norm(s.solution()));
            assertThat(s.rank().item()).isEqualTo(Math.min(m, n));
            double[] residual = MatrixCheck.matrix(m, 2, multiply(a, s.solution()).toDoubleArray()).toDoubleArray();
            for (int i = 0; i < residual.length; i++) {
                residual[i] -= b.getDouble(i / 2, i % 2);
            }
            NdArray normal = multiply(transposed(a), MatrixCheck.matrix(m, 2, residual)); // A^T (A x - b) = 0
            double scale = norm(a) * (norm(a) * norm(s.solution()) + norm(b));
            assertThat(norm(normal)).isLessThanOrEqualTo(10 * Math.max(m, n) * unit(dtype) * scale);
            double second = norm(MatrixCheck.matrix(m, 2, residual).slice(1, 1, 2, 1));
            assertThat(s.residuals().getDouble(1)).isCloseTo(second * second, within(1e3 * unit(dtype)));
        }
        NdArray ones = NdArray.ones(dtype, Shape.of(2, 4, 3));
        LeastSquares.Solution s = LeastSquares.bySingularValues(ones, NdArray.ones(dtype, Shape.of(4, 1)).dense(), Double.NaN);
        assertThat(s.rank().toLongArray()).containsExactly(1, 1);
        for (double x : s.solution().toDoubleArray()) {
            assertThat(x).isCloseTo(1.0 / 3, within(10 * unit(dtype))); // the smallest of the solutions
        }
    }

    @Test
    void exponentials() {
        NdArray zero = NdArray.zeros(DType.FLOAT64, Shape.of(2, 3, 3));
        assertThat(Factorization.matrixExp(zero).select(0, 1).toDoubleArray()).isEqualTo(identity(3).toDoubleArray());
        for (double angle : new double[] {1e-3, 0.1, 0.7, 2, 5, 100}) { // every degree, and squarings
            NdArray rotation = Factorization.matrixExp(MatrixCheck.matrix(2, 2, 0, -angle, angle, 0));
            double bound = 20 * 0x1p-53 * Math.max(1, angle);
            assertThat(rotation.getDouble(0, 0)).isCloseTo(StrictMath.cos(angle), within(bound));
            assertThat(rotation.getDouble(1, 0)).isCloseTo(StrictMath.sin(angle), within(bound));
        }
        // nilpotent and large: overscaling would lose the digits of e
        NdArray nilpotent = Factorization.matrixExp(MatrixCheck.matrix(2, 2, 1, 1e6, 0, -1));
        assertThat(nilpotent.getDouble(0, 1) / (1e6 * StrictMath.sinh(1))).isCloseTo(1, within(1e-14));
        assertThat(nilpotent.getDouble(0, 0)).isCloseTo(StrictMath.exp(1), within(1e-14));
        NdArray a = random(DType.FLOAT64, 8, 60, 60);
        NdArray skew = MatrixCheck.matrix(60, 60, difference(a, transposed(a)));
        assertThat(Residual.orthogonality(Factorization.matrixExp(skew))).isLessThanOrEqualTo(10 * 60 * 0x1p-53 * norm(skew));
        for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThat(Factorization.matrixExp(MatrixCheck.matrix(2, 2, bad, 0, 0, 1)).toDoubleArray()).containsOnly(Double.NaN);
        }
        assertThat(Factorization.matrixExp(MatrixCheck.matrix(1, 1, 2)).item()).isEqualTo(StrictMath.exp(2));
    }

    private static double[] difference(NdArray a, NdArray b) {
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            x[i] -= y[i];
        }
        return x;
    }

    @Test
    void emptyShapesGiveEmptyResults() {
        for (int[] dims : new int[][] {{0, 0}, {0, 3, 3}, {2, 0, 0}}) {
            NdArray a = NdArray.zeros(DType.FLOAT32, Shape.of(dims));
            assertThat(Factorization.ldl(a, false).d().shape()).isEqualTo(a.shape());
            assertThat(Factorization.matrixExp(a).shape()).isEqualTo(a.shape());
            assertThat(Factorization.inverse(a).inverse().shape()).isEqualTo(a.shape());
            assertThat(Factorization.unpack(LinearAlgebra.lu(a)).p().shape()).isEqualTo(a.shape());
            assertThat(Spectral.eigvalsh(a, false).shape()).isEqualTo(a.shape().without(dims.length - 1));
            assertThat(Spectral.matrixRank(a, 0, Double.NaN).shape()).isEqualTo(a.shape().sub(0, dims.length - 2));
            assertThat(LeastSquares.bySingularValues(a, a, Double.NaN).solution().shape()).isEqualTo(a.shape());
            assertThat(LeastSquares.byQr(a, a).solution().shape()).isEqualTo(a.shape());
        }
        NdArray tall = NdArray.zeros(DType.FLOAT64, Shape.of(3, 0));
        assertThat(LeastSquares.byQr(tall, random(DType.FLOAT64, 1, 3, 2)).solution().shape()).isEqualTo(Shape.of(0, 2));
        assertThat(Orthogonal.householderProduct(tall, NdArray.zeros(DType.FLOAT64, Shape.of(0))).shape()).isEqualTo(Shape.of(3, 0));
    }

    @Test
    void nanAndInfinityGiveNanOrAnError() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            double[] x = random(DType.FLOAT64, 3, 40, 40).toDoubleArray();
            x[17 * 40 + 3] = bad;
            NdArray a = MatrixCheck.matrix(40, 40, x);
            assertThat(Double.isFinite(norm(LinearAlgebra.qr(a, false).r()))).isFalse();
            assertThat(Double.isNaN(bad) && Double.isFinite(norm(Factorization.inverse(a).inverse()))).isFalse(); // 1 / infinity is 0
            assertThat(Factorization.ldl(a, false).permutation().size()).isEqualTo(40);
            assertThatThrownBy(() -> LinearAlgebra.cholesky(a, false)).isInstanceOf(ArgumentException.class);
            assertThatThrownBy(() -> LinearAlgebra.eigh(a, false)).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("NaN or infinite");
            assertThatThrownBy(() -> Spectral.eigvalsh(a, false)).isInstanceOf(ArgumentException.class);
            assertThatThrownBy(() -> LeastSquares.bySingularValues(a, a, Double.NaN)).isInstanceOf(ArgumentException.class);
        }
    }

    @Test
    void threadsAndLayoutDoNotShowInTheBits() {
        NdArray a = random(DType.FLOAT64, 9, 200, 200);
        NdArray turned = transposed(transposed(a).dense());
        int before = EngineRuntime.threads();
        try {
            EngineRuntime.threads(1);
            double[] q = LinearAlgebra.qr(a, false).q().toDoubleArray();
            double[] lu = LinearAlgebra.lu(a).lu().toDoubleArray();
            double[] v = LinearAlgebra.eigh(a, false).vectors().toDoubleArray();
            EngineRuntime.threads(3);
            assertThat(LinearAlgebra.qr(turned, false).q().toDoubleArray()).isEqualTo(q);
            assertThat(LinearAlgebra.lu(turned).lu().toDoubleArray()).isEqualTo(lu);
            assertThat(LinearAlgebra.eigh(turned, false).vectors().toDoubleArray()).isEqualTo(v);
        } finally {
            EngineRuntime.threads(before);
        }
    }
}
