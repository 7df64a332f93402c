package org.covector.gradcheck.flat;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Op;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Primitive;
import org.covector.functional.custom.Checkpoint;
import org.covector.functional.custom.Custom;
import org.covector.functional.fusion.Steps;

/**
 * A function run with random roundings: how far its results scatter is how little their last digits mean, measured where no look at
 * neighbouring points shows it, as in the saturated softmax, whose 1 is a rounded 1 - 1e-20 everywhere around (Monte Carlo
 * arithmetic: D. S. Parker, University of California, CSD-970002, 1997).
 *
 * <p>Each operation of a formula is off by a unit or two in the last place, up or down. Other operations are given arguments, and give
 * results, that are off so, element by element, unless they only move numbers about. The inputs themselves are what they are.
 */
final class MonteCarloArithmetic {
    private static final Set<Op> EXACT = EnumSet.of(Op.NEG, Op.ABS, Op.SELECT, Op.MAXIMUM, Op.MINIMUM, Op.SIGN, Op.FLOOR, Op.CEIL, Op.RINT,
            Op.TRUNC, Op.COPYSIGN, Op.FMOD);

    private final Steps steps;
    private final BooleanSupplier single;
    private final Map<Formula, Formula> rounded = new HashMap<>();

    private MonteCarloArithmetic(Steps steps, BooleanSupplier single) {
        this.steps = steps;
        this.single = single;
    }

    /** As below, FLOAT32 rounded as such. */
    static Option<MonteCarloArithmetic> of(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
        return of(f, inputs, () -> true);
    }

    /**
     * Of a function that can be followed step by step whatever its elements are; {@code single} says, if asked, whether FLOAT32 is
     * rounded as such.
     */
    static Option<MonteCarloArithmetic> of(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs, BooleanSupplier single) {
        try {
            return Option.of(new MonteCarloArithmetic(Steps.of(x -> f.apply(Arrays.asList(x)).toArray(Tensor[]::new),
                    inputs.stream().map(Tensor::array).toArray(NdArray[]::new)), single));
        } catch (RuntimeException untraceable) {
            return Option.none();
        }
    }

    /** The results of one run. */
    List<Tensor> run(List<Tensor> inputs, RandomGenerator random) {
        return List.of(steps.replay((_, p, x) -> step(p, random, x), inputs.toArray(Tensor[]::new)));
    }

    private Tensor[] step(Primitive p, RandomGenerator random, Tensor... x) {
        return switch (p) {
            case Pointwise row when isFloatingPoint(x) -> Apply.all(rounded(row, unit(x), random), x);
            case Pointwise row -> Apply.all(row, x);
            case Custom c -> withinBody(c, in -> c.body().apply(in).outputs(), random, x);
            case Checkpoint c -> withinBody(c, c.function(), random, x);
            default -> aroundOperation(p, random, x);
        };
    }

    /** An operation that is not looked into. */
    private Tensor[] aroundOperation(Primitive p, RandomGenerator random, Tensor... x) {
        Tensor[] y = Apply.all(p, x);
        return onlyMovesElements(x, y) ? y : perturbed(Apply.all(p, perturbed(x, random)), random);
    }

    /** An operation that is made of others, if these do not depend on elements. */
    private Tensor[] withinBody(Primitive p, Function<Tensor[], Tensor[]> body, RandomGenerator random, Tensor... x) {
        Steps own;
        try {
            own = Steps.of(body, Arrays.stream(x).map(Tensor::array).toArray(NdArray[]::new));
        } catch (IllegalStateException readsElements) {
            return aroundOperation(p, random, x);
        }
        return own.replay((_, q, in) -> step(q, random, in), x);
    }

    private static boolean isFloatingPoint(Tensor... x) {
        return Arrays.stream(x).anyMatch(t -> t.dtype().isFloating()) && Arrays.stream(x).noneMatch(t -> t.dtype() == DType.INT64);
    }

    /** A row with a factor of about 1 at each operation, drawn for this run. */
    private Pointwise rounded(Pointwise row, double unit, RandomGenerator random) {
        Formula noisy = rounded.computeIfAbsent(row.formula(), MonteCarloArithmetic::withFactors);
        double[] scalars = Arrays.copyOf(row.scalars(), noisy.scalars());
        for (int k = row.scalars().length; k < scalars.length; k++) {
            scalars[k] = 1 + randomUlps(random) * unit;
        }
        return Pointwise.row(noisy).with(scalars);
    }

    private static Formula withFactors(Formula f) {
        List<Expr> factors = new ArrayList<>();
        List<Expr> outputs = Graph.rewrite(f.outputs(), e -> {
            if (!(e instanceof Expr.Apply a) || a.kind() != Expr.Kind.VALUE || EXACT.contains(a.op())) {
                return e;
            }
            Expr factor = new Expr.Scalar(f.scalars() + factors.size());
            factors.add(factor);
            return Expr.apply(Op.MUL, e, factor);
        });
        return new Formula(f.name(), f.inputs(), f.scalars() + factors.size(), outputs);
    }

    private static int randomUlps(RandomGenerator random) {
        return (random.nextBoolean() ? 1 : -1) * random.nextInt(1, 3);
    }

    /** The distance from 1 to the next number of the tensors' dtype. */
    private double unit(Tensor... x) {
        return Arrays.stream(x).anyMatch(t -> t.dtype() == DType.FLOAT32) && single.getAsBoolean() ? 0x1p-23 : 0x1p-52;
    }

    /** Whether every number was there before. */
    private static boolean onlyMovesElements(Tensor[] x, Tensor[] y) {
        double[][] parts = Arrays.stream(x).filter(t -> t.dtype().isFloating()).map(MonteCarloArithmetic::flatten).toArray(double[][]::new);
        double[] known = Arrays.stream(parts).flatMapToDouble(Arrays::stream).sorted().toArray();
        return Arrays.stream(y).filter(t -> t.dtype().isFloating()).map(MonteCarloArithmetic::flatten)
                .allMatch(part -> Arrays.stream(part).allMatch(v -> v == 0 || Arrays.binarySearch(known, v) >= 0));
    }

    private Tensor[] perturbed(Tensor[] all, RandomGenerator random) {
        return Arrays.stream(all).map(t -> perturbed(t, random)).toArray(Tensor[]::new);
    }

    private Tensor perturbed(Tensor t, RandomGenerator random) {
        if (!t.dtype().isFloating()) {
            return t;
        }
        double unit = unit(t);
        double[] v = flatten(t);
        for (int k = 0; k < v.length; k++) {
            v[k] *= 1 + randomUlps(random) * unit;
        }
        return Tensor.of(NdArray.of(v).to(t.dtype()).reshape(t.shape()));
    }

    private static double[] flatten(Tensor t) {
        return t.array().to(DType.FLOAT64).toDoubleArray();
    }
}
