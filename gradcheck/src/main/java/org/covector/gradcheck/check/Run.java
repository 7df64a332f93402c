package org.covector.gradcheck.check;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.contract.Contract;
import org.covector.gradcheck.diagnosis.Explanation;
import org.covector.gradcheck.element.Columns;
import org.covector.gradcheck.element.Directions;
import org.covector.gradcheck.element.Doubt;
import org.covector.gradcheck.element.Groups;
import org.covector.gradcheck.element.Subgradient;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Rows;
import org.covector.gradcheck.flat.Subject;
import org.covector.gradcheck.oracle.Witnesses;

/**
 * One check of one derivative.
 *
 * <p>How much is looked at: the whole Jacobian, element by element, up to {@link #FULL_JACOBIAN} numbers; beyond that the results
 * are seen through random cotangents. Up to {@link #FEW} input elements these are looked at one by one, more of them by
 * {@link Groups}: up to {@link Options.Sampling#above} with a verdict on each, beyond that along random directions only. A Jacobian
 * of 2^14 numbers costs some milliseconds, and those of a typical test of a formula are smaller; a matrix product of (20, 20) by
 * (20, 30), with 618,000, would cost seconds, and random cotangents overlook an error in it with a probability that is stated.
 *
 * @param subject the function
 * @param options what is asked
 * @param order of the derivative, from 1
 * @param singular elements where an earlier derivative has a kink or an edge
 */
public record Run(Subject subject, Options options, int order, Map<Integer, Element> singular) {
    private static final int FULL_OUTPUTS = 512;
    private static final long FULL_JACOBIAN = 1L << 14;
    private static final int SECOND_ORDER_OUTPUTS = 32;
    private static final long SECOND_ORDER_JACOBIAN = 1L << 10;
    private static final int FEW = 24;
    private static final double MISS_OF_COTANGENTS = 1e-8; // (1/192 + 2/300)^4: an error of a hundred windows
    private static final int TAYLOR_DIRECTIONS = 2;

    public Run(Subject subject, Options options) {
        this(subject, options, 1, Map.of());
    }

    public Report report() {
        RandomGenerator random = new SplittableRandom(options.seed());
        try {
            Contract contract = order == 1 ? Contract.of(subject, options) : Contract.NONE;
            if (contract.isNondeterministic()) {
                return nondeterministic(contract);
            }
            Run run = contract.breaches().isEmpty() ? this : new Run(subject.withState(), options, order, singular);
            return run.compare(random, contract.breaches()).with(List.of(), List.of(), contract.coverage());
        } catch (RuntimeException e) {
            return thrown(e);
        }
    }

    private Report thrown(RuntimeException e) {
        return report(List.of(), 0, List.of(Breach.thrown("the pullback", e)), Cause.thrown(e), Option.none(), Evidence.NONE);
    }

    /** No verdict on a gradient that is not one. */
    private Report nondeterministic(Contract contract) {
        List<Element> elements = untouched();
        for (int j = 0; j < subject.point().length && subject.origin().length > 0; j++) {
            int input = subject.inputs(j);
            elements.add(new Element(input, j - subject.start(input), 0, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY,
                    Verdict.NONDETERMINISTIC, "", true));
        }
        Cause cause = Cause.of(Cause.Kind.NONDETERMINISTIC,
                "something changes between calls: random numbers without a fixed key, a counter, or state that is written");
        return report(elements, 0, contract.breaches(), List.of(cause), Option.none(), Evidence.NONE)
                .with(List.of(), List.of(), contract.coverage());
    }

    /** The verdict with a tolerance. */
    public Report classical(Options.Tolerance tolerance) {
        RandomGenerator random = new SplittableRandom(options.seed());
        try {
            Contract contract = Contract.classical(subject, options);
            if (contract.isNondeterministic()) {
                return nondeterministic(contract);
            }
            List<Element> elements = options.fastMode() ? Projected.elements(subject, tolerance, random)
                    : Classical.elements(subject, new Rows(subject, Probes.each(subject.origin().length, random), random), tolerance);
            return report(elements, 0, contract.breaches(), List.of(), Option.none(), Evidence.NONE)
                    .with(List.of(), List.of(), contract.coverage());
        } catch (RuntimeException e) {
            return thrown(e);
        }
    }

    private Report compare(RandomGenerator random, List<Breach> breaches) {
        double[] y = subject.origin();
        int n = subject.point().length;
        if (y.length == 0 || n == 0) {
            return report(untouched(), 0, breaches, List.of(), Option.none(), Evidence.NONE);
        }
        Probes probes = probes(n, y, random);
        Rows rows = new Rows(subject, probes, random);
        Map<Integer, Element> singular = new HashMap<>(this.singular);
        singular.putAll(hidden(probes, rows, random));
        Columns columns = new Columns(subject, options, probes, rows);
        Directions directions = new Directions(subject, options, probes, rows, columns, random);
        boolean each = n <= options.sampling().above();
        boolean together = !each || probes.isDense() && n > FEW;
        Option<Groups> groups = together ? Option.of(new Groups(subject, options, probes, rows, columns, directions, singular))
                : Option.none();
        List<Element> found = groups.isDefined() ? groups.get().elements() : oneByOne(columns, n, singular);
        Witnesses witnesses = new Witnesses(subject, options, probes, rows, columns);
        List<Element> decided = tied(each ? new Doubt(subject, columns, probes).named(witnesses.decide(found)) : found, random);
        Map<Integer, Element> kinks = kinks(decided, columns, singular);
        int[] smooth = Directions.without(n, new TreeSet<>(kinks.keySet()));
        double miss = groups.isDefined() ? options.sampling().miss() : probes.isDense() ? MISS_OF_COTANGENTS : 0;
        Evidence evidence = witnesses.evidence(decided, directions, smooth, each && order == 1 ? TAYLOR_DIRECTIONS : 1, miss, random);
        List<Breach> all = new ArrayList<>(breaches);
        all.addAll(witnesses.breaches(decided));
        List<Element> elements = untouched();
        elements.addAll(witnesses.disputed(decided));
        List<Cause> diagnosis = new Explanation(subject, options, probes, rows, columns).of(decided, all, order);
        Option<Report> next = order < options.order() && all.isEmpty() && decided.stream().noneMatch(Element::isWrong)
                ? Option.of(next(random, kinks)) : Option.none();
        if (diagnosis.isEmpty() && order == 1 && next.exists(Report::isWrong)) {
            diagnosis = List.of(Cause.of(Cause.Kind.SECOND_DERIVATIVE,
                    "the first derivative is right and the second wrong: part of the pullback is constant to the differentiation"));
        }
        return report(elements, groups.map(Groups::count).getOrElse(0), all, diagnosis, next, evidence);
    }

