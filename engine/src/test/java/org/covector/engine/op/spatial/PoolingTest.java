package org.covector.engine.op.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values marked as golden were computed with PyTorch 1.13. */
class PoolingTest {
    private static final double NEG = Double.NEGATIVE_INFINITY;
    private static final double[] IMAGE = {-6, 4, 2, 1, 1, 2, 4, -6, 3, 3, -4, 3, -2, -6, 4, 2, 1, 1, 2, 4, -6, -2, 3, -4, 3, -2, -6, 4, 2,
            1};

    private final int threads = EngineRuntime.threads();

    @AfterEach
    void restoreThreads() {
        EngineRuntime.threads(threads);
    }

    private static NdArray image(double... values) {
        return NdArray.of(values).reshape(Shape.of(1, 1, 5, 6));
    }

    private static void assertMax(Pooling.MaxPool pool, double[] values, long[] indices) {
        assertThat(pool.values().toDoubleArray()).containsExactly(values);
        assertThat(pool.indices().toLongArray()).containsExactly(indices);
    }

    @Test
    void goldenMaxima() {
        NdArray x = image(IMAGE);
        assertMax(Pooling.maxPool("maxPool2d", x, PoolWindow.of(3, 2).stride(2, 2).padding(1, 1)),
                new double[] {4, 4, 3, 3, 4, 4, 3, 3, 3, 4, 4, 1}, new long[] {6, 1, 9, 11, 6, 14, 9, 11, 24, 19, 27, 29});
        assertMax(Pooling.maxPool("maxPool2d", x, PoolWindow.of(3, 3).stride(2, 2).padding(1, 1).ceilMode(true)),
                new double[] {4, 4, 3, 3, 4, 4, 3, 3, 4, 4, 4, 1}, new long[] {1, 1, 9, 11, 6, 14, 9, 11, 19, 19, 27, 29});
        assertMax(Pooling.maxPool("maxPool2d", x, PoolWindow.of(2, 2).stride(3, 3).padding(0, 1).dilation(2, 1).ceilMode(true)),
                new double[] {-2, 4, 2, 2, -2, -4}, new long[] {12, 14, 5, 18, 21, 23});
        assertMax(Pooling.adaptiveMaxPool("adaptiveMaxPool2d", x, 3, 4),
                new double[] {4, 4, 3, 3, 4, 4, 3, 3, 4, 4, 4, 3}, new long[] {1, 1, 9, 11, 6, 14, 9, 11, 19, 19, 27, 22});
    }

    @Test
    void goldenMaximaAmongNaNAndInfinities() {
        double[] v = IMAGE.clone();
        v[7] = Double.NaN;
        v[15] = Double.NaN;
        Arrays.fill(v, 22, 30, NEG);
        assertMax(Pooling.maxPool("maxPool2d", image(v), PoolWindow.of(2, 2).ceilMode(true)),
                new double[] {Double.NaN, 3, 3, 4, Double.NaN, 1, NEG, NEG, NEG}, new long[] {7, 8, 11, 19, 15, 16, 24, 26, 28});
        assertMax(Pooling.maxPool("maxPool2d", image(v), PoolWindow.of(3, 3).stride(1, 2).padding(1, 1)),
                new double[] {Double.NaN, Double.NaN, 3, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 4,
                    Double.NaN, Double.NaN, 4, 4, -2},
                new long[] {7, 7, 9, 7, 15, 15, 7, 15, 15, 19, 15, 15, 19, 19, 21});
    }

