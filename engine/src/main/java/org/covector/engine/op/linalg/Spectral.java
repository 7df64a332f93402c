package org.covector.engine.op.linalg;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.DoubleBlas1;
import org.covector.engine.kernel.linalg.DoubleBlas3;
import org.covector.engine.kernel.linalg.FactorizationKernel;
import org.covector.engine.kernel.linalg.JacobiSvd;
import org.covector.engine.kernel.linalg.SymmetricEigen;
import org.covector.engine.storage.Storage;

/**
 * Singular values and symmetric eigenvalues of the matrices in the last two axes. FLOAT32 is computed in double and rounded once, but for
 * the SVD of large matrices, which is computed in the dtype.
 */
public final class Spectral {
    /** Of more rows and columns than this singular values are found by way of a bidiagonal matrix. */
    private static final int LARGE = 64;

    private Spectral() {}

    /**
     * {@code A = U diag(S) V^H} for A (..., m, n): U (..., m, k), S (..., k) descending, V^H (..., k, n), k = min(m, n); with
     * {@code fullMatrices} U is (..., m, m) and V^H (..., n, n). The element of largest magnitude in each left vector (of the right
     * ones if m < n), the first at ties, is positive. Errors of S are at most a small multiple of n eps ||A||; up to 64 rows or
     * columns singular values down to 1e-45 of the largest have small relative errors wherever A determines them.
     *
     * @throws ArgumentException if an element is NaN or infinite, or the iterations do not converge
     */
    public static LinearAlgebra.Svd svd(NdArray a, boolean fullMatrices) {
        Matrices.check("svd", "a", a);
        if (a.shape().dim(-2) < a.shape().dim(-1)) { // A^T = V S U^T
            LinearAlgebra.Svd t = tall(a.transpose(-1, -2), fullMatrices);
            return new LinearAlgebra.Svd(t.vh().transpose(-1, -2).dense(), t.s(), t.u().transpose(-1, -2).dense());
        }
        return tall(a, fullMatrices);
    }

    private static LinearAlgebra.Svd tall(NdArray a, boolean fullMatrices) {
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        int columns = fullMatrices ? m : n;
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(a, batch);
        Storage u = Matrices.allocate(a.dtype(), batch, m, columns);
        Storage s = Matrices.allocate(a.dtype(), batch, n);
        Storage vh = Matrices.allocate(a.dtype(), batch, n, n);
        Failure[] failures = noFailures(batch);
        FactorizationKernel kernel = in.kernel();
        Matrices.forEach(batch, 30.0 * m * n * columns, (from, to) -> {
            Storage work = Storage.uninitialised(a.dtype(), in.size());
            for (int b = from; b < to; b++) {
                in.copyColumns(b, work.array());
                if (!work.isFinite(0, in.size())) {
                    failures[b] = Failure.NOT_FINITE;
                } else if (n <= LARGE || !kernel.svd(work.array(), m, n, u.array(), b * m * columns, columns, s.array(), b * n,
                        vh.array(), b * n * n)) {
                    failures[b] = jacobi(in, b, u, columns, s, vh);
                }
            }
        });
        throwFirst("svd", failures);
        return new LinearAlgebra.Svd(Matrices.wrap(u, batch, m, columns), Matrices.wrap(s, batch, n), Matrices.wrap(vh, batch, n, n));
    }

    /** By rotations, which are the more accurate, and the slower. */
    private static Failure jacobi(Matrices in, int b, Storage u, int columns, Storage s, Storage vh) {
        int m = in.rows();
        int n = in.columns();
        double[] work = Matrices.doubles(in.size());
        double[] left = Matrices.doubles((long) m * columns);
        double[] values = Matrices.doubles(n);
        double[] right = Matrices.doubles((long) n * n);
        in.load(b, work);
        double scale = DoubleBlas1.scale(work, m * n);
        DoubleBlas1.scaleBy(work, m * n, scale);
        boolean converged = JacobiSvd.factor(work, m, n, left, columns, values, right);
        DoubleBlas1.scaleBy(values, n, 1 / scale);
        Matrices.store(left, u, b, m * columns);
        Matrices.store(values, s, b, n);
        Matrices.store(right, vh, b, n * n);
        return converged ? Failure.NONE : Failure.NOT_CONVERGED;
    }

