package org.covector.bench.report;

import io.vavr.collection.List;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.covector.bench.measure.Bandwidth;
import org.covector.bench.measure.Limits;
import org.covector.bench.measure.Machine;

/** What was measured, on what: the lines above the tables. */
final class Summary {
    private Summary() {}

    static String head(Report report) {
        Machine m = report.machine();
        List<String> lines = List.of(
                "date       " + report.date(),
                "processor  " + m.processor() + ", " + m.processors() + " in use, " + m.vectorBits() + "-bit vectors; " + m.caches(),
                "system     " + m.system() + ", " + m.memoryGigabytes() + " GB",
                "JVM        " + m.jvm(),
                "compared   " + report.contestants().mkString("; "));
        return lines.appendAll(List.ofAll(report.limits().entrySet())
                        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                        .map(e -> "limits, " + e.getKey() + (e.getKey() == 1 ? " thread: " : " threads: ") + limits(e.getValue())))
                .append("Times are medians; ratio = time of the best peer with a fresh result / our time, in one process, samples in turn."
                        + "\n\"in a scope\": each call of ours in a Memory.scope; a \"fresh\" result of libtorch's comes from memory "
                        + "used before, as there."
                        + "\n\"given buffer\": the same against peers that write into a buffer made beforehand.")
                .mkString("\n");
    }

    private static String limits(Limits l) {
        return String.format(Locale.ROOT, "FMA %.0f GFLOP/s float, %.0f double; read %s; copy %s (GB/s by footprint)",
                l.floats(), l.doubles(), bandwidth(l.read()), bandwidth(l.copy()));
    }

    private static String bandwidth(Bandwidth b) {
        return List.ofAll(b.points())
                .map(p -> size(p.footprint()) + " " + Math.round(p.gigabytesPerSecond()))
                .mkString(", ");
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + "K" : (bytes >> 20) + "M";
    }
}
