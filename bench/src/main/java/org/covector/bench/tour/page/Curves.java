package org.covector.bench.tour.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Lines over epochs. */
final class Curves {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 280;
    private static final double LEFT = 46;
    private static final double RIGHT = 14;
    private static final double TOP = 30;
    private static final double BOTTOM = 34;

    /**
     * A named line.
     *
     * @param type its class in the style sheet
     * @param y values of epochs 1, 2, ...
     */
    record Line(String name, String type, double[] y) {}

    private Curves() {}

    static String draw(String description, boolean log, List<Line> lines) {
        int most = lines.stream().mapToInt(l -> l.y.length).max().orElse(1);
        Axis x = new Axis(1, Math.max(most, 2), false, LEFT, WIDTH - RIGHT);
        Axis y = Axis.over(lines.stream().flatMapToDouble(l -> Arrays.stream(l.y)), log, HEIGHT - BOTTOM, TOP);
        Svg svg = new Svg(WIDTH, HEIGHT, description);
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
            svg.label("tick", "end", LEFT - 7, y.at(tick) + 4,
                    String.format(Locale.ROOT, "%.3g", tick).replaceFirst("(\\.\\d*?)0+$", "$1").replaceFirst("\\.$", ""));
        }
        for (double tick : x.ticks()) {
            svg.label("tick", "middle", x.at(tick), HEIGHT - BOTTOM + 18, Long.toString(Math.round(tick)));
        }
        svg.label("tick", "end", WIDTH - RIGHT, HEIGHT - 2, "epoch");
        double at = LEFT;
        for (Line line : lines) {
            svg.path("curve " + line.type, IntStream.rangeClosed(1, line.y.length).mapToDouble(x::at).toArray(),
                    Arrays.stream(line.y).map(y::at).toArray());
            svg.circle("dot " + line.type, x.at(line.y.length), y.at(line.y[line.y.length - 1]), 3.5);
            svg.path("curve " + line.type, new double[] {at, at + 18}, new double[] {12, 12});
            svg.label("key", "start", at + 23, 16, line.name);
            at += 40 + 6.6 * line.name.length();
        }
        return svg.toString();
    }
}
