package org.covector.gradcheck.variation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.flat.StridedLayout;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * The gradient at other inputs of the same structure, made from the given ones. Each gets a quick check ({@link PointCheck}); layouts need
 * no difference quotient at all, since a view of the same values must have the same value and gradient. Inputs that the function
 * refuses, or where its values are not finite, count for nothing.
 */
public final class InputVariations {
    static final int LARGE = 1 << 16; // elements above which one variant of a kind has to do
    static final int FEW = 1 << 10; // elements up to which the gradient is followed along lines
    private static final int SIDES = 4; // of breakpoints, where the second derivative is checked
    private static final String SECOND = "second derivatives elsewhere";
    private static final int SHOWN = 24;
    private static final int MOST = 5;

    private final FlatFunction function;
    private final Options options;
    private final InteriorPoints interior;
    private final boolean checksSecondDerivative; // whether the second derivative is right at the given inputs
    private final Map<String, Integer> coverage = new LinkedHashMap<>();
    private final List<Breach> breaches = new ArrayList<>();
    private final Set<String> wrong = new LinkedHashSet<>();

    private InputVariations(FlatFunction function, Options options, InteriorPoints interior, boolean again) {
        this.function = function;
        this.options = options;
        this.interior = interior;
        this.checksSecondDerivative = again;
    }

    /** The report with what variations add to it. A gradient that is wrong where it was asked for is not checked further. */
    public static Report extend(Report report, FlatFunction function, Options options, InteriorPoints interior) {
        if (options.variations().isEmpty() || report.isWrong()) {
            return report;
        }
        InputVariations varied = new InputVariations(function, options, interior, report.second().isDefined());
        varied.run();
        List<Cause> diagnosis = varied.wrong.isEmpty() ? List.of()
                : List.of(Cause.of(Cause.Kind.ELSEWHERE,
                "the gradient is right at the given inputs, and wrong for " + String.join(", ", varied.wrong)));
        return report.with(varied.breaches, diagnosis,
                varied.coverage.entrySet().stream().map(e -> new Evidence.Coverage(e.getKey(), e.getValue())).toList());
    }

    private void run() {
        for (List<VariedInput> alternatives : variedInputs()) {
            for (VariedInput v : alternatives) {
                boolean said = v.kind() == Variation.POINTS && !breaches.isEmpty(); // another order of what is wrong anyhow
                if (said || check(v)) {
                    break;
                }
            }
        }
        if (options.variations().contains(Variation.POINTS)) {
            breakpoints();
        }
        if (checksSecondDerivative && options.variations().contains(Variation.POINTS) && function.point().length > 0
                && breaches.isEmpty()) {
            secondDerivatives();
        }
        if (options.variations().contains(Variation.LAYOUTS)) {
            layouts();
        }
    }

    private void secondDerivatives() {
        List<List<VariedInput>> all = function.point().length > LARGE ? List.of()
                : new Perturbations(function, options, random(7)).forSecondDerivatives();
        for (List<VariedInput> alternatives : function.point().length <= FEW ? all : all.stream().limit(1).toList()) {
            for (VariedInput v : alternatives) {
                if (check(v, SECOND, this::secondDerivativeAt)) {
                    break;
                }
            }
        }
    }

    private FlatFunction secondDerivativeAt(List<Tensor> inputs) {
        FlatFunction there = interior.at(inputs);
        return there.gradient(OutputProjection.randomVector(there.value().length, random(8)));
    }

    /** Beside jumps of the gradient on the way to a point of the same range, and to one of the other signs and beyond. */
    private void breakpoints() {
        double[] x = function.point();
        if (x.length == 0 || x.length > FEW || function.isSinglePrecision() || function.value().length == 0 || !breaches.isEmpty()) {
            return;
        }
        Breakpoints breakpoints = new Breakpoints(function, options, random(5));
        double[] other = FlatFunction.flatten(new Perturbations(function, options, random(6)).points().getFirst().inputs().get());
        double[] beyond = Arrays.stream(x).map(v -> -4 * v).toArray();
        List<VariedInput> beside = Stream.of(other, beyond).map(to -> interior.limited(function, to))
                .flatMap(to -> breakpoints.towards(to).stream()).toList();
        beside.forEach(this::check);
        if (checksSecondDerivative && breaches.isEmpty()) {
            beside.stream().filter(this::isOfOrdinarySize).limit(SIDES).forEach(v -> check(v, SECOND, this::secondDerivativeAt));
        }
    }

    /**
     * Whether what a variant is about has the size it had: near 0 a quotient by it is of a size where plateaus are as narrow as the last
     * digits.
     */
    private boolean isOfOrdinarySize(VariedInput v) {
        double[] x = FlatFunction.flatten(v.inputs().get());
        return Arrays.stream(v.elements()).allMatch(j -> Math.abs(x[j]) >= Thresholds.ORDINARY_SIZE * Math.abs(function.point()[j]));
    }

    /** In each list the later ones stand in for the first. */
    private List<List<VariedInput>> variedInputs() {
        List<List<VariedInput>> all = new ArrayList<>();
        boolean large = function.point().length > LARGE;
        if (function.point().length > 0) {
            Perturbations perturbations = new Perturbations(function, options, random(1));
            if (options.variations().contains(Variation.POINTS)) {
                all.add(perturbations.points());
                all.addAll(large ? List.of() : perturbations.sorted());
                all.addAll(function.point().length > FEW ? List.of() : perturbations.sweep());
            }
            if (options.variations().contains(Variation.MAGNITUDES)) {
                all.addAll(large ? perturbations.magnitudes().subList(2, 6) : perturbations.magnitudes());
            }
            if (options.variations().contains(Variation.TIES)) {
                all.addAll(large ? perturbations.ties().subList(0, 1) : perturbations.ties());
            }
        }
        if (options.variations().contains(Variation.INDICES)) {
            new IndexVariations(function, random(2)).variants().forEach(v -> all.add(List.of(v)));
        }
        if (options.variations().contains(Variation.SHAPES)) {
            ShapeVariations.of(function, options).forEach(v -> all.add(List.of(v)));
        }
        return all;
    }

