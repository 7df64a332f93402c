package org.covector.gradcheck.diagnosis;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.flat.ResultRange;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Why a gradient is wrong: what its cotangents are done to, and a {@link Diagnosis} of its Jacobian. Where that is too large to be known
 * element by element, the same formula is checked for smaller inputs, cut out of the given ones, or for a few of their elements.
 *
 * @param function the function
 * @param options of the check
 * @param projection what the rows are taken by
 * @param jacobian of the pullback
 * @param numeric the Jacobian of difference quotients, where it is known
 * @param check of the first derivative of another function, without variations
 */
public record Explanation(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian,
        Supplier<double[][]> numeric, Function<FlatFunction, Report> check) {
    private static final int KEPT = 4; // lengths of axes up to here stay as they are
    private static final int SAMPLED = 20; // elements of an input that is too large
    private static final int RESULTS = 3; // checked for each of them
    private static final int FEW = 256; // results that are all checked
    private static final double FULL_MANTISSA = 0.7390851332151607; // makes cotangents of which all digits count

    /** Causes of what was found wrong in the first derivative, or a later one. */
    public List<Cause> of(List<Element> elements, List<Breach> breaches, int order) {
        List<Cause> all = new ArrayList<>();
        for (Breach b : breaches) {
            if (b.kind() == Breach.Kind.NOT_LINEAR && b.input().isDefined()) {
                all.add(notLinear(b.input().get()).of(b.input().get()));
            } else if (b.kind() == Breach.Kind.STATE) {
                all.add(Cause.of(Cause.Kind.NONDETERMINISTIC, "what the pullback uses is overwritten when the function runs again: "
                        + "it is to keep what belongs to its own run"));
            }
        }
        if (!all.isEmpty() || elements.stream().noneMatch(Element::isWrong)
                && breaches.stream().noneMatch(b -> b.kind() == Breach.Kind.COTANGENT_IGNORED)) {
            return all;
        }
        if (projection.isRandom() || function.point().length > options.sampling().above()) {
            List<Cause> smaller = order > 1 ? List.of() : onReducedProblem(elements);
            return smaller.isEmpty() && function.point().length <= options.sampling().above()
                    ? diagnosed(elements) : smaller;
        }
        if (order == 1 && breaches.stream().anyMatch(b -> b.kind() == Breach.Kind.COTANGENT_IGNORED)) {
            double[] rest = function.pullback(function.point()).apply(new double[function.value().length]);
            if (Arrays.stream(rest).anyMatch(Double::isNaN)) {
                return breaches.stream().flatMap(b -> b.input().toJavaStream()).distinct().map(i -> notLinear(i).of(i)).toList();
            }
            for (int i = 0; i < function.inputs().size(); i++) {
                int input = i;
                ignored(rest, i).forEach(c -> all.add(c.of(input)));
            }
            if (!all.isEmpty()) {
                return all;
            }
        }
        return diagnosed(elements);
    }

    private List<Cause> diagnosed(List<Element> elements) {
        Diagnosis diagnosis = new Diagnosis(function, jacobian.rows(), numeric.get());
        List<Element> wrong = elements.stream().filter(Element::isWrong).toList();
        return wrong.stream().map(Element::input).distinct().sorted()
                .flatMap(i -> diagnosis.of(i, wrong.stream().filter(e -> e.input() == i).toList()).stream().map(cause -> cause.of(i)))
                .toList();
    }

    // ---- cotangents

    /** What a pullback does that is not linear. */
    private Cause notLinear(int input) {
        RandomGenerator random = new SplittableRandom(options.seed());
        double[] u = OutputProjection.randomVector(function.value().length, random);
        double[] v = OutputProjection.randomVector(u.length, random);
        Function1<double[], double[]> back = function.pullback(function.point());
        double[] at = part(back.apply(u), input);
        double[] atSum = part(back.apply(IntStream.range(0, u.length).mapToDouble(k -> u[k] - FULL_MANTISSA * v[k]).toArray()), input);
        double[] atV = part(back.apply(v), input);
        String how = use(back, input, u);
        List<ResultRange> results = ResultRange.of(function.outputs());
        for (ResultRange y : how.isEmpty() ? results : List.<ResultRange>of()) {
            String alone = use(back, input, IntStream.range(0, u.length).mapToDouble(k -> y.contains(k) ? u[k] : 0).toArray());
            how = how.isEmpty() && !alone.isEmpty() ? alone + " (that of result " + y.result() + ")" : how;
        }
        if (how.isEmpty() && Arrays.stream(part(back.apply(new double[u.length]), input)).anyMatch(Double::isNaN)) {
            return Cause.of(Cause.Kind.NOT_A_NUMBER, "it is not a number where the cotangent is 0");
        }
        double[] sum = IntStream.range(0, at.length).mapToDouble(k -> at[k] - FULL_MANTISSA * atV[k]).toArray();
        boolean ordinary = isClose(atSum, sum, Thresholds.COTANGENT_SAME);
        if (!ordinary && isClose(atSum, sum, Thresholds.COTANGENT_SINGLE)) {
            return Cause.of(Cause.Kind.SINGLE_PRECISION, "the cotangent is rounded: it is used to the digits of FLOAT32 only");
        }
        String otherwise = ordinary ? "it does for ordinary numbers, and is clipped, rounded or compared with a threshold for large ones, "
                + "small ones, or zeros" : "it is clipped, rounded, compared with a threshold, or used twice";
        return Cause.of(Cause.Kind.COTANGENT_NOT_LINEAR, "the cotangent does not enter linearly: " + (how.isEmpty() ? otherwise : how));
    }

    /** What becomes of a cotangent that does not enter linearly, if it is told by its multiples. */
    private String use(Function1<double[], double[]> back, int input, double... u) {
        double[] at = part(back.apply(u), input);
        double[] doubled = part(back.apply(times(u, 2)), input);
        double[] negative = part(back.apply(times(u, -1)), input);
        return isClose(doubled, times(at, 4), Thresholds.COTANGENT_SAME) ? "its square is used"
                : isClose(negative, at, Thresholds.COTANGENT_SAME) ? "its absolute value, or an even power of it, is used"
                : isClose(doubled, at, Thresholds.COTANGENT_SAME) ? "it is divided by its own size, or clipped" : "";
    }

    private double[] part(double[] values, int input) {
        return Arrays.copyOfRange(values, function.offset(input), function.offset(input) + function.size(input));
    }

    private static double[] times(double[] a, double by) {
        return Arrays.stream(a).map(v -> v * by).toArray();
    }

    private static boolean isClose(double[] a, double[] b, double close) {
        double size = DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).map(Math::abs).max().orElse(0);
        return size > 0 && IntStream.range(0, a.length).allMatch(k -> Math.abs(a[k] - b[k]) <= close * size);
    }

    /** What is there for a cotangent of 0: a constant, or the part of a result whose cotangent is taken for 1. */
    private List<Cause> ignored(double[] all, int input) {
        double[] rest = part(all, input);
        if (Arrays.stream(rest).allMatch(v -> v == 0)) {
            return List.of();
        }
        boolean single = function.outputs().size() == 1;
        double[][] rows = numeric.get();
        for (ResultRange y : ResultRange.of(function.outputs())) {
            double[] sum = new double[rest.length];
            for (int r = y.from(); r < y.to(); r++) {
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += rows[r][function.offset(input) + j];
                }
            }
            if (isClose(rest, sum, Thresholds.COTANGENT_SINGLE)) {
                return List.of(single ? Cause.of(Cause.Kind.COTANGENT_IGNORED, "the cotangent is ignored: taken for 1")
                        : Cause.of(Cause.Kind.COTANGENT_IGNORED, "the cotangent of result " + y.result() + " is ignored: taken for 1",
                        y.result()));
            }
        }
        double c = rest[0];
        return Arrays.stream(rest).allMatch(v -> v == c)
                ? List.of(Cause.of(Cause.Kind.CONSTANT_ADDED, "the constant " + FactorHypotheses.number(c)
                + " is added whatever the cotangent", c))
                : List.of(Cause.of(Cause.Kind.COTANGENT_IGNORED, "a part of it does not depend on the cotangent"));
    }

    // ---- too large to be known

    private List<Cause> onReducedProblem(List<Element> elements) {
        for (Option<FlatFunction> smaller : List.of(withShorterAxes(), ofSomeElements(elements))) {
            for (FlatFunction s : smaller) {
                Report report = check.apply(s);
                if (report.isWrong() && !report.diagnosis().isEmpty()) {
                    return report.diagnosis();
                }
            }
        }
        return List.of();
    }

    /** The function at inputs with shorter axes: equal lengths stay equal, and different ones different. */
    private Option<FlatFunction> withShorterAxes() {
        TreeSet<Integer> lengths = new TreeSet<>();
        function.inputs().forEach(t -> Arrays.stream(t.shape().dims()).forEach(lengths::add));
        Map<Integer, Integer> shorter = new HashMap<>();
        int next = KEPT + 1;
        int least = Integer.MAX_VALUE;
        for (int n : lengths) {
            int to = n <= KEPT ? n : Math.min(n, next++);
            shorter.put(n, to);
            least = to < n ? Math.min(least, to) : least;
        }
        int classes = least;
        if (classes == Integer.MAX_VALUE) {
            return Option.none();
        }
        return subject(function.tensorFunction(), function.inputs().stream().map(t -> withShorterAxes(t, shorter, classes)).toList());
    }

    private static Tensor withShorterAxes(Tensor t, Map<Integer, Integer> shorter, int classes) {
        NdArray a = t.array();
        for (int axis = 0; axis < a.rank(); axis++) {
            int length = a.shape().dim(axis);
            a = a.slice(axis, 0, Option.of(shorter.get(length)).getOrElse(length), 1);
        }
        Tensor cut = Tensor.of(a.dense());
        return t.dtype() == DType.INT64 ? Tensor.of(Arrays.stream(cut.array().toLongArray()).map(n -> Math.floorMod(n, (long) classes))
                .toArray(), cut.shape().dims()) : cut;
    }

    /**
     * The function of some elements, those that are wrong among them, and of the results that they move most; the others stay what
     * they are.
     */
    private Option<FlatFunction> ofSomeElements(List<Element> elements) {
        List<Tensor> given = function.inputs();
        if (IntStream.range(0, given.size()).allMatch(i -> function.size(i) <= SAMPLED)) {
            return Option.none();
        }
        List<Tensor> some = new ArrayList<>();
        List<Option<Tensor>> indices = new ArrayList<>();
        RandomGenerator random = new SplittableRandom(options.seed());
        for (int i = 0; i < given.size(); i++) {
            int input = i;
            int n = function.size(i);
            if (n <= SAMPLED) {
                some.add(given.get(i));
                indices.add(Option.none());
                continue;
            }
            long[] at = IntStream.concat(elements.stream().filter(e -> e.input() == input && e.isWrong()).mapToInt(Element::index)
                    .limit(SAMPLED / 2), random.ints(SAMPLED, 0, n))
                    .distinct().limit(SAMPLED).sorted().mapToLong(k -> k).toArray();
            indices.add(Option.of(Tensor.of(at, at.length)));
            some.add(F.indexSelect(F.reshape(given.get(i), n), 0, Tensor.of(at, at.length)));
        }
        Function1<List<Tensor>, List<Tensor>> f = in -> function.tensorFunction()
                .apply(IntStream.range(0, in.size()).mapToObj(i -> indices.get(i)
                .map(at -> F.reshape(F.indexCopy(F.reshape(given.get(i), (int) given.get(i).size()), 0, at, in.get(i)),
                given.get(i).shape().dims()))
                .getOrElse(in.get(i))).toList());
        return function.value().length <= FEW ? subject(f, some) : subject(f, some).flatMap(s -> {
            Tensor results = mostSensitiveResults(s);
            return subject(in -> List.of(F.indexSelect(flat(f.apply(in)), 0, results)), some);
        });
    }

    private static Tensor flat(List<Tensor> results) {
        return F.cat(results.stream().filter(t -> t.dtype().isFloating()).map(t -> F.reshape(t, (int) t.size())).toList(), 0);
    }

    /** The results that each element moves most. */
    private static Tensor mostSensitiveResults(FlatFunction s) {
        long[] all = IntStream.range(0, s.point().length).flatMap(j -> {
            double[] y = s.evaluate(j, s.point()[j] * (1 + 0x1p-10) + 0x1p-20);
            double[] by = IntStream.range(0, y.length).mapToDouble(r -> Math.abs(y[r] - s.value()[r])).toArray();
            return IntStream.range(0, y.length).filter(r -> by[r] > 0).boxed().sorted((a, b) -> Double.compare(by[b], by[a])).limit(RESULTS)
                    .mapToInt(r -> r);
        }).distinct().sorted().mapToLong(r -> r).toArray();
        return Tensor.of(all, all.length);
    }

    private static Option<FlatFunction> subject(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
        try {
            return Option.of(FlatFunction.of(f, inputs));
        } catch (RuntimeException refused) {
            return Option.none();
        }
    }
}
