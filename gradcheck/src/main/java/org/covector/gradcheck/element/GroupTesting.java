package org.covector.gradcheck.element;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.difference.DerivativeEstimate;
import org.covector.gradcheck.difference.FiniteDifferences;
import org.covector.gradcheck.difference.Judge;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.EuclideanNorm;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Group testing of many elements at once: directional derivatives along random directions, projected onto random cotangents, and
 * bisection to the elements where one disagrees, cannot be told, or shows a kink.
 *
 * <p>What a passed test proves: along a direction the pullback and the difference quotient agreed within a window w. Whatever
 * the errors of the other elements, the share of an element that is wrong by e is uniform over an interval of length s, so their
 * sum falls into the window with probability 2w/(s e) at most; likewise for errors in results under a cotangent, whose elements
 * are one of 192 numbers in an interval of length 3. With directions and cotangents independent, an element wrong by more than
 * {@code R w / s} passes all of them with at most the accepted probability, where R follows from it alone ({@link #factor}): 45 for
 * one in a million with 6 directions and 4 cotangents. An element counts as proven if that resolution is as fine as is asked of a
 * single difference quotient; the others go into smaller groups, and at last are checked one by one. A single wrong element, or
 * a single kink, is found with certainty.
 */
public final class GroupTesting {
    /** Random cotangents. */
    public static final int COTANGENTS = 4;

    private static final int DIRECTIONS = 6;
    private static final int FEW_DIRECTIONS = 4; // for inputs too large for a verdict on each element
    private static final int[] STEPS = {-6, -10, -14, -19, -24, -27};
    private static final int[] FEW_STEPS = {-8, -12, -5, -16, -20, -24, -27}; // so many elements bend much: three steps are enough
    private static final int[] SINGLE = {-3, -5, -2, -7};
    private static final int SINGLE_ELEMENTS = 6;
    private static final int FAILURES = 64;
    private static final int REPORTED = 5;
    private static final int TESTS = 150;
    public static final int ENOUGH_WRONG = 16;

    private final FlatFunction function;
    private final ElementChecker checker;
    private final OutputProjection projection;
    private final AnalyticJacobian jacobian;
    private final RandomDirections randomDirections;
    private final double[] origin;
    private final double[] magnitude;
    private final Judge judge;
    private final double miss;
    private final double resolutionFactor;
    private final boolean perElement;
    private final Element[] verdicts;
    private final List<Element> results = new ArrayList<>();
    private int failures;
    private int wrong;
    private int tests;
    private boolean searching; // for single elements, which are then judged by themselves: two denials are enough to look closer

    /** Of elements whose own checks are at hand. */
    public GroupTesting(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian,
            ElementChecker checker, RandomDirections directions) {
        this.function = function;
        this.checker = checker;
        this.projection = projection;
        this.jacobian = jacobian;
        this.randomDirections = directions;
        this.origin = checker.values();
        this.magnitude = checker.magnitude();
        this.judge = Judge.of(function.epsilon());
        this.perElement = function.point().length <= options.sampling().above();
        this.miss = options.sampling().miss();
        this.resolutionFactor = resolutionFactor(miss, directions(), projection.count());
        this.verdicts = new Element[perElement ? function.point().length : 0];
        this.searching = perElement;
    }

    /**
     * A verdict on every element, or, if there are too many, on every direction, with the elements that were found. Elements that are
     * known, by number, are left out.
     */
    public List<Element> run(Map<Integer, Element> known) {
        int[] open = RandomDirections.complement(function.point().length, known.keySet());
        if (!perElement) {
            testAll(open);
            return results;
        }
        known.forEach((j, e) -> verdicts[j] = e);
        certify(open);
        return Arrays.asList(verdicts);
    }

    /** How many directions a group passes. */
    public int directions() {
        return perElement ? DIRECTIONS : FEW_DIRECTIONS;
    }

    /** The smallest R for which {@code (2g/R + (1/192 + 2/(3g))^cotangents)^directions} is the accepted probability, for some g. */
    public static double resolutionFactor(double miss, int directions, int cotangents) {
        double one = Math.pow(miss, 1.0 / directions);
        double best = Double.POSITIVE_INFINITY;
        for (double g = 1; g < 1e4; g *= 1.1) {
            double rest = one - Math.pow(1.0 / 192 + 2 / (3 * g), cotangents);
            best = rest > 0 ? Math.min(best, 2 * g / rest) : best;
        }
        return best;
    }

    /** What one direction within a group says. */
    private record DirectionResult(Element worst, boolean passed, double window, double kink) {}

    // ---- a verdict on every element

    private void certify(int[] group) {
        if (group.length <= SINGLE_ELEMENTS || failures > FAILURES) {
            for (int j : group) {
                checkElement(j);
            }
            return;
        }
        double window = 0;
        double kink = 0;
        boolean passed = true;
        for (int d = 0; d < DIRECTIONS && passed; d++) {
            DirectionResult result = testDirection(group);
            passed = result.passed();
            window = Math.max(window, result.window());
            kink = Math.max(kink, result.kink());
        }
        int[] open = passed ? prove(group, window, kink) : group;
        if (open.length == group.length) {
            failures++;
            int middle = split(open);
            certify(Arrays.copyOf(open, middle));
            certify(Arrays.copyOfRange(open, middle, open.length));
        } else {
            certify(open);
        }
    }

    /** Between two inputs, or else in the middle. */
    private int split(int... group) {
        int middle = group.length / 2;
        if (function.inputOf(group[0]) == function.inputOf(group[group.length - 1])) {
            return middle;
        }
        int k = middle;
        while (k > 0 && function.inputOf(group[k - 1]) == function.inputOf(group[middle])) {
            k--;
        }
        while (k == 0 || function.inputOf(group[k]) == function.inputOf(group[0])) {
            k++;
        }
        return k;
    }

    private void checkElement(int j) {
        Element e = checker.check(j, wrong < ENOUGH_WRONG ? CheckMode.DEFAULT : CheckMode.BRIEF);
        verdicts[j] = e;
        wrong += e.isWrong() ? 1 : 0;
    }

    /** The elements that a window on the group's derivative does not prove. */
    private int[] prove(int[] group, double window, double kink) {
        int[] open = new int[group.length];
        int count = 0;
        for (int k = 0; k < group.length; k++) {
            int j = group[k];
            double share = randomDirections.maxStep(group, k);
            double scale = randomDirections.errorScale(group, k);
            double resolution = resolutionFactor * window / share;
            if (resolution <= judge.resolution() * scale && 2 * kink / share <= Thresholds.GROUP_KINK * scale) {
                double a = jacobian.at(0, j);
                verdicts[j] = function.unjudged(j, 0, a).withNumeric(a, resolution).withVerdict(Verdict.PROVEN, "along random directions");
            } else {
                open[count++] = j;
            }
        }
        return Arrays.copyOf(open, count);
    }

    // ---- too many elements for that

    private void testAll(int... all) {
        for (int d = 0; d < directions(); d++) {
            DirectionResult result = testDirection(all);
            Element e = result.worst();
            if (result.passed() && e.verdict() == Verdict.PROVEN) {
                String note = String.format(Locale.ROOT,
                        "an element whose part in it is wrong by more than %.1e is overlooked with a probability of %.0e",
                        resolutionFactor * result.window(), miss);
                e = e.withNote(note);
            }
            results.add(e);
            if (e.isWrong()) {
                break;
            }
        }
        if (results.stream().anyMatch(e -> e.isWrong() || e.verdict() == Verdict.KINK)) {
            List<Element> found = new ArrayList<>();
            searching = true;
            bisect(all, found);
            if (!found.isEmpty()) {
                results.removeIf(e -> e.isWrong() || e.verdict() == Verdict.KINK);
                results.addAll(found);
            }
        }
    }

    private void bisect(int[] group, List<Element> found) {
        if (found.size() >= REPORTED || tests > TESTS) {
            return;
        }
        if (group.length == 1) {
            Element e = checker.check(group[0]);
            if (e.isWrong() || e.verdict() == Verdict.KINK) {
                found.add(e);
            }
            return;
        }
        int middle = group.length / 2;
        for (int[] half : List.of(Arrays.copyOf(group, middle), Arrays.copyOfRange(group, middle, group.length))) {
            tests++;
            if (found.size() < REPORTED && !testDirection(half).passed()) {
                bisect(half, found);
            }
        }
    }

    // ---- one direction

    private DirectionResult testDirection(int[] group) {
        RandomDirections.Direction direction = randomDirections.draw(group);
        double[] u = direction.u();
        int count = projection.count();
        Judge.Claim[] claims = new Judge.Claim[count];
        for (int r = 0; r < count; r++) {
            claims[r] = claim(r, group, u, false);
        }
        double[] goals = goals(group, claims);
        double[] window = new double[count];
        double[] kink = new double[count];
        double[] sharpest = new double[count];
        Arrays.fill(window, Double.POSITIVE_INFINITY);
        Arrays.fill(kink, Double.POSITIVE_INFINITY);
        Arrays.fill(sharpest, Double.POSITIVE_INFINITY);
        List<DerivativeEstimate> estimates = new ArrayList<>();
        double before = Double.POSITIVE_INFINITY;
        int denials = 0;
        for (int s : function.isSinglePrecision() ? SINGLE : perElement ? STEPS : FEW_STEPS) {
            DerivativeEstimate e = FiniteDifferences.central(direction.line(), origin, magnitude, Math.scalb(1.0, s), function.epsilon(),
                    sofar -> isConverged(claims, sofar, goals));
            estimates.add(e);
            double widest = 0;
            boolean sharp = true;
            boolean denied = false;
            for (int r = 0; r < count; r++) {
                if (e.isKnown(r) && e.error()[r] <= sharpest[r]) {
                    boolean agrees = agrees(claims[r], e, r);
                    window[r] = agrees ? Thresholds.AGREES * e.error()[r] + claims[r].rounding() : Double.POSITIVE_INFINITY;
                    kink[r] = agrees ? Thresholds.KINK * Math.max(e.error()[r], e.jumpError()[r]) : Double.POSITIVE_INFINITY;
                    sharpest[r] = e.error()[r];
                }
                widest = Math.max(widest, window[r]);
                sharp &= window[r] <= Thresholds.GROUP_SHARP * goals[r];
                denied |= e.isKnown(r) && e.error()[r] <= Thresholds.GROUP_DENIAL * goals[r] && window[r] == Double.POSITIVE_INFINITY;
            }
            denials += denied ? 1 : 0;
            if (sharp || searching && denials == 2 || widest < Double.POSITIVE_INFINITY && widest >= before / Thresholds.GROUP_PROGRESS) {
                break;
            }
            before = widest;
        }
        return result(group, u, claims, estimates, window, kink);
    }

    private DirectionResult result(int[] group, double[] u, Judge.Claim[] claims, List<DerivativeEstimate> estimates, double[] window,
            double[] kink) {
        double widest = Arrays.stream(window).max().orElse(0);
        boolean passed = widest < Double.POSITIVE_INFINITY;
        if (perElement) {
            Element none = element(group, 0, claims[0]);
            return new DirectionResult(none, passed, widest, Arrays.stream(kink).max().orElse(0));
        }
        Element worst = IntStream.range(0, claims.length).mapToObj(r -> verdict(r, group, u, claims[r], estimates))
                .reduce((e, other) -> other.severity() > e.severity() ? other : e).orElseThrow();
        return new DirectionResult(worst, worst.verdict() == Verdict.PROVEN, widest, 0);
    }

    private Element verdict(int r, int[] group, double[] u, Judge.Claim claim, List<DerivativeEstimate> estimates) {
        Element at = element(group, r, claim);
        Element e = judge.judge(at, claim, estimates, r);
        boolean doubtful = e.isWrong() || e.verdict() == Verdict.NOISE; // the pullback itself may be less precise than is thought
        return doubtful ? judge.judge(at, claim(r, group, u, true), estimates, r) : e;
    }

    private Element element(int[] group, int r, Judge.Claim claim) {
        return function.unjudged(group[0], r, claim.analytic());
    }

    private static boolean agrees(Judge.Claim claim, DerivativeEstimate e, int r) {
        return !e.hasJump(r) && Math.abs(claim.analytic() - e.value()[r]) <= Thresholds.AGREES * e.error()[r] + claim.rounding();
    }

    private static boolean isConverged(Judge.Claim[] claims, DerivativeEstimate e, double... goals) {
        for (int r = 0; r < claims.length; r++) {
            if (!(e.isKnown(r) && agrees(claims[r], e, r) && e.error()[r] <= goals[r]
                    && e.jumpError()[r] <= Thresholds.GROUP_KINK_GOAL * goals[r])) {
                return false;
            }
        }
        return true;
    }

    /** Errors small enough: they prove nearly every element, or, where no element can be proven alone, most of a digit string. */
    private double[] goals(int[] group, Judge.Claim... claims) {
        double[] goals = new double[claims.length];
        if (perElement) {
            double sum = 0;
            for (int k = 0; k < group.length; k++) {
                sum += randomDirections.maxStep(group, k) * randomDirections.errorScale(group, k);
            }
            Arrays.fill(goals, Thresholds.GROUP_GOAL * judge.resolution() * sum / group.length / resolutionFactor);
        } else {
            Arrays.setAll(goals, r -> Thresholds.GROUP_DIGITS * judge.resolution() * claims[r].scale());
        }
        return goals;
    }

    private Judge.Claim claim(int r, int[] group, double[] u, boolean careful) {
        double slope = 0;
        EuclideanNorm norm = new EuclideanNorm();
        EuclideanNorm noise = new EuclideanNorm();
        double[] row = jacobian.rows()[r];
        for (int k = 0; k < group.length; k++) {
            double part = row[group[k]] * u[k];
            slope += part;
            norm.add(part);
            if (careful) {
                noise.add(jacobian.error(r, group[k]) * u[k]);
            }
        }
        double size = norm.value();
        double scale = Math.max(Math.abs(slope), size);
        return new Judge.Claim(slope, scale == 0 ? 1 : scale, Thresholds.GROUP_ROUNDING * function.epsilon() * size
                + Thresholds.GROUP_SCATTER * noise.value());
    }
}
