package org.covector.engine.op.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.OperandLayouts;
import org.covector.engine.op.spatial.GridSample.Mode;
import org.covector.engine.op.spatial.GridSample.Options;
import org.covector.engine.op.spatial.GridSample.Padding;
import org.junit.jupiter.api.Test;

class GridSampleTest {
    private static final int[] PLAIN = {0, 0};

    private static NdArray points(DType dtype, long seed, int... dims) {
        Random r = new Random(seed);
        Shape shape = Shape.of(dims);
        return NdArray.of(r.doubles(shape.size(), -2.2, 2.2).toArray()).to(dtype).reshape(shape);
    }

    /** The image continued as the padding says: element i of n along an axis, for whole i. */
    private static int place(int i, int n, Options o) {
        if (i >= 0 && i < n) {
            return i;
        }
        return switch (o.padding()) {
            case ZEROS -> -1;
            case BORDER -> Math.clamp(i, 0, n - 1);
            case REFLECTION -> {
                if (n == 1) {
                    yield 0;
                }
                int period = o.alignCorners() ? 2 * n - 2 : 2 * n;
                int k = Math.floorMod(i, period);
                yield k < n ? k : o.alignCorners() ? period - k : period - 1 - k;
            }
        };
    }

    private static double at(NdArray x, int n, int c, int i, int j, Options o) {
        int p = place(i, x.shape().dim(2), o);
        int q = place(j, x.shape().dim(3), o);
        return p < 0 || q < 0 ? 0 : x.getDouble(n, c, p, q);
    }

    /** Bilinear and bicubic interpolation of the continued image, an infinite one. */
    private static double continued(NdArray x, int n, int c, double gx, double gy, Options o) {
        double u = unnormalised(gy, x.shape().dim(2), o);
        double v = unnormalised(gx, x.shape().dim(3), o);
        int i = (int) Math.floor(u);
        int j = (int) Math.floor(v);
        double y = 0;
        for (int a = -1; a <= 2; a++) {
            for (int b = -1; b <= 2; b++) {
                y += weight(u - i - a, o) * weight(v - j - b, o) * at(x, n, c, i + a, j + b, o);
            }
        }
        return y;
    }

    private static double unnormalised(double g, int n, Options o) {
        return o.alignCorners() ? (g + 1) / 2 * (n - 1) : ((g + 1) * n - 1) / 2;
    }

    private static double weight(double distance, Options o) {
        double d = Math.abs(distance);
        if (o.mode() == Mode.BILINEAR) {
            return Math.max(0, 1 - d);
        }
        return d <= 1 ? 1.25 * d * d * d - 2.25 * d * d + 1 : d < 2 ? -0.75 * (d * d * d - 5 * d * d + 8 * d - 4) : 0;
    }

