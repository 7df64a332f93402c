package org.covector.bench.proof;

import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.core.Tensor;

/** Reductions and scans. */
final class ReductionOps {
    private interface Axes {
        Tensor of(Tensor x, boolean keepdim, int... axes);
    }

    private interface Axis {
        Tensor of(Tensor x, int axis);
    }

    private ReductionOps() {}

    private static int[] axes(int[] dims, Dice dice) {
        int first = dice.axis(dims);
        int second = (first + dims.length + 1) % dims.length;
        boolean two = dims.length > 1 && dice.coin();
        return two ? new int[] {first, second} : new int[] {first};
    }

    private static Op over(String name, int shortest, Axes f) {
        return new Op(name, dice -> {
            int[] dims = shortest > 1 ? dice.wide(1, 3) : dice.shape(1, 3);
            int[] axes = axes(dims, dice);
            boolean keep = dice.coin();
            return Sample.of(t -> f.of(t, keep, axes), dice.x(dims));
        });
    }

    private static Op along(String name, Axis f) {
        return new Op(name, dice -> {
            int[] dims = dice.shape(1, 3);
            int axis = dice.axis(dims);
            return Sample.of(t -> f.of(t, axis), dice.x(dims));
        });
    }

    static List<Op> all() {
        List<Op> all = new ArrayList<>(List.of(over("sum", 1, F::sum), over("mean", 1, F::mean), over("prod", 1, F::prod), over("amax", 1, F::amax),
                over("amin", 1, F::amin), over("logsumexp", 1, F::logsumexp), over("logmeanexp", 1, F::logmeanexp), over("all", 1, F::all), over("any", 1, F::any),
                over("var", 2, (t, keep, axes) -> F.var(t, 1, keep, axes)), over("std", 2, (t, keep, axes) -> F.std(t, 1, keep, axes)),
                over("countNonzero", 1, (t, _, axes) -> F.countNonzero(t, axes)), along("cumsum", F::cumsum), along("cumprod", F::cumprod),
                along("argmax", (t, axis) -> F.argmax(t, axis, false)), along("argmin", (t, axis) -> F.argmin(t, axis, false)),
                along("max, with indices", (t, axis) -> F.max(t, axis, false).values()), along("min, with indices", (t, axis) -> F.min(t, axis, true).values())));
        all.add(new Op("max", dice -> Sample.of(t -> F.max(t), dice.x(dice.shape(0, 3)))));
        all.add(new Op("min", dice -> Sample.of(t -> F.min(t), dice.x(dice.shape(0, 3)))));
        for (double p : new double[] {2, 1, 3, 0.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            all.add(over("norm, p = " + p, 1, (t, keep, axes) -> F.norm(t, p, keep, axes)));
        }
        all.add(new Op("varMean", dice -> {
            int[] dims = dice.wide(1, 3);
            int[] axes = axes(dims, dice);
            boolean keep = dice.coin();
            return Sample.several(t -> List.of(F.varMean(t, 1, keep, axes)._1(), F.varMean(t, 1, keep, axes)._2()), dice.x(dims));
        }));
        return all;
    }
}
