package org.covector.gradcheck;

import static org.covector.gradcheck.Case.of;
import static org.covector.gradcheck.Case.several;
import static org.covector.gradcheck.Case.x;

import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.core.Tensor;

/** Reductions and scans. */
final class ReductionCases {
    private ReductionCases() {}

    private interface Axes {
        Tensor of(Tensor x, boolean keepdim, int... axes);
    }

    private static List<Case> family(String method, Axes f) {
        return List.of(
                of(method, t -> f.of(t, false), x()),
                of(method, t -> f.of(t, false), x(5)),
                of(method, t -> f.of(t, true, 1), x(3, 4)),
                of(method, t -> f.of(t, false, -3), x(3, 2, 2)),
                of(method, t -> f.of(t, true, 0, 2), x(2, 2, 3)));
    }

    private static List<Case> moments(String method, Axes f) {
        return List.of(
                of(method, t -> f.of(t, false), x(5)),
                of(method, t -> f.of(t, true, 1), x(3, 4)),
                of(method, t -> f.of(t, false, -3), x(3, 2, 2)),
                of(method, t -> f.of(t, true, 0, 2), x(2, 2, 3)));
    }

    private static List<Tensor> both(Tuple2<Tensor, Tensor> pair) {
        return List.of(pair._1(), pair._2());
    }

    static List<Case> all() {
        List<Case> rest = new ArrayList<>(List.of(
                of("sum", t -> F.sum(t), x(2, 3)), of("sum", t -> F.sum(t, 0), x(2, 3)),
                of("mean", t -> F.mean(t), x(2, 3)), of("mean", t -> F.mean(t, 1), x(2, 3)),
                of("prod", t -> F.prod(t), x(2, 3)), of("prod", t -> F.prod(t, 1), x(2, 3)),
                of("prod", t -> F.prod(t), Tensor.of(0.0, 2, -3)), of("prod", t -> F.prod(t), Tensor.of(0.0, 2, 0, 3)),
                of("amax", t -> F.amax(t, 1), x(2, 3)), of("amin", t -> F.amin(t, 0), x(2, 3)),
                of("max", t -> F.max(t), x(2, 3)), of("min", t -> F.min(t), x(2, 3)),
                several("max", t -> List.of(F.max(t, 1, false).values(), F.max(t, 1, false).indices()), x(3, 4)),
                several("min", t -> List.of(F.min(t, 0, true).values()), x(3, 4)),
                of("argmax", t -> F.argmax(t), x(2, 3)), of("argmax", t -> F.argmax(t, 1, false), x(2, 3)),
                of("argmin", t -> F.argmin(t), x(2, 3)), of("argmin", t -> F.argmin(t, 1, true), x(2, 3)),
                of("all", t -> F.all(t, false, 1), x(2, 3)), of("any", t -> F.any(t, false), x(2, 3)),
                of("countNonzero", t -> F.countNonzero(t, 0), x(2, 3)),
                of("logsumexp", t -> F.logsumexp(t, 1), x(2, 3)),
                of("norm", t -> F.norm(t), x(2, 3)), of("norm", t -> F.norm(t, 1, false, 1), x(2, 3)),
                of("norm", t -> F.norm(t, 3, true, 0), x(2, 3)), of("norm", t -> F.norm(t, 0.5, false), x(4)),
                of("norm", t -> F.norm(t, 0, false), x(4)),
                of("norm", t -> F.norm(t, Double.POSITIVE_INFINITY, false, 1), x(2, 3)),
                of("norm", t -> F.norm(t, Double.NEGATIVE_INFINITY, false, 1), x(2, 3))));
        rest.addAll(List.of(
                of("var", t -> F.var(t, 0), x(4, 2)), of("std", t -> F.std(t, 1), x(2, 4)),
                several("varMean", t -> both(F.varMean(t, 1, false, 1)), x(2, 4)),
                several("varMean", t -> both(F.varMean(t, 0, true, 0, 1)), x(2, 2, 2)),
                of("cumsum", t -> F.cumsum(t, 0), x(4)), of("cumsum", t -> F.cumsum(t, -1), x(2, 3)),
                of("cumprod", t -> F.cumprod(t, 0), x(4)), of("cumprod", t -> F.cumprod(t, 1), x(2, 3)),
                of("cumprod", t -> F.cumprod(t, 0), Tensor.of(2.0, 0, 3, 0, 1.5))));
        return Case.join(rest, family("sum", F::sum), family("mean", F::mean), family("prod", F::prod), family("amax", F::amax),
                family("amin", F::amin), family("logsumexp", F::logsumexp), family("logmeanexp", F::logmeanexp),
                family("norm", (t, keep, axes) -> F.norm(t, 2, keep, axes)), moments("var", (t, keep, axes) -> F.var(t, 1, keep, axes)),
                moments("std", (t, keep, axes) -> F.std(t, 0, keep, axes)));
    }
}
