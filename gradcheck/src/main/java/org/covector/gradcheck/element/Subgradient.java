package org.covector.gradcheck.element;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.difference.DerivativeEstimate;
import org.covector.gradcheck.difference.FiniteDifferences;
import org.covector.gradcheck.difference.Judge;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.DirectionLine;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Whether a gradient at a tie is one of the gradients around, or a mean of them, as a vector: bounds on each element alone let pass
 * {@code (1, 1)} for the maximum of two equal numbers, whose gradients around are (1, 0) and (0, 1). All means of these lie in the
 * plane through them, and along a direction perpendicular to it the function has a derivative that every one of them gives. So a
 * gradient outside of the plane is wrong where difference quotients along that direction say so too.
 */
public final class Subgradient {
    private static final int MOST = 16; // elements
    private static final int SAMPLES = 512;
    private static final int ENOUGH = 10; // gradients in a row, for each element, that add no direction: then hardly any is left
    private static final int[] STEPS = {-7, -10, -14, -18};

    private final FlatFunction function;
    private final Options options;
    private final OutputProjection projection; // one
    private final AnalyticJacobian jacobian;
    private final Neighbourhood neighbourhood;

    public Subgradient(FlatFunction function, Options options, AnalyticJacobian jacobian, OutputProjection projection,
            RandomGenerator random) {
        this.function = function;
        this.options = options;
        this.projection = projection;
        this.jacobian = jacobian;
        this.neighbourhood = new Neighbourhood(function, options, random);
    }

    /** The element that moves most along the direction in which the gradient is wrong, if these elements' kinks leave one. */
    public Option<Element> violation(List<Element> kinks) {
        int[] tied = tied(kinks);
        if (tied.length < 2) {
            return Option.none();
        }
        double[] g = part(jacobian.rows()[0], tied);
        double same = function.isSinglePrecision() ? Thresholds.SUBGRADIENT_SAME_SINGLE : Thresholds.SUBGRADIENT_SAME;
        double size = same * (norm(g) + largest(kinks));
        Option<double[]> direction = perpendicular(g, tied, size);
        return direction.flatMap(v -> judgeAlong(v, g, tied));
    }

    /** Elements with kinks, and those of the same magnitude, which may kink with them. */
    private int[] tied(List<Element> kinks) {
        double[] x = function.point();
        int[] own = kinks.stream().mapToInt(function::indexOf).toArray();
        IntStream equal = IntStream.range(0, x.length).filter(j -> Arrays.stream(own).anyMatch(k -> Math.abs(x[k]) == Math.abs(x[j])));
        return IntStream.concat(Arrays.stream(own), equal).distinct().limit(MOST).sorted().toArray();
    }

    /** What of the gradient is perpendicular to all differences of gradients around, if that is not nothing. */
    private Option<double[]> perpendicular(double[] g, int[] tied, double size) {
        List<double[]> basis = new ArrayList<>();
        double[] first = new double[0];
        int same = 0;
        int enough = ENOUGH * tied.length;
        for (int k = 0; k < SAMPLES && same < enough && basis.size() < tied.length; k++) {
            // of each element in turn, every kind of sample: were the two in step, some gradients would hardly be seen
            FlatFunction there = neighbourhood.sampleApart(tied[k % tied.length], k / tied.length, tied);
            double[] around = part(function.pullback(there.point()).apply(projection.cotangent(0)), tied);
            if (!Double.isFinite(norm(around))) {
                return Option.none();
            }
            first = k == 0 ? around : first;
            double[] rest = orthogonalComplement(minus(around, first), basis);
            double length = norm(rest);
            if (length > size) {
                basis.add(times(rest, 1 / length));
                same = 0;
            } else {
                same++;
            }
        }
        double[] off = orthogonalComplement(minus(g, first), basis);
        return basis.isEmpty() || same < enough || !(norm(off) > Thresholds.OUTSIDE_PLANE * size) ? Option.none()
                : Option.of(times(off, 1 / norm(off)));
    }

    /** The verdict along a direction. */
    private Option<Element> judgeAlong(double[] v, double[] g, int[] tied) {
        double step = Arrays.stream(tied).mapToDouble(j -> Neighbourhood.elementScale(function, j)).min().orElse(1);
        double[] u = times(v, step);
        Line line = DirectionLine.of(function, options, projection, tied, u);
        double[] here = projection.project(function.value());
        double[] magnitude = projection.magnitude(function.value());
        double slope = dot(g, u);
        List<DerivativeEstimate> estimates = Arrays.stream(STEPS)
                .mapToObj(s -> FiniteDifferences.central(line, here, magnitude, Math.scalb(1.0, s), function.epsilon())).toList();
        int most = largestIndex(v);
        Element at = function.unjudged(tied[most], 0, g[most]);
        double size = norm(g) * step;
        Judge.Claim claim = new Judge.Claim(slope, size, Thresholds.DIRECTION_ROUNDING * function.epsilon() * size);
        Element e = Judge.of(function.epsilon()).judge(at, claim, estimates, 0);
        double noise = Thresholds.JUMP_NOISE_VALUE * function.epsilon() * magnitude[0];
        if (e.verdict() != Verdict.WRONG || neighbourhood.jumpsWhereEqualElementsPart(projection, 0, tied[most], noise)) {
            return Option.none();
        }
        String note = String.format(Locale.ROOT, "elements tie: moved together, the derivative is %.6g, the gradient gives %.6g",
                e.numeric() / step, slope / step);
        return Option.of(at.withNumeric(e.numeric() / step, e.error() / step).withKink(note, false));
    }

    private static double largest(List<Element> kinks) {
        return kinks.stream().mapToDouble(e -> Math.abs(e.numeric())).filter(Double::isFinite).max().orElse(0);
    }

    private static int largestIndex(double... v) {
        int most = 0;
        for (int k = 1; k < v.length; k++) {
            most = Math.abs(v[k]) > Math.abs(v[most]) ? k : most;
        }
        return most;
    }

    /** What is perpendicular to all of a basis; twice, for the first time rounds. */
    private static double[] orthogonalComplement(double[] v, List<double[]> basis) {
        double[] rest = v;
        for (int pass = 0; pass < 2; pass++) {
            for (double[] b : basis) {
                rest = minus(rest, times(b, dot(rest, b)));
            }
        }
        return rest;
    }

    private static double[] part(double[] all, int... elements) {
        return Arrays.stream(elements).mapToDouble(j -> all[j]).toArray();
    }

    private static double[] minus(double[] a, double[] b) {
        double[] d = new double[a.length];
        Arrays.setAll(d, k -> a[k] - b[k]);
        return d;
    }

    private static double[] times(double[] a, double c) {
        return Arrays.stream(a).map(v -> v * c).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double norm(double... a) {
        return Math.sqrt(dot(a, a));
    }
}
