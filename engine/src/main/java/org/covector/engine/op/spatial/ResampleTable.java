package org.covector.engine.op.spatial;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * How one axis of {@code in} elements becomes one of {@code out}: for each result the sources it is a weighted sum of. What
 * torch.nn.functional.interpolate does is one such table per axis.
 *
 * <p>Result q lies at {@code s (q + 1/2) - 1/2} among the sources, s the inverse of the given scale factor or else in / out; with
 * aligned corners at {@code q (in - 1) / (out - 1)}. Sources beyond an end are the one at the end.
 */
public final class ResampleTable {
    /** torch's coefficient of the cubic kernel; R. G. Keys, Cubic convolution interpolation (1981). */
    private static final double CUBIC = -0.75;

    /** With antialiasing that of Keys and of Pillow. */
    private static final double SMOOTH_CUBIC = -0.5;

    private final int in;
    private final int[] start;
    private final int[] index;
    private final double[] weight;

    private ResampleTable(int in, int[] start, int[] index, double[] weight) {
        this.in = in;
        this.start = start;
        this.index = index;
        this.weight = weight;
    }

    /** Length of the source axis. */
    public int in() {
        return in;
    }

    /** Length of the resulting axis. */
    public int out() {
        return start.length - 1;
    }

    int[] start() {
        return start;
    }

    int[] index() {
        return index;
    }

    double[] weight() {
        return weight;
    }

    /** The number of sources if it is the same for all results, else 0. */
    int taps() {
        int n = out() == 0 ? 0 : start[1];
        for (int q = 0; q < out(); q++) {
            if (start[q + 1] - start[q] != n) {
                return 0;
            }
        }
        return n;
    }

    /** The table of the adjoint: for each source the results it takes part in, in ascending order. */
    public ResampleTable transposed() {
        int[] from = Storage.ints(in + 1L);
        for (int i : index) {
            from[i + 1]++;
        }
        for (int i = 0; i < in; i++) {
            from[i + 1] += from[i];
        }
        int[] next = from.clone();
        int[] results = Storage.ints(index.length);
        double[] weights = Storage.zeros(DType.FLOAT64, index.length).doubles();
        for (int q = 0; q < out(); q++) {
            for (int t = start[q]; t < start[q + 1]; t++) {
                int at = next[index[t]]++;
                results[at] = q;
                weights[at] = weight[t];
            }
        }
        return new ResampleTable(out(), from, results, weights);
    }

    // ---- the tables of interpolate

    private static void check(String function, int in, int out, OptionalDouble scale) {
        ArgumentException.require(in >= 1 && out >= 1, function, "lengths of input and output", in + ", " + out, "1 or more");
        if (scale.isPresent()) {
            double s = scale.getAsDouble();
            ArgumentException.require(s > 0 && Double.isFinite(s), function, "scaleFactor", s, "a positive number");
        }
    }

    private static double step(int in, int out, boolean alignCorners, OptionalDouble scale) {
        if (alignCorners) {
            return out > 1 ? (in - 1.0) / (out - 1) : 0;
        }
        return scale.isPresent() ? 1 / scale.getAsDouble() : (double) in / out;
    }

    private static double place(double step, int q, boolean alignCorners) {
        return alignCorners ? step * q : step * (q + 0.5) - 0.5;
    }

    /** {@code y[q] = x[floor(s q)]}: torch's nearest. The product is rounded to float before, as torch does. */
    public static ResampleTable nearest(String function, int in, int out, OptionalDouble scale) {
        return nearest(function, in, out, scale, 0);
    }

    /** {@code y[q] = x[floor(s (q + 1/2))]}: torch's nearest-exact, which agrees with Pillow and scikit-image. */
    public static ResampleTable nearestExact(String function, int in, int out, OptionalDouble scale) {
        return nearest(function, in, out, scale, 0.5);
    }

    private static ResampleTable nearest(String function, int in, int out, OptionalDouble scale, double shift) {
        check(function, in, out, scale);
        double step = step(in, out, false, scale);
        int[] start = Storage.ints(out + 1L);
        int[] index = Storage.ints(out);
        double[] weight = Storage.zeros(DType.FLOAT64, out).doubles();
        Arrays.fill(weight, 1);
        for (int q = 0; q < out; q++) {
            index[q] = (int) Math.min(in - 1, Math.floor((float) ((q + shift) * step)));
            start[q + 1] = q + 1;
        }
        return new ResampleTable(in, start, index, weight);
    }

    /** {@code y[q] = (1 - t) x[i] + t x[i + 1]}, i + t the place of q, not below 0: torch's linear, bilinear, trilinear. */
    public static ResampleTable linear(String function, int in, int out, boolean alignCorners, OptionalDouble scale) {
        check(function, in, out, scale);
        ArgumentException.require(out <= Integer.MAX_VALUE / 4, function, "length of output", out, "less than 2^29");
        double step = step(in, out, alignCorners, scale);
        int[] start = Storage.ints(out + 1L);
        int[] index = Storage.ints(2L * out);
        double[] weight = Storage.zeros(DType.FLOAT64, index.length).doubles();
        for (int q = 0; q < out; q++) {
            double u = Math.max(0, place(step, q, alignCorners));
            int i = (int) Math.min(u, in - 1);
            double t = Math.min(1, u - i);
            index[2 * q] = i;
            index[2 * q + 1] = Math.min(i + 1, in - 1);
            weight[2 * q] = 1 - t;
            weight[2 * q + 1] = t;
            start[q + 1] = 2 * q + 2;
        }
        return new ResampleTable(in, start, index, weight);
    }

