package org.covector.bench.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.vavr.collection.List;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as files: report.json with everything, report.csv with the table, report.txt, one SVG per family and thread count. */
public final class ReportFiles {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final CsvMapper CSV = new CsvMapper();

    private ReportFiles() {}

    public static void write(Report report, Path directory) throws IOException {
        Files.createDirectories(directory);
        writeJson(report, directory.resolve("report.json"));
        List<Row> rows = report.rows();
        CSV.writer(CSV.schemaFor(Row.class).withHeader()).writeValue(directory.resolve("report.csv").toFile(), rows.asJava());
        Files.writeString(directory.resolve("report.txt"), text(report));
        for (Plot plot : Plot.of(rows)) {
            plot.write(directory);
        }
    }

    /** The machine, the versions, the limits and the tables. */
    public static String text(Report report) {
        return Summary.head(report) + "\n\n"
                + report.rows().groupBy(Row::threads).toList().sortBy(t -> t._1)
                        .map(t -> t._1 + (t._1 == 1 ? " thread" : " threads") + "\n\n" + TextTable.of(t._2))
                        .mkString("\n\n")
                + (report.probes().isEmpty() ? "" : "\n\n" + TextTable.ofProbes(List.ofAll(report.probes()))) + "\n";
    }

    public static void writeJson(Object value, Path file) throws IOException {
        JSON.writeValue(file.toFile(), value);
    }

    public static <T> T readJson(Path file, Class<T> type) throws IOException {
        return JSON.readValue(file.toFile(), type);
    }
}
