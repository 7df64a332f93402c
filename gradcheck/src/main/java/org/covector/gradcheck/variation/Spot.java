package org.covector.gradcheck.variation;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.difference.Differences;
import org.covector.gradcheck.difference.Estimate;
import org.covector.gradcheck.difference.Judge;
import org.covector.gradcheck.element.Columns;
import org.covector.gradcheck.element.Neighbourhood;
import org.covector.gradcheck.element.Subgradient;
import org.covector.gradcheck.flat.Norm;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Ray;
import org.covector.gradcheck.flat.Rows;
import org.covector.gradcheck.flat.Subject;
import org.covector.gradcheck.oracle.Forward;

/**
 * A quick look at the gradient at one point: along one random direction, and only where that leaves doubt element by element. Of
 * a wrong element it is asked whether it is wrong nearby too, or lies outside of the gradients nearby: at a tie of several kinks
 * no one-sided derivative bounds what a subgradient may be, but the gradients around do (F. Clarke, Optimization and Nonsmooth
 * Analysis, 1983).
 */
final class Spot {
    private static final int[] STEPS = {-7, -10, -3, -14};
    private static final int MOST = 8; // elements looked at one by one
    private static final int RESULTS = 160; // results looked at one by one
    private static final int NEIGHBOURS = 64;
    private static final double SAME = 1e-9; // of slopes without rounding
    private static final double NEAR = 0x1p-10;
    private static final double CLOSE = 0x1p-30; // closer than a border
    private static final double SHARP = 1e-3;
    private static final int TRIALS = 16;
    private static final int BITS = 5;

    /** What was found. */
    enum Outcome {
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
    record Found(Outcome outcome, Option<Element> element) {
        static final Found RIGHT = new Found(Outcome.RIGHT, Option.none());
        static final Found UNDECIDED = new Found(Outcome.UNDECIDED, Option.none());
    }

    private final Subject subject;
    private final Options options;
    private final RandomGenerator random;
    private final Variant.Reach reach;
    private final double[] origin;
    private final Judge judge;
    private final Probes probes;
    private final double[] here; // as the probe sees it
    private final double[] magnitude;
    private final Option<Rows> rows;
    private final Neighbourhood neighbourhood;

    /** Runs the pullback, if all values are finite. */
    Spot(Subject subject, Options options, Variant.Reach reach, RandomGenerator random) {
        this.subject = subject;
        this.options = options;
        this.reach = reach;
        this.random = random;
        this.neighbourhood = new Neighbourhood(subject, options, random);
        this.origin = subject.origin();
        this.judge = Judge.of(subject.epsilon());
        this.probes = Probes.random(1, origin, random);
        this.here = probes.see(origin);
        this.magnitude = probes.magnitude(origin);
        this.rows = finite(origin) && finite(subject.point()) ? Option.of(Rows.exact(subject, probes)) : Option.none();
    }

    /** Looks at these elements, or at all if none are named. */
    Found look(int... elements) {
        return rows.map(r -> look(r, elements)).getOrElse(() -> finite(origin) ? numbers() : Found.UNDECIDED);
    }

    /** At infinite elements all that can be asked of a gradient is that it is one. */
    private Found numbers() {
        double[] g = subject.pullback(subject.point()).apply(Probes.vector(origin.length, random));
        for (int j = 0; j < g.length; j++) {
            if (Double.isNaN(g[j]) && Double.isInfinite(subject.point()[j])) {
                int input = subject.inputs(j);
                return new Found(Outcome.WRONG,
                        Option.of(new Element(input, j - subject.start(input), 0, g[j], Double.NaN, Double.POSITIVE_INFINITY,
                        Verdict.WRONG, "no number where the value is finite", false)));
            }
        }
        return Found.RIGHT;
    }

    private Found look(Rows rows, int... elements) {
        int[] all = elements.length > 0 ? elements : IntStream.range(0, subject.point().length).toArray();
        if (all.length == 0) {
            return Found.RIGHT;
        }
        Verdict first = along(all, rows);
        if (first == Verdict.PROVEN) {
            return Found.RIGHT;
        }
        int[] few = all;
        if (elements.length == 0 && all.length > MOST) {
            few = first == Verdict.WRONG ? new int[] {bisect(all, rows)}
                    : IntStream.range(0, MOST / 2).map(k -> all[random.nextInt(all.length)]).toArray();
        }
        return each(few, rows);
    }

