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
import org.covector.gradcheck.difference.DerivativeEstimate;
import org.covector.gradcheck.difference.Discontinuity;
import org.covector.gradcheck.difference.FiniteDifferences;
import org.covector.gradcheck.difference.Judge;
import org.covector.gradcheck.difference.Noise;
import org.covector.gradcheck.difference.ScaleConsistency;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.flat.RoundingErrors;
import org.jspecify.annotations.Nullable;

/** The derivative by single input elements, column by column, against the rows of the pullback. */
public final class ElementChecker {
    /**
     * Powers of two of the first steps relative to the scale: the best for smooth functions first, the longest, for what is lost
     * beside large numbers, last.
     */
    private static final int[] STEPS = {-6, -10, -3, -13, -18, -24, -1, 0};
    private static final int SHORTEST = -24;

    /** Steps that stay between two borders close by. */
    private static final int[] STEPS_BETWEEN_BREAKPOINTS = {-14, -16, -23, -25, -27};

    /** Not a power of two, which may be a function's period, and of few bits, so that sums with it are exact. */
    private static final double STEP_MANTISSA = 181.0 / 256;

    private static final int FEW_ESTIMATES = 3;
    private static final double STEEP = 0.25; // of a change within large steps, within the smallest
    private static final int SMALLEST = -1000; // power of two: the smallest distance from 0
    private static final int CLOSEST = 38; // power of two: a jump is looked at so close
    private static final int[] CLOSE = {-3, -5, -7, -2, -9};
    private static final double BESIDE = 0.01; // of the largest value of a row: what is visible beside it
    private static final double ROUNDINGS = 256; // of a value, in a quotient that is as sharp as they allow
    private static final double SCATTERED = 64; // the same for a value whose rounding error is measured

    private final FlatFunction function;
    private final Options options;
    private final OutputProjection projection;
    private final double[] values;
    private final double[] magnitude;
    private final AnalyticJacobian jacobian;
    private final Judge judge;
    private final double[][] numeric; // by element, empty where not looked at
    private final double[] tensorScale; // by input: the mean size of its elements, 1 if all are zero
    private final Lazy<Double> largest; // of the largest number around
    private final Lazy<double[]> roundingErrors; // by probe: the rounding error of the value
    private boolean hasty;
    private boolean strict;
    private boolean fine;

    public ElementChecker(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian) {
        this.function = function;
        this.options = options;
        this.projection = projection;
        this.jacobian = jacobian;
        double[] y = function.value();
        this.values = projection.project(y);
        this.magnitude = projection.magnitude(y);
        this.judge = Judge.of(function.epsilon());
        this.numeric = new double[function.point().length][];
        this.largest = Lazy.of(() -> Math.max(Math.max(largest(function.point()), largest(y)), function.largestIntermediate()));
        this.roundingErrors = Lazy.of(() -> new RoundingErrors(function, options.seed()).standardDeviations(function.inputs(), y, projection::project));
        this.tensorScale = new double[function.inputs().size()];
        for (int input = 0; input < tensorScale.length; input++) {
            tensorScale[input] = mean(input);
        }
    }

    /** What the probes see at the point. */
    public double[] values() {
        return values;
    }

    /** The size of the rounding errors' source in what the probes see. */
    public double[] magnitude() {
        return magnitude;
    }

    /** The numeric derivatives found so far, one row per probe; where nothing was found, what the pullback gives. */
    public double[][] numeric() {
        double[][] all = new double[projection.count()][numeric.length];
        for (int r = 0; r < all.length; r++) {
            for (int j = 0; j < numeric.length; j++) {
                all[r][j] = isChecked(j) ? numeric[j][r] : jacobian.at(r, j);
            }
        }
        return all;
    }

    /** Whether element j has been looked at by itself. */
    public boolean isChecked(int j) {
        return numeric[j] != null;
    }

    /** From now on two sharp estimates that agree are enough against a value: enough others are known to be wrong. */
    public void hurry() {
        hasty = true;
    }

    /** From now on nothing excuses a value for lying between those around. */
    ElementChecker strictly() {
        strict = true;
        return this;
    }

    /** From now on steps are taken that stay between borders close by, too. */
    public ElementChecker finely() {
        fine = true;
        return this;
    }

