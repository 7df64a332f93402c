package org.covector.gradcheck.variation;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.difference.DerivativeEstimate;
import org.covector.gradcheck.difference.FiniteDifferences;
import org.covector.gradcheck.difference.Judge;
import org.covector.gradcheck.element.CheckMode;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.Neighbourhood;
import org.covector.gradcheck.element.Subgradient;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.DirectionLine;
import org.covector.gradcheck.flat.EuclideanNorm;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.FlatValues;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.oracle.ForwardMode;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * A quick check of the gradient at one point: along one random direction, and only where that leaves doubt element by element. Of
 * a wrong element it is asked whether it is wrong nearby too, or lies outside of the gradients nearby: at a tie of several kinks
 * no one-sided derivative bounds what a subgradient may be, but the gradients around do (F. Clarke, Optimization and Nonsmooth
 * Analysis, 1983).
 */
final class PointCheck {
    private static final int[] STEPS = {-7, -10, -3, -14};
    private static final int MOST = 8; // elements checked one by one
    private static final int RESULTS = 160; // results checked one by one
    private static final int NEIGHBOURS = 64;
    private static final int NEIGHBOURS_PER_TIE = 4;
    private static final int MOST_NEIGHBOURS = 1024;
    private static final double NEAR = 0x1p-10;
    private static final double CLOSE = 0x1p-30; // closer than a breakpoint

    /** What was found. */
    enum Status {
        /** The gradient is right here. */
        RIGHT,
        /** Nothing can be told: values are not finite or too coarse. */
        UNDECIDED,
        /** The gradient is wrong here. */
        WRONG
    }

    /**
     * What was found.
     *
     * @param outcome in one word
     * @param element the wrong one
     */
    record Finding(Status outcome, Option<Element> element) {
        static final Finding RIGHT = new Finding(Status.RIGHT, Option.none());
        static final Finding UNDECIDED = new Finding(Status.UNDECIDED, Option.none());
    }

    private final FlatFunction function;
    private final Options options;
    private final RandomGenerator random;
    private final VariedInput.Reach reach;
    private final double[] origin;
    private final Judge judge;
    private final OutputProjection projection;
    private final double[] values; // projected
    private final double[] magnitude;
    private final Option<AnalyticJacobian> jacobian;
    private final Neighbourhood neighbourhood;

    private PointCheck(FlatFunction function, Options options, VariedInput.Reach reach, RandomGenerator random,
            OutputProjection projection, Option<AnalyticJacobian> jacobian) {
        this.function = function;
        this.options = options;
        this.reach = reach;
        this.random = random;
        this.neighbourhood = new Neighbourhood(function, options, random);
        this.origin = function.value();
        this.judge = Judge.of(function.epsilon());
        this.projection = projection;
        this.values = projection.project(origin);
        this.magnitude = projection.magnitude(origin);
        this.jacobian = jacobian;
    }

    /** Runs the pullback, if all values are finite. */
    static PointCheck of(FlatFunction function, Options options, VariedInput.Reach reach, RandomGenerator random) {
        OutputProjection projection = OutputProjection.random(1, function.value(), random);
        boolean finite = FlatValues.areFinite(function.value()) && FlatValues.areFinite(function.point());
        return new PointCheck(function, options, reach, random, projection,
                finite ? Option.of(AnalyticJacobian.withoutErrors(function, projection)) : Option.none());
    }

    /** Checks these elements, or all if none are named. */
    Finding check(int... elements) {
        return jacobian.map(r -> check(r, elements)).getOrElse(() -> FlatValues.areFinite(origin) ? checkNotNaN() : Finding.UNDECIDED);
    }

    /** At infinite elements a gradient can only be checked not to be NaN. */
    private Finding checkNotNaN() {
        double[] g = function.pullback(function.point()).apply(OutputProjection.randomVector(origin.length, random));
        for (int j = 0; j < g.length; j++) {
            if (Double.isNaN(g[j]) && Double.isInfinite(function.point()[j])) {
                return new Finding(Status.WRONG, Option.of(function.unjudged(j, 0, g[j])
                        .withVerdict(Verdict.WRONG, "no number where the value is finite")));
            }
        }
        return Finding.RIGHT;
    }

