package org.covector.engine.op.linalg;

import java.util.SplittableRandom;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/** Plain loops in double over single matrices: what the factorisations are measured with. */
public final class MatrixCheck {
    private MatrixCheck() {}

    public static NdArray random(DType dtype, long seed, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(dims);
        double[] a = new double[(int) shape.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextDouble(-1, 1);
        }
        return NdArray.of(a).reshape(shape).to(dtype);
    }

    public static NdArray matrix(int m, int n, double... values) {
        return NdArray.of(values).reshape(Shape.of(m, n));
    }

    /** The 5 x 5 matrix of small integers that the reference values were computed from. */
    public static NdArray integers(int rows, int columns) {
        double[] a = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                a[i * columns + j] = (7 * i + 3 * j * j + 5 * i * j) % 11 - 5 + (i == j ? 3 : 0);
            }
        }
        return matrix(rows, columns, a);
    }

    public static NdArray multiply(NdArray a, NdArray b) {
        int m = a.shape().dim(0);
        int k = a.shape().dim(1);
        int n = b.shape().dim(1);
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        double[] z = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                for (int j = 0; j < n; j++) {
                    z[i * n + j] += x[i * k + p] * y[p * n + j];
                }
            }
        }
        return matrix(m, n, z);
    }

    public static NdArray transposed(NdArray a) {
        return a.transpose(-1, -2);
    }

    public static NdArray diagonal(NdArray values, int m, int n) {
        double[] d = new double[m * n];
        for (int i = 0; i < values.size(); i++) {
            d[i * n + i] = values.getDouble(i);
        }
        return matrix(m, n, d);
    }

    public static NdArray identity(int n) {
        return diagonal(NdArray.ones(DType.FLOAT64, Shape.of(n)), n, n);
    }

    public static double norm(NdArray a) {
        return norm(a.toDoubleArray());
    }

    public static double distance(NdArray a, NdArray b) {
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        if (x.length != y.length) {
            return Double.NaN;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] -= y[i];
        }
        return norm(x);
    }

    /** Without overflow or underflow of squares. */
    private static double norm(double[] values) {
        double norm = 0;
        for (double v : values) {
            norm = Math.hypot(norm, v);
        }
        return norm;
    }

    public static double unit(DType dtype) {
        return dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    }
}
