package org.covector.bench.tour.page;

import java.util.List;
import java.util.stream.LongStream;
import org.covector.functional.train.ConfusionMatrix;

/**
 * How often each class was taken for each: rows are the truth, columns the answer. Drawn by hand: the chart library has blocks of colours,
 * but none with a number in them and gaps between.
 */
final class Confusion {
    private static final double SIZE = 400;
    private static final double LEFT = 58;
    private static final double TOP = 34;
    private static final int COUNTED = 20; // with more classes the counts are too small to read
    private static final int SHOWN = 7;

    private Confusion() {}

    static String draw(List<String> names, ConfusionMatrix matrix) {
        int n = names.size();
        long[] counts = matrix.counts().toLongArray();
        double side = (SIZE - LEFT - 6) / n;
        Svg svg = new Svg(SIZE, TOP + n * side + 8, "confusion matrix: rows are the truth, columns the answer");
        svg.label("tick", "middle", LEFT + n * side / 2, 12, "answer");
        svg.label("tick", "start", 2, 12, "truth");
        for (int i = 0; i < n; i++) {
            long total = LongStream.of(counts).skip((long) i * n).limit(n).sum();
            boolean named = n <= COUNTED || i % (n / COUNTED + 1) == 0;
            if (named) {
                svg.label("key", "end", LEFT - 7, TOP + (i + 0.5) * side + 4.5, shorten(names.get(i)));
                svg.label("key", "middle", LEFT + (i + 0.5) * side, TOP - 7, n > 10 || shorten(names.get(i)).length() * 7 > side ? ""
                        : shorten(names.get(i)));
            }
            for (int j = 0; j < n; j++) {
                long count = counts[i * n + j];
                double part = total == 0 ? 0 : (double) count / total;
                String type = i == j ? "hit" : count > 0 ? "slip" : "none";
                double opacity = i == j ? 0.15 + 0.85 * part : count > 0 ? Math.min(1, 0.35 + 3 * part) : 1;
                svg.rect(type, LEFT + j * side + 1, TOP + i * side + 1, side - 2, side - 2, opacity);
                if (n <= COUNTED && count > 0) {
                    svg.label(i == j && part > 0.5 ? "count on" : "count", "middle", LEFT + (j + 0.5) * side, TOP + (i + 0.5) * side + 4.5,
                            Long.toString(count));
                }
            }
        }
        return svg.toString();
    }

    private static String shorten(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN - 1) + "…";
    }
}
