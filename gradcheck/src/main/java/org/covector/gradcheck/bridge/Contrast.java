package org.covector.gradcheck.bridge;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;

/**
 * What a report says against a gradient as two texts, line by line, for the comparison that development environments show.
 *
 * @param expected difference quotients
 * @param actual what the pullback gives
 */
public record Contrast(String expected, String actual) {
    private static final int SHOWN = 20;

    /** The contrast of a report and of those on higher derivatives. */
    public static Contrast of(Report report) {
        return new Contrast(text(report, "none", b -> "none", e -> number(e.numeric())),
                text(report, "none", b -> b, e -> number(e.analytic())));
    }

    private static String text(Report report, String none, Function<String, String> breach, Function<Element, String> value) {
        List<String> lines = lines(report, breach, value).toList();
        return lines.isEmpty() ? none : String.join(System.lineSeparator(), lines);
    }

    private static Stream<String> lines(Report report, Function<String, String> breach, Function<Element, String> value) {
        String order = report.order() == 1 ? "" : "order " + report.order() + ", ";
        Stream<String> breaches = report.breaches().stream().map(b -> order + "breach of contract: " + breach.apply(b.text()));
        Stream<String> elements = report.worst(SHOWN).stream().filter(e -> e.isWrong() || e.verdict() == Verdict.NOISE)
                .map(e -> order + String.format(Locale.ROOT, "d out[%d] / d x%d[%d] = %s", e.output(), e.input(), e.index(),
                value.apply(e)));
        return Stream.concat(Stream.concat(breaches, elements), report.second().toJavaStream().flatMap(s -> lines(s, breach, value)));
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.12g", x);
    }
}
