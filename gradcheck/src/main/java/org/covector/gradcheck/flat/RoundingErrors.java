package org.covector.gradcheck.flat;

import io.vavr.Lazy;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.functional.Tensor;
import org.covector.gradcheck.threshold.Thresholds;

/** The rounding errors of a function's results, from a few runs with random roundings. */
public final class RoundingErrors {
    private static final int TRIALS = 9;
    private static final int COUNTED = 6; // of the trials in ascending order: of a normal distribution's, a little above its deviation

    private final Option<MonteCarloArithmetic> arithmetic;
    private final long seed;

    private RoundingErrors(Option<MonteCarloArithmetic> arithmetic, long seed) {
        this.arithmetic = arithmetic;
        this.seed = seed;
    }

    /** Of a function at tensors like these. */
    public static RoundingErrors of(FlatFunction function, long seed) {
        return of(function, seed, () -> true);
    }

    private static RoundingErrors of(FlatFunction function, long seed, BooleanSupplier single) {
        return new RoundingErrors(function.isStateful() ? Option.none()
                : MonteCarloArithmetic.of(function.tensorFunction()::apply, function.inputs(), single), seed);
    }

    /**
     * Of a pullback, for cotangents like this one. Numbers in FLOAT32 inside are its own fault where the function's value is precise
     * all the same.
     */
    public static RoundingErrors ofGradient(FlatFunction function, double[] cotangent, long seed) {
        Lazy<Boolean> coarse = Lazy.of(() -> function.epsilon() > Thresholds.PRECISE || isCoarse(function, seed));
        return of(function.gradient(cotangent), seed, coarse::get);
    }

    private static boolean isCoarse(FlatFunction function, long seed) {
        double[] y = function.value();
        double[] errors = of(function, seed).standardDeviations(function.inputs(), y, v -> v);
        return IntStream.range(0, y.length).anyMatch(i -> errors[i] > Thresholds.PRECISE * Math.abs(y[i]));
    }

    /**
     * The standard deviation of each number that {@code projection} makes of the results, as most of the trials have it: the few that fall
     * to the other side of a comparison do not count. 0 where the function cannot be followed.
     */
    public double[] standardDeviations(List<Tensor> inputs, double[] right, UnaryOperator<double[]> projection) {
        double[] expected = projection.apply(right);
        double[] deviation = new double[expected.length];
        if (arithmetic.isEmpty()) {
            return deviation;
        }
        RandomGenerator random = new SplittableRandom(seed);
        double[][] off = new double[expected.length][TRIALS];
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] found = projection.apply(FlatFunction.flatten(arithmetic.get().run(inputs, random)));
            for (int r = 0; r < expected.length; r++) {
                off[r][trial] = found.length == expected.length ? Math.abs(found[r] - expected[r]) : Double.NaN;
            }
        }
        for (int r = 0; r < deviation.length; r++) {
            // the root of a rounded 0 is none half of the time
            double[] finite = Arrays.stream(off[r]).filter(Double::isFinite).sorted().toArray();
            deviation[r] = finite.length == 0 ? 0 : finite[Math.min(COUNTED, finite.length - 1)];
        }
        return deviation;
    }
}
