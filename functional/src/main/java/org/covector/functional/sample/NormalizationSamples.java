package org.covector.functional.sample;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.BatchNorm;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.LocalResponse;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** Samples of normalisations and dropout. */
final class NormalizationSamples {
    private static final Key KEY = Memory.keep(Tree.KEY, Key.of(11));
    private static final int[] LAST = {3};

    private interface Dropping {
        Tensor of(Tensor x, double p, boolean training, Key key);
    }

    private NormalizationSamples() {}

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(List.of(
                new OpInfo("layerNorm", NormalizationSamples::layerNorm), new OpInfo("rmsNorm", NormalizationSamples::rmsNorm),
                new OpInfo("groupNorm", NormalizationSamples::groupNorm), new OpInfo("batchNorm", NormalizationSamples::batchNorm),
                new OpInfo("batchNorm, evaluation", NormalizationSamples::evaluation),
                new OpInfo("layerNormWithStatistics", random -> new Sample(in -> {
                    var y = F.layerNormWithStatistics(in.get(0), LAST, Option.of(in.get(1)), Option.of(in.get(2)), 1e-3);
                    return List.of(y._1(), y._2(), y._3());
                }, List.of(random.x(2, 3), random.x(3), random.x(3)))),
                new OpInfo("rmsNormWithStatistics", random -> new Sample(in -> {
                    var y = F.rmsNormWithStatistics(in.get(0), LAST, Option.of(in.get(1)), 1e-3);
                    return List.of(y._1(), y._2());
                }, List.of(random.x(2, 3), random.x(3)))),
                new OpInfo("layerNorm, parameters that broadcast",
                        random -> Sample.of((t, w, b) -> F.layerNorm(t, LAST, Option.of(w), Option.of(b), 1e-5),
                        random.x(2, 2, 3), random.x(1), random.x(2, 1, 3))),
                new OpInfo("rmsNorm, no weight", random -> Sample.of(t -> F.rmsNorm(t, LAST, Option.none(), 1e-5), random.x(2, 3))),
                new OpInfo("groupNorm, no samples", _ -> Sample.of(t -> F.groupNorm(t, 2, Option.none(), Option.none(), 1e-5),
                        Tensor.zeros(DType.FLOAT64, Shape.of(0, 4, 3)))),
                new OpInfo("instanceNorm", random -> Sample.of((t, w, b) -> F.instanceNorm(t, BatchNorm.TRAINING.withParameters(w, b)).y(),
                        random.x(2, 2, 3), random.x(2), random.x(2))),
                new OpInfo("instanceNorm, plain", random -> Sample.of(t -> F.instanceNorm(t), random.x(random.between(1, 2), 2, 2, 2))),
                new OpInfo("localResponseNorm", random -> {
                    LocalResponse o = new LocalResponse(random.between(1, 5), 0.3, 0.75, 1.5);
                    return Sample.of(t -> F.localResponseNorm(t, o), random.x(1, random.between(1, 5), 2));
                }),
                new OpInfo("normalize", random -> Sample.of(t -> F.normalize(t, -1), random.x(2, 3))),
                new OpInfo("normalize, p = 3", random -> Sample.of(t -> F.normalize(t, 3, 0, 1e-12), random.x(2, 3)))));
        dropout(all, "dropout", F::dropout);
        dropout(all, "dropout1d", F::dropout1d);
        dropout(all, "dropout2d", F::dropout2d);
        dropout(all, "alphaDropout", F::alphaDropout);
        dropout(all, "featureAlphaDropout", F::featureAlphaDropout);
        all.add(new OpInfo("dropout3d", random -> Sample.of(t -> F.dropout3d(t, 0.4, true, KEY), random.coin() ? random.x(1, 3, 2, 1, 2)
                : random.x(3, 2, 1, 1))));
        return all;
    }

    private static void dropout(List<OpInfo> all, String name, Dropping f) {
        for (double p : new double[] {0, 0.4, 1}) {
            all.add(new OpInfo(name + ", p = " + p, random -> Sample.of(t -> f.of(t, p, true, KEY), random.x(random.between(1, 2), 3, 2))));
        }
    }

    private static Sample layerNorm(Arguments random) {
        int[] dims = random.shapeAboveOne(2, 3);
        int[] last = {dims[dims.length - 1]};
        return Sample.of((t, w, b) -> F.layerNorm(t, last, Option.of(w), Option.of(b), 1e-5), random.x(dims), random.x(last),
                random.x(last));
    }

    private static Sample rmsNorm(Arguments random) {
        int[] dims = random.shapeAboveOne(2, 3);
        int[] last = {dims[dims.length - 1]};
        return Sample.of((t, w) -> F.rmsNorm(t, last, Option.of(w), 1e-5), random.x(dims), random.x(last));
    }

    private static Sample groupNorm(Arguments random) {
        int groups = random.between(1, 2);
        int channels = 2 * groups;
        return Sample.of((t, w, b) -> F.groupNorm(t, groups, Option.of(w), Option.of(b), 1e-5),
                random.x(random.between(1, 2), channels, 2), random.x(channels), random.x(channels));
    }

    private static Sample batchNorm(Arguments random) {
        int channels = random.between(1, 3);
        return Sample.of((t, w, b) -> F.batchNorm(t, BatchNorm.TRAINING.withParameters(w, b)).y(),
                random.x(random.between(2, 3), channels, 2), random.x(channels), random.x(channels));
    }

    private static Sample evaluation(Arguments random) {
        int channels = random.between(1, 2);
        BatchNorm plain = BatchNorm.TRAINING;
        return new Sample(
                in -> List.of(F.batchNorm(in.get(0), plain.withParameters(in.get(1), in.get(2)).withRunning(in.get(3), in.get(4))
                        .forEvaluation()).y()),
                List.of(random.x(2, channels, 2), random.x(channels), random.x(channels), random.x(channels), random.unit(channels)));
    }
}
