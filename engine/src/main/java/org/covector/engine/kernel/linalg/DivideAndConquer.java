package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * Eigenvalues and vectors of a symmetric tridiagonal matrix: halves apart, then a correction of rank one (Cuppen, Numer. Math. 36,
 * 1981), with deflation (LAPACK's dlaed2) and vectors from the z for which the computed eigenvalues are exact (Gu and Eisenstat, SIAM J.
 * Matrix Anal. Appl. 16, 1995), so that they are orthogonal however close the eigenvalues. The bulk is two products per level.
 */
final class DivideAndConquer {
    private static final double UNIT = 0x1p-53;

    private final DoubleBlas3 blas;
    private final double[] d;
    private final double[] e;
    private final double[] q;
    private final int n;
    /** The rounding of the whole matrix: what is below it couples nothing, however small the elements of a block. */
    private final double tiny;

    /** Rows of q become eigenvectors, d the eigenvalues, ascending; q is n x n of zeros. */
    DivideAndConquer(DoubleBlas3 blas, double[] d, double[] e, double[] q, int n) {
        this.blas = blas;
        this.d = d;
        this.e = e;
        this.q = q;
        this.n = n;
        this.tiny = SymmetricEigen.rounding(d, e, n);
    }

    /** @return whether the iterations of small blocks converged */
    boolean run() {
        return n == 0 || solve(0, n);
    }

    private boolean solve(int low, int high) {
        if (high - low <= DoubleBlas3.SMALL) {
            return small(low, high);
        }
        int mid = low + (high - low) / 2;
        double rho = Math.abs(e[mid - 1]);
        double sign = Math.signum(e[mid - 1]);
        d[mid - 1] -= rho;
        d[mid] -= rho;
        if (!solve(low, mid) || !solve(mid, high)) {
            return false;
        }
        new Merge(low, mid, high).run(rho, sign);
        return true;
    }

    private boolean small(int low, int high) {
        int count = high - low;
        double[] values = Storage.copyOfRange(d, low, high);
        double[] off = Storage.copyOfRange(e, low, high);
        off[count - 1] = 0;
        double[] z = Storage.zeros(DType.FLOAT64, (long) count * count).doubles();
        for (int i = 0; i < count; i++) {
            z[i * count + i] = 1;
        }
        boolean converged = SymmetricEigen.iterate(values, off, z, count, tiny);
        int[] order = SymmetricEigen.ascending(values, count);
        for (int i = 0; i < count; i++) {
            d[low + i] = values[order[i]];
            System.arraycopy(z, order[i] * count, q, (low + i) * n + low, count);
        }
        return converged;
    }

    /** Where the vector of an eigenvalue is not zero: in the columns of the first half, of both, of the second. */
    private enum Part {
        TOP, BOTH, BOTTOM
    }

    /** The eigenvalues and vectors of two halves made those of the whole. */
    private final class Merge {
        private final int low;
        private final int mid;
        private final int size;
        private final double[] z;
        private final Part[] parts;
        private final int[] kept;
        private int k;

        Merge(int low, int mid, int high) {
            this.low = low;
            this.mid = mid;
            this.size = high - low;
            this.z = Storage.zeros(DType.FLOAT64, size).doubles();
            this.parts = new Part[size];
            this.kept = new int[size];
        }

        void run(double rho, double sign) {
            for (int i = 0; i < size; i++) {
                boolean isTop = low + i < mid;
                parts[i] = isTop ? Part.TOP : Part.BOTTOM;
                z[i] = (isTop ? q[(low + i) * n + mid - 1] : sign * q[(low + i) * n + mid]) * Math.sqrt(0.5);
            }
            deflate(2 * rho);
            double[] delta = Storage.zeros(DType.FLOAT64, (long) k * k).doubles();
            double[] values = Storage.copyOfRange(d, low, low + size);
            if (k > 0) {
                double[] poles = Storage.zeros(DType.FLOAT64, k).doubles();
                double[] weights = Storage.zeros(DType.FLOAT64, k).doubles();
                for (int i = 0; i < k; i++) {
                    poles[i] = d[low + kept[i]];
                    weights[i] = z[kept[i]];
                }
                Secular secular = new Secular(poles, weights, k, 2 * rho);
                for (int j = 0; j < k; j++) {
                    values[kept[j]] = secular.root(j, delta, j * k);
                }
                vectors(poles, weights, delta);
            }
            double[] rotated = rotate(delta);
            arrange(values, rotated);
        }