    /** The line through the point along one element. */
    private final class CoordinateLine implements FiniteDifferences.Line {
        private final int j;
        private final Options.Interval interval;

        CoordinateLine(int j) {
            this.j = j;
            this.interval = options.interval(function.inputOf(j));
        }

        @Override
        public double[] at(double t) {
            double x = function.rounded(j, function.point()[j] + t);
            if (interval.contains(x)) {
                try {
                    return projection.project(function.evaluate(j, x));
                } catch (ArithmeticException | IllegalArgumentException outside) {
                    return projection.undefined();
                }
            }
            return projection.undefined();
        }

        @Override
        public double representableStep(double t) {
            double x = function.point()[j];
            return function.rounded(j, x + t) - x;
        }
    }

    /** The line through the point along element j. */
    public FiniteDifferences.Line line(int j) {
        return new CoordinateLine(j);
    }

    /** The verdict on input element j: that of the result element where it is worst. */
    public Element check(int j) {
        int input = function.inputOf(j);
        int index = j - function.offset(input);
        CoordinateLine line = new CoordinateLine(j);
        numeric[j] = new double[projection.count()];
        @Nullable Element[] verdicts = new Element[projection.count()];
        List<DerivativeEstimate> estimates = firstPass(line, input, index, j, verdicts);
        @Nullable Element worst = null;
        boolean open = Arrays.asList(verdicts).contains(null);
        SecondPass slow = new SecondPass(line, j, open && !hasty ? withMeasuredNoise(line, estimates, j, verdicts) : estimates);
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
    private List<DerivativeEstimate> firstPass(CoordinateLine line, int input, int index, int j, @Nullable Element[] verdicts) {
        List<DerivativeEstimate> estimates = new ArrayList<>();
        Judge.Claim[] claims = new Judge.Claim[verdicts.length];
        Arrays.setAll(claims, r -> claim(r, j, false));
        double[] sharpest = new double[verdicts.length];
        Arrays.fill(sharpest, Double.POSITIVE_INFINITY);
        int open = verdicts.length;
        for (double h : steps(j)) {
            DerivativeEstimate e = FiniteDifferences.central(line, values, magnitude, h, function.epsilon(), sofar -> isConverged(claims, verdicts, sofar));
            estimates.add(e);
            for (int r = 0; r < verdicts.length; r++) {
                if (verdicts[r] == null && e.error()[r] <= sharpest[r] && judge.proves(claims[r], e, r)) {
                    verdicts[r] = judge.proven(input, index, r, jacobian.at(r, j), e, r);
                    open--;
                }
                if (e.isKnown(r)) {
                    sharpest[r] = Math.min(sharpest[r], e.error()[r]); // a blunter estimate may not excuse what a sharper one denies
                }
            }
            if (open == 0 || hasty && estimates.size() == FEW_ESTIMATES) {
                break;
            }
        }
        return estimates;
    }

    private boolean isConverged(Judge.Claim[] claims, @Nullable Element[] verdicts, DerivativeEstimate e) {
        for (int r = 0; r < claims.length; r++) {
            if (verdicts[r] == null && !(hasty ? judge.isSharp(claims[r], e, r) : judge.provesSharply(claims[r], e, r))) {
                return false;
            }
        }
        return true;
    }

    /** Estimates with the values' noise in their errors, measured. */
    private List<DerivativeEstimate> withMeasuredNoise(CoordinateLine line, List<DerivativeEstimate> estimates, int j, @Nullable Element[] verdicts) {
        boolean[] open = new boolean[verdicts.length];
        for (int r = 0; r < open.length; r++) {
            open[r] = verdicts[r] == null;
        }
        double[] noise = Noise.of(line, values, step(nearScale(j), function.epsilon() > 0x1p-40 ? -21 : -42),
                64 * function.epsilon() * largest.get(), open);
        for (int r = 0; r < noise.length; r++) {
            noise[r] = open[r] ? Math.max(noise[r], roundingErrors.get()[r]) : 0;
        }
        return estimates.stream().map(e -> e.withNoise(noise)).toList();
    }

    /** What is looked at for the results that one estimate did not prove; each only if wanted. */
    private final class SecondPass {
        private final CoordinateLine line;
        private final int j;
        private final List<DerivativeEstimate> estimates;
        private final Lazy<Discontinuity.OneSidedLimits> limits;
        private final Lazy<List<DerivativeEstimate>> right;
        private final Lazy<List<DerivativeEstimate>> left;

        /** Whether result r changes within the smallest steps as much as within large ones: their quotients say nothing of the slope. */
        private boolean isSteep(int r) {
            double close = change(r, step(nearScale(j), SHORTEST));
            return close > jumpNoise(r) && close >= STEEP * change(r, step(nearScale(j), STEPS[0]));
        }

        private double jumpNoise(int r) {
            return 64 * function.epsilon() * magnitude[r] + 16 * roundingErrors.get()[r];
        }

        private double change(int r, double t) {
            return Math.max(Math.abs(line.at(t)[r] - values[r]), Math.abs(line.at(-t)[r] - values[r]));
        }

        /** Estimates by steps that are small against the distance within which result r changes. */
        private List<DerivativeEstimate> estimatesCloseBy(int r) {
            int high = Math.getExponent(step(nearScale(j), SHORTEST));
            int low = function.point()[j] == 0 ? SMALLEST : Math.min(high, Math.getExponent(function.ulp(j)) + 1);
            double half = change(r, Math.scalb(STEP_MANTISSA, high)) / 2;
            while (high - low > 1) {
                int middle = (high + low) / 2;
                if (change(r, Math.scalb(STEP_MANTISSA, middle)) < half) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            int within = high;
            double[] noise = roundingErrors.get();
            return Arrays.stream(CLOSE).mapToObj(s ->
                    FiniteDifferences.central(line, values, magnitude, Math.scalb(STEP_MANTISSA, within + s), function.epsilon()).withNoise(noise)).toList();
        }

        SecondPass(CoordinateLine line, int j, List<DerivativeEstimate> estimates) {
            this.line = line;
            this.j = j;
            this.estimates = estimates;
            this.limits = Lazy.of(() -> new Discontinuity.OneSidedLimits(line, values, nearScale(j), function.epsilon()));
            this.right = Lazy.of(() -> side(1));
            this.left = Lazy.of(() -> side(-1));
        }

        /** Whether a result that is not finite is the same nearby: it does not depend on this element. */
        private boolean isConstant(int r) {
            double h = step(elementScale(j), STEPS[0]);
            return Double.compare(line.at(h)[r], values[r]) == 0 && Double.compare(line.at(-h)[r], values[r]) == 0;
        }

        private List<DerivativeEstimate> side(int sign) {
            return steps(j).stream().map(h -> FiniteDifferences.oneSided(line, values, sign * h, function.epsilon())).toList();
        }

        Element judge(int r) {
            double analytic = jacobian.at(r, j);
            int input = function.inputOf(j);
            Element at = new Element(input, j - function.offset(input), r, analytic, Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE,
                    "", true);
            Judge.Claim claim = claim(r, j, true);
            if (!Double.isFinite(values[r])) {
                return analytic == 0 && isConstant(r) ? new Element(input, at.index(), r, 0, 0, 0, Verdict.PROVEN, "", true)
                        : judge.judge(at, claim, List.of(), r);
            }
            if (estimates.stream().anyMatch(e -> e.isKnown(r))) {
                Element found = judge.judge(at, claim, estimates, r);
                return found.verdict() == Verdict.PROVEN || hasty ? found
                        : limits.get().jump(r, jumpNoise(r)).map(step -> judgeJump(step.judge(at, claim), step))
                                .getOrElse(() -> isSteep(r) ? judgeSteep(at, claim, r) : confirmed(found));
            }
            Element found = judge.judge(at, claim, right.get().stream().anyMatch(e -> e.isKnown(r)) ? right.get() : left.get(), r);
            return found.verdict() != Verdict.OUTSIDE || !Double.isNaN(analytic) ? found
                    : new Element(input, at.index(), r, analytic, Double.NaN, Double.POSITIVE_INFINITY, Verdict.WRONG,
                    "no number where the value is finite", false);
        }

        /** A slope so steep that the smallest steps there are see no more of it than of a jump accuses nobody. */
        private Element judgeJump(Element e, Discontinuity step) {
            double rise = Math.max(Math.abs(step.left()), Math.abs(step.right()));
            boolean explained = e.isWrong() && Math.abs(e.analytic()) * Math.scalb(nearScale(j), -CLOSEST) >= STEEP * rise;
            return explained ? new Element(e.input(), e.index(), e.output(), e.analytic(), e.numeric(), e.error(), Verdict.NOISE,
                    e.note(), true) : e;
        }

        private Element judgeSteep(Element at, Judge.Claim claim, int r) {
            Element e = confirmed(judge.judge(at, claim, estimatesCloseBy(r), r));
            return e.verdict() == Verdict.NOISE || e.verdict() == Verdict.OUTSIDE
                    ? new Element(e.input(), e.index(), r, e.analytic(), e.numeric(), e.error(), Verdict.NOISE,
                    "the value changes within the smallest steps", true) : e;
        }

        /** Stairs and saws finer than the steps, and values that underflow, look like another slope from afar: they accuse nobody. */
        private Element confirmed(Element e) {
            if (e.verdict() != Verdict.WRONG || !Double.isFinite(e.analytic())) {
                return e;
            }
            int r = e.output();
            if (!scaleConsistency(r, j, nearScale(j)).supports(e.numeric(), e.analytic())) {
                return new Element(e.input(), e.index(), r, e.analytic(), e.numeric(), e.error(), Verdict.NOISE,
                        "the slope differs from distance to distance", true);
            }
            return strict ? e : new Neighbourhood(function, options, new SplittableRandom(options.seed())).asClarkeSubgradient(e, projection.row(r), j)
                    .getOrElse(e);
        }
    }

    /** Result r at every distance along element j. */
    public ScaleConsistency scaleConsistency(int r, int j, double size) {
        return new ScaleConsistency(function, new ScaleConsistency.ResultAlongElement(new CoordinateLine(j), r, values[r], magnitude[r], roundingErrors.get()[r]), j, size);
    }

    private Judge.Claim claim(int r, int j, boolean careful) {
        double analytic = jacobian.at(r, j);
        double row = jacobian.rowScale(r, function.inputOf(j));
        double size = Math.max(Math.abs(analytic), BESIDE * row);
        if (analytic == 0) { // no size of its own: that of the value over that of the element
            size = Math.max(size, magnitude[r] / elementScale(j));
        }
        double grain = ROUNDINGS * function.epsilon() * magnitude[r] + (careful && !hasty ? SCATTERED * roundingErrors.get()[r] : 0);
        double scale = analytic != 0 ? Math.abs(analytic) : size == 0 ? 1 : 0;
        double rounding = 128 * function.epsilon() * row;
        return new Judge.Claim(analytic, scale, careful ? rounding + 4 * jacobian.error(r, j) : rounding, size == 0 ? 1 : size, grain);
    }

    /** The size of element j, or of its tensor if it is 0. */
    public double elementScale(int j) {
        double x = Math.abs(function.point()[j]);
        return x > 0 ? x : tensorScale[function.inputOf(j)];
    }

    /** The size that distances close by are fractions of: that of element j, but for one that is 0 among huge ones no larger than 1. */
    private double nearScale(int j) {
        return function.point()[j] != 0 ? elementScale(j) : Math.min(elementScale(j), 1);
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
        for (int i = 0; i < function.size(input); i++) {
            sum += Math.abs(function.point()[function.offset(input) + i]);
        }
        double mean = sum / function.size(input);
        return mean > 0 && mean < Double.POSITIVE_INFINITY ? mean : 1;
    }

    /** First steps to try: fractions of the element's own size, of its tensor's, and of 1. */
    private Set<Double> steps(int j) {
        Set<Double> all = new LinkedHashSet<>();
        double own = elementScale(j);
        for (int s : STEPS) {
            all.add(step(own, s));
        }
        double tensor = tensorScale[function.inputOf(j)];
        if (own < tensor / 4) {
            for (int s : new int[] {-5, -9, -13}) {
                all.add(step(tensor, s));
            }
        }
        for (int s : new int[] {-5, -9, -13}) {
            all.add(step(1, s));
        }
        for (int s : fine ? STEPS_BETWEEN_BREAKPOINTS : new int[0]) {
            all.add(step(own, s));
        }
        all.removeIf(h -> !(h > 0x1p-1060) || h == Double.POSITIVE_INFINITY);
        return all;
    }

    private static double step(double scale, int s) {
        return Math.scalb(STEP_MANTISSA, Math.getExponent(scale) + s);
    }
}
