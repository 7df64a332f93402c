package org.covector.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The derivative by single input elements, column by column, against the rows of the pullback. */
final class Columns {
    /** Powers of two of the first steps relative to the scale: the best for smooth functions first. */
    private static final int[] STEPS = {-5, -9, -2, -13, -18, -24};

    private final Subject subject;
    private final Options options;
    private final Probes probes;
    private final double[] origin;
    private final double[] magnitude;
    private final Rows rows;
    private final Judge judge;
    private final double[][] numeric;

    Columns(Subject subject, Options options, Probes probes, Rows rows) {
        this.subject = subject;
        this.options = options;
        this.probes = probes;
        this.rows = rows;
        double[] y = subject.origin();
        this.origin = probes.see(y);
        this.magnitude = probes.magnitude(y);
        this.judge = Judge.of(subject.epsilon());
        this.numeric = new double[probes.count()][subject.point().length];
    }

    /** The numeric derivatives found so far, one row per probe. */
    double[][] numeric() {
        return numeric;
    }

    /** The line through the point along one element. */
    private final class Along implements Differences.Line {
        private final int j;
        private final Options.Interval interval;

        Along(int j) {
            this.j = j;
            this.interval = options.interval(subject.inputs(j));
        }

        @Override
        public double[] at(double t) {
            double[] x = subject.point().clone();
            x[j] = subject.rounded(j, x[j] + t);
            if (interval.contains(x[j])) {
                try {
                    return probes.see(subject.at(x));
                } catch (ArithmeticException | IllegalArgumentException outside) {
                    return nowhere();
                }
            }
            return nowhere();
        }

        private double[] nowhere() {
            double[] none = new double[probes.count()];
            Arrays.fill(none, Double.NaN);
            return none;
        }

        @Override
        public double reached(double t) {
            double x = subject.point()[j];
            return subject.rounded(j, x + t) - x;
        }
    }

    /** The verdict on input element j: that of the result element where it is worst. */
    Element check(int j) {
        int input = subject.inputs(j);
        int index = j - subject.start(input);
        Along line = new Along(j);
        List<Estimate> estimates = new ArrayList<>();
        @Nullable Element[] verdicts = new Element[probes.count()];
        double[] sharpest = new double[verdicts.length];
        Arrays.fill(sharpest, Double.POSITIVE_INFINITY);
        int open = verdicts.length;
        for (double h : steps(j)) {
            Estimate e = Differences.central(line, origin, magnitude, h, subject.epsilon());
            estimates.add(e);
            for (int r = 0; r < verdicts.length; r++) {
                if (verdicts[r] == null && e.error()[r] <= sharpest[r] && judge.proves(claim(r, j, false), e, r)) {
                    verdicts[r] = judge.proven(input, index, r, rows.analytic(r, j), e, r);
                    open--;
                }
                if (e.known(r)) {
                    sharpest[r] = Math.min(sharpest[r], e.error()[r]); // a blunter estimate may not excuse what a sharper one denies
                }
            }
            if (open == 0) {
                break;
            }
        }
        @Nullable Element worst = null;
        List<Estimate> careful = open == 0 ? List.of() : careful(line, estimates, j);
        for (int r = 0; r < verdicts.length; r++) {
            Element quick = verdicts[r];
            Element v = quick != null ? quick : slow(line, input, index, r, j, careful);
            numeric[r][j] = v.numeric();
            if (worst == null || v.severity() > worst.severity() || v.severity() == worst.severity() && v.excess() > worst.excess()) {
                worst = v;
            }
        }
        return worst != null ? worst : new Element(input, index, 0, 0, 0, 0, Verdict.NO_GRADIENT, "no floating results", true);
    }

    /** Estimates with the values' noise in their errors, measured. */
    private List<Estimate> careful(Along line, List<Estimate> estimates, int j) {
        double[] noise = Noise.of(line, origin, power(reach(j), subject.epsilon() > 0x1p-40 ? -21 : -44));
        return estimates.stream().map(e -> e.withNoise(noise)).toList();
    }

    private Element slow(Along line, int input, int index, int r, int j, List<Estimate> estimates) {
        double analytic = rows.analytic(r, j);
        Element at = new Element(input, index, r, analytic, Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE, "", true);
        Judge.Claim claim = claim(r, j, true);
        if (estimates.stream().anyMatch(e -> e.known(r))) {
            return judge.judge(at, claim, estimates, r);
        }
        if (!Double.isFinite(origin[r])) {
            return judge.judge(at, claim, List.of(), r);
        }
        List<Estimate> right = new ArrayList<>();
        List<Estimate> left = new ArrayList<>();
        for (double h : steps(j)) {
            right.add(Differences.oneSided(line, origin, h, subject.epsilon()));
            left.add(Differences.oneSided(line, origin, -h, subject.epsilon()));
        }
        return judge.judge(at, claim, right.stream().anyMatch(e -> e.known(r)) ? right : left, r);
    }

    private Judge.Claim claim(int r, int j, boolean careful) {
        double analytic = rows.analytic(r, j);
        double row = rows.scale(r, subject.inputs(j));
        double scale = Math.max(Math.abs(analytic), 0.01 * row);
        if (scale == 0) {
            double natural = magnitude[r] / reach(j);
            scale = natural == 0 ? 1 : natural;
        }
        double rounding = 128 * subject.epsilon() * row;
        return new Judge.Claim(analytic, scale, careful ? rounding + 4 * rows.noise(r, j) : rounding);
    }

    private double reach(int j) {
        double x = Math.abs(subject.point()[j]);
        return x > 0 ? x : spread(j);
    }

    /** The mean size of the elements of j's input, 1 if all are zero. */
    private double spread(int j) {
        int input = subject.inputs(j);
        double sum = 0;
        for (int i = 0; i < subject.size(input); i++) {
            sum += Math.abs(subject.point()[subject.start(input) + i]);
        }
        double mean = sum / subject.size(input);
        return mean > 0 && mean < Double.POSITIVE_INFINITY ? mean : 1;
    }

    /** First steps to try: fractions of the element's own size, of its tensor's, and of 1. */
    private Set<Double> steps(int j) {
        Set<Double> all = new LinkedHashSet<>();
        double own = reach(j);
        for (int s : STEPS) {
            all.add(power(own, s));
        }
        double tensor = spread(j);
        if (own < tensor / 4) {
            for (int s : new int[] {-5, -9, -13}) {
                all.add(power(tensor, s));
            }
        }
        for (int s : new int[] {-5, -9, -13}) {
            all.add(power(1, s));
        }
        all.removeIf(h -> !(h > 0x1p-1060) || h == Double.POSITIVE_INFINITY);
        return all;
    }

    private static double power(double scale, int s) {
        return Math.scalb(1, Math.getExponent(scale) + s);
    }
}
