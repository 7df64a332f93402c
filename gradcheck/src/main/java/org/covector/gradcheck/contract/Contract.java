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
import org.covector.gradcheck.flat.Layouts;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Pulled;
import org.covector.gradcheck.flat.Subject;

/**
 * What every pullback owes besides right numbers.
 *
 * @param breaches what is not done
 * @param coverage what was asked, and how often
 */
public record Contract(List<Breach> breaches, List<Evidence.Coverage> coverage) {
    /** Nothing asked. */
    public static final Contract NONE = new Contract(List.of(), List.of());

    private static final int CALLS = 7;

    /** Two cotangents and the gradients that the first calls gave for them. */
    private record Pair(List<Tensor> u, List<Tensor> v, double[] atU, double[] atV) {
        public static Pair of(Pulled run, double[] u, double[] v) {
            List<Tensor> du = run.cotangents(u);
            List<Tensor> dv = run.cotangents(v);
            return new Pair(du, dv, run.back(du), run.back(dv));
        }

        /** Whether one more call gives the same. */
        boolean isSame(boolean first, Pulled run, double tolerance) {
            return run.gives(first ? u : v, first ? atU : atV, tolerance);
        }
    }

    /** Asks for everything. */
    public static Contract of(Subject subject, Options options) {
        SplittableRandom random = new SplittableRandom(options.seed() ^ 0x5DEECE66DL);
        Contract all = new Contract(new ArrayList<>(), new ArrayList<>());
        all.check(subject, options, random);
        return new Contract(List.copyOf(all.breaches), List.copyOf(all.coverage));
    }

