package org.covector.gradcheck.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.difference.Differences;
import org.covector.gradcheck.element.Columns;
import org.covector.gradcheck.element.Directions;
import org.covector.gradcheck.flat.Norm;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Rows;
import org.covector.gradcheck.flat.Subject;

/**
 * The remainder {@code |f(x + h u) - f(x) - h df(u)|} along random directions: of order {@code h^2} if the derivative is right, of
 * order h if it is wrong. No step has to be chosen: the order shows over the whole range of h where the remainder stands above the
 * rounding of the values. A kink is of order h too, but its sides differ; a wrong derivative is off by the same on both.
 */
final class Taylor {
    private static final int FIRST = -3;
    private static final int BY = -2;
    private static final int COUNT = 6;
    private static final int LARGE_FIRST = -4; // of these steps some are those of the quotients, along a direction where those are known
    private static final int LARGE_COUNT = 4;
    private static final int LARGE = 1 << 15;
    private static final int SINGLE_COUNT = 4;
    private static final double ABOVE = 50; // times the rounding: where a remainder is measured, not noise
    private static final double STEADY = 0.02;

    private final Directions directions;
    private final double[] combination; // of what the probes see
    private final double[] origin;
    private final double noise;
    private final Rows rows;
    private final double epsilon;
    private final List<Evidence.Remainder> remainders = new ArrayList<>();
    private final List<Course> courses = new ArrayList<>();

    private enum Course { LINEAR, SMOOTH, KINK, WRONG, UNKNOWN }

    Taylor(Subject subject, Columns columns, Rows rows, Directions directions, int[] elements, int count, RandomGenerator random) {
        this.directions = directions;
        this.rows = rows;
        this.epsilon = subject.epsilon();
        this.origin = columns.origin();
        this.combination = Probes.vector(origin.length, random);
        double[] magnitude = columns.magnitude();
        double squares = 0;
        for (int r = 0; r < origin.length; r++) {
            if (Double.isFinite(origin[r])) {
                squares += combination[r] * combination[r] * magnitude[r] * magnitude[r];
            } else {
                combination[r] = 0;
            }
        }
        this.noise = 4 * epsilon * Math.sqrt(squares);
        for (int d = 0; d < count && elements.length > 0; d++) {
            along(elements);
        }
    }

    List<Evidence.Remainder> remainders() {
        return remainders;
    }

    boolean accuses() {
        return courses.contains(Course.WRONG);
    }

    Evidence.Oracle vote() {
        double[] rates = remainders.stream().mapToDouble(Evidence.Remainder::rate).filter(Double::isFinite).sorted().toArray();
        String rate = rates.length == 0 ? "" : String.format(Locale.ROOT, "the remainder falls with h^%.2f", rates[rates.length / 2]);
        String note = accuses() ? rate + ", that of a wrong derivative"
                : courses.contains(Course.SMOOTH) ? rate.isEmpty() ? "the remainder falls below the rounding at once" : rate
                : courses.contains(Course.LINEAR) ? "linear: the remainder is rounding at every h"
                : courses.contains(Course.KINK) ? "no vote: " + rate + " and differs from side to side, as at a kink"
                : "no vote: the values are too coarse, or there is no order";
        return new Evidence.Oracle("Taylor remainder", !accuses(), note);
    }

