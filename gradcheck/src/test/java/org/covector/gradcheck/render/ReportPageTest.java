package org.covector.gradcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?: [a-zA-Z-]+=\"[^\"<]*\")*)(/?)>");
    private static final Set<String> VOID = Set.of("meta", "path", "circle", "rect"); // the last ones only inside svg

    /** Every tag is closed in order, and nothing stands between that looks like one. */
    static void assertWellFormed(String page) {
        Deque<String> open = new ArrayDeque<>();
        String markup = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("(?s)<style>.*?</style>", "");
        Matcher m = TAG.matcher(markup);
        int end = 0;
        while (m.find()) {
            assertThat(markup.substring(end, m.start())).doesNotContain("<", ">");
            end = m.end();
            if (m.group(1).equals("/")) {
                assertThat(open.pop()).isEqualTo(m.group(2));
            } else if (m.group(4).isEmpty()) {
                open.push(m.group(2));
            } else {
                assertThat(VOID).contains(m.group(2));
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void isWellFormedWhateverItHolds() {
        assertWellFormed(Samples.full().toHtml());
        assertWellFormed(Samples.wrongSquare().toHtml());
        assertWellFormed(Gradcheck.check(F::exp, Tensor.zeros(org.covector.engine.DType.FLOAT64, org.covector.engine.Shape.of(0, 2)))
                .toHtml());
        Report bare = new Report(Options.DEFAULT.withName("<script>alert(1)</script>"), List.of(), List.of(), 1, List.of(), 0,
                List.of(Breach.of(Breach.Kind.STATE, "<i>")), List.of(), Option.none(), Evidence.NONE);
        assertWellFormed(bare.toHtml());
        assertThat(bare.toHtml()).doesNotContain("<script", "<i>");
    }

    @Test
    void loadsNothing() {
        String page = Samples.full().toHtml();
        assertThat(page).doesNotContain("http", "src=", "@import", "url(", "<link", "<script");
        assertThat(page).contains("prefers-color-scheme: dark", "width=device-width");
    }

    @Test
    void showsWhatWasFound() {
        String page = Samples.full().toHtml();
        assertThat(page).contains("has a wrong gradient", "a breach", "a guess", "a &lt;b&gt;", "d out[0] / d x0[0]", "Jacobian by x0",
                "Taylor remainders", "Measured order 2.02 along 1 random direction;",
                "slopes 0 and 1", "pullback 0.25", "they disagree", "transposed views", "probability 1.0e-06", "seed -9223372036854775808",
                        "The second derivative", "Gradcheck.check(f, x0");
        assertThat(page).doesNotContainPattern("(?:d|x|y|cx|cy|width|height|style)=\"[^\"]*(?:NaN|Infinity)");
    }

    @Test
    void drawsAPictureForEachKindOfEvidence() {
        Report wrong = Samples.wrongSquare();
        String none = Samples.with(wrong, Evidence.NONE).toHtml();
        String all = Samples.with(wrong, Samples.evidence()).toHtml();
        assertThat(none).doesNotContain("class=\"map\"", "class=\"plot\"");
        assertThat(all.split("class=\"map\"", -1)).hasSize(1 + 3);
        assertThat(all.split("class=\"plot\"", -1)).hasSize(1 + 2);
    }

    @Test
    void drawsLargeJacobiansInBlocks() {
        Report report = Samples.with(Samples.wrongSquare(),
                new Evidence(List.of(Samples.jacobian(960, 500)), List.of(), List.of(), List.of(), List.of(), 0));
        String page = report.toHtml();
        assertThat(page).contains("blocks of 10 by 6");
        assertThat(page.length()).isLessThan(1_500_000);
    }

    @Test
    void givesSignsAndDecadesTheirColours() {
        String map = HeatMap.draw(new Evidence.Jacobian(0, false, List.of(List.of(4.0, -4.0, 1.0)),
                List.of(List.of(4.0, -4.0, 1.0 + 4e-8))), Set.of(2));
        String analytic = map.split("<figure>")[1];
        assertThat(analytic).contains("d=\"M0 7h46v46h-46z\" style=\"fill:color-mix(in oklab,var(--plus) 100%",
                "d=\"M46 7h46v46h-46z\" style=\"fill:color-mix(in oklab,var(--minus) 100%",
                "d=\"M92 7h46v46h-46z\" style=\"fill:color-mix(in oklab,var(--plus) 50%");
        assertThat(map.split("<figure>")[3]).contains("d=\"M0 7h92v46h-92z\" style=\"fill:var(--zero)\"",
                "d=\"M92 7h46v46h-46z\" style=\"fill:color-mix(in oklab,var(--far) 50%");
        assertThat(map.split("class=\"mark\"", -1)).hasSize(1 + 3);
    }

    @Test
    void isWrittenToAFile(@TempDir Path directory) throws IOException {
        Report report = Samples.wrongSquare();
        assertThat(Files.readString(report.writeHtml(directory.resolve("report.html")))).isEqualTo(report.toHtml());
    }
}
