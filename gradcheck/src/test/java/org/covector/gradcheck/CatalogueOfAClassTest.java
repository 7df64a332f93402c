package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.gradcheck.Case.x;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

class CatalogueOfAClassTest {
    private static final Catalogue ALL = Catalogue.of(SampleOperations.class).withProgress(Progress.SILENT)
            .withOptions(Options.DEFAULT.withOrder(1))
            .with("softmax", t -> SampleOperations.softmax(t, 1), x(2, 3)).with("softmax", t -> SampleOperations.softmax(t, 0), x(3));

    private static CatalogueReport.Checked operation(CatalogueReport report, String name) {
        return report.operations().stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
    }

    /** Not public. */
    static final class Hidden {
        private Hidden() {}
    }

    @Test
    void listsEveryOperationOnce() {
        assertThat(ALL.names()).containsExactly("choice(Tensor, Tensor, double, float, int, long, boolean)", "confused(Tensor, Tensor)",
                "quotient(Tensor, Tensor)", "root(Tensor)",
                "softmax", "unknown(List)");
        assertThat(ALL.missing()).containsExactly("confused(Tensor, Tensor)", "unknown(List)");
    }

    @Test
    void checksDomainsAndCases() {
        CatalogueReport report = ALL.check();
        assertThat(report.isRight()).isFalse();
        assertThat(operation(report, "root(Tensor)").isProven()).isTrue();
        assertThat(operation(report, "root(Tensor)").reports()).hasSize(4);
        assertThat(operation(report, "choice(Tensor, Tensor, double, float, int, long, boolean)").verdict()).isEqualTo("right");
        assertThat(operation(report, "softmax").reports()).hasSize(2).allMatch(Report::isProven);
        assertThat(operation(report, "quotient(Tensor, Tensor)").verdict()).isEqualTo("WRONG");
        assertThat(report.failed()).extracting(CatalogueReport.Checked::name)
                .containsExactly("confused(Tensor, Tensor)", "quotient(Tensor, Tensor)", "unknown(List)");
    }

    @Test
    void saysWhatItDidNotCheckAndWhy() {
        CatalogueReport report = ALL.check();
        assertThat(report.unchecked()).extracting(o -> o.unchecked().get())
                .containsExactly("has @DefinedOn with 1 intervals for 2 tensors", "no domain and no case");
        assertThatThrownBy(() -> ALL.only(name -> name.startsWith("unknown")).check().orThrow()).isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("unknown(List)", "not checked", "no domain and no case");
        assertThat(ALL.only(name -> name.startsWith("softmax") || name.startsWith("root")).check().orThrow().isProven()).isTrue();
    }

    @Test
    void countsACaseThatFailsAsNotChecked() {
        CatalogueReport report = ALL.with("unknown", t -> SampleOperations.unknown(List.of(t, x(7))), x(2))
                .only(name -> name.startsWith("unknown")).check();
        assertThat(report.unchecked()).singleElement()
                .satisfies(o -> assertThat(o.unchecked().get()).startsWith("throws org.covector.engine.ArgumentException: stack"));
    }

    @Test
    void summarizesAndShowsWhatFailed() {
        assertThat(ALL.check().toString()).startsWith("gradcheck of SampleOperations: 6 operations: 1 WRONG, 2 not checked, 3 right")
                .contains("quotient(Tensor, Tensor)", "the sign is wrong",
                "2 cases: 9 proven", "Gradcheck.check(f, x0, x1, options)");
    }

