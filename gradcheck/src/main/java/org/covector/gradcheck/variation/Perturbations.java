package org.covector.gradcheck.variation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;

/** Other numbers in the floating inputs: other points, magnitudes, ties. */
final class Perturbations {
    private static final double[] ROUND = {-3, 3, 1, -1, 6, -6, 0.5, -0.5, 2, -2};

    /** Powers of two between and beyond those of the other magnitudes: a formula may be wrong in a band of them only. */
    private static final int[] EXPONENTS_BETWEEN = {-60, -40, -24, -20, -16, -12, -8, 4, 7, 14, 18, 22, 26, 42, 60};
    private static final int SPARSE = 16; // elements below which those magnitudes leave gaps
    private static final int[] EXPONENTS_IN_GAPS = {-14, -10, -6, -2, 2, 5, 9, 12, 16, 20, 24};
    private static final int FAR = 40; // power of two: plateaus and the teeth of sawtooths may be as narrow as numbers are apart
    private static final int[] BETWEEN_SINGLE = {-24, -16, -8, 4, 7, 14, 22};

    private static final int SWEPT = 96; // values, each a sixth larger than the one before
    private static final double SMALLEST = 0.02;
    private static final String WIDE = "values of a wide range";
    private static final double LARGEST_EXPONENT = 7.3; // of e, times half the smallest: 15

    /** The new value of element j, which was x. */
    private interface Perturbation {
        double of(int j, double x);
    }

    private final FlatFunction function;
    private final Options options;
    private final RandomGenerator random;
    private final boolean single;

    Perturbations(FlatFunction function, Options options, RandomGenerator random) {
        this.function = function;
        this.options = options;
        this.random = random;
        this.single = function.inputs().stream().anyMatch(t -> t.dtype() == DType.FLOAT32);
    }

    /** Other random points of the same magnitudes: within the range of each input's elements. */
    List<VariedInput> points() {
        double[] low = new double[function.inputs().size()];
        double[] high = new double[low.length];
        for (int i = 0; i < low.length; i++) {
            double[] part = inputValues(i);
            low[i] = Arrays.stream(part).min().orElse(0);
            high[i] = Arrays.stream(part).max().orElse(0);
            if (low[i] == high[i]) {
                low[i] *= low[i] > 0 ? 0.75 : 1.25;
                high[i] *= high[i] > 0 ? 1.25 : 0.75;
            }
        }
        Perturbation uniform = (j, _) -> {
            int i = function.inputOf(j);
            double u = random.nextDouble();
            return low[i] * u + high[i] * (1 - u);
        };
        return variants(Variation.POINTS, "other points", VariedInput.Reach.ORDINARY, uniform, allElements());
    }

