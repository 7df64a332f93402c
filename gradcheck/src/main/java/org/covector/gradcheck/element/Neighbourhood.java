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
    private static final double CLOSE = 0x1p-30;
    private static final double CLOSE_SINGLE = 0x1p-13; // some thousand numbers of FLOAT32 away, so that equal elements part
    private static final double[] PARTING = {0x1p-30, 0x1p-40};
    private static final double[] PARTING_SINGLE = {0x1p-10, 0x1p-20};
    private static final double NEAR = 0x1p-10;
    private static final double NEAR_SINGLE = 0x1p-5; // the kinks lie beyond the steps that prove something
    private static final int FIRST = 4;
    private static final int AROUND = 48;
    private static final int SAME = 8; // gradients in a row: by then three that tie have shown another
    private static final int CHECKED = 8;
    private static final int ATTEMPTS = 8; // at a point where equal elements part
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
     * A point as close as the numbers' digits allow, where elements equal to some, but for their sign, have parted from them: those that
     * meet again by rounding would show the gradient at the tie, which is what is in question, among those around it.
     */
    FlatFunction sampleApart(int j, int k, int... elements) {
        double close = function.isSinglePrecision() ? CLOSE_SINGLE : CLOSE;
        FlatFunction there = sample(j, k, close);
        for (int attempt = 1; attempt < ATTEMPTS && areTied(there.point(), elements); attempt++) {
            there = sample(j, k, close);
        }
        return there;
    }

    private boolean areTied(double[] there, int... elements) {
        double[] x = function.point();
        for (int a : elements) {
            for (int i = 0; i < x.length; i++) {
                if (i != a && Math.abs(x[i]) == Math.abs(x[a]) && Math.abs(there[i]) == Math.abs(there[a])) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the value jumps where equal elements part: they differ by it however little they are moved apart, so that the function has no
     * gradient at all that moves them together and one by one (the most frequent of some numbers).
     */
    boolean jumpsWhereEqualElementsPart(OutputProjection projection, int row, int j, double noise) {
        if (!isTied(j)) {
            return false;
        }
        double[] parting = function.isSinglePrecision() ? PARTING_SINGLE : PARTING;
        double here = projection.project(function.value())[row];
        double close = Double.POSITIVE_INFINITY;
        double closer = Double.POSITIVE_INFINITY;
        for (int k = 0; k < FIRST; k++) {
            close = Math.min(close, Math.abs(projection.project(sample(j, 0, parting[0]).value())[row] - here));
            closer = Math.min(closer, Math.abs(projection.project(sample(j, 0, parting[1]).value())[row] - here));
        }
        return closer > noise && closer > Thresholds.STILL_JUMPS * close;
    }

    /** Whether element j equals another. */
    boolean isTied(int j) {
        double[] x = function.point();
        return IntStream.range(0, x.length).anyMatch(i -> i != j && x[i] == x[j]);
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
        double same = function.isSinglePrecision() ? Thresholds.CLARKE_SLACK_SINGLE : Thresholds.CLARKE_SLACK;
        double slack = same * Math.max(Math.abs(wrong.analytic()), Math.abs(wrong.numeric()));
        double[] g = new double[AROUND];
        for (int k = 0; k < AROUND; k++) {
            g[k] = function.pullback(sampleApart(j, k, j).point()).apply(basisVector.cotangent(0))[j];
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
        double near = function.isSinglePrecision() ? NEAR_SINGLE : NEAR;
        int right = 0;
        for (int k = 0; k < CHECKED; k++) {
            FlatFunction there = sample(j, k, near);
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
