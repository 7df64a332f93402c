package org.covector.functional.sample;

import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Reductions and scans. */
final class ReductionSamples {
    private interface Axes {
        Tensor of(Tensor x, boolean keepdim, int... axes);
    }

    private interface Axis {
        Tensor of(Tensor x, int axis);
    }

    private ReductionSamples() {}

    private static int[] axes(int[] dims, Arguments random) {
        int first = random.axis(dims);
        int second = (first + dims.length + 1) % dims.length;
        boolean two = dims.length > 1 && random.coin();
        return two ? new int[] {first, second} : new int[] {first};
    }

    private static OpInfo over(String name, int shortest, Axes f) {
        return new OpInfo(name, random -> {
            int[] dims = shortest > 1 ? random.shapeAboveOne(1, 3) : random.shape(1, 3);
            int[] axes = axes(dims, random);
            boolean keep = random.coin();
            return Sample.of(t -> f.of(t, keep, axes), random.x(dims));
        });
    }

    private static OpInfo overAxis(String name, Axis f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(1, 3);
            int axis = random.axis(dims);
            return Sample.of(t -> f.of(t, axis), random.x(dims));
        });
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(List.of(over("sum", 1, F::sum), over("mean", 1, F::mean),
                over("prod", 1, F::prod).at(Sample.of(t -> F.prod(t), Tensor.of(0.0, 2, -3)),
                Sample.of(t -> F.prod(t), Tensor.of(0.0, 2, 0, 3))), over("amax", 1, F::amax),
                over("amin", 1, F::amin), over("logsumexp", 1, F::logsumexp), over("logmeanexp", 1, F::logmeanexp), over("all", 1, F::all),
                        over("any", 1, F::any),
                over("var", 2, (t, keep, axes) -> F.var(t, 1, keep, axes)), over("std", 2, (t, keep, axes) -> F.std(t, 1, keep, axes)),
                over("countNonzero", 1, (t, _, axes) -> F.countNonzero(t, axes)), overAxis("cumsum", F::cumsum),
                        overAxis("cumprod", F::cumprod).at(Sample.of(t -> F.cumprod(t, 0), Tensor.of(2.0, 0, 3, 0, 1.5))),
                overAxis("argmax", (t, axis) -> F.argmax(t, axis, false)), overAxis("argmin", (t, axis) -> F.argmin(t, axis, false)),
                overAxis("max, with indices", (t, axis) -> F.max(t, axis, false).values()),
                        overAxis("min, with indices", (t, axis) -> F.min(t, axis, true).values())));
        all.add(new OpInfo("max", random -> Sample.of(t -> F.max(t), random.x(random.shape(0, 3)))));
        all.add(new OpInfo("min", random -> Sample.of(t -> F.min(t), random.x(random.shape(0, 3)))));
        for (double p : new double[] {2, 1, 3, 0.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            all.add(over("norm, p = " + p, 2, (t, keep, axes) -> F.norm(t, p, keep, axes)));
        }
        all.add(new OpInfo("varMean", random -> {
            int[] dims = random.shapeAboveOne(1, 3);
            int[] axes = axes(dims, random);
            boolean keep = random.coin();
            return Sample.several(t -> List.of(F.varMean(t, 1, keep, axes)._1(), F.varMean(t, 1, keep, axes)._2()), random.x(dims));
        }));
        return all;
    }
}
