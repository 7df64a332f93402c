package org.covector.bench.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apfloat.Apfloat;
import org.covector.bench.report.Finished;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;
import org.jspecify.annotations.Nullable;

/**
 * Measures every pointwise function and its first two derivatives in both formats, and writes the table. System properties:
 * {@code accuracy.output} the file, {@code accuracy.density} how many random points, {@code accuracy.stride} from one binary exponent to
 * the next, {@code accuracy.only} names that start so, parted by semicolons: then the page of these is written to
 * {@code accuracy.partial}; goes on where it was as {@link Finished} says.
 */
public final class Audit {
    /** Units in the last place that a value may be off, and a derivative. */
    static final double[] GOAL = {4, 16, 16};

    /** Near a zero at an irrational point a derivative may be off by so many unit roundoffs of |x f''|. */
    static final double SLACK = 8;

    /** Of references, where none cancel. */
    private static final long DIGITS = 70;

    private static final String[] ORDERS = {"value", "1st", "2nd"};

    private Audit() {}

    /**
     * The worst of one function, order and format.
     *
     * @param error in units in the last place
     * @param at where
     * @param got what came out there
     * @param want what is right there
     * @param excess the worst error in units of what is allowed; above 1 the goal is missed
     * @param excessAt where
     * @param excessError the error there
     */
    record Worst(String function, int order, Format format, double error, String at, double got, double want, double excess,
            String excessAt, double excessError) {}

    /** What was found of one function. */
    record Found(List<Worst> worst) {}

    /** Runs and writes. */
    public static void main(String[] args) throws IOException {
        Points points = new Points(Double.parseDouble(System.getProperty("accuracy.density", "1")),
                Integer.getInteger("accuracy.stride", 1));
        String only = System.getProperty("accuracy.only", "");
        Finished<Found> finished = Finished.of("accuracy-" + points.density() + "-" + points.stride(), Found.class);
        List<Worst> all = new ArrayList<>();
        for (Case c : Cases.all()) {
            if (Arrays.stream(only.split(";", -1)).anyMatch(c.name()::startsWith)) {
                List<Worst> of = finished.computeIfAbsent(c.name(), () -> new Found(of(c, points))).worst();
                all.addAll(of);
                of.forEach(w -> System.out.println(line(w)));
            }
        }
        String output = System.getProperty(only.isEmpty() ? "accuracy.output" : "accuracy.partial", "");
        if (!output.isEmpty()) {
            Files.writeString(Path.of(output), Table.of(all, points));
        }
    }

    static String line(Worst w) {
        return String.format(Locale.ROOT, "%-24s %-5s %s  %10.3g ulp at %s (%.17g, right %.17g); %.3g of what is allowed, at %s (%.3g ulp)",
                w.function, ORDERS[w.order],
                w.format, w.error, w.at, w.got, w.want, w.excess, w.excessAt, w.excessError);
    }

    /** Values and derivatives of one function in both formats. */
    static List<Worst> of(Case c, Points points) {
        List<Worst> all = new ArrayList<>();
        for (Format format : Format.values()) {
            double[] x = points.of(c, format);
            double[] y = c.arguments() == 2 ? Points.others(c, format, x) : new double[x.length];
            @Nullable Jet[] right = references(c, format, x, y);
            for (int order = 0; order <= 2; order++) {
                all.add(worst(c, order, format, x, y, right));
            }
        }
        return all;
    }

    private static @Nullable Jet[] references(Case c, Format format, double[] x, double[] y) {
        @Nullable Jet[] right = new @Nullable Jet[x.length];
        for (int i = 0; i < x.length; i++) {
            try {
                right[i] = reference(c, x[i], y[i]);
            } catch (ArithmeticException excluded) {
                right[i] = null;
            }
        }
        return right;
    }

    /**
     * Differences of functions of numbers far from 1 cancel as many digits as the exponents have; where they did, with more digits
     * again.
     */
    private static Jet reference(Case c, double x, double y) {
        boolean isAlone = c.arguments() == 1;
        double exponential = digitsOfExponential(x) + (isAlone ? 0 : digitsOfExponential(y));
        if (Math.abs(x) < 1) { // of little of the argument's magnitude is the result's, unless digits cancel
            Jet first = at(c, x, y, DIGITS + (long) exponential);
            if (first.hasDigits()) {
                return first;
            }
        }
        double magnitudes = Math.min(700, Math.abs(Math.log10(Math.abs(x))) + (isAlone ? 0 : Math.abs(Math.log10(Math.abs(y)))));
        boolean isRecurrence = c.name().contains("gamma"); // near 0 their largest term is alone, no digits are lost
        Jet longer = at(c, x, y, DIGITS + (long) (1.2 * (isRecurrence && Math.abs(x) < 1 ? 0 : magnitudes) + exponential));
        return longer.hasDigits() ? longer : at(c, x, y, 120 + (long) (4.5 * magnitudes + exponential));
    }

    /** How many digits the exponential of a number, or of minus it, is below 1. */
    private static double digitsOfExponential(double x) {
        return Math.abs(x) < 2000 ? 0.45 * Math.abs(x) : 0;
    }

    private static Jet at(Case c, double x, double y, long digits) {
        return c.reference().apply(Jet.variable(x, digits), Jet.constant(y, digits));
    }

    private static Worst worst(Case c, int order, Format format, double[] x, double[] y, @Nullable Jet[] right) {
        Tensor other = Convert.to(Tensor.of(y), format.dtype);
        double[] got = derivative(t -> c.ours().apply(t, other), order).apply(Convert.to(Tensor.of(x), format.dtype)).array()
                .toDoubleArray();
        double error = -1;
        double excess = -1;
        int at = 0;
        int excessAt = 0;
        double excessError = 0;
        for (int i = 0; i < x.length; i++) {
            if (right[i] == null) {
                continue;
            }
            Apfloat want = order == 0 ? right[i].v() : order == 1 ? right[i].d1() : right[i].d2();
            Apfloat next = order == 0 ? right[i].d1() : order == 1 ? right[i].d2() : right[i].d3();
            double e = format.error(got[i], want);
            if (e > error) {
                error = e;
                at = i;
            }
            double conditioned = order == 0 ? Double.POSITIVE_INFINITY
                    : format.distance(got[i], want, Math.abs(next.doubleValue() * x[i])) / (SLACK / 2);
            double relative = Math.min(e / GOAL[order], conditioned);
            if (relative > excess) {
                excess = relative;
                excessAt = i;
                excessError = e;
            }
        }
        Jet r = right[at];
        double want = r == null ? Double.NaN : (order == 0 ? r.v() : order == 1 ? r.d1() : r.d2()).doubleValue();
        return new Worst(c.name(), order, format, error, where(c, x, y, at), got[at], want, excess, where(c, x, y, excessAt), excessError);
    }

    private static String where(Case c, double[] x, double[] y, int i) {
        return c.arguments() == 2 ? x[i] + " (other " + y[i] + ")" : String.valueOf(x[i]);
    }

    /** The function whose elements are derivatives of those of f. */
    static UnaryOperator<Tensor> derivative(UnaryOperator<Tensor> f, int order) {
        UnaryOperator<Tensor> g = f;
        for (int k = 0; k < order; k++) {
            UnaryOperator<Tensor> lower = g;
            g = x -> Autograd.grad((Tensor t) -> F.sum(lower.apply(t))).apply(x);
        }
        return g;
    }
}
