package org.covector.gradcheck.sample;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/**
 * What the elements of a random tensor may be.
 *
 * @param dtypes one of these, the first being the simplest
 * @param magnitudes of the elements, if the bounds leave them free
 * @param layouts one of these
 * @param ties whether some tensors have only a few different elements
 * @param low smallest element
 * @param high largest element
 */
public record Elements(List<DType> dtypes, List<Magnitude> magnitudes, List<Layout> layouts, boolean ties, double low, double high) {
    /** FLOAT64 of ordinary magnitude without ties, dense. */
    public static final Elements PLAIN = new Elements(List.of(DType.FLOAT64), List.of(Magnitude.ORDINARY), List.of(Layout.DENSE), false,
            Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** FLOAT64 of every magnitude, with ties, in every layout. */
    public static final Elements ANY = new Elements(List.of(DType.FLOAT64), List.of(Magnitude.values()), List.of(Layout.values()), true,
            Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static final int ORDINARY_OF_TEN = 7;
    private static final int BORDER = 16; // one of so many bounded elements lies on a bound

    /** Checks and copies the lists. */
    public Elements {
        dtypes = List.copyOf(dtypes);
        magnitudes = List.copyOf(magnitudes);
        layouts = List.copyOf(layouts);
        ArgumentException.require(!dtypes.isEmpty() && !magnitudes.isEmpty() && !layouts.isEmpty(), "elements", "choices", "none",
                "one or more of each kind");
        ArgumentException.require(low <= high, "elements", "bounds", low + " to " + high, "low <= high");
    }

    /** Of these dtypes. */
    public Elements withDtypes(DType... types) {
        return new Elements(List.of(types), magnitudes, layouts, ties, low, high);
    }

    /** Of these magnitudes. */
    public Elements withMagnitudes(Magnitude... sizes) {
        return new Elements(dtypes, List.of(sizes), layouts, ties, low, high);
    }

    /** In these layouts. */
    public Elements withLayouts(Layout... ways) {
        return new Elements(dtypes, magnitudes, List.of(ways), ties, low, high);
    }

    /** With or without ties. */
    public Elements withTies(boolean some) {
        return new Elements(dtypes, magnitudes, layouts, some, low, high);
    }

    /** Between two numbers, both included. */
    public Elements between(double lowest, double highest) {
        return new Elements(dtypes, magnitudes, layouts, ties, lowest, highest);
    }

    boolean allows(double x) {
        return x >= low && x <= high;
    }

    /** Random elements of one of these kinds. */
    double[] draw(int size, DType dtype, RandomGenerator random) {
        Magnitude one = pick(magnitudes, random);
        boolean mixed = random.nextInt(4) == 0;
        boolean ordinary = magnitudes.contains(Magnitude.ORDINARY) && random.nextInt(10) < ORDINARY_OF_TEN;
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = draw(mixed && !ordinary ? pick(magnitudes, random) : ordinary ? Magnitude.ORDINARY : one, dtype, random);
        }
        if (ties && size > 1 && random.nextInt(5) == 0) {
            int different = 1 + random.nextInt(Math.min(3, size - 1));
            double[] few = Arrays.copyOf(values, different);
            Arrays.setAll(values, _ -> few[random.nextInt(different)]);
        }
        return values;
    }

    private double draw(Magnitude magnitude, DType dtype, RandomGenerator random) {
        if (dtype == DType.BOOL) {
            return random.nextInt(2);
        }
        boolean bounded = low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY;
        double from = low > Double.NEGATIVE_INFINITY ? low : Math.min(high, 0) - 2;
        double to = high < Double.POSITIVE_INFINITY ? high : Math.max(low, 0) + 2;
        if (dtype == DType.INT64) {
            return Math.rint(bounded ? Math.floor(random.nextDouble() * (to - from + 1)) + from : random.nextInt(-4, 5));
        }
        boolean border = bounded && random.nextInt(BORDER) == 0;
        double x = border ? random.nextBoolean() ? from : to : bounded ? from + random.nextDouble() * (to - from)
                : magnitude.draw(random, dtype);
        return dtype == DType.FLOAT32 ? (float) x : x;
    }

    DType dtype(RandomGenerator random) {
        return pick(dtypes, random);
    }

    Layout layout(RandomGenerator random) {
        return layouts.contains(Layout.DENSE) && random.nextBoolean() ? Layout.DENSE : pick(layouts, random);
    }

    private static <T> T pick(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }
}
