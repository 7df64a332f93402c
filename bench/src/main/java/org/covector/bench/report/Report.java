package org.covector.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Map;
import java.util.Objects;
import org.covector.bench.measure.Limits;
import org.covector.bench.measure.Machine;
import org.covector.bench.workload.Catalogue;
import org.covector.bench.workload.Workload;

/**
 * All that was measured, on which machine.
 *
 * @param limits by the number of threads
 */
public record Report(
        String date, Machine machine, Map<Integer, Limits> limits, java.util.List<Measurement> measurements,
        java.util.List<Probe> probes) {
    /** This report with newer measurements in place of those of the same workloads, threads and setups. */
    public Report with(Seq<Measurement> newer) {
        List<Measurement> kept = List.ofAll(measurements)
                .filter(old -> !newer.exists(m -> replaces(m, old)));
        return new Report(date, machine, limits, kept.appendAll(newer).asJava(), probes);
    }

    /** This report with newer probes in place of those of the same name and threads. */
    public Report withProbes(Seq<Probe> newer) {
        List<Probe> kept = List.ofAll(probes)
                .filter(old -> !newer.exists(p -> p.name().equals(old.name()) && p.threads() == old.threads()));
        return new Report(date, machine, limits, measurements, kept.appendAll(newer).asJava());
    }

    private static boolean replaces(Measurement newer, Measurement old) {
        return newer.workload().equals(old.workload()) && newer.threads() == old.threads() && newer.setup().equals(old.setup());
    }

    /** Everybody that was measured, with versions. */
    @JsonIgnore
    public List<String> contestants() {
        return List.ofAll(measurements)
                .reject(Measurement::givenBuffer)
                .map(Measurement::contestant)
                .distinct()
                .sorted();
    }

    /** The table, in the catalogue's order; workloads that nobody ran have no line. */
    @JsonIgnore
    public List<Row> rows() {
        return List.ofAll(limits.keySet()).sorted().flatMap(threads -> Catalogue.all()
                .map(workload -> row(workload, threads))
                .filter(row -> row.ours() != null || row.peerTime() != null));
    }

    /** A peer beside ours of the same process. */
    private record Pair(Measurement peer, Option<Measurement> ours) {
        double ratio() {
            return ours.map(o -> peer.timing().median() / o.timing().median()).getOrElse(Double.NaN);
        }

        /** Without ours the peers compare by time. */
        double rank() {
            return ours.isDefined() ? ratio() : peer.timing().median();
        }
    }

    private Row row(Workload workload, int threads) {
        List<Measurement> all = List.ofAll(measurements)
                .filter(m -> m.workload().equals(workload.name()) && m.threads() == threads);
        List<Measurement> ours = all.filter(Measurement::ours);
        List<Measurement> inScope = all.filter(Measurement::scoped);
        List<Pair> pairs = all.reject(m -> m.ours() || m.scoped())
                .map(peer -> new Pair(peer, ours.find(o -> o.setup().equals(peer.setup()))));
        Option<Pair> best = pairs.reject(p -> p.peer().givenBuffer()).minBy(Pair::rank);
        Option<Pair> given = pairs.filter(p -> p.peer().givenBuffer()).minBy(Pair::rank);
        Option<Measurement> shown = best.flatMap(Pair::ours).orElse(ours.headOption());
        Option<Pair> bestInScope = best.map(b -> new Pair(b.peer(), inScope.find(o -> o.setup().equals(b.peer().setup()))));
        Option<Measurement> shownInScope = bestInScope.flatMap(Pair::ours).orElse(inScope.headOption());
        Option<Double> limit = Option.when(limits.containsKey(threads), () -> Objects.requireNonNull(limits.get(threads)))
                .flatMap(l -> l.nanos(workload.work()));
        return new Row(
                workload.family().title(),
                workload.name(),
                threads,
                shown.map(m -> m.timing().median()).getOrNull(),
                best.map(p -> p.peer().contestant()).getOrNull(),
                best.map(p -> p.peer().timing().median()).getOrNull(),
                best.filter(p -> p.ours().isDefined()).map(Pair::ratio).getOrNull(),
                workload.target(),
                shown.flatMap(m -> limit.map(l -> 100 * l / m.timing().median())).getOrNull(),
                given.map(p -> p.peer().contestant()).getOrNull(),
                given.filter(p -> p.ours().isDefined()).map(Pair::ratio).getOrNull(),
                shown.map(Measurement::bytesPerCall).getOrNull(),
                shownInScope.map(m -> m.timing().median()).getOrNull(),
                bestInScope.filter(p -> p.ours().isDefined()).map(Pair::ratio).getOrNull(),
                shownInScope.map(Measurement::bytesPerCall).getOrNull(),
                best.map(p -> p.peer().difference()).filter(d -> !d.isNaN()).getOrNull());
    }
}