    private void along(int... elements) {
        boolean large = elements.length > LARGE;
        Directions.Drawn drawn = large ? directions.again(elements) : directions.draw(elements);
        double[] u = drawn.u();
        Differences.Line line = drawn.line();
        double slope = 0;
        Norm norm = new Norm();
        for (int r = 0; r < origin.length; r++) {
            if (combination[r] != 0) {
                for (int k = 0; k < u.length; k++) {
                    double part = combination[r] * rows.analytic(r, elements[k]) * u[k];
                    slope += part;
                    norm.add(part);
                }
            }
        }
        double size = norm.value();
        int count = epsilon > 0x1p-40 ? SINGLE_COUNT : large ? LARGE_COUNT : COUNT;
        double[] h = new double[count];
        double[] right = new double[count];
        double[] left = new double[count];
        double[] zeroth = new double[count];
        for (int k = 0; k < count; k++) {
            h[k] = Math.scalb(1.0, (large ? LARGE_FIRST : FIRST) + BY * k);
            right[k] = difference(line.at(h[k]));
            left[k] = difference(line.at(-h[k]));
            zeroth[k] = Math.abs(right[k]);
            right[k] -= h[k] * slope;
            left[k] += h[k] * slope;
        }
        boolean[] clear = new boolean[count];
        for (int k = 0; k < count; k++) {
            double least = ABOVE * (noise + 16 * epsilon * h[k] * size);
            clear[k] = Math.max(Math.abs(right[k]), Math.abs(left[k])) > least && Double.isFinite(right[k] + left[k]);
        }
        double rate = rate(h, right, left, clear);
        boolean silent = Arrays.stream(combination).allMatch(c -> c == 0) || Double.isNaN(slope)
                || !Double.isFinite(right[count - 1] + left[count - 1]) || noise > 1e-3 * size * h[0];
        courses.add(silent ? Course.UNKNOWN : course(h, right, left, clear, rate, size));
        remainders.add(new Evidence.Remainder(boxed(h), boxed(zeroth), boxed(right), rate));
    }

    private double difference(double... seen) {
        double sum = 0;
        for (int r = 0; r < seen.length; r++) {
            sum += combination[r] == 0 ? 0 : combination[r] * (seen[r] - origin[r]);
        }
        return sum;
    }

    /** The median order between neighbouring steps, over the smaller half of those that are clear. */
    private static double rate(double[] h, double[] right, double[] left, boolean... clear) {
        List<Double> orders = new ArrayList<>();
        for (int k = 1; k < h.length; k++) {
            if (clear[k - 1] && clear[k]) {
                double a = Math.max(Math.abs(right[k - 1]), Math.abs(left[k - 1]));
                double b = Math.max(Math.abs(right[k]), Math.abs(left[k]));
                orders.add(Math.log(a / b) / Math.log(h[k - 1] / h[k]));
            }
        }
        double[] last = orders.subList(orders.size() / 2, orders.size()).stream().mapToDouble(d -> d).sorted().toArray();
        return last.length == 0 ? Double.NaN : last[last.length / 2];
    }

    private Course course(double[] h, double[] right, double[] left, boolean[] clear, double rate, double size) {
        int measured = 0;
        for (boolean c : clear) {
            measured += c ? 1 : 0;
        }
        if (measured == 0) {
            return Course.LINEAR;
        }
        double[] off = new double[h.length]; // by how much the derivative is wrong, as seen from both sides
        double[] bend = new double[h.length]; // how much the sides differ
        for (int k = 0; k < h.length; k++) {
            off[k] = (right[k] - left[k]) / (2 * h[k]);
            bend[k] = (right[k] + left[k]) / (2 * h[k]);
        }
        for (int k = h.length - 1; k >= 2; k--) {
            double least = ABOVE * (noise / h[k] + 16 * epsilon * size);
            if (Math.abs(off[k]) > least && clear[k]) {
                boolean steady = Math.abs(off[k - 1] - off[k]) <= STEADY * Math.abs(off[k])
                        && Math.abs(off[k - 2] - off[k]) <= STEADY * Math.abs(off[k]);
                boolean sided = Math.abs(bend[k]) > 0.3 * Math.abs(bend[k - 2]) && Math.abs(bend[k]) > least;
                return sided ? Course.KINK : steady ? Course.WRONG : rate > 1.5 ? Course.SMOOTH : Course.UNKNOWN;
            }
            if (clear[k] && Math.abs(bend[k]) > least && Math.abs(bend[k]) > 0.3 * Math.abs(bend[k - 2])) {
                return Course.KINK;
            }
        }
        return measured == 1 || rate > 1.5 ? Course.SMOOTH : Course.UNKNOWN;
    }

    private static List<Double> boxed(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Math::abs).toList();
    }
}
