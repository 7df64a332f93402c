package org.covector.functional.golden;

import io.vavr.Tuple2;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Covariance;
import org.covector.functional.Cumulative;
import org.covector.functional.F;
import org.covector.functional.Histogram;
import org.covector.functional.MatrixNorm;
import org.covector.functional.QuantileMethod;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;

/** Reference functions of this family, by their names. */
final class StatisticsDispatch {
    private interface OfAxis {
        Selected of(Tensor x, int axis, boolean keepdim);
    }

    private interface OfAll {
        Tensor of(Tensor x);
    }

    private StatisticsDispatch() {}

    static void addTo(Dispatch d) {
        sums(d);
        softmax(d);
        extremes(d);
        moments(d);
        order(d);
        scans(d);
        counts(d);
    }

    private static boolean keep(Arguments a) {
        return a.flag("keepdim", false);
    }

    private static DType whole(Tensor x) {
        return x.dtype() == DType.BOOL ? DType.INT64 : x.dtype();
    }

    private static List<Tensor> both(Tuple2<Tensor, Tensor> y) {
        return List.of(y._1(), y._2());
    }

    private static List<Tensor> both(Selected y) {
        return List.of(y.values(), y.indices());
    }

    private static void sums(Dispatch d) {
        d.one("torch.sum", a -> F.sum(a.tensor("input"), a.dtype(whole(a.tensor("input"))), keep(a), a.ints("dim")));
        d.one("torch.mean", a -> F.mean(a.tensor("input"), a.dtype(a.tensor("input").dtype()), keep(a), a.ints("dim")));
        d.one("torch.prod", a -> F.prod(a.tensor("input"), a.dtype(whole(a.tensor("input"))), keep(a), a.ints("dim")));
        d.one("torch.nansum", a -> F.nansum(a.tensor("input"), a.dtype(whole(a.tensor("input"))), keep(a), a.ints("dim")));
        d.one("torch.nanmean", a -> F.nanmean(a.tensor("input"), a.dtype(a.tensor("input").dtype()), keep(a), a.ints("dim")));
        d.one("torch.all", a -> F.all(a.tensor("input"), keep(a), a.ints("dim")));
        d.one("torch.any", a -> F.any(a.tensor("input"), keep(a), a.ints("dim")));
        d.one("torch.count_nonzero", a -> F.countNonzero(a.tensor("input"), a.ints("dim")));
    }

    private static void softmax(Dispatch d) {
        for (String prefix : List.of("torch.nn.functional.", "torch.", "torch.special.")) {
            d.one(prefix + "softmax", a -> F.softmax(a.granting("_stacklevel").tensor("input"), a.whole("dim", -1),
                    a.dtype(a.tensor("input").dtype())));
            d.one(prefix + "log_softmax", a -> F.logSoftmax(a.granting("_stacklevel").tensor("input"), a.whole("dim", -1),
                    a.dtype(a.tensor("input").dtype())));
            d.one(prefix + "softmin", a -> F.softmin(a.granting("_stacklevel").tensor("input"), a.whole("dim", -1),
                    a.dtype(a.tensor("input").dtype())));
        }
    }

    private static void extremes(Dispatch d) {
        d.many("torch.aminmax", a -> both(F.aminmax(a.tensor("input"), keep(a), a.ints("dim"))));
        d.one("torch.argmax", a -> a.has("dim") ? F.argmax(a.tensor("input"), a.whole("dim", 0), keep(a))
                : kept(a, F.argmax(a.tensor("input"))));
        d.one("torch.argmin", a -> a.has("dim") ? F.argmin(a.tensor("input"), a.whole("dim", 0), keep(a))
                : kept(a, F.argmin(a.tensor("input"))));
    }

    /** A scalar with as many axes of length 1 as the input has, if they are kept. */
    private static Tensor kept(Arguments a, Tensor y) {
        int[] ones = new int[keep(a) ? a.tensor("input").rank() : 0];
        Arrays.fill(ones, 1);
        return F.reshape(y, ones);
    }

    private static double correction(Arguments a) {
        return a.number("correction", a.flag("unbiased", true) ? 1 : 0);
    }

