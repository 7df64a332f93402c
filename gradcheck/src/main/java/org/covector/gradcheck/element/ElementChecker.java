package org.covector.gradcheck.element;

import io.vavr.Lazy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
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
import org.covector.gradcheck.flat.CoordinateLine;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.flat.RoundingErrors;
import org.covector.gradcheck.threshold.Thresholds;
import org.jspecify.annotations.Nullable;

/** The derivative by single input elements, column by column, against the rows of the pullback. */
public final class ElementChecker {
    private static final int FEW_ESTIMATES = 3;
    private static final int SMALLEST = -1000; // power of two: the smallest distance from 0
    private static final int CLOSEST = 38; // power of two: a jump is checked so close
    private static final int[] CLOSE = {-3, -5, -7, -2, -9};
    private static final int NOISE_STEP = -42; // power of two: the smallest distance that noise is measured at
    private static final int NOISE_STEP_SINGLE = -21;

    private final FlatFunction function;
    private final Options options;
    private final OutputProjection projection;
    private final double[] values;
    private final double[] magnitude;
    private final AnalyticJacobian jacobian;
    private final Judge judge;
    private final StepSizes steps;
    private final double[][] numeric; // by element, empty where not checked
    private final Lazy<Double> largest; // of all numbers around
    private final Lazy<double[]> roundingErrors; // by row: of the value

    private ElementChecker(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian, StepSizes steps,
            double[][] numeric) {
        double[] y = function.value();
        this.function = function;
        this.options = options;
        this.projection = projection;
        this.jacobian = jacobian;
        this.steps = steps;
        this.numeric = numeric;
        this.values = projection.project(y);
        this.magnitude = projection.magnitude(y);
        this.judge = Judge.of(function.epsilon());
        this.largest = Lazy.of(() -> Math.max(Math.max(largest(function.point()), largest(y)), function.largestIntermediate()));
        this.roundingErrors = Lazy.of(() -> RoundingErrors.of(function, options.seed())
                .standardDeviations(function.inputs(), y, projection::project));
    }

    /** Of a function and the Jacobian that its pullback gives, both projected. */
    public static ElementChecker of(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian) {
        return new ElementChecker(function, options, projection, jacobian, StepSizes.of(function), new double[function.point().length][]);
    }

    /** The precision of inputs and values. */
    public double epsilon() {
        return function.epsilon();
    }

    /** The projected values at the point. */
    public double[] values() {
        return values;
    }

    /** The size of the numbers whose rounding errors are in the projected values. */
    public double[] magnitude() {
        return magnitude;
    }

    /** The numeric derivatives found so far, a row for each of the projection; where nothing was found, what the pullback gives. */
    public double[][] numeric() {
        double[][] all = new double[projection.count()][numeric.length];
        for (int r = 0; r < all.length; r++) {
            for (int j = 0; j < numeric.length; j++) {
                all[r][j] = isChecked(j) ? numeric[j][r] : jacobian.at(r, j);
            }
        }
        return all;
    }

    /** Whether element j has been checked by itself. */
    public boolean isChecked(int j) {
        return numeric[j] != null;
    }

    /** The line through the point along element j. */
    public Line line(int j) {
        return new CoordinateLine(function, options.interval(function.inputOf(j)), projection, j);
    }

    /** The verdict on input element j: that of the result element where it is worst. */
    public Element check(int j) {
        return check(j, CheckMode.DEFAULT);
    }

    /** The verdict on input element j: that of the result element where it is worst. */
    public Element check(int j, CheckMode mode) {
        Line line = line(j);
        numeric[j] = new double[projection.count()];
        @Nullable Element[] verdicts = new Element[projection.count()];
        List<DerivativeEstimate> estimates = firstPass(line, j, mode, verdicts);
        @Nullable Element worst = null;
        boolean open = Arrays.asList(verdicts).contains(null);
        List<DerivativeEstimate> careful = open && !mode.isBrief() ? withMeasuredNoise(line, estimates, j, verdicts) : estimates;
        SecondPass second = new SecondPass(line, j, mode, careful);
        for (int r = 0; r < verdicts.length; r++) {
            Element proven = verdicts[r];
            Element v = proven != null ? proven : second.judge(r);
            numeric[j][r] = v.numeric();
            if (worst == null || v.severity() > worst.severity() || v.severity() == worst.severity() && v.excess() > worst.excess()) {
                worst = v;
            }
        }
        int input = function.inputOf(j);
        return worst != null ? worst : Element.withoutGradient(input, j - function.offset(input), "no floating results");
    }

