package org.covector.engine.op.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.engine.op.linalg.MatrixCheck.diagonal;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpectralTest {
    private static final int[] SIZES = {1, 2, 3, 8, 17, 40};

    private static void checkSvd(NdArray a) {
        int m = a.shape().dim(0);
        int n = a.shape().dim(1);
        int k = Math.min(m, n);
        for (boolean full : new boolean[] {false, true}) {
            LinearAlgebra.Svd svd = LinearAlgebra.svd(a, full);
            int left = full ? m : k;
            int right = full ? n : k;
            double c = 8 * (Math.max(m, n) + 2) * unit(a.dtype());
            assertThat(svd.u().shape()).isEqualTo(Shape.of(m, left));
            assertThat(svd.vh().shape()).isEqualTo(Shape.of(right, n));
            assertThat(distance(multiply(transposed(svd.u()), svd.u()), identity(left))).as("U^T U of %s", a).isLessThan(c);
            assertThat(distance(multiply(svd.vh(), transposed(svd.vh())), identity(right))).isLessThan(c);
            NdArray back = multiply(multiply(svd.u(), diagonal(svd.s(), left, right)), svd.vh());
            // where products of U and S are subnormal, each rounds by up to MIN_VALUE
            assertThat(distance(back, a)).isLessThanOrEqualTo(c * norm(a) + (double) m * n * k * Double.MIN_VALUE);
            for (int i = 1; i < k; i++) {
                assertThat(svd.s().getDouble(i)).isBetween(0.0, svd.s().getDouble(i - 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void svdIsOrthogonalAndReproducesTheMatrix(DType dtype) {
        for (int m : SIZES) {
            for (int n : SIZES) {
                checkSvd(random(dtype, 7L * m + n, m, n));
            }
        }
    }

    @Test
    void svdOfRankDeficientMatricesHasFullBases() {
        checkSvd(NdArray.zeros(DType.FLOAT64, Shape.of(4, 3)));
        checkSvd(NdArray.ones(DType.FLOAT64, Shape.of(9, 9)));
        checkSvd(multiply(random(DType.FLOAT64, 1, 20, 3), random(DType.FLOAT64, 2, 3, 12)));
        checkSvd(identity(6));
        checkSvd(NdArray.of(0, 0, 1, 0, 0, 0, 0, 0, 0).reshape(Shape.of(3, 3)).to(DType.FLOAT64));
    }

    /** Elements of any magnitude, equal or graded, converge: rows whose products underflow count as 0. */
    @Test
    void svdConvergesAtEveryScale() {
        for (int n : new int[] {3, 8, 20, 70}) {
            NdArray a = random(DType.FLOAT64, 5L + n, n, n);
            for (double scale : new double[] {0x1p500, 1, 0x1p-500, 0x1p-1000, 0x1p-1060, Double.MIN_VALUE}) {
                checkSvd(scaled(a, scale, 1, 1));
            }
            for (double ratio : new double[] {1e-3, 1e-17, 1e-45, 1e-160}) {
                checkSvd(scaled(a, 1, ratio, 1));
                checkSvd(scaled(a, 1, 1, ratio));
                checkSvd(scaled(a, 1, ratio, ratio));
            }
        }
    }

    private static NdArray scaled(NdArray a, double scale, double rowRatio, double columnRatio) {
        int n = a.shape().dim(1);
        double[] values = a.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale * Math.pow(rowRatio, i / n) * Math.pow(columnRatio, i % n);
        }
        return NdArray.of(values).reshape(a.shape());
    }

    @Test
    void singularValuesMatchLapack() {
        double[] s = {9.753156239938395, 3.548767462837894, 3.000000000000001, 2.344064578368901, 0.8874424524948222};
        assertThat(LinearAlgebra.svd(integers(5, 5), false).s().toDoubleArray()).containsExactly(s, within(1e-14));
    }

    @Test
    void smallSingularValuesAreRelativelyAccurate() {
        double[] hilbert = new double[64];
        for (int i = 0; i < 64; i++) {
            hilbert[i] = 1.0 / (i / 8 + i % 8 + 1);
        }
        // the exact values of the matrix of rounded elements, from 80 digits
        double[] exact = {1.6959389969219494, 0.2981252113169307, 0.026212843578119052, 0.001467688117741847, 5.4369433697508964e-05,
            1.2943320918741794e-06, 1.7988737460063012e-08, 1.1115389694888081e-10};
        double[] s = LinearAlgebra.svd(MatrixCheck.matrix(8, 8, hilbert), false).s().toDoubleArray();
        for (int i = 0; i < 8; i++) {
            assertThat(s[i]).isCloseTo(exact[i], within(1e-15));
        }
        double[] graded = integers(5, 4).toDoubleArray();
        for (int i = 0; i < graded.length; i++) {
            graded[i] = Math.scalb(graded[i], -40 * (i % 4));
        }
        double[] exactGraded = {6.164414002968976, 2.4198280972914523e-12, 3.346939500016314e-24, 1.0270593463240106e-36};
        s = LinearAlgebra.svd(MatrixCheck.matrix(5, 4, graded), false).s().toDoubleArray();
        for (int i = 0; i < 4; i++) {
            assertThat(s[i] / exactGraded[i]).isCloseTo(1, within(4e-15));
        }
    }

    @Test
    void theLargestElementOfALeftVectorIsPositive() {
        NdArray u = LinearAlgebra.svd(random(DType.FLOAT64, 3, 9, 9), false).u();
        NdArray v = LinearAlgebra.eigh(random(DType.FLOAT64, 3, 9, 9), false).vectors();
        for (NdArray vectors : new NdArray[] {u, v}) {
            for (int j = 0; j < 9; j++) {
                double largest = 0;
                for (double e : vectors.select(1, j).toDoubleArray()) {
                    largest = Math.abs(e) > Math.abs(largest) ? e : largest;
                }
                assertThat(largest).isPositive();
            }
        }
    }

    private static NdArray symmetric(DType dtype, int n) {
        double[] a = random(DType.FLOAT64, n, n, n).to(dtype).toDoubleArray();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[j * n + i] = a[i * n + j];
            }
        }
        return MatrixCheck.matrix(n, n, a).to(dtype);
    }

    private static void checkEigh(NdArray a) {
        int n = a.shape().dim(0);
        LinearAlgebra.Eigh e = LinearAlgebra.eigh(a, false);
        double c = 8 * (n + 2) * unit(a.dtype());
        assertThat(distance(multiply(transposed(e.vectors()), e.vectors()), identity(n))).isLessThan(c);
        NdArray back = multiply(multiply(e.vectors(), diagonal(e.values(), n, n)), transposed(e.vectors()));
        assertThat(distance(back, a)).isLessThanOrEqualTo(c * norm(a));
        for (int i = 1; i < n; i++) {
            assertThat(e.values().getDouble(i)).isGreaterThanOrEqualTo(e.values().getDouble(i - 1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void eighIsOrthogonalAndReproducesTheMatrix(DType dtype) {
        for (int n : new int[] {1, 2, 3, 4, 7, 16, 33, 70}) {
            checkEigh(symmetric(dtype, n));
        }
    }

    @Test
    void eighOfSpecialMatrices() {
        checkEigh(NdArray.zeros(DType.FLOAT64, Shape.of(4, 4)));
        checkEigh(identity(5));
        checkEigh(NdArray.ones(DType.FLOAT64, Shape.of(12, 12)));
        checkEigh(diagonal(NdArray.of(3.0, -1.0, 1e-20, 1e10), 4, 4));
    }

    @Test
    void eighConvergesAtEveryScale() {
        for (int n : new int[] {3, 8, 20, 70}) {
            NdArray a = symmetric(DType.FLOAT64, n);
            for (double ratio : new double[] {1, 1e-3, 1e-17, 1e-45, 1e-160}) {
                for (double scale : new double[] {0x1p500, 1, 0x1p-500, 0x1p-1000}) {
                    checkEigh(scaled(a, scale, ratio, ratio));
                }
            }
        }
    }

    @Test
    void eigenvaluesMatchLapackAndOnlyOneTriangleIsRead() {
        double[] a = integers(5, 5).toDoubleArray();
        double[] lower = new double[25];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                lower[i * 5 + j] = j > i ? Double.NaN : a[i * 5 + j] + a[j * 5 + i];
            }
        }
        double[] w = {-11.836456737629458, -4.36553605067603, 5.494456376013513, 6.000000000000001, 10.707536412291976};
        NdArray m = MatrixCheck.matrix(5, 5, lower);
        assertThat(LinearAlgebra.eigh(m, false).values().toDoubleArray()).containsExactly(w, within(1e-13));
        assertThat(LinearAlgebra.eigh(transposed(m), true).values().toDoubleArray()).containsExactly(w, within(1e-13));
    }

    @Test
    void elementsThatAreNotFiniteAreRefused() {
        NdArray a = NdArray.of(1.0, 0, 0, 1, 1, Double.NaN, 0, 1).reshape(Shape.of(2, 2, 2));
        assertThatThrownBy(() -> LinearAlgebra.svd(a, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("matrix 1");
        assertThatThrownBy(() -> LinearAlgebra.eigh(a, true)).isInstanceOf(ArgumentException.class).hasMessageContaining("matrix 1");
    }
}