    /** Asks for what the classical verdict asks: the same gradient again, dtypes, absent cotangents, batches of them. */
    public static Contract classical(Subject subject, Options options) {
        Contract all = new Contract(new ArrayList<>(), new ArrayList<>());
        Pulled run = Pulled.of(subject, subject.inputs());
        RandomGenerator random = new SplittableRandom(options.seed() ^ 0x5DEECE66DL);
        double[] u = Probes.vector(subject.origin().length, random);
        double[] once = run.back(u);
        if (!same(once, run.back(u), options.duties().nondetTol())
                || !same(once, Pulled.of(subject, subject.inputs()).back(u), options.duties().nondetTol())) {
            all.breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC,
                    "the gradient changes from call to call by more than " + options.duties().nondetTol()));
        }
        all.count("repeated calls of the pullback", 2);
        Cotangents cotangents = new Cotangents(subject, run, u, once);
        if (options.duties().checkGradDtypes()) {
            all.breaches.addAll(cotangents.types());
            all.count("gradients' shapes and dtypes", subject.inputs().size());
        }
        if (options.duties().checkUndefinedGrad()) {
            all.breaches.addAll(cotangents.absent());
            all.count("absent cotangents", run.floating() > 1 ? run.floating() + 1 : 1);
        }
        all.batches(options, cotangents, Probes.vector(u.length, random));
        return new Contract(List.copyOf(all.breaches), List.copyOf(all.coverage));
    }

    /** Whether what was looked at is no function at all: nothing can be said of its derivative. */
    public boolean isNondeterministic() {
        return breaches.stream().anyMatch(b -> b.kind() == Breach.Kind.NONDETERMINISTIC);
    }

    private void check(Subject subject, Options options, RandomGenerator random) {
        double tolerance = options.duties().nondetTol();
        double[] y = subject.origin();
        if (!same(y, subject.at(subject.point()), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC, "the value changes from call to call"));
        }
        Pulled run = Pulled.of(subject, subject.inputs());
        if (!same(y, run.value(), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.VALUE, "the value while differentiating is not the value otherwise"));
        }
        count("values compared with the undifferentiated call", 2);
        if (y.length == 0) {
            return;
        }
        double[] u = Probes.vector(y.length, random);
        double[] v = Probes.vector(y.length, random);
        double[][] held = held(subject.inputs(), run);
        Pair first = Pair.of(run, u, v);
        calls(subject, run, tolerance, first);
        if (!Arrays.equals(u, Subject.numbers(first.u)) || !Arrays.equals(v, Subject.numbers(first.v))) {
            breaches.add(Breach.of(Breach.Kind.MODIFIED, "an input or a cotangent is modified"));
        }
        if (breaches.isEmpty() && options.duties().threads() > 1) {
            threads(run, options, first);
        }
        Cotangents cotangents = new Cotangents(breaches.isEmpty() ? subject : subject.withState(), run, u, first.atU);
        if (!isNondeterministic()) {
            breaches.addAll(cotangents.linearity(v, first.atV, tolerance));
            count("pairs of cotangents combined", 1);
            count("multiples of a cotangent", 5);
        }
        if (breaches.isEmpty() && y.length > 1) {
            breaches.addAll(cotangents.parts(tolerance, random));
            count("cotangents taken apart", 2);
        }
        if (breaches.isEmpty()) {
            breaches.addAll(cotangents.views());
        }
        if (breaches.isEmpty()) {
            Tuple2<List<Breach>, Integer> shared = cotangents.shared();
            breaches.addAll(shared._1());
            if (shared._2() > 0) { // of one input, or of inputs of other shapes, there is none
                count("tensors given for two inputs", shared._2());
            }
        }
        if (options.duties().checkGradDtypes()) {
            breaches.addAll(cotangents.types());
            count("gradients' shapes and dtypes", subject.inputs().size());
        }
        if (breaches.isEmpty() && options.duties().checkUndefinedGrad()) {
            breaches.addAll(cotangents.absent());
            breaches.addAll(cotangents.alone());
            count("absent cotangents", run.floating() > 1 ? run.floating() + 1 : 1);
            count("inputs differentiated alone", subject.inputs().size());
        }
        if (breaches.isEmpty() && options.duties().genNonContigGradOutputs()) {
            breaches.addAll(cotangents.strided());
            count("strided cotangents", Layouts.values().length);
        }
        batches(options, cotangents, v);
        if (!Arrays.deepEquals(held, held(subject.inputs(), run))) {
            breaches.add(Breach.of(Breach.Kind.MODIFIED, "an input, a cotangent or a result is modified"));
        }
    }

    private void batches(Options options, Cotangents cotangents, double... v) {
        if (breaches.isEmpty() && options.duties().checkBatchedGrad()) {
            breaches.addAll(cotangents.batched(v));
            count("cotangents in a batch", Cotangents.BATCH);
        }
    }

    private void count(String what, int cases) {
        coverage.add(new Evidence.Coverage(what, cases));
    }

    private static double[][] held(List<Tensor> inputs, Pulled run) {
        return new double[][] {Subject.numbers(inputs), run.value()};
    }

    /** The same again, after calls with other cotangents, and after the function has run elsewhere. */
    private void calls(Subject subject, Pulled run, double tolerance, Pair first) {
        for (int call = 3; call <= CALLS; call++) {
            if (!first.isSame(call % 3 != 0, run, tolerance)) { // v u u v u u ...
                breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC,
                "the gradient changes from call to call: it is another one at call " + call));
                return;
            }
        }
        if (!first.isSame(true, Pulled.of(subject, subject.inputs()), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.NONDETERMINISTIC,
                    "the gradient changes from call to call: the function's next run gives another one"));
        } else if (!same(first.atU, afterRunElsewhere(subject, run, first.u), tolerance)) {
            breaches.add(Breach.of(Breach.Kind.STATE,
                    "the gradient changes from call to call: it is another one after the function has run elsewhere (state that is not "
                    + "its own)"));
        }
        count("repeated calls of the pullback", CALLS + 2);
    }

    private static double[] afterRunElsewhere(Subject subject, Pulled run, List<Tensor> u) {
        double[] x = subject.point().clone();
        for (int j = 0; j < x.length; j++) {
            x[j] = subject.rounded(j, x[j] * 1.25);
        }
        try {
            Pulled elsewhere = Pulled.of(subject, Subject.tensors(subject.inputs(), x));
            elsewhere.back(u);
        } catch (RuntimeException outside) {
            return run.back(u);
        }
        return run.back(u);
    }

    private void threads(Pulled run, Options options, Pair first) {
        int n = options.duties().threads();
        String failed = Together.run(n, k -> {
            for (int call = 0; call < 2; call++) {
                if (!first.isSame(k % 2 == 0, run, options.duties().nondetTol())) {
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

    /** Equal in bits, or closer than a tolerance. */
    public static boolean same(double[] a, double[] b, double tolerance) {
        return a.length == b.length && same(a, 0, b, a.length, tolerance);
    }

    /** As above for the first of b, and a from a place on. */
    public static boolean same(double[] a, int from, double[] b, int count, double tolerance) {
        int first = Arrays.mismatch(a, from, from + count, b, 0, count);
        for (int i = first < 0 ? count : first; i < count; i++) {
            if (Double.compare(a[from + i], b[i]) != 0 && !(Math.abs(a[from + i] - b[i]) <= tolerance)) {
                return false;
            }
        }
        return true;
    }
}