    /**
     * {@code y[q] = sum of k(u - i) x[i]} over the four sources around the place u of q, k the cubic kernel with a = -0.75:
     * torch's bicubic.
     */
    public static ResampleTable cubic(String function, int in, int out, boolean alignCorners, OptionalDouble scale) {
        check(function, in, out, scale);
        ArgumentException.require(out <= Integer.MAX_VALUE / 4, function, "length of output", out, "less than 2^29");
        double step = step(in, out, alignCorners, scale);
        int[] start = Storage.ints(out + 1L);
        int[] index = Storage.ints(4L * out);
        double[] weight = Storage.zeros(DType.FLOAT64, 4L * out).doubles();
        for (int q = 0; q < out; q++) {
            double u = place(step, q, alignCorners);
            double i = Math.floor(u);
            for (int k = 0; k < 4; k++) {
                index[4 * q + k] = (int) Math.clamp(i - 1 + k, 0, in - 1);
                weight[4 * q + k] = keys(u - i + 1 - k, CUBIC);
            }
            start[q + 1] = 4 * q + 4;
        }
        return new ResampleTable(in, start, index, weight);
    }

    private static double keys(double distance, double a) {
        double x = Math.abs(distance);
        if (x <= 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }

    private static double triangle(double distance) {
        return Math.max(0, 1 - Math.abs(distance));
    }

    /** The mean of the sources from {@code floor(q in / out)} to {@code ceil((q + 1) in / out)}: torch's area. */
    public static ResampleTable area(String function, int in, int out) {
        check(function, in, out, OptionalDouble.empty());
        Builder b = new Builder(in, out);
        for (int q = 0; q < out; q++) {
            int from = (int) ((long) q * in / out);
            int to = (int) Math.ceilDiv((q + 1L) * in, out);
            for (int i = from; i < to; i++) {
                b.add(i, 1.0 / (to - from));
            }
            b.next();
        }
        return b.table();
    }

    /** {@link #linear} whose kernel is as wide as the step where that is more than 1, normalised: torch's bilinear with antialias. */
    public static ResampleTable linearAntialias(String function, int in, int out, boolean alignCorners, OptionalDouble scale) {
        return antialias(function, in, out, alignCorners, scale, false);
    }

    /**
     * {@link #cubic}, with a = -0.5, whose kernel is as wide as the step where that is more than 1, normalised: torch's bicubic
     * with antialias.
     */
    public static ResampleTable cubicAntialias(String function, int in, int out, boolean alignCorners, OptionalDouble scale) {
        return antialias(function, in, out, alignCorners, scale, true);
    }

    private static ResampleTable antialias(String function, int in, int out, boolean alignCorners, OptionalDouble scale, boolean cubic) {
        check(function, in, out, scale);
        double step = step(in, out, alignCorners, scale);
        double stretch = Math.max(1, step);
        double support = (cubic ? 2 : 1) * stretch;
        Builder b = new Builder(in, out);
        for (int q = 0; q < out; q++) {
            double center = step * (q + 0.5);
            int from = (int) Math.clamp(center - support + 0.5, 0, in - 1);
            int to = (int) Math.clamp(center + support + 0.5, from + 1, in);
            double total = 0;
            for (int i = from; i < to; i++) {
                double distance = (i - center + 0.5) / stretch;
                total += cubic ? keys(distance, SMOOTH_CUBIC) : triangle(distance);
            }
            for (int i = from; i < to; i++) {
                double distance = (i - center + 0.5) / stretch;
                double w = cubic ? keys(distance, SMOOTH_CUBIC) : triangle(distance);
                b.add(i, total == 0 ? w : w / total);
            }
            b.next();
        }
        return b.table();
    }

    /** Taps of any number per result, which grow as they come. */
    private static final class Builder {
        private final int in;
        private final int[] start;
        private int[] index = new int[64];
        private double[] weight = Storage.zeros(DType.FLOAT64, 64).doubles();
        private int taps;
        private int results;

        Builder(int in, int out) {
            this.in = in;
            this.start = Storage.ints(out + 1L);
        }

        void add(int i, double w) {
            if (taps == index.length) {
                index = Arrays.copyOf(index, 2 * taps);
                weight = Storage.copyOfRange(weight, 0, 2 * taps);
            }
            index[taps] = i;
            weight[taps++] = w;
        }

        void next() {
            start[++results] = taps;
        }

        ResampleTable table() {
            return new ResampleTable(in, start, Arrays.copyOf(index, taps), Storage.copyOfRange(weight, 0, taps));
        }
    }
}
