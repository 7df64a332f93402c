package org.covector.engine.op.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.engine.op.linalg.MatrixCheck.distance;
import static org.covector.engine.op.linalg.MatrixCheck.identity;
import static org.covector.engine.op.linalg.MatrixCheck.integers;
import static org.covector.engine.op.linalg.MatrixCheck.multiply;
import static org.covector.engine.op.linalg.MatrixCheck.norm;
import static org.covector.engine.op.linalg.MatrixCheck.random;
import static org.covector.engine.op.linalg.MatrixCheck.transposed;
import static org.covector.engine.op.linalg.MatrixCheck.unit;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearAlgebraTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 16, 17, 33, 70};

    private static NdArray positive(DType dtype, int n) {
        NdArray a = random(DType.FLOAT64, n, n, n);
        double[] p = multiply(a, transposed(a)).toDoubleArray();
        for (int i = 0; i < n; i++) {
            p[i * n + i] += 0.5;
        }
        return MatrixCheck.matrix(n, n, p).to(dtype);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void choleskyHasASmallBackwardError(DType dtype) {
        for (int n : SIZES) {
            NdArray a = positive(dtype, n);
            NdArray l = LinearAlgebra.cholesky(a, false);
            NdArray u = LinearAlgebra.cholesky(a, true);
            assertThat(l.dtype()).isEqualTo(dtype);
            assertThat(distance(multiply(l, transposed(l)), a)).isLessThan((4 + n) * unit(dtype) * norm(a));
            assertThat(transposed(u).toDoubleArray()).isEqualTo(l.toDoubleArray());
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    assertThat(l.getDouble(i, j)).isZero();
                }
            }
        }
    }

    @Test
    void choleskyMatchesLapack() {
        NdArray a = integers(5, 5);
        double[] p = multiply(a, transposed(a)).toDoubleArray();
        for (int i = 0; i < 5; i++) {
            p[i * 6] += 1;
        }
        double[] expected = {5.0990195135927845, 0, 0, 0, 0, -3.922322702763681, 3.6899030631419865, 0, 0, 0, 1.1766968108291043,
            -2.0013033562803995, 1.9000446025094841, 0, 0, -5.2951356487309695, 2.501629195350498, -2.50663161176134, 3.663357448219764, 0,
            0.3922322702763681, 0.9589578582176915, -0.2854527102361666, -0.0102525309028361, 2.9740486391693897};
        assertThat(LinearAlgebra.cholesky(MatrixCheck.matrix(5, 5, p), false).toDoubleArray()).containsExactly(expected, within(1e-14));
    }

    @Test
    void choleskyReadsOnlyItsTriangle() {
        NdArray a = positive(DType.FLOAT64, 5);
        double[] spoiled = a.toDoubleArray();
        for (int i = 0; i < 5; i++) {
            for (int j = i + 1; j < 5; j++) {
                spoiled[i * 5 + j] = Double.NaN;
            }
        }
        NdArray lower = MatrixCheck.matrix(5, 5, spoiled);
        assertThat(LinearAlgebra.cholesky(lower, false).toDoubleArray()).isEqualTo(LinearAlgebra.cholesky(a, false).toDoubleArray());
        assertThat(LinearAlgebra.cholesky(transposed(lower), true).toDoubleArray())
                .isEqualTo(LinearAlgebra.cholesky(a, true).toDoubleArray());
    }

    @Test
    void choleskyNamesTheMatrixAndTheMinorThatAreNotPositive() {
        NdArray batch = NdArray.of(2, 0, 0, 2, 1, 2, 2, 1, -1, 0, 0, 1).reshape(Shape.of(3, 2, 2)).to(DType.FLOAT64);
        assertThatThrownBy(() -> LinearAlgebra.cholesky(batch, false)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("cholesky").hasMessageContaining("matrix 1").hasMessageContaining("order 2");
        NdArray nan = MatrixCheck.matrix(1, 1, Double.NaN);
        assertThatThrownBy(() -> LinearAlgebra.cholesky(nan, false)).isInstanceOf(ArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void luReproducesThePermutedMatrix(DType dtype) {
        for (int m : SIZES) {
            for (int n : new int[] {1, 3, 8, 17, 40}) {
                NdArray a = random(dtype, 100L * m + n, m, n);
                LinearAlgebra.Lu lu = LinearAlgebra.lu(a);
                int k = Math.min(m, n);
                double[] l = new double[m * k];
                double[] u = new double[k * n];
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double v = lu.lu().getDouble(i, j);
                        if (j < i && j < k) {
                            assertThat(Math.abs(v)).isLessThanOrEqualTo(1);
                            l[i * k + j] = v;
                        } else if (i < k) {
                            u[i * n + j] = v;
                        }
                    }
                    if (i < k) {
                        l[i * k + i] = 1;
                    }
                }
                NdArray permuted = permuteRows(a, lu.permutation());
                assertThat(distance(multiply(MatrixCheck.matrix(m, k, l), MatrixCheck.matrix(k, n, u)), permuted))
                        .isLessThan(4 * (k + 2) * unit(dtype) * norm(a));
                assertThat(lu.info().item()).isZero();
            }
        }
    }

    private static NdArray permuteRows(NdArray a, NdArray permutation) {
        int m = a.shape().dim(0);
        int n = a.shape().dim(1);
        double[] p = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                p[i * n + j] = a.getDouble((int) permutation.getLong(i), j);
            }
        }
        return MatrixCheck.matrix(m, n, p);
    }

    @Test
    void luMatchesLapack() {
        LinearAlgebra.Lu lu = LinearAlgebra.lu(integers(5, 5));
        double[] expected = {5, 1, 3, 3, 3, 0.2, 1.8, -2.6, -0.6, -0.6, -0.4, -0.888888888888889, -5.111111111111111, 0.6666666666666667,
            -0.33333333333333326, -0.4, 0.22222222222222224, -0.34782608695652184, 1.5652173913043481, -0.7826086956521737, 0.4,
            0.888888888888889, -0.6086956521739131, -0.16666666666666663, 3};
        assertThat(lu.lu().toDoubleArray()).containsExactly(expected, within(1e-14));
        assertThat(lu.pivots().toLongArray()).containsExactly(4, 5, 4, 4, 5);
        double determinant = lu.sign().item();
        for (int i = 0; i < 5; i++) {
            determinant *= lu.lu().getDouble(i, i);
        }
        assertThat(determinant).isCloseTo(216, within(1e-11));
    }

    @Test
    void singularMatricesAreFactoredAndTheirFirstZeroPivotTold() {
        NdArray a = NdArray.of(1, 2, 3, 2, 4, 6, 1, 1, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3, 3)).to(DType.FLOAT32);
        LinearAlgebra.Lu lu = LinearAlgebra.lu(a);
        assertThat(lu.info().toLongArray()).containsExactly(3, 3);
        LinearAlgebra.Lu zero = LinearAlgebra.lu(NdArray.zeros(DType.FLOAT64, Shape.of(3, 3)));
        assertThat(zero.info().item()).isEqualTo(1);
        assertThat(zero.lu().toDoubleArray()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void triangularSolutionsHaveSmallResiduals(DType dtype) {
        for (int n : SIZES) {
            NdArray full = random(dtype, n, n, n);
            double[] strong = full.toDoubleArray();
            for (int i = 0; i < n; i++) {
                strong[i * n + i] += 2 * n;
            }
            for (int variant = 0; variant < 8; variant++) {
                boolean upper = (variant & 1) != 0;
                boolean left = (variant & 2) != 0;
                boolean unit = (variant & 4) != 0;
                double[] t = new double[n * n];
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        t[i * n + j] = i == j ? unit ? 1 : strong[i * n + i] : (upper ? j > i : j < i) ? strong[i * n + j] / n : 0;
                        strong[i * n + j] = (float) (i == j ? strong[i * n + j] : (upper ? j > i : j < i) ? t[i * n + j] : 7);
                        t[i * n + j] = (float) t[i * n + j];
                    }
                }
                NdArray a = MatrixCheck.matrix(n, n, strong).to(dtype);
                NdArray b = random(dtype, 5, left ? n : 6, left ? 6 : n);
                NdArray x = LinearAlgebra.solveTriangular(a, b, upper, left, unit);
                NdArray triangle = MatrixCheck.matrix(n, n, t);
                NdArray back = left ? multiply(triangle, x) : multiply(x, triangle);
                assertThat(distance(back, b)).isLessThan((n + 2) * unit(dtype) * norm(triangle) * norm(x));
            }
        }
    }

    @Test
    void solvesBroadcastTheirBatches() {
        NdArray a = random(DType.FLOAT64, 1, 2, 1, 4, 4);
        NdArray b = random(DType.FLOAT64, 2, 3, 4, 2);
        NdArray x = LinearAlgebra.luSolve(LinearAlgebra.lu(a), b, false);
        NdArray t = LinearAlgebra.luSolve(LinearAlgebra.lu(a), b, true);
        NdArray s = LinearAlgebra.solveTriangular(a, b, true, true, false);
        assertThat(x.shape()).isEqualTo(Shape.of(2, 3, 4, 2));
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                NdArray m = a.select(0, i).select(0, 0);
                NdArray y = b.select(0, j);
                NdArray single = x.select(0, i).select(0, j);
                assertThat(distance(multiply(m, single), y)).isLessThan(1e-14 * (1 + norm(m) * norm(single)));
                NdArray other = t.select(0, i).select(0, j);
                assertThat(distance(multiply(transposed(m), other), y)).isLessThan(1e-14 * (1 + norm(m) * norm(other)));
                assertThat(s.select(0, i).select(0, j).toDoubleArray())
                        .isEqualTo(LinearAlgebra.solveTriangular(m, y, true, true, false).toDoubleArray());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void qrIsOrthogonalAndReproducesTheMatrix(DType dtype) {
        for (int m : SIZES) {
            for (int n : new int[] {1, 3, 8, 33}) {
                NdArray a = random(dtype, 3L * m + n, m, n);
                for (boolean complete : new boolean[] {false, true}) {
                    LinearAlgebra.Qr qr = LinearAlgebra.qr(a, complete);
                    int k = complete ? m : Math.min(m, n);
                    assertThat(qr.q().shape()).isEqualTo(Shape.of(m, k));
                    assertThat(qr.r().shape()).isEqualTo(Shape.of(k, n));
                    double c = 4 * (k + 2) * unit(dtype);
                    assertThat(distance(multiply(transposed(qr.q()), qr.q()), identity(k))).isLessThan(c);
                    assertThat(distance(multiply(qr.q(), qr.r()), a)).isLessThan(c * norm(a));
                    for (int i = 1; i < k; i++) {
                        assertThat(qr.r().getDouble(i, Math.min(i, n) - 1)).isZero();
                    }
                }
            }
        }
    }

    @Test
    void qrHasLapacksSigns() {
        NdArray r = LinearAlgebra.qr(integers(5, 3), false).r();
        assertThat(r.toDoubleArray()).containsExactly(new double[] {6.164414002968977, 2.433321316961438, 4.055535528269063, 0,
            -2.660629130191025, -0.4253050282461481, 0, 0, -4.046201578257799}, within(1e-14));
    }

    @Test
    void hugeAndTinyMatricesNeitherOverflowNorVanish() {
        for (double scale : new double[] {1e300, 1e-300}) {
            NdArray a = MatrixCheck.matrix(2, 2, 3 * scale, scale, 4 * scale, 2 * scale);
            NdArray r = LinearAlgebra.qr(a, false).r();
            assertThat(r.getDouble(0, 0) / scale).isCloseTo(-5, within(1e-14));
            assertThat(LinearAlgebra.svd(a, false).s().getDouble(0) / scale).isCloseTo(5.464985704219043, within(1e-14));
        }
    }

    @Test
    void emptyMatricesAndEmptyBatchesGiveEmptyResults() {
        for (int[] dims : new int[][] {{0, 0}, {0, 3, 3}, {2, 0, 0}}) {
            NdArray a = NdArray.zeros(DType.FLOAT32, Shape.of(dims));
            assertThat(LinearAlgebra.cholesky(a, false).shape()).isEqualTo(a.shape());
            assertThat(LinearAlgebra.lu(a).lu().shape()).isEqualTo(a.shape());
            assertThat(LinearAlgebra.lu(a).sign().toDoubleArray())
                    .containsOnly(dims[0] == 0 && dims.length == 3 ? new double[0] : new double[] {1});
            assertThat(LinearAlgebra.qr(a, false).q().shape()).isEqualTo(a.shape());
            assertThat(LinearAlgebra.svd(a, false).u().shape()).isEqualTo(a.shape());
            assertThat(LinearAlgebra.eigh(a, false).vectors().shape()).isEqualTo(a.shape());
            assertThat(LinearAlgebra.solveTriangular(a, a, true, true, false).shape()).isEqualTo(a.shape());
        }
        NdArray tall = NdArray.zeros(DType.FLOAT64, Shape.of(3, 0));
        assertThat(LinearAlgebra.svd(tall, true).u().toDoubleArray()).isEqualTo(identity(3).toDoubleArray());
        assertThat(LinearAlgebra.qr(tall, true).q().toDoubleArray()).isEqualTo(identity(3).toDoubleArray());
        assertThat(LinearAlgebra.qr(transposed(tall), false).r().shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void layoutAndThreadsDoNotShowInTheBits() {
        NdArray batch = random(DType.FLOAT64, 9, 40, 21, 21);
        NdArray strided = transposed(transposed(batch).dense()).flip(0).dense().flip(0);
        int before = EngineRuntime.threads();
        try {
            EngineRuntime.threads(1);
            double[] lu = LinearAlgebra.lu(batch).lu().toDoubleArray();
            double[] s = LinearAlgebra.svd(batch, false).u().toDoubleArray();
            double[] v = LinearAlgebra.eigh(batch, false).vectors().toDoubleArray();
            for (int threads = 1; threads <= 3; threads++) {
                EngineRuntime.threads(threads);
                assertThat(LinearAlgebra.lu(strided).lu().toDoubleArray()).isEqualTo(lu);
                assertThat(LinearAlgebra.svd(strided, false).u().toDoubleArray()).isEqualTo(s);
                assertThat(LinearAlgebra.eigh(strided, false).vectors().toDoubleArray()).isEqualTo(v);
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void badInputIsNamed() {
        NdArray a = random(DType.FLOAT64, 1, 3, 2);
        assertThatThrownBy(() -> LinearAlgebra.cholesky(a, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("[3, 2]");
        assertThatThrownBy(() -> LinearAlgebra.lu(NdArray.of(1.0, 2.0))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("two axes");
        assertThatThrownBy(() -> LinearAlgebra.qr(NdArray.of(1L).reshape(Shape.of(1, 1)), false))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("INT64");
        assertThatThrownBy(() -> LinearAlgebra.solveTriangular(identity(3), a.transpose(0, 1), true, true, false))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("(..., 3, k)");
        assertThatThrownBy(() -> LinearAlgebra.solveTriangular(identity(3), a.to(DType.FLOAT32), true, true, false))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("FLOAT32");
    }
}