    /** Fills in the verdicts of what can be proven by one estimate; gives the estimates for the rest. */
    private List<DerivativeEstimate> firstPass(Line line, int j, CheckMode mode, @Nullable Element[] verdicts) {
        List<DerivativeEstimate> estimates = new ArrayList<>();
        Judge.Claim[] claims = new Judge.Claim[verdicts.length];
        Arrays.setAll(claims, r -> claim(r, j));
        double[] sharpest = new double[verdicts.length];
        Arrays.fill(sharpest, Double.POSITIVE_INFINITY);
        int open = verdicts.length;
        for (double h : steps.of(j, mode)) {
            DerivativeEstimate e = FiniteDifferences.central(line, values, magnitude, h, function.epsilon(),
                    sofar -> isConverged(claims, verdicts, mode, sofar));
            estimates.add(e);
            for (int r = 0; r < verdicts.length; r++) {
                if (verdicts[r] == null && e.error()[r] <= sharpest[r] && judge.proves(claims[r], e, r)) {
                    verdicts[r] = judge.proven(function.unjudged(j, r, jacobian.at(r, j)), e, r);
                    open--;
                }
                if (e.isKnown(r)) {
                    sharpest[r] = Math.min(sharpest[r], e.error()[r]); // a blunter estimate may not prove what a sharper one denies
                }
            }
            if (open == 0 || mode.isBrief() && estimates.size() == FEW_ESTIMATES) {
                break;
            }
        }
        return estimates;
    }

    private boolean isConverged(Judge.Claim[] claims, @Nullable Element[] verdicts, CheckMode mode, DerivativeEstimate e) {
        for (int r = 0; r < claims.length; r++) {
            if (verdicts[r] == null && !(mode.isBrief() ? judge.isSharp(claims[r], e, r) : judge.provesSharply(claims[r], e, r))) {
                return false;
            }
        }
        return true;
    }

    /** Estimates with the values' noise in their errors, measured. */
    private List<DerivativeEstimate> withMeasuredNoise(Line line, List<DerivativeEstimate> estimates, int j,
            @Nullable Element[] verdicts) {
        boolean[] open = new boolean[verdicts.length];
        for (int r = 0; r < open.length; r++) {
            open[r] = verdicts[r] == null;
        }
        double step = StepSizes.scaled(steps.nearScale(j), function.isSinglePrecision() ? NOISE_STEP_SINGLE : NOISE_STEP);
        double[] noise = Noise.of(line, values, step, Thresholds.NOISE_GRAIN * function.epsilon() * largest.get(), open);
        for (int r = 0; r < noise.length; r++) {
            noise[r] = open[r] ? Math.max(noise[r], roundingErrors.get()[r]) : 0;
        }
        return estimates.stream().map(e -> e.withNoise(noise)).toList();
    }

    /** What is computed for the results that one estimate did not prove; each only if wanted. */
    private final class SecondPass {
        private final Line line;
        private final int j;
        private final CheckMode mode;
        private final List<DerivativeEstimate> estimates;
        private final Lazy<Discontinuity.OneSidedLimits> limits;
        private final Lazy<List<DerivativeEstimate>> right;
        private final Lazy<List<DerivativeEstimate>> left;

        /** Whether result r changes within the smallest steps as much as within large ones: their quotients say nothing of the slope. */
        private boolean isSteep(int r) {
            double close = change(r, steps.shortest(j));
            return close > jumpNoise(r) && close >= Thresholds.STEEP * change(r, steps.usual(j));
        }

        private double jumpNoise(int r) {
            return Thresholds.JUMP_NOISE_VALUE * function.epsilon() * magnitude[r]
                    + Thresholds.JUMP_NOISE_SCATTER * roundingErrors.get()[r];
        }

        private double change(int r, double t) {
            return Math.max(Math.abs(line.at(t)[r] - values[r]), Math.abs(line.at(-t)[r] - values[r]));
        }

        /** Estimates by steps that are small against the distance within which result r changes. */
        private List<DerivativeEstimate> estimatesCloseBy(int r) {
            double half = change(r, steps.shortest(j)) / 2;
            return estimatesWithin(leastStep(t -> !(change(r, t) < half)));
        }

        /** Estimates by steps that stay inside the domain, where its edge is closer than the usual steps; none at the edge itself. */
        private List<DerivativeEstimate> estimatesInside(int r) {
            if (Double.isInfinite(function.point()[j])) {
                return List.of();
            }
            int within = leastStep(t -> !Double.isFinite(change(r, t)));
            return Double.isFinite(change(r, StepSizes.power(within - 1))) ? estimatesWithin(within) : List.of();
        }

