package org.covector.bench.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table as text, one part per family. */
public final class TextTable {
    private TextTable() {}

    /** Rows of one number of threads. */
    public static String of(Seq<Row> rows) {
        return rows.groupBy(Row::family).keySet().toList().sortBy(family -> rows.indexWhere(r -> r.family().equals(family)))
                .map(family -> family + "\n" + part(rows.filter(r -> r.family().equals(family))))
                .mkString("\n\n");
    }

    private static String part(Seq<Row> rows) {
        List<ColumnData<Row>> columns = List.of(
                text("workload", Row::workload),
                number("ours", r -> time(r.ours())),
                number("best peer", r -> time(r.peerTime())),
                text("who", r -> r.peer() == null ? "" : r.peer()),
                number("ratio", r -> ratio(r.ratio())),
                number("target", r -> ratio(r.target())),
                text("", r -> r.ratio() == null ? "" : r.reached() ? "ok" : "SHORT"),
                number("% of limit", r -> r.percentOfLimit() == null ? "" : format("%.0f", r.percentOfLimit())),
                number("given buffer", r -> ratio(r.givenBufferRatio())),
                number("in a scope", r -> time(r.scoped())),
                number("ratio", r -> ratio(r.scopedRatio())),
                number("bytes/call", r -> r.bytesPerCall() == null ? "" : format("%.0f", r.bytesPerCall())));
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER, rows.asJava(), columns.asJava());
    }

    /** Probes in the same style. */
    public static String ofProbes(Seq<Probe> probes) {
        List<ColumnData<Probe>> columns = List.of(
                new Column().header("probe").dataAlign(HorizontalAlign.LEFT).headerAlign(HorizontalAlign.LEFT).maxWidth(70)
                .with(Probe::name),
                new Column().header("threads").with(p -> Integer.toString(p.threads())),
                new Column().header("value").with(p -> digits(p.value()) + " " + p.unit()),
                new Column().header("target").with(p -> (p.atMost() ? "<= " : ">= ") + digits(p.target())),
                new Column().header("").with(p -> p.reached() ? "ok" : "SHORT"));
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER, probes.asJava(), columns.asJava());
    }

    private static ColumnData<Row> text(String title, Function<Row, String> cell) {
        return column(title, HorizontalAlign.LEFT, cell);
    }

    private static ColumnData<Row> number(String title, Function<Row, String> cell) {
        return column(title, HorizontalAlign.RIGHT, cell);
    }

    private static ColumnData<Row> column(String title, HorizontalAlign align, Function<Row, String> cell) {
        return new Column().header(title).headerAlign(align).dataAlign(align).maxWidth(60).with(cell);
    }

    private static String ratio(@Nullable Double ratio) {
        return ratio == null ? "" : format(ratio < 10 ? "%.2f" : "%.0f", ratio);
    }

    /** Three digits and a unit. */
    static String time(@Nullable Double nanos) {
        if (nanos == null) {
            return "";
        }
        return nanos < 1e3 ? digits(nanos) + " ns" : nanos < 1e6 ? digits(nanos / 1e3) + " us" : digits(nanos / 1e6) + " ms";
    }

    private static String digits(double x) {
        return format(x < 10 ? "%.2f" : x < 100 ? "%.1f" : "%.0f", x);
    }

    private static String format(String format, double x) {
        return String.format(Locale.ROOT, format, x);
    }
}
