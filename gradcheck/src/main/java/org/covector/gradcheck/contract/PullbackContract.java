package org.covector.gradcheck.contract;

import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.FlatValues;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.flat.PullbackRun;
import org.covector.gradcheck.flat.StridedLayout;

/**
 * What every pullback owes besides right numbers.
 *
 * @param breaches what is not done
 * @param coverage what was asked, and how often
 */
public record PullbackContract(List<Breach> breaches, List<Evidence.Coverage> coverage) {
    /** Nothing asked. */
    public static final PullbackContract NONE = new PullbackContract(List.of(), List.of());

    private static final int CALLS = 7;

    /** Two cotangents and the gradients that the first calls gave for them. */
    private record CotangentPair(List<Tensor> u, List<Tensor> v, double[] atU, double[] atV) {
        public static CotangentPair of(PullbackRun run, double[] u, double[] v) {
            List<Tensor> du = run.cotangents(u);
            List<Tensor> dv = run.cotangents(v);
            return new CotangentPair(du, dv, run.flatGradient(du), run.flatGradient(dv));
        }

        /** Whether one more call gives the same. */
        boolean isReproduced(boolean first, PullbackRun run, double tolerance) {
            return run.matches(first ? u : v, first ? atU : atV, tolerance);
        }
    }

    /** Asks for everything. */
    public static PullbackContract of(FlatFunction function, Options options) {
        SplittableRandom random = new SplittableRandom(options.seed() ^ 0x5DEECE66DL);
        PullbackContract all = new PullbackContract(new ArrayList<>(), new ArrayList<>());
        all.check(function, options, random);
        return new PullbackContract(List.copyOf(all.breaches), List.copyOf(all.coverage));
    }

