package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a check found; immutable.
 *
 * @param name of the function
 * @param inputs descriptions, one per input
 * @param order of the derivative: 1, 2 for the gradient of the gradient, and so on
 * @param seed of all random numbers
 * @param elements a verdict per input element, or, for large inputs, per element looked at
 * @param directions random directions that were checked instead of single elements
 * @param breaches of the contract of pullbacks, besides wrong numbers
 * @param diagnosis what probably went wrong, per input
 * @param second the report on the next derivative
 * @param evidence what the check saw
 */
public record Report(String name, List<String> inputs, int order, long seed, List<Element> elements, int directions, List<String> breaches,
        List<String> diagnosis, Option<Report> second, Evidence evidence) {
    private static final int SHOWN = 5;

    /** Copies the lists. */
    public Report {
        inputs = List.copyOf(inputs);
        elements = List.copyOf(elements);
        breaches = List.copyOf(breaches);
        diagnosis = List.copyOf(diagnosis);
    }

    /** Whether something speaks against the gradient: a wrong element, a gradient outside a kink's bounds, a breach of the contract. */
    public boolean isWrong() {
        return !breaches.isEmpty() || elements.stream().anyMatch(Element::isWrong) || second.exists(Report::isWrong);
    }

    /** Whether everything was decided, and well: nothing wrong and nothing lost in noise. */
    public boolean isRight() {
        return !isWrong() && count(Verdict.NOISE) == 0 && second.forAll(Report::isRight);
    }

    /** Whether every element is proven or has no gradient by type: no kink and no edge either. */
    public boolean isProven() {
        return isRight() && count(Verdict.KINK) + count(Verdict.OUTSIDE) == 0 && second.forAll(Report::isProven);
    }

    /** How many elements have a verdict. */
    public int count(Verdict verdict) {
        return (int) elements.stream().filter(e -> e.verdict() == verdict).count();
    }

    /** The worst elements, worst first. */
    public List<Element> worst(int most) {
        return elements.stream().sorted(Comparator.comparingInt(Element::severity).thenComparingDouble(Element::excess).reversed()).limit(most).toList();
    }

    /** This report, if the gradient is right. */
    public Report orThrow() {
        if (!isRight()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** This report with further breaches, diagnoses and coverage. */
    Report with(List<String> furtherBreaches, List<String> furtherDiagnosis, List<Evidence.Coverage> furtherCoverage) {
        return new Report(name, inputs, order, seed, elements, directions, Stream.concat(breaches.stream(), furtherBreaches.stream()).toList(),
                Stream.concat(diagnosis.stream(), furtherDiagnosis.stream()).toList(), second, evidence.with(furtherCoverage));
    }

    private String counts() {
        Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict v : Verdict.values()) {
            int n = count(v);
            if (n > 0) {
                all.put(v, n);
            }
        }
        return all.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "gradcheck of %s, order %d: %s%n", name, order, isWrong() ? "WRONG" : isRight() ? "right" : "cannot tell"));
        text.append("  inputs: ").append(String.join(", ", inputs)).append("; seed ").append(seed).append(System.lineSeparator());
        if (directions > 0) {
            text.append("  ").append(directions).append(" random directions over all elements").append(System.lineSeparator());
        }
        text.append("  elements: ").append(counts()).append(System.lineSeparator());
        breaches.forEach(b -> text.append("  breach: ").append(b).append(System.lineSeparator()));
        diagnosis.forEach(d -> text.append("  probably: ").append(d).append(System.lineSeparator()));
        worst(SHOWN).forEach(e -> text.append("  ").append(e).append(System.lineSeparator()));
        second.forEach(s -> text.append(s));
        return text.toString();
    }
}
