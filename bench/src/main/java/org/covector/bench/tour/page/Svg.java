package org.covector.bench.tour.page;

import java.util.Locale;

/**
 * A picture being drawn; shapes carry class names, and the page's style sheet gives the colours. For what the chart library has no chart
 * that looks as good: bars with their names above them, squares with a number in each, a digit's pixels.
 */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    Svg(double width, double height, String description) {
        text.append(format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">", width, height, escape(description)));
    }

    /** A rectangle of an opacity. */
    Svg rect(String type, double x, double y, double width, double height, double opacity) {
        text.append(format("<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill-opacity=\"%.3f\"/>", type, x, y,
                width, height, opacity));
        return this;
    }

    /** Words; {@code anchor} is start, middle or end. */
    Svg label(String type, String anchor, double x, double y, String words) {
        text.append(format("<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", type, anchor, x, y, escape(words)));
        return this;
    }

    @Override
    public String toString() {
        return text + "</svg>";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String escape(String words) {
        StringBuilder safe = new StringBuilder();
        words.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
