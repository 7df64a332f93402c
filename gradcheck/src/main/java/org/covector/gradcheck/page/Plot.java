package org.covector.gradcheck.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A plot of curves with a grid, ticks and a key. */
public final class Plot {
    public static final double LEFT = 58;
    public static final double RIGHT = 452;
    public static final double TOP = 12;
    public static final double BOTTOM = 262;
    private static final double WIDTH = 464;
    private static final double HEIGHT = 304;

    private final PlotAxis x;
    private final PlotAxis y;
    private final Markup to = new Markup();

    public Plot(PlotAxis x, PlotAxis y, String description, String below) {
        this.x = x;
        this.y = y;
        to.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "class", "plot", "role", "img", "aria-label", description);
        for (double tick : y.ticks()) {
            to.empty("path", "class", "grid", "d", String.format(Locale.ROOT, "M%.1f %.1fH%.1f", LEFT, y.at(tick), RIGHT));
            to.leaf("text", y.label(tick), "class", "tick", "text-anchor", "end", "x", LEFT - 8, "y", y.at(tick) + 4);
        }
        for (double tick : x.ticks()) {
            to.empty("path", "class", "grid", "d", String.format(Locale.ROOT, "M%.1f %.1fV%.1f", x.at(tick), TOP, BOTTOM));
            to.leaf("text", x.label(tick), "class", "tick", "text-anchor", "middle", "x", x.at(tick), "y", BOTTOM + 18);
        }
        to.leaf("text", below, "class", "tick", "text-anchor", "middle", "x", (LEFT + RIGHT) / 2, "y", HEIGHT - 6);
    }

    /** A line through the points that an axis can show, with dots if wanted. */
    public Plot curve(String type, List<Double> xs, List<Double> ys, boolean dots) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.size(); i++) {
            boolean shown = shown(x, xs.get(i)) && shown(y, ys.get(i));
            if (shown) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x.at(xs.get(i)), y.at(ys.get(i))));
            }
            drawing = shown;
        }
        if (!path.isEmpty()) {
            to.empty("path", "class", "curve " + type, "d", path);
        }
        IntStream.range(0, dots ? xs.size() : 0).filter(i -> shown(x, xs.get(i)) && shown(y, ys.get(i)))
                .forEach(i -> to.empty("circle", "class", "dot " + type, "cx", x.at(xs.get(i)), "cy", y.at(ys.get(i)), "r", 3.0));
        return this;
    }

    /** A straight line between two points, cut at the picture's edges. */
    public Plot straight(String type, double x1, double y1, double x2, double y2) {
        double px = x.at(x1);
        double py = y.at(y1);
        double dx = x.at(x2) - px;
        double dy = y.at(y2) - py;
        double from = 0;
        double to1 = 1;
        if (dy != 0) {
            double a = (TOP - py) / dy;
            double b = (BOTTOM - py) / dy;
            from = Math.max(from, Math.min(a, b));
            to1 = Math.min(to1, Math.max(a, b));
        }
        if (from < to1) {
            to.empty("path", "class", "curve " + type, "d",
                    String.format(Locale.ROOT, "M%.1f %.1fL%.1f %.1f", px + from * dx, py + from * dy, px + to1 * dx, py + to1 * dy));
        }
        return this;
    }

    /** Words at a point. */
    public Plot label(String words, double atX, double atY) {
        to.leaf("text", words, "class", "guide", "text-anchor", "end", "x", Math.clamp(x.at(atX) - 4, LEFT + 46, RIGHT), "y",
                Math.clamp(y.at(atY) - 6, TOP + 12, BOTTOM - 6));
        return this;
    }

    private static boolean shown(PlotAxis axis, double v) {
        return Double.isFinite(v) && (!axis.decades() || v > 0);
    }

    /** The picture and below it what the curves are: names by their types. */
    public String withKey(List<List<String>> key) {
        Markup all = new Markup().open("div", "class", "key");
        for (List<String> entry : key) {
            all.open("span").open("svg", "viewBox", "0 0 24 8", "aria-hidden", "true")
                    .empty("path", "class", "curve " + entry.getFirst(), "d", "M1 4H23").close()
                    .words(entry.getLast()).close();
        }
        return to.toString() + all;
    }
}
