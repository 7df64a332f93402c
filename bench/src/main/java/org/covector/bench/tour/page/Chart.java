package org.covector.bench.tour.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.batik.svggen.SVGGraphics2D;
import org.covector.bench.report.ChartSvg;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Element;

/** Charts in the colours of the page's style sheet, light and dark: each is drawn in a stand-in, which the sheet's variable replaces. */
final class Chart {
    /** Variables of the style sheet. */
    enum Ink {
        INK, SOFT, GRID, A, B, BAD;

        Color standIn() {
            return new Color(1, 2, ordinal());
        }
    }

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Stroke THICK = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Stroke DOTTED = new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {2, 4}, 0);

    /** A line over epochs 1, 2, ... */
    record Line(String name, Ink ink, boolean dotted, double[] y) {}

    /** A point; {@code wrong} ones stand out. */
    record Point(double x, double y, boolean wrong) {}

    private Chart() {}

    /** Lines over epochs, the last value of each marked; with gaps where a value has no place. */
    static String curves(String description, boolean log, List<Line> lines) {
        DefaultXYDataset data = new DefaultXYDataset();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false) {
            private static final long serialVersionUID = 1;

            @Override
            public boolean getItemShapeVisible(int line, int item) {
                return !lines.get(line).dotted && item == lines.get(line).y.length - 1;
            }
        };
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            double[] y = DoubleStream.of(line.y).map(v -> Double.isFinite(v) && (!log || v > 0) ? v : Double.NaN).toArray();
            data.addSeries(line.name, new double[][] {IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y});
            renderer.setSeriesPaint(i, line.ink.standIn());
            renderer.setSeriesStroke(i, line.dotted ? DOTTED : THICK);
            renderer.setSeriesShape(i, dot(3.5));
        }
        NumberAxis x = new NumberAxis("epoch");
        x.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        x.setAutoRangeIncludesZero(false);
        JFreeChart chart = chart(new XYPlot(data, x, log ? factors() : steps(), renderer));
        LegendTitle legend = new LegendTitle(chart.getPlot());
        legend.setPosition(RectangleEdge.TOP);
        legend.setItemFont(FONT.deriveFont(Font.BOLD));
        legend.setItemPaint(Ink.INK.standIn());
        legend.setFrame(BlockBorder.NONE);
        chart.addLegend(legend);
        return svg(chart, 440, 280, description);
    }

    /** Points that should lie on the diagonal. */
    static String scatter(String xName, String yName, List<Point> points) {
        XYSeries right = new XYSeries("right");
        XYSeries wrong = new XYSeries("wrong");
        points.forEach(p -> (p.wrong ? wrong : right).add(p.x, p.y));
        XYSeriesCollection data = new XYSeriesCollection();
        data.addSeries(right);
        data.addSeries(wrong);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesPaint(0, Ink.A.standIn());
        renderer.setSeriesShape(0, dot(4));
        renderer.setSeriesPaint(1, Ink.BAD.standIn());
        renderer.setSeriesShape(1, dot(6));
        XYPlot plot = new XYPlot(data, steps(), steps(), renderer);
        double low = Math.min(data.getDomainLowerBound(false), data.getRangeLowerBound(false));
        double high = Math.max(data.getDomainUpperBound(false), data.getRangeUpperBound(false));
        double room = high > low ? (high - low) * 0.05 : 0.5;
        for (ValueAxis axis : List.of(plot.getDomainAxis(), plot.getRangeAxis())) {
            axis.setRange(low - room, high + room);
        }
        plot.getDomainAxis().setLabel(xName);
        plot.getRangeAxis().setLabel(yName);
        plot.addAnnotation(new XYLineAnnotation(low, low, high, high, DOTTED, Ink.SOFT.standIn()));
        points.stream().filter(Point::wrong)
                .forEach(p -> plot.addAnnotation(new XYLineAnnotation(p.x, p.y, p.x, p.x, DOTTED, Ink.BAD.standIn())));
        return svg(chart(plot), 340, 340, yName + " against " + xName);
    }

    private static NumberAxis steps() {
        NumberAxis axis = new NumberAxis();
        axis.setAutoRangeIncludesZero(false);
        return axis;
    }

    private static LogAxis factors() {
        LogAxis axis = new LogAxis();
        axis.setBase(2);
        axis.setNumberFormatOverride(new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    private static Ellipse2D dot(double radius) {
        return new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
    }

    /** Nothing but the grid, the numbers and what is shown. */
    private static JFreeChart chart(XYPlot plot) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Ink.GRID.standIn());
        plot.setRangeGridlinePaint(Ink.GRID.standIn());
        for (ValueAxis axis : List.of(plot.getDomainAxis(), plot.getRangeAxis())) {
            axis.setTickLabelFont(FONT);
            axis.setLabelFont(FONT);
            axis.setTickLabelPaint(Ink.SOFT.standIn());
            axis.setLabelPaint(Ink.SOFT.standIn());
            axis.setAxisLineVisible(false);
            axis.setTickMarksVisible(false);
        }
        JFreeChart chart = new JFreeChart(null, FONT, plot, false);
        chart.setBackgroundPaint(null);
        return chart;
    }

    private static String svg(JFreeChart chart, int width, int height, String description) {
        SVGGraphics2D graphics = ChartSvg.draw(chart, width, height, Integer.toHexString(description.hashCode()));
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + width + " " + height);
        root.setAttribute("class", "chart");
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", description);
        StringWriter text = new StringWriter();
        try {
            graphics.stream(root, text, true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = text.toString().substring(text.toString().indexOf("<svg"));
        for (Ink ink : Ink.values()) {
            svg = svg.replace("rgb(1,2," + ink.ordinal() + ")", "var(--" + ink.name().toLowerCase(Locale.ROOT) + ")");
        }
        return svg;
    }
}