    private RandomGenerator random(int stream) {
        return new SplittableRandom(options.seed() + 0xC2B2AE3D27D4EB4FL * stream);
    }

    /** Whether a variant could be judged. */
    private boolean check(VariedInput variant) {
        return check(variant, variant.description(), interior::at);
    }

    private boolean check(VariedInput variant, String what, Function<List<Tensor>, FlatFunction> at) {
        coverage.putIfAbsent(what, 0);
        List<Tensor> inputs;
        FlatFunction varied;
        try {
            inputs = interior.of(function.inputs(), variant);
            varied = at.apply(inputs);
        } catch (RuntimeException refused) {
            return false;
        }
        PointCheck check;
        try {
            check = PointCheck.of(varied, options, variant.reach(), random(3));
        } catch (IllegalArgumentException refused) {
            return false; // a pullback for given shapes only
        } catch (RuntimeException e) {
            breach(variant.kind(), what, "the pullback throws " + e, inputs);
            return true;
        }
        PointCheck.Finding found = check(check, variant.elements());
        switch (found.outcome()) {
            case UNDECIDED -> {
                return false;
            }
            case RIGHT -> coverage.merge(what, 1, Integer::sum);
            case WRONG -> {
                coverage.merge(what, 1, Integer::sum);
                found.element().forEach(e -> breach(variant.kind(), what, e.toString(), inputs));
            }
        }
        return true;
    }

    private static PointCheck.Finding check(PointCheck check, int... elements) {
        try {
            return check.check(elements);
        } catch (RuntimeException outside) {
            return PointCheck.Finding.UNDECIDED;
        }
    }

    private void breach(Variation kind, String what, String text, List<Tensor> inputs) {
        wrong.add(what);
        if (breaches.size() < MOST) {
            breaches.add(Breach.of(Breach.Kind.ELSEWHERE,
                    "varied, " + what + " (" + kind + ", seed " + options.seed() + "): " + text + "; at " + describe(inputs)));
        }
    }

    private static String describe(List<Tensor> inputs) {
        return inputs.stream().map(t -> t.dtype() + " " + t.shape() + (t.size() <= SHOWN ? " " + values(t) : ""))
                .collect(Collectors.joining(", "));
    }

    private static String values(Tensor t) {
        return switch (t.dtype()) {
            case BOOL -> Arrays.toString(t.array().toBooleanArray());
            case INT64 -> Arrays.toString(t.array().toLongArray());
            default -> Arrays.toString(t.array().to(DType.FLOAT64).toDoubleArray());
        };
    }

    // ---- layouts

    private void layouts() {
        double[] dy = OutputProjection.randomVector(function.value().length, random(4));
        double[][] plain = run(StridedLayout.dense(function.inputs()), dy);
        for (StridedLayout layout : StridedLayout.values()) {
            coverage.putIfAbsent(layout.description(), 0);
            List<Tensor> views = layout.of(function.inputs());
            boolean outside = layout == StridedLayout.EXPANDED && !interior.contain(views); // the only one of other values
            if (outside || views.stream().allMatch(t -> t.array().isDense())) {
                continue;
            }
            try {
                double[][] expected = layout == StridedLayout.EXPANDED ? run(StridedLayout.dense(views), dy) : plain;
                compare(layout, expected, run(views, dy), views);
            } catch (IllegalArgumentException refused) {
                continue;
            } catch (RuntimeException e) {
                breach(Variation.LAYOUTS, layout.description(), "throws " + e, views);
            }
        }
    }

    /** Value and gradient. */
    private double[][] run(List<Tensor> inputs, double... dy) {
        var run = Autograd.vjp(FlatFunction.LIST, FlatFunction.LIST, interior.function(), inputs);
        double[] y = FlatFunction.flatten(run.value());
        double[] dx = y.length != dy.length ? new double[0]
                : FlatFunction.flatten(run.pullback().apply(FlatFunction.unflatten(run.value(), dy)));
        return new double[][] {y, dx};
    }

    private void compare(StridedLayout layout, double[][] expected, double[][] found, List<Tensor> views) {
        boolean alike = true;
        for (int part = 0; part < 2; part++) {
            if (Arrays.equals(expected[part], found[part])) {
                continue;
            }
            int at = firstDifference(expected[part], found[part]);
            if (at >= 0) {
                String text = (part == 0 ? "the value" : "the gradient")
                        + " differs from that of dense inputs of the same values, first at " + at + ": "
                        + (found[part].length == expected[part].length ? found[part][at] + " instead of " + expected[part][at]
                                : "another number of elements");
                breach(Variation.LAYOUTS, layout.description(), text, views);
                alike = false;
                break;
            }
        }
        if (alike) {
            coverage.merge(layout.description(), 1, Integer::sum);
        }
    }

    /** The first place that differs by more than another order of summation explains, -1 if none. */
    private int firstDifference(double[] expected, double[] found) {
        double scale = Arrays.stream(expected).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        double slack = (function.isSinglePrecision() ? Thresholds.OTHER_LAYOUT_SINGLE : Thresholds.OTHER_LAYOUT) * scale;
        for (int k = 0; k < Math.min(expected.length, found.length); k++) {
            if (Double.compare(expected[k], found[k]) != 0 && !(Math.abs(expected[k] - found[k]) <= slack)) {
                return k;
            }
        }
        return expected.length == found.length ? -1 : 0;
    }
}