    /** Asks for what the classical verdict asks: the same gradient again, dtypes, absent cotangents, batches of them. */
    public static PullbackContract classical(FlatFunction function, Options options) {
        PullbackContract all = new PullbackContract(new ArrayList<>(), new ArrayList<>());
        PullbackRun run = PullbackRun.of(function, function.inputs());
        RandomGenerator random = new SplittableRandom(options.seed() ^ 0x5DEECE66DL);
        double[] u = OutputProjection.randomVector(function.value().length, random);
        double[] once = run.flatGradient(u);
        if (!FlatValues.areSame(once, run.flatGradient(u), options.pullbackChecks().nondetTol())
                || !FlatValues.areSame(once, PullbackRun.of(function, function.inputs()).flatGradient(u),
                options.pullbackChecks().nondetTol())) {
            all.breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC,
                    "the gradient changes from call to call by more than " + options.pullbackChecks().nondetTol()));
        }
        all.count("repeated calls of the pullback", 2);
        CotangentChecks cotangents = new CotangentChecks(function, run, u, once);
        if (options.pullbackChecks().checkGradDtypes()) {
            all.breaches.addAll(cotangents.types());
            all.count("gradients' shapes and dtypes", function.inputs().size());
        }
        if (options.pullbackChecks().checkUndefinedGrad()) {
            all.breaches.addAll(cotangents.zeroCotangents());
            all.count("absent cotangents", run.floatingOutputs() > 1 ? run.floatingOutputs() + 1 : 1);
        }
        all.batches(options, cotangents, OutputProjection.randomVector(u.length, random));
        return new PullbackContract(List.copyOf(all.breaches), List.copyOf(all.coverage));
    }

    /** Whether what was checked is no function at all: nothing can be said of its derivative. */
    public boolean isNondeterministic() {
        return breaches.stream().anyMatch(b -> b.kind() == Breach.Kind.NONDETERMINISTIC);
    }

    private void check(FlatFunction function, Options options, RandomGenerator random) {
        double tolerance = options.pullbackChecks().nondetTol();
        double[] y = function.value();
        if (!FlatValues.areSame(y, function.evaluate(function.point()), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC, "the value changes from call to call"));
        }
        PullbackRun run = PullbackRun.of(function, function.inputs());
        if (!FlatValues.areSame(y, run.value(), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.VALUE, "the value while differentiating is not the value otherwise"));
        }
        count("values compared with the undifferentiated call", 2);
        if (y.length == 0) {
            return;
        }
        double[] u = OutputProjection.randomVector(y.length, random);
        double[] v = OutputProjection.randomVector(y.length, random);
        double[][] held = contents(function.inputs(), run);
        CotangentPair first = CotangentPair.of(run, u, v);
        repeatedCalls(function, run, tolerance, first);
        if (!Arrays.equals(u, FlatFunction.flatten(first.u)) || !Arrays.equals(v, FlatFunction.flatten(first.v))) {
            breaches.add(Breach.of(Breach.Kind.MODIFIED, "an input or a cotangent is modified"));
        }
        if (breaches.isEmpty() && options.pullbackChecks().threads() > 1) {
            concurrentCalls(run, options, first);
        }
        FlatFunction checked = breaches.isEmpty() ? function : function.withState();
        CotangentChecks cotangents = new CotangentChecks(checked, run, u, first.atU);
        LinearityChecks linearity = new LinearityChecks(checked, run, u, first.atU);
        if (!isNondeterministic()) {
            breaches.addAll(linearity.combinations(v, first.atV, tolerance));
            count("pairs of cotangents combined", 1);
            count("multiples of a cotangent", 5);
        }
        if (breaches.isEmpty() && y.length > 1) {
            breaches.addAll(linearity.partialCotangents(tolerance, random));
            count("cotangents taken apart", 3);
        }
        if (breaches.isEmpty()) {
            breaches.addAll(cotangents.stridedInputs());
        }
        if (breaches.isEmpty()) {
            Tuple2<List<Breach>, Integer> shared = cotangents.sharedTensor();
            breaches.addAll(shared._1());
            if (shared._2() > 0) { // of one input, or of inputs of other shapes, there is none
                count("tensors given for two inputs", shared._2());
            }
        }
        if (options.pullbackChecks().checkGradDtypes()) {
            breaches.addAll(cotangents.types());
            count("gradients' shapes and dtypes", function.inputs().size());
        }
        if (breaches.isEmpty() && options.pullbackChecks().checkUndefinedGrad()) {
            breaches.addAll(cotangents.zeroCotangents());
            breaches.addAll(cotangents.singleInputs());
            count("absent cotangents", run.floatingOutputs() > 1 ? run.floatingOutputs() + 1 : 1);
            count("inputs differentiated alone", function.inputs().size());
        }
        if (breaches.isEmpty() && options.pullbackChecks().genNonContigGradOutputs()) {
            breaches.addAll(cotangents.stridedCotangents());
            count("strided cotangents", StridedLayout.values().length);
        }
        batches(options, cotangents, v);
        if (!Arrays.deepEquals(held, contents(function.inputs(), run))) {
            breaches.add(Breach.of(Breach.Kind.MODIFIED, "an input, a cotangent or a result is modified"));
        }
    }

    private void batches(Options options, CotangentChecks cotangents, double... v) {
        if (breaches.isEmpty() && options.pullbackChecks().checkBatchedGrad()) {
            breaches.addAll(cotangents.batched(v));
            count("cotangents in a batch", CotangentChecks.BATCH);
        }
    }

    private void count(String what, int cases) {
        coverage.add(new Evidence.Coverage(what, cases));
    }

    private static double[][] contents(List<Tensor> inputs, PullbackRun run) {
        return new double[][] {FlatFunction.flatten(inputs), run.value()};
    }

    /** The same again, after calls with other cotangents, and after the function has run elsewhere. */
    private void repeatedCalls(FlatFunction function, PullbackRun run, double tolerance, CotangentPair first) {
        for (int call = 3; call <= CALLS; call++) {
            if (!first.isReproduced(call % 3 != 0, run, tolerance)) { // v u u v u u ...
                breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC,
                "the gradient changes from call to call: it is another one at call " + call));
                return;
            }
        }
        if (!first.isReproduced(true, PullbackRun.of(function, function.inputs()), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC,
                    "the gradient changes from call to call: the function's next run gives another one"));
        } else if (!FlatValues.areSame(first.atU, afterRunElsewhere(function, run, first.u), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.STATE,
                    "the gradient changes from call to call: it is another one after the function has run elsewhere (state that is not "
                    + "its own)"));
        }
        count("repeated calls of the pullback", CALLS + 2);
    }

    private static double[] afterRunElsewhere(FlatFunction function, PullbackRun run, List<Tensor> u) {
        double[] x = function.point().clone();
        for (int j = 0; j < x.length; j++) {
            x[j] = function.rounded(j, x[j] * 1.25);
        }
        try {
            PullbackRun elsewhere = PullbackRun.of(function, FlatFunction.unflatten(function.inputs(), x));
            elsewhere.flatGradient(u);
        } catch (RuntimeException outside) {
            return run.flatGradient(u);
        }
        return run.flatGradient(u);
    }

    private void concurrentCalls(PullbackRun run, Options options, CotangentPair first) {
        int n = options.pullbackChecks().threads();
        String failed = ConcurrentCalls.run(n, k -> {
            for (int call = 0; call < 2; call++) {
                if (!first.isReproduced(k % 2 == 0, run, options.pullbackChecks().nondetTol())) {
                    return "the gradient changes from call to call when called from " + n + " threads at once";
                }
            }
            return "";
        });
        if (!failed.isEmpty()) {
            breaches.add(Breach.of(Breach.Kind.THREADS, failed));
        }
        count("calls from threads at once", 2 * n);
    }
}