    /** The derivative along a random direction within some elements. */
    private Verdict along(int[] elements, Rows rows) {
        double[] u = direction(elements);
        Differences.Line line = new Ray(subject, options, probes, elements, u);
        double slope = 0;
        Norm norm = new Norm();
        for (int k = 0; k < u.length; k++) {
            double part = rows.analytic(0, elements[k]) * u[k];
            slope += part;
            norm.add(part);
        }
        double size = norm.value();
        double scale = Math.max(Math.abs(slope), size);
        Judge.Claim claim = new Judge.Claim(slope, scale > 0 ? scale : magnitude[0] + Double.MIN_NORMAL, 256 * subject.epsilon() * size);
        List<Estimate> estimates = new ArrayList<>();
        for (int s : STEPS) {
            Estimate e = Differences.central(line, here, magnitude, Math.scalb(1.0, s), subject.epsilon(),
                    sofar -> judge.settles(claim, sofar, 0));
            estimates.add(e);
            if (judge.proves(claim, e, 0)) {
                return Verdict.PROVEN;
            }
        }
        Element at = new Element(0, 0, 0, slope, Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE, "", true);
        return judge.judge(at, claim, estimates, 0).verdict();
    }

    private int bisect(int[] elements, Rows rows) {
        int[] range = elements;
        while (range.length > 1) {
            int[] left = Arrays.copyOfRange(range, 0, range.length / 2);
            range = along(left, rows) == Verdict.WRONG ? left : Arrays.copyOfRange(range, range.length / 2, range.length);
        }
        return range[0];
    }

    private Found each(int[] elements, Rows rows) {
        Columns columns = columns(subject, probes, rows);
        boolean right = false;
        List<Element> kinks = new ArrayList<>();
        for (int j : elements) {
            Element e = columns.check(j);
            if (e.isWrong()) {
                Option<Element> wrong = apart(j);
                if (wrong.isDefined()) {
                    return new Found(Outcome.WRONG, wrong);
                }
            }
            right |= e.verdict() == Verdict.PROVEN || e.verdict() == Verdict.KINK && e.contained();
            if (e.verdict() == Verdict.KINK) {
                kinks.add(e);
            }
        }
        Option<Element> tied = reach == Variant.Reach.ORDINARY && !kinks.isEmpty()
                ? new Subgradient(subject, options, rows, probes, random).outside(kinks) : Option.none();
        if (tied.isDefined()) {
            return new Found(Outcome.WRONG, tied);
        }
        return right ? Found.RIGHT : Found.UNDECIDED;
    }

    private Columns columns(Subject there, Probes seen, Rows rows) {
        Columns columns = new Columns(there, options, seen, rows);
        return reach == Variant.Reach.BORDER ? columns.finely() : columns;
    }

