package org.covector.gradcheck.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.page.Markup;
import org.covector.gradcheck.page.PlotAxis;

/**
 * A Jacobian as three pictures: analytic and numeric with a colour per sign, their difference over decades. Colours are mixtures of
 * the style sheet's, so that they suit light and dark. Large matrices are drawn in blocks, each with the number of largest size.
 */
final class HeatMap {
    private static final int LEVELS = 12;
    private static final int DECADES = 16;
    private static final int MOST = 96;
    private static final double WIDTH = 300;
    private static final double CELL = 46;
    private static final double READABLE = 40;
    private static final double EDGE = 7;

    private final int rows;
    private final int columns;
    private final int blockRows; // rows in a block
    private final int blockColumns;
    private final Set<Integer> marked;

    private HeatMap(int rows, int columns, Set<Integer> marked) {
        this.rows = rows;
        this.columns = columns;
        this.blockRows = Math.ceilDiv(rows, MOST);
        this.blockColumns = Math.ceilDiv(columns, MOST);
        this.marked = marked;
    }

    /** Three pictures with a legend each; {@code wrong} columns are marked above. */
    static String draw(Evidence.Jacobian jacobian, Set<Integer> wrong) {
        List<List<Double>> analytic = jacobian.analytic();
        List<List<Double>> numeric = jacobian.numeric();
        if (analytic.isEmpty() || analytic.getFirst().isEmpty()) {
            return "";
        }
        HeatMap map = new HeatMap(analytic.size(), analytic.getFirst().size(), wrong);
        double most = Math.max(largest(analytic), largest(numeric));
        double unit = most > 0 ? most : 1;
        List<List<Double>> difference = new ArrayList<>();
        for (int r = 0; r < map.rows; r++) {
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < map.columns; j++) {
                row.add(difference(analytic.get(r).get(j), numeric.get(r).get(j)));
            }
            difference.add(row);
        }
        Markup all = new Markup().open("div", "class", "maps");
        map.panel(all, "analytic", "what the pullback gives", analytic, v -> signed(v / unit), signedLegend(unit));
        map.panel(all, "numeric", "difference quotients", numeric, v -> signed(v / unit), signedLegend(unit));
        map.panel(all, "difference", "its size, over decades", difference, v -> decade(v / unit), decadeLegend(unit));
        return all.toString();
    }

    /** A sentence on how large matrices are drawn. */
    static String blocks(Evidence.Jacobian jacobian) {
        HeatMap map = new HeatMap(jacobian.analytic().size(), jacobian.analytic().getFirst().size(), Set.of());
        return map.blockRows * map.blockColumns == 1 ? ""
                : " Drawn in blocks of " + map.blockRows + " by " + map.blockColumns + ", each as its largest entry.";
    }

    private static double difference(double analytic, double numeric) {
        return Double.isNaN(numeric) ? Double.NaN : analytic == numeric ? 0 : Double.isFinite(analytic - numeric)
                ? Math.abs(analytic - numeric) : Double.POSITIVE_INFINITY;
    }

    private static double largest(List<List<Double>> matrix) {
        return matrix.stream().flatMap(List::stream).mapToDouble(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    /** From -1 to 1, by the square root, so that small numbers show. */
    private static double signed(double part) {
        return Double.isNaN(part) ? Double.NaN : Math.signum(part) * Math.sqrt(Math.min(Math.abs(part), 1));
    }

    /** From 0 to 1: a part in 1e16 to all. */
    private static double decade(double part) {
        return Double.isNaN(part) || part == 0 ? part : Math.clamp(1 + Math.log10(part) / DECADES, 0.5 / LEVELS, 1);
    }

    private void panel(Markup to, String name, String what, List<List<Double>> values, DoubleUnaryOperator colour, String legend) {
        int gridRows = Math.ceilDiv(rows, blockRows);
        int gridColumns = Math.ceilDiv(columns, blockColumns);
        double width = Math.min(WIDTH, CELL * gridColumns);
        double cell = width / gridColumns;
        double height = Math.clamp(cell * gridRows, Math.min(24.0 * gridRows, 60), Math.max(WIDTH * 1.2, 14.0 * Math.min(gridRows, 24)));
        double tall = height / gridRows;
        to.open("figure").open("figcaption").leaf("b", name).words(" " + what).close();
        to.open("svg", "viewBox", "0 0 " + Markup.number(width) + " " + Markup.number(height + EDGE), "class", "map", "style",
                "max-width:" + Markup.number(width * 1.15) + "px",
                "role", "img", "aria-label", name + " Jacobian, " + rows + " by " + columns);
        to.empty("rect", "class", "void", "y", EDGE, "width", width, "height", height);
        double[][] blocks = blocks(values, gridRows, gridColumns);
        for (int level = -LEVELS; level <= LEVELS; level++) {
            String path = runs(blocks, level, colour, cell, tall);
            if (!path.isEmpty()) {
                to.empty("path", "d", path, "style", "fill:" + fill(level, name.equals("difference")));
            }
        }
        if (cell >= READABLE && tall >= 14) {
            numbers(to, blocks, colour, cell, tall);
        }
        marked.stream().map(j -> j / blockColumns).distinct().forEach(j -> to.empty("path", "class", "mark", "d",
                String.format(Locale.ROOT, "M%.1f 0h8l-4 5z", (j + 0.5) * cell - 4)));
        to.close().add(legend).close();
    }

    private double[][] blocks(List<List<Double>> values, int gridRows, int gridColumns) {
        double[][] blocks = new double[gridRows][gridColumns];
        boolean[][] seen = new boolean[gridRows][gridColumns];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                double v = values.get(r).get(j);
                int row = r / blockRows;
                int column = j / blockColumns;
                if (!seen[row][column] || Double.isNaN(blocks[row][column]) || Math.abs(v) > Math.abs(blocks[row][column])) {
                    blocks[row][column] = v;
                    seen[row][column] = true;
                }
            }
        }
        return blocks;
    }

    /** All blocks of one colour as one path, a rectangle per run. */
    private static String runs(double[][] blocks, int level, DoubleUnaryOperator colour, double cell, double tall) {
        StringBuilder path = new StringBuilder();
        for (int r = 0; r < blocks.length; r++) {
            int from = -1;
            for (int j = 0; j <= blocks[r].length; j++) {
                boolean here = j < blocks[r].length && level(blocks[r][j], colour) == level;
                if (here && from < 0) {
                    from = j;
                } else if (!here && from >= 0) {
                    path.append('M').append(Markup.number(from * cell)).append(' ').append(Markup.number(EDGE + r * tall)).append('h')
                            .append(Markup.number((j - from) * cell))
                            .append('v').append(Markup.number(tall)).append('h').append(Markup.number((from - j) * cell)).append('z');
                    from = -1;
                }
            }
        }
        return path.toString();
    }

    private static int level(double value, DoubleUnaryOperator colour) {
        double c = colour.applyAsDouble(value);
        return Double.isNaN(c) ? Integer.MAX_VALUE : c == 0 ? 0 : (int) (Math.signum(c) * Math.max(1, Math.round(Math.abs(c) * LEVELS)));
    }

    private static String fill(int level, boolean difference) {
        String end = difference ? "var(--far)" : level < 0 ? "var(--minus)" : "var(--plus)";
        return level == 0 ? "var(--zero)" : "color-mix(in oklab," + end + " " + Math.round(100.0 * Math.abs(level) / LEVELS)
                + "%,var(--zero))";
    }

    private static void numbers(Markup to, double[][] blocks, DoubleUnaryOperator colour, double cell, double tall) {
        for (int r = 0; r < blocks.length; r++) {
            for (int j = 0; j < blocks[r].length; j++) {
                double v = blocks[r][j];
                boolean strong = Math.abs(level(v, colour)) > 0.55 * LEVELS && !Double.isNaN(v);
                to.leaf("text", v == 0 ? "0" : Double.isNaN(v) ? "\u2013" : small(v), "class", strong ? "cell strong" : "cell",
                        "text-anchor", "middle", "x", (j + 0.5) * cell,
                        "y", EDGE + (r + 0.5) * tall + 3.6);
            }
        }
    }

    private static String small(double v) {
        if (Double.isInfinite(v)) {
            return v > 0 ? "\u221e" : "\u2212\u221e";
        }
        return Math.abs(v) >= 1e-2 && Math.abs(v) < 1e3 ? PlotAxis.brief(Double.parseDouble(String.format(Locale.ROOT, "%.2g", v)))
                : String.format(Locale.ROOT, "%.0e", v).replace("e-0", "e-").replace("e+0", "e").replace("e+", "e");
    }

    private static String signedLegend(double unit) {
        return legend(-LEVELS, false, "\u2212" + PlotAxis.brief(unit), "0", PlotAxis.brief(unit));
    }

    private static String decadeLegend(double unit) {
        return legend(0, true, "0", String.format(Locale.ROOT, "%.0e", unit * 1e-8), PlotAxis.brief(unit));
    }

    private static String legend(int first, boolean difference, String low, String middle, String high) {
        Markup to = new Markup().open("svg", "viewBox", "0 0 220 26", "class", "legend", "aria-hidden", "true");
        double step = 220.0 / (LEVELS - first + 1);
        for (int level = first; level <= LEVELS; level++) {
            to.empty("rect", "x", (level - first) * step, "width", step + 0.3, "height", 9.0, "style", "fill:" + fill(level, difference));
        }
        to.leaf("text", low, "x", 0.0, "y", 22.0).leaf("text", middle, "x", 110.0, "y", 22.0, "text-anchor", "middle");
        return to.leaf("text", high, "x", 220.0, "y", 22.0, "text-anchor", "end").toString();
    }
}