    private Finding check(AnalyticJacobian jacobian, int... elements) {
        int[] all = elements.length > 0 ? elements : IntStream.range(0, function.point().length).toArray();
        if (all.length == 0) {
            return Finding.RIGHT;
        }
        Verdict first = directionalVerdict(all, jacobian);
        if (first == Verdict.PROVEN) {
            return Finding.RIGHT;
        }
        int[] few = all;
        if (elements.length == 0 && all.length > MOST) {
            int[] lost = Arrays.stream(all).filter(j -> !Double.isFinite(jacobian.at(0, j))).limit(MOST).toArray();
            few = lost.length > 0 ? lost : first == Verdict.WRONG ? new int[] {bisect(all, jacobian)}
                    : IntStream.range(0, MOST / 2).map(k -> all[random.nextInt(all.length)]).toArray();
        }
        return checkElements(few, jacobian);
    }

    /** The derivative along a random direction within some elements. */
    private Verdict directionalVerdict(int[] elements, AnalyticJacobian jacobian) {
        double[] u = direction(elements);
        Line line = DirectionLine.of(function, options, projection, elements, u);
        double slope = 0;
        EuclideanNorm norm = new EuclideanNorm();
        for (int k = 0; k < u.length; k++) {
            double part = jacobian.at(0, elements[k]) * u[k];
            slope += part;
            norm.add(part);
        }
        double size = norm.value();
        if (!Double.isFinite(size)) {
            return Verdict.NOISE; // an infinity agrees with every difference, as far as its own size goes
        }
        double scale = Math.max(Math.abs(slope), size);
        Judge.Claim claim = new Judge.Claim(slope, scale > 0 ? scale : magnitude[0] + Double.MIN_NORMAL,
                Thresholds.DIRECTION_ROUNDING * function.epsilon() * size);
        List<DerivativeEstimate> estimates = new ArrayList<>();
        for (int s : STEPS) {
            DerivativeEstimate e = FiniteDifferences.central(line, values, magnitude, Math.scalb(1.0, s), function.epsilon(),
                    sofar -> judge.provesSharply(claim, sofar, 0));
            estimates.add(e);
            if (judge.proves(claim, e, 0)) {
                return Verdict.PROVEN;
            }
        }
        Element at = Element.unjudged(0, 0, 0, slope);
        return judge.judge(at, claim, estimates, 0).verdict();
    }

    private int bisect(int[] elements, AnalyticJacobian jacobian) {
        int[] range = elements;
        while (range.length > 1) {
            int[] left = Arrays.copyOfRange(range, 0, range.length / 2);
            range = directionalVerdict(left, jacobian) == Verdict.WRONG ? left : Arrays.copyOfRange(range, range.length / 2, range.length);
        }
        return range[0];
    }

    private Finding checkElements(int[] elements, AnalyticJacobian jacobian) {
        ElementChecker checker = ElementChecker.of(function, options, projection, jacobian);
        boolean right = false;
        List<Element> kinks = new ArrayList<>();
        for (int j : elements) {
            Element e = checker.check(j, mode());
            if (e.isWrong() || mayBeLost(e)) {
                Option<Element> wrong = resultByResult(j);
                if (wrong.isDefined()) {
                    return new Finding(Status.WRONG, wrong);
                }
            }
            right |= e.verdict() == Verdict.PROVEN || e.verdict() == Verdict.KINK && e.contained();
            if (e.verdict() == Verdict.KINK) {
                kinks.add(e);
            }
        }
        Option<Element> tied = reach == VariedInput.Reach.ORDINARY && !kinks.isEmpty()
                ? new Subgradient(function, options, jacobian, projection, random).violation(kinks) : Option.none();
        if (tied.isDefined()) {
            return new Finding(Status.WRONG, tied);
        }
        return right ? Finding.RIGHT : Finding.UNDECIDED;
    }

