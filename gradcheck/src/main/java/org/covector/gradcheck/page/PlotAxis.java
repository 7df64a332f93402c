package org.covector.gradcheck.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * One direction of a plot.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param decades whether {@code low} and {@code high} are decimal logarithms
 * @param from place in the picture
 * @param to place in the picture
 */
public record PlotAxis(double low, double high, boolean decades, double from, double to) {
    private static final int TICKS = 6;

    /** All finite values, with some air. */
    public static PlotAxis around(DoubleStream values, double from, double to) {
        var all = values.filter(Double::isFinite).summaryStatistics();
        double low = all.getCount() == 0 ? 0 : all.getMin();
        double high = all.getCount() == 0 ? 1 : all.getMax();
        double air = high > low ? 0.06 * (high - low) : Math.max(Math.abs(low), 1) * 0.5;
        return new PlotAxis(low - air, high + air, false, from, to);
    }

    /** Whole decades around all positive values. */
    public static PlotAxis decades(DoubleStream values, double from, double to) {
        var all = values.filter(v -> v > 0 && Double.isFinite(v)).map(Math::log10).summaryStatistics();
        double low = all.getCount() == 0 ? -1 : Math.floor(all.getMin());
        double high = all.getCount() == 0 ? 0 : Math.ceil(all.getMax());
        return new PlotAxis(low, high > low ? high : low + 1, true, from, to);
    }

    public double at(double value) {
        return from + (to - from) * ((decades ? Math.log10(value) : value) - low) / (high - low);
    }

    /** Places of round values: whole decades, or steps of 1, 2 or 5. */
    public List<Double> ticks() {
        double rough = (high - low) / TICKS;
        double unit = decades ? 1 : Math.pow(10, Math.floor(Math.log10(rough)));
        double step = decades ? Math.max(1, Math.ceil(rough))
                : DoubleStream.of(1, 2, 5, 10).map(s -> s * unit).filter(s -> s >= rough * 0.999).findFirst().orElse(10 * unit);
        List<Double> all = new ArrayList<>();
        for (double i = Math.ceil(low / step); i * step <= high && all.size() < 3 * TICKS; i++) {
            all.add(decades ? Math.pow(10, i * step) : i * step);
        }
        return all;
    }

    /** A tick in words. */
    public String label(double tick) {
        return decades ? String.format(Locale.ROOT, "1e%d", Math.round(Math.log10(tick)))
                : brief(Math.abs(tick) < 1e-9 * (high - low) ? 0 : tick);
    }

    /** Four digits at most. */
    public static String brief(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return value == 0 ? "0" : Double.toString(value);
        }
        double size = Math.abs(value);
        String digits = size >= 1e5 || size < 1e-3 ? String.format(Locale.ROOT, "%.3e", value).replaceFirst("\\.?0+e", "e")
                : String.format(Locale.ROOT, "%." + Math.max(0, 3 - (int) Math.floor(Math.log10(size))) + "f", value);
        return digits.contains(".") && !digits.contains("e") ? digits.replaceFirst("\\.?0+$", "")
                : digits.replaceFirst("e([+-])0(\\d)$", "e$1$2").replace("e+", "e");
    }
}