        /** The exponent of the least step, of those below the usual ones, from which on a condition holds. */
        private int leastStep(DoublePredicate condition) {
            int high = Math.getExponent(steps.shortest(j));
            int low = function.point()[j] == 0 ? SMALLEST : Math.min(high, Math.getExponent(function.ulp(j)) + 1);
            while (high - low > 1) {
                int middle = (high + low) / 2;
                if (condition.test(StepSizes.power(middle))) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return high;
        }

        private List<DerivativeEstimate> estimatesWithin(int exponent) {
            double[] noise = roundingErrors.get();
            return Arrays.stream(CLOSE).mapToObj(s -> FiniteDifferences.central(line, values, magnitude, StepSizes.power(exponent + s),
                    function.epsilon()).withNoise(noise)).toList();
        }

        SecondPass(Line line, int j, CheckMode mode, List<DerivativeEstimate> estimates) {
            this.line = line;
            this.j = j;
            this.mode = mode;
            this.estimates = estimates;
            this.limits = Lazy.of(() -> Discontinuity.OneSidedLimits.of(line, values, steps.nearScale(j), function.epsilon()));
            this.right = Lazy.of(() -> side(1));
            this.left = Lazy.of(() -> side(-1));
        }

        /** Whether a result that is not finite is the same nearby: it does not depend on this element. */
        private boolean isConstant(int r) {
            double h = steps.usualOfElement(j);
            return Double.compare(line.at(h)[r], values[r]) == 0 && Double.compare(line.at(-h)[r], values[r]) == 0;
        }

        private List<DerivativeEstimate> side(int sign) {
            return steps.of(j, mode).stream().map(h -> FiniteDifferences.oneSided(line, values, sign * h, function.epsilon())).toList();
        }

        Element judge(int r) {
            double analytic = jacobian.at(r, j);
            Element at = function.unjudged(j, r, analytic);
            Judge.Claim claim = carefulClaim(r, j, mode);
            if (!Double.isFinite(values[r])) {
                return analytic == 0 && isConstant(r) ? function.unjudged(j, r, 0).withNumeric(0, 0).withVerdict(Verdict.PROVEN, "")
                        : judge.judge(at, claim, List.of(), r);
            }
            if (estimates.stream().anyMatch(e -> e.isKnown(r))) {
                Element found = judge.judge(at, claim, estimates, r);
                return found.verdict() == Verdict.PROVEN || mode.isBrief() ? found
                        : limits.get().jump(r, jumpNoise(r)).map(step -> judgeJump(step.judge(at, claim), step))
                                .getOrElse(() -> isSteep(r) ? judgeSteep(at, claim, r) : atTie(confirmed(found)));
            }
            List<DerivativeEstimate> inside = estimatesInside(r);
            if (!inside.isEmpty()) {
                return confirmed(judge.judge(at, claim, inside, r));
            }
            Element found = judge.judge(at, claim, right.get().stream().anyMatch(e -> e.isKnown(r)) ? right.get() : left.get(), r);
            return found.verdict() != Verdict.OUTSIDE || !Double.isNaN(analytic) ? found
                    : at.withVerdict(Verdict.WRONG, "no number where the value is finite");
        }

        /** A slope so steep that to the smallest steps there are it looks like a jump says nothing against the gradient. */
        private Element judgeJump(Element e, Discontinuity step) {
            double rise = Math.max(Math.abs(step.left()), Math.abs(step.right()));
            if (e.isWrong() && jumpsWhereEqualElementsPart(e.output())) {
                return withEqualElementsApart(e);
            }
            boolean explained = e.isWrong() && Math.abs(e.analytic()) * Math.scalb(steps.nearScale(j), -CLOSEST) >= Thresholds.STEEP * rise;
            return explained ? e.withVerdict(Verdict.NOISE, e.note()) : e;
        }

        private Element judgeSteep(Element at, Judge.Claim claim, int r) {
            Element e = confirmed(judge.judge(at, claim, estimatesCloseBy(r), r));
            return e.verdict() == Verdict.NOISE || e.verdict() == Verdict.OUTSIDE
                    ? e.withVerdict(Verdict.NOISE, "the value changes within the smallest steps") : e;
        }

        /**
         * Plateaus and sawtooths finer than the steps, and values that underflow, look like another slope from afar: they say nothing
         * against the gradient.
         */
        private Element confirmed(Element e) {
            if (!e.isWrong() || !Double.isFinite(e.analytic())) {
                return e;
            }
            int r = e.output();
            if (e.verdict() == Verdict.KINK) { // in the middle of a tie a gradient may be none of those of an element that is moved alone
                return mode.allowsSubgradients() ? around().asClarkeSubgradient(e, projection.row(r), j).getOrElse(e) : e;
            }
            if (!scaleConsistency(r, j, steps.nearScale(j)).supports(e.numeric(), e.analytic())) {
                return e.withVerdict(Verdict.NOISE, "the slope differs from distance to distance");
            }
            if (!mode.allowsSubgradients()) {
                return e;
            }
            return jumpsWhereEqualElementsPart(r) ? withEqualElementsApart(e)
                    : around().asClarkeSubgradient(e, projection.row(r), j).getOrElse(e);
        }

        /**
         * Where equal elements part by their last digits the gradient jumps. That is no rounding error of it that a difference could be put
         * down to: it is one of the gradients around or it is not.
         */
        private Element atTie(Element e) {
            if (e.verdict() != Verdict.NOISE || !mode.allowsSubgradients() || !around().isTied(j)) {
                return e;
            }
            int r = e.output();
            Element byItself = confirmed(judge.judge(function.unjudged(j, r, e.analytic()), claim(r, j), estimates, r));
            return byItself.verdict() == Verdict.KINK ? byItself : e;
        }

        private boolean jumpsWhereEqualElementsPart(int r) {
            return around().jumpsWhereEqualElementsPart(projection, r, j, jumpNoise(r));
        }

        private static Element withEqualElementsApart(Element e) {
            return e.withKink("the value jumps where equal elements part: nothing can judge it", true);
        }

        private Neighbourhood around() {
            return new Neighbourhood(function, options, new SplittableRandom(options.seed()));
        }
    }

