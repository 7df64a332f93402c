package org.covector.gradcheck.render;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.page.Markup;
import org.covector.gradcheck.page.Sheet;

/** A report as a page: what was found first, then the pictures, then what it rests on, then the code that runs it again. */
public final class ReportPage {
    private static final int WORST = 12;
    private static final int PROVEN = 5;
    private static final int JACOBIANS = 6;
    private static final int PROFILES = 4;

    private final TensorNames names;
    private final Report report;
    private final Markup to;

    private ReportPage(TensorNames names, Markup to) {
        this.names = names;
        this.report = names.report();
        this.to = to;
    }

    /** The whole page. */
    public static String of(Report report) {
        Markup body = new Markup();
        write(report, body, "h1");
        body.open("footer")
                .words("gradcheck of Covector: analytic against numeric derivatives, judged by the estimated error of the numeric ones.")
                .close();
        return Sheet.of("gradcheck: " + report.name() + " is " + ReportText.verdict(report).toLowerCase(Locale.ROOT), body);
    }

    /** One report and those on further derivatives, with a heading of a level. */
    static void write(Report report, Markup to, String heading) {
        TensorNames names = TensorNames.of(report);
        ReportPage page = new ReportPage(names, to);
        page.headline(heading);
        page.findings();
        page.evidence();
        for (Report next = report; next.second().isDefined();) {
            next = next.second().get();
            names = names.ofNextOrder(next);
            page.further(new ReportPage(names, to));
        }
        page.snippet();
    }

    private void headline(String heading) {
        to.open("header", "class", "head " + type(report));
        to.leaf("p", "gradcheck", "class", "mark");
        to.open(heading).leaf("span", mark(type(report)), "class", "badge", "aria-hidden", "true").leaf("code", report.name())
                .words(" " + sentenceFor(report)).close();
        to.leaf("p", sentence(), "class", "lead");
        to.open("p", "class", "facts").leaf("code", names.signature()).leaf("span", orders()).leaf("span", "seed " + report.seed()).close();
        to.close();
    }

    private String orders() {
        int last = report.order();
        for (Report next = report; next.second().isDefined();) {
            next = next.second().get();
            last = next.order();
        }
        return last == 1 ? "first derivative" : "derivatives " + report.order() + " to " + last;
    }

    private static String sentenceFor(Report report) {
        return switch (report.conclusion()) {
            case WRONG -> report.order() > 1 ? "is wrong" : "has a wrong gradient";
            case NONDETERMINISTIC -> "changes from call to call";
            case UNDECIDED -> "cannot be told";
            case NOTHING_TO_CHECK -> "has nothing to check";
            case WITHIN_TOLERANCE -> "is within the tolerance";
            case RIGHT -> "is right";
            case PROVEN -> "is proven";
        };
    }

    /** What was found, in one sentence. */
    private String sentence() {
        if (!report.diagnosis().isEmpty()) {
            return "Probably: " + report.diagnosis().stream().map(Cause::text).collect(Collectors.joining("; ")) + ".";
        }
        if (!report.breaches().isEmpty()) {
            return report.breaches().getFirst().text() + ".";
        }
        int wrong = (int) report.elements().stream().filter(Element::isWrong).count();
        return wrong > 0 ? wrong + " of " + report.elements().size() + " elements disagree with the difference quotients."
                : report.isProven() ? (names.isProjected() ? "Every random direction" : "Every element")
                + " agrees with its difference quotient within that quotient's own error."
                : report.isRight() ? "Nothing speaks against it; not every element has a derivative to compare with: "
                + ReportText.counts(report)
                        + "."
                : "The values are too coarse or too noisy for some elements: " + ReportText.counts(report) + ".";
    }

    private void further(ReportPage next) {
        to.open("section", "class", "further");
        to.open("h2").leaf("span", mark(type(next.report)), "class", "badge " + type(next.report), "aria-hidden", "true")
                .words(ordinal(next.report.order()) + " derivative " + sentenceFor(next.report)).close();
        to.open("p", "class", "facts").leaf("code", next.names.signature()).close();
        next.findings();
        next.evidence();
        to.close();
    }

    private static String ordinal(int order) {
        return order == 2 ? "The second" : order == 3 ? "The third" : "The " + order + "th";
    }

    private void findings() {
        if (report.order() > 1 && report.breaches().size() + report.diagnosis().size() > 0
                || report.breaches().size() + report.diagnosis().size() > 1) {
            to.open("ul", "class", "why");
            report.breaches().forEach(b -> to.open("li", "class", "wrong").leaf("b", "Breach").words(" " + b.text()).close());
            report.diagnosis().forEach(d -> to.open("li").leaf("b", "Probably").words(" " + d.text()).close());
            to.close();
        }
        counts();
        worst();
    }

    private void counts() {
        int all = report.elements().size();
        if (all == 0) {
            return;
        }
        to.open("section").leaf("h3", "Verdicts on " + all
                + (names.isProjected() ? " directions and elements" : all == 1 ? " element" : " elements"));
        to.open("div", "class", "bar", "role", "img", "aria-label", ReportText.counts(report));
        List<Verdict> present = Arrays.stream(Verdict.values()).filter(v -> report.count(v) > 0).toList();
        present.forEach(v -> to.leaf("i", "", "class", type(v), "style", "flex-grow:" + report.count(v)));
        to.close().open("p", "class", "key");
        present.forEach(v -> to.open("span").leaf("i", "", "class", "chip " + type(v)).leaf("b", Integer.toString(report.count(v)))
                .words(" " + words(v)).close());
        to.close().close();
    }

