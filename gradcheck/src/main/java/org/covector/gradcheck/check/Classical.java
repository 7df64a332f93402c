package org.covector.gradcheck.check;

import java.util.ArrayList;
import java.util.List;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.Rows;
import org.covector.gradcheck.flat.Subject;

/** The classical verdict: central differences with one step and a tolerance. */
final class Classical {
    private Classical() {}

    static List<Element> elements(Subject subject, Rows rows, Options.Tolerance tolerance) {
        double[] x = subject.point();
        List<Element> all = new ArrayList<>(x.length);
        for (int j = 0; j < x.length; j++) {
            int input = subject.inputs(j);
            double[] up = at(subject, j, tolerance.eps());
            double[] down = at(subject, j, -tolerance.eps());
            double worst = Double.NEGATIVE_INFINITY;
            Element found = new Element(input, j - subject.start(input), 0, 0, 0, 0, Verdict.NO_GRADIENT, "no floating results", true);
            for (int r = 0; r < up.length; r++) {
                double numeric = (up[r] - down[r]) / (2 * tolerance.eps());
                double analytic = rows.analytic(r, j);
                double allowed = tolerance.atol() + tolerance.rtol() * Math.abs(numeric);
                double excess = Math.abs(analytic - numeric) - allowed;
                if (!(excess <= worst)) {
                    boolean ok = excess <= 0;
                    found = new Element(input, j - subject.start(input), r, analytic, numeric, allowed, ok ? Verdict.WITHIN_TOLERANCE
                            : Verdict.WRONG,
                            "classical tolerance", ok);
                    worst = Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess;
                }
            }
            all.add(found);
        }
        return all;
    }

    private static double[] at(Subject subject, int j, double step) {
        double[] x = subject.point().clone();
        x[j] = subject.rounded(j, x[j] + step);
        return subject.at(x);
    }
}
