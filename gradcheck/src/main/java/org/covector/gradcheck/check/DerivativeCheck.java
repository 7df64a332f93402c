package org.covector.gradcheck.check;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.contract.PullbackContract;
import org.covector.gradcheck.diagnosis.Explanation;
import org.covector.gradcheck.element.CheckMode;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.GroupTesting;
import org.covector.gradcheck.element.RandomDirections;
import org.covector.gradcheck.element.Subgradient;
import org.covector.gradcheck.element.UndecidedReason;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.oracle.Oracles;

/**
 * One check of one derivative.
 *
 * <p>How much is checked: the whole Jacobian, element by element, up to {@link #FULL_JACOBIAN} numbers; beyond that the results
 * are projected onto random cotangents. Up to {@link #FEW} input elements these are checked one by one, more of them by
 * {@link GroupTesting}: up to {@link Options.Sampling#above} with a verdict on each, beyond that along random directions only. A Jacobian
 * of 2^14 numbers costs some milliseconds, and those of a typical test of a formula are smaller; a matrix product of (20, 20) by
 * (20, 30), with 618,000, would cost seconds, and random cotangents overlook an error in it with a probability that is stated.
 *
 * @param function the function
 * @param options what is asked
 * @param order of the derivative, from 1
 * @param singular elements where an earlier derivative has a kink or an edge
 */
public record DerivativeCheck(FlatFunction function, Options options, int order, Map<Integer, Element> singular) {
    private static final int FULL_OUTPUTS = 512;
    private static final long FULL_JACOBIAN = 1L << 14;
    private static final int SECOND_ORDER_OUTPUTS = 32;
    private static final long SECOND_ORDER_JACOBIAN = 1L << 10;
    private static final int FEW = 24;
    private static final double MISS_OF_COTANGENTS = 1e-8; // (1/192 + 2/300)^4: an error of a hundred windows
    private static final int TAYLOR_DIRECTIONS = 2;

    public DerivativeCheck(FlatFunction function, Options options) {
        this(function, options, 1, Map.of());
    }

    public Report report() {
        RandomGenerator random = new SplittableRandom(options.seed());
        try {
            PullbackContract contract = order == 1 ? PullbackContract.of(function, options) : PullbackContract.NONE;
            if (contract.isNondeterministic()) {
                return nondeterministic(contract);
            }
            DerivativeCheck run = contract.breaches().isEmpty() ? this
                    : new DerivativeCheck(function.withState(), options, order, singular);
            return run.compare(random, contract.breaches()).with(List.of(), List.of(), contract.coverage());
        } catch (RuntimeException e) {
            return thrown(e);
        }
    }

    private Report thrown(RuntimeException e) {
        return report(List.of(), 0, List.of(Breach.thrown("the pullback", e)), Cause.thrown(e), Option.none(), Evidence.NONE);
    }

    /** No verdict on a gradient that is not one. */
    private Report nondeterministic(PullbackContract contract) {
        List<Element> elements = nonDifferentiable();
        for (int j = 0; j < function.point().length && function.value().length > 0; j++) {
            elements.add(function.unjudged(j, 0, Double.NaN).withVerdict(Verdict.NONDETERMINISTIC, ""));
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
            PullbackContract contract = PullbackContract.classical(function, options);
            if (contract.isNondeterministic()) {
                return nondeterministic(contract);
            }
            List<Element> elements = options.fastMode() ? FastToleranceCheck.elements(function, tolerance, random)
                    : ToleranceCheck.elements(function, jacobian(random), tolerance);
            return report(elements, 0, contract.breaches(), List.of(), Option.none(), Evidence.NONE)
                    .with(List.of(), List.of(), contract.coverage());
        } catch (RuntimeException e) {
            return thrown(e);
        }
    }

    private AnalyticJacobian jacobian(RandomGenerator random) {
        return AnalyticJacobian.of(function, OutputProjection.basis(function.value().length, random), random);
    }

