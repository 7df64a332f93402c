package org.covector.gradcheck.check;

import java.util.ArrayList;
import java.util.List;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;

/** The classical verdict: central differences with one step and a tolerance. */
final class ToleranceCheck {
    private ToleranceCheck() {}

    static List<Element> elements(FlatFunction function, AnalyticJacobian jacobian, Options.Tolerance tolerance) {
        double[] x = function.point();
        List<Element> all = new ArrayList<>(x.length);
        for (int j = 0; j < x.length; j++) {
            int input = function.inputOf(j);
            double[] up = evaluate(function, j, tolerance.eps());
            double[] down = evaluate(function, j, -tolerance.eps());
            double worst = Double.NEGATIVE_INFINITY;
            Element found = new Element(input, j - function.offset(input), 0, 0, 0, 0, Verdict.NO_GRADIENT, "no floating results", true);
            for (int r = 0; r < up.length; r++) {
                double numeric = (up[r] - down[r]) / (2 * tolerance.eps());
                double analytic = jacobian.at(r, j);
                double allowed = tolerance.atol() + tolerance.rtol() * Math.abs(numeric);
                double excess = Math.abs(analytic - numeric) - allowed;
                if (!(excess <= worst)) {
                    boolean ok = excess <= 0;
                    found = new Element(input, j - function.offset(input), r, analytic, numeric, allowed, ok ? Verdict.WITHIN_TOLERANCE
                            : Verdict.WRONG,
                            "classical tolerance", ok);
                    worst = Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess;
                }
            }
            all.add(found);
        }
        return all;
    }

    private static double[] evaluate(FlatFunction function, int j, double step) {
        double[] x = function.point().clone();
        x[j] = function.rounded(j, x[j] + step);
        return function.evaluate(x);
    }
}
