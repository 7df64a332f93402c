package org.covector.gradcheck.render;

import java.util.List;
import java.util.Locale;
import org.covector.gradcheck.CatalogueReport;
import org.covector.gradcheck.Conclusion;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.page.Markup;
import org.covector.gradcheck.page.Sheet;

/** All operations of a class as a page: an index, then the reports on those that are not proven. */
public final class CataloguePage {
    private CataloguePage() {}

    /** The whole page. */
    public static String of(CatalogueReport catalogue) {
        Markup to = new Markup();
        String type = catalogue.isRight() ? "proven" : catalogue.operations().stream().anyMatch(o -> o.verdict().equals("WRONG")) ? "wrong"
                : "noise";
        to.open("header", "class", "head " + type).leaf("p", "gradcheck", "class", "mark");
        to.open("h1").leaf("span", ReportPage.mark(type), "class", "badge", "aria-hidden", "true").leaf("code", catalogue.name())
                .words(catalogue.isProven() ? " is proven" : catalogue.isRight() ? " is right" : " is not right throughout").close();
        to.leaf("p", CatalogueText.summary(catalogue) + ".", "class", "lead").close();
        index(to, catalogue.operations());
        for (CatalogueReport.Checked o : catalogue.operations()) {
            List<Report> shown = o.reports().stream().filter(r -> !r.isProven() && r.conclusion() != Conclusion.NOTHING_TO_CHECK).toList();
            for (int i = 0; i < shown.size(); i++) {
                to.open("article", "id", id(o, i));
                ReportPage.write(shown.get(i), to, "h2");
                to.close();
            }
        }
        return Sheet.of("gradcheck: " + catalogue.name(), to);
    }

    private static void index(Markup to, List<CatalogueReport.Checked> operations) {
        to.open("section").leaf("h3", "Operations").open("table", "class", "index").open("tbody");
        for (CatalogueReport.Checked o : operations) {
            String type = o.unchecked().isDefined() ? "outside" : o.reports().stream().anyMatch(Report::isWrong) ? "wrong" : o.isRight()
                    ? "proven" : "noise";
            to.open("tr").open("th", "scope", "row");
            if (o.isProven() || o.reports().isEmpty()) {
                to.leaf("code", o.name());
            } else {
                to.open("a", "href", "#" + id(o, 0)).leaf("code", o.name()).close();
            }
            to.close().open("td").leaf("span", o.verdict().toLowerCase(Locale.ROOT), "class", "chip " + type).close()
                    .leaf("td", CatalogueText.detail(o)).close();
        }
        to.close().close().close();
    }

    private static String id(CatalogueReport.Checked operation, int i) {
        return operation.name().replaceAll("[^A-Za-z0-9]+", "-") + i;
    }
}
