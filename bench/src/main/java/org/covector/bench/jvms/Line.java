package org.covector.bench.jvms;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.Locale;

/** What all JVMs found of one family, as lines of the tables. */
record Line(KernelFamily family, Seq<Finding> findings) {
    private static final double WORST = 1.25;

    /** Whether no JVM allocated more than results, scratch and objects. */
    boolean isLean() {
        return findings.forAll(f -> f.scoped() <= family.bound());
    }

    String bytes() {
        List<String> cells = List.of(family.name().toLowerCase(Locale.ROOT), Integer.toString(findings.size()))
                .appendAll(spread(findings.map(f -> (double) f.plain()), "%,.0f"))
                .appendAll(spread(findings.map(f -> (double) f.scoped()), "%,.0f"))
                .append(format("%,.0f", family.bound())).append(isLean() ? "ok" : "**more**");
        return row(cells);
    }

    String time() {
        Seq<Double> sorted = findings.map(Finding::time).sorted();
        double ratio = sorted.last() / median(sorted);
        return row(List.of(family.name().toLowerCase(Locale.ROOT), family.description())
                .appendAll(spread(sorted, "%.2f"))
                .append(format("%.2f", ratio)).append(ratio <= WORST ? "ok" : "**slow**"));
    }

    /** Minimum, median, maximum. */
    private static List<String> spread(Seq<Double> values, String format) {
        Seq<Double> sorted = values.sorted();
        return List.of(sorted.head(), median(sorted), sorted.last()).map(x -> format(format, x));
    }

    private static double median(Seq<Double> sorted) {
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static String format(String format, double x) {
        return String.format(Locale.ROOT, format, x);
    }

    private static String row(Seq<String> cells) {
        return cells.mkString("| ", " | ", " |");
    }
}