    private Report compare(RandomGenerator random, List<Breach> breaches) {
        double[] y = function.value();
        int n = function.point().length;
        if (y.length == 0 || n == 0) {
            return report(nonDifferentiable(), 0, breaches, List.of(), Option.none(), Evidence.NONE);
        }
        OutputProjection projection = projection(n, y, random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(function, projection, random);
        Map<Integer, Element> singular = new HashMap<>(this.singular);
        singular.putAll(hiddenElements(projection, jacobian, random));
        ElementChecker checker = ElementChecker.of(function, options, projection, jacobian);
        RandomDirections directions = RandomDirections.of(function, options, projection, jacobian, checker, random);
        boolean each = n <= options.sampling().above();
        boolean together = !each || projection.isRandom() && n > FEW;
        Option<GroupTesting> groups = Option.when(together,
                () -> new GroupTesting(function, options, projection, jacobian, checker, directions));
        List<Element> found = groups.isDefined() ? groups.get().run(singular) : oneByOne(checker, n, singular);
        Oracles oracles = new Oracles(function, options, projection, jacobian, checker);
        List<Element> single = each ? new UndecidedReason(function, checker, projection).annotate(oracles.decide(found))
                : found;
        List<Element> decided = withSubgradients(single, random);
        Map<Integer, Element> kinks = kinks(decided, checker, singular);
        int[] smooth = RandomDirections.complement(n, new TreeSet<>(kinks.keySet()));
        double miss = groups.isDefined() ? options.sampling().miss() : projection.isRandom() ? MISS_OF_COTANGENTS : 0;
        Evidence evidence = oracles.evidence(decided, directions, smooth, each && order == 1 ? TAYLOR_DIRECTIONS : 1, miss, random);
        List<Breach> all = new ArrayList<>(breaches);
        all.addAll(oracles.breaches(decided));
        List<Element> elements = nonDifferentiable();
        elements.addAll(oracles.disputed(decided));
        List<Cause> diagnosis = new Explanation(function, options, projection, jacobian, checker::numeric,
                smaller -> new DerivativeCheck(smaller, options.withOrder(1).withVariations()).report()).of(decided, all, order);
        Option<Report> next = order < options.order() && all.isEmpty() && decided.stream().noneMatch(Element::isWrong)
                ? Option.of(next(random, kinks)) : Option.none();
        if (diagnosis.isEmpty() && order == 1 && next.exists(Report::isWrong)) {
            Cause cut = Cause.of(Cause.Kind.SECOND_DERIVATIVE,
                    "the first derivative is right and the second wrong: part of the pullback is constant to the differentiation");
            diagnosis = Stream.concat(next.get().diagnosis().stream().filter(c -> c.kind() == Cause.Kind.ELEMENT_READ), Stream.of(cut))
                    .toList();
        }
        return report(elements, groups.map(GroupTesting::directions).getOrElse(0), all, diagnosis, next, evidence);
    }

    /** The verdicts, with that on the whole of the gradient where several elements have kinks that leave it right one by one. */
    private List<Element> withSubgradients(List<Element> elements, RandomGenerator random) {
        List<Element> kinks = elements.stream().filter(e -> e.verdict() == Verdict.KINK && e.contained()
                && !singular.containsKey(function.indexOf(e))).toList();
        if (kinks.isEmpty() || elements.stream().anyMatch(Element::isWrong)) {
            return elements;
        }
        OutputProjection one = OutputProjection.random(1, function.value(), random);
        return new Subgradient(function, options, AnalyticJacobian.withoutErrors(function, one), one, random).violation(kinks)
                .map(wrong -> elements.stream().map(e -> e.input() == wrong.input() && e.index() == wrong.index() ? wrong : e).toList())
                .getOrElse(elements);
    }

    /** Elements on which only results depend that are not finite and that the cotangents therefore leave out. */
    private Map<Integer, Element> hiddenElements(OutputProjection projection, AnalyticJacobian jacobian, RandomGenerator random) {
        if (!projection.hidesNonFinite()) {
            return Map.of();
        }
        Map<Integer, Element> all = new HashMap<>();
        double[] there = function.pullback(function.point()).apply(projection.hiddenCotangent(function.value(), random));
        for (int j = 0; j < there.length; j++) {
            boolean seen = false;
            for (int r = 0; r < projection.count(); r++) {
                seen |= jacobian.at(r, j) != 0 && Double.isFinite(jacobian.at(r, j));
            }
            if (!seen && there[j] != 0) {
                all.put(j, function.unjudged(j, 0, there[j]).withNote("no neighbourhood with finite values"));
            }
        }
        return all;
    }

    private List<Element> oneByOne(ElementChecker checker, int n, Map<Integer, Element> singular) {
        List<Element> all = new ArrayList<>(n);
        int wrong = 0;
        for (int j = 0; j < n; j++) {
            Element known = singular.get(j);
            Element e = known != null ? known : checker.check(j, wrong < GroupTesting.ENOUGH_WRONG ? CheckMode.DEFAULT : CheckMode.BRIEF);
            all.add(e);
            wrong += e.isWrong() ? 1 : 0;
        }
        return all;
    }

    /** Where the next derivative is not asked for. */
    private Map<Integer, Element> kinks(List<Element> elements, ElementChecker checker, Map<Integer, Element> known) {
        Map<Integer, Element> kinks = new HashMap<>();
        known.forEach((j, e) -> kinks.put(j, e.atSingularPoint()));
        for (Element e : elements) {
            int j = function.indexOf(e);
            // by itself, not along a direction
            if ((e.verdict() == Verdict.KINK || e.verdict() == Verdict.OUTSIDE) && checker.isChecked(j)) {
                kinks.put(j, e.atSingularPoint());
            }
        }
        return kinks;
    }

    private OutputProjection projection(int n, double[] y, RandomGenerator random) {
        int m = y.length;
        boolean all = order == 1 ? m <= FULL_OUTPUTS && (long) n * m <= FULL_JACOBIAN : m <= SECOND_ORDER_OUTPUTS
                && (long) n * m <= SECOND_ORDER_JACOBIAN;
        return m <= GroupTesting.COTANGENTS || all && n <= options.sampling().above() ? OutputProjection.basis(m, random)
                : OutputProjection.random(GroupTesting.COTANGENTS, y, random);
    }

    private Report next(RandomGenerator random, Map<Integer, Element> kinks) {
        try {
            FlatFunction gradient = function.gradient(OutputProjection.randomVector(function.value().length, random));
            return new DerivativeCheck(gradient, options, order + 1, kinks).report();
        } catch (RuntimeException e) {
            Breach breach = Breach.thrown("derivative " + (order + 1), e);
            return new DerivativeCheck(function, options, order + 1, kinks)
                    .report(List.of(), 0, List.of(breach), Cause.thrown(e), Option.none(), Evidence.NONE);
        }
    }

    /** Integer and boolean inputs. */
    private List<Element> nonDifferentiable() {
        List<Element> elements = new ArrayList<>();
        boolean discrete = function.value().length == 0;
        for (int i = 0; i < function.inputs().size(); i++) {
            Tensor x = function.inputs().get(i);
            for (int k = 0; k < x.size() && (discrete || !x.dtype().isFloating()); k++) {
                elements.add(Element.withoutGradient(i, k, discrete ? "no floating result" : x.dtype().toString()));
            }
        }
        return elements;
    }

    private Report report(List<Element> elements, int directions, List<Breach> breaches, List<Cause> diagnosis, Option<Report> next,
            Evidence evidence) {
        return new Report(options, function.inputs(), function.outputs(), order, elements, directions, breaches, diagnosis, next, evidence);
    }
}