    /** The results that an element moves, one by one: kinks of several can hide or feign a derivative of their sum. */
    private Option<Element> apart(int j) {
        double[] moved = new double[origin.length];
        for (int s : new int[] {-4, -12}) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] x = subject.point().clone();
                x[j] = subject.rounded(j, x[j] + sign * Math.scalb(Neighbourhood.size(subject, j), s));
                double[] y = subject.at(x);
                for (int i = 0; i < y.length; i++) {
                    double by = Math.abs(y[i] - origin[i]);
                    moved[i] = by > moved[i] ? by : moved[i];
                }
            }
        }
        double[] gradient = subject.pullback(subject.point()).apply(Probes.vector(origin.length, random));
        boolean silent = Arrays.stream(moved).allMatch(d -> d == 0) && gradient[j] != 0;
        int[] results = IntStream.range(0, origin.length).boxed().filter(i -> moved[i] > 0 || silent)
                .sorted((a, b) -> Double.compare(moved[b], moved[a])).limit(RESULTS).mapToInt(i -> i).toArray();
        for (int i : results) {
            Option<Element> wrong = one(i, j);
            if (wrong.isDefined()) {
                return wrong;
            }
        }
        return Option.none();
    }

    private Option<Element> one(int result, int j) {
        Probes only = unit(result);
        Rows own = Rows.exact(subject, only);
        Element e = columns(subject, only, own).check(j);
        if (!e.isWrong() || excused(subject, e, result, j) || reach == Variant.Reach.EXTREME
                && new Forward(subject, only, own).agrees(0, j)) {
            return Option.none();
        }
        Element named = new Element(e.input(), e.index(), result, e.analytic(), e.numeric(), e.error(), e.verdict(), e.note(),
                e.contained());
        return wrongAround(result, j, e) ? Option.of(named) : Option.none();
    }

    /** Where the numeric derivative is none, and an overflow inside where the result is in range. */
    private boolean excused(Subject there, Element e, int result, int j) {
        if (e.verdict() == Verdict.KINK) {
            return !Double.isFinite(e.analytic()) || Double.isNaN(e.numeric()) // the latter where the value jumps
                    || reach == Variant.Reach.EXTREME && holdsClose(there, e, result, j);
        }
        // the result itself may be 0
        double largest = Arrays.stream(there.origin()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        if (!Double.isFinite(e.analytic())
                && !(e.error() <= SHARP * Math.max(Math.abs(e.numeric()), largest / Neighbourhood.size(there, j)))) {
            return true;
        }
        boolean extreme = reach == Variant.Reach.EXTREME && (!Double.isFinite(e.analytic()) || e.analytic() == 0 || e.numeric() == 0);
        if (extreme) {
            return true;
        }
        Probes only = unit(result);
        Columns columns = new Columns(there, options, only, Rows.exact(there, only));
        return !columns.scales(0, j, Neighbourhood.size(there, j)).support(e.numeric(), e.analytic());
    }

    /**
     * Whether the gradient of an element as good as 0 is the slope over a part of the element's own size: steps of the usual length see
     * other pieces of the function than the one that the element lies in (a remainder of subnormal numbers).
     */
    private static boolean holdsClose(Subject there, Element e, int result, int j) {
        double x = there.point()[j];
        if (Neighbourhood.size(there, j) == Math.abs(x)) {
            return false;
        }
        for (int s = -2; s >= -12; s -= 2) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] moved = there.point().clone();
                moved[j] = there.rounded(j, x + sign * Math.scalb(x, s));
                double step = moved[j] - x;
                double slope = step == 0 ? Double.NaN : (there.at(moved)[result] - there.origin()[result]) / step;
                if (Math.abs(slope - e.analytic()) <= SAME * Math.abs(e.analytic())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the element is wrong in the neighbourhood too, or none of the right gradients of the neighbourhood. */
    private boolean wrongAround(int result, int j, Element here) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean known = false;
        Probes only = unit(result);
        for (int k = 0; k < NEIGHBOURS; k++) {
            Subject there = neighbourhood.point(j, k, reach == Variant.Reach.BORDER ? CLOSE : NEAR);
            if (!finite(there.origin())) {
                continue;
            }
            Rows rows = new Rows(there, only, random);
            double g = rows.analytic(0, j);
            if (!known) {
                Element e = columns(there, only, rows).check(j);
                if (e.isWrong()) {
                    return e.verdict() == Verdict.WRONG && !excused(there, e, result, j)
                            && !(Math.abs(e.analytic() - e.numeric()) <= 4 * scatter(there, only, j));
                }
                known = e.verdict() == Verdict.PROVEN;
            }
            if (Double.isFinite(g)) {
                low = Math.min(low, g);
                high = Math.max(high, g);
            }
            double slack = 16 * NEAR * Math.max(Math.max(Math.abs(low), Math.abs(high)), Math.abs(here.numeric()));
            if (here.analytic() >= low - slack && here.analytic() <= high + slack) {
                return false;
            }
        }
        return known;
    }

    /** How much the gradient jumps about when the inputs move by their last bits, a few or many. */
    private double scatter(Subject there, Probes only, int j) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] x = there.point().clone();
            double bits = Math.scalb(there.epsilon(), 2 + trial % 4 * BITS);
            for (int i = 0; i < x.length; i++) {
                x[i] = there.rounded(i, x[i] * (1 + random.nextDouble(-1, 1) * bits));
            }
            double g = there.pullback(x).apply(only.cotangent(0))[j];
            low = Math.min(low, g);
            high = Math.max(high, g);
        }
        return high - low;
    }

    private Probes unit(int result) {
        return Probes.unit(origin.length, result);
    }

    /** A random direction of the elements' own sizes. */
    private double[] direction(int... elements) {
        double[] u = new double[elements.length];
        for (int k = 0; k < u.length; k++) {
            long bits = random.nextLong();
            u[k] = Probes.sign(bits) * Probes.half(bits) * Neighbourhood.size(subject, elements[k]);
        }
        return u;
    }

    private static boolean finite(double... numbers) {
        for (double y : numbers) {
            if (!Double.isFinite(y)) {
                return false;
            }
        }
        return true;
    }
}
