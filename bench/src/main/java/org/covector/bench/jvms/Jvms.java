package org.covector.bench.jvms;

import io.vavr.collection.List;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.covector.bench.measure.Machine;
import org.covector.bench.report.ReportFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts fresh JVMs for each family of kernels, since the compiler's choices differ from one to the next, and writes what they found. */
@Command(name = "jvms", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Bytes per call and relative times of each family in many fresh JVMs.")
public final class Jvms implements Callable<Integer> {
    @CommandLine.Option(names = "--jvms", description = "fresh JVMs for each family (default: ${DEFAULT-VALUE})")
    private int jvms = 20;

    @CommandLine.Option(names = "--seconds",
            description = "processor time of the calling thread in each, warm-up included, at most (default: ${DEFAULT-VALUE})")
    private double seconds = 6;

    @CommandLine.Option(names = "--family", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private java.util.List<KernelFamily> families = java.util.List.of(KernelFamily.values());

    @CommandLine.Option(names = "--out", required = true, description = "file of the table")
    private Path out = Path.of("jvms.md");

    @CommandLine.Option(names = "--found", required = true, description = "JSON file of what was found, to which this run adds")
    private Path found = Path.of("jvms.json");

    /** {@code Jvms OPTIONS}. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Jvms()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    /** All that was found so far. */
    private record Findings(Map<KernelFamily, java.util.List<Finding>> byFamily) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(found.toAbsolutePath().getParent());
        Map<KernelFamily, java.util.List<Finding>> all = new EnumMap<>(KernelFamily.class);
        if (Files.exists(found)) {
            all.putAll(ReportFiles.readJson(found, Findings.class).byFamily());
        }
        for (int i = 0; i < jvms; i++) { // one of each family in turn, so that a disturbance meets all
            for (KernelFamily family : families) {
                Finding finding = FreshJvm.run(family, seconds);
                System.out.println(family + " " + finding);
                all.merge(family, java.util.List.of(finding), (a, b) -> List.ofAll(a).appendAll(b).asJava());
            }
            ReportFiles.writeJson(new Findings(all), found); // an interrupted run can be gone on with
            Files.writeString(out, page(all));
        }
        return 0;
    }

    private String page(Map<KernelFamily, java.util.List<Finding>> all) {
        List<Line> lines = List.of(KernelFamily.values()).filter(all::containsKey)
                .map(s -> new Line(s, List.ofAll(Objects.requireNonNull(all.get(s)))));
        Machine m = Machine.current();
        return """
                # One program in many JVMs

                The just-in-time compiler decides anew in every JVM. `mvn -Pjvms` starts fresh ones for each family of kernels, on one
                thread, and writes this page; `-Djvms.args="--jvms 5 --seconds 2 --family mlp,cnn"` chooses.
                Each JVM warms up until the vector loops have taken over and nothing more is compiled, each for %.1f s of the calling
                thread's processor time at most.

                %s, %d-bit vectors; %s; %s.

                ## Bytes per call
                *Plain* is what a call allocates on the heap: results, scratch, objects. In a scope the arrays of results and scratch
                are used again and objects are left; the bound is an eighth of the results' bytes, plus scratch that no pool takes
                (positions of a sort, the partial sums of dot products).
                A kernel whose vectors are boxed allocates 1.5 to 3 times the bytes of its result.

                | family | JVMs | plain: min | median | max | in a scope: min | median | max | bound | |
                |---|---|---|---|---|---|---|---|---|---|
                %s

                ## Time
                Of a call in a scope over that of a loop of multiplications and additions in the same JVM, both in processor time of the
                thread, the lower decile of each in each JVM. Wanted: the slowest JVM at most 1.25 times as slow as the one in the middle.

                | family | calls | min | median | max | max / median | |
                |---|---|---|---|---|---|---|
                %s
                """.formatted(seconds, m.processor(), m.vectorBits(), m.jvm(), LocalDate.now(), lines.map(Line::bytes).mkString("\n"),
                lines.map(Line::time).mkString("\n"));
    }
}