    /**
     * Values all over a wide range, of both signs and even on a logarithmic scale, so that no interval of ordinary size is without one;
     * where the function is not defined on both sides, those of the sign given.
     */
    List<List<VariedInput>> sweep() {
        int n = function.point().length;
        int rounds = (SWEPT + n - 1) / n;
        List<List<VariedInput>> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int from = round * n;
            List<Double> values = IntStream.range(from, from + n) // near each other, so that none is lost beside much larger ones
                    .mapToObj(k -> SMALLEST * Math.sinh(LARGEST_EXPONENT * (2 * (k + random.nextDouble()) / (n * rounds) - 1)))
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(values, Random.from(random));
            List<VariedInput> alternatives = new ArrayList<>(variants(Variation.POINTS, WIDE, VariedInput.Reach.ORDINARY,
                    (j, _) -> values.get(j), allElements()));
            alternatives.addAll(variants(Variation.POINTS, WIDE, VariedInput.Reach.ORDINARY, (j, x) -> Math.copySign(values.get(j), x),
                    allElements()));
            all.add(alternatives);
        }
        return all;
    }

    /** The elements of each input in order, from the least or from the greatest on. */
    List<List<VariedInput>> sorted() {
        List<double[]> ascending = IntStream.range(0, function.inputs().size())
                .mapToObj(i -> Arrays.stream(inputValues(i)).sorted().toArray()).toList();
        if (ascending.stream().allMatch(part -> part.length < 2)) {
            return List.of();
        }
        Perturbation up = (j, _) -> ascending.get(function.inputOf(j))[j - function.offset(function.inputOf(j))];
        Perturbation down = (j, _) -> {
            double[] part = ascending.get(function.inputOf(j));
            return part[part.length - 1 - (j - function.offset(function.inputOf(j)))];
        };
        return List.of(variants(Variation.POINTS, "ascending elements", VariedInput.Reach.ORDINARY, up, allElements()),
                variants(Variation.POINTS, "descending elements", VariedInput.Reach.ORDINARY, down, allElements()));
    }

    /** Huge, tiny, mixed, of the other sign, zero, subnormal. */
    List<List<VariedInput>> magnitudes() {
        int[] few = someElements(2);
        boolean[] chosen = marked(few);
        boolean positive = Arrays.stream(function.point()).anyMatch(x -> x > 0);
        double sign = positive ? -1 : 1;
        int extreme = single ? 60 : 300;
        int squares = single ? 66 : 520; // where they overflow
        int roots = single ? -80 : -560; // where no digit of a square is left
        double subnormal = single ? 0x1p-140 : 0x1p-1060;
        List<List<VariedInput>> all = new ArrayList<>(List.of(
                scaled("tiny elements", -30), scaled("huge elements", 10), scaled("huge elements", 30),
                variants(Variation.MAGNITUDES, positive ? "negative elements" : "positive elements", VariedInput.Reach.ORDINARY,
                        (_, x) -> sign * Math.abs(x), allElements()),
                variants(Variation.MAGNITUDES, "elements of mixed magnitudes", VariedInput.Reach.ORDINARY,
                        (_, x) -> Math.scalb(x, random.nextInt(-20, 21)),
                        // two of so many are lost in the rounding of the others' sum
                        function.point().length > InputVariations.LARGE ? allElements() : few),
                variants(Variation.MAGNITUDES, "zero elements", VariedInput.Reach.ORDINARY, (j, x) -> chosen[j] ? 0 : x, few),
                variants(Variation.MAGNITUDES, "inputs of zeros", VariedInput.Reach.ORDINARY, (_, _) -> 0, few),
                variants(Variation.MAGNITUDES, "subnormal elements", VariedInput.Reach.EXTREME, (j, x) -> chosen[j]
                        ? Math.copySign(subnormal * random.nextInt(1, 100), x) : x, few),
                variants(Variation.MAGNITUDES, "elements near overflow", VariedInput.Reach.EXTREME, (_, x) -> Math.scalb(x, extreme),
                allElements()),
                variants(Variation.MAGNITUDES, "elements near underflow", VariedInput.Reach.EXTREME, (_, x) -> Math.scalb(x, -extreme),
                allElements()),
                scaled("small elements", -4),
                variants(Variation.MAGNITUDES, "large elements of the other sign", VariedInput.Reach.ORDINARY, (_, x) -> -Math.scalb(x, 6),
                        allElements()),
                variants(Variation.MAGNITUDES, "elements whose squares overflow", VariedInput.Reach.EXTREME,
                        (_, x) -> Math.scalb(x, squares), allElements()),
                variants(Variation.MAGNITUDES, "elements whose squares vanish", VariedInput.Reach.EXTREME, (_, x) -> Math.scalb(x, roots),
                        allElements())));
        if (function.point().length <= InputVariations.FEW) {
            for (double infinite : floating().size() == 1 ? new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}
                    : new double[0]) {
                all.add(variants(Variation.MAGNITUDES, "infinite elements", VariedInput.Reach.EXTREME, (j, x) -> chosen[j] ? infinite : x,
                        few));
            }
            for (int exponent : function.point().length <= SPARSE ? EXPONENTS_IN_GAPS : new int[0]) {
                all.add(scaled("magnitudes in the gaps", exponent));
            }
            for (int exponent : single ? BETWEEN_SINGLE : EXPONENTS_BETWEEN) {
                VariedInput.Reach reach = Math.abs(exponent) < FAR ? VariedInput.Reach.ORDINARY : VariedInput.Reach.EXTREME;
                all.add(variants(Variation.MAGNITUDES, "magnitudes between and far out", reach, (_, x) -> Math.scalb(x, exponent),
                        allElements()));
            }
        }
        return all;
    }

    /** Where the second derivative is checked besides the given point: other points, other signs, larger numbers. */
    List<List<VariedInput>> forSecondDerivatives() {
        double sign = Arrays.stream(function.point()).anyMatch(x -> x > 0) ? -1 : 1;
        Perturbation opposite = (_, x) -> sign * Math.abs(x);
        Perturbation larger = (_, x) -> Math.scalb(x, 4);
        return List.of(points(), variants(Variation.POINTS, "", VariedInput.Reach.ORDINARY, opposite, allElements()),
                variants(Variation.POINTS, "", VariedInput.Reach.ORDINARY, larger, allElements()),
                variants(Variation.POINTS, "", VariedInput.Reach.ORDINARY, (_, x) -> -Math.scalb(x, 6), allElements()));
    }

    private List<VariedInput> scaled(String what, int exponent) {
        return variants(Variation.MAGNITUDES, what, VariedInput.Reach.ORDINARY, (_, x) -> Math.scalb(x, exponent), allElements());
    }

    /** Equal elements: neighbours along an axis, whole inputs, all inputs; and round numbers, where kinks like to be. */
    List<List<VariedInput>> ties() {
        List<List<VariedInput>> all = new ArrayList<>();
        all.add(tied("ties along the last axis", false));
        all.add(tied("ties along the first axis", true));
        double[] x = function.point();
        all.add(variants(Variation.TIES, "inputs of equal elements", VariedInput.Reach.ORDINARY,
                (j, _) -> x[function.offset(function.inputOf(j))],
                someElements(1)));
        List<Integer> floating = floating();
        if (floating.size() > 1) {
            int first = floating.getFirst();
            int size = function.size(first);
            int[] heads = floating.stream().mapToInt(function::offset).toArray();
            all.add(joint(Variation.TIES, "ties between inputs",
                    (j, _) -> x[function.offset(first) + (j - function.offset(function.inputOf(j))) % size], heads));
        }
        for (int k = 0; k < 2; k++) {
            int[] few = someElements(ROUND.length / 2);
            double[] round = new double[x.length];
            for (int m = 0; m < few.length; m++) {
                round[few[m]] = ROUND[(2 * m + k) % ROUND.length];
            }
            all.add(variants(Variation.TIES, "round numbers", VariedInput.Reach.ORDINARY, (j, y) -> round[j] != 0 ? round[j] : y, few));
        }
        return all;
    }

    private List<VariedInput> tied(String what, boolean firstAxis) {
        double[] x = function.point();
        int[] twin = new int[x.length];
        Arrays.setAll(twin, j -> j);
        List<Integer> pairs = new ArrayList<>();
        for (int i : floating()) {
            Tensor t = function.inputs().get(i);
            if (t.rank() == 0 || t.dim(firstAxis ? 0 : -1) < 2) {
                continue;
            }
            int step = firstAxis ? (int) (t.size() / t.dim(0)) : 1;
            int a = function.offset(i) + random.nextInt((int) t.size() / t.dim(firstAxis ? 0 : -1)) * (firstAxis ? 1 : t.dim(-1));
            twin[a + step] = a;
            pairs.add(a);
            pairs.add(a + step);
        }
        return pairs.isEmpty() ? List.of() : variants(Variation.TIES, what, VariedInput.Reach.ORDINARY, (j, _) -> x[twin[j]],
                pairs.stream().mapToInt(j -> j).toArray());
    }

    /** All inputs changed, and, for where that leaves the domain, each alone. */
    private List<VariedInput> variants(Variation kind, String what, VariedInput.Reach reach, Perturbation change, int[] elements) {
        List<VariedInput> all = new ArrayList<>();
        all.add(variant(kind, what, reach, change, elements, -1));
        List<Integer> floating = floating();
        for (int i = 0; i < floating.size() && floating.size() > 1; i++) {
            int only = floating.get(i);
            int[] own = Arrays.stream(elements.length > 0 ? elements : new int[0]).filter(j -> function.inputOf(j) == only).toArray();
            if (elements.length == 0 || own.length > 0) {
                all.add(variant(kind, what, reach, change, own, only));
            }
        }
        return all;
    }

    private List<VariedInput> joint(Variation kind, String what, Perturbation change, int[] elements) {
        return List.of(variant(kind, what, VariedInput.Reach.ORDINARY, change, elements, -1));
    }

    private VariedInput variant(Variation kind, String what, VariedInput.Reach reach, Perturbation change, int[] elements, int only) {
        return new VariedInput(kind, what, () -> {
            double[] x = function.point().clone();
            for (int j = 0; j < x.length; j++) {
                if (only < 0 || function.inputOf(j) == only) {
                    double to = function.rounded(j, change.of(j, x[j]));
                    x[j] = options.interval(function.inputOf(j)).contains(to) ? to : x[j];
                }
            }
            return FlatFunction.unflatten(function.inputs(), x);
        }, elements, reach);
    }

    /** Some elements of each floating input. */
    private int[] someElements(int most) {
        return floating().stream().flatMapToInt(i -> function.size(i) <= most
                ? IntStream.range(function.offset(i), function.offset(i) + function.size(i))
                : IntStream.generate(() -> function.offset(i) + random.nextInt(function.size(i))).distinct().limit(most)).toArray();
    }

    private static int[] allElements() {
        return new int[0];
    }

    private boolean[] marked(int... elements) {
        boolean[] marked = new boolean[function.point().length];
        for (int j : elements) {
            marked[j] = true;
        }
        return marked;
    }

    private List<Integer> floating() {
        return IntStream.range(0, function.inputs().size()).filter(i -> function.size(i) > 0).boxed().toList();
    }

    private double[] inputValues(int input) {
        return Arrays.copyOfRange(function.point(), function.offset(input), function.offset(input) + function.size(input));
    }
}