    private CheckMode mode() {
        return reach == VariedInput.Reach.BREAKPOINT ? CheckMode.NEAR_BREAKPOINT : CheckMode.DEFAULT;
    }

    /** The results one by one, those first that the element moves most: kinks of several can hide or feign a derivative of their sum. */
    private Option<Element> resultByResult(int j) {
        double[] moved = new double[origin.length];
        for (int s : new int[] {-4, -12}) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] x = function.point().clone();
                x[j] = function.rounded(j, x[j] + sign * Math.scalb(Neighbourhood.elementScale(function, j), s));
                double[] y = function.evaluate(x);
                for (int i = 0; i < y.length; i++) {
                    double by = Math.abs(y[i] - origin[i]);
                    moved[i] = by > moved[i] ? by : moved[i];
                }
            }
        }
        int[] results = IntStream.range(0, origin.length).boxed()
                .sorted((a, b) -> Double.compare(moved[b], moved[a])).limit(RESULTS).mapToInt(i -> i).toArray();
        for (int i : results) {
            Option<Element> wrong = checkResult(i, j);
            if (wrong.isDefined()) {
                return wrong;
            }
        }
        return Option.none();
    }

    private Option<Element> checkResult(int result, int j) {
        OutputProjection basisVector = basisVector(result);
        AnalyticJacobian jacobian = AnalyticJacobian.withoutErrors(function, basisVector);
        Element e = ElementChecker.of(function, options, basisVector, jacobian).check(j, mode());
        if (reach == VariedInput.Reach.EXTREME) {
            ForwardMode forward = new ForwardMode(function, basisVector, jacobian);
            if (mayBeLost(e) && function.isFiniteInside()) {
                return Option.of(forward.decide(List.of(e)).getFirst()).filter(Element::isWrong).map(w -> w.withOutput(result));
            }
            if (e.isWrong() && forward.agrees(0, j)) {
                return Option.none();
            }
        }
        return e.isWrong() && !isExcusable(function, e, result, j) && isWrongNearby(result, j, e) ? Option.of(e.withOutput(result))
                : Option.none();
    }

    /** Whether a pullback may have overflowed to 0 where values are too coarse to tell: the forward rule has to. */
    private boolean mayBeLost(Element e) {
        return reach == VariedInput.Reach.EXTREME && e.verdict() == Verdict.NOISE && e.analytic() == 0 && isOfOrdinarySize(e.numeric());
    }

    /** Where the numeric derivative is none, and an overflow inside where the result is in range. */
    private boolean isExcusable(FlatFunction there, Element e, int result, int j) {
        if (e.verdict() == Verdict.KINK) {
            return !Double.isFinite(e.analytic()) || Double.isNaN(e.numeric()) // the latter where the value jumps
                    || reach == VariedInput.Reach.EXTREME && holdsAtElementScale(there, e, result, j);
        }
        // the result itself may be 0
        double largest = Arrays.stream(there.value()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        if (!Double.isFinite(e.analytic())
                && !(e.error() <= Thresholds.NEARBY_SHARP * Math.max(Math.abs(e.numeric()),
                largest / Neighbourhood.elementScale(there, j)))) {
            return true;
        }
        double root = Math.sqrt(there.isSinglePrecision() ? Float.MAX_VALUE : Double.MAX_VALUE);
        if (!Double.isFinite(e.analytic()) && Math.abs(e.numeric()) > root) {
            return true; // a product on the way to such a derivative may overflow
        }
        boolean lost = !Double.isFinite(e.analytic()) || e.analytic() == 0 || e.numeric() == 0;
        boolean seen = Neighbourhood.elementScale(there, j) == Math.abs(there.point()[j]); // by steps of the element's own size
        if (reach == VariedInput.Reach.EXTREME && lost && !(seen && isOfOrdinarySize(e.numeric()) && there.isFiniteInside())) {
            return true;
        }
        if (lastBits(there, result, j).swallowSteps(e) || lastBits(there, result, j).leave(e)) {
            return true;
        }
        OutputProjection basisVector = basisVector(result);
        ElementChecker checker = ElementChecker.of(there, options, basisVector, AnalyticJacobian.withoutErrors(there, basisVector));
        return !checker.scaleConsistency(0, j, Neighbourhood.elementScale(there, j)).supports(e.numeric(), e.analytic());
    }

    /** Whether a pullback need not overflow on its way to a derivative: one far from 1 is a product of what is further away. */
    private static boolean isOfOrdinarySize(double derivative) {
        double size = Math.abs(derivative);
        return size >= Thresholds.ORDINARY_DERIVATIVE && size <= 1 / Thresholds.ORDINARY_DERIVATIVE;
    }

    /**
     * Whether the gradient of an element as good as 0 is the slope over a part of the element's own size: steps of the usual length see
     * other pieces of the function than the one that the element lies in (a remainder of subnormal numbers).
     */
    private static boolean holdsAtElementScale(FlatFunction there, Element e, int result, int j) {
        double x = there.point()[j];
        if (Neighbourhood.elementScale(there, j) == Math.abs(x)) {
            return false;
        }
        for (int s = -2; s >= -12; s -= 2) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] moved = there.point().clone();
                moved[j] = there.rounded(j, x + sign * Math.scalb(x, s));
                double step = moved[j] - x;
                double slope = step == 0 ? Double.NaN : (there.evaluate(moved)[result] - there.value()[result]) / step;
                if (Math.abs(slope - e.analytic()) <= Thresholds.SLOPE_SAME * Math.abs(e.analytic())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the element is wrong in the neighbourhood too, or none of the right gradients of the neighbourhood. */
    private boolean isWrongNearby(int result, int j, Element here) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean known = false;
        OutputProjection basisVector = basisVector(result);
        double x = Math.abs(function.point()[j]);
        long tied = Arrays.stream(function.point()).filter(v -> Math.abs(v) == x).count(); // each of them is the median now and then
        for (int k = 0; k < Math.max(NEIGHBOURS, Math.min(MOST_NEIGHBOURS, NEIGHBOURS_PER_TIE * tied)); k++) {
            FlatFunction there = neighbourhood.sample(j, k, reach == VariedInput.Reach.BREAKPOINT ? CLOSE : NEAR);
            if (!FlatValues.areFinite(there.value())) {
                continue;
            }
            AnalyticJacobian jacobian = AnalyticJacobian.of(there, basisVector, random);
            double g = jacobian.at(0, j);
            if (!known) {
                Element e = ElementChecker.of(there, options, basisVector, jacobian).check(j, mode());
                if (e.isWrong()) {
                    return e.verdict() == Verdict.WRONG && !isExcusable(there, e, result, j)
                            && !(Math.abs(e.analytic() - e.numeric()) <= Thresholds.NEARBY_SCATTER
                            * new LastBits(there, result, j, random).gradientSpread());
                }
                known = e.verdict() == Verdict.PROVEN;
            }
            if (Double.isFinite(g)) {
                low = Math.min(low, g);
                high = Math.max(high, g);
            }
            double slack = Thresholds.NEARBY_SLACK * NEAR * Math.max(Math.max(Math.abs(low), Math.abs(high)), Math.abs(here.numeric()));
            if (here.analytic() >= low - slack && here.analytic() <= high + slack) {
                return false;
            }
        }
        return known;
    }

    private LastBits lastBits(FlatFunction there, int result, int j) {
        return new LastBits(there, result, j, new SplittableRandom(options.seed()));
    }

    private OutputProjection basisVector(int result) {
        return OutputProjection.basisVector(origin.length, result);
    }

    /** A random direction of the elements' own sizes. */
    private double[] direction(int... elements) {
        double[] u = new double[elements.length];
        for (int k = 0; k < u.length; k++) {
            long bits = random.nextLong();
            u[k] = OutputProjection.sign(bits) * OutputProjection.halfToOne(bits) * Neighbourhood.elementScale(function, elements[k]);
        }
        return u;
    }
}
