package org.covector.engine.op.linalg;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.storage.Storage;

/** Products and their distances from matrices in sums of two doubles (Ogita, Rump and Oishi, SIAM J. Sci. Comput. 26, 2005). */
public final class Residual {
    private Residual() {}

    /** {@code ||X Y - A||}, Frobenius, every element rounded once. */
    public static double of(NdArray x, NdArray y, NdArray a) {
        int m = x.shape().dim(0);
        int k = x.shape().dim(1);
        int n = y.shape().dim(1);
        double[] p = x.toDoubleArray();
        double[] q = y.transpose(0, 1).toDoubleArray();
        double[] c = a.toDoubleArray();
        double sum = c.length == m * n ? 0 : Double.NaN;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double high = -c[i * n + j];
                double low = 0;
                for (int l = 0; l < k; l++) {
                    double t = p[i * k + l] * q[j * k + l];
                    double e = Math.fma(p[i * k + l], q[j * k + l], -t);
                    double s = high + t;
                    double b = s - high;
                    low += (high - (s - b)) + (t - b) + e;
                    high = s;
                }
                sum += (high + low) * (high + low);
            }
        }
        return Math.sqrt(sum);
    }

    /** {@code ||Q^T Q - I||}. */
    public static double orthogonality(NdArray q) {
        return of(MatrixCheck.transposed(q), q, MatrixCheck.identity(q.shape().dim(1)));
    }

    /** X with column j times s[j]; the product of two doubles is rounded, which is far below what is measured. */
    public static NdArray columnsTimes(NdArray x, NdArray s) {
        int m = x.shape().dim(0);
        int n = x.shape().dim(1);
        double[] y = x.toDoubleArray();
        for (int i = 0; i < m * n; i++) {
            y[i] *= s.getDouble(i % n);
        }
        return NdArray.wrap(Storage.of(y), Shape.of(m, n));
    }
}
