package org.covector.gradcheck.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.RandomDirections;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.EuclideanNorm;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * The remainder {@code |f(x + h u) - f(x) - h df(u)|} along random directions: of order {@code h^2} if the derivative is right, of
 * order h if it is wrong. No step has to be chosen: the order shows over the whole range of h where the remainder stands above the
 * rounding of the values. A kink is of order h too, but its sides differ; a wrong derivative is off by the same on both.
 */
final class TaylorRemainders {
    private static final int FIRST = -3;
    private static final int BY = -2;
    private static final int COUNT = 6;
    private static final int LARGE_FIRST = -4; // of these steps some are those of the quotients, along a direction where those are known
    private static final int LARGE_COUNT = 4;
    private static final int LARGE = 1 << 15;
    private static final int SINGLE_COUNT = 4;

    private final RandomDirections directions;
    private final double[] combination; // of the projected results
    private final double[] origin;
    private final double noise;
    private final AnalyticJacobian jacobian;
    private final double epsilon;
    private final List<Evidence.Remainder> remainders = new ArrayList<>();
    private final List<Behaviour> behaviours = new ArrayList<>();

    private enum Behaviour { LINEAR, SMOOTH, KINK, WRONG, UNKNOWN }

    private TaylorRemainders(RandomDirections directions, AnalyticJacobian jacobian, ElementChecker checker, double[] combination,
            double noise) {
        this.directions = directions;
        this.jacobian = jacobian;
        this.origin = checker.values();
        this.epsilon = checker.epsilon();
        this.combination = combination;
        this.noise = noise;
    }

    /** Along some random directions within elements, of a random combination of the projected results. */
    static TaylorRemainders measure(ElementChecker checker, AnalyticJacobian jacobian, RandomDirections directions, int[] elements,
            int count,
            RandomGenerator random) {
        double[] origin = checker.values();
        double[] combination = OutputProjection.randomVector(origin.length, random);
        double[] magnitude = checker.magnitude();
        double squares = 0;
        for (int r = 0; r < origin.length; r++) {
            if (Double.isFinite(origin[r])) {
                squares += combination[r] * combination[r] * magnitude[r] * magnitude[r];
            } else {
                combination[r] = 0;
            }
        }
        TaylorRemainders all = new TaylorRemainders(directions, jacobian, checker, combination,
                Thresholds.TAYLOR_NOISE * checker.epsilon() * Math.sqrt(squares));
        for (int d = 0; d < count && elements.length > 0; d++) {
            all.measure(elements);
        }
        return all;
    }

    List<Evidence.Remainder> remainders() {
        return remainders;
    }

    boolean isWrong() {
        return behaviours.contains(Behaviour.WRONG);
    }

    Evidence.Oracle vote() {
        double[] rates = remainders.stream().mapToDouble(Evidence.Remainder::rate).filter(Double::isFinite).sorted().toArray();
        String rate = rates.length == 0 ? "" : String.format(Locale.ROOT, "the remainder falls with h^%.2f", rates[rates.length / 2]);
        String note = isWrong() ? rate + ", that of a wrong derivative"
                : behaviours.contains(Behaviour.SMOOTH) ? rate.isEmpty() ? "the remainder falls below the rounding at once" : rate
                : behaviours.contains(Behaviour.LINEAR) ? "linear: the remainder is rounding at every h"
                : behaviours.contains(Behaviour.KINK) ? "no vote: " + rate + " and differs from side to side, as at a kink"
                : "no vote: the values are too coarse, or there is no order";
        return new Evidence.Oracle("Taylor remainder", !isWrong(), note);
    }

    private void measure(int... elements) {
        boolean large = elements.length > LARGE;
        RandomDirections.Direction direction = large ? directions.lastOrNew(elements) : directions.draw(elements);
        double[] u = direction.u();
        Line line = direction.line();
        double slope = 0;
        EuclideanNorm norm = new EuclideanNorm();
        for (int r = 0; r < origin.length; r++) {
            if (combination[r] != 0) {
                for (int k = 0; k < u.length; k++) {
                    double part = combination[r] * jacobian.at(r, elements[k]) * u[k];
                    slope += part;
                    norm.add(part);
                }
            }
        }
        double size = norm.value();
        int count = epsilon > Thresholds.SINGLE_PRECISION ? SINGLE_COUNT : large ? LARGE_COUNT : COUNT;
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
            double least = Thresholds.TAYLOR_MEASURED * (noise + Thresholds.TAYLOR_SLOPE_NOISE * epsilon * h[k] * size);
            clear[k] = Math.max(Math.abs(right[k]), Math.abs(left[k])) > least && Double.isFinite(right[k] + left[k]);
        }
        double rate = rate(h, right, left, clear);
        boolean silent = Arrays.stream(combination).allMatch(c -> c == 0) || Double.isNaN(slope)
                || !Double.isFinite(right[count - 1] + left[count - 1]) || noise > Thresholds.TAYLOR_COARSE * size * h[0];
        behaviours.add(silent ? Behaviour.UNKNOWN : behaviour(h, right, left, clear, rate, size));
        remainders.add(new Evidence.Remainder(boxed(h), boxed(zeroth), boxed(right), rate));
    }

    private double difference(double... projected) {
        double sum = 0;
        for (int r = 0; r < projected.length; r++) {
            sum += combination[r] == 0 ? 0 : combination[r] * (projected[r] - origin[r]);
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

    private Behaviour behaviour(double[] h, double[] right, double[] left, boolean[] clear, double rate, double size) {
        int measured = 0;
        for (boolean c : clear) {
            measured += c ? 1 : 0;
        }
        if (measured == 0) {
            return Behaviour.LINEAR;
        }
        double[] off = new double[h.length]; // by how much the derivative is wrong, as seen from both sides
        double[] bend = new double[h.length]; // how much the sides differ
        for (int k = 0; k < h.length; k++) {
            off[k] = (right[k] - left[k]) / (2 * h[k]);
            bend[k] = (right[k] + left[k]) / (2 * h[k]);
        }
        for (int k = h.length - 1; k >= 2; k--) {
            double least = Thresholds.TAYLOR_MEASURED * (noise / h[k] + Thresholds.TAYLOR_SLOPE_NOISE * epsilon * size);
            if (Math.abs(off[k]) > least && clear[k]) {
                boolean steady = Math.abs(off[k - 1] - off[k]) <= Thresholds.TAYLOR_STEADY * Math.abs(off[k])
                        && Math.abs(off[k - 2] - off[k]) <= Thresholds.TAYLOR_STEADY * Math.abs(off[k]);
                boolean sided = Math.abs(bend[k]) > Thresholds.TAYLOR_SIDED * Math.abs(bend[k - 2]) && Math.abs(bend[k]) > least;
                return sided ? Behaviour.KINK : steady ? Behaviour.WRONG : rate > Thresholds.TAYLOR_SMOOTH ? Behaviour.SMOOTH
                        : Behaviour.UNKNOWN;
            }
            if (clear[k] && Math.abs(bend[k]) > least && Math.abs(bend[k]) > Thresholds.TAYLOR_SIDED * Math.abs(bend[k - 2])) {
                return Behaviour.KINK;
            }
        }
        return measured == 1 || rate > Thresholds.TAYLOR_SMOOTH ? Behaviour.SMOOTH : Behaviour.UNKNOWN;
    }

    private static List<Double> boxed(double... values) {
        return Arrays.stream(values).mapToObj(Math::abs).toList();
    }
}
