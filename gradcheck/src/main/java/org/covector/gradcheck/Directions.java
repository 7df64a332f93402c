package org.covector.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Large inputs: the derivative of a few random combinations of the results along random directions, and, where one disagrees,
 * bisection to a wrong element.
 */
final class Directions {
    private static final int COUNT = 4;
    private static final int[] STEPS = {-6, -10, -3, -14, -20};

    private final Subject subject;
    private final RandomGenerator random;
    private final Probes probes;
    private final Rows rows;
    private final Columns columns;
    private final double[] origin;
    private final double[] magnitude;
    private final Judge judge;
    private final List<Element> elements = new ArrayList<>();

    Directions(Subject subject, Options options, RandomGenerator random) {
        this.subject = subject;
        this.random = random;
        double[] y = subject.origin();
        this.probes = Probes.random(2, y.length, random);
        this.rows = new Rows(subject, probes, random);
        this.columns = new Columns(subject, options, probes, rows);
        this.origin = probes.see(y);
        this.magnitude = probes.magnitude(y);
        this.judge = Judge.of(subject.epsilon());
        for (int d = 0; d < COUNT; d++) {
            Element found = along(0, subject.point().length);
            elements.add(found.isWrong() ? bisect() : found);
        }
    }

    int count() {
        return COUNT;
    }

    List<Element> elements() {
        return elements;
    }

    private Element bisect() {
        int from = 0;
        int to = subject.point().length;
        while (to - from > 1) {
            int middle = (from + to) >>> 1;
            if (along(from, middle).isWrong()) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return columns.check(from);
    }

    /** The derivative along a random direction within a range of elements. */
    private Element along(int from, int to) {
        double[] u = direction(from, to);
        Differences.Line line = new Differences.Line() {
            @Override
            public double[] at(double t) {
                double[] x = subject.point().clone();
                for (int j = from; j < to; j++) {
                    x[j] = subject.rounded(j, x[j] + t * u[j]);
                }
                return probes.see(subject.at(x));
            }

            @Override
            public double reached(double t) {
                return t;
            }
        };
        List<Estimate> estimates = new ArrayList<>();
        for (int s : STEPS) {
            estimates.add(Differences.central(line, origin, magnitude, Math.scalb(1.0, s), subject.epsilon()));
        }
        Element worst = judge(0, u, from, to, estimates);
        for (int r = 1; r < probes.count(); r++) {
            Element e = judge(r, u, from, to, estimates);
            worst = e.severity() > worst.severity() ? e : worst;
        }
        return worst;
    }

    private Element judge(int r, double[] u, int from, int to, List<Estimate> estimates) {
        double slope = 0;
        double squares = 0;
        for (int j = from; j < to; j++) {
            double part = rows.analytic(r, j) * u[j];
            slope += part;
            squares += part * part;
        }
        double size = Math.sqrt(squares);
        int input = subject.inputs(from);
        Element at = new Element(input, from - subject.start(input), r, slope, Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE, "", true);
        double scale = Math.max(Math.abs(slope), size);
        return judge.judge(at, new Judge.Claim(slope, scale == 0 ? 1 : scale, 256 * subject.epsilon() * size), estimates, r);
    }

    /** A random direction of the elements' own sizes. */
    private double[] direction(int from, int to) {
        double[] x = subject.point();
        double mean = Arrays.stream(x).map(Math::abs).average().orElse(1);
        double[] u = new double[x.length];
        for (int j = from; j < to; j++) {
            double size = Math.max(Math.abs(x[j]), mean == 0 ? 1 : 0.1 * mean);
            u[j] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1) * size;
        }
        return u;
    }
}
