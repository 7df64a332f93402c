package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * {@code A = U S V^T} for m >= n by reduction to bidiagonal form and implicit QR sweeps with shifts, or with none where a singular value
 * is negligible (Golub and Kahan, SIAM J. Numer. Anal. 2, 1965; Demmel and Kahan, SIAM J. Sci. Stat. Comput. 11, 1990; LAPACK's dbdsqr).
 * Backward stable in the norm of A. Rotations are found in double; those of the vectors are collected and applied to columns that stay in
 * the cache.
 */
final class FloatBidiagonalSvd {
    /** The unit roundoff. */
    private static final double UNIT = Math.ulp(1f) / 2;

    /** Sweeps per singular value, at most; two are usual. */
    private static final int MAX_SWEEPS = 12;

    /** What vectors are multiplied by while they are rotated: products of many sines become subnormal numbers, which are slow, later. */
    private static final float RAISED = Math.scalb(1f, FloatBlas1.MAX_EXPONENT);

    /** Rotations that are collected. */
    private static final int COLLECTED = 1 << 15;

    /** Columns of the vectors that are rotated together. */
    private static final int STRIP = 64;

    private final double[] d;
    private final double[] e;
    private final int n;
    private final float[] ut;
    private final float[] vt;
    private final int[] rows = new int[COLLECTED];
    private final float[] left = Storage.zeros(DType.FLOAT32, 2 * COLLECTED).floats();
    private final float[] right = Storage.zeros(DType.FLOAT32, 2 * COLLECTED).floats();
    private int count;
    private double c;
    private double s;

    private FloatBidiagonalSvd(double[] d, double[] e, int n, float[] ut, float[] vt) {
        this.d = d;
        this.e = e;
        this.n = n;
        this.ut = ut;
        this.vt = vt;
    }

    /**
     * Destroys {@code a} (column-major m x n, m >= n, finite, scaled). Fills {@code ut} (so many rows of m, n or m), {@code s} (n,
     * descending) and {@code vt} (n x n). The element of largest magnitude in each row of {@code ut}, the first at ties, is positive.
     *
     * @return whether the sweeps converged; if not, nothing is of use
     */
    static boolean factor(FloatBlas3 blas, float[] a, int m, int n, float[] ut, int rows, double[] s, float[] vt, int vtAt) {
        float[] tau = Storage.zeros(DType.FLOAT32, n).floats();
        float[] square = Storage.zeros(DType.FLOAT32, (long) n * n).floats();
        boolean isTall = m > n;
        if (isTall) {
            FloatColumnQr.factor(blas, a, m, n, tau);
        }
        FloatBlas1.transpose(a, 0, m, n, n, square, 0, n);
        for (int i = 1; i < n && isTall; i++) {
            Arrays.fill(square, i * n, i * n + i, 0);
        }
        FloatBidiagonal b = FloatBidiagonal.of(blas, square, n);
        float[] left = Storage.zeros(DType.FLOAT32, (long) n * n).floats();
        float[] right = Storage.zeros(DType.FLOAT32, (long) n * n).floats();
        double[] d = Storage.zeros(DType.FLOAT64, n).doubles();
        double[] e = Storage.zeros(DType.FLOAT64, n).doubles();
        for (int i = 0; i < n; i++) {
            left[i * n + i] = RAISED;
            right[i * n + i] = RAISED;
            d[i] = b.d[i];
            e[i] = b.e[i];
        }
        if (!new FloatBidiagonalSvd(d, e, n, left, right).iterate()) {
            return false;
        }
        FloatBlas1.scaleBy(left, n * n, 1 / RAISED);
        FloatBlas1.scaleBy(right, n * n, 1 / RAISED);
        b.backTransform(left, right);
        double[] magnitudes = Storage.zeros(DType.FLOAT64, n).doubles();
        for (int i = 0; i < n; i++) {
            magnitudes[i] = -Math.abs(d[i]);
        }
        int[] order = SymmetricEigen.ascending(magnitudes, n);
        Arrays.fill(ut, 0, rows * m, 0);
        for (int i = 0; i < n; i++) {
            s[i] = -magnitudes[order[i]];
            System.arraycopy(left, order[i] * n, ut, i * m, n);
            System.arraycopy(right, order[i] * n, vt, vtAt + i * n, n);
            if (d[order[i]] < 0) {
                FloatBlas1.negate(vt, vtAt + i * n, n);
            }
        }
        for (int i = n; i < rows; i++) {
            ut[i * m + i] = 1;
        }
        if (isTall) {
            FloatColumnQr.apply(blas, a, m, n, tau, false, ut, rows);
        }
        for (int i = 0; i < rows; i++) {
            if (FloatBlas1.makeLargestPositive(ut, i * m, m) && i < n) {
                FloatBlas1.negate(vt, vtAt + i * n, n);
            }
        }
        return true;
    }

    private boolean iterate() {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.max(Math.abs(d[i]), Math.abs(e[i])));
        }
        double tiny = UNIT * largest;
        long sweeps = (long) MAX_SWEEPS * n;
        for (int high = n - 1; high > 0; ) {
            if (isNegligible(high - 1, tiny)) {
                e[--high] = 0;
                continue;
            }
            int low = high - 1;
            while (low > 0 && !isNegligible(low - 1, tiny)) {
                low--;
            }
            if (low > 0) {
                e[low - 1] = 0;
            }
            if (sweeps-- == 0 || Double.isNaN(d[high])) {
                return false;
            }
            sweep(low, high, tiny);
        }
        apply();
        return true;
    }

    private boolean isNegligible(int i, double tiny) {
        return Math.abs(e[i]) <= tiny || Math.abs(e[i]) <= UNIT * (Math.abs(d[i]) + Math.abs(d[i + 1]));
    }

    private void sweep(int low, int high, double tiny) {
        double smallest = Math.abs(d[low]);
        for (int i = low + 1; i <= high; i++) {
            smallest = Math.min(smallest, Math.abs(d[i]));
        }
        double shift = smallest <= tiny ? 0 : smaller(d[high - 1], e[high - 1], d[high]);
        double ratio = smallest <= tiny ? 0 : shift / Math.abs(d[low]);
        if (ratio * ratio < UNIT) {
            unshifted(low, high);
        } else {
            shifted(low, high, shift);
        }
    }

    private void shifted(int low, int high, double shift) {
        double f = (Math.abs(d[low]) - shift) * (Math.copySign(1, d[low]) + shift / d[low]);
        double g = e[low];
        for (int k = low; k < high; k++) {
            double r = rotation(f, g);
            if (k > low) {
                e[k - 1] = r;
            }
            double rc = c;
            double rs = s;
            f = rc * d[k] + rs * e[k];
            e[k] = rc * e[k] - rs * d[k];
            g = rs * d[k + 1];
            d[k + 1] *= rc;
            d[k] = rotation(f, g);
            f = c * e[k] + s * d[k + 1];
            d[k + 1] = c * d[k + 1] - s * e[k];
            if (k < high - 1) {
                g = s * e[k + 1];
                e[k + 1] *= c;
            }
            collect(k, c, s, rc, rs);
        }
        e[high - 1] = f;
    }

    /** No shift: nothing is subtracted, and a zero on the diagonal ends as a zero beside the last element. */
    private void unshifted(int low, int high) {
        double cosine = 1;
        double oldC = 1;
        double oldS = 0;
        for (int k = low; k < high; k++) {
            double r = rotation(d[k] * cosine, e[k]);
            cosine = c;
            double sine = s;
            if (k > low) {
                e[k - 1] = oldS * r;
            }
            d[k] = rotation(oldC * r, d[k + 1] * sine);
            oldC = c;
            oldS = s;
            collect(k, oldC, oldS, cosine, sine);
        }
        double h = d[high] * cosine;
        d[high] = h * oldC;
        e[high - 1] = h * oldS;
    }

    /** c and s with {@code c f + s g = r, c g - s f = 0}; returns r. */
    private double rotation(double f, double g) {
        if (g == 0) {
            c = 1;
            s = 0;
            return f;
        }
        double r = Math.hypot(f, g);
        c = f / r;
        s = g / r;
        return r;
    }

    /** The smaller singular value of {@code (f, g; 0, h)} (LAPACK's dlas2). */
    private static double smaller(double f, double g, double h) {
        double small = Math.min(Math.abs(f), Math.abs(h));
        double large = Math.max(Math.abs(f), Math.abs(h));
        double off = Math.abs(g);
        if (small == 0) {
            return 0;
        }
        double sum = 1 + small / large;
        double gap = (large - small) / large;
        if (off < large) {
            double q = off / large * (off / large);
            return small * (2 / (Math.sqrt(Math.fma(sum, sum, q)) + Math.sqrt(Math.fma(gap, gap, q))));
        }
        double q = large / off;
        double w = 1 / (Math.sqrt(Math.fma(sum * q, sum * q, 1)) + Math.sqrt(Math.fma(gap * q, gap * q, 1)));
        return 2 * (small * w * q);
    }

    private void collect(int k, double lc, double ls, double rc, double rs) {
        if (count == COLLECTED) {
            apply();
        }
        rows[count] = k;
        left[2 * count] = FloatExpData.round(lc);
        left[2 * count + 1] = FloatExpData.round(ls);
        right[2 * count] = FloatExpData.round(rc);
        right[2 * count + 1] = FloatExpData.round(rs);
        count++;
    }

    /** All collected rotations, on some columns of the vectors after others. */
    private void apply() {
        int strips = (n + STRIP - 1) / STRIP;
        int total = count;
        EngineRuntime.parallel(2 * strips, 10L * strips * total, i -> {
            float[] x = i < strips ? ut : vt;
            float[] by = i < strips ? left : right;
            int at = i % strips * STRIP;
            int wide = Math.min(STRIP, n - at);
            for (int r = 0; r < total; ) {
                int end = r + 1;
                while (end < total && rows[end] == rows[end - 1] + 1) {
                    end++;
                }
                FloatBlas1.rotateRows(by, 2 * r, end - r, x, rows[r] * n + at, n, wide);
                r = end;
            }
        });
        count = 0;
    }
}
