package org.covector.functional.sample;

import java.util.List;
import java.util.stream.Stream;

/** All operations of F with arguments to try them at. A function of F that is missing here fails the build. */
public final class Samples {
    private Samples() {}

    /** Every operation. */
    public static List<OpInfo> all() {
        return Stream.of(PointwiseSamples.all(), ReductionSamples.all(), MatrixSamples.all(), ActivationSamples.all(), ShapeSamples.all(),
                        LossSamples.all(), ConvSamples.all(), PoolingSamples.all(), VisionSamples.all(),
                        NormalizationSamples.all(), SequenceSamples.all(), IndexSamples.all(), StatisticsSamples.all(),
                        RearrangementSamples.all(), ProductsSamples.all(), LinalgSamples.all(), SignalSamples.all())
                .flatMap(List::stream).toList();
    }

    /** Those whose names start with one of these, separated by commas; all for no name. */
    public static List<OpInfo> named(String names) {
        List<String> starts = List.of(names.split(","));
        return all().stream().filter(op -> starts.stream().anyMatch(op.name()::startsWith)).toList();
    }
}
