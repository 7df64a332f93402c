package org.covector.gradcheck.contract;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.transform.Vmap;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.PullbackRun;
import org.covector.gradcheck.flat.StridedLayout;
import org.covector.gradcheck.threshold.Thresholds;

/** What a pullback owes to its cotangents besides linearity; each breach is one sentence. */
final class CotangentChecks {
    /** How many cotangents are given at once under vmap. */
    static final int BATCH = 3;

    private final FlatFunction function;
    private final PullbackRun run;
    private final double[] u;
    private final double[] gradientAtU;

    /** Of a run that gives {@code atU} for {@code u}. */
    CotangentChecks(FlatFunction function, PullbackRun run, double[] u, double[] atU) {
        this.function = function;
        this.run = run;
        this.u = u;
        this.gradientAtU = atU;
    }

    /**
     * A tensor that is given for two arguments has the sum of their gradients.
     *
     * @return the breach, and how many pairs were checked
     */
    Tuple2<List<Breach>, Integer> sharedTensor() {
        List<Tensor> inputs = function.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            for (int k = i + 1; k < inputs.size(); k++) {
                if (function.size(i) > 0 && inputs.get(k).shape().equals(inputs.get(i).shape())
                        && inputs.get(k).dtype() == inputs.get(i).dtype()) {
                    return sharedTensor(i, k);
                }
            }
        }
        return Tuple.of(List.of(), 0);
    }

    /** The size of terms that may cancel in a gradient: its largest element, or the results over the largest input. */
    private double gradientScale(double[] gradient, Tensor x) {
        double ofResults = largest(u) * largest(function.value()) / largest(x.array().to(DType.FLOAT64).toDoubleArray());
        return Math.max(largest(gradient), Double.isFinite(ofResults) ? ofResults : 0);
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    private Tuple2<List<Breach>, Integer> sharedTensor(int i, int k) {
        try {
            List<Tensor> copies = new ArrayList<>(function.inputs());
            copies.set(k, Tensor.of(copies.get(i).array().dense()));
            FlatFunction apart = function.withInputs(copies);
            if (apart.value().length != u.length) {
                return Tuple.of(List.of(), 0);
            }
            double[] both = PullbackRun.of(apart, copies).flatGradient(u);
            double[] once = PullbackRun.of(FlatFunction.of(x -> function.tensorFunction().apply(doubled(x, i, k)), without(copies, k)),
                    without(copies, k))
                    .flatGradient(u);
            double cancelled = Thresholds.SHARED_ROUNDING * function.epsilon() * gradientScale(both, copies.get(i));
            for (int j = 0; j < function.size(i); j++) {
                double first = both[function.offset(i) + j];
                double second = both[function.offset(k) + j];
                double slack = Thresholds.HALF_PRECISION * Math.sqrt(function.epsilon()) * (Math.abs(first) + Math.abs(second))
                        + cancelled + Thresholds.CONTRACT_SCATTER * Double.MIN_VALUE;
                if (Double.isFinite(first + second) && !(Math.abs(once[function.offset(i) + j] - (first + second)) <= slack)) {
                    return Tuple.of(List.of(Breach.of(Breach.Kind.SHARED,
                            "one tensor given for inputs " + i + " and " + k + " has another gradient than two copies of it together")), 1);
                }
            }
            return Tuple.of(List.of(), 1);
        } catch (RuntimeException refused) {
            return Tuple.of(List.of(), 0);
        }
    }

    private static List<Tensor> doubled(List<Tensor> x, int i, int k) {
        List<Tensor> all = new ArrayList<>(x);
        all.add(k, x.get(i));
        return all;
    }

    private static List<Tensor> without(List<Tensor> x, int k) {
        List<Tensor> all = new ArrayList<>(x);
        all.remove(k);
        return all;
    }

    /** Gradients of their inputs' dtypes and shapes, and none of integers and booleans. */
    List<Breach> types() {
        List<Breach> found = new ArrayList<>();
        List<Tensor> dx = run.gradient(run.cotangents(u));
        for (int i = 0; i < dx.size(); i++) {
            Tensor x = function.inputs().get(i);
            if (!dx.get(i).shape().equals(x.shape()) || dx.get(i).dtype() != x.dtype()) {
                found.add(Breach.ofInput(Breach.Kind.TYPE, i,
                        "the gradient of input " + i + " is " + dx.get(i).dtype() + " " + dx.get(i).shape()
                        + " for an input that is " + x.dtype() + " " + x.shape()));
            }
            if (!x.dtype().isFloating() && Arrays.stream(dx.get(i).array().toLongArray()).anyMatch(n -> n != 0)) {
                found.add(Breach.ofInput(Breach.Kind.TYPE, i, "input " + i + " is " + x.dtype() + " but has a gradient"));
            }
        }
        return found;
    }

    /** Cotangents that are zero by mathematics do what zeros do, one result at a time and all together. */
    List<Breach> zeroCotangents() {
        List<Breach> found = new ArrayList<>();
        try {
            double[] none = run.flatGradient(run.outputs().stream().map(_ -> Cotangent.ZERO).toList());
            if (Arrays.stream(none).anyMatch(d -> d != 0)) {
                found.add(Breach.of(Breach.Kind.ABSENT_COTANGENT, "the gradient is not 0 where every cotangent is absent"));
            }
            List<Tensor> dy = run.cotangents(u);
            for (int k = 0; k < dy.size() && run.floatingOutputs() > 1; k++) {
                if (!dy.get(k).dtype().isFloating()) {
                    continue;
                }
                List<Cotangent> zeros = new ArrayList<>(dy.stream().map(t -> Tensor.zeros(t.dtype(), t.shape())).toList());
                List<Cotangent> missing = new ArrayList<>(dy.stream().map(_ -> Cotangent.ZERO).toList());
                zeros.set(k, dy.get(k));
                missing.set(k, dy.get(k));
                if (!isClose(run.flatGradient(zeros), run.flatGradient(missing))) {
                    found.add(Breach.ofResult(Breach.Kind.ABSENT_COTANGENT, k, "with a cotangent for result " + k
                            + " only, the gradient is not what zeros in the place of the absent ones give"));
                }
            }
        } catch (RuntimeException e) {
            found.add(Breach.of(Breach.Kind.ABSENT_COTANGENT, "the pullback throws where cotangents are absent: " + e));
        }
        return found;
    }

    /** The gradient of one input does not depend on which others are asked for. */
    List<Breach> singleInputs() {
        List<Breach> found = new ArrayList<>();
        int floating = (int) function.inputs().stream().filter(t -> t.dtype().isFloating()).count();
        for (int i = 0; i < function.inputs().size() && floating > 1; i++) {
            if (function.size(i) == 0) {
                continue;
            }
            try {
                double[] part = Arrays.copyOfRange(gradientAtU, function.offset(i), function.offset(i) + function.size(i));
                if (!isClose(part, PullbackRun.of(function, i).flatGradient(u))) {
                    found.add(Breach.ofInput(Breach.Kind.ALONE, i,
                            "the gradient of input " + i + " is another one when the other inputs are constants"));
                }
            } catch (RuntimeException e) {
                found.add(Breach.ofInput(Breach.Kind.ALONE, i, "differentiating input " + i + " alone throws " + e));
            }
        }
        return found;
    }

    /** Inputs that are given as views of other memory have the gradient of dense ones of the same values. */
    List<Breach> stridedInputs() {
        List<Tensor> given = function.inputs();
        return given.stream().allMatch(t -> t.array().isDense())
                || isClose(PullbackRun.of(function, StridedLayout.dense(given)).flatGradient(u), gradientAtU) ? List.of()
                : List.of(Breach.of(Breach.Kind.LAYOUT, "the gradient is another one than that of dense inputs of the same values"));
    }

    /** Cotangents that are views of other memory do what dense ones of the same values do. */
    List<Breach> stridedCotangents() {
        List<Breach> found = new ArrayList<>();
        List<Tensor> dense = run.cotangents(u);
        for (StridedLayout layout : StridedLayout.values()) {
            List<Tensor> views = layout.of(dense);
            try {
                double[] expected = layout == StridedLayout.EXPANDED ? run.flatGradient(StridedLayout.dense(views)) : gradientAtU;
                if (!isClose(expected, run.flatGradient(views))) {
                    found.add(Breach.of(Breach.Kind.LAYOUT, "the gradient is another one for cotangents that are " + layout.description()));
                }
            } catch (RuntimeException e) {
                found.add(Breach.of(Breach.Kind.LAYOUT, "the pullback throws for cotangents that are " + layout.description() + ": " + e));
            }
        }
        return found;
    }

    /** Many cotangents at once, under vmap, give what each of them gives: {@code u}, {@code v} and their sum. */
    List<Breach> batched(double... v) {
        double[] sum = u.clone();
        Arrays.setAll(sum, i -> u[i] + v[i]);
        List<List<Tensor>> examples = Stream.of(u, v, sum).map(run::cotangents).toList();
        List<Tensor> first = examples.getFirst();
        Tensor[] dy = new Tensor[first.size()];
        boolean[] mapped = new boolean[dy.length];
        for (int k = 0; k < dy.length; k++) {
            int result = k;
            mapped[k] = first.get(k).dtype().isFloating();
            dy[k] = mapped[k] ? F.stack(examples.stream().map(e -> e.get(result)).toList(), 0) : first.get(k);
        }
        Tensor[] dx;
        try {
            dx = Vmap.map(one -> run.gradient(List.of(one)).toArray(Tensor[]::new), dy, mapped);
        } catch (RuntimeException e) {
            return List.of(Breach.of(Breach.Kind.BATCHED, "the pullback throws under vmap over " + BATCH + " cotangents: " + e));
        }
        List<Breach> found = new ArrayList<>();
        for (int i = 0; i < dx.length; i++) {
            List<Tensor> like = List.of(function.inputs().get(i));
            for (int e = 0; e < BATCH; e++) {
                double[] alone = FlatFunction.flatten(like, List.of(run.gradient(examples.get(e)).get(i)));
                double[] together = FlatFunction.flatten(like, List.of(F.select(dx[i], 0, e)));
                if (!isClose(alone, together)) {
                    found.add(Breach.ofInput(Breach.Kind.BATCHED, i,
                            "the gradient of input " + i + " is another one under vmap over " + BATCH
                            + " cotangents than for each by itself"));
                    break;
                }
            }
        }
        return found;
    }

    /** Equal, or but for rounding. */
    private boolean isClose(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        if (Arrays.equals(a, b)) {
            return true;
        }
        double scale = Arrays.stream(a).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        double slack = Thresholds.HALF_PRECISION * Math.sqrt(function.epsilon()) * scale;
        for (int i = 0; i < a.length; i++) {
            if (Double.compare(a[i], b[i]) != 0 && !(Math.abs(a[i] - b[i]) <= slack)) {
                return false;
            }
        }
        return true;
    }
}