        /** Sets aside eigenvalues that the correction does not move: small z, or two so close that a rotation makes one z zero. */
        private void deflate(double rho) {
            double[] values = Storage.copyOfRange(d, low, low + size);
            int[] order = SymmetricEigen.ascending(values, size);
            double largest = 0;
            double weight = 0;
            for (int i = 0; i < size; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
                weight = Math.max(weight, Math.abs(z[i]));
            }
            double tolerance = Math.max(tiny, 8 * UNIT * Math.max(largest, rho * weight));
            int pending = -1;
            for (int i : order) {
                if (rho * Math.abs(z[i]) <= tolerance) {
                    continue;
                }
                if (pending >= 0 && !close(pending, i, tolerance)) {
                    kept[k++] = pending;
                }
                pending = i;
            }
            if (pending >= 0) {
                kept[k++] = pending;
            }
        }

        /** Whether the eigenvalues can be told apart no more; if so, moves the weight of the first to the second. */
        private boolean close(int p, int i, double tolerance) {
            double tau = Math.hypot(z[p], z[i]);
            double c = z[i] / tau;
            double s = z[p] / tau;
            double gap = d[low + i] - d[low + p];
            if (Math.abs(gap * c * s) > tolerance) {
                return false;
            }
            z[i] = tau;
            z[p] = 0;
            DoubleBlas1.rotate(c, s, q, (low + p) * n + low, q, (low + i) * n + low, size);
            if (parts[p] != parts[i]) {
                parts[p] = Part.BOTH;
                parts[i] = Part.BOTH;
            }
            double first = d[low + p];
            double second = d[low + i];
            d[low + p] = Math.fma(first, c * c, second * s * s);
            d[low + i] = Math.fma(first, s * s, second * c * c);
            return true;
        }

        /** Row j of delta, {@code d[i] - root j}, becomes the eigenvector of {@code diag(d) + rho z z^T} to root j. */
        private void vectors(double[] poles, double[] weights, double[] delta) {
            double[] exact = Storage.zeros(DType.FLOAT64, k).doubles();
            Arrays.fill(exact, 1);
            for (int j = 0; j < k; j++) {
                for (int i = 0; i < k; i++) {
                    exact[i] *= i == j ? delta[j * k + i] : delta[j * k + i] / (poles[i] - poles[j]);
                }
            }
            for (int i = 0; i < k; i++) {
                exact[i] = Math.copySign(Math.sqrt(Math.abs(exact[i])), weights[i]);
            }
            for (int j = 0; j < k; j++) {
                for (int i = 0; i < k; i++) {
                    delta[j * k + i] = exact[i] / delta[j * k + i];
                }
                DoubleBlas1.divide(delta, j * k, Math.sqrt(DoubleBlas1.dot(delta, j * k, delta, j * k, k)), k);
            }
        }

        /** The new vectors, k rows: products of the old ones, grouped so that those with zeros in a half are left out of it. */
        private double[] rotate(double[] v) {
            int[] grouped = new int[k];
            int at = 0;
            int[] ends = new int[3];
            for (Part part : Part.values()) {
                for (int i = 0; i < k; i++) {
                    if (parts[kept[i]] == part) {
                        grouped[at++] = i;
                    }
                }
                ends[part.ordinal()] = at;
            }
            double[] coefficients = Storage.zeros(DType.FLOAT64, (long) k * k).doubles();
            for (int j = 0; j < k; j++) {
                for (int i = 0; i < k; i++) {
                    coefficients[j * k + i] = v[j * k + grouped[i]];
                }
            }
            double[] old = Storage.zeros(DType.FLOAT64, (long) k * size).doubles();
            for (int i = 0; i < k; i++) {
                System.arraycopy(q, (low + kept[grouped[i]]) * n + low, old, i * size, size);
            }
            double[] fresh = Storage.zeros(DType.FLOAT64, (long) k * size).doubles();
            int top = mid - low;
            int second = ends[0];
            blas.multiply(k, top, ends[1], coefficients, 0, k, 1, old, 0, size, 1, fresh, 0, size);
            blas.multiply(k, size - top, k - second, coefficients, second, k, 1, old, second * size + top, size, 1, fresh, top, size);
            return fresh;
        }

        /** All eigenvalues in ascending order, and their vectors. */
        private void arrange(double[] values, double[] fresh) {
            double[] all = Storage.copyOfRange(d, low, low + size);
            int[] source = new int[size];
            Arrays.fill(source, -1);
            for (int j = 0; j < k; j++) {
                all[kept[j]] = values[kept[j]];
                source[kept[j]] = j;
            }
            int[] order = SymmetricEigen.ascending(all, size);
            double[] rows = Storage.zeros(DType.FLOAT64, (long) size * size).doubles();
            for (int i = 0; i < size; i++) {
                int from = order[i];
                d[low + i] = all[from];
                if (source[from] >= 0) {
                    System.arraycopy(fresh, source[from] * size, rows, i * size, size);
                } else {
                    System.arraycopy(q, (low + from) * n + low, rows, i * size, size);
                }
            }
            for (int i = 0; i < size; i++) {
                System.arraycopy(rows, i * size, q, (low + i) * n + low, size);
            }
        }
    }
}
