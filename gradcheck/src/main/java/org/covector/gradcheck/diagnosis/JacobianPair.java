package org.covector.gradcheck.diagnosis;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Analytic and numeric Jacobian of one input side by side; what has no finite numeric value is left out of both; typical is the
 * size of a number.
 */
public record JacobianPair(double[][] analytic, double[][] numeric, double close, double typical) {
    static JacobianPair of(double[][] analytic, double[][] numeric, int from, int size, double close) {
        double[][] a = new double[analytic.length][size];
        double[][] n = new double[analytic.length][size];
        for (int r = 0; r < a.length; r++) {
            for (int j = 0; j < size; j++) {
                double known = numeric[r][from + j];
                n[r][j] = Double.isFinite(known) ? known : 0;
                a[r][j] = Double.isFinite(known) ? analytic[r][from + j] : 0;
            }
        }
        return new JacobianPair(a, n, close, norm(n) / Math.sqrt(Math.max(1.0, a.length * (double) size)));
    }

    /** A number by row and column. */
    interface Entry {
        double at(int r, int j);
    }

    public int rows() {
        return analytic.length;
    }

    public int columns() {
        return analytic.length == 0 ? 0 : analytic[0].length;
    }

    /** Whether the analytic matrix is the numeric one with columns and rows taken from elsewhere; below 0 stands for zeros. */
    boolean isRearranged(IntUnaryOperator row, IntUnaryOperator column) {
        double difference = 0;
        double size = norm(analytic);
        double most = close * size * (close * size);
        for (int r = 0; r < rows() && difference <= most; r++) {
            int fromRow = row.applyAsInt(r);
            for (int j = 0; j < columns(); j++) {
                int from = column.applyAsInt(j);
                double expected = fromRow < 0 || from < 0 ? 0 : numeric[fromRow][from];
                double d = analytic[r][j] - expected;
                difference += d * d;
            }
        }
        return difference <= most;
    }

    /** Whether the analytic matrix is the numeric one with its numbers, row by row, taken from elsewhere. */
    boolean isPermutation(IntUnaryOperator place) {
        int n = columns();
        double difference = 0;
        double size = norm(analytic);
        double most = close * size * (close * size);
        for (int k = 0; k < rows() * n && difference <= most; k++) {
            int from = place.applyAsInt(k);
            double d = analytic[k / n][k % n] - numeric[from / n][from % n];
            difference += d * d;
        }
        return difference <= most;
    }

    /** The same with the analytic matrix divided. */
    JacobianPair divided(double by) {
        double[][] a = new double[rows()][];
        for (int r = 0; r < a.length; r++) {
            a[r] = Arrays.stream(analytic[r]).map(v -> v / by).toArray();
        }
        return new JacobianPair(a, numeric, close, typical);
    }

    /** Some of its rows. */
    public JacobianPair rows(int from, int to) {
        return new JacobianPair(Arrays.copyOfRange(analytic, from, to), Arrays.copyOfRange(numeric, from, to), close, typical);
    }

    /** Some of its columns. */
    public JacobianPair columns(int... some) {
        return new JacobianPair(chosen(analytic, some), chosen(numeric, some), close, typical);
    }

    private static double[][] chosen(double[][] a, int... columns) {
        return Arrays.stream(a).map(row -> Arrays.stream(columns).mapToDouble(j -> row[j]).toArray()).toArray(double[][]::new);
    }

    /** Whether a number is none at all, next to the others. */
    public boolean isNegligible(double value) {
        return Math.abs(value) <= Thresholds.NEGLIGIBLE * close * typical;
    }

    /** Whether the analytic matrix is another one. */
    boolean equalsNumeric(double[][] other) {
        double off = residual(analytic, other, 1);
        return off < Double.POSITIVE_INFINITY && off <= close * norm(analytic);
    }

    /** The factor of the numeric matrix nearest to the analytic one, NaN if it is no multiple. */
    double factor() {
        double size = norm(numeric);
        double factor = dot(analytic, numeric) / (size * size);
        return residual(analytic, numeric, factor) <= Math.min(close, Thresholds.CONSTANT_FACTOR * Math.abs(factor - 1)) * norm(analytic)
                ? factor : Double.NaN;
    }

    /** Whether a single element is as it should be. */
    boolean isRight(int r, int j) {
        return Math.abs(analytic[r][j] - numeric[r][j]) <= Thresholds.NEGLIGIBLE * close * (typical + Math.abs(numeric[r][j]));
    }

    boolean isColumnRight(int j) {
        for (int r = 0; r < rows(); r++) {
            if (!isRight(r, j)) {
                return false;
            }
        }
        return true;
    }

    boolean isColumnZero(int j) {
        for (double[] row : analytic) {
            if (row[j] != 0) {
                return false;
            }
        }
        return true;
    }

    boolean isRowRight(int r) {
        for (int j = 0; j < columns(); j++) {
            if (!isRight(r, j)) {
                return false;
            }
        }
        return true;
    }

    boolean isRowZero(int r) {
        for (double a : analytic[r]) {
            if (a != 0) {
                return false;
            }
        }
        return true;
    }

    static double norm(double[][] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double residual(double[][] a, double[][] n, double factor) {
        double difference = 0;
        for (int r = 0; r < a.length; r++) {
            for (int j = 0; j < a[r].length; j++) {
                double d = a[r][j] - factor * n[r][j];
                difference += d * d;
            }
        }
        return Math.sqrt(difference);
    }

    private static double dot(double[][] a, double[][] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            for (int j = 0; j < a[r].length; j++) {
                sum += a[r][j] * b[r][j];
            }
        }
        return sum;
    }
}