    private static void moments(Dispatch d) {
        d.one("torch.var", a -> F.var(a.tensor("input"), correction(a), keep(a), a.ints("dim")));
        d.one("torch.std", a -> F.std(a.tensor("input"), correction(a), keep(a), a.ints("dim")));
        d.many("torch.var_mean", a -> both(F.varMean(a.tensor("input"), correction(a), keep(a), a.ints("dim"))));
        d.many("torch.std_mean", a -> both(F.stdMean(a.tensor("input"), correction(a), keep(a), a.ints("dim"))));
        d.one("torch.linalg.vector_norm", a -> F.vectorNorm(a.tensor("x"), a.number("ord", 2), a.dtype(a.tensor("x").dtype()), keep(a),
                a.ints("dim")));
        d.one("torch.norm", a -> {
            Tensor x = a.tensor("input");
            DType dtype = a.dtype(x.dtype());
            if (a.isText("p") && a.text("p", "").equals("nuc")) {
                int[] axes = a.ints("dim", -2, -1);
                return F.matrixNorm(x, MatrixNorm.NUCLEAR, dtype, axes[0], axes[1], keep(a));
            }
            return F.norm(x, a.isText("p") ? 2 : a.number("p", 2), dtype, keep(a), a.ints("dim"));
        });
        d.one("torch.renorm", a -> F.renorm(a.tensor("input"), a.number("p", 2), a.whole("dim", 0), a.number("maxnorm", 1)));
        d.one("torch.cov", a -> F.cov(a.tensor("input"), new Covariance(a.number("correction", 1), a.maybe("fweights"),
                a.maybe("aweights"))));
        d.one("torch.corrcoef", a -> F.corrcoef(a.tensor("input")));
        d.one("torch.diff", a -> F.diff(a.tensor("input"), a.whole("n", 1), a.whole("dim", -1), a.maybe("prepend"), a.maybe("append")));
        d.one("torch.trapezoid", a -> a.isTensor("x") ? F.trapezoid(a.tensor("y"), a.tensor("x"), a.whole("dim", -1))
                : F.trapezoid(a.tensor("y"), a.number("dx", 1), a.whole("dim", -1)));
        d.one("torch.trapz", a -> a.isTensor("x") ? F.trapezoid(a.tensor("y"), a.tensor("x"), a.whole("dim", -1))
                : F.trapezoid(a.tensor("y"), a.number("dx", 1), a.whole("dim", -1)));
        d.one("torch.cumulative_trapezoid", a -> a.isTensor("x")
                ? F.cumulativeTrapezoid(a.tensor("y"), a.tensor("x"), a.whole("dim", -1))
                        : F.cumulativeTrapezoid(a.tensor("y"), a.number("dx", 1), a.whole("dim", -1)));
    }

    private static void order(Dispatch d) {
        ranked(d, "median", F::median, F::median);
        ranked(d, "nanmedian", F::nanmedian, F::nanmedian);
        d.chosen("torch.mode", a -> F.mode(a.tensor("input"), a.whole("dim", -1), keep(a)));
        d.chosen("torch.kthvalue", a -> F.kthvalue(a.tensor("input"), a.whole("k", 1), a.whole("dim", -1), keep(a)));
        for (boolean nan : new boolean[] {false, true}) {
            d.one("torch." + (nan ? "nanquantile" : "quantile"), a -> {
                Tensor x = a.tensor("input");
                Tensor q = a.isTensor("q") ? a.tensor("q") : Tensor.full(x.dtype(), Shape.SCALAR, a.number("q", 0.5));
                QuantileMethod how = QuantileMethod.valueOf(a.text("interpolation", "linear").toUpperCase(Locale.ROOT));
                if (!a.has("dim")) {
                    Tensor y = nan ? F.nanquantile(x, q, how) : F.quantile(x, q, how);
                    int[] shape = IntStream.concat(Arrays.stream(q.shape().dims()),
                            IntStream.range(0, keep(a) ? x.rank() : 0).map(_ -> 1)).toArray();
                    return F.reshape(y, shape);
                }
                return nan ? F.nanquantile(x, q, a.whole("dim", 0), keep(a), how) : F.quantile(x, q, a.whole("dim", 0), keep(a), how);
            });
        }
    }

    private static void ranked(Dispatch d, String name, OfAxis along, OfAll all) {
        d.many("torch." + name, a -> a.has("dim") ? both(along.of(a.tensor("input"), a.whole("dim", 0), keep(a)))
                : List.of(all.of(a.tensor("input"))));
    }

    private static Cumulative options(Arguments a) {
        return a.has("dtype") ? Cumulative.DEFAULT.withDtype(a.dtype(DType.FLOAT64)) : Cumulative.DEFAULT;
    }

    private static void scans(Dispatch d) {
        d.one("torch.cumsum", a -> F.cumsum(a.tensor("input"), a.whole("dim", 0), options(a)));
        d.one("torch.cumprod", a -> F.cumprod(a.tensor("input"), a.whole("dim", 0), options(a)));
        d.one("torch.logcumsumexp", a -> F.logcumsumexp(a.tensor("input"), a.whole("dim", 0)));
        d.chosen("torch.cummax", a -> F.cummax(a.tensor("input"), a.whole("dim", 0)));
        d.chosen("torch.cummin", a -> F.cummin(a.tensor("input"), a.whole("dim", 0)));
    }

    private static void counts(Dispatch d) {
        d.one("torch.bincount", a -> { // which sums integers as FLOAT64
            Tensor x = a.tensor("input");
            int least = a.whole("minlength", 0);
            return a.maybe("weights").fold(() -> F.bincount(x, least),
                    w -> F.bincount(x, w.dtype().isFloating() ? w : w.to(DType.FLOAT64), least));
        });
        d.one("torch.histc", a -> F.histc(a.tensor("input"), a.whole("bins", 100), a.number("min", 0), a.number("max", 0)));
        d.many("torch.histogram", a -> {
            Histogram o = new Histogram(0, 0, a.maybe("weight"), a.flag("density", false));
            if (a.isTensor("bins")) {
                return both(F.histogram(a.tensor("input"), a.tensor("bins"), o));
            }
            if (a.has("range")) {
                o = o.withRange(a.raw("range").getAsJsonArray().get(0).getAsDouble(), a.raw("range").getAsJsonArray().get(1).getAsDouble());
            }
            return both(F.histogram(a.tensor("input"), a.whole("bins", 10), o));
        });
    }
}
