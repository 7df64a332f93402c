package org.covector.engine.kernel.linalg;

/**
 * The roots of {@code 1 / rho + sum over i of z[i]^2 / (d[i] - x) = 0}, the eigenvalues of {@code diag(d) + rho z z^T}: one between any
 * two poles and one behind the last. Found as distance from the nearer pole, by rational functions that agree with the sums over the
 * poles on either side and their derivatives (Bunch, Nielsen and Sorensen, Numer. Math. 31, 1978), bisection where these leave the bracket.
 */
final class Secular {
    private static final int MAX_ITERATIONS = 200;
    private static final double UNIT = 0x1p-53;

    private final double[] d;
    private final double[] z;
    private final int k;
    private final double inverse;
    private double value;
    private double derivativeLeft;
    private double derivativeRight;
    private double error;

    /** d ascending, distinct, rho positive, z not zero. */
    Secular(double[] d, double[] z, int k, double rho) {
        this.d = d;
        this.z = z;
        this.k = k;
        this.inverse = 1 / rho;
    }

    /** Root j; {@code delta[at + i]} becomes {@code d[i] - root}, exact to rounding. */
    double root(int j, double[] delta, int at) {
        if (j == k - 1) {
            return last(delta, at);
        }
        double gap = d[j + 1] - d[j];
        shift(j, 0, delta, at);
        evaluate(j, 0.5 * gap, delta, at);
        boolean isLeft = value >= 0; // the root is in the left half
        int origin = isLeft ? j : j + 1;
        shift(origin, 0, delta, at);
        double low = isLeft ? 0 : -0.5 * gap;
        double high = isLeft ? 0.5 * gap : 0;
        return iterate(j, j + 1, origin, low, high, delta, at);
    }

    private double last(double[] delta, int at) {
        double sum = 0;
        for (int i = 0; i < k; i++) {
            sum = Math.fma(z[i], z[i], sum);
        }
        shift(k - 1, 0, delta, at);
        double high = sum / inverse * (1 + 4 * k * UNIT);
        if (k == 1) {
            double x = z[0] * z[0] / inverse;
            delta[at] = -x;
            return d[0] + x;
        }
        return iterate(k - 2, k - 1, k - 1, 0, high, delta, at);
    }

    private void shift(int origin, double x, double[] delta, int at) {
        for (int i = 0; i < k; i++) {
            delta[at + i] = d[i] - d[origin] - x;
        }
    }

    /** The root in a bracket around which the poles up to {@code left}, and from {@code right} on, are taken together. */
    private double iterate(int left, int right, int origin, double from, double to, double[] delta, int at) {
        double low = from;
        double high = to;
        double x = 0.5 * (low + high);
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            evaluate(left, x, delta, at);
            if (Math.abs(value) <= UNIT * (error + Math.abs(x) * (derivativeLeft + derivativeRight))) {
                break;
            }
            if (value < 0) {
                low = x;
            } else {
                high = x;
            }
            double next = step(delta[at + left] - x, delta[at + right] - x, x);
            if (!(next > low && next < high)) {
                next = middle(low, high);
            }
            if (next <= low || next >= high) {
                break; // neighbours
            }
            x = next;
        }
        for (int i = 0; i < k; i++) {
            delta[at + i] -= x;
        }
        return d[origin] + x;
    }

    /** Near the pole, where many binary orders lie, the geometric mean. */
    private static double middle(double low, double high) {
        double small = Math.min(Math.abs(low), Math.abs(high));
        double large = Math.max(Math.abs(low), Math.abs(high));
        if (small > 0 && large > 16 * small) {
            return Math.copySign(Math.sqrt(small) * Math.sqrt(large), low + high);
        }
        return small == 0 && large > Double.MIN_NORMAL ? 0x1p-10 * (low + high) : 0.5 * (low + high);
    }

    private void evaluate(int left, double x, double[] delta, int at) {
        double psi = 0;
        double dpsi = 0;
        double sums = 0;
        for (int i = 0; i <= left; i++) {
            double q = z[i] / (delta[at + i] - x);
            psi = Math.fma(z[i], q, psi);
            dpsi = Math.fma(q, q, dpsi);
            sums += Math.abs(psi);
        }
        double phi = 0;
        double dphi = 0;
        for (int i = k - 1; i > left; i--) {
            double q = z[i] / (delta[at + i] - x);
            phi = Math.fma(z[i], q, phi);
            dphi = Math.fma(q, q, dphi);
            sums += Math.abs(phi);
        }
        value = inverse + psi + phi;
        derivativeLeft = dpsi;
        derivativeRight = dphi;
        error = 8 * (Math.abs(phi) + Math.abs(psi)) + sums + 2 * inverse;
    }

    /** The root of {@code c + s / (a - t) + r / (b - t)}, a and b the distances to the poles, that agrees at t = 0. */
    private double step(double a, double b, double x) {
        double c = value - derivativeLeft * a - derivativeRight * b;
        double s = derivativeLeft * a * a;
        double r = derivativeRight * b * b;
        // c (a - t)(b - t) + s (b - t) + r (a - t) = 0
        double q = c * (a + b) + s + r;
        double p = a * b * value;
        double root = Math.sqrt(Math.max(0, Math.fma(q, q, -4 * c * p)));
        double t;
        if (b > 0) { // between the poles
            t = q > 0 ? 2 * p / (q + root) : (q - root) / (2 * c);
        } else { // behind both
            t = q >= 0 ? (q + root) / (2 * c) : 2 * p / (q - root);
        }
        return x + t;
    }
}