    private void worst() {
        List<Element> worst = report.worst(report.isProven() ? PROVEN : WORST);
        if (worst.isEmpty()) {
            return;
        }
        to.open("section").leaf("h3", worst.size() < report.elements().size() ? "The worst " + worst.size() : "All of them, worst first");
        to.open("table", "class", "worst").open("thead").open("tr");
        List.of("derivative", "analytic", "numeric", "off by", "verdict").forEach(c -> to.leaf("th", c));
        to.close().close().open("tbody");
        for (Element e : worst) {
            to.open("tr");
            to.open("td", "data-of", "derivative").leaf("code", names.derivative(e)).leaf("small", names.flatIndex(e)).close();
            to.leaf("td", String.format(Locale.ROOT, "%.12g", e.analytic()), "data-of", "analytic", "class", "n");
            to.leaf("td", ReportText.numeric(e, "\u00b1"), "data-of", "numeric", "class", "n");
            to.leaf("td", String.format(Locale.ROOT, "%.1e", Math.abs(e.analytic() - e.numeric())), "data-of", "off by", "class", "n");
            to.open("td", "data-of", "verdict").leaf("span", words(e.verdict()), "class",
                    "chip " + (e.isWrong() ? "wrong" : type(e.verdict()))).leaf("small", e.note()).close();
            to.close();
        }
        to.close().close().close();
    }

    private void evidence() {
        Evidence e = report.evidence();
        e.jacobians().stream().limit(JACOBIANS).forEach(this::jacobian);
        to.open("div", "class", "pair");
        if (!e.remainders().isEmpty()) {
            to.open("section").leaf("h3", "Taylor remainders").leaf("p", RatePlot.rates(e.remainders()), "class", "note")
                    .add(RatePlot.draw(e.remainders())).close();
        }
        e.profiles().stream().filter(LinePlot::visible).limit(PROFILES).forEach(this::profile);
        to.close();
        to.open("div", "class", "pair");
        oracles(e.oracles());
        certificate(e);
        to.close();
    }

    private void jacobian(Evidence.Jacobian j) {
        Set<Integer> wrong = report.elements().stream().filter(e -> e.input() == j.input() && e.isWrong()).map(Element::index)
                .collect(Collectors.toSet());
        String maps = HeatMap.draw(j, wrong);
        if (!maps.isEmpty()) {
            String name = names.inputs().get(j.input());
            to.open("section").leaf("h3", "Jacobian by " + name)
                    .leaf("p", "A row per " + (j.projected() ? "random combination of results" : "result") + " (" + j.analytic().size()
                    + "), a column per element of " + name + " (" + j.analytic().getFirst()
                            .size() + ")." + HeatMap.blocks(j) + (wrong.isEmpty() ? "" : " Triangles mark wrong columns."), "class", "note")
                    .add(maps).close();
        }
    }

    private void profile(Evidence.Profile p) {
        Optional<Element> of = report.elements().stream().filter(e -> e.input() == p.input() && e.index() == p.index()).findFirst();
        to.open("section").open("h3").leaf("code", names.output(p.input(), p.output())).words(" along ")
                .leaf("code", names.input(p.input(), p.index())).close();
        to.leaf("p", of.map(e -> words(e.verdict()) + (e.note().isEmpty() ? "" : ": " + e.note()) + ".").orElse(""), "class", "note")
                .add(LinePlot.draw(p)).close();
    }

    private void oracles(List<Evidence.Oracle> oracles) {
        if (!oracles.isEmpty()) {
            to.open("section").leaf("h3", ReportText.split(oracles) ? "Oracles: they disagree" : "Oracles").open("table", "class", "votes")
                    .open("tbody");
            for (Evidence.Oracle o : oracles) {
                String vote = ReportText.vote(o);
                String sign = vote.equals("agrees") ? "\u2713 " : vote.equals("disagrees") ? "\u2715 " : "\u2013 ";
                to.open("tr").leaf("th", o.name(), "scope", "row").open("td");
                to.leaf("span", sign + vote, "class", "chip " + (vote.equals("agrees") ? "proven" : o.right() ? "outside" : "wrong"))
                        .leaf("small", ReportText.note(o)).close().close();
            }
            to.close().close().close();
        }
    }

    private void certificate(Evidence e) {
        to.open("section", "class", "certificate").leaf("h3", "What was looked at").open("table").open("tbody");
        if (!names.isProjected()) {
            certify("elements", report.elements().size());
        }
        if (report.directions() > 0) {
            certify("random directions", report.directions());
        }
        e.coverage().forEach(c -> certify(c.what(), c.cases()));
        to.close().close().leaf("p", ReportText.miss(names) + ".", "class", "note").close();
    }

    private void certify(String what, int cases) {
        to.open("tr").leaf("th", what, "scope", "row").leaf("td", Integer.toString(cases), "class", "n").close();
    }

    private void snippet() {
        to.open("section").leaf("h3", "Run it again").leaf("p", "One click selects all of it.", "class", "note")
                .leaf("pre", report.snippet(), "tabindex", "0").close();
    }

    /** The class that gives a report its colour. */
    static String type(Report report) {
        return report.isWrong() ? "wrong" : report.isRight() ? "proven" : "noise";
    }

    private static String type(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String mark(String type) {
        return switch (type) {
            case "wrong" -> "\u2715";
            case "proven" -> "\u2713";
            default -> "?";
        };
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
