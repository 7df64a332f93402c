package org.covector.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportFilesTest {
    @TempDir
    private Path directory = Path.of("");

    private final Report report = Samples.mixed();

    @BeforeEach
    void write() throws IOException {
        ReportFiles.write(report, directory);
    }

    @Test
    void jsonReadsBackAsTheSameReport() throws IOException {
        assertThat(ReportFiles.readJson(directory.resolve("report.json"), Report.class)).isEqualTo(report);
    }

    @Test
    void jsonHoldsTheMachineAndEveryTiming() throws IOException {
        JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertThat(json.at("/machine/processor").asText()).isEqualTo("Some \"fast\" <processor>");
        assertThat(json.at("/measurements/4/timing/median").asDouble()).isEqualTo(140_000);
        assertThat(json.at("/limits/1/floats").asDouble()).isEqualTo(200);
    }

    @Test
    void csvHasAHeaderAndALinePerRow() throws IOException {
        List<Map<String, String>> lines = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .<Map<String, String>>readValues(directory.resolve("report.csv").toFile())
                .readAll();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .containsEntry("workload", "sgemm 256")
                .containsEntry("peer", "MKL 1")
                .containsEntry("ratio", "0.75")
                .containsEntry("reached", "false");
        assertThat(lines.get(1)).containsEntry("ours", "").containsEntry("peerTime", "900.0");
    }

    @Test
    void everyFamilyWithRatiosHasAWellFormedPlotThatNamesItsWorkloads() throws Exception {
        for (Map.Entry<String, String> plot :
                Map.of("sgemm-1.svg", "sgemm 256", "pointwise-functions-1.svg", "tanh 1e6").entrySet()) {
            Path file = directory.resolve(plot.getKey());
            DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
            xml.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            Document document = xml.newDocumentBuilder().parse(Files.newInputStream(file));
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(document.getDocumentElement().getTextContent()).contains(plot.getValue());
        }
    }

    @Test
    void textHasTheRatioAndWhetherItSuffices() throws IOException {
        String text = Files.readString(directory.resolve("report.txt"));
        assertThat(text).contains("Some \"fast\" <processor>").contains("compared   Covector; MKL 1; OpenBLAS 1; libtorch 1");
        assertThat(text.lines().filter(l -> l.contains("sgemm 256")).findFirst().orElse(""))
                .containsSubsequence("280 us", "210 us", "MKL 1", "0.75", "0.95", "SHORT", "0.50");
        assertThat(text.lines().filter(l -> l.contains("tanh 1e6")).findFirst().orElse("")).containsSubsequence("5.00", "3.00", "ok");
    }

    @Test
    void textListsTheProbesWithTheirBounds() {
        assertThat(ReportFiles.text(report).lines().filter(l -> l.contains("first call")).findFirst().orElse(""))
                .containsSubsequence("38.0 ms", "<= 40.0", "ok");
        assertThat(ReportFiles.text(report).lines().filter(l -> l.contains("slowest")).findFirst().orElse(""))
                .containsSubsequence("0.50 x", ">= 0.90", "SHORT");
    }

    @Test
    void timesHaveThreeDigitsAndAUnit() {
        assertThat(TextTable.time(8.0)).isEqualTo("8.00 ns");
        assertThat(TextTable.time(1234.0)).isEqualTo("1.23 us");
        assertThat(TextTable.time(45_678.0)).isEqualTo("45.7 us");
        assertThat(TextTable.time(123_456_789.0)).isEqualTo("123 ms");
        assertThat(TextTable.time(null)).isEmpty();
    }
}
