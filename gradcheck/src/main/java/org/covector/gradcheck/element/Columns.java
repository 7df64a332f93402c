package org.covector.gradcheck.element;

import io.vavr.Lazy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.difference.Differences;
import org.covector.gradcheck.difference.Estimate;
import org.covector.gradcheck.difference.Judge;
import org.covector.gradcheck.difference.Noise;
import org.covector.gradcheck.difference.Scales;
import org.covector.gradcheck.difference.Step;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Rows;
import org.covector.gradcheck.flat.Scatter;
import org.covector.gradcheck.flat.Subject;
import org.jspecify.annotations.Nullable;

/** The derivative by single input elements, column by column, against the rows of the pullback. */
public final class Columns {
    /**
     * Powers of two of the first steps relative to the scale: the best for smooth functions first, the longest, for what is lost
     * beside large numbers, last.
     */
    private static final int[] STEPS = {-6, -10, -3, -13, -18, -24, -1, 0};
    private static final int SHORTEST = -24;

    /** Steps that stay between two borders close by. */
    private static final int[] FINE = {-14, -16, -23, -25, -27};

    /** Not a power of two, which may be a function's period, and of few bits, so that sums with it are exact. */
    private static final double ODD = 181.0 / 256;

    private static final int HASTY = 3;
    private static final double STEEP = 0.25; // of a change within large steps, within the smallest
    private static final int SMALLEST = -1000; // power of two: the smallest distance from 0
    private static final int CLOSEST = 38; // power of two: a jump is looked at so close
    private static final int[] CLOSE = {-3, -5, -7, -2, -9};
    private static final double BESIDE = 0.01; // of the largest value of a row: what is visible beside it
    private static final double ROUNDINGS = 256; // of a value, in a quotient that is as sharp as they allow
    private static final double SCATTERED = 64; // the same for a value whose rounding error is measured

    private final Subject subject;
    private final Options options;
    private final Probes probes;
    private final double[] origin;
    private final double[] magnitude;
    private final Rows rows;
    private final Judge judge;
    private final double[][] numeric; // by element, empty where not looked at
    private final double[] spread; // by input: the mean size of its elements, 1 if all are zero
    private final Lazy<Double> size; // of the largest number around
    private final Lazy<double[]> scatter; // by probe: the rounding error of the value
    private boolean hasty;
    private boolean strict;
    private boolean fine;

    public Columns(Subject subject, Options options, Probes probes, Rows rows) {
        this.subject = subject;
        this.options = options;
        this.probes = probes;
        this.rows = rows;
        double[] y = subject.origin();
        this.origin = probes.see(y);
        this.magnitude = probes.magnitude(y);
        this.judge = Judge.of(subject.epsilon());
        this.numeric = new double[subject.point().length][];
        this.size = Lazy.of(() -> Math.max(Math.max(largest(subject.point()), largest(y)), subject.magnitude()));
        this.scatter = Lazy.of(() -> new Scatter(subject, options.seed()).at(subject.inputs(), y, probes::see));
        this.spread = new double[subject.inputs().size()];
        for (int input = 0; input < spread.length; input++) {
            spread[input] = mean(input);
        }
    }

    /** What the probes see at the point. */
    public double[] origin() {
        return origin;
    }

    /** The size of the rounding errors' source in what the probes see. */
    public double[] magnitude() {
        return magnitude;
    }

    /** The numeric derivatives found so far, one row per probe; where nothing was found, what the pullback gives. */
    public double[][] numeric() {
        double[][] all = new double[probes.count()][numeric.length];
        for (int r = 0; r < all.length; r++) {
            for (int j = 0; j < numeric.length; j++) {
                all[r][j] = isSeen(j) ? numeric[j][r] : rows.analytic(r, j);
            }
        }
        return all;
    }

    /** Whether element j has been looked at by itself. */
    public boolean isSeen(int j) {
        return numeric[j] != null;
    }

    /** From now on two sharp estimates that agree are enough against a value: enough others are known to be wrong. */
    public void hurry() {
        hasty = true;
    }

