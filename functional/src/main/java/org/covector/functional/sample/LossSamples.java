package org.covector.functional.sample;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.CrossEntropy;
import org.covector.functional.Ctc;
import org.covector.functional.F;
import org.covector.functional.GaussianNll;
import org.covector.functional.MultiMargin;
import org.covector.functional.PoissonNll;
import org.covector.functional.Reduction;
import org.covector.functional.SigmoidFocal;
import org.covector.functional.Tensor;
import org.covector.functional.TripletMargin;
import org.covector.functional.Tversky;

/** Samples of losses and distances. */
final class LossSamples {
    private static final Reduction[] REDUCTIONS = {Reduction.NONE, Reduction.MEAN, Reduction.SUM};

    private interface Elementwise {
        Tensor of(Tensor x, Tensor target, Reduction reduction);
    }

    private interface Metric {
        Tensor of(Tensor x, Tensor y);
    }

    private LossSamples() {}

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(elements());
        all.addAll(likelihoods());
        all.addAll(classes());
        all.addAll(embeddings());
        all.addAll(distances());
        return all;
    }

    private static Reduction reduction(Arguments random) {
        return REDUCTIONS[random.between(0, 2)];
    }

    private static OpInfo pair(String name, Elementwise f) {
        return new OpInfo(name, random -> {
            Reduction how = reduction(random);
            int[] dims = random.shape(0, 2);
            return Sample.of((a, b) -> f.of(a, b, how), random.x(dims), random.x(dims));
        }).at(empty(f));
    }

    private static Sample empty(Elementwise f) {
        return Sample.of((a, b) -> f.of(a, b, Reduction.SUM), Tensor.of(new double[0], 0, 3), Tensor.of(new double[0], 0, 3));
    }

    /** Targets of 1 and -1, of the form. */
    private static Tensor signs(Arguments random, int... dims) {
        return F.sub(F.mul(random.indices(2, dims), 2), 1);
    }

    private static OpInfo signed(String name, Elementwise f) {
        return new OpInfo(name, random -> {
            Reduction how = reduction(random);
            int[] dims = random.shape(0, 2);
            Tensor target = signs(random, dims);
            return Sample.of(a -> f.of(a, target, how), random.x(dims));
        });
    }

    private static List<OpInfo> elements() {
        Sample ends = Sample.of((a, b) -> F.binaryCrossEntropyWithLogits(a, b, Option.none(), Option.none(), Reduction.NONE),
                Tensor.of(0.0, 40, -40, 700, -700), Tensor.of(0.5, 1, 0, 1, 0));
        return List.of(
                pair("mseLoss", F::mseLoss), pair("l1Loss", F::l1Loss),
                weighted("mseLoss, weighted", F::mseLoss), weighted("l1Loss, weighted", F::l1Loss),
                weighted("huberLoss, weighted", (a, b, w, how) -> F.huberLoss(a, b, 0.7, w, how)),
                pair("huberLoss", (a, b, how) -> F.huberLoss(a, b, 0.8, how)), pair("smoothL1Loss", (a, b, how) -> F.smoothL1Loss(a, b,
                        0.6, how)),
                pair("smoothL1Loss, beta 0", (a, b, how) -> F.smoothL1Loss(a, b, 0, how)), pair("logCoshLoss", F::logCoshLoss),
                pair("quantileLoss", (a, b, how) -> F.quantileLoss(a, b, 0.3, how)),
                pair("softMarginLoss", F::softMarginLoss), signed("hingeEmbeddingLoss", (a, t, how) -> F.hingeEmbeddingLoss(a, t, 1, how)),
                new OpInfo("marginRankingLoss", random -> {
                    Reduction how = reduction(random);
                    int[] dims = random.shape(0, 2);
                    Tensor target = signs(random, dims);
                    return Sample.of((a, b) -> F.marginRankingLoss(a, b, target, 0.5, how), random.x(dims), random.x(dims));
                }),
                new OpInfo("binaryCrossEntropy", random -> {
                    Reduction how = reduction(random);
                    int[] dims = random.shape(0, 2);
                    Option<Tensor> weight = random.coin() ? Option.of(random.constant(dims)) : Option.none();
                    return Sample.of((a, b) -> F.binaryCrossEntropy(a, b, weight, how), random.unit(dims), random.unit(dims));
                }),
                new OpInfo("binaryCrossEntropyWithLogits", random -> {
                    Reduction how = reduction(random);
                    int[] dims = random.shape(2, 2);
                    return new Sample(in -> List.of(F.binaryCrossEntropyWithLogits(in.get(0), in.get(1), Option.of(in.get(2)),
                            Option.of(in.get(3)), how)),
                            List.of(random.x(dims), random.unit(dims), random.unit(dims[1]), random.unit(dims[1])));
                }).at(ends),
                new OpInfo("sigmoidFocalLoss", random -> {
                    int[] dims = random.shape(0, 2);
                    SigmoidFocal o = SigmoidFocal.DEFAULT.withReduction(reduction(random)).withGamma(random.coin() ? 2 : 1.5);
                    SigmoidFocal options = random.coin() ? o.withAlpha(0.25) : o;
                    return Sample.of((a, b) -> F.sigmoidFocalLoss(a, b, options), random.x(dims), random.unit(dims));
                }));
    }

    private interface Weighted {
        Tensor of(Tensor x, Tensor target, Option<Tensor> weight, Reduction reduction);
    }

    private static OpInfo weighted(String name, Weighted f) {
        return new OpInfo(name, random -> {
            Reduction how = reduction(random);
            int[] dims = random.shape(0, 2);
            return Sample.of((a, b, w) -> f.of(a, b, Option.of(w), how), random.x(dims), random.x(dims), random.unit(dims));
        });
    }

    private static List<OpInfo> likelihoods() {
        return List.of(
                new OpInfo("poissonNllLoss", random -> {
                    int[] dims = random.shape(0, 2);
                    PoissonNll o = new PoissonNll(random.coin(), random.coin(), 1e-8, reduction(random));
                    return Sample.of((a, b) -> F.poissonNllLoss(a, b, o), o.logInput() ? random.plain(dims) : random.unit(dims),
                            random.inside(0.2, 4, dims));
                }),
                new OpInfo("gaussianNllLoss", random -> {
                    int[] dims = random.shape(1, 2);
                    GaussianNll o = new GaussianNll(random.coin(), 1e-6, reduction(random));
                    int[] last = dims.clone();
                    last[last.length - 1] = random.coin() ? 1 : last[last.length - 1];
                    return Sample.of((a, b, v) -> F.gaussianNllLoss(a, b, F.add(F.square(v), 0.05), o), random.x(dims), random.x(dims),
                            random.unit(last));
                }),
                new OpInfo("klDiv", random -> {
                    int[] dims = random.shape(0, 2);
                    boolean logTarget = random.coin();
                    Reduction how = random.coin() ? reduction(random) : Reduction.BATCHMEAN;
                    return Sample.of((a, b) -> F.klDiv(a, b, logTarget, how), random.plain(dims), logTarget ? random.plain(dims)
                            : random.unit(dims));
                }),
                new OpInfo("gaussianKl", random -> {
                    int[] dims = random.shape(1, 2);
                    Reduction how = reduction(random);
                    return new Sample(in -> List.of(F.gaussianKl(in.get(0), in.get(1), in.get(2), in.get(3), how)),
                            List.of(random.x(dims), random.plain(dims), random.x(dims), random.plain(dims)));
                }),
                new OpInfo("gaussianKl, standard", random -> {
                    int[] dims = random.shape(1, 2);
                    Reduction how = reduction(random);
                    return Sample.of((m, p) -> F.gaussianKl(m, p, how), random.x(dims), random.plain(dims));
                }),
                new OpInfo("negativeElbo", random -> {
                    int[] dims = random.shape(2, 2);
                    Reduction how = reduction(random);
                    return Sample.of((r, m, p) -> F.negativeElbo(r, m, p, how), random.x(dims[0]), random.x(dims), random.plain(dims));
                }),
                new OpInfo("ctcLoss", LossSamples::ctc), new OpInfo("ctcLoss, one sequence", random -> {
                    Tensor labels = Tensor.of(1L, 1);
                    return Sample.of(x -> F.ctcLoss(F.logSoftmax(x, -1), labels, F.reshape(Tensor.of(4L)), F.reshape(Tensor.of(2L)),
                            Ctc.DEFAULT), random.plain(4, 3));
                }));
    }

    private static Sample ctc(Arguments random) {
        int n = random.between(1, 2);
        int classes = random.between(2, 4);
        Tensor labels = F.add(random.indices(classes - 1, n, 2), 1);
        Tensor times = F.add(random.indices(2, n), 4);
        Tensor sizes = random.indices(3, n);
        Ctc options = Ctc.DEFAULT.withReduction(reduction(random));
        return Sample.of(x -> F.ctcLoss(F.logSoftmax(x, 2), labels, times, sizes, options), random.plain(5, n, classes));
    }

    private static CrossEntropy options(Arguments random, int classes) {
        CrossEntropy plain = CrossEntropy.DEFAULT.withReduction(reduction(random));
        return random.coin() ? plain.withWeight(random.constant(classes)) : plain;
    }

    private static List<OpInfo> classes() {
        Tensor saturated = Tensor.of(new double[] {0, 50, -50, 700, 0, 0, 1, 1, 1}, 3, 3);
        Tensor some = Tensor.of(1L, -100, 2);
        return List.of(
                new OpInfo("crossEntropy", random -> {
                    int n = random.between(1, 3);
                    int classes = random.between(2, 4);
                    CrossEntropy options = random.coin() ? options(random, classes) : options(random, classes).withLabelSmoothing(0.2);
                    Tensor target = random.indices(classes, n);
                    return Sample.of(t -> F.crossEntropy(t, target, options), random.x(n, classes));
                }).at(Sample.of(t -> F.crossEntropy(t, some), saturated), Sample.of(t -> F.crossEntropy(t, Tensor.of(0L)),
                        Tensor.of(new double[] {3}, 1, 1))),
                new OpInfo("crossEntropy, with probabilities", random -> {
                    int[] dims = random.shapeAboveOne(2, 2);
                    CrossEntropy options = options(random, dims[1]).withLabelSmoothing(0.1);
                    return Sample.of((t, p) -> F.crossEntropy(t, p, options), random.x(dims), random.unit(dims));
                }),
                new OpInfo("nllLoss", random -> {
                    int n = random.between(1, 3);
                    int classes = random.between(2, 4);
                    CrossEntropy options = options(random, classes);
                    Tensor target = random.coin() ? random.indices(classes, n) : random.indices(classes, n, 2);
                    return Sample.of(t -> F.nllLoss(t, target, options), target.rank() == 1 ? random.x(n, classes) : random.x(n, classes,
                            2));
                }).at(Sample.of(t -> F.nllLoss(t, some), saturated)),
                linear("linearCrossEntropy", 100), linear("linearCrossEntropy, chunks", 2),
                new OpInfo("linearCrossEntropy, with probabilities", random -> {
                    Reduction how = reduction(random);
                    CrossEntropy o = CrossEntropy.DEFAULT.withReduction(how);
                    return new Sample(in -> List.of(F.linearCrossEntropy(in.get(0), in.get(1), Option.of(in.get(2)), in.get(3), o, 2)),
                            List.of(random.x(3, 2), random.plain(4, 2), random.plain(4), random.unit(3, 4)));
                }),
                new OpInfo("polyLoss", random -> {
                    int n = random.between(1, 3);
                    Reduction how = reduction(random);
                    Tensor target = random.indices(3, n);
                    return Sample.of(t -> F.polyLoss(t, target, 1.5, how), random.x(n, 3));
                }),
                new OpInfo("polyLoss, with probabilities", random -> {
                    int[] dims = random.shapeAboveOne(2, 2);
                    Reduction how = reduction(random);
                    return Sample.of((t, p) -> F.polyLoss(t, p, 1.5, how), random.x(dims), random.unit(dims));
                }),
                new OpInfo("multiMarginLoss", random -> {
                    int n = random.between(1, 3);
                    Tensor target = random.indices(3, n);
                    MultiMargin o = MultiMargin.DEFAULT.withP(random.between(1, 2)).withReduction(reduction(random));
                    MultiMargin options = random.coin() ? o.withWeight(random.constant(3)) : o;
                    return Sample.of(t -> F.multiMarginLoss(t, target, options), random.x(n, 3));
                }),
                new OpInfo("multilabelMarginLoss", random -> {
                    Reduction how = reduction(random);
                    Tensor target = Tensor.of(new long[] {2, 0, -1, 1, random.between(0, 3), -1, -1, -1}, 2, 4);
                    return Sample.of(t -> F.multilabelMarginLoss(t, target, how), random.x(2, 4));
                }),
                new OpInfo("multilabelSoftMarginLoss", random -> {
                    Reduction how = reduction(random);
                    int[] dims = random.shape(1, 3);
                    Option<Tensor> weight = random.coin() ? Option.of(random.constant(dims[dims.length - 1])) : Option.none();
                    return Sample.of((t, p) -> F.multilabelSoftMarginLoss(t, p, weight, how), random.x(dims), random.unit(dims));
                }),
                new OpInfo("rankingSoftmaxLoss", random -> {
                    int[] dims = random.shapeAboveOne(1, 2);
                    Reduction how = reduction(random);
                    return Sample.of((t, y, w) -> F.rankingSoftmaxLoss(t, y, Option.none(), Option.of(w), how), random.x(dims),
                            random.unit(dims), random.unit(dims));
                }).at(Sample.of((t, y) -> F.rankingSoftmaxLoss(t, y, Option.of(Tensor.of(true, false, true)), Option.none(),
                        Reduction.SUM), Tensor.of(0.3, 9, -1), Tensor.of(1.0, 2, 0.5))));
    }

    private static OpInfo linear(String name, int chunk) {
        return new OpInfo(name, random -> {
            int n = random.between(1, 5);
            CrossEntropy options = random.coin() ? options(random, 3) : options(random, 3).withLabelSmoothing(0.2);
            Tensor target = F.where(F.eq(random.indices(4, n), 0), Tensor.of(-100L), random.indices(3, n));
            return Sample.of((x, w) -> F.linearCrossEntropy(x, w, Option.none(), target, options.reduction() == Reduction.MEAN
                    ? options.withReduction(Reduction.SUM) : options, chunk),
                    random.x(n, 2), random.plain(3, 2));
        });
    }

    private static List<OpInfo> embeddings() {
        return List.of(
                new OpInfo("cosineEmbeddingLoss", random -> {
                    int[] dims = random.shapeAboveOne(1, 2);
                    Reduction how = reduction(random);
                    Tensor target = signs(random, dims.length == 1 ? new int[0] : new int[] {dims[0]});
                    return Sample.of((a, b) -> F.cosineEmbeddingLoss(a, b, target, 0.2, how), random.x(dims), random.x(dims));
                }),
                new OpInfo("tripletMarginLoss", random -> {
                    int[] dims = random.shapeAboveOne(1, 2);
                    TripletMargin o = TripletMargin.DEFAULT.withSwap(random.coin()).withP(random.coin() ? 2
                            : 3).withReduction(reduction(random));
                    return Sample.of((a, p, n) -> F.tripletMarginLoss(a, p, n, o), random.x(dims), random.x(dims), random.x(dims));
                }),
                new OpInfo("tripletMarginWithDistanceLoss", random -> {
                    int[] dims = random.shapeAboveOne(2, 2);
                    TripletMargin o = TripletMargin.DEFAULT.withSwap(random.coin()).withReduction(reduction(random));
                    return Sample.of((a, p, n) -> F.tripletMarginWithDistanceLoss(a, p, n, (u, v) -> F.sum(F.square(F.sub(u, v)), -1), o),
                            random.x(dims), random.x(dims), random.x(dims));
                }),
                new OpInfo("ntxent", random -> {
                    Tensor labels = Tensor.of(0L, 1, 0, random.between(0, 2));
                    return Sample.of(t -> F.ntxent(t, labels, 0.5), random.plain(4, 3));
                }),
                new OpInfo("diceLoss", random -> {
                    int[] dims = random.shape(1, 3);
                    Reduction how = reduction(random);
                    return Sample.of((p, t) -> F.diceLoss(p, t, 1, how), random.unit(dims), random.unit(dims));
                }),
                new OpInfo("tverskyLoss", random -> {
                    int[] dims = random.shape(1, 3);
                    Tversky o = new Tversky(0.3, 0.7, 0.5, reduction(random));
                    return Sample.of((p, t) -> F.tverskyLoss(p, t, o), random.unit(dims), random.unit(dims));
                }));
    }

    private static OpInfo distance(String name, Metric f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shapeAboveOne(2, 2);
            return Sample.of(f::of, random.x(dims), random.x(dims));
        });
    }

    private static List<OpInfo> distances() {
        List<OpInfo> all = new ArrayList<>();
        for (double p : new double[] {1, 2, 3, Double.POSITIVE_INFINITY}) {
            all.add(distance("pairwiseDistance, p = " + p, (a, b) -> F.pairwiseDistance(a, b, p, 1e-6, true)));
            all.add(distance("dist, p = " + p, (a, b) -> F.dist(a, b, p)));
            all.add(distance("cdist, p = " + p, (a, b) -> F.cdist(a, b, p)));
            all.add(new OpInfo("pdist, p = " + p, random -> Sample.of(t -> F.pdist(t, p), random.x(random.shapeAboveOne(2, 2)))));
        }
        Tensor twice = Tensor.of(new double[] {1, 2, 1, 2, 3, 0.5}, 3, 2);
        all.add(new OpInfo("pdist", random -> Sample.of(t -> F.pdist(t), random.x(3, 2))).at(Sample.of(t -> F.pdist(t),
                Tensor.of(new double[] {1, 2}, 1, 2))));
        all.add(new OpInfo("cdist, batches", random -> Sample.of(F::cdist, random.x(2, 3, 2), random.x(1, 2, 2))).at(Sample.of(t ->
                F.cdist(t, F.mul(twice, 2)), twice)));
        all.add(new OpInfo("cosineSimilarity", random -> {
            int[] dims = random.shapeAboveOne(1, 3);
            int axis = random.axis(dims);
            return Sample.of((a, b) -> F.cosineSimilarity(a, b, axis, 1e-8), random.x(dims), random.x(dims));
        }));
        return all;
    }
}
