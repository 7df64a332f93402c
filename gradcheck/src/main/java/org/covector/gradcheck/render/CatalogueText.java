package org.covector.gradcheck.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.covector.gradcheck.CatalogueReport;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;

/** A line per operation, then the reports on those that are not right. */
public final class CatalogueText {
    private CatalogueText() {}

    /** The whole text. */
    public static String of(CatalogueReport catalogue) {
        List<String> lines = new ArrayList<>();
        lines.add("gradcheck of " + catalogue.name() + ": " + summary(catalogue));
        int width = catalogue.operations().stream().mapToInt(o -> o.name().length()).max().orElse(0);
        catalogue.operations()
                .forEach(o -> lines.add(String.format(Locale.ROOT, "  %-" + (width + 2) + "s%-16s  %s", o.name(), o.verdict(), detail(o))
                .stripTrailing()));
        catalogue.failed().stream().flatMap(o -> o.reports().stream()).filter(r -> !r.isRight()).map(Report::toString)
                .map(String::stripTrailing).forEach(lines::add);
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    /** {@code 12 operations: 10 right, 1 WRONG, 1 not checked}. */
    static String summary(CatalogueReport catalogue) {
        return catalogue.operations().size() + " operations: " + List.of("WRONG", "cannot tell", "not checked", "nothing to check", "right")
                .stream()
                .filter(v -> catalogue.operations().stream().anyMatch(o -> o.verdict().equals(v)))
                .map(v -> catalogue.operations().stream().filter(o -> o.verdict().equals(v)).count() + " " + v)
                        .collect(Collectors.joining(", "));
    }

    /** Cases and counts, or why there are none. */
    static String detail(CatalogueReport.Checked operation) {
        return operation.unchecked().getOrElse(() -> operation.reports().size() + (operation.reports().size() == 1 ? " case: " : " cases: ")
                + Arrays.stream(Verdict.values()).filter(v -> operation.count(v) > 0)
                .map(v -> operation.count(v) + " " + v.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", ")));
    }
}
