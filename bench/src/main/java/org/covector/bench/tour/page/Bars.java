package org.covector.bench.tour.page;

import java.util.List;
import java.util.Locale;
import org.covector.bench.tour.Speed;

/**
 * Times of the scalar loop and of the library, side by side, the longer at full length; drawn by hand, for the chart library sets a
 * category's name beside its bars, where it leaves them half the width.
 */
final class Bars {
    private static final double WIDTH = 440;
    private static final double ROW = 62;
    private static final double LENGTH = 310;

    private Bars() {}

    static String draw(List<Speed.Kernel> kernels) {
        Svg svg = new Svg(WIDTH, ROW * kernels.size(), "times of scalar loops and of the library");
        for (int i = 0; i < kernels.size(); i++) {
            Speed.Kernel k = kernels.get(i);
            double y = i * ROW;
            double longest = Math.max(k.scalar(), k.ours());
            double scalar = LENGTH * k.scalar() / longest;
            double ours = LENGTH * k.ours() / longest;
            svg.label("key", "start", 0, y + 14, k.name());
            svg.rect("fill quiet", 0, y + 20, scalar, 13, 1);
            svg.label("tick", "start", scalar + 6, y + 31, time(k.scalar()));
            svg.rect("fill a", 0, y + 35, Math.max(ours, 1.5), 13, 1);
            svg.label("strong", "start", ours + 6, y + 46, String.format(Locale.ROOT, "%s   %.1f×", time(k.ours()), k.ratio()));
        }
        return svg.toString();
    }

    private static String time(double nanos) {
        return String.format(Locale.ROOT, nanos < 1e6 ? "%.0f µs" : "%.2f ms", nanos < 1e6 ? nanos * 1e-3 : nanos * 1e-6);
    }
}