    @Test
    void samplesAreThoseOfTheContinuedImage() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            NdArray x = OperandLayouts.random(dtype, 1, 2, 3, 4, 5);
            NdArray grid = points(dtype, 2, 2, 13, 11, 2);
            for (Mode mode : new Mode[] {Mode.BILINEAR, Mode.BICUBIC}) {
                for (Padding padding : Padding.values()) {
                    for (boolean align : new boolean[] {false, true}) {
                        Options o = new Options(mode, padding, align);
                        NdArray y = GridSample.forward("gridSample", x, grid, o, PLAIN);
                        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 13, 11));
                        for (int i = 0; i < y.size(); i++) {
                            int[] at = {i / 429, i / 143 % 3, i / 11 % 13, i % 11};
                            double want = continued(x, at[0], at[1], grid.getDouble(at[0], at[2], at[3], 0), grid.getDouble(at[0], at[2],
                                    at[3], 1), o);
                            assertThat(y.getDouble(at)).as("%s %s", o, i).isCloseTo(want, within(dtype == DType.FLOAT32 ? 1e-5 : 1e-12));
                        }
                        for (NdArray view : OperandLayouts.of(x)) {
                            assertThat(OperandLayouts.bits(GridSample.forward("f", view, grid.transpose(1, 2).dense().transpose(1, 2), o,
                                    PLAIN))).isEqualTo(OperandLayouts.bits(y));
                        }
                    }
                }
            }
        }
    }

    @Test
    void theNearestElementIsTheEvenOneInTheMiddle() {
        NdArray x = NdArray.of(1.0, 2, 3, 4).reshape(Shape.of(1, 1, 1, 4));
        NdArray grid = NdArray.of(-1.0, 0, -0.5, 0, 0, 0, 0.5, 0, 1, 0, 2, 0, Double.NaN, 0, -0.6, 0).reshape(Shape.of(1, 1, 8, 2));
        Options o = new Options(Mode.NEAREST, Padding.ZEROS, false);
        assertThat(GridSample.forward("f", x, grid, o, PLAIN).toDoubleArray()).containsExactly(1, 1, 3, 3, 0, 0, Double.NaN, 1);
        Options border = new Options(Mode.NEAREST, Padding.BORDER, false);
        assertThat(GridSample.forward("f", x, grid, border, PLAIN).toDoubleArray()).containsExactly(1, 1, 3, 3, 4, 4, Double.NaN, 1);
    }

    @Test
    void volumesAreSampledAlongThreeAxes() {
        NdArray x = OperandLayouts.random(DType.FLOAT64, 3, 1, 2, 3, 4, 5);
        NdArray grid = points(DType.FLOAT64, 4, 1, 2, 3, 4, 3);
        Options o = new Options(Mode.BILINEAR, Padding.ZEROS, true);
        NdArray y = GridSample.forward("f", x, grid, o, 0, 0, 0);
        for (int p = 0; p < 24; p++) {
            int[] at = {p / 12, p / 4 % 3, p % 4};
            double[] g = new double[3];
            for (int a = 0; a < 3; a++) {
                g[a] = (grid.getDouble(0, at[0], at[1], at[2], a) + 1) / 2 * (4 - a);
            }
            double want = 0;
            for (int i = 0; i < 60; i++) {
                double w = Math.max(0, 1 - Math.abs(g[2] - i / 20)) * Math.max(0, 1 - Math.abs(g[1] - i / 5 % 4)) * Math.max(0,
                        1 - Math.abs(g[0] - i % 5));
                want += w * x.getDouble(0, 1, i / 20, i / 5 % 4, i % 5);
            }
            assertThat(y.getDouble(0, 1, at[0], at[1], at[2])).isCloseTo(want, within(1e-12));
        }
    }

    private static double dot(NdArray a, NdArray b) {
        double[] u = a.toDoubleArray();
        double[] v = b.toDoubleArray();
        double s = 0;
        for (int i = 0; i < u.length; i++) {
            s += u[i] * v[i];
        }
        return s;
    }

    @Test
    void theAdjointIsOneAndTheGridGradientIsThatOfDifferences() {
        for (int axes = 2; axes <= 3; axes++) {
            NdArray x = axes == 2 ? OperandLayouts.random(DType.FLOAT64, 5, 2, 3, 4, 5) : OperandLayouts.random(DType.FLOAT64, 5, 2, 2, 3,
                    4, 5);
            NdArray grid = axes == 2 ? points(DType.FLOAT64, 6, 2, 7, 3, 2) : points(DType.FLOAT64, 6, 2, 3, 2, 4, 3);
            for (Mode mode : Mode.values()) {
                for (Padding padding : Padding.values()) {
                    for (boolean align : new boolean[] {false, true}) {
                        if (axes == 2 || mode != Mode.BICUBIC) {
                            checkGradients(x, grid, new Options(mode, padding, align), new int[axes]);
                        }
                    }
                }
            }
        }
        NdArray image = OperandLayouts.random(DType.FLOAT64, 5, 1, 2, 4, 5);
        checkGradients(image, points(DType.FLOAT64, 9, 1, 5, 5, 2), new Options(Mode.BICUBIC, Padding.BORDER, true), new int[] {1, 0});
    }

    private static void checkGradients(NdArray x, NdArray grid, Options o, int[] order) {
        NdArray y = GridSample.forward("f", x, grid, o, order);
        NdArray dy = OperandLayouts.random(DType.FLOAT64, 7, y.shape().dims());
        int[] spatial = x.shape().sub(2, x.rank()).dims();
        assertThat(dot(x, GridSample.adjoint("f", dy, grid, spatial, o, order))).isCloseTo(dot(y, dy), within(1e-10));
        double[] gradient = GridSample.gridGradient("f", dy, x, grid, o, order).toDoubleArray();
        double[] g = grid.toDoubleArray();
        double h = 1e-6;
        for (int i = 0; i < g.length; i += 3) {
            double difference = 0;
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] moved = g.clone();
                moved[i] += sign * h;
                difference += sign * dot(GridSample.forward("f", x, NdArray.of(moved).reshape(grid.shape()), o, order), dy) / (2 * h);
            }
            assertThat(gradient[i]).as("%s %s", o, i).isCloseTo(difference, within(1e-6));
        }
    }

    @Test
    void emptyArraysAndErrors() {
        Options o = new Options(Mode.BILINEAR, Padding.ZEROS, false);
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(2, 1, 3, 3));
        NdArray grid = NdArray.zeros(DType.FLOAT32, Shape.of(2, 0, 4, 2));
        assertThat(GridSample.forward("f", x, grid, o, PLAIN).shape()).isEqualTo(Shape.of(2, 1, 0, 4));
        assertThat(GridSample.gridGradient("f", NdArray.zeros(DType.FLOAT32, Shape.of(2, 1, 0, 4)), x, grid, o,
                PLAIN).shape()).isEqualTo(grid.shape());
        assertThatThrownBy(() -> GridSample.forward("gridSample", x, grid.to(DType.FLOAT64), o,
                PLAIN)).isInstanceOf(ArgumentException.class).hasMessageContaining("grid is FLOAT64");
        assertThatThrownBy(() -> GridSample.forward("gridSample", x, x, o, PLAIN)).hasMessageContaining("grid is of shape [2, 1, 3, 3]");
        assertThatThrownBy(() -> GridSample.forward("gridSample", x, grid, o, 1)).hasMessageContaining("order is [1]");
    }
}
