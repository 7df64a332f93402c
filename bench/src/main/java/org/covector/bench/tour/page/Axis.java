package org.covector.bench.tour.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Values along a picture's edge.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param log whether in equal factors instead of equal steps
 */
record Axis(double low, double high, boolean log, double from, double to) {
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int TICKS = 5;

    /** From the smallest to the largest value, with a little room. */
    static Axis over(DoubleStream values, boolean log, double from, double to) {
        double[] finite = values.filter(v -> Double.isFinite(v) && (!log || v > 0)).toArray();
        double low = Arrays.stream(finite).min().orElse(0.1);
        double high = Arrays.stream(finite).max().orElse(1);
        if (log) {
            return new Axis(low / 1.1, high * 1.1, true, from, to);
        }
        double room = high > low ? (high - low) * 0.05 : 0.5;
        return new Axis(low - room, high + room, false, from, to);
    }

    double at(double value) {
        double part = log ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + (to - from) * Math.clamp(part, 0, 1);
    }

    List<Double> ticks() {
        List<Double> ticks = log ? factors(STEPS) : steps();
        return ticks.size() > 2 * TICKS ? factors(1) : ticks;
    }

    private List<Double> factors(double... each) {
        List<Double> ticks = new ArrayList<>();
        for (int e = (int) Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
            for (double s : each) {
                double v = s * Math.pow(10, e);
                if (s < 10 && v >= low && v <= high) {
                    ticks.add(v);
                }
            }
        }
        return ticks;
    }

    private List<Double> steps() {
        double rough = (high - low) / TICKS;
        double unit = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = unit * Arrays.stream(STEPS).filter(s -> s * unit >= rough * 0.999).findFirst().orElse(10);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
