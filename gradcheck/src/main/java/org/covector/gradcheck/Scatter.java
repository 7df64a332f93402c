package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.covector.functional.Tensor;

/** The rounding errors of a function's results, from a few runs with random roundings. */
final class Scatter {
    private static final int TRIALS = 9;
    private static final int COUNTED = 6; // of the trials in ascending order: of a normal distribution's, a little above its deviation

    private final Option<Roundings> roundings;
    private final long seed;

    /** Of a function at tensors like these. */
    Scatter(Subject subject, long seed) {
        this.roundings = subject.isStateful() ? Option.none() : Roundings.of(subject.function()::apply, subject.inputs());
        this.seed = seed;
    }

    /**
     * The standard deviation of each number that {@code seen} makes of the results, as most of the trials have it: the few that fall
     * to the other side of a comparison do not count. 0 where the function cannot be followed.
     */
    double[] at(List<Tensor> inputs, double[] right, UnaryOperator<double[]> seen) {
        double[] expected = seen.apply(right);
        double[] deviation = new double[expected.length];
        if (roundings.isEmpty()) {
            return deviation;
        }
        RandomGenerator random = new SplittableRandom(seed);
        double[][] off = new double[expected.length][TRIALS];
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] found = seen.apply(Subject.numbers(roundings.get().run(inputs, random)));
            for (int r = 0; r < found.length; r++) {
                off[r][trial] = Math.abs(found[r] - expected[r]);
            }
        }
        for (int r = 0; r < deviation.length; r++) {
            Arrays.sort(off[r]); // numbers that are none come last
            double size = off[r][COUNTED];
            deviation[r] = size < Double.POSITIVE_INFINITY ? size : 0;
        }
        return deviation;
    }
}
