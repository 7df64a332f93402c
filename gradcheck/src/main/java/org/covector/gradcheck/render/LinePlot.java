package org.covector.gradcheck.render;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.page.Plot;
import org.covector.gradcheck.page.PlotAxis;

/** A result along the line through an element, its slopes to both sides and the one the pullback gives. */
final class LinePlot {
    private static final double NEAREST = 0x1p-5; // of the span: nearer values may be rounding

    private LinePlot() {}

    static String draw(Evidence.Profile profile) {
        PlotAxis x = PlotAxis.around(profile.t().stream().mapToDouble(t -> t), Plot.LEFT, Plot.RIGHT);
        PlotAxis y = PlotAxis.around(profile.y().stream().mapToDouble(v -> v), Plot.BOTTOM, Plot.TOP);
        double left = slope(profile, -1);
        double right = slope(profile, 1);
        double centre = centre(profile);
        Plot plot = new Plot(x, y, "values along the line through the element", "distance from the element");
        plot.straight("side", x.low(), centre + left * x.low(), 0, centre).straight("side", 0, centre, x.high(), centre + right * x.high());
        plot.straight("claim", x.low(), centre + profile.slope() * x.low(), x.high(), centre + profile.slope() * x.high());
        plot.curve("plain", profile.t(), profile.y(), true);
        return plot.withKey(List.of(List.of("plain", "value"), List.of("side", slopes(left, right)),
                List.of("claim", "pullback " + PlotAxis.brief(profile.slope()))));
    }

    private static String slopes(double left, double right) {
        return Math.abs(left - right) <= 0.01 * Math.abs(left + right) ? "slope " + PlotAxis.brief((left + right) / 2)
                : "slopes " + PlotAxis.brief(left) + " and " + PlotAxis.brief(right);
    }

    /** The value at the element, or between its neighbours. */
    private static double centre(Evidence.Profile p) {
        return IntStream.range(0, p.t().size()).boxed().filter(i -> p.t().get(i) == 0).findFirst().map(p.y()::get)
                .orElseGet(() -> IntStream.range(0, p.t().size()).boxed().sorted(Comparator.comparingDouble(i -> Math.abs(p.t().get(i))))
                .limit(2)
                        .mapToDouble(p.y()::get).average().orElse(0));
    }

    /** The slope to one side from the two values next to the element, extrapolated to it. */
    private static double slope(Evidence.Profile p, int side) {
        double centre = centre(p);
        double span = p.t().stream().mapToDouble(Math::abs).max().orElse(1);
        double[][] next = IntStream.range(0, p.t().size())
                .filter(i -> side * p.t().get(i) >= NEAREST * span && Double.isFinite(p.y().get(i)))
                .mapToObj(i -> new double[] {p.t().get(i), (p.y().get(i) - centre) / p.t().get(i)})
                        .sorted(Comparator.comparingDouble(s -> Math.abs(s[0]))).limit(2)
                .toArray(double[][]::new);
        return next.length == 0 ? Double.NaN : next.length == 1 ? next[0][1]
                : next[0][1] + (next[0][1] - next[1][1]) * next[0][0] / (next[1][0] - next[0][0]);
    }

    /** Whether there is anything to see. */
    static boolean visible(Evidence.Profile p) {
        return p.t().size() > 2 && DoubleStream.concat(p.t().stream().mapToDouble(t -> t), p.y().stream().mapToDouble(v -> v))
                .filter(Double::isFinite).count() > 4;
    }
}
