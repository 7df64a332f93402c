package org.covector.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.functional.DefinedOn;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Inputs of a pointwise function from its domain: scalars, vectors, everything broadcast with everything. */
public final class DomainSamples {
    private static final int[][][] SHAPES = {{{}}, {{7}}, {{2, 3}, {3}, {2, 1}}, {{2, 1}, {1, 3}, {}}};

    private DomainSamples() {}

    /** A few lists of inputs. */
    static List<List<Tensor>> inputs(List<DefinedOn.Interval> domain, long seed) {
        return IntStream.range(0, SHAPES.length).mapToObj(s -> {
            Random random = new Random(seed + s);
            List<Tensor> all = new ArrayList<>();
            for (int i = 0; i < domain.size(); i++) {
                all.add(sample(domain.get(i), SHAPES[s][i % SHAPES[s].length], random));
            }
            return List.copyOf(all);
        }).toList();
    }

    /** The same intervals for options, without their ends. */
    static Options within(Options options, List<DefinedOn.Interval> domain) {
        Options all = options;
        for (int i = 0; i < domain.size(); i++) {
            DefinedOn.Interval range = domain.get(i);
            if (range != DefinedOn.Interval.NONZERO && range != DefinedOn.Interval.REAL) {
                all = all.withInterval(i, Math.nextUp(range.low()), Math.nextDown(range.high()));
            }
        }
        return all;
    }

    private static Tensor sample(DefinedOn.Interval interval, int[] dims, Random random) {
        int n = (int) Shape.of(dims).size();
        double[] values = new double[n];
        boolean[] truth = new boolean[n];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble(0.02, 0.98);
            truth[i] = u > 0.5;
            values[i] = switch (interval) {
                case REAL -> 5 * u - 2.5;
                case POSITIVE -> 4 * u;
                case ABOVE_MINUS_ONE -> 4 * u - 1;
                case ABOVE_ONE -> 1 + 3 * u;
                case UNIT -> 2 * u - 1;
                case PROBABILITY -> u;
                case NONZERO -> (random.nextBoolean() ? 1 : -1) * (0.3 + 2 * u);
                case BOOL -> 0;
            };
        }
        return F.reshape(interval == DefinedOn.Interval.BOOL ? Tensor.of(truth) : Tensor.of(values), Arrays.copyOf(dims, dims.length));
    }
}
