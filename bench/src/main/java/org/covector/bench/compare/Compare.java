package org.covector.bench.compare;

import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.covector.bench.measure.Contestants;
import org.covector.bench.measure.Limits;
import org.covector.bench.measure.Machine;
import org.covector.bench.report.Measurement;
import org.covector.bench.report.Probe;
import org.covector.bench.report.Report;
import org.covector.bench.report.ReportFiles;
import org.covector.bench.workload.Catalogue;
import org.covector.bench.workload.Family;
import org.covector.bench.workload.Workload;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Covector beside its peers: measures in JVMs of its own, prints a table, writes text, CSV, JSON and SVG. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Times Covector beside libtorch, oneDNN, OpenBLAS and MKL.")
public final class Compare implements Callable<Integer> {
    @CommandLine.Option(names = "--threads", split = ",", description = "numbers of threads, such as 1,2 (default: ${DEFAULT-VALUE})")
    private java.util.List<Integer> threads = java.util.List.of(1);

    @CommandLine.Option(names = "--family", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private java.util.List<Family> families = java.util.List.of(Family.values());

    @CommandLine.Option(names = "--filter", description = "only workloads whose name contains this regular expression")
    private Pattern filter = Pattern.compile("");

    @CommandLine.Option(names = "--setup", split = ",", description = "only with these BLAS libraries: ${COMPLETION-CANDIDATES}")
    private java.util.List<Setup> setups = java.util.List.of(Setup.values());

    @CommandLine.Option(names = "--seconds", description = "timed seconds per pair (default: ${DEFAULT-VALUE})")
    private double seconds = 1;

    @CommandLine.Option(names = "--warm", description = "warm-up seconds of Covector, 0.3 of it for a peer (default: ${DEFAULT-VALUE})")
    private double warm = 1.5;

    @CommandLine.Option(names = "--out", description = "directory of the results (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "compare");

    @CommandLine.Option(names = "--add", description = "keep what an earlier run left in the directory, replace what is measured again")
    private boolean add;

    @CommandLine.Option(names = "--jvm", split = ",", description = "options for the measuring JVMs")
    private java.util.List<String> jvmOptions = java.util.List.of();

    @CommandLine.Option(names = "--probes", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "also measure cold starts and many kernels in one JVM (default: yes)")
    private boolean probes;

    @CommandLine.Option(names = "--list", description = "print the workloads and stop")
    private boolean list;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Compare()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Workload> workloads = Catalogue.all()
                .filter(w -> families.contains(w.family()) && filter.matcher(w.name()).find());
        if (list) {
            workloads.forEach(w -> System.out.println(w.name() + "  (" + w.family() + ", target " + w.target() + ")"));
            return 0;
        }
        Files.createDirectories(out.resolve("work"));
        Report report = start();
        List<Run> runs = List.ofAll(threads).flatMap(t -> runs(workloads, t));
        try (Progress progress = Progress.of("measuring", runs.map(r -> r.workloads().size()).sum().intValue())) {
            for (Run run : runs) {
                report = report.with(run.measure(progress));
            }
        }
        if (probes) {
            report = report.withProbes(probes(report));
        }
        ReportFiles.write(report, out);
        System.out.println(ReportFiles.text(report));
        System.out.println("written to " + out);
        return 0;
    }

    /** An empty report, or the one to add to, with the limits for every number of threads. */
    private Report start() throws IOException, InterruptedException {
        Path earlier = out.resolve("report.json");
        Option<Report> old = add && Files.exists(earlier) ? Option.of(ReportFiles.readJson(earlier, Report.class)) : Option.none();
        HashMap<Integer, Limits> limits = old.map(r -> HashMap.ofAll(r.limits())).getOrElse(HashMap.empty());
        for (int t : threads) {
            if (!limits.containsKey(t)) {
                Option<Path> found = jvm(Setup.OPENBLAS, t).run(List.of("--limits"), line -> {});
                limits = limits.put(t, ReportFiles.readJson(found.getOrElseThrow(() -> new IOException("limits not measured")),
                        Limits.class));
            }
        }
        Map<Integer, Limits> measured = limits.toJavaMap();
        return new Report(LocalDate.now().toString(), Machine.current(), measured,
                old.map(Report::measurements).getOrElse(java.util.List.of()),
                old.map(Report::probes).getOrElse(java.util.List.of()));
    }

    /** Every probe in fresh JVMs; of several the one in the middle. */
    private List<Probe> probes(Report report) throws IOException, InterruptedException {
        List<Probe> all = List.empty();
        for (int t : threads) {
            double peak = Objects.requireNonNull(report.limits().get(t)).floats();
            for (ProbeKind kind : List.of(ProbeKind.values()).remove(ProbeKind.NONE)) {
                List<Probe> found = List.empty();
                for (int i = 0; i < kind.repeats(); i++) {
                    Option<Path> file = jvm(Setup.OPENBLAS, t)
                            .run(List.of("--probe", kind.name(), "--peak", Double.toString(peak)), line -> {});
                    found = found.appendAll(file.isEmpty() ? List.empty() : List.of(ReportFiles.readJson(file.get(), Probe[].class)));
                }
                all = all.appendAll(found.groupBy(Probe::name).values()
                        .map(same -> same.sortBy(Probe::value).get(same.size() / 2)));
            }
        }
        return all;
    }

    private List<Run> runs(List<Workload> workloads, int threadCount) {
        boolean peers = ServiceLoader.load(Contestants.class).stream().findAny().isPresent();
        List<Setup> wanted = List.ofAll(setups);
        return List.of(Family.values())
                .map(f -> workloads.filter(w -> w.family() == f))
                .reject(List::isEmpty)
                .flatMap(part -> wanted
                        .filter(s -> s == wanted.head() || peers && part.head().family().blasMatters())
                        .map(s -> new Run(jvm(s, threadCount), part)));
    }

    private MeasuringJvm jvm(Setup setup, int threadCount) {
        return new MeasuringJvm(setup, threadCount, out.resolve("work").toAbsolutePath(), List.ofAll(jvmOptions));
    }

    /** One family in one JVM. */
    private final class Run {
        private final MeasuringJvm jvm;
        private final List<Workload> workloads;

        Run(MeasuringJvm jvm, List<Workload> workloads) {
            this.jvm = jvm;
            this.workloads = workloads;
        }

        List<Workload> workloads() {
            return workloads;
        }

        /** What was found; nothing, with a note, if the JVM crashed (a peer can). */
        List<Measurement> measure(Progress progress) throws IOException, InterruptedException {
            jvm.prepare();
            List<String> arguments = List.of("--seconds", Double.toString(seconds), "--warm", Double.toString(warm))
                    .appendAll(workloads.map(Workload::name));
            Option<Path> found = jvm.run(arguments, progress::step);
            if (found.isEmpty()) {
                System.out.println("crashed: " + workloads.head().family().title() + " with " + jvm.setup());
                return List.empty();
            }
            return List.of(ReportFiles.readJson(found.get(), Measurement[].class));
        }
    }
}
