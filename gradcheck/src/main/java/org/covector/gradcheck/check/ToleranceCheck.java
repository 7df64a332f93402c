package org.covector.gradcheck.check;

import java.util.List;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;

/** The classical verdict: central differences with one step and a tolerance. */
final class ToleranceCheck {
    private ToleranceCheck() {}

    static List<Element> elements(FlatFunction function, AnalyticJacobian jacobian, Options.Tolerance tolerance) {
        return IntStream.range(0, function.point().length).mapToObj(j -> element(function, jacobian, tolerance, j)).toList();
    }

    /** The verdict on one element: that of the result which exceeds the tolerance most. */
    private static Element element(FlatFunction function, AnalyticJacobian jacobian, Options.Tolerance tolerance, int j) {
        double[] up = evaluate(function, j, tolerance.eps());
        double[] down = evaluate(function, j, -tolerance.eps());
        double worst = Double.NEGATIVE_INFINITY;
        int input = function.inputOf(j);
        Element found = Element.withoutGradient(input, j - function.offset(input), "no floating results");
        for (int r = 0; r < up.length; r++) {
            double numeric = (up[r] - down[r]) / (2 * tolerance.eps());
            double analytic = jacobian.at(r, j);
            double allowed = tolerance.atol() + tolerance.rtol() * Math.abs(numeric);
            double excess = Math.abs(analytic - numeric) - allowed;
            if (!(excess <= worst)) {
                found = function.unjudged(j, r, analytic).withNumeric(numeric, allowed)
                        .withVerdict(excess <= 0 ? Verdict.WITHIN_TOLERANCE : Verdict.WRONG, "classical tolerance");
                worst = Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess;
            }
        }
        return found;
    }

    private static double[] evaluate(FlatFunction function, int j, double step) {
        double[] x = function.point().clone();
        x[j] = function.rounded(j, x[j] + step);
        return function.evaluate(x);
    }
}
