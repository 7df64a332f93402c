package org.covector.engine.op.linalg;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.DoubleBlas1;
import org.covector.engine.kernel.linalg.DoubleBlas3;
import org.covector.engine.kernel.linalg.DoubleColumnQr;
import org.covector.engine.kernel.linalg.DoubleTriangular;
import org.covector.engine.op.Matmul;
import org.covector.engine.storage.Storage;

/** The x of smallest norm among those that make {@code ||A x - b||} smallest, for the matrices in the last two axes. */
public final class LeastSquares {
    private LeastSquares() {}

    /**
     * What was found.
     *
     * @param solution (..., n, k)
     * @param residuals (..., k): {@code ||A x - b||^2} of every column
     * @param rank INT64 (...): singular values above the cut
     * @param singularValues (..., min(m, n)), descending
     */
    public record Solution(NdArray solution, NdArray residuals, NdArray rank, NdArray singularValues) {}

    /**
     * {@code x = A^+ b} by singular values, those up to {@code relative s[0]} taken as zero: what LAPACK's gelsy, gelss and gelsd find.
     *
     * @param a (..., m, n)
     * @param b (..., m, k); batches broadcast
     * @param relative the cut; by default, when NaN, {@code max(m, n) eps}
     * @throws ArgumentException if an element of A is NaN or infinite, dtypes differ or shapes do not fit
     */
    public static Solution bySingularValues(NdArray a, NdArray b, double relative) {
        check(a, b);
        int n = a.shape().dim(-1);
        int rows = a.shape().dim(-2);
        int count = Math.min(rows, n);
        int k = b.shape().dim(-1);
        double cut = Double.isNaN(relative) ? Math.max(rows, n) * a.dtype().epsilon() : relative;
        LinearAlgebra.Svd svd = Spectral.svd(a.to(DType.FLOAT64), false); // u^T b is not rounded between
        NdArray uh = svd.u().transpose(-1, -2);
        double[] c = Matmul.matmul(uh, b.to(DType.FLOAT64)).toDoubleArray();
        Shape batch = Matrices.batch(a).broadcast("lstsq", Matrices.batch(b));
        double[] s = svd.s().expand(batch.concat(Shape.of(count))).toDoubleArray();
        for (int i = 0; i < c.length; i++) {
            int matrix = i / (count * k);
            double value = s[i / k];
            c[i] = value > cut * s[matrix * count] ? c[i] / value : 0;
        }
        NdArray scaled = NdArray.of(c).reshape(batch.concat(Shape.of(count, k)));
        NdArray x = Matmul.matmul(svd.vh().transpose(-1, -2), scaled).to(a.dtype());
        NdArray values = svd.s();
        Storage ofRank = Storage.zeros(DType.INT64, (int) Matrices.batch(a).size());
        long[] rank = ofRank.longs();
        double[] own = values.toDoubleArray();
        for (int i = 0; i < own.length; i++) {
            rank[i / count] += own[i] > cut * own[i / count * count] ? 1 : 0;
        }
        return new Solution(x, residuals(a, x, b, batch), NdArray.wrap(ofRank, Matrices.batch(a)), values.to(a.dtype()));
    }

    /**
     * {@code x = R^-1 Q^T b}, or for m < n {@code x = Q R^-T b} with {@code A^T = Q R}: LAPACK's gels, for matrices of full rank; others
     * give infinities, NaN or large numbers. The singular values are not computed: they are empty, and the rank is taken to be full.
     *
     * @param a (..., m, n)
     * @param b (..., m, k); batches broadcast
     * @throws ArgumentException if dtypes differ, shapes do not fit, or an element of a is NaN or infinite
     */
    public static Solution byQr(NdArray a, NdArray b) {
        check(a, b);
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        int k = b.shape().dim(-1);
        boolean isWide = m < n;
        int rank = Math.min(m, n);
        Shape batch = Matrices.batch(a).broadcast("lstsq", Matrices.batch(b));
        Matrices in = Matrices.of(isWide ? a.transpose(-1, -2) : a, batch);
        Matrices right = Matrices.of(b, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, n, k);
        DoubleBlas3 blas = Matrices.blas();
        int tall = Math.max(m, n);
        Spectral.Failure[] failures = Spectral.noFailures(batch);
        Matrices.forEach(batch, 2.0 * tall * rank * (rank + k), (from, to) -> {
            double[] factors = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] tau = Storage.zeros(DType.FLOAT64, rank).doubles();
            double[] x = Storage.zeros(DType.FLOAT64, (long) tall * k).doubles();
            double[] turned = Storage.zeros(DType.FLOAT64, x.length).doubles();
            for (int i = from; i < to; i++) {
                in.loadColumns(i, factors);
                if (!Spectral.finite(factors, factors.length)) {
                    failures[i] = Spectral.Failure.NOT_FINITE;
                    continue;
                }
                double scale = DoubleBlas1.scale(factors, factors.length);
                DoubleBlas1.scaleBy(factors, factors.length, scale);
                DoubleColumnQr.factor(blas, factors, tall, rank, tau);
                right.load(i, x);
                Arrays.fill(x, m * k, x.length, 0);
                if (isWide) { // R^T y = b, x = Q (y, 0)
                    DoubleTriangular.solve(blas, factors, 0, tall, 1, rank, false, false, x, 0, k, k);
                }
                DoubleBlas1.transpose(x, tall, k, turned);
                DoubleColumnQr.apply(blas, factors, tall, rank, tau, !isWide, turned, k);
                DoubleBlas1.transpose(turned, k, tall, x);
                if (!isWide) {
                    DoubleTriangular.solve(blas, factors, 0, 1, tall, rank, true, false, x, 0, k, k);
                }
                DoubleBlas1.scaleBy(x, n * k, scale);
                Matrices.store(x, out, i, n * k);
            }
        });
        Spectral.throwFirst("lstsq", failures);
        NdArray x = Matrices.wrap(out, batch, n, k);
        NdArray ranks = NdArray.full(DType.INT64, Matrices.batch(a), rank);
        return new Solution(x, residuals(a, x, b, batch), ranks, NdArray.zeros(a.dtype(), Matrices.batch(a).concat(Shape.of(0))));
    }

    private static void check(NdArray a, NdArray b) {
        Matrices.check("lstsq", "a", a);
        Matrices.check("lstsq", "b", b);
        Matrices.checkSameDtype("lstsq", "b", b, a.dtype());
        ArgumentException.require(b.shape().dim(-2) == a.shape().dim(-2), "lstsq", "b", "of shape " + b.shape(),
                "shape (..., " + a.shape().dim(-2) + ", k)");
    }

    private static NdArray residuals(NdArray a, NdArray x, NdArray b, Shape batch) {
        DType wide = DType.FLOAT64;
        int m = b.shape().dim(-2);
        int k = b.shape().dim(-1);
        double[] y = Matmul.matmul(a.to(wide), x.to(wide)).toDoubleArray();
        double[] given = b.to(wide).expand(batch.concat(Shape.of(m, k))).toDoubleArray();
        Storage ofSums = Storage.zeros(DType.FLOAT64, batch.size() * k);
        double[] sums = ofSums.doubles();
        for (int i = 0; i < y.length; i++) {
            double r = y[i] - given[i];
            int at = i / (m * k) * k + i % k;
            sums[at] = Math.fma(r, r, sums[at]);
        }
        return NdArray.wrap(ofSums, batch.concat(Shape.of(k))).to(a.dtype());
    }
}
