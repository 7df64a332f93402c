package org.covector.functional.sample;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.Covariance;
import org.covector.functional.Cumulative;
import org.covector.functional.F;
import org.covector.functional.Histogram;
import org.covector.functional.QuantileMethod;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.Ties;

/** Samples of reductions. */
final class StatisticsSamples {
    private interface Axes {
        Tensor of(Tensor x, boolean keepdim, int... axes);
    }

    private interface Axis {
        Tensor of(Tensor x, int axis);
    }

    private interface Chosen {
        Selected of(Tensor x, int axis, boolean keepdim);
    }

    private StatisticsSamples() {}

    private static OpInfo over(String name, Axes f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shapeAboveOne(1, 3);
            int axis = random.axis(dims);
            boolean keep = random.coin();
            return Sample.of(t -> f.of(t, keep, axis), random.x(dims));
        });
    }

    private static OpInfo overAxis(String name, Axis f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(1, 3);
            int axis = random.axis(dims);
            return Sample.of(t -> f.of(t, axis), random.x(dims));
        });
    }

    private static OpInfo chosen(String name, Chosen f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(1, 3);
            int axis = random.axis(dims);
            boolean keep = random.coin();
            return Sample.several(t -> both(f.of(t, axis, keep)), random.x(dims));
        });
    }

    private static List<Tensor> both(Selected s) {
        return List.of(s.values(), s.indices());
    }

    private static List<Tensor> both(Tuple2<Tensor, Tensor> s) {
        return List.of(s._1(), s._2());
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(reductions());
        all.addAll(statistics());
        all.addAll(order());
        all.addAll(scans());
        all.addAll(integrals());
        all.addAll(counts());
        all.addAll(segments());
        return all;
    }

    private static List<OpInfo> reductions() {
        DType wide = DType.FLOAT64;
        return List.of(
                over("sum, dtype", (t, keep, axes) -> F.sum(t, wide, keep, axes)),
                        over("mean, dtype", (t, keep, axes) -> F.mean(t, wide, keep, axes)),
                over("prod, dtype", (t, keep, axes) -> F.prod(t, wide, keep, axes)),
                overAxis("softmax, dtype", (t, axis) -> F.softmax(t, axis, wide)), overAxis("logSoftmax, dtype", (t, axis) ->
                        F.logSoftmax(t, axis, wide)),
                overAxis("softmin, dtype", (t, axis) -> F.softmin(t, axis, wide)),
                over("nansum", F::nansum),
                over("nanmean", F::nanmean),
                over("nanvar", (t, keep, axes) -> F.nanvar(t, 1, keep, axes)),
                new OpInfo("weightedMean", d -> {
                    int[] dims = d.shapeAboveOne(2, 3);
                    return Sample.of((t, w) -> F.weightedMean(t, w, true, -1), d.x(dims), d.unit(dims[dims.length - 1]));
                }).at(
                        Sample.of((t, w) -> F.weightedMean(t, w, false, 1), Tensor.of(new double[] {1, 2, 3, 4, 5, 7}, 2, 3),
                                Tensor.of(0.5, 1, 2))),
                overAxis("argmax, last", (t, axis) -> F.argmax(t, axis, true, Ties.LAST)),
                        overAxis("argmin, last", (t, axis) -> F.argmin(t, axis, false, Ties.LAST)),
                new OpInfo("argmax, of all", d -> Sample.of(t -> F.argmax(t), d.x(d.shape(0, 2)))),
                new OpInfo("all, of all", d -> Sample.of(t -> F.all(t), d.x(d.shape(0, 2)))),
                        new OpInfo("any, of all", d -> Sample.of(t -> F.any(t), d.x(d.shape(0, 2)))),
                over("vectorNorm", (t, keep, axes) -> F.vectorNorm(t, 2, keep, axes)),
                over("norm, of all", (t, _, _) -> F.norm(t)),
                new OpInfo("aminmax", d -> Sample.several(t -> both(F.aminmax(t)), d.x(d.shape(0, 3)))),
                new OpInfo("aminmax, along axes", d -> Sample.several(t -> both(F.aminmax(t, true, 0)), d.x(d.shape(1, 3)))),
                new OpInfo("stdMean", d -> Sample.several(t -> both(F.stdMean(t, 1, false, -1)), d.x(2, 4))));
    }

    private static List<OpInfo> statistics() {
        return List.of(
                new OpInfo("cov", d -> Sample.of(t -> F.cov(t), d.x(d.shapeAboveOne(1, 2)))),
                new OpInfo("cov, weighted", d -> {
                    int n = d.between(2, 4);
                    Tensor times = F.add(d.indices(3, n), Tensor.of(1L));
                    Covariance options = Covariance.DEFAULT.withCorrection(0).withFrequencies(times);
                    return Sample.of((t, w) -> F.cov(t, options.withWeights(w)), d.x(2, n), d.unit(n));
                }),
                new OpInfo("corrcoef", d -> Sample.of(t -> F.triu(F.corrcoef(t), 1), d.plain(2, 4))),
                new OpInfo("renorm", d -> Sample.of(t -> F.renorm(t, 2, 1, 1.3), d.plain(2, 3))));
    }

    private static List<OpInfo> order() {
        List<OpInfo> all = new ArrayList<>(List.of(
                new OpInfo("median", d -> Sample.of(t -> F.median(t), d.x(d.shape(1, 2)))),
                new OpInfo("nanmedian", d -> Sample.of(t -> F.nanmedian(t), d.x(d.shape(1, 2)))),
                chosen("median, along an axis", F::median), chosen("nanmedian, along an axis", F::nanmedian), chosen("mode", F::mode),
                chosen("kthvalue", (t, axis, keep) -> F.kthvalue(t, t.dim(axis), axis, keep)),
                new OpInfo("quantile", d -> Sample.of(t -> F.quantile(t, 0.3), d.x(d.shape(1, 2)))),
                new OpInfo("nanquantile", d -> Sample.of(t -> F.nanquantile(t, 0.6, -1, true), d.x(d.shape(1, 2))))));
        for (QuantileMethod method : QuantileMethod.values()) {
            all.add(new OpInfo("quantile, " + method, d -> Sample.of((t, q) -> F.quantile(t, q, -1, false, method),
                    d.x(d.shapeAboveOne(1, 3)),
                    Tensor.of(0.1, 0.45, 0.83))));
        }
        return all;
    }

    private static List<OpInfo> scans() {
        Cumulative exclusive = Cumulative.DEFAULT.withExclusive();
        Cumulative reversed = Cumulative.DEFAULT.withReversed();
        Tensor zeros = Tensor.of(2.0, 0, 3, 0, 1.5);
        return List.of(
                overAxis("cumsum, exclusive", (t, axis) -> F.cumsum(t, axis, exclusive)),
                        overAxis("cumsum, reversed", (t, axis) -> F.cumsum(t, axis, reversed)),
                overAxis("cumprod, exclusive", (t, axis) -> F.cumprod(t, axis, exclusive)).at(Sample.of(t ->
                        F.cumprod(t, 0, exclusive.withReversed()), zeros)),
                overAxis("cumprod, reversed", (t, axis) -> F.cumprod(t, axis, reversed)).at(Sample.of(t -> F.cumprod(t, 0,
                        reversed), zeros)),
                overAxis("logcumsumexp", F::logcumsumexp).at(Sample.of(t -> F.logcumsumexp(t, 0), Tensor.of(0.5, -1, 2, 1.5, 0, -3, 1))),
                chosen("cummax", (t, axis, _) -> F.cummax(t, axis)), chosen("cummin", (t, axis, _) -> F.cummin(t, axis)));
    }

    private static List<OpInfo> integrals() {
        return List.of(
                overAxis("diff", (t, _) -> F.diff(t)), overAxis("diff, twice", (t, axis) -> F.diff(t, 2, axis)),
                new OpInfo("diff, between others", d -> {
                    int[] dims = d.shape(2, 2);
                    return Sample.of((t, a, b) -> F.diff(t, 1, 0, Option.of(a), Option.of(b)), d.x(dims), d.x(1, dims[1]), d.x(2, dims[1]));
                }),
                overAxis("trapezoid", (t, axis) -> F.trapezoid(t, 0.3, axis)), overAxis("cumulativeTrapezoid", (t, axis) ->
                        F.cumulativeTrapezoid(t, 0.3, axis)),
                new OpInfo("trapezoid, at points", d -> Sample.of((y, x) -> F.trapezoid(y, x, 0), d.x(3, 2), d.x(3))),
                new OpInfo("cumulativeTrapezoid, at points", d -> Sample.of((y, x) -> F.cumulativeTrapezoid(y, x, 1), d.x(2, 3),
                        d.x(2, 3))));
    }

    private static List<OpInfo> counts() {
        return List.of(
                new OpInfo("bincount", d -> {
                    int n = d.between(1, 5);
                    Tensor at = d.indices(4, n);
                    return Sample.of(w -> F.bincount(at, w, 2), d.x(n));
                }),
                new OpInfo("bincount, without weights", d -> Sample.of(t -> F.bincount(t, 5), d.indices(4, 3)))
                        .at(Sample.of(t -> F.bincount(t, 5), Tensor.of(1L, 3, 1))).with(OpInfo.Trait.READS_ELEMENTS),
                new OpInfo("histc", d -> Sample.of(t -> F.histc(t, 4, -2, 2), d.x(d.shape(1, 2)))),
                new OpInfo("histogram", d -> {
                    int[] dims = d.shape(1, 2);
                    Tensor at = d.x(dims);
                    Histogram options = d.coin() ? Histogram.DEFAULT.withRange(-4, 4) : Histogram.DEFAULT.withRange(-4, 4).withDensity();
                    return Sample.of(w -> F.histogram(at.to(w.dtype()), 3, options.withWeight(w))._1(), d.unit(dims));
                }),
                new OpInfo("histogram, between edges", d -> Sample.of((t, e) -> F.histogram(t, e, Histogram.DEFAULT)._1(), d.constant(5),
                        Tensor.of(0.1, 0.55, 0.6, 2))));
    }

    private interface OfSegments {
        Tensor of(Tensor x, Tensor ids, int segments);
    }

    private static OpInfo segments(String name, OfSegments f) {
        return new OpInfo(name, d -> {
            int[] dims = d.shape(1, 3);
            Tensor ids = d.indices(3, dims[0]);
            return Sample.of(t -> f.of(t, ids, 3), d.x(dims));
        });
    }

    private static List<OpInfo> segments() {
        return List.of(segments("segmentSum", F::segmentSum), segments("segmentMean", F::segmentMean),
                segments("segmentMax", F::segmentMax),
                segments("segmentMin", F::segmentMin));
    }
}
