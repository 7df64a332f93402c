package org.covector.gradcheck;

import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.covector.functional.Tensor;
import org.covector.gradcheck.page.Sheet;
import org.covector.gradcheck.render.ReportJson;
import org.covector.gradcheck.render.ReportPage;
import org.covector.gradcheck.render.ReportText;
import org.covector.gradcheck.render.Snippet;

/**
 * What a check found; immutable. As text ({@link #toString}), as JSON, as a page with pictures, and as Java code that runs the
 * check again.
 *
 * @param options that were given
 * @param inputs where the function was checked; beyond the first derivative the cotangents follow
 * @param outputs what it gave there
 * @param order of the derivative: 1, 2 for the gradient of the gradient, and so on
 * @param elements a verdict per input element, or, for large inputs, per element checked
 * @param directions random directions that were checked instead of single elements
 * @param breaches of the contract of pullbacks, besides wrong numbers
 * @param diagnosis what probably went wrong; more than one cause where several fit
 * @param second the report on the next derivative
 * @param evidence what the check saw
 */
public record Report(Options options, List<Tensor> inputs, List<Tensor> outputs, int order, List<Element> elements, int directions,
        List<Breach> breaches, List<Cause> diagnosis, Option<Report> second, Evidence evidence) {
    /** Copies the lists. */
    public Report {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        elements = List.copyOf(elements);
        breaches = List.copyOf(breaches);
        diagnosis = List.copyOf(diagnosis);
    }

    /** Of the function. */
    public String name() {
        return options.name();
    }

    /** Of all random numbers. */
    public long seed() {
        return options.seed();
    }

    /** What it says as a whole, further derivatives included: the worst of all. */
    public Conclusion conclusion() {
        Conclusion own = own();
        Conclusion next = second.map(Report::conclusion).filter(c -> c != Conclusion.NOTHING_TO_CHECK).getOrElse(own);
        return own == Conclusion.NOTHING_TO_CHECK || own.compareTo(next) >= 0 ? own : next;
    }

    /** As above of this derivative alone. */
    public Conclusion own() {
        if (!breaches.isEmpty() || elements.stream().anyMatch(Element::isWrong)) {
            boolean changes = breaches.stream().anyMatch(b -> b.kind() == Breach.Kind.NONDETERMINISTIC)
                    && elements.stream().noneMatch(Element::isWrong);
            return changes ? Conclusion.NONDETERMINISTIC : Conclusion.WRONG;
        }
        return elements.size() == count(Verdict.NO_GRADIENT) ? Conclusion.NOTHING_TO_CHECK
                : count(Verdict.NOISE) > 0 ? Conclusion.UNDECIDED
                : count(Verdict.WITHIN_TOLERANCE) > 0 ? Conclusion.WITHIN_TOLERANCE
                : count(Verdict.KINK) + count(Verdict.OUTSIDE) > 0 ? Conclusion.RIGHT : Conclusion.PROVEN;
    }

    /**
     * Whether something speaks against the gradient: a wrong element, a gradient outside a kink's bounds, a breach of the contract,
     * a function that gives something else from call to call.
     */
    public boolean isWrong() {
        return conclusion().isFailure();
    }

    /** Whether something was checked, and everything was decided, and well: nothing wrong, nothing undecided. */
    public boolean isRight() {
        return conclusion().isGood();
    }

    /** Whether every element is proven or has no gradient by type: no kink and no edge either, and no mere tolerance. */
    public boolean isProven() {
        return conclusion() == Conclusion.PROVEN;
    }

    /** How many elements have a verdict. */
    public int count(Verdict verdict) {
        return (int) elements.stream().filter(e -> e.verdict() == verdict).count();
    }

    /** The worst elements, worst first. */
    public List<Element> worst(int most) {
        return elements.stream().sorted(Comparator.comparingInt(Element::severity).thenComparingDouble(Element::excess).reversed())
                .limit(most).toList();
    }

    /**
     * This report, unless the gradient is wrong. What cannot be told does not fail a build.
     *
     * @throws AssertionError with the report's text
     */
    public Report orThrow() {
        return unless(isWrong());
    }

    /**
     * This report, if every element is proven: for a smooth function at a point away from its edges, of which nothing may stay open.
     *
     * @throws AssertionError with the report's text
     */
    public Report orThrowUnlessProven() {
        return unless(!isProven());
    }

    private Report unless(boolean failed) {
        if (failed) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** This report with further breaches, diagnoses and coverage. */
    public Report with(List<Breach> furtherBreaches, List<Cause> furtherDiagnosis, List<Evidence.Coverage> furtherCoverage) {
        return new Report(options, inputs, outputs, order, elements, directions,
                Stream.concat(breaches.stream(), furtherBreaches.stream()).toList(),
                Stream.concat(diagnosis.stream(), furtherDiagnosis.stream()).toList(), second, evidence.with(furtherCoverage));
    }

    /**
     * Java statements that run this check again, imports first, for a test or for jshell: the inputs as literals that give the same
     * bits, the options with the seed. The function is the caller's {@code f}, a function of as many tensors, or, of more than
     * three, from a list to a list; inputs of more than 512 elements are the caller's {@code x0}, {@code x1} and so on.
     */
    public String snippet() {
        return Snippet.of(this, Snippet.LITERAL);
    }

    /**
     * One JSON object with everything in this report, reports on further derivatives nested as {@code "second"}. Numbers have the
     * digits that give the same double again; JSON has none for {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}: these
     * are strings. Tensors of more than 512 elements come without their {@code "values"}.
     */
    public String toJson() {
        return ReportJson.of(this);
    }

    /**
     * One self-contained page: verdicts, Jacobians, Taylor remainders, kinks, coverage, snippet. Nothing of it is loaded from
     * elsewhere.
     */
    public String toHtml() {
        return ReportPage.of(this);
    }

    /** Writes {@link #toHtml} to a file. */
    public Path writeHtml(Path file) {
        return Sheet.write(file, toHtml());
    }

    /** A few lines: the verdict, what probably went wrong, and the worst element. */
    public String summary() {
        return ReportText.summary(this);
    }

    /** Everything in words: more elements, all breaches, all oracles, what was checked and how often. */
    public String details() {
        return ReportText.details(this);
    }

    /** What was found, on a screen; {@link #details} has the rest. */
    @Override
    public String toString() {
        return ReportText.of(this);
    }
}