    @Test
    void goldenAverages() {
        NdArray x = image(IMAGE);
        PoolWindow w = PoolWindow.of(3, 2).stride(2, 2).padding(1, 1).ceilMode(true);
        assertThat(Pooling.avgPool("avgPool2d", x, w, true, 0).toDoubleArray()).containsExactly(new double[] {
            -0.3333333333333333, 0.5, 0.16666666666666666, 0.8333333333333334, 0.6666666666666666, -1.1666666666666667, 0.5, 0.0,
            0.8333333333333334, -1.6666666666666667, 1.1666666666666667, -0.5}, within(1e-15));
        assertThat(Pooling.avgPool("avgPool2d", x, w, false, 0).toDoubleArray()).containsExactly(new double[] {
            -1.0, 0.75, 0.25, 2.5, 1.3333333333333333, -1.1666666666666667, 0.5, 0.0, 2.5, -2.5, 1.75, -1.5}, within(1e-15));
        assertThat(Pooling.avgPool("avgPool2d", x, w, true, 5).toDoubleArray()).containsExactly(new double[] {
            -0.4, 0.6, 0.2, 1.0, 0.8, -1.4, 0.6, 0.0, 1.0, -2.0, 1.4, -0.6}, within(1e-15));
        assertThat(Pooling.adaptiveAvgPool("adaptiveAvgPool2d", x, 3, 4).toDoubleArray()).containsExactly(new double[] {
            -1.0, 0.75, 0.25, 0.5, -0.6666666666666666, -1.1666666666666667, 0.5, 0.0, 1.75, -2.5, 1.75, 0.5}, within(1e-15));
    }

    /** One random pooling: shapes, options and data. */
    private record Draw(NdArray x, PoolWindow window, boolean countPadding, int divisor) {
        static Draw of(Random random, DType dtype) {
            int n = 1 + random.nextInt(3);
            int[] dims = new int[n + 2];
            int[][] w = new int[5][n];
            boolean apart = random.nextBoolean();
            dims[0] = random.nextInt(3);
            dims[1] = 1 + random.nextInt(3);
            for (int i = 0; i < n; i++) {
                w[0][i] = 1 + random.nextInt(4);
                w[1][i] = 1 + random.nextInt(4);
                w[2][i] = random.nextInt(w[0][i] / 2 + 1);
                w[3][i] = 1 + random.nextInt(3);
                int span = w[3][i] * (w[0][i] - 1) + 1;
                w[4][i] = apart ? random.nextInt(span) : w[2][i];
                dims[2 + i] = w[3][i] * (w[0][i] - 1) + 1 + random.nextInt(n == 1 ? 300 : n == 2 ? 40 : 8);
            }
            return new Draw(randomArray(random, dtype, dims), new PoolWindow(w[0], w[1], w[2], w[4], w[3], random.nextBoolean()),
                    random.nextBoolean(), random.nextInt(3));
        }
    }

    private static NdArray randomArray(Random random, DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        double[] values = random.doubles(shape.size(), -8, 8).map(v -> Math.rint(v * 4) / 4).toArray(); // few values: many ties
        NdArray x = NdArray.of(values).reshape(shape);
        if (dtype == DType.FLOAT64) {
            return x;
        }
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return NdArray.of(narrow).reshape(shape);
    }

    private static int[] three(int[] v, int fill) {
        return PoolGeometry.lead(v, fill);
    }