    @Test
    void checksInSinglePrecision() {
        List<DType> seen = new ArrayList<>();
        Catalogue.of(SampleOperations.class).withProgress(Progress.SILENT).withDtype(DType.FLOAT32).with("softmax", t -> {
            seen.add(t.dtype());
            return SampleOperations.softmax(t, 0);
        }, x(3)).only(name -> name.equals("softmax")).check().orThrow();
        assertThat(seen.getFirst()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void isTheSameEveryTime() {
        assertThat(ALL.check().toJson()).isEqualTo(ALL.check().toJson());
    }

    @Test
    void isShortForDomainsOnly() {
        assertThat(Gradcheck.catalogue(SampleOperations.class, Options.DEFAULT.withOrder(1)).unchecked()).hasSize(3);
    }

    @Test
    void refusesWhatItCannotCall() throws ClassNotFoundException {
        Class<?> internal = Class.forName("jdk.internal.util.ArraysSupport");
        assertThatThrownBy(() -> Catalogue.of(internal)).isInstanceOf(ArgumentException.class)
                .hasMessageContainingAll("package jdk.internal.util", "module java.base does not export");
        assertThatThrownBy(() -> Catalogue.of(Hidden.class)).isInstanceOf(ArgumentException.class).hasMessageContaining("not public");
        assertThatThrownBy(() -> Catalogue.of(String.class)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("public static methods that take tensors");
        assertThatThrownBy(() -> ALL.with("sofmax", t -> t, x(1))).isInstanceOf(ArgumentException.class).hasMessageContaining("sofmax");
        assertThatThrownBy(() -> ALL.withNumbers("root")).isInstanceOf(ArgumentException.class).hasMessageContaining("numbers");
        assertThatThrownBy(() -> ALL.withDtype(DType.INT64)).isInstanceOf(ArgumentException.class).hasMessageContaining("INT64");
    }

    @Test
    void givesNumbersToOptions() {
        List<String> names = List.of("choice(Tensor, Tensor, double, float, int, long, boolean)");
        CatalogueReport report = ALL.withNumbers("choice", 3, 0.5, 2, 4, 0).only(names::contains).check().orThrow();
        Report scalar = report.operations().getFirst().reports().getFirst();
        Tensor x = scalar.inputs().getFirst();
        boolean mask = scalar.inputs().get(1).array().to(DType.INT64).toLongArray()[0] != 0;
        assertThat(scalar.outputs().getFirst().item())
                .isEqualTo((mask ? Math.exp(x.item()) : x.item()) * 12 + 2.5, org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void tellsItsProgress() {
        List<Progress.Step> steps = new ArrayList<>();
        ALL.withProgress(steps::add).check();
        assertThat(steps).extracting(Progress.Step::done).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(steps).allMatch(s -> s.all() == 6 && !s.elapsed().isNegative());
        assertThat(steps.getFirst().operation()).startsWith("choice(");
        assertThat(steps.getLast()).matches(s -> s.operation().isEmpty() && s.failed() == 3);
    }

    @Test
    void drawsABarAfterASecondAndTakesItAway() {
        StringWriter terminal = new StringWriter();
        ProgressBar bar = new ProgressBar(new PrintWriter(terminal));
        bar.show(new Progress.Step(0, 4, "fast", 0, Duration.ofMillis(999)));
        assertThat(terminal.toString()).isEmpty();
        bar.show(new Progress.Step(1, 4, "slow", 1, Duration.ofSeconds(1)));
        assertThat(terminal.toString()).isEqualTo("\r\u001b[K" + "\u2588".repeat(6) + "\u2591".repeat(18) + " 1/4 slow, 1 not right");
        bar.show(new Progress.Step(4, 4, "", 1, Duration.ofSeconds(2)));
        assertThat(terminal.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void isJson() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(ALL.check().toJson());
        assertThat(json.get("catalogue").textValue()).isEqualTo("SampleOperations");
        assertThat(json.get("right").booleanValue()).isFalse();
        assertThat(json.get("operations")).hasSize(6);
        assertThat(json.get("operations").get(1).get("unchecked").textValue()).contains("intervals");
        assertThat(json.get("operations").get(3).get("reports").get(0).get("elements").get(0).get("verdict").textValue())
                .isEqualTo("PROVEN");
    }

    @Test
    void isAPageThatLeadsToWhatIsNotProven() {
        String page = ALL.check().toHtml();
        assertThat(page).contains("<a href=\"#quotient-Tensor-Tensor-0\">", "<article id=\"quotient-Tensor-Tensor-0\">",
                "is not right throughout", "no domain and no case")
                .doesNotContain("<article id=\"root", "http", "<script");
    }

    @Test
    void isImmutable() {
        List<Report> reports = new ArrayList<>();
        CatalogueReport.Checked checked = new CatalogueReport.Checked("a", reports, Option.none());
        reports.add(Gradcheck.check(t -> t, x(1)));
        assertThat(checked.reports()).isEmpty();
        ALL.withNumbers("root", 1).withOptions(Options.DEFAULT.withSeed(1)).with("unknown", t -> t, x(1));
        assertThat(ALL.names()).contains("unknown(List)");
    }
}
