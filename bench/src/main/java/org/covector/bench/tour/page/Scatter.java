package org.covector.bench.tour.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Points that should lie on the diagonal. */
final class Scatter {
    private static final double SIZE = 340;
    private static final double EDGE = 48;
    private static final double ROOM = 12;

    /** A point; {@code wrong} ones stand out. */
    record Point(double x, double y, boolean wrong) {}

    private Scatter() {}

    static String draw(String xName, String yName, List<Point> points) {
        DoubleStream all = points.stream().flatMapToDouble(p -> DoubleStream.of(p.x, p.y));
        Axis over = Axis.over(all, false, EDGE, SIZE - ROOM);
        Axis up = new Axis(over.low(), over.high(), false, SIZE - EDGE, ROOM);
        Svg svg = new Svg(SIZE, SIZE, yName + " against " + xName);
        for (double tick : over.ticks()) {
            String text = String.format(Locale.ROOT, "%.4g", tick).replaceFirst("(\\.\\d*?)0+$", "$1").replaceFirst("\\.$", "");
            svg.line("grid", over.at(tick), ROOM, over.at(tick), SIZE - EDGE);
            svg.line("grid", EDGE, up.at(tick), SIZE - ROOM, up.at(tick));
            svg.label("tick", "middle", over.at(tick), SIZE - EDGE + 18, text);
            svg.label("tick", "end", EDGE - 7, up.at(tick) + 4, text);
        }
        svg.line("diagonal", EDGE, SIZE - EDGE, SIZE - ROOM, ROOM);
        points.stream().filter(p -> !p.wrong).forEach(p -> svg.circle("dot a", over.at(p.x), up.at(p.y), 4));
        for (Point p : points) {
            if (p.wrong) {
                svg.line("miss", over.at(p.x), up.at(p.y), over.at(p.x), up.at(p.x));
                svg.circle("dot bad", over.at(p.x), up.at(p.y), 6);
            }
        }
        svg.label("tick", "end", SIZE - ROOM, SIZE - 8, xName);
        svg.label("tick", "start", EDGE + 6, ROOM + 12, yName);
        return svg.toString();
    }
}
