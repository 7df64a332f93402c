package org.covector.engine.kernel.resample;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * Where grid points lie in an image of 2 or 3 spatial axes: for each point the places that it is a weighted sum of, -1 for those
 * outside, and the weights, or their derivatives of any order by the point's coordinates. Not for use by several threads at once.
 */
public final class GridTaps {
    /** Taps of one block, at most: they stay in the L2 cache. */
    private static final int BLOCK = 1 << 14;

    /** torch's coefficient of the cubic kernel. */
    private static final double CUBIC = -0.75;

    private static final double FAR = 0x1p30;

    /** How an image is continued between its elements. */
    public enum Mode {
        /** Linear along each axis. */
        BILINEAR,
        /** The nearest element, of two the even one. */
        NEAREST,
        /** Cubic convolution along each of 2 axes. */
        BICUBIC
    }

    /** What lies outside of the image. */
    public enum Padding {
        /** Zeros. */
        ZEROS,
        /** The element at the border. */
        BORDER,
        /** The image reflected at its border. */
        REFLECTION
    }

    private final Mode mode;
    private final Padding padding;
    private final boolean alignCorners;
    private final int[] size;
    private final int[] order;
    private final int perAxis;
    private final int taps;
    private final int block;
    private final int[] place;
    private final double[] weight;
    private final int[][] axisIndex;
    private final double[][] axisWeight;

    /**
     * @param size lengths of the axes, in the order of a point's coordinates: (width, height, depth)
     * @param order how often the weights are differentiated by each coordinate
     * @param points how many there are
     */
    public GridTaps(Mode mode, Padding padding, boolean alignCorners, int[] size, int[] order, int points) {
        this.mode = mode;
        this.padding = padding;
        this.alignCorners = alignCorners;
        this.size = size.clone();
        this.order = order.clone();
        this.perAxis = mode == Mode.NEAREST ? 1 : mode == Mode.BILINEAR ? 2 : 4;
        this.taps = size.length == 2 ? perAxis * perAxis : perAxis * perAxis * perAxis;
        this.block = Math.min(points, BLOCK / taps);
        this.place = new int[block * taps];
        this.weight = Storage.zeros(DType.FLOAT64, block * taps).doubles();
        this.axisIndex = new int[size.length][perAxis];
        this.axisWeight = new double[size.length][perAxis];
    }

    /** Points that are found at once, at most. */
    int block() {
        return block;
    }

    /** Coordinates of a point. */
    int axes() {
        return size.length;
    }

    /** Places that each point looks at. */
    int taps() {
        return taps;
    }

    /** The places of point p are at {@code p taps()}. */
    int[] positions() {
        return place;
    }

    /** As {@link #positions}. */
    double[] weights() {
        return weight;
    }

    /** Finds the taps of {@code n} points, at most {@link #block}, whose coordinates begin at {@code grid[at]}. */
    void find(double[] grid, int at, int n) {
        int axes = size.length;
        for (int p = 0; p < n; p++) {
            for (int a = 0; a < axes; a++) {
                axis(a, grid[at + p * axes + a]);
            }
            combine(p * taps);
        }
    }

    private void combine(int at) {
        int deep = size.length == 3 ? perAxis : 1;
        int t = at;
        for (int k = 0; k < deep; k++) {
            int z = size.length == 3 ? axisIndex[2][k] : 0;
            double wz = size.length == 3 ? axisWeight[2][k] : 1;
            for (int j = 0; j < perAxis; j++) {
                int y = axisIndex[1][j];
                double wy = axisWeight[1][j];
                for (int i = 0; i < perAxis; i++, t++) {
                    int x = axisIndex[0][i];
                    place[t] = x < 0 || y < 0 || z < 0 ? -1 : (z * size[1] + y) * size[0] + x;
                    weight[t] = axisWeight[0][i] * wy * wz;
                }
            }
        }
    }

