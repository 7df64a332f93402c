package org.covector.gradcheck.oracle;

import io.vavr.Lazy;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.RandomDirections;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;

/**
 * The other oracles, and what is kept for pictures. Difference quotients with estimated errors come first. Where they cannot tell, the
 * forward rule decides on single elements, and both others together on the whole. A forward rule that disagrees with a proof, by more
 * than its own error, calls nothing wrong, but leaves the elements open that it disagrees about; a Taylor remainder, which has no
 * estimate of its error, is reported only.
 */
public final class Oracles {
    private static final int KEPT = 4096;
    private static final int PROFILES = 5;
    private static final int PROFILE_POINTS = 10; // to each side

    private final FlatFunction function;
    private final OutputProjection projection;
    private final AnalyticJacobian jacobian;
    private final ElementChecker checker;
    private final Option<ForwardMode> forward;
    private final List<Evidence.Oracle> oracles = new ArrayList<>();

    public Oracles(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian, ElementChecker checker) {
        this.function = function;
        this.projection = projection;
        this.jacobian = jacobian;
        this.checker = checker;
        this.forward = options.pullbackChecks().checkForwardAd() ? Option.of(new ForwardMode(function, projection, jacobian))
                : Option.none();
    }

    /** The verdicts, where noise left them open, by the forward rule. */
    public List<Element> decide(List<Element> elements) {
        return forward.isDefined() && elements.stream().anyMatch(e -> e.verdict() == Verdict.NOISE) ? forward.get().decide(elements)
                : elements;
    }

    public Evidence evidence(List<Element> elements, RandomDirections directions, int[] smooth, int count, double miss,
            RandomGenerator random) {
        oracles.add(differences(elements));
        TaylorRemainders taylor = TaylorRemainders.measure(checker, jacobian, directions, smooth, count, random);
        oracles.add(taylor.vote());
        forward.forEach(f -> oracles.add(f.vote(smooth, directions.lastOrNew(smooth).u())));
        return new Evidence(jacobians(), taylor.remainders(), profiles(elements), oracles, List.of(), miss);
    }

    /** The verdicts, where the forward rule disagrees with a proof: what two oracles say differently is not proven. */
    public List<Element> disputed(List<Element> elements) {
        boolean disputed = oracles.stream().anyMatch(o -> o.name().equals(ForwardMode.NAME) && !o.right());
        return disputed && elements.stream().noneMatch(Element::isWrong) ? forward.map(f -> f.dispute(elements)).getOrElse(elements)
                : elements;
    }

    /** What speaks against the gradient though difference quotients cannot tell: both others, and they do not rely on each other. */
    public List<Breach> breaches(List<Element> elements) {
        boolean wrong = elements.stream().anyMatch(Element::isWrong);
        List<Evidence.Oracle> against = oracles.stream().filter(o -> !o.right()).toList();
        return wrong || against.size() < 2 ? List.of()
                : against.stream().map(o -> Breach.of(Breach.Kind.ORACLES, "the " + o.name() + " disagrees: " + o.note())).toList();
    }

    private static Evidence.Oracle differences(List<Element> elements) {
        long wrong = elements.stream().filter(Element::isWrong).count();
        long open = elements.stream().filter(e -> e.verdict() == Verdict.NOISE).count();
        String note = String.format(Locale.ROOT, "%d of %d disagree%s", wrong, elements.size(), open == 0 ? ""
                : ", " + open + " cannot be told");
        return new Evidence.Oracle("difference quotients", wrong == 0, note);
    }

    private List<Evidence.Jacobian> jacobians() {
        List<Evidence.Jacobian> all = new ArrayList<>();
        Lazy<double[][]> numeric = Lazy.of(checker::numeric);
        for (int i = 0; i < function.inputs().size(); i++) {
            int from = function.offset(i);
            int to = from + function.size(i);
            if (to > from && (long) (to - from) * projection.count() <= KEPT) {
                all.add(new Evidence.Jacobian(i, projection.isRandom(), boxed(jacobian.rows(), from, to), boxed(numeric.get(), from, to)));
            }
        }
        return all;
    }

    private static List<List<Double>> boxed(double[][] rows, int from, int to) {
        return Arrays.stream(rows).map(row -> Arrays.stream(row, from, to).boxed().toList()).toList();
    }

    private List<Evidence.Profile> profiles(List<Element> elements) {
        return elements.stream().filter(e -> e.verdict() == Verdict.KINK && !e.note().startsWith("the first") || e.isWrong())
                .filter(e -> e.output() < projection.count()).limit(PROFILES).map(this::profile).toList();
    }

    private Evidence.Profile profile(Element e) {
        int j = function.indexOf(e);
        Line line = checker.line(j);
        double step = Math.scalb(1.0, Math.getExponent(checker.elementScale(j)) - 4) / PROFILE_POINTS;
        List<Double> t = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int k = -PROFILE_POINTS; k <= PROFILE_POINTS; k++) {
            t.add(k * step);
            y.add(line.at(k * step)[e.output()]);
        }
        return new Evidence.Profile(e.input(), e.index(), e.output(), t, y, e.analytic());
    }
}
