package org.covector.gradcheck.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.covector.gradcheck.Evidence;

/** Taylor remainders over step sizes, both over decades: a right derivative falls with slope 2, no derivative with slope 1. */
final class RatePlot {
    private RatePlot() {}

    static String draw(List<Evidence.Remainder> remainders) {
        Axis x = Axis.decades(remainders.stream().flatMap(r -> r.steps().stream()).mapToDouble(h -> h), Plot.LEFT, Plot.RIGHT);
        Axis y = Axis.decades(remainders.stream().flatMap(r -> Stream.concat(r.zeroth().stream(), r.first().stream())).mapToDouble(v -> v), Plot.BOTTOM, Plot.TOP + 30);
        Plot plot = new Plot(x, y, "Taylor remainders over step sizes", "step h");
        double[] ends = {Math.pow(10, x.low()), Math.pow(10, x.high())};
        guide(plot, y, ends, largest(remainders.stream().flatMap(r -> r.zeroth().stream()), y), 1);
        guide(plot, y, ends, largest(remainders.stream().flatMap(r -> r.first().stream()), y), 2);
        for (Evidence.Remainder r : remainders) {
            plot.curve("plain", r.steps(), r.zeroth(), true).curve("strong", r.steps(), r.first(), true);
        }
        return plot.withKey(List.of(List.of("plain", "|f(x + h u) \u2212 f(x)|"), List.of("strong", "the same less h df(u)"), List.of("guide", "slopes 1 and 2")));
    }

    /** The measured orders, in words. */
    static String rates(List<Evidence.Remainder> remainders) {
        var rates = remainders.stream().mapToDouble(Evidence.Remainder::rate).summaryStatistics();
        return Double.isNaN(rates.getMin()) ? "no order can be measured" : String.format(Locale.ROOT, rates.getMax() - rates.getMin() < 0.005 ? "measured order %.2f" : "measured orders %.2f to %.2f",
                rates.getMin(), rates.getMax());
    }

    private static double largest(Stream<Double> values, Axis y) {
        return values.mapToDouble(v -> v).filter(v -> v > 0 && Double.isFinite(v)).max().orElse(Math.pow(10, y.high()));
    }

    /** A line of a slope above all curves it is for, named where it does not leave the picture. */
    private static void guide(Plot plot, Axis y, double[] ends, double top, int slope) {
        double low = ends[0];
        double high = ends[1];
        double start = top * 8;
        plot.straight("guide", high, start, low, start * Math.pow(low / high, slope));
        double bottom = Math.pow(10, y.low() + 0.3 * (y.high() - y.low()));
        double along = Math.max(low * Math.pow(high / low, 0.25), high * Math.pow(bottom / start, 1.0 / slope));
        plot.label("slope " + slope, along, start * Math.pow(along / high, slope));
    }
}
