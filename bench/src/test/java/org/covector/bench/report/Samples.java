package org.covector.bench.report;

import java.util.List;
import java.util.Map;
import org.covector.bench.measure.Bandwidth;
import org.covector.bench.measure.Limits;
import org.covector.bench.measure.Machine;
import org.covector.bench.measure.Timing;
import org.covector.bench.workload.Catalogue;
import org.covector.bench.workload.Workload;

/** Made-up measurements. */
final class Samples {
    static final String SGEMM = "sgemm 256";
    private static final Bandwidth BANDWIDTH = new Bandwidth(List.of(new Bandwidth.Point(1 << 20, 50)));

    private Samples() {}

    static Measurement measurement(String workload, String setup, String contestant, double median) {
        return measurement(workload, setup, contestant, false, median);
    }

    static Measurement measurement(String workload, String setup, String contestant, boolean givenBuffer, double median) {
        Workload w = Catalogue.all().find(c -> c.name().equals(workload)).get();
        Timing timing = new Timing(median, median * 0.9, median * 0.95, median * 1.05, 9);
        return new Measurement(workload, w.family(), 1, setup, contestant, givenBuffer, timing, 48, contestant.equals("Covector") ? 0
                : 1e-7);
    }

    static Report report(Measurement... measurements) {
        Machine machine = new Machine("Some \"fast\" <processor>", 2, "L1 48K", 512, 16, "Linux amd64", "JVM 25", "G1");
        return new Report("2026-01-01", machine, Map.of(1, new Limits(200, 100, BANDWIDTH, BANDWIDTH)), List.of(measurements),
                List.of(new Probe("first call", 1, 38, "ms", 40, true), new Probe("slowest kernel", 1, 0.5, "x", 0.9, false)));
    }

    /** Two families, with and without ours, with a given buffer, from two processes. */
    static Report mixed() {
        return report(
                measurement(SGEMM, "OPENBLAS", Measurement.COVECTOR, 300_000),
                measurement(SGEMM, "OPENBLAS", "OpenBLAS 1", 250_000),
                measurement(SGEMM, "MKL", Measurement.COVECTOR, 280_000),
                measurement(SGEMM, "MKL", "MKL 1", 210_000),
                measurement(SGEMM, "MKL", "MKL 1, given buffer", true, 140_000),
                measurement("tanh 1e6", "OPENBLAS", Measurement.COVECTOR, 300_000),
                measurement("tanh 1e6", "OPENBLAS", "libtorch 1", 1_500_000),
                measurement("exp 1e3", "OPENBLAS", "libtorch 1", 900));
    }
}
