package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.covector.engine.Shape;

/** Guesses what went wrong, by trying hypotheses on the analytic against the numeric Jacobian. */
final class Diagnosis {
    private static final double CLOSE = 1e-7;

    private final Subject subject;
    private final double[][] analytic;
    private final double[][] numeric;

    Diagnosis(Subject subject, double[][] analytic, double[][] numeric) {
        this.subject = subject;
        this.analytic = analytic;
        this.numeric = numeric;
    }

    /** A sentence on the gradient of one input, if a hypothesis fits. */
    Option<String> of(int input) {
        double[][] a = block(analytic, input);
        double[][] n = block(numeric, input);
        double size = norm(n);
        if (norm(a) == 0) {
            return size == 0 ? Option.none() : Option.of("it is 0: the path from this input is detached");
        }
        if (size == 0) {
            return Option.of("it should be 0: the result does not depend on this input");
        }
        double factor = dot(a, n) / (size * size);
        if (residual(a, n, factor) <= Math.min(CLOSE, 0.01 * Math.abs(factor - 1)) * norm(a)) {
            return Option.of(constant(factor, a[0].length, a.length));
        }
        return moved(a, n, input).orElse(() -> swapped(a, input)).orElse(() -> slice(a, n)).orElse(() -> digits(a, n)).orElse(() -> rest(a, n));
    }

    private static String constant(double factor, int inputs, int outputs) {
        if (Math.abs(factor + 1) < CLOSE) {
            return "the sign is wrong";
        }
        for (int n : new int[] {inputs, outputs, inputs / outputs, outputs / inputs}) {
            if (n > 1 && Math.abs(factor * n - 1) < CLOSE) {
                return "it is 1/" + n + " of what it should be: averaged instead of summed";
            }
            if (n > 1 && Math.abs(factor / n - 1) < CLOSE) {
                return "it is " + n + " times what it should be: summed instead of averaged";
            }
        }
        return String.format(Locale.ROOT, "it is %.9g times what it should be", factor);
    }

    private Option<String> moved(double[][] a, double[][] n, int input) {
        Shape shape = subject.inputs().get(input).shape();
        int size = a[0].length;
        if (shape.rank() >= 2) {
            int rows = shape.dim(shape.rank() - 2);
            int columns = shape.dim(shape.rank() - 1);
            if (near(a, columns(n, j -> transposed(j, rows, columns)), 1) || near(a, columns(n, j -> transposed(j, columns, rows)), 1)) {
                return Option.of("it is transposed");
            }
        }
        for (int by : new int[] {1, size - 1}) {
            if (size > 1 && near(a, columns(n, j -> (j + by) % size), 1)) {
                return Option.of("it is moved by one element");
            }
        }
        return size > 1 && near(a, columns(n, j -> size - 1 - j), 1) ? Option.of("it is reversed") : Option.none();
    }

    private static int transposed(int j, int rows, int columns) {
        int matrix = j / (rows * columns);
        int at = j % (rows * columns);
        return matrix * rows * columns + at % rows * columns + at / rows;
    }

    private Option<String> swapped(double[][] a, int input) {
        for (int other = 0; other < subject.inputs().size(); other++) {
            if (other != input && subject.size(other) == subject.size(input) && near(a, block(numeric, other), 1)) {
                return Option.of("it is the gradient of input " + other + ": swapped");
            }
        }
        return Option.none();
    }

    /** Right for some result elements, zero for the others. */
    private static Option<String> slice(double[][] a, double[][] n) {
        int zeros = 0;
        for (int r = 0; r < a.length; r++) {
            boolean zero = norm(new double[][] {a[r]}) == 0;
            if (!zero && !near(new double[][] {a[r]}, new double[][] {n[r]}, 1)) {
                return Option.none();
            }
            zeros += zero && norm(new double[][] {n[r]}) > 0 ? 1 : 0;
        }
        return zeros == 0 ? Option.none() : Option.of("it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing");
    }

    private static Option<String> digits(double[][] a, double[][] n) {
        for (int r = 0; r < a.length; r++) {
            for (int j = 0; j < a[r].length; j++) {
                if (Math.abs(a[r][j] - n[r][j]) > 0x1p-22 * Math.abs(n[r][j]) + 1e-9 * norm(n)) {
                    return Option.none();
                }
            }
        }
        return Option.of("it is right to the digits of FLOAT32 only");
    }

    private static Option<String> rest(double[][] a, double[][] n) {
        int wrong = 0;
        int all = 0;
        double size = norm(n) / Math.sqrt(n.length * (double) n[0].length);
        for (int r = 0; r < a.length; r++) {
            for (int j = 0; j < a[r].length; j++) {
                all++;
                wrong += Math.abs(a[r][j] - n[r][j]) <= 0.1 * CLOSE * (size + Math.abs(n[r][j])) ? 0 : 1;
            }
        }
        return wrong < all ? Option.of(wrong + " of " + all + " elements of its Jacobian are wrong, the others right") : Option.none();
    }

    private double[][] block(double[][] all, int input) {
        return Arrays.stream(all).map(row -> Arrays.copyOfRange(row, subject.start(input), subject.start(input) + subject.size(input))).toArray(double[][]::new);
    }

    private static double[][] columns(double[][] n, IntUnaryOperator from) {
        double[][] moved = new double[n.length][n[0].length];
        for (int r = 0; r < n.length; r++) {
            for (int j = 0; j < moved[r].length; j++) {
                moved[r][j] = n[r][from.applyAsInt(j)];
            }
        }
        return moved;
    }

    private static boolean near(double[][] a, double[][] n, double factor) {
        return residual(a, n, factor) <= CLOSE * norm(a);
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

    private static double norm(double[][] a) {
        return Math.sqrt(dot(a, a));
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