    /** The verdicts, with that on the whole of the gradient where several elements have kinks that leave it right one by one. */
    private List<Element> tied(List<Element> elements, RandomGenerator random) {
        List<Element> kinks = elements.stream().filter(e -> e.verdict() == Verdict.KINK && e.contained()
                && !singular.containsKey(subject.start(e.input()) + e.index())).toList();
        if (kinks.isEmpty() || elements.stream().anyMatch(Element::isWrong)) {
            return elements;
        }
        Probes one = Probes.random(1, subject.origin(), random);
        return new Subgradient(subject, options, Rows.exact(subject, one), one, random).outside(kinks)
                .map(wrong -> elements.stream().map(e -> e.input() == wrong.input() && e.index() == wrong.index() ? wrong : e).toList())
                .getOrElse(elements);
    }

    /** Elements on which only results depend that are not finite and that the cotangents therefore do not see. */
    private Map<Integer, Element> hidden(Probes probes, Rows rows, RandomGenerator random) {
        if (!probes.isBlind()) {
            return Map.of();
        }
        Map<Integer, Element> all = new HashMap<>();
        double[] there = subject.pullback(subject.point()).apply(probes.unseen(subject.origin(), random));
        for (int j = 0; j < there.length; j++) {
            boolean seen = false;
            for (int r = 0; r < probes.count(); r++) {
                seen |= rows.analytic(r, j) != 0 && Double.isFinite(rows.analytic(r, j));
            }
            if (!seen && there[j] != 0) {
                int input = subject.inputs(j);
                all.put(j, new Element(input, j - subject.start(input), 0, there[j], Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE,
                        "no neighbourhood with finite values", true));
            }
        }
        return all;
    }

    private List<Element> oneByOne(Columns columns, int n, Map<Integer, Element> singular) {
        List<Element> all = new ArrayList<>(n);
        int wrong = 0;
        for (int j = 0; j < n; j++) {
            Element known = singular.get(j);
            Element e = known != null ? known : columns.check(j);
            all.add(e);
            wrong += e.isWrong() ? 1 : 0;
            if (wrong == Groups.ENOUGH_WRONG) {
                columns.hurry();
            }
        }
        return all;
    }

    /** Where the next derivative is not asked for. */
    private Map<Integer, Element> kinks(List<Element> elements, Columns columns, Map<Integer, Element> known) {
        Map<Integer, Element> kinks = new HashMap<>();
        known.forEach((j, e) -> kinks.put(j, e.beyond()));
        for (Element e : elements) {
            int j = subject.start(e.input()) + e.index();
            if ((e.verdict() == Verdict.KINK || e.verdict() == Verdict.OUTSIDE) && columns.isSeen(j)) { // by itself, not along a direction
                kinks.put(j, e.beyond());
            }
        }
        return kinks;
    }

    private Probes probes(int n, double[] y, RandomGenerator random) {
        int m = y.length;
        boolean all = order == 1 ? m <= FULL_OUTPUTS && (long) n * m <= FULL_JACOBIAN : m <= SECOND_ORDER_OUTPUTS
                && (long) n * m <= SECOND_ORDER_JACOBIAN;
        return m <= Groups.PROBES || all && n <= options.sampling().above() ? Probes.each(m, random)
                : Probes.random(Groups.PROBES, y, random);
    }

    private Report next(RandomGenerator random, Map<Integer, Element> kinks) {
        try {
            Subject gradient = subject.gradient(Probes.vector(subject.origin().length, random));
            return new Run(gradient, options, order + 1, kinks).report();
        } catch (RuntimeException e) {
            Breach breach = Breach.thrown("derivative " + (order + 1), e);
            return new Run(subject, options, order + 1, kinks)
                    .report(List.of(), 0, List.of(breach), Cause.thrown(e), Option.none(), Evidence.NONE);
        }
    }

    /** Integer and boolean inputs. */
    private List<Element> untouched() {
        List<Element> elements = new ArrayList<>();
        boolean discrete = subject.origin().length == 0;
        for (int i = 0; i < subject.inputs().size(); i++) {
            Tensor x = subject.inputs().get(i);
            for (int k = 0; k < x.size() && (discrete || !x.dtype().isFloating()); k++) {
                elements.add(new Element(i, k, 0, 0, 0, 0, Verdict.NO_GRADIENT, discrete ? "no floating result" : x.dtype().toString(),
                        true));
            }
        }
        return elements;
    }

    private Report report(List<Element> elements, int directions, List<Breach> breaches, List<Cause> diagnosis, Option<Report> next,
            Evidence evidence) {
        return new Report(options, subject.inputs(), subject.outputs(), order, elements, directions, breaches, diagnosis, next, evidence);
    }
}
