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
import org.covector.gradcheck.flat.Layouts;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Subject;

/**
 * The gradient at other inputs of the same structure, made from the given ones. Each gets a quick look ({@link Spot}); layouts need
 * no difference quotient at all, since a view of the same values must have the same value and gradient. Inputs that the function
 * refuses, or where its values are not finite, count for nothing.
 */
public final class Variations {
    static final int LARGE = 1 << 16; // elements above which one variant of a kind has to do
    static final int FEW = 1 << 10; // elements up to which the gradient is followed along lines
    private static final int SIDES = 4; // of borders, where the second derivative is looked at
    private static final double USUAL = 1e-3;
    private static final String SECOND = "second derivatives elsewhere";
    private static final int SHOWN = 24;
    private static final int MOST = 5;

    private final Subject subject;
    private final Options options;
    private final boolean again; // whether the second derivative is right at the given inputs
    private final Map<String, Integer> coverage = new LinkedHashMap<>();
    private final List<Breach> breaches = new ArrayList<>();
    private final Set<String> wrong = new LinkedHashSet<>();

    private Variations(Subject subject, Options options, boolean again) {
        this.subject = subject;
        this.options = options;
        this.again = again;
    }

    /** The report with what variations add to it. A gradient that is wrong where it was asked for is not looked at further. */
    public static Report extend(Report report, Subject subject, Options options) {
        if (options.variations().isEmpty() || report.isWrong()) {
            return report;
        }
        Variations varied = new Variations(subject, options, report.second().isDefined());
        varied.run();
        List<Cause> diagnosis = varied.wrong.isEmpty() ? List.of()
                : List.of(Cause.of(Cause.Kind.ELSEWHERE,
                "the gradient is right at the given inputs, and wrong for " + String.join(", ", varied.wrong)));
        return report.with(varied.breaches, diagnosis,
                varied.coverage.entrySet().stream().map(e -> new Evidence.Coverage(e.getKey(), e.getValue())).toList());
    }

    private void run() {
        for (List<Variant> alternatives : variants()) {
            for (Variant v : alternatives) {
                if (look(v)) {
                    break;
                }
            }
        }
        if (options.variations().contains(Variation.POINTS)) {
            borders();
        }
        if (again && options.variations().contains(Variation.POINTS) && subject.point().length > 0 && breaches.isEmpty()) {
            secondDerivatives();
        }
        if (options.variations().contains(Variation.LAYOUTS)) {
            layouts();
        }
    }

    private void secondDerivatives() {
        List<List<Variant>> all = subject.point().length > LARGE ? List.of() : new Changes(subject, options, random(7)).again();
        for (List<Variant> alternatives : subject.point().length <= FEW ? all : all.stream().limit(1).toList()) {
            for (Variant v : alternatives) {
                if (look(v, SECOND, this::second)) {
                    break;
                }
            }
        }
    }

    private Subject second(List<Tensor> inputs) {
        Subject there = new Subject(subject.function(), inputs);
        return there.gradient(Probes.vector(there.origin().length, random(8)));
    }

    /** Beside jumps of the gradient on the way to a point of the same range, and to one of the other signs and beyond. */
    private void borders() {
        double[] x = subject.point();
        if (x.length == 0 || x.length > FEW || subject.epsilon() > 0x1p-40 || subject.origin().length == 0 || !breaches.isEmpty()) {
            return;
        }
        Borders borders = new Borders(subject, options, random(5));
        double[] other = Subject.numbers(new Changes(subject, options, random(6)).points().getFirst().inputs().get());
        double[] beyond = Arrays.stream(x).map(v -> -4 * v).toArray();
        List<Variant> beside = Stream.of(other, beyond).flatMap(to -> borders.towards(to).stream()).toList();
        beside.forEach(this::look);
        if (again && breaches.isEmpty()) {
            beside.stream().filter(this::isOfUsualSize).limit(SIDES).forEach(v -> look(v, SECOND, this::second));
        }
    }

    /**
     * Whether what a variant is about has the size it had: near 0 a quotient by it is of a size where stairs are as low as the last
     * digits.
     */
    private boolean isOfUsualSize(Variant v) {
        double[] x = Subject.numbers(v.inputs().get());
        return Arrays.stream(v.elements()).allMatch(j -> Math.abs(x[j]) >= USUAL * Math.abs(subject.point()[j]));
    }

    /** In each list the later ones stand in for the first. */
    private List<List<Variant>> variants() {
        List<List<Variant>> all = new ArrayList<>();
        boolean large = subject.point().length > LARGE;
        if (subject.point().length > 0) {
            Changes changes = new Changes(subject, options, random(1));
            if (options.variations().contains(Variation.POINTS)) {
                all.add(changes.points());
            }
            if (options.variations().contains(Variation.MAGNITUDES)) {
                all.addAll(large ? changes.magnitudes().subList(2, 6) : changes.magnitudes());
            }
            if (options.variations().contains(Variation.TIES)) {
                all.addAll(large ? changes.ties().subList(0, 1) : changes.ties());
            }
        }
        if (options.variations().contains(Variation.INDICES)) {
            new Discrete(subject, random(2)).variants().forEach(v -> all.add(List.of(v)));
        }
        if (options.variations().contains(Variation.SHAPES)) {
            Lengths.of(subject, options).forEach(v -> all.add(List.of(v)));
        }
        return all;
    }

