package org.covector.gradcheck;

import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.List;
import org.covector.gradcheck.page.Sheet;
import org.covector.gradcheck.render.CataloguePage;
import org.covector.gradcheck.render.CatalogueText;
import org.covector.gradcheck.render.ReportJson;

/**
 * What the checks of all operations of a class found; immutable.
 *
 * @param name of the class
 * @param operations in the order of their names
 */
public record CatalogueReport(String name, List<Checked> operations) {
    /**
     * One operation.
     *
     * @param name with its parameters' types if the inputs come from a domain
     * @param reports one per case
     * @param unchecked why there is none
     */
    public record Checked(String name, List<Report> reports, Option<String> unchecked) {
        /** Copies the list. */
        public Checked {
            reports = List.copyOf(reports);
        }

        /** Whether every case was decided, and well, as far as there is a gradient to check. */
        public boolean isRight() {
            return unchecked.isEmpty() && reports.stream().allMatch(r -> r.isRight() || r.conclusion() == Conclusion.NOTHING_TO_CHECK);
        }

        /** Whether every element of every case is proven. */
        public boolean isProven() {
            return unchecked.isEmpty() && reports.stream().allMatch(r -> r.isProven() || r.conclusion() == Conclusion.NOTHING_TO_CHECK);
        }

        /** In a word or two: WRONG, right, cannot tell, nothing to check, not checked. */
        public String verdict() {
            return unchecked.isDefined() ? "not checked" : reports.stream().anyMatch(Report::isWrong) ? "WRONG"
                    : reports.stream().allMatch(r -> r.conclusion() == Conclusion.NOTHING_TO_CHECK) ? Conclusion.NOTHING_TO_CHECK.toString()
                    : isRight() ? "right" : "cannot tell";
        }

        /** How many elements, of derivatives of any order, have a verdict. */
        public int count(Verdict verdict) {
            return reports.stream().mapToInt(r -> count(r, verdict)).sum();
        }

        private static int count(Report report, Verdict verdict) {
            return report.count(verdict) + report.second().map(next -> count(next, verdict)).getOrElse(0);
        }
    }

    /** Copies the list. */
    public CatalogueReport {
        operations = List.copyOf(operations);
    }

    /** Whether every operation was checked and is right. */
    public boolean isRight() {
        return operations.stream().allMatch(Checked::isRight);
    }

    /** Whether every element of every operation is proven. */
    public boolean isProven() {
        return operations.stream().allMatch(Checked::isProven);
    }

    /** Operations that have no domain and no case, or whose case fails before there is anything to check. */
    public List<Checked> unchecked() {
        return operations.stream().filter(o -> o.unchecked().isDefined()).toList();
    }

    /** Operations that are not right: wrong, undecided or not checked. */
    public List<Checked> failed() {
        return operations.stream().filter(o -> !o.isRight()).toList();
    }

    /**
     * This, unless an operation is wrong or was not checked. What cannot be told does not fail a build.
     *
     * @throws AssertionError with the text
     */
    public CatalogueReport orThrow() {
        if (operations.stream().anyMatch(o -> o.unchecked().isDefined() || o.reports().stream().anyMatch(Report::isWrong))) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** One JSON object, with numbers as in {@link Report#toJson}. */
    public String toJson() {
        return ReportJson.of(this);
    }

    /** One self-contained page: an index of the operations, and the reports on those that are not proven. */
    public String toHtml() {
        return CataloguePage.of(this);
    }

    /** Writes {@link #toHtml} to a file. */
    public Path writeHtml(Path file) {
        return Sheet.write(file, toHtml());
    }

    @Override
    public String toString() {
        return CatalogueText.of(this);
    }
}