    /** From now on nothing excuses a value for lying between those around. */
    Columns strictly() {
        strict = true;
        return this;
    }

    /** From now on steps are taken that stay between borders close by, too. */
    public Columns finely() {
        fine = true;
        return this;
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
            double x = subject.rounded(j, subject.point()[j] + t);
            if (interval.contains(x)) {
                try {
                    return probes.see(subject.at(j, x));
                } catch (ArithmeticException | IllegalArgumentException outside) {
                    return probes.nowhere();
                }
            }
            return probes.nowhere();
        }

        @Override
        public double reached(double t) {
            double x = subject.point()[j];
            return subject.rounded(j, x + t) - x;
        }
    }

    /** The line through the point along element j. */
    public Differences.Line line(int j) {
        return new Along(j);
    }

    /** The verdict on input element j: that of the result element where it is worst. */
    public Element check(int j) {
        int input = subject.inputs(j);
        int index = j - subject.start(input);
        Along line = new Along(j);
        numeric[j] = new double[probes.count()];
        @Nullable Element[] verdicts = new Element[probes.count()];
        List<Estimate> estimates = quick(line, input, index, j, verdicts);
        @Nullable Element worst = null;
        boolean open = Arrays.asList(verdicts).contains(null);
        Slow slow = new Slow(line, j, open && !hasty ? careful(line, estimates, j, verdicts) : estimates);
        for (int r = 0; r < verdicts.length; r++) {
            Element quick = verdicts[r];
            Element v = quick != null ? quick : slow.judge(r);
            numeric[j][r] = v.numeric();
            if (worst == null || v.severity() > worst.severity() || v.severity() == worst.severity() && v.excess() > worst.excess()) {
                worst = v;
            }
        }
        return worst != null ? worst : new Element(input, index, 0, 0, 0, 0, Verdict.NO_GRADIENT, "no floating results", true);
    }

    /** Fills in the verdicts of what can be proven by one estimate; gives the estimates for the rest. */
    private List<Estimate> quick(Along line, int input, int index, int j, @Nullable Element[] verdicts) {
        List<Estimate> estimates = new ArrayList<>();
        Judge.Claim[] claims = new Judge.Claim[verdicts.length];
        Arrays.setAll(claims, r -> claim(r, j, false));
        double[] sharpest = new double[verdicts.length];
        Arrays.fill(sharpest, Double.POSITIVE_INFINITY);
        int open = verdicts.length;
        for (double h : steps(j)) {
            Estimate e = Differences.central(line, origin, magnitude, h, subject.epsilon(), sofar -> settled(claims, verdicts, sofar));
            estimates.add(e);
            for (int r = 0; r < verdicts.length; r++) {
                if (verdicts[r] == null && e.error()[r] <= sharpest[r] && judge.proves(claims[r], e, r)) {
                    verdicts[r] = judge.proven(input, index, r, rows.analytic(r, j), e, r);
                    open--;
                }
                if (e.known(r)) {
                    sharpest[r] = Math.min(sharpest[r], e.error()[r]); // a blunter estimate may not excuse what a sharper one denies
                }
            }
            if (open == 0 || hasty && estimates.size() == HASTY) {
                break;
            }
        }
        return estimates;
    }

    private boolean settled(Judge.Claim[] claims, @Nullable Element[] verdicts, Estimate e) {
        for (int r = 0; r < claims.length; r++) {
            if (verdicts[r] == null && !(hasty ? judge.sharp(claims[r], e, r) : judge.settles(claims[r], e, r))) {
                return false;
            }
        }
        return true;
    }

    /** Estimates with the values' noise in their errors, measured. */
    private List<Estimate> careful(Along line, List<Estimate> estimates, int j, @Nullable Element[] verdicts) {
        boolean[] open = new boolean[verdicts.length];
        for (int r = 0; r < open.length; r++) {
            open[r] = verdicts[r] == null;
        }
        double[] noise = Noise.of(line, origin, power(near(j), subject.epsilon() > 0x1p-40 ? -21 : -42),
                64 * subject.epsilon() * size.get(), open);
        for (int r = 0; r < noise.length; r++) {
            noise[r] = open[r] ? Math.max(noise[r], scatter.get()[r]) : 0;
        }
        return estimates.stream().map(e -> e.withNoise(noise)).toList();
    }

    /** What is looked at for the results that one estimate did not prove; each only if wanted. */
    private final class Slow {
        private final Along line;
        private final int j;
        private final List<Estimate> estimates;
        private final Lazy<Step.Around> around;
        private final Lazy<List<Estimate>> right;
        private final Lazy<List<Estimate>> left;

        /** Whether result r changes within the smallest steps as much as within large ones: their quotients say nothing of the slope. */
        private boolean isSteep(int r) {
            double close = change(r, power(near(j), SHORTEST));
            return close > jumpNoise(r) && close >= STEEP * change(r, power(near(j), STEPS[0]));
        }

        private double jumpNoise(int r) {
            return 64 * subject.epsilon() * magnitude[r] + 16 * scatter.get()[r];
        }

        private double change(int r, double t) {
            return Math.max(Math.abs(line.at(t)[r] - origin[r]), Math.abs(line.at(-t)[r] - origin[r]));
        }

        /** Estimates by steps that are small against the distance within which result r changes. */
        private List<Estimate> closely(int r) {
            int high = Math.getExponent(power(near(j), SHORTEST));
            int low = subject.point()[j] == 0 ? SMALLEST : Math.min(high, Math.getExponent(subject.spacing(j)) + 1);
            double half = change(r, Math.scalb(ODD, high)) / 2;
            while (high - low > 1) {
                int middle = (high + low) / 2;
                if (change(r, Math.scalb(ODD, middle)) < half) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            int within = high;
            double[] noise = scatter.get();
            return Arrays.stream(CLOSE).mapToObj(s ->
                    Differences.central(line, origin, magnitude, Math.scalb(ODD, within + s), subject.epsilon()).withNoise(noise)).toList();
        }

        Slow(Along line, int j, List<Estimate> estimates) {
            this.line = line;
            this.j = j;
            this.estimates = estimates;
            this.around = Lazy.of(() -> new Step.Around(line, origin, near(j), subject.epsilon()));
            this.right = Lazy.of(() -> side(1));
            this.left = Lazy.of(() -> side(-1));
        }

        /** Whether a result that is not finite is the same nearby: it does not depend on this element. */
        private boolean stays(int r) {
            double h = power(reach(j), STEPS[0]);
            return Double.compare(line.at(h)[r], origin[r]) == 0 && Double.compare(line.at(-h)[r], origin[r]) == 0;
        }

        private List<Estimate> side(int sign) {
            return steps(j).stream().map(h -> Differences.oneSided(line, origin, sign * h, subject.epsilon())).toList();
        }

        Element judge(int r) {
            double analytic = rows.analytic(r, j);
            int input = subject.inputs(j);
            Element at = new Element(input, j - subject.start(input), r, analytic, Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE,
                    "", true);
            Judge.Claim claim = claim(r, j, true);
            if (!Double.isFinite(origin[r])) {
                return analytic == 0 && stays(r) ? new Element(input, at.index(), r, 0, 0, 0, Verdict.PROVEN, "", true)
                        : judge.judge(at, claim, List.of(), r);
            }
            if (estimates.stream().anyMatch(e -> e.known(r))) {
                Element found = judge.judge(at, claim, estimates, r);
                return found.verdict() == Verdict.PROVEN || hasty ? found
                        : around.get().jump(r, jumpNoise(r)).map(step -> jumping(step.judge(at, claim), step))
                                .getOrElse(() -> isSteep(r) ? steep(at, claim, r) : supported(found));
            }
            Element found = judge.judge(at, claim, right.get().stream().anyMatch(e -> e.known(r)) ? right.get() : left.get(), r);
            return found.verdict() != Verdict.OUTSIDE || !Double.isNaN(analytic) ? found
                    : new Element(input, at.index(), r, analytic, Double.NaN, Double.POSITIVE_INFINITY, Verdict.WRONG,
                    "no number where the value is finite", false);
        }

        /** A slope so steep that the smallest steps there are see no more of it than of a jump accuses nobody. */
        private Element jumping(Element e, Step step) {
            double rise = Math.max(Math.abs(step.left()), Math.abs(step.right()));
            boolean explained = e.isWrong() && Math.abs(e.analytic()) * Math.scalb(near(j), -CLOSEST) >= STEEP * rise;
            return explained ? new Element(e.input(), e.index(), e.output(), e.analytic(), e.numeric(), e.error(), Verdict.NOISE,
                    e.note(), true) : e;
        }

        private Element steep(Element at, Judge.Claim claim, int r) {
            Element e = supported(judge.judge(at, claim, closely(r), r));
            return e.verdict() == Verdict.NOISE || e.verdict() == Verdict.OUTSIDE
                    ? new Element(e.input(), e.index(), r, e.analytic(), e.numeric(), e.error(), Verdict.NOISE,
                    "the value changes within the smallest steps", true) : e;
        }

        /** Stairs and saws finer than the steps, and values that underflow, look like another slope from afar: they accuse nobody. */
        private Element supported(Element e) {
            if (e.verdict() != Verdict.WRONG || !Double.isFinite(e.analytic())) {
                return e;
            }
            int r = e.output();
            if (!scales(r, j, near(j)).support(e.numeric(), e.analytic())) {
                return new Element(e.input(), e.index(), r, e.analytic(), e.numeric(), e.error(), Verdict.NOISE,
                        "the slope differs from distance to distance", true);
            }
            return strict ? e : new Neighbourhood(subject, options, new SplittableRandom(options.seed())).excuse(e, probes.alone(r), j)
                    .getOrElse(e);
        }
    }

    /** Result r at every distance along element j. */
    public Scales scales(int r, int j, double size) {
        return new Scales(subject, new Scales.Result(new Along(j), r, origin[r], magnitude[r], scatter.get()[r]), j, size);
    }

    private Judge.Claim claim(int r, int j, boolean careful) {
        double analytic = rows.analytic(r, j);
        double row = rows.scale(r, subject.inputs(j));
        double size = Math.max(Math.abs(analytic), BESIDE * row);
        if (analytic == 0) { // no size of its own: that of the value over that of the element
            size = Math.max(size, magnitude[r] / reach(j));
        }
        double grain = ROUNDINGS * subject.epsilon() * magnitude[r] + (careful && !hasty ? SCATTERED * scatter.get()[r] : 0);
        double scale = analytic != 0 ? Math.abs(analytic) : size == 0 ? 1 : 0;
        double rounding = 128 * subject.epsilon() * row;
        return new Judge.Claim(analytic, scale, careful ? rounding + 4 * rows.noise(r, j) : rounding, size == 0 ? 1 : size, grain);
    }

    /** The size of element j, or of its tensor if it is 0. */
    public double reach(int j) {
        double x = Math.abs(subject.point()[j]);
        return x > 0 ? x : spread[subject.inputs(j)];
    }

    /** The size that distances close by are fractions of: that of element j, but for one that is 0 among huge ones no larger than 1. */
    private double near(int j) {
        return subject.point()[j] != 0 ? reach(j) : Math.min(reach(j), 1);
    }

    private static double largest(double... x) {
        double largest = 0;
        for (double v : x) {
            double a = Math.abs(v);
            largest = a > largest && a < Double.POSITIVE_INFINITY ? a : largest;
        }
        return largest;
    }

    private double mean(int input) {
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
        double tensor = spread[subject.inputs(j)];
        if (own < tensor / 4) {
            for (int s : new int[] {-5, -9, -13}) {
                all.add(power(tensor, s));
            }
        }
        for (int s : new int[] {-5, -9, -13}) {
            all.add(power(1, s));
        }
        for (int s : fine ? FINE : new int[0]) {
            all.add(power(own, s));
        }
        all.removeIf(h -> !(h > 0x1p-1060) || h == Double.POSITIVE_INFINITY);
        return all;
    }

    private static double power(double scale, int s) {
        return Math.scalb(ODD, Math.getExponent(scale) + s);
    }
}
