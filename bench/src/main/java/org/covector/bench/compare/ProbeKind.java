package org.covector.bench.compare;

import io.vavr.collection.List;
import org.covector.bench.probe.ColdStart;
import org.covector.bench.probe.KernelsAlive;
import org.covector.bench.probe.ScopeCost;
import org.covector.bench.probe.TransformCost;
import org.covector.bench.report.Probe;
import org.covector.engine.runtime.EngineRuntime;

/** What a measuring JVM may probe. */
enum ProbeKind {
    NONE(0), COLD_GELU(5), COLD_MATMUL(3), KERNELS_ALIVE(1), TRANSFORM_COST(1), SCOPE_COST(1);

    private final int repeats;

    ProbeKind(int repeats) {
        this.repeats = repeats;
    }

    /** In how many JVMs. */
    int repeats() {
        return repeats;
    }

    List<Probe> run(int threads, double peak) {
        EngineRuntime.threads(threads);
        return switch (this) {
            case NONE -> List.empty();
            case COLD_GELU -> ColdStart.gelu(threads);
            case COLD_MATMUL -> ColdStart.matmul(threads, peak);
            case KERNELS_ALIVE -> KernelsAlive.run(threads);
            case TRANSFORM_COST -> TransformCost.run(threads);
            case SCOPE_COST -> ScopeCost.run(threads);
        };
    }
}
