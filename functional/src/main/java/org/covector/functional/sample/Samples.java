package org.covector.functional.sample;

import java.util.List;
import java.util.stream.Stream;

/** All operations of F with arguments to try them at. A function of F that is missing here fails the build. */
public final class Samples {
    /** Of other families: their samples lie where quotients are too coarse, or take FLOAT64 only. */
    private static final List<String> OPEN = List.of("weightedMean", "corrcoef", "histogram");

    private Samples() {}

    /** Every operation. */
    public static List<OpInfo> all() {
        return Stream.of(PointwiseSamples.all(), ReductionSamples.all(), MatrixSamples.all(), ActivationSamples.all(), ShapeSamples.all(),
                        LossSamples.all(), ConvSamples.all(), PoolingSamples.all(), VisionSamples.all(),
                        NormalizationSamples.all(), SequenceSamples.all(), IndexSamples.all(), StatisticsSamples.all(),
                        RearrangementSamples.all(), ProductsSamples.all(), open(LinalgSamples.all()), open(SignalSamples.all()))
                .flatMap(List::stream).map(op -> OPEN.contains(op.function()) ? op.and(OpInfo.Trait.PROOF_OPEN) : op).toList();
    }

    private static List<OpInfo> open(List<OpInfo> family) {
        return family.stream().map(op -> op.and(OpInfo.Trait.PROOF_OPEN)).toList();
    }

    /** Those whose names start with one of these, separated by commas; all for no name. */
    public static List<OpInfo> named(String names) {
        List<String> starts = List.of(names.split(","));
        return all().stream().filter(op -> starts.stream().anyMatch(op.name()::startsWith)).toList();
    }
}
