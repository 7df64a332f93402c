package org.covector.functional.sample;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * Random arguments. Two streams: the form (shapes, options, what a function closes over) and the values of the inputs, so that one
 * function can be met at many points.
 */
public final class Arguments {
    /** How elements are drawn. */
    public enum Style {
        /** Magnitude about 1. */
        PLAIN,
        /** Multiples of a half: ties, zeros, and places where functions have kinks. */
        ROUND,
        /** All of one other magnitude. */
        SCALED,
        /** Each of a magnitude of its own. */
        MIXED,
        /** Up to 10, where the bends of activations lie. */
        WIDE
    }

    private final RandomGenerator form;
    private final RandomGenerator values;
    private final Style style;

    /** From two seeds. */
    public Arguments(long form, long values, Style style) {
        this.form = new SplittableRandom(form);
        this.values = new SplittableRandom(values);
        this.style = style;
    }

    /** One of the whole numbers from {@code low} to {@code high}. */
    public int between(int low, int high) {
        return form.nextInt(low, high + 1);
    }

    /** True or false, of the form. */
    public boolean coin() {
        return form.nextBoolean();
    }

    /** An axis, maybe counted from the end. */
    public int axis(int... dims) {
        return form.nextInt(-dims.length, dims.length);
    }

    /** A shape of some rank, with axes of length 1 to 4. */
    public int[] shape(int leastRank, int mostRank) {
        return shape(between(leastRank, mostRank), 4, 1);
    }

    private int[] shape(int rank, int longest, int shortest) {
        int[] dims = new int[rank];
        Arrays.setAll(dims, _ -> between(shortest, rank > 2 ? Math.max(shortest, longest - 1) : longest));
        return dims;
    }

    /** A shape without axes of length 1. */
    public int[] shapeAboveOne(int leastRank, int mostRank) {
        return shape(between(leastRank, mostRank), 4, 2);
    }

    /** Any real numbers, in the style of these arguments. */
    public Tensor x(int... dims) {
        double scale = style == Style.SCALED ? Math.pow(10, values.nextInt(-4, 5)) : 1;
        return filled(dims, () -> switch (style) {
            case PLAIN, SCALED -> scale * signed(values.nextDouble(0.1, 2));
            case ROUND -> values.nextInt(-4, 5) / 2.0;
            case WIDE -> signed(values.nextDouble(10));
            case MIXED -> signed(Math.pow(10, values.nextDouble(-4, 4)));
        });
    }

    /** Real numbers of magnitude about 1, whatever the style: for functions that are defined for some matrices only. */
    public Tensor plain(int... dims) {
        return filled(dims, () -> signed(values.nextDouble(0.1, 2)));
    }

    /** Numbers between 0.05 and 0.95. */
    public Tensor unit(int... dims) {
        return filled(dims, () -> style == Style.ROUND ? values.nextInt(1, 8) / 8.0 : values.nextDouble(0.05, 0.95));
    }

    /** Numbers of an interval; {@code low} and {@code high} may be infinite. */
    public Tensor inside(double low, double high, int... dims) {
        if (Double.isInfinite(low)) {
            return x(dims);
        }
        double width = Double.isInfinite(high) ? 4 : high - low;
        return filled(dims, () -> switch (style) {
            case PLAIN -> low + width * values.nextDouble(0.02, 0.98);
            case ROUND -> low + width * values.nextInt(1, 8) / 8.0;
            case WIDE -> low + (Double.isInfinite(high) ? 10 : width) * values.nextDouble(0.001, 0.999);
            case SCALED, MIXED -> Double.isInfinite(high) ? low + Math.pow(10, values.nextDouble(-3, 3)) : nearAnEnd(low, high);
        });
    }

    private double nearAnEnd(double low, double high) {
        double u = (high - low) * Math.pow(10, values.nextDouble(-5, -0.5));
        return values.nextBoolean() ? low + u : high - u;
    }

    /** True or false. */
    public Tensor bool(int... dims) {
        boolean[] b = new boolean[size(dims)];
        for (int i = 0; i < b.length; i++) {
            b[i] = values.nextBoolean();
        }
        return F.reshape(Tensor.of(b), dims);
    }

    /** Indices below {@code bound}, of the form: they may be closed over. */
    public Tensor indices(int bound, int... dims) {
        long[] all = new long[size(dims)];
        Arrays.setAll(all, _ -> form.nextInt(bound));
        return Tensor.of(all, dims);
    }

    /** Different indices below {@code bound}, of the form. */
    public Tensor distinct(int bound, int count) {
        return Tensor.of(form.ints(0, bound).distinct().limit(count).asLongStream().toArray());
    }

    /** A constant of the form, between 0.2 and 1.5. */
    public Tensor constant(int... dims) {
        double[] all = new double[size(dims)];
        Arrays.setAll(all, _ -> form.nextDouble(0.2, 1.5));
        return Tensor.of(all, dims);
    }

    private double signed(double magnitude) {
        return values.nextBoolean() ? magnitude : -magnitude;
    }

    private static int size(int... dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    private static Tensor filled(int[] dims, DoubleSupplier number) {
        double[] all = new double[size(dims)];
        Arrays.setAll(all, _ -> number.getAsDouble());
        return Tensor.of(all, dims);
    }
}