    @Test
    void maximaAreThoseOfTheDefinition() {
        Random random = new Random(1);
        for (int trial = 0; trial < 400; trial++) {
            Draw d = Draw.of(random, trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64);
            Pooling.MaxPool got = Pooling.maxPool("maxPool", d.x, d.window);
            int n = d.x.rank() - 2;
            int[] in = three(d.x.shape().sub(2, n + 2).dims(), 1);
            int[] out = three(got.values().shape().sub(2, n + 2).dims(), 1);
            int[] k = three(d.window.kernel(), 1);
            int[] s = three(d.window.stride(), 1);
            int[] p = three(d.window.padding(), 0);
            int[] l = three(d.window.dilation(), 1);
            double[] x = d.x.toDoubleArray();
            double[] values = got.values().toDoubleArray();
            assertThat(Pooling.maxPoolValues("maxPool", d.x, d.window).toDoubleArray()).isEqualTo(values);
            long[] indices = got.indices().toLongArray();
            for (int o = 0; o < values.length; o++) {
                int plane = o / (out[0] * out[1] * out[2]);
                int[] q = {o / (out[1] * out[2]) % out[0], o / out[2] % out[1], o % out[2]};
                double best = NEG;
                int place = -1;
                for (int t = 0; t < k[0] * k[1] * k[2]; t++) {
                    int[] tap = {t / (k[1] * k[2]), t / k[2] % k[1], t % k[2]};
                    int i = 0;
                    boolean inside = true;
                    for (int a = 0; a < 3; a++) {
                        int at = q[a] * s[a] - p[a] + tap[a] * l[a];
                        inside &= at >= 0 && at < in[a];
                        i = i * in[a] + at;
                    }
                    if (inside && x[plane * in[0] * in[1] * in[2] + i] > best) {
                        best = x[plane * in[0] * in[1] * in[2] + i];
                        place = i;
                    }
                }
                assertThat(values[o]).as("%s", d.window).isEqualTo(best);
                assertThat(indices[o]).as("%s", d.window).isEqualTo(place);
            }
        }
    }

    @Test
    void averagesAreThoseOfTheDefinition() {
        Random random = new Random(2);
        for (int trial = 0; trial < 400; trial++) {
            Draw d = Draw.of(random, trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64);
            NdArray got = Pooling.avgPool("avgPool", d.x, d.window, d.countPadding, d.divisor);
            int n = d.x.rank() - 2;
            int[] in = three(d.x.shape().sub(2, n + 2).dims(), 1);
            int[] out = three(got.shape().sub(2, n + 2).dims(), 1);
            int[] k = three(d.window.kernel(), 1);
            int[] s = three(d.window.stride(), 1);
            int[] p = three(d.window.padding(), 0);
            int[] e = three(d.window.paddingEnd(), 0);
            int[] l = three(d.window.dilation(), 1);
            double[] x = d.x.toDoubleArray();
            double[] y = got.toDoubleArray();
            for (int o = 0; o < y.length; o++) {
                int plane = o / (out[0] * out[1] * out[2]);
                int[] q = {o / (out[1] * out[2]) % out[0], o / out[2] % out[1], o % out[2]};
                double sum = 0;
                int padded = 0;
                int counted = 0;
                for (int t = 0; t < k[0] * k[1] * k[2]; t++) {
                    int[] tap = {t / (k[1] * k[2]), t / k[2] % k[1], t % k[2]};
                    int i = 0;
                    boolean inside = true;
                    boolean inPadding = true;
                    for (int a = 0; a < 3; a++) {
                        int at = q[a] * s[a] - p[a] + tap[a] * l[a];
                        inside &= at >= 0 && at < in[a];
                        inPadding &= at < in[a] + e[a];
                        i = i * in[a] + at;
                    }
                    padded += inPadding ? 1 : 0;
                    counted += inside ? 1 : 0;
                    sum += inside ? x[plane * in[0] * in[1] * in[2] + i] : 0; // multiples of 1/4: exact in any order
                }
                int divisor = d.divisor != 0 ? d.divisor : d.countPadding ? padded : counted;
                assertThat(y[o]).as("%s", d).isCloseTo(sum / divisor, within(d.x.dtype() == DType.FLOAT32 ? 1e-6 : 1e-15));
            }
        }
    }

