package org.covector.bench.report;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Ratios of one family as horizontal bars from 1: to the right where Covector is faster. */
record Plot(String family, int threads, List<Row> rows) {
    private static final int WIDTH = 900;
    private static final int HEADER = 130;
    private static final int BAR = 26;
    private static final Color AHEAD = new Color(0x2a7f62);
    private static final Color BEHIND = new Color(0xc2571a);

    /** One plot per family and number of threads that has ratios. */
    static Seq<Plot> of(Seq<Row> rows) {
        return rows.filter(r -> r.ratio() != null)
                .groupBy(r -> r.family() + r.threads())
                .values()
                .map(part -> new Plot(part.head().family(), part.head().threads(), part.toList()))
                .toList()
                .sortBy(Plot::fileName);
    }

    private String fileName() {
        return family.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + threads + ".svg";
    }

    void write(Path directory) throws IOException {
        try (Writer out = Files.newBufferedWriter(directory.resolve(fileName()))) {
            ChartSvg.draw(chart(), WIDTH, HEADER + BAR * rows.size(), "").stream(out, true);
        }
    }

    private JFreeChart chart() {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        rows.forEach(r -> data.addValue(r.ratio(), "ratio", r.workload()));
        JFreeChart chart = ChartFactory.createBarChart(
                family + ", " + threads + (threads == 1 ? " thread" : " threads") + ": speed relative to the best peer",
                null, null, data, PlotOrientation.HORIZONTAL, false, false, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getTitle().setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeAxis(axis());
        plot.setRenderer(new Bars(rows));
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.5f);
        plot.getDomainAxis().setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        plot.addRangeMarker(new ValueMarker(1, Color.DARK_GRAY, new BasicStroke(1.2f)));
        return chart;
    }

    private LogAxis axis() {
        LogAxis axis = new LogAxis("times as fast as the best peer (logarithmic)");
        axis.setBase(2);
        double low = rows.map(Row::ratio).min().get();
        double high = rows.map(Row::ratio).max().get();
        axis.setRange(Math.min(0.5, low / 1.3), Math.max(2, high * 1.3));
        axis.setNumberFormatOverride(new java.text.DecimalFormat("0.##", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    /** Coloured by side of 1. */
    private static final class Bars extends BarRenderer {
        private static final long serialVersionUID = 1;
        private final transient List<Row> rows;

        Bars(List<Row> rows) {
            this.rows = rows;
            setBase(1);
            setIncludeBaseInRange(false);
            setShadowVisible(false);
            setBarPainter(new StandardBarPainter());
            setMaximumBarWidth(0.5);
        }

        @Override
        public java.awt.Paint getItemPaint(int row, int column) {
            Double ratio = rows.get(column).ratio();
            return ratio != null && ratio >= 1 ? AHEAD : BEHIND;
        }
    }
}