    /** Result r at every distance along element j. */
    public ScaleConsistency scaleConsistency(int r, int j, double size) {
        return new ScaleConsistency(function,
                new ScaleConsistency.ResultAlongElement(line(j), r, values[r], magnitude[r], roundingErrors.get()[r]), j, size);
    }

    /** What is known of the derivative of result r without further runs. */
    private Judge.Claim claim(int r, int j) {
        double analytic = jacobian.at(r, j);
        double row = jacobian.rowScale(r, function.inputOf(j));
        double size = Math.max(Math.abs(analytic), Thresholds.VISIBLE * row);
        if (analytic == 0) { // no size of its own: that of the value over that of the element
            size = Math.max(size, valueOverElement(r, j));
        }
        double scale = analytic != 0 ? Math.abs(analytic) : size == 0 ? 1 : 0;
        return new Judge.Claim(analytic, scale, Thresholds.ANALYTIC_ROUNDING * function.epsilon() * row, size == 0 ? 1 : size,
                Thresholds.QUOTIENT_ROUNDING * function.epsilon() * magnitude[r]);
    }

    private double valueOverElement(int r, int j) {
        return magnitude[r] / steps.elementScale(j);
    }

    /** The same with measured rounding errors. */
    private Judge.Claim carefulClaim(int r, int j, CheckMode mode) {
        Judge.Claim claim = claim(r, j);
        if (!mode.isBrief() && isCancelled(r, j)) {
            double size = valueOverElement(r, j);
            claim = new Judge.Claim(claim.analytic(), Thresholds.VISIBLE * size, claim.rounding(), size, claim.valueRounding());
        }
        return claim.withRounding(claim.rounding() + Thresholds.ANALYTIC_SCATTER * jacobian.error(r, j),
                claim.valueRounding() + (mode.isBrief() ? 0 : Thresholds.QUOTIENT_SCATTER * roundingErrors.get()[r]));
    }

    /**
     * Whether all derivatives by the elements of an input are what rounding leaves of numbers that cancel (the second derivative of a
     * logarithm along exponentials): 0, if not to the last bit, and an error has nothing to be small beside but the value over the element.
     */
    private boolean isCancelled(int r, int j) {
        int input = function.inputOf(j);
        double row = jacobian.rowScale(r, input);
        if (row == 0 || row > judge.resolution() * valueOverElement(r, j)) {
            return false;
        }
        int from = function.offset(input);
        double error = IntStream.range(from, from + function.size(input)).mapToDouble(k -> jacobian.error(r, k)).max().orElse(0);
        return row <= Thresholds.ANALYTIC_SCATTER * error;
    }

    /** The size of element j, or of its tensor if it is 0. */
    public double elementScale(int j) {
        return steps.elementScale(j);
    }

    private static double largest(double... x) {
        double largest = 0;
        for (double v : x) {
            double a = Math.abs(v);
            largest = a > largest && a < Double.POSITIVE_INFINITY ? a : largest;
        }
        return largest;
    }
}
