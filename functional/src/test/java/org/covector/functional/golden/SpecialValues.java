package org.covector.functional.golden;

import static java.lang.Double.isFinite;
import static java.lang.Double.isInfinite;
import static java.lang.Double.isNaN;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.golden.Deviations.Difference;
import org.covector.functional.golden.Subject.Slope;

/** Deviations at infinities, NaN and the ends of a dtype's range, found from values at ordinary arguments. */
final class SpecialValues {
    private SpecialValues() {}

    // ---- limits

    private static final double[] GROWING = {1e3, 1e5, 1e7};
    private static final double CLOSE = 1e-5;

    /** Whether ours is what values, or slopes by differences, tend to as finite elements grow in the place of infinite ones. */
    static boolean limit(Subject s, Difference d) {
        if (!isNaN(d.want()) || isNaN(d.got()) || !d.isValue() && !d.isGradient() || !s.anyElement(Double::isInfinite)) {
            return false;
        }
        double[] at = Arrays.stream(GROWING).map(size -> look(s, d, size)).toArray();
        if (isInfinite(d.got())) {
            boolean grows = (at[2] - at[1]) * Math.signum(d.got()) >= 0.5 * (at[1] - at[0]) * Math.signum(d.got())
                    && (at[1] - at[0]) * Math.signum(d.got()) > 0;
            return at[2] == d.got() || grows;
        }
        double[] off = Arrays.stream(at).map(v -> Math.abs(v - d.got())).toArray();
        double close = CLOSE * Math.max(1, Math.abs(d.got()));
        return off[2] <= close && off[1] <= Math.max(close, off[0]);
    }

    /** With elements of different sizes in the place of the infinite ones: the order of limits does not matter where there is one. */
    private static double look(Subject s, Difference d, double size) {
        int[] count = {0};
        Subject finite = s.map(x -> isInfinite(x) ? Math.copySign(size * (1 + count[0]++ / 8.0), x)
                : isNaN(x) && d.isGradient() ? BRANCHES[0] : x); // a sum with NaN has slopes by the others
        return d.isValue() ? finite.values().get(d.output())[d.index()]
                : finite.slope(s.names().indexOf(d.argument()), d.index(), 0).value();
    }

    // ---- NaN

    /** Whether NaN is what follows: a gradient where a value is NaN, a value that depends on an element which is NaN. */
    static boolean follows(Subject s, Difference d) {
        if (!isNaN(d.got()) || Deviations.DROPPING_NAN.contains(s.name())) {
            return false;
        }
        if (d.isGradient()) {
            return any(s, d, k -> isNaN(s.values().getFirst()[k]) ? 1 : 0);
        }
        return d.what().equals("outputs[0]") && s.names().stream().anyMatch(name -> {
            double[] x = s.elements(s.names().indexOf(name));
            return IntStream.range(0, x.length).anyMatch(i -> isNaN(x[i])
                    && any(s, new Difference("grads." + name, i, 0, 0, 0, x), k -> k == d.index() ? 1 : 0));
        });
    }

    /** What is tried in the place of NaN. */
    private static final double[] BRANCHES = {0.25, 1e3, -1e3};

    /** NaN takes a branch of a function of several: the slope is that at a number there. */
    static boolean branch(Subject s, Difference d) {
        return d.isGradient() && isFinite(d.got()) && s.anyElement(Double::isNaN) && Arrays.stream(BRANCHES).anyMatch(number -> {
            Slope slope = s.map(x -> isNaN(x) ? number : x).slope(s.names().indexOf(d.argument()), d.index(), 0);
            double tolerance = 10 * slope.error() + (s.single() ? 1e-5 : 1e-9) * Math.abs(slope.value());
            return tolerance < CLOSE * Math.max(1, Math.abs(d.got())) && Math.abs(d.got() - slope.value()) <= tolerance;
        });
    }

    private static boolean any(Subject s, Difference d, ToDoubleFunction<Integer> f) {
        return sum(s, d, f) != 0;
    }

    /** The sum of f over the elements of the first result that change with an element of an argument. */
    private static double sum(Subject s, Difference d, ToDoubleFunction<Integer> f) {
        int[] count = {0};
        Subject plain = s.map(x -> isFinite(x) && Math.abs(x) < 1e10 ? x : 0.3 + 0.1 * count[0]++);
        int argument = s.names().indexOf(d.argument());
        double[] up = plain.elements(argument);
        up[d.index()] += 1e3;
        double[] down = plain.elements(argument);
        down[d.index()] -= 1e3;
        double[] at = plain.values().getFirst();
        double[] above = plain.at(argument, up).getFirst();
        double[] below = plain.at(argument, down).getFirst();
        double sum = 0;
        for (int k = 0; k < at.length; k++) {
            sum += above[k] != at[k] || below[k] != at[k] ? f.applyAsDouble(k) : 0;
        }
        return sum;
    }

