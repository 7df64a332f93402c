package org.covector.bench.compare;

import com.sun.management.ThreadMXBean;
import io.vavr.collection.List;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Contestants;
import org.covector.bench.measure.LimitMeter;
import org.covector.bench.measure.Sampler;
import org.covector.bench.measure.Settling;
import org.covector.bench.measure.Task;
import org.covector.bench.measure.Timing;
import org.covector.bench.ours.Covector;
import org.covector.bench.report.Measurement;
import org.covector.bench.report.ReportFiles;
import org.covector.bench.workload.Catalogue;
import org.covector.bench.workload.Workload;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The measuring JVM: times the named workloads, or the machine's limits, and writes what it found as JSON. */
@Command(name = "measure")
final class Measure implements Callable<Integer> {
    private static final long SAMPLE_NANOS = 2_000_000;
    private static final long QUIET_NANOS = 700_000_000;
    private static final long SETTLING_NANOS = 20_000_000_000L;
    private static final double PEER_WARM_SHARE = 0.3;
    private static final int ALLOCATION_CALLS = 20;

    @Option(names = "--threads")
    int threads = 1;

    @Option(names = "--seconds")
    double seconds = 1;

    @Option(names = "--warm")
    double warm = 0.5;

    @Option(names = "--limits")
    boolean limits;

    @Option(names = "--probe")
    ProbeKind probe = ProbeKind.NONE;

    @Option(names = "--peak")
    double peak;

    @Option(names = "--out", required = true)
    Path out = Path.of("measurements.json");

    @Parameters
    java.util.List<String> workloads = java.util.List.of();

    private final List<Contestants> libraries =
            List.<Contestants>of(new Covector()).appendAll(ServiceLoader.load(Contestants.class));

    public static void main(String[] args) {
        System.exit(new CommandLine(new Measure()).execute(args));
    }

    /** Someone about to be timed. */
    private record Entry(Contestant contestant, Task task, double[] result) {
        static Entry of(Contestant contestant) {
            Task task = contestant.prepare().get();
            return new Entry(contestant, task, task.result());
        }

        boolean isOurs() {
            return contestant.name().startsWith(Measurement.COVECTOR);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (limits) {
            ReportFiles.writeJson(LimitMeter.measure(threads), out);
            return 0;
        }
        if (probe != ProbeKind.NONE) {
            ReportFiles.writeJson(probe.run(threads, peak).asJava(), out);
            return 0;
        }
        libraries.forEach(l -> l.start(threads));
        List<Measurement> all = List.ofAll(workloads)
                .map(name -> Catalogue.all().find(w -> w.name().equals(name)).get())
                .flatMap(this::measure);
        ReportFiles.writeJson(all.asJava(), out);
        return 0;
    }

    private List<Measurement> measure(Workload workload) {
        List<Entry> entries = libraries.flatMap(l -> l.of(workload.work())).map(Entry::of);
        Sampler sampler = new Sampler(System::nanoTime, SAMPLE_NANOS, (long) (seconds * 1e9 * Math.max(1, entries.size()) / 2));
        entries.filter(Entry::isOurs)
                .forEach(e -> Settling.ofThisJvm(QUIET_NANOS, SETTLING_NANOS).run(e.task()));
        List<Timing> timings = sampler.time(entries.map(this::subject));
        io.vavr.control.Option<Entry> ours = entries.find(e -> e.contestant().name().equals(Measurement.COVECTOR));
        List<Measurement> found = entries.zipWith(timings, (entry, timing) -> new Measurement(
                workload.name(),
                workload.family(),
                threads,
                Setup.current().name(),
                entry.contestant().name(),
                entry.contestant().givenBuffer(),
                timing,
                allocated(entry.task()),
                ours.map(o -> difference(o.result(), entry.result())).getOrElse(Double.NaN)));
        System.out.println(workload.name());
        System.gc();
        return found;
    }

    /** Of a peer only the way to its native code must be compiled. */
    private Sampler.TimedTask subject(Entry entry) {
        double share = entry.isOurs() ? 1 : PEER_WARM_SHARE;
        return new Sampler.TimedTask(entry.task(), (long) (warm * share * 1e9));
    }

    private static double allocated(Task task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.repeat(ALLOCATION_CALLS);
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) ALLOCATION_CALLS;
    }

    /** The root mean square of the difference, relative to that of {@code x}. */
    static double difference(double[] x, double[] y) {
        if (x.length != y.length || x.length == 0) {
            return x.length == y.length ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        double error = 0;
        double norm = 0;
        for (int i = 0; i < x.length; i++) {
            error += (x[i] - y[i]) * (x[i] - y[i]);
            norm += x[i] * x[i];
        }
        return Math.sqrt(error / Math.max(norm, Double.MIN_NORMAL));
    }
}
