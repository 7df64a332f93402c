package org.covector.gradcheck.element;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Points near a point. Where several kinks meet, as at a tie of three, the function may have a derivative along each element, and
 * the gradient may be another one all the same: any mean of the gradients around (F. Clarke, Optimization and Nonsmooth Analysis,
 * 1983).
 */
public final class Neighbourhood {
    static final double CLOSE = 0x1p-30;
    private static final double CLOSER = 0x1p-40;
    private static final double NEAR = 0x1p-10;
    private static final int FIRST = 4;
    private static final int AROUND = 48;
    private static final int SAME = 8; // gradients in a row: by then three that tie have shown another
    private static final int CHECKED = 8;
    private static final double TINY = 1e-290;

    private final FlatFunction function;
    private final Options options;
    private final RandomGenerator random;

    public Neighbourhood(FlatFunction function, Options options, RandomGenerator random) {
        this.function = function;
        this.options = options;
        this.random = random;
    }

    /** A point near by: everything moved, and element j sometimes more or less than the others. */
    public FlatFunction sample(int j, int k, double near) {
        double[] x = function.point().clone();
        double others = k % 3 == 1 ? 0.1 : 1;
        double own = k % 3 == 2 ? 0.1 : 1;
        for (int i = 0; i < x.length; i++) {
            double part = (i == j ? own : others) * random.nextDouble(-1, 1);
            double to = function.rounded(i, x[i] + near * part * elementScale(function, i));
            x[i] = options.interval(function.inputOf(i)).contains(to) ? to : x[i];
        }
        return function.withInputs(FlatFunction.unflatten(function.inputs(), x));
    }

    /**
     * Whether the value jumps where equal elements part: they differ by it however little they are moved apart, so that the function has no
     * gradient at all that moves them together and one by one (the most frequent of some numbers).
     */
    boolean jumpsWhereEqualElementsPart(OutputProjection projection, int row, int j, double noise) {
        double[] x = function.point();
        if (IntStream.range(0, x.length).noneMatch(i -> i != j && x[i] == x[j])) {
            return false;
        }
        double here = projection.project(function.value())[row];
        double close = Double.POSITIVE_INFINITY;
        double closer = Double.POSITIVE_INFINITY;
        for (int k = 0; k < FIRST; k++) {
            close = Math.min(close, Math.abs(projection.project(sample(j, 0, CLOSE).value())[row] - here));
            closer = Math.min(closer, Math.abs(projection.project(sample(j, 0, CLOSER).value())[row] - here));
        }
        return closer > noise && closer > Thresholds.STILL_JUMPS * close;
    }

    /** The size of an element, or 1 where it is as good as 0. */
    public static double elementScale(FlatFunction there, int j) {
        double x = Math.abs(there.point()[j]);
        return x > TINY ? x : 1;
    }

    /**
     * What a wrong element is if the gradient jumps about at the smallest distances, lies between the gradients there, and a little
     * further away is right.
     */
    public Option<Element> asClarkeSubgradient(Element wrong, OutputProjection basisVector, int j) {
        double slack = Thresholds.CLARKE_SLACK * Math.max(Math.abs(wrong.analytic()), Math.abs(wrong.numeric()));
        double[] g = new double[AROUND];
        for (int k = 0; k < AROUND; k++) {
            g[k] = function.pullback(sample(j, k, CLOSE).point()).apply(basisVector.cotangent(0))[j];
            if (k == SAME && Arrays.stream(g, 0, k).allMatch(v -> Math.abs(v - wrong.analytic()) <= slack)) {
                return Option.none(); // smooth, and as wrong as here
            }
        }
        double low = Arrays.stream(g).min().orElse(Double.NaN);
        double high = Arrays.stream(g).max().orElse(Double.NaN);
        boolean between = Math.min(wrong.analytic(), wrong.numeric()) >= low - slack
                && Math.max(wrong.analytic(), wrong.numeric()) <= high + slack;
        if (!between || high - low <= slack || !isRightFurtherAway(basisVector, j)) {
            return Option.none();
        }
        String note = String.format(Locale.ROOT, "kinks meet: the gradients around lie between %.6g and %.6g, as this one does", low, high);
        return Option.of(wrong.withKink(note, true));
    }

    private boolean isRightFurtherAway(OutputProjection basisVector, int j) {
        int right = 0;
        for (int k = 0; k < CHECKED; k++) {
            FlatFunction there = sample(j, k, NEAR);
            Element e = ElementChecker.of(there, options, basisVector, AnalyticJacobian.of(there, basisVector, random))
                    .check(j, CheckMode.SMOOTH);
            if (e.isWrong()) {
                return false;
            }
            right += e.verdict() == Verdict.PROVEN ? 1 : 0;
        }
        return right > CHECKED / 2;
    }
}