    private static boolean same(Subject s, double got, double exact) {
        return Double.compare(got, exact) == 0 || Math.abs(got - exact) <= (s.single() ? 1e-5 : 1e-9) * Math.abs(exact);
    }

    /** A product is linear in each factor: its slope is the product of the others, which the reference divides out. */
    static boolean product(Subject s, Difference d) {
        boolean product = Set.of("prod", "cumprod").contains(s.name())
                || Set.of("scatter_reduce", "index_reduce").contains(s.name()) && s.args().text("reduce", "").equals("prod");
        if (!product || !d.isGradient() || s.dy()[0] == null) {
            return false;
        }
        int argument = s.names().indexOf(d.argument());
        double[] elements = s.elements(argument);
        elements[d.index()] = 1;
        double[] others = s.at(argument, elements).getFirst();
        double slope = sum(s, d, k -> s.cotangent(k) * others[k]);
        return same(s, d.got(), slope);
    }

    /** NaN is the greatest and the least of elements: it takes the gradient, which the reference divides by 0. */
    static boolean extremum(Subject s, Difference d) {
        if (!Set.of("amax", "amin").contains(s.name()) || !d.isGradient() || !isNaN(d.want())) {
            return false;
        }
        double[] x = s.elements(0);
        boolean chosen = isNaN(x[d.index()]);
        double share = sum(s, d, k -> s.cotangent(k) / sharing(s, x, k));
        return chosen ? same(s, d.got(), share) : d.got() == 0;
    }

    /** How many NaN there are among the elements of which one becomes the k-th result. */
    private static int sharing(Subject s, double[] x, int k) {
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            int element = i;
            n += isNaN(x[i]) && any(s, new Difference("grads.input", element, 0, 0, 0, x), j -> j == k ? 1 : 0) ? 1 : 0;
        }
        return n;
    }

    // ---- the ends of the range

    /** By what power of a common factor of their arguments functions change. */
    private static final Map<String, Integer> DEGREE = Map.ofEntries(Map.entry("std", 1), Map.entry("vector_norm", 1),
            Map.entry("norm", 1), Map.entry("dist", 1), Map.entry("cdist", 1), Map.entry("pdist", 1), Map.entry("pairwise_distance", 1),
            Map.entry("std_mean", 1), Map.entry("lp_pool1d", 1), Map.entry("lp_pool2d", 1), Map.entry("cosine_similarity", 0),
            Map.entry("normalize", 0), Map.entry("layer_norm", 0), Map.entry("group_norm", 0), Map.entry("instance_norm", 0),
            Map.entry("rms_norm", 0), Map.entry("corrcoef", 0), Map.entry("batch_norm", 0));
    private static final Set<String> AFFINE = Set.of("weight", "bias", "running_mean", "running_var");
    private static final double HUGE = 1e140;
    private static final int DOWN = -600;

    /** Whether ours is what smaller arguments give, scaled: the squares of the reference overflow. */
    static boolean range(Subject s, Difference d) {
        if (!DEGREE.containsKey(s.name()) || !d.isValue() || !s.anyElement(x -> isFinite(x) && Math.abs(x) > HUGE)) {
            return false;
        }
        Arguments small = s.args();
        for (String name : s.args().names()) {
            if (s.args().tensor(name).dtype().isFloating() && !AFFINE.contains(name)) {
                small = small.with(List.of(name), F.mul(s.args().tensor(name), Math.scalb(1.0, DOWN)));
            }
        }
        double value = Math.scalb(s.at(small).values().get(d.output())[d.index()], -DOWN * DEGREE.get(s.name()));
        return Double.compare(value, d.got()) == 0 || Math.abs(value - d.got()) <= 1e-9 * Math.abs(value);
    }

    // ---- rounding

    /** Digits by which results in FLOAT32 may differ from those in FLOAT64, relative to the largest of them. */
    private static final double SINGLE = Math.scalb(1.0, -20);

    /** Whether ours in FLOAT32 is nearer to the result in FLOAT64, or the slope by differences, than the reference. */
    static boolean nearer(Subject s, Difference d) {
        if (!s.single() || !d.isValue() && !d.isGradient()) {
            return false;
        }
        int argument = d.isValue() ? -1 : s.names().indexOf(d.argument());
        Slope slope = d.isValue() ? new Slope(s.values().get(d.output())[d.index()], 0) : s.slope(argument, d.index(), 0);
        double size = d.isValue() ? Arrays.stream(s.values().get(d.output())).map(Math::abs).filter(Double::isFinite).max().orElse(0)
                : Math.max(Math.abs(d.want()), Math.abs(slope.value()));
        double off = Math.abs(d.got() - slope.value());
        return off < Math.abs(d.want() - slope.value()) && off <= SINGLE * size + 10 * slope.error() && slope.error() < 1e-4 * size;
    }
}