    @Test
    void adaptiveBinsAreThoseOfTheDefinition() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            DType dtype = trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
            int h = 1 + random.nextInt(12);
            int w = 1 + random.nextInt(70);
            int oh = 1 + random.nextInt(14);
            int ow = 1 + random.nextInt(30);
            NdArray x = randomArray(random, dtype, 3, h, w);
            double[] mean = Pooling.adaptiveAvgPool("adaptiveAvgPool2d", x, oh, ow).toDoubleArray();
            Pooling.MaxPool max = Pooling.adaptiveMaxPool("adaptiveMaxPool2d", x, oh, ow);
            for (int o = 0; o < mean.length; o++) {
                int c = o / (oh * ow);
                int qy = o / ow % oh;
                int qx = o % ow;
                double sum = 0;
                double best = NEG;
                int count = 0;
                for (int iy = (int) Math.floor((double) qy * h / oh); iy < (int) Math.ceil((qy + 1.0) * h / oh); iy++) {
                    for (int ix = (int) Math.floor((double) qx * w / ow); ix < (int) Math.ceil((qx + 1.0) * w / ow); ix++) {
                        sum += x.getDouble(c, iy, ix);
                        best = Math.max(best, x.getDouble(c, iy, ix));
                        count++;
                    }
                }
                assertThat(mean[o]).isCloseTo(sum / count, within(dtype == DType.FLOAT32 ? 1e-6 : 1e-15));
                assertThat(max.values().getDouble(c, qy, qx)).isEqualTo(best);
                int place = (int) max.indices().getLong(c, qy, qx);
                assertThat(x.getDouble(c, place / w, place % w)).isEqualTo(best);
            }
        }
    }

    private static double dot(NdArray a, NdArray b) {
        double[] u = a.toDoubleArray();
        double[] v = b.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }

    @Test
    void backwardIsTheAdjoint() {
        Random random = new Random(4);
        for (int trial = 0; trial < 300; trial++) {
            DType dtype = trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
            Draw d = Draw.of(random, dtype);
            NdArray y = Pooling.avgPool("avgPool", d.x, d.window, d.countPadding, d.divisor);
            NdArray dy = randomArray(random, dtype, y.shape().dims());
            NdArray dx = Pooling.avgPoolBackward("avgPool", dy, d.x.shape(), d.window, d.countPadding, d.divisor);
            double scale = 1e-12 + 64.0 * (d.x.size() + y.size());
            assertThat(dot(d.x, dx)).as("%s", d).isCloseTo(dot(y, dy), within(scale * (dtype == DType.FLOAT32 ? 1e-7 : 1e-15)));
            int n = d.x.rank() - 2;
            int[] size = random.ints(n, 1, 9).toArray();
            NdArray mean = Pooling.adaptiveAvgPool("adaptiveAvgPool", d.x, size);
            NdArray dMean = randomArray(random, dtype, mean.shape().dims());
            NdArray back = Pooling.adaptiveAvgPoolBackward("adaptiveAvgPool", dMean, d.x.shape(), n);
            scale = 1e-12 + 64.0 * (d.x.size() + mean.size());
            assertThat(dot(d.x, back)).isCloseTo(dot(mean, dMean), within(scale * (dtype == DType.FLOAT32 ? 1e-7 : 1e-15)));
        }
    }

    @Test
    void cotangentsOfMaximaGoToTheirPlaces() {
        Random random = new Random(6);
        for (int trial = 0; trial < 100; trial++) {
            DType dtype = trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
            Draw d = Draw.of(random, dtype);
            Pooling.MaxPool max = Pooling.maxPool("maxPool", d.x, d.window);
            Shape shape = max.values().shape();
            NdArray dy = randomArray(random, dtype, shape.dims());
            int n = d.window.kernel().length;
            double[] got = Pooling.maxPoolBackward("maxPool", dy, max.indices(), d.x.shape(), n).toDoubleArray();
            int planes = (int) d.x.shape().sub(0, d.x.rank() - n).size();
            double[] want = new double[(int) d.x.size()];
            for (int q = 0; q < shape.size(); q++) {
                int plane = q / (int) (shape.size() / planes);
                want[plane * want.length / planes + (int) max.indices().toLongArray()[q]] += dy.toDoubleArray()[q];
            }
            for (int i = 0; i < want.length; i++) {
                assertThat(got[i]).isEqualTo(want[i]); // multiples of a quarter: their sums are exact
            }
        }
        NdArray dy = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3, 4));
        assertThatThrownBy(() -> Pooling.maxPoolBackward("maxPool1d", dy, dy, Shape.of(2, 3, 8), 1))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("maxPool1d: indices is FLOAT32");
        assertThatThrownBy(() -> Pooling.maxPoolBackward("maxPool1d", dy, dy.to(DType.INT64), Shape.of(2, 4, 8), 1))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("maxPool1d: dy is of shape [2, 3, 4]");
    }

    @Test
    void bitsDoNotDependOnThreadsOrStrides() {
        Random random = new Random(5);
        NdArray x = randomArray(random, DType.FLOAT32, 4, 29, 57, 43).transpose(1, 3); // 4 x 43 x 57 x 29
        PoolWindow w = PoolWindow.of(3, 3).stride(2, 2).padding(1, 1);
        EngineRuntime.threads(1);
        Pooling.MaxPool max = Pooling.maxPool("maxPool2d", x.dense(), w);
        NdArray mean = Pooling.avgPool("avgPool2d", x.dense(), w, true, 0);
        for (int count = 1; count <= 3; count++) {
            EngineRuntime.threads(count);
            Pooling.MaxPool again = Pooling.maxPool("maxPool2d", x, w);
            assertThat(again.values().toFloatArray()).isEqualTo(max.values().toFloatArray());
            assertThat(again.indices().toLongArray()).isEqualTo(max.indices().toLongArray());
            assertThat(Pooling.avgPool("avgPool2d", x, w, true, 0).toFloatArray()).isEqualTo(mean.toFloatArray());
        }
    }

    @Test
    void badArgumentsAreNamed() {
        NdArray x = image(IMAGE);
        assertThatThrownBy(() -> Pooling.maxPool("maxPool2d", x, PoolWindow.of(2, 2).padding(2, 2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("maxPool2d: padding is 2");
        assertThatThrownBy(() -> Pooling.maxPool("maxPool2d", x, PoolWindow.of(7, 2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("[1, 1, 5, 6]");
        assertThatThrownBy(() -> Pooling.maxPool("maxPool3d", x.reshape(Shape.of(5, 6)), PoolWindow.of(2, 2, 2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("[5, 6]");
        assertThatThrownBy(() -> Pooling.avgPool("avgPool2d", x, PoolWindow.of(2, 2).stride(0, 1), true, 0))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("stride is [0, 1]");
        assertThatThrownBy(() -> Pooling.avgPool("avgPool2d", NdArray.of(1L).reshape(Shape.of(1, 1, 1)), PoolWindow.of(1, 1), true, 0))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("INT64");
        assertThatThrownBy(() -> Pooling.avgPoolBackward("avgPool2d", x, x.shape(), PoolWindow.of(2, 2), true, 0))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("dy is of shape [1, 1, 5, 6]");
        assertThatThrownBy(() -> Pooling.maxPool("maxPool1d", NdArray.of(1.0, 2.0).reshape(Shape.of(1, 2)),
                PoolWindow.of(2).stride(1).padding(1).dilation(3)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("dilation is 3");
    }

    @Test
    void placesOutsideOfThePlaneAreNamed() {
        NdArray dy = NdArray.of(1.0, 2).reshape(Shape.of(1, 2));
        assertThatThrownBy(() -> Pooling.maxPoolBackward("maxPool1d", dy, NdArray.of(0L, 4).reshape(Shape.of(1, 2)), Shape.of(1, 4), 1))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("maxPool1d: indices is 4; accepted: from 0 to 3");
    }

    @Test
    void anEmptyBatchGivesAnEmptyResult() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(0, 3, 4, 4));
        assertThat(Pooling.maxPool("maxPool2d", x, PoolWindow.of(2, 2)).indices().shape()).isEqualTo(Shape.of(0, 3, 2, 2));
        assertThat(Pooling.adaptiveAvgPool("adaptiveAvgPool2d", x, 1, 1).shape()).isEqualTo(Shape.of(0, 3, 1, 1));
    }
}