    /**
     * {@code A = V diag(w) V^T} for symmetric A (..., n, n), of which only the triangle named is read: w (..., n) ascending, V
     * (..., n, n) with orthonormal columns, in each of which the element of largest magnitude, the first at ties, is positive.
     * Errors of w are at most a small multiple of n eps ||A||.
     *
     * @throws ArgumentException if an element is NaN or infinite, or the iterations do not converge
     */
    public static LinearAlgebra.Eigh eigh(NdArray a, boolean upper) {
        Matrices.checkSquare("eigh", "a", a);
        int n = a.shape().dim(-1);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(upper ? a.transpose(-1, -2) : a, batch);
        Storage w = Matrices.allocate(a.dtype(), batch, n);
        Storage v = Matrices.allocate(a.dtype(), batch, n, n);
        Failure[] failures = noFailures(batch);
        DoubleBlas3 blas = Matrices.blas();
        Matrices.forEach(batch, 9.0 * n * n * n, (from, to) -> {
            double[] work = Matrices.doubles(in.size());
            double[] values = Matrices.doubles(n);
            double[] vectors = Matrices.doubles((long) n * n);
            for (int b = from; b < to; b++) {
                in.load(b, work);
                mirror(work, n);
                if (!finite(work, n * n)) {
                    failures[b] = Failure.NOT_FINITE;
                    continue;
                }
                double scale = DoubleBlas1.scale(work, n * n);
                DoubleBlas1.scaleBy(work, n * n, scale);
                if (!SymmetricEigen.factor(blas, work, n, values, vectors)) {
                    failures[b] = Failure.NOT_CONVERGED;
                }
                DoubleBlas1.scaleBy(values, n, 1 / scale);
                Matrices.store(values, w, b, n);
                Matrices.store(vectors, v, b, n * n);
            }
        });
        throwFirst("eigh", failures);
        return new LinearAlgebra.Eigh(Matrices.wrap(w, batch, n), Matrices.wrap(v, batch, n, n));
    }

    /**
     * The eigenvalues (..., n), ascending, of symmetric A (..., n, n), of which only the triangle named is read; errors as of
     * {@link #eigh}.
     *
     * @throws ArgumentException if an element is NaN or infinite, or the iterations do not converge
     */
    public static NdArray eigvalsh(NdArray a, boolean upper) {
        Matrices.checkSquare("eigvalsh", "a", a);
        int n = a.shape().dim(-1);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(upper ? a.transpose(-1, -2) : a, batch);
        Storage w = Matrices.allocate(a.dtype(), batch, n);
        Failure[] failures = noFailures(batch);
        DoubleBlas3 blas = Matrices.blas();
        Matrices.forEach(batch, 3.0 * n * n * n, (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] values = Storage.zeros(DType.FLOAT64, n).doubles();
            for (int b = from; b < to; b++) {
                in.load(b, work);
                mirror(work, n);
                if (!finite(work, n * n)) {
                    failures[b] = Failure.NOT_FINITE;
                    continue;
                }
                double scale = DoubleBlas1.scale(work, n * n);
                DoubleBlas1.scaleBy(work, n * n, scale);
                if (!SymmetricEigen.values(blas, work, n, values)) {
                    failures[b] = Failure.NOT_CONVERGED;
                }
                DoubleBlas1.scaleBy(values, n, 1 / scale);
                Matrices.store(values, w, b, n);
            }
        });
        throwFirst("eigvalsh", failures);
        return Matrices.wrap(w, batch, n);
    }

    /** The singular values (..., min(m, n)), descending, of A (..., m, n): see {@link #svd}. */
    public static NdArray singularValues(NdArray a) {
        return svd(a, false).s();
    }

    /**
     * The number of singular values (..., INT64) of A (..., m, n) larger than {@code max(absolute, relative s[0])}.
     *
     * @param relative by default, when NaN, {@code max(m, n) eps}, eps the distance from 1 to the next number of the dtype
     * @throws ArgumentException if an element is NaN or infinite, or a tolerance is negative
     */
    public static NdArray matrixRank(NdArray a, double absolute, double relative) {
        ArgumentException.require(absolute >= 0 && !(relative < 0), "matrixRank", "tolerances", absolute + ", " + relative, "0 or more");
        NdArray s = singularValues(a);
        int k = s.shape().dim(-1);
        double cut = Double.isNaN(relative) ? Math.max(a.shape().dim(-1), a.shape().dim(-2)) * a.dtype().epsilon() : relative;
        double[] values = s.toDoubleArray();
        Shape batch = Matrices.batch(a);
        Storage ofRank = Storage.zeros(DType.INT64, (int) batch.size());
        long[] rank = ofRank.longs();
        for (int b = 0; b < rank.length; b++) {
            for (int i = 0; i < k; i++) {
                rank[b] += values[b * k + i] > Math.max(absolute, cut * values[b * k]) ? 1 : 0;
            }
        }
        return NdArray.wrap(ofRank, batch);
    }

    /** What can go wrong with a matrix of a batch; threads note it, the caller throws. */
    enum Failure {
        NONE, NOT_FINITE, NOT_CONVERGED
    }

    static Failure[] noFailures(Shape batch) {
        Failure[] failures = new Failure[(int) batch.size()];
        Arrays.fill(failures, Failure.NONE);
        return failures;
    }

    static void throwFirst(String function, Failure[] failures) {
        for (int b = 0; b < failures.length; b++) {
            switch (failures[b]) {
                case NONE -> { }
                case NOT_FINITE -> throw new ArgumentException(function, "a", "NaN or infinite in matrix " + b + " of the batch",
                        "finite elements");
                case NOT_CONVERGED -> throw new ArgumentException(function, "a",
                        "matrix " + b + " of the batch, for which the iterations do not converge",
                        "one for which they do");
            }
        }
    }

    /** Copies the lower triangle over the upper one. */
    static void mirror(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[j * n + i] = a[i * n + j];
            }
        }
    }

    static boolean finite(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(a[i])) {
                return false;
            }
        }
        return true;
    }
}