    /** From -1 and 1 at the borders to places: (u, du / dg). */
    private void axis(int a, double g) {
        int n = size[a];
        double u = alignCorners ? (g + 1) / 2 * (n - 1) : ((g + 1) * n - 1) / 2;
        double slope = alignCorners ? (n - 1) / 2.0 : n / 2.0;
        int[] index = axisIndex[a];
        double[] w = axisWeight[a];
        if (mode == Mode.BICUBIC) {
            if (padding == Padding.BORDER) {
                u = Math.max(-3, Math.min(n + 2, u)); // beyond, all four taps are the border's element
            }
            double i = Math.floor(u);
            for (int k = 0; k < 4; k++) {
                index[k] = inside(mapped(i - 1 + k, n), n);
                w[k] = keys(u - i + 1 - k, order[a]) * power(slope, order[a]);
            }
            return;
        }
        if (padding == Padding.REFLECTION) {
            slope *= reflectionSlope(u, n);
        }
        if (padding != Padding.ZEROS) {
            double v = padding == Padding.REFLECTION ? reflected(u, n) : u;
            slope = v > 0 && v < n - 1 ? slope : 0; // torch: the borders belong to what is constant
            u = clipped(v, n);
        }
        if (mode == Mode.NEAREST) {
            index[0] = inside(Math.rint(u), n);
            w[0] = order[a] == 0 ? 1 : 0;
            return;
        }
        double i = Math.floor(u);
        index[0] = inside(i, n);
        index[1] = inside(i + 1, n);
        w[0] = order[a] == 0 ? 1 - (u - i) : order[a] == 1 ? -slope : 0;
        w[1] = order[a] == 0 ? u - i : order[a] == 1 ? slope : 0;
        if (!(Math.abs(u) < FAR)) {
            Arrays.fill(w, 0);
        }
    }

    private static int inside(double i, int n) {
        return i >= 0 && i < n ? (int) i : -1; // NaN is nowhere
    }

    private double mapped(double i, int n) {
        return switch (padding) {
            case ZEROS -> i;
            case BORDER -> clipped(i, n);
            case REFLECTION -> clipped(reflected(i, n), n);
        };
    }

    private static double clipped(double u, int n) {
        return Math.max(0, Math.min(n - 1, u));
    }

    /** Reflected at both borders as often as it takes: at the outermost centres if corners are aligned, else half an element further. */
    private double reflected(double u, int n) {
        double low = alignCorners ? 0 : -0.5;
        double span = alignCorners ? n - 1 : n;
        if (span == 0) {
            return 0;
        }
        double v = Math.abs(u - low);
        double rest = v % span;
        return Math.floor(v / span) % 2 == 0 ? rest + low : span - rest + low;
    }

    private double reflectionSlope(double u, int n) {
        double low = alignCorners ? 0 : -0.5;
        double span = alignCorners ? n - 1 : n;
        if (span == 0) {
            return 0;
        }
        double side = u < low ? -1 : 1;
        return Math.floor(Math.abs(u - low) / span) % 2 == 0 ? side : -side;
    }

    private static double power(double x, int n) {
        double y = 1;
        for (int i = 0; i < n; i++) {
            y *= x;
        }
        return y;
    }

    /** The derivative of some order of the cubic kernel; R. G. Keys, Cubic convolution interpolation (1981). */
    private static double keys(double distance, int order) {
        double a = CUBIC;
        double x = Math.abs(distance);
        double sign = distance < 0 && order % 2 == 1 ? -1 : 1;
        if (x > 2) {
            return 0;
        }
        double y = switch (order) {
            case 0 -> x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
            case 1 -> x <= 1 ? (3 * (a + 2) * x - 2 * (a + 3)) * x : (3 * a * x - 10 * a) * x + 8 * a;
            case 2 -> x <= 1 ? 6 * (a + 2) * x - 2 * (a + 3) : 6 * a * x - 10 * a;
            case 3 -> x <= 1 ? 6 * (a + 2) : 6 * a;
            default -> 0;
        };
        return sign * y;
    }
}
