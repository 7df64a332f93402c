package org.covector.gradcheck.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.ResultRange;

/**
 * The classical verdict in fast mode: one number {@code v J u} for each pair of an input and a result, with random unit vectors of
 * numbers above 0, and the tolerance of a sum over all elements (the fast mode of torch.autograd.gradcheck).
 */
final class FastToleranceCheck {
    private FastToleranceCheck() {}

    static List<Element> elements(FlatFunction function, Options.Tolerance tolerance, RandomGenerator random) {
        List<Element> all = new ArrayList<>();
        List<ResultRange> results = ResultRange.of(function.outputs());
        for (int output = 0; output < results.size(); output++) {
            ResultRange y = results.get(output);
            double[] v = unit(function.value().length, y.from(), y.to(), random);
            double[] dx = function.pullback(function.point()).apply(v);
            for (int i = 0; i < function.inputs().size(); i++) {
                if (function.size(i) > 0) {
                    double[] u = unit(function.point().length, function.offset(i), function.offset(i) + function.size(i), random);
                    all.add(judge(function, tolerance, u, v, Element.unjudged(i, 0, output, dot(dx, u))));
                }
            }
        }
        return all;
    }

    private static Element judge(FlatFunction function, Options.Tolerance tolerance, double[] u, double[] v, Element e) {
        double[] up = evaluate(function, u, tolerance.eps());
        double[] down = evaluate(function, u, -tolerance.eps());
        double numeric = (dot(up, v) - dot(down, v)) / (2 * tolerance.eps());
        double allowed = tolerance.atol() * Arrays.stream(u).sum() * Arrays.stream(v).sum() + tolerance.rtol() * Math.abs(numeric);
        boolean ok = Math.abs(e.analytic() - numeric) <= allowed;
        return e.withNumeric(numeric, allowed)
                .withVerdict(ok ? Verdict.WITHIN_TOLERANCE : Verdict.WRONG, "classical tolerance, along a random direction");
    }

    private static double[] evaluate(FlatFunction function, double[] u, double step) {
        double[] x = function.point().clone();
        for (int j = 0; j < x.length; j++) {
            x[j] = function.rounded(j, x[j] + step * u[j]);
        }
        return function.evaluate(x);
    }

    private static double[] unit(int n, int from, int to, RandomGenerator random) {
        double[] u = new double[n];
        double squares = 0;
        for (int j = from; j < to; j++) {
            u[j] = random.nextDouble();
            squares += u[j] * u[j];
        }
        double length = Math.sqrt(squares);
        return Arrays.stream(u).map(a -> a / length).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += b[i] == 0 ? 0 : a[i] * b[i];
        }
        return sum;
    }
}
