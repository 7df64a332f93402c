package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;

/**
 * How to check; immutable. Giving {@code eps}, {@code atol} or {@code rtol} asks for the classical verdict with a tolerance.
 *
 * @param name of the function, for the report
 * @param order highest derivative to check, 1 or 2
 * @param seed of all random numbers
 * @param classical the classical verdict instead of ours
 * @param projections above this many input elements random directions are checked, and only suspicious elements one by one
 * @param intervals where the inputs may lie, in order; inputs beyond the list anywhere
 */
public record Options(String name, int order, long seed, Option<Tolerance> classical, int projections, List<Interval> intervals) {
    /** Second order, every element of up to 4096. */
    public static final Options DEFAULT = new Options("function", 2, 20_26, Option.none(), 4096, List.of());

    /**
     * The classical verdict: {@code |analytic - numeric| <= atol + rtol |numeric|} with central differences of step {@code eps}.
     */
    public record Tolerance(double eps, double atol, double rtol) {
        /** The values of torch.autograd.gradcheck. */
        public static final Tolerance DEFAULT = new Tolerance(1e-6, 1e-5, 1e-3);
    }

    /** A closed interval. */
    public record Interval(double low, double high) {
        /** Everywhere. */
        public static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        boolean contains(double x) {
            return x >= low && x <= high;
        }
    }

    /** Checks the numbers. */
    public Options {
        ArgumentException.require(order == 1 || order == 2, "gradcheck", "order", order, "1 or 2");
        ArgumentException.require(projections >= 1, "gradcheck", "projections", projections, "1 or more");
        intervals = List.copyOf(intervals);
    }

    /** With a name for the report. */
    public Options withName(String function) {
        return new Options(function, order, seed, classical, projections, intervals);
    }

    /** With another highest order. */
    public Options withOrder(int highest) {
        return new Options(name, highest, seed, classical, projections, intervals);
    }

    /** With another seed. */
    public Options withSeed(long number) {
        return new Options(name, order, number, classical, projections, intervals);
    }

    /** The classical verdict, with this step. */
    public Options withEps(double eps) {
        Tolerance t = tolerance();
        return withTolerance(new Tolerance(eps, t.atol, t.rtol));
    }

    /** The classical verdict, with this absolute tolerance. */
    public Options withAtol(double atol) {
        Tolerance t = tolerance();
        return withTolerance(new Tolerance(t.eps, atol, t.rtol));
    }

    /** The classical verdict, with this relative tolerance. */
    public Options withRtol(double rtol) {
        Tolerance t = tolerance();
        return withTolerance(new Tolerance(t.eps, t.atol, rtol));
    }

    /** With random directions above this many elements. */
    public Options withProjections(int above) {
        return new Options(name, order, seed, classical, above, intervals);
    }

    /** With an input restricted to a closed interval. */
    public Options withInterval(int input, double low, double high) {
        List<Interval> all = new ArrayList<>(intervals);
        while (all.size() <= input) {
            all.add(Interval.ALL);
        }
        all.set(input, new Interval(low, high));
        return new Options(name, order, seed, classical, projections, all);
    }

    Interval interval(int input) {
        return input < intervals.size() ? intervals.get(input) : Interval.ALL;
    }

    private Tolerance tolerance() {
        return classical.getOrElse(Tolerance.DEFAULT);
    }

    private Options withTolerance(Tolerance tolerance) {
        return new Options(name, order, seed, Option.of(tolerance), projections, intervals);
    }
}
