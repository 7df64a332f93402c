package org.covector.gradcheck.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;

/**
 * The shapes that a single tensor may have.
 *
 * @param minRank fewest axes
 * @param maxRank most axes
 * @param minLength shortest axis
 * @param maxLength longest axis
 */
public record Ranks(int minRank, int maxRank, int minLength, int maxLength) {
    /** Scalars to three axes of 1 to 4. */
    public static final Ranks DEFAULT = new Ranks(0, 3, 1, 4);

    /** Checks the bounds. */
    public Ranks {
        ArgumentException.require(minRank >= 0 && minRank <= maxRank, "shapes", "ranks", minRank + " to " + maxRank, "0 <= least <= most");
        ArgumentException.require(minLength >= 0 && minLength <= maxLength, "shapes", "lengths", minLength + " to " + maxLength,
                "0 <= least <= most");
    }

    /** A random tensor. */
    public Draft draw(Elements elements, RandomGenerator random) {
        int rank = random.nextInt(minRank, maxRank + 1);
        return draft(IntStream.generate(() -> random.nextInt(minLength, maxLength + 1)).limit(rank).toArray(), elements, random);
    }

    /** A random tensor of a shape. */
    public Draft draft(int[] dims, Elements elements, RandomGenerator random) {
        List<Axis> axes = new ArrayList<>();
        for (int d : dims) {
            axes.add(new Axis(d, Math.min(d, minLength), true));
        }
        List<Integer> on = IntStream.range(0, dims.length).boxed().toList();
        return new Draft(axes, List.of(Inputs.part(axes, on, -1, elements, random)), Math.min(dims.length, minRank));
    }

    /** Random tensors that broadcast: the first has all axes, each other one some of the last ones. */
    public Draft draw(int count, Elements elements, RandomGenerator random) {
        List<Axis> axes = new ArrayList<>();
        int rank = random.nextInt(minRank, maxRank + 1);
        for (int i = 0; i < rank; i++) {
            axes.add(new Axis(random.nextInt(minLength, maxLength + 1), minLength, true));
        }
        List<Part> parts = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int from = k == 0 || random.nextBoolean() ? 0 : random.nextInt(rank + 1);
            parts.add(Inputs.part(axes, IntStream.range(from, rank).boxed().toList(), -1, elements, random));
        }
        return new Draft(axes, parts, 0);
    }

    /** Whether a shape is one of these. */
    public boolean allows(int... dims) {
        return dims.length >= minRank && dims.length <= maxRank && IntStream.of(dims).allMatch(d -> d >= minLength && d <= maxLength);
    }
}
