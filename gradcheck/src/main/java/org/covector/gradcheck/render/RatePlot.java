package org.covector.gradcheck.render;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.page.Plot;
import org.covector.gradcheck.page.PlotAxis;

/** Taylor remainders over step sizes, both over decades: a right derivative falls with slope 2, no derivative with slope 1. */
final class RatePlot {
    private RatePlot() {}

    static String draw(List<Evidence.Remainder> remainders) {
        PlotAxis x = PlotAxis.decades(remainders.stream().flatMap(r -> r.steps().stream()).mapToDouble(h -> h), Plot.LEFT, Plot.RIGHT);
        PlotAxis y = PlotAxis.decades(remainders.stream().flatMap(r -> Stream.concat(r.zeroth().stream(), r.first().stream()))
                .mapToDouble(v -> v),
                Plot.BOTTOM, Plot.TOP + 30);
        Plot plot = new Plot(x, y, "Taylor remainders over step sizes", "step h");
        guide(plot, x, y, remainders.stream().flatMap(r -> points(r.steps(), r.zeroth())), 1);
        // the largest steps: at small ones all is rounding
        guide(plot, x, y, remainders.stream().flatMap(r -> points(r.steps(), r.first()).limit(2)), 2);
        for (Evidence.Remainder r : remainders) {
            plot.curve("plain", r.steps(), r.zeroth(), true).curve("strong", r.steps(), r.first(), true);
        }
        return plot.withKey(List.of(List.of("plain", "|f(x + h u) \u2212 f(x)|"), List.of("strong", "the same less h df(u)"),
                List.of("guide", "slopes 1 and 2")));
    }

    /** The measured orders, in words. */
    static String rates(List<Evidence.Remainder> remainders) {
        double[] rates = remainders.stream().mapToDouble(Evidence.Remainder::rate).filter(Double::isFinite).sorted().toArray();
        String where = " along " + remainders.size() + (remainders.size() == 1 ? " random direction" : " random directions");
        if (rates.length == 0) {
            return "No order can be measured" + where + ".";
        }
        double least = rates[0];
        double most = rates[rates.length - 1];
        return String.format(Locale.ROOT, most - least < 0.005 ? "Measured order %.2f" : "Measured orders %.2f to %.2f", least, most)
                + where + "; a right derivative has 2, a wrong one 1.";
    }

    /** A line of a slope that lies above all curves it is for, named where it does not leave the picture. */
    private static void guide(Plot plot, PlotAxis x, PlotAxis y, Stream<double[]> points, int slope) {
        double high = Math.pow(10, x.high());
        double low = Math.pow(10, x.low());
        double start = 6 * points.filter(p -> p[1] > 0 && Double.isFinite(p[1])).mapToDouble(p -> p[1] * Math.pow(high / p[0], slope)).max()
                .orElse(Math.pow(10, y.high()));
        plot.straight("guide", high, start, low, start * Math.pow(low / high, slope));
        double bottom = Math.pow(10, y.low() + 0.3 * (y.high() - y.low()));
        double x0 = Math.max(low * Math.pow(high / low, 0.25), high * Math.pow(bottom / start, 1.0 / slope));
        plot.label("slope " + slope, x0, start * Math.pow(x0 / high, slope));
    }

    private static Stream<double[]> points(List<Double> steps, List<Double> values) {
        return IntStream.range(0, steps.size()).mapToObj(i -> new double[] {steps.get(i), values.get(i)});
    }
}