    private RandomGenerator random(int stream) {
        return new SplittableRandom(options.seed() + 0xC2B2AE3D27D4EB4FL * stream);
    }

    /** Whether a variant could be judged. */
    private boolean look(Variant variant) {
        return look(variant, variant.what(), inputs -> new Subject(subject.function(), inputs));
    }

    private boolean look(Variant variant, String what, Function<List<Tensor>, Subject> at) {
        coverage.putIfAbsent(what, 0);
        List<Tensor> inputs = variant.inputs().get();
        Subject varied;
        try {
            varied = at.apply(inputs);
        } catch (RuntimeException refused) {
            return false;
        }
        Spot spot;
        try {
            spot = new Spot(varied, options, variant.reach(), random(3));
        } catch (IllegalArgumentException refused) {
            return false; // a pullback for given shapes only
        } catch (RuntimeException e) {
            breach(variant, what, "the pullback throws " + e, inputs);
            return true;
        }
        Spot.Found found = look(spot, variant.elements());
        switch (found.outcome()) {
            case UNDECIDED -> {
                return false;
            }
            case RIGHT -> coverage.merge(what, 1, Integer::sum);
            case WRONG -> {
                coverage.merge(what, 1, Integer::sum);
                found.element().forEach(e -> breach(variant, what, e.toString(), inputs));
            }
        }
        return true;
    }

    private static Spot.Found look(Spot spot, int... elements) {
        try {
            return spot.look(elements);
        } catch (RuntimeException outside) {
            return Spot.Found.UNDECIDED;
        }
    }

    private void breach(Variant variant, String what, String text, List<Tensor> inputs) {
        wrong.add(what);
        if (breaches.size() < MOST) {
            breaches.add(Breach.of(Breach.Kind.ELSEWHERE,
                    "varied, " + what + " (" + variant.kind() + ", seed " + options.seed() + "): " + text + "; at " + describe(inputs)));
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
        double[] dy = Probes.vector(subject.origin().length, random(4));
        double[][] plain = run(Layouts.dense(subject.inputs()), dy);
        for (Layouts layout : Layouts.values()) {
            coverage.putIfAbsent(layout.what(), 0);
            List<Tensor> views = layout.of(subject.inputs());
            if (views.stream().allMatch(t -> t.array().isDense())) {
                continue;
            }
            try {
                double[][] expected = layout == Layouts.EXPANDED ? run(Layouts.dense(views), dy) : plain;
                compare(layout, expected, run(views, dy), views);
            } catch (IllegalArgumentException refused) {
                continue;
            } catch (RuntimeException e) {
                breach(new Variant(Variation.LAYOUTS, layout.what(), () -> views), layout.what(), "throws " + e, views);
            }
        }
    }

    /** Value and gradient. */
    private double[][] run(List<Tensor> inputs, double... dy) {
        var run = Autograd.vjp(Subject.LIST, Subject.LIST, subject.function(), inputs);
        double[] y = Subject.numbers(run.value());
        double[] dx = y.length != dy.length ? new double[0] : Subject.numbers(run.pullback().apply(Subject.tensors(run.value(), dy)));
        return new double[][] {y, dx};
    }

    private void compare(Layouts layout, double[][] expected, double[][] found, List<Tensor> views) {
        boolean alike = true;
        for (int part = 0; part < 2; part++) {
            if (Arrays.equals(expected[part], found[part])) {
                continue;
            }
            int at = different(expected[part], found[part]);
            if (at >= 0) {
                String text = (part == 0 ? "the value" : "the gradient")
                        + " differs from that of dense inputs of the same values, first at " + at + ": "
                        + (found[part].length == expected[part].length ? found[part][at] + " instead of " + expected[part][at]
                                : "another number of elements");
                breach(new Variant(Variation.LAYOUTS, layout.what(), () -> views), layout.what(), text, views);
                alike = false;
                break;
            }
        }
        if (alike) {
            coverage.merge(layout.what(), 1, Integer::sum);
        }
    }

    /** The first place that differs by more than another order of summation explains, -1 if none. */
    private int different(double[] expected, double[] found) {
        double scale = Arrays.stream(expected).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        double slack = (subject.epsilon() > 0x1p-40 ? 1e-3 : 1e-9) * scale;
        for (int k = 0; k < Math.min(expected.length, found.length); k++) {
            if (Double.compare(expected[k], found[k]) != 0 && !(Math.abs(expected[k] - found[k]) <= slack)) {
                return k;
            }
        }
        return expected.length == found.length ? -1 : 0;
    }
}
