package org.covector.gradcheck.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.covector.gradcheck.Conclusion;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;

/** A report in plain words. */
public final class ReportText {
    private static final int SHOWN = 12;
    private static final int FEW = 3;
    private static final int SNIPPET = 64;
    private static final int WIDTH = 130;
    private static final String ABSTAINS = "no vote";

    private final TensorNames names;
    private final Report report;
    private final List<String> lines = new ArrayList<>();

    private ReportText(TensorNames names) {
        this.names = names;
        this.report = names.report();
    }

    /** What fits a screen: the report and those on further derivatives, with statements that run it again unless all is right. */
    public static String of(Report report) {
        List<String> lines = forAllOrders(TensorNames.of(report), ReportText::screen);
        if (!report.isRight()) {
            lines.add("  once more:");
            Snippet.of(report, SNIPPET).lines().filter(line -> !line.startsWith("import ") && !line.isEmpty())
                    .map(line -> ("    " + line).stripTrailing()).forEach(lines::add);
        }
        return joined(lines);
    }

    /** Everything in words: all breaches, oracles and coverage. */
    public static String details(Report report) {
        List<String> lines = forAllOrders(TensorNames.of(report), ReportText::allLines);
        lines.add("  once more:");
        Snippet.of(report, SNIPPET).lines().map(line -> ("    " + line).stripTrailing()).forEach(lines::add);
        return joined(lines);
    }

    /** A few lines: the verdict, what probably went wrong, the worst element of the first derivative that is not good. */
    public static String summary(Report report) {
        TensorNames names = TensorNames.of(report);
        while (names.report().own().isGood() && names.report().second().isDefined()) {
            names = names.ofNextOrder(names.report().second().get());
        }
        ReportText text = new ReportText(names);
        text.line("gradcheck of %s, order %d: %s", names.report().name(), names.report().order(), verdict(names.report()));
        text.findings(1);
        names.report().worst(1).forEach(text::element);
        return joined(text.lines);
    }

    private static String joined(List<String> lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static List<String> forAllOrders(TensorNames names, Function<ReportText, List<String>> words) {
        List<String> lines = new ArrayList<>(words.apply(new ReportText(names)));
        names.report().second().forEach(next -> lines.addAll(forAllOrders(names.ofNextOrder(next), words)));
        return lines;
    }

    /** In a word or two. */
    static String verdict(Report report) {
        return report.conclusion().toString();
    }

    /** {@code 3 WRONG, 1 KINK}. */
    static String counts(Report report) {
        String all = Arrays.stream(Verdict.values()).filter(v -> report.count(v) > 0).map(v -> report.count(v) + " " + v)
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    /** A sentence on what may have been overlooked. */
    static String miss(TensorNames names) {
        double miss = names.report().evidence().miss();
        return miss > 0 ? String.format(Locale.ROOT, "a wrong element is overlooked with probability %.1e at most", miss)
                : names.isProjected() ? names.report().directions() + " random directions over all elements"
                : "every element was looked at";
    }

    /** {@code numeric +- error}. */
    static String numeric(Element e, String plusMinus) {
        return String.format(Locale.ROOT, "%.12g %s %.1e", e.numeric(), plusMinus, e.error());
    }

    /** What was found; of what it rests on, only what is unusual. */
    private List<String> screen() {
        head(FEW);
        boolean open = report.conclusion() != Conclusion.PROVEN;
        elements(open ? FEW : 1);
        if (split(report.evidence().oracles())) {
            oracles(report.evidence().oracles());
        }
        List<String> missing = report.evidence().coverage().stream().filter(c -> c.cases() == 0).map(Evidence.Coverage::what).toList();
        if (!missing.isEmpty()) {
            list("  covered 0 times:", missing);
        }
        return lines;
    }

    private void head(int most) {
        line("gradcheck of %s, order %d: %s", report.name(), report.order(), verdict(report));
        line("  %s; seed %d", names.signature(), report.seed());
        findings(most);
        line("  %s: %s; %s", names.isProjected() ? "directions and elements" : "elements", counts(report), miss(names));
    }

    private void findings(int most) {
        report.breaches().stream().limit(most).forEach(b -> line("  breach: %s", b));
        if (report.breaches().size() > most) {
            line("    and %d more", report.breaches().size() - most);
        }
        report.diagnosis().forEach(d -> line("  probably: %s", d));
    }

    private void elements(int most) {
        report.worst(most).forEach(this::element);
        int rest = report.elements().size() - most;
        if (rest > 0) {
            line("    and %d more, none worse", rest);
        }
    }

    private List<String> allLines() {
        head(Integer.MAX_VALUE);
        elements(SHOWN);
        oracles(report.evidence().oracles());
        if (!report.evidence().coverage().isEmpty()) {
            list("  covered:", report.evidence().coverage().stream().map(c -> c.cases() + " " + c.what()).toList());
        }
        return lines;
    }

    private void element(Element e) {
        String flat = names.flatIndex(e);
        line("    %s%s: analytic %.12g, numeric %s: %s%s", names.derivative(e), flat.isEmpty() ? "" : " (" + flat + ")", e.analytic(),
                numeric(e, "+-"),
                e.verdict(), e.note().isEmpty() ? "" : " (" + e.note() + ")");
    }

    private void oracles(List<Evidence.Oracle> oracles) {
        if (!oracles.isEmpty()) {
            line("  oracles%s:", split(oracles) ? ", which disagree" : "");
            oracles.forEach(o -> line("    %s: %s%s", o.name(), vote(o), note(o).isEmpty() ? "" : " (" + note(o) + ")"));
        }
    }

    /** Whether some vote for the gradient and some against it. */
    static boolean split(List<Evidence.Oracle> oracles) {
        return oracles.stream().map(ReportText::vote).filter(v -> !v.equals(ABSTAINS)).distinct().count() > 1;
    }

    /** One oracle's vote. */
    static String vote(Evidence.Oracle o) {
        return o.note().startsWith(ABSTAINS) ? ABSTAINS : o.right() ? "agrees" : "disagrees";
    }

    /** What it says besides. */
    static String note(Evidence.Oracle o) {
        return o.note().replaceFirst("^(?:" + ABSTAINS + ": |agrees )", "");
    }

    /** A long list over several lines. */
    private void list(String head, List<String> items) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < items.size(); i++) {
            String item = " " + items.get(i) + (i + 1 < items.size() ? "," : "");
            if (text.length() + item.length() > WIDTH) {
                lines.add(text.toString());
                text = new StringBuilder("   ");
            }
            text.append(item);
        }
        lines.add(text.toString());
    }

    private void line(String pattern, Object... values) {
        lines.add(String.format(Locale.ROOT, pattern, values));
    }
}
