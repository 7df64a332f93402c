package org.covector.bench.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.fusion.Steps;
import org.covector.functional.sample.Sample;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.jspecify.annotations.Nullable;

/** The rule of an operation as the program that its pullback runs, to be corrupted step by step. */
final class Rule {
    private record Signature(List<DType> dtypes, List<Shape> shapes) {}

    private record Traced(@Nullable Steps steps) {}

    private final Sample sample;
    private final ConcurrentHashMap<Signature, Traced> programs = new ConcurrentHashMap<>();

    Rule(Sample sample) {
        this.sample = sample;
    }

    private static Signature signature(Tensor... x) {
        return new Signature(Arrays.stream(x).map(Tensor::dtype).toList(), Arrays.stream(x).map(Tensor::shape).toList());
    }

    private static Tensor[] constants(Tensor... x) {
        return Arrays.stream(x).map(Autograd::stopGradient).toArray(Tensor[]::new);
    }

    /** The program from inputs and cotangents to gradients; absent where the pullback's course depends on elements. */
    private @Nullable Steps program(Tensor... x) {
        return programs.computeIfAbsent(signature(x), _ -> {
            Tensor[] values = constants(x);
            Tensor[] y = sample.values(values);
            List<NdArray> in = new ArrayList<>();
            Arrays.stream(values).forEach(t -> in.add(t.array()));
            Arrays.stream(y).filter(t -> t.dtype().isFloating()).forEach(t -> in.add(t.array()));
            try {
                return new Traced(Steps.of(this::joint, in.toArray(NdArray[]::new)));
            } catch (IllegalStateException readsElements) {
                return new Traced(null);
            }
        }).steps;
    }

    private Tensor[] joint(Tensor... in) {
        int n = sample.inputs().size();
        Tensor[] x = Arrays.copyOf(in, n);
        if (Arrays.stream(x).noneMatch(t -> t.dtype().isFloating())) {
            return new Tensor[0]; // nothing to differentiate by
        }
        Vjp run = Reverse.vjp(sample::values, x);
        Cotangent[] dy = new Cotangent[run.outputs().length];
        int next = n;
        for (int k = 0; k < dy.length; k++) {
            dy[k] = run.outputs()[k].dtype().isFloating() ? in[next++] : Cotangent.ZERO;
        }
        Cotangent[] dx = run.pullback().apply(dy, Wanted.NONE);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (x[i].dtype().isFloating()) {
                gradients.add(dx[i].dense(x[i]));
            }
        }
        return gradients.toArray(Tensor[]::new);
    }

    /** All corruptions of this rule. */
    List<Mutant> mutants() {
        List<Mutant> all = new ArrayList<>();
        Tensor[] x = sample.inputs().toArray(Tensor[]::new);
        Tensor[] y = sample.values(x);
        int given = 0;
        for (Tensor t : y) {
            if (t.dtype().isFloating()) {
                all.addAll(TensorMutants.of(new Place.Given(given++), List.of(), List.of(t), true));
            }
        }
        int returned = 0;
        for (Tensor t : x) {
            if (t.dtype().isFloating()) {
                all.addAll(TensorMutants.of(new Place.Returned(returned++), List.of(), List.of(t), true));
            }
        }
        Steps steps = program(x);
        for (int i = 0; steps != null && i < steps.primitives().size(); i++) {
            Primitive p = steps.primitives().get(i);
            Place place = new Place.Step(i, p.name());
            all.addAll(p instanceof Pointwise row ? FormulaMutants.of(place, row)
                    : TensorMutants.of(place, steps.inputs(i).stream().map(Tensor::of).toList(),
                    steps.outputs(i).stream().map(Tensor::of).toList(), false));
        }
        return all;
    }

    /** The gradients by floating input, given one cotangent per floating output. */
    Tensor[] gradients(@Nullable Mutant mutant, Tensor[] x, Tensor... cotangents) {
        Tensor[] in = Arrays.copyOf(x, x.length + cotangents.length);
        for (int k = 0; k < cotangents.length; k++) {
            in[x.length + k] = at(new Place.Given(k), mutant, cotangents[k]);
        }
        Tensor[] dx = mutant == null ? joint(in) : changed(mutant, x, in);
        for (int k = 0; k < dx.length; k++) {
            dx[k] = at(new Place.Returned(k), mutant, dx[k]);
        }
        return dx;
    }

    private Tensor[] changed(Mutant mutant, Tensor[] x, Tensor... in) {
        Steps steps = program(x);
        return steps == null ? joint(in) : steps.replay((number, p, a) -> step(mutant, number, p, a), in);
    }

    private static Tensor[] step(Mutant mutant, int number, Primitive p, Tensor... x) {
        Tensor[] y = Apply.all(p, x);
        boolean here = mutant.place() instanceof Place.Step(int at, String name) && at == number && name.equals(p.name());
        return here ? fitting(y, mutant.change().apply(p, x, y)) : y;
    }

    /** At another shape than the one the mutant was made for, it may not apply. */
    private static Tensor[] fitting(Tensor[] y, Tensor... changed) {
        for (int k = 0; k < y.length; k++) {
            if (!changed[k].shape().equals(y[k].shape())) {
                return y;
            }
        }
        return changed;
    }

    private static Tensor at(Place place, @Nullable Mutant mutant, Tensor t) {
        if (mutant == null || !mutant.place().equals(place)) {
            return t;
        }
        Tensor[] one = {t};
        return fitting(one, mutant.change().apply(Identity.IDENTITY, one, one))[0];
    }

    /** Stands for the borders of the pullback. */
    private record Identity() implements Constant {
        static final Identity IDENTITY = new Identity();

        @Override
        public NdArray[] compute(NdArray... x) {
            return x;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return x;
        }
    }

    /** The operation with its rule corrupted. */
    Sample corrupted(Mutant mutant) {
        Corrupted primitive = new Corrupted(this, mutant);
        return new Sample(in -> List.of(Apply.all(primitive, in.toArray(Tensor[]::new))), sample.inputs());
    }

    /** What the checker says of a sample. */
    static Report check(Sample sample, Options options) {
        return Gradcheck.check(sample.f(), sample.inputs(), options);
    }

    private record Corrupted(Rule rule, Mutant mutant) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return Arrays.stream(rule.sample.values(Arrays.stream(x).map(Tensor::of).toArray(Tensor[]::new))).map(Tensor::array)
                    .toArray(NdArray[]::new);
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(x), (dy, which) -> {
                List<Tensor> given = new ArrayList<>();
                for (int k = 0; k < y.length; k++) {
                    if (y[k].dtype().isFloating()) {
                        given.add(dy[k].dense(y[k]));
                    }
                }
                Tensor[] gradients = rule.gradients(mutant, x, given.toArray(Tensor[]::new));
                Cotangent[] dx = new Cotangent[x.length];
                int next = 0;
                for (int i = 0; i < dx.length; i++) {
                    boolean floating = x[i].dtype().isFloating();
                    dx[i] = floating && which.has(i) ? gradients[next] : Cotangent.ZERO;
                    next += floating ? 1 : 0;
                }
                return dx;
            });
        }

        /** None, so that the checker has to find out by itself. */
        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            throw new MissingFormulaException(name() + " has no forward rule");
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return at.composed(rule.sample::values, x);
        }
    }
}
