package org.covector.gradcheck.assertj;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.covector.engine.Shape;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.bridge.Contrast;

/**
 * Assertions on what a check found. The message of a failure is what was asked and the report's text; expected and actual are the
 * difference quotients and the values of the pullback.
 */
public final class GradientAssert extends AbstractAssert<GradientAssert, Report> {
    private final Options options;
    private final Option<Function1<Options, Report>> check;
    private final List<Shape> shapes; // of the inputs, as far as known
    private final Outcome outcome;

    GradientAssert(Options options, List<Shape> shapes, Function1<Options, Report> check, Outcome outcome) {
        this(check.apply(options), options, shapes, Option.of(check), outcome);
    }

    GradientAssert(Report report, Outcome outcome) {
        this(report, Options.DEFAULT.withSeed(report.seed()).withName(report.name()), List.of(), Option.none(), outcome);
    }

    private GradientAssert(Report report, Options options, List<Shape> shapes, Option<Function1<Options, Report>> check, Outcome outcome) {
        super(report, GradientAssert.class);
        this.options = options;
        this.shapes = shapes;
        this.check = check;
        this.outcome = outcome;
        if (!options.name().equals(Options.DEFAULT.name())) {
            as("%s", options.name());
        }
    }

    /** Nothing wrong and nothing lost in noise; kinks are right if the gradient lies between the one-sided derivatives. */
    public GradientAssert isRight() {
        return require(actual.isRight(), "a right gradient", actual);
    }

    /** Every element proven: no kink, no edge, no noise. */
    public GradientAssert isProven() {
        return require(actual.isProven(), "a proven gradient", actual);
    }

    /** Right up to this order of differentiation: checked again where the options did not ask for so much. */
    public GradientAssert isRightToOrder(int order) {
        Report deep = actual;
        if (depth(actual) < order && check.isDefined()) {
            deep = check.get().apply(options.withOrder(order));
        }
        Option<Report> at = Option.of(deep);
        for (int k = 1; k < order; k++) {
            at = at.flatMap(Report::second);
        }
        return require(deep.isRight() && at.isDefined(), "a gradient that is right to order " + order, deep);
    }

    /** Something speaks against the gradient: for tests of checks, and of formulas known to be wrong. */
    public GradientAssert isWrong() {
        return require(actual.isWrong(), "a wrong gradient", actual);
    }

    /** A wrong gradient whose diagnosis, breaches or elements say this. */
    public GradientAssert isWrongBecause(String text) {
        return require(actual.isWrong() && actual.details().contains(text), "a wrong gradient, and a report saying \"" + text + "\"",
                actual);
    }

    /** Not differentiable at an element of the first input, the gradient between the one-sided derivatives or not. */
    public GradientAssert hasKinkAt(int... index) {
        return hasKinkOfInput(0, index);
    }

    /** Not differentiable at an element of an input. The index has a number per axis, or is a single row-major one. */
    public GradientAssert hasKinkOfInput(int input, int... index) {
        List<Element> there = actual.elements().stream().filter(e -> e.input() == input && isAt(e, index)).toList();
        String name = "a kink at element " + Arrays.toString(index) + " of input " + input;
        return require(there.stream().anyMatch(e -> e.verdict() == Verdict.KINK), name, actual);
    }

    /** Differentiable everywhere. */
    public GradientAssert hasNoKink() {
        return require(actual.count(Verdict.KINK) == 0, "no kink", actual);
    }

    /** So many elements with a verdict. */
    public GradientAssert hasCount(Verdict verdict, int count) {
        return require(actual.count(verdict) == count, count + " elements that are " + verdict, actual);
    }

    /** The report. */
    public Report report() {
        return actual;
    }

    private boolean isAt(Element element, int... index) {
        if (index.length == 1) {
            return element.index() == index[0];
        }
        if (element.input() >= shapes.size() || shapes.get(element.input()).rank() != index.length) {
            return false;
        }
        int[] strides = shapes.get(element.input()).strides();
        int flat = 0;
        for (int i = 0; i < index.length; i++) {
            flat += strides[i] * index[i];
        }
        return flat == element.index();
    }

    private static int depth(Report report) {
        return report.second().map(s -> 1 + depth(s)).getOrElse(1);
    }

    private GradientAssert require(boolean holds, String expected, Report found) {
        if (!holds) {
            Contrast contrast = found.isRight() ? new Contrast(expected, "") : Contrast.of(found);
            outcome.failed().accept(failureWithActualExpected(contrast.actual(), contrast.expected(), "%nExpected %s, but found:%n%s",
                    expected, found));
        }
        return this;
    }
}
