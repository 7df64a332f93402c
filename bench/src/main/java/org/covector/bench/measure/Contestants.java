package org.covector.bench.measure;

import io.vavr.collection.List;
import org.covector.bench.workload.Work;

/** A library that takes part; peers are found as services. */
public interface Contestants {
    /** Called once, before any work, in the measuring JVM. */
    void start(int threads);

    /** The library's best ways to compute the work; none if it cannot. */
    List<Contestant> of(Work work);
}
