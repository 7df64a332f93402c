package org.covector.engine.op.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    private final int threads = EngineRuntime.threads();

    @AfterEach
    void restoreThreads() {
        EngineRuntime.threads(threads);
    }

    /** One random convolution: operands and options. */
    private record Draw(NdArray x, NdArray w, ConvWindow window) {
        static Draw of(Random random, DType dtype) {
            int n = 1 + random.nextInt(3);
            int[] stride = new int[n];
            int[] begin = new int[n];
            int[] end = new int[n];
            int[] dilation = new int[n];
            int groups = 1 + random.nextInt(3);
            int[] x = new int[n + 2];
            int[] w = new int[n + 2];
            x[0] = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2);
            w[1] = 1 + random.nextInt(5);
            x[1] = w[1] * groups;
            w[0] = groups * (1 + random.nextInt(random.nextBoolean() ? 5 : 40));
            for (int i = 0; i < n; i++) {
                w[2 + i] = 1 + random.nextInt(n == 1 ? 9 : n == 2 ? 4 : 3);
                stride[i] = 1 + random.nextInt(3);
                dilation[i] = 1 + random.nextInt(3);
                begin[i] = random.nextInt(4);
                end[i] = random.nextBoolean() ? begin[i] : random.nextInt(4);
                int span = dilation[i] * (w[2 + i] - 1) + 1;
                x[2 + i] = Math.max(1, span - begin[i] - end[i]) + random.nextInt(n == 1 ? 200 : n == 2 ? 24 : 6);
            }
            return new Draw(randomArray(random, dtype, x), randomArray(random, dtype, w),
                    new ConvWindow(stride, begin, end, dilation, groups));
        }

        NdArray forward() {
            return Convolution.forward("conv", x, w, window);
        }

        NdArray inputGradient(NdArray dy) {
            return Convolution.inputGradient("conv", dy, w, x.shape().sub(2, x.rank()).dims(), window);
        }

        NdArray weightGradient(NdArray dy) {
            return Convolution.weightGradient("conv", dy, x, w.shape().sub(2, w.rank()).dims(), window);
        }
    }

    private static NdArray randomArray(Random random, DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        double[] values = random.doubles(shape.size(), -1, 1).toArray();
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return (dtype == DType.FLOAT64 ? NdArray.of(values) : NdArray.of(narrow)).reshape(shape);
    }

    /** Called for every product {@code y[o] += w[k] x[i]} of a convolution. */
    private interface Product {
        void at(int o, int k, int i);
    }

    /** The definition: every combination of output, channel and tap. */
    private static void naive(Draw d, Shape y, Product product) {
        int n = d.x.rank() - 2;
        int[] in = PoolGeometry.lead(d.x.shape().sub(2, n + 2).dims(), 1);
        int[] out = PoolGeometry.lead(y.sub(2, n + 2).dims(), 1);
        int[] kernel = PoolGeometry.lead(d.w.shape().sub(2, n + 2).dims(), 1);
        int[] stride = PoolGeometry.lead(d.window.stride(), 1);
        int[] padding = PoolGeometry.lead(d.window.padding(), 0);
        int[] dilation = PoolGeometry.lead(d.window.dilation(), 1);
        int channels = d.w.shape().dim(1);
        int perGroup = y.dim(1) / d.window.groups();
        for (int o = 0; o < y.size(); o++) {
            int ox = o % out[2];
            int oy = o / out[2] % out[1];
            int oz = o / (out[2] * out[1]) % out[0];
            int k = o / (out[2] * out[1] * out[0]) % y.dim(1);
            int image = o / (out[2] * out[1] * out[0]) / y.dim(1);
            for (int c = 0; c < channels; c++) {
                int plane = image * d.x.shape().dim(1) + k / perGroup * channels + c;
                for (int tz = 0; tz < kernel[0]; tz++) {
                    for (int ty = 0; ty < kernel[1]; ty++) {
                        for (int tx = 0; tx < kernel[2]; tx++) {
                            int iz = oz * stride[0] - padding[0] + tz * dilation[0];
                            int iy = oy * stride[1] - padding[1] + ty * dilation[1];
                            int ix = ox * stride[2] - padding[2] + tx * dilation[2];
                            if (iz >= 0 && iz < in[0] && iy >= 0 && iy < in[1] && ix >= 0 && ix < in[2]) {
                                product.at(o, (((k * channels + c) * kernel[0] + tz) * kernel[1] + ty) * kernel[2] + tx,
                                        ((plane * in[0] + iz) * in[1] + iy) * in[2] + ix);
                            }
                        }
                    }
                }
            }
        }
    }

    /** Elementwise within the rounding of a sum of {@code terms} products, each at most 1. */
    private static void assertClose(NdArray got, double[] want, long terms, Draw d) {
        double[] values = got.toDoubleArray();
        assertThat(values.length).isEqualTo(want.length);
        double unit = got.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
        for (int i = 0; i < want.length; i++) {
            if (!(Math.abs(values[i] - want[i]) <= unit * (4 + terms) * (1 + Math.abs(want[i])))) {
                throw new AssertionError("element " + i + ": " + values[i] + " for " + want[i] + ", input " + d.x.shape() + ", weight "
                        + d.w.shape() + ", " + d.window.stride()[0] + " " + d.window.padding()[0] + " " + d.window.dilation()[0]
                        + " groups " + d.window.groups());
            }
        }
    }

    private static void assertMaps(Draw d, Random random) {
        NdArray y = d.forward();
        NdArray dy = randomArray(random, d.x.dtype(), y.shape().dims());
        double[] x = d.x.toDoubleArray();
        double[] w = d.w.toDoubleArray();
        double[] g = dy.toDoubleArray();
        double[] wantY = new double[g.length];
        double[] wantX = new double[x.length];
        double[] wantW = new double[w.length];
        naive(d, y.shape(), (o, k, i) -> {
            wantY[o] += w[k] * x[i];
            wantX[i] += w[k] * g[o];
            wantW[k] += x[i] * g[o];
        });
        assertClose(y, wantY, w.length / d.w.shape().dim(0), d);
        assertClose(d.inputGradient(dy), wantX, w.length / d.w.shape().dim(1), d);
        assertClose(d.weightGradient(dy), wantW, g.length / d.w.shape().dim(0), d);
    }

    @Test
    void volumesInSeveralBandsShareSlicesAlongTheFirstAxis() {
        Random random = new Random(11);
        for (int[] options : new int[][] {{1, 1, 1}, {2, 0, 1}, {1, 2, 2}, {3, 4, 3}}) { // stride, padding, dilation of the first axis
            ConvWindow window = new ConvWindow(new int[] {options[0], 1, 1}, new int[] {options[1], 1, 0},
                    new int[] {options[1], 1, 0}, new int[] {options[2], 1, 1}, 2);
            Draw d = new Draw(randomArray(random, DType.FLOAT32, 2, 16, 6, 70, 80), randomArray(random, DType.FLOAT32, 2, 8, 3, 3, 3),
                    window);
            for (int count : new int[] {1, 3}) {
                EngineRuntime.threads(count);
                assertMaps(d, random);
            }
        }
    }

    @Test
    void allThreeMapsAreThoseOfTheDefinition() {
        Random random = new Random(7);
        for (int trial = 0; trial < 400; trial++) {
            assertMaps(Draw.of(random, trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64), random);
        }
    }

    @Test
    void manyChannelsAndLongRowsCrossBlocks() {
        Random random = new Random(8);
        Draw[] draws = {
            new Draw(randomArray(random, DType.FLOAT32, 1, 130, 9, 7), randomArray(random, DType.FLOAT32, 37, 130, 3, 3),
                    ConvWindow.of(2).padding(1, 1)),
            new Draw(randomArray(random, DType.FLOAT32, 1, 150, 2600), randomArray(random, DType.FLOAT32, 2, 150, 3),
                    ConvWindow.of(1).stride(2)),
            new Draw(randomArray(random, DType.FLOAT64, 1, 24, 90, 90), randomArray(random, DType.FLOAT64, 9, 24, 3, 2),
                    ConvWindow.of(2).padding(1, 1)),
            new Draw(randomArray(random, DType.FLOAT32, 2, 20, 15, 15), randomArray(random, DType.FLOAT32, 20, 1, 3, 3),
                    ConvWindow.of(2).padding(1, 1).groups(20)),
            new Draw(randomArray(random, DType.FLOAT64, 2, 20, 15, 15), randomArray(random, DType.FLOAT64, 40, 1, 5, 5),
                    ConvWindow.of(2).stride(2, 2).padding(2, 2).groups(20)),
        };
        for (Draw d : draws) {
            assertMaps(d, random);
        }
    }

    @Test
    void aKernelOfOneElementMixesChannels() {
        Random random = new Random(12);
        Draw[] draws = {
            new Draw(randomArray(random, DType.FLOAT32, 3, 20, 5, 7), randomArray(random, DType.FLOAT32, 12, 20, 1, 1), ConvWindow.of(2)),
            new Draw(randomArray(random, DType.FLOAT64, 2, 24, 40), randomArray(random, DType.FLOAT64, 16, 12, 1),
                    ConvWindow.of(1).groups(2)),
            new Draw(randomArray(random, DType.FLOAT64, 1, 300, 2, 3, 3), randomArray(random, DType.FLOAT64, 9, 300, 1, 1, 1),
                    ConvWindow.of(3).dilation(2, 3, 4)),
            // long sums added up
            new Draw(randomArray(random, DType.FLOAT32, 3, 20, 20, 17), randomArray(random, DType.FLOAT32, 13, 20, 1, 1), ConvWindow.of(2)),
            new Draw(randomArray(random, DType.FLOAT32, 2, 20, 9), randomArray(random, DType.FLOAT32, 12, 20, 1),
                    ConvWindow.of(1).stride(2)),
            new Draw(randomArray(random, DType.FLOAT32, 2, 20, 9), randomArray(random, DType.FLOAT32, 12, 20, 1),
                    ConvWindow.of(1).padding(1)),
        };
        for (Draw d : draws) {
            assertMaps(d, random);
            NdArray bias = randomArray(random, d.x.dtype(), d.w.shape().dim(0));
            NdArray y = d.forward();
            NdArray biased = Convolution.forward("conv", d.x, d.w, bias, d.window);
            double[] want = y.toDoubleArray();
            int pixels = (int) (y.size() / y.shape().dim(0) / y.shape().dim(1));
            for (int i = 0; i < want.length; i++) {
                want[i] += bias.toDoubleArray()[i / pixels % y.shape().dim(1)];
            }
            assertClose(biased, want, d.w.size() / d.w.shape().dim(0), d);
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
    void theGradientsAreAdjoints() {
        Random random = new Random(9);
        for (int trial = 0; trial < 100; trial++) {
            Draw d = Draw.of(random, DType.FLOAT64);
            NdArray y = d.forward();
            NdArray dy = randomArray(random, DType.FLOAT64, y.shape().dims());
            double forward = dot(y, dy);
            double rounding = 1e-14 * (1 + y.size()) * d.w.size();
            assertThat(dot(d.x, d.inputGradient(dy))).isCloseTo(forward, within(rounding));
            assertThat(dot(d.w, d.weightGradient(dy))).isCloseTo(forward, within(rounding));
        }
    }

    @Test
    void bitsDoNotDependOnThreadsOrStrides() {
        Random random = new Random(10);
        NdArray x = randomArray(random, DType.FLOAT32, 2, 33, 40, 24).transpose(1, 3); // 2 x 24 x 40 x 33
        NdArray w = randomArray(random, DType.FLOAT32, 3, 3, 12, 34).permute(3, 2, 0, 1); // 34 x 12 x 3 x 3
        ConvWindow o = ConvWindow.of(2).stride(2, 1).padding(1, 1).groups(2);
        EngineRuntime.threads(1);
        NdArray y = Convolution.forward("conv2d", x.dense(), w.dense(), o);
        NdArray dy = randomArray(random, DType.FLOAT32, y.shape().dims()).flip(3);
        NdArray dx = Convolution.inputGradient("conv2d", dy.dense(), w.dense(), new int[] {40, 33}, o);
        NdArray dw = Convolution.weightGradient("conv2d", dy.dense(), x.dense(), new int[] {3, 3}, o);
        for (int count = 1; count <= 3; count++) {
            EngineRuntime.threads(count);
            assertThat(Convolution.forward("conv2d", x, w, o).toFloatArray()).isEqualTo(y.toFloatArray());
            assertThat(Convolution.inputGradient("conv2d", dy, w, new int[] {40, 33}, o).toFloatArray()).isEqualTo(dx.toFloatArray());
            assertThat(Convolution.weightGradient("conv2d", dy, x, new int[] {3, 3}, o).toFloatArray()).isEqualTo(dw.toFloatArray());
        }
    }

    @Test
    void biasStartsTheSums() {
        NdArray x = NdArray.of(1.0, 2.0, 3.0).reshape(Shape.of(1, 3));
        NdArray w = NdArray.of(1.0, -1.0, 2.0, 0.5).reshape(Shape.of(2, 1, 2));
        NdArray y = Convolution.forward("conv1d", x, w, NdArray.of(10.0, 20.0), ConvWindow.of(1));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(y.toDoubleArray()).containsExactly(9, 9, 23, 25.5);
    }

    @Test
    void outputPaddingLeavesRoom() {
        NdArray dy = NdArray.of(1.0, 2.0).reshape(Shape.of(1, 1, 2));
        NdArray w = NdArray.of(1.0, 10.0, 100.0).reshape(Shape.of(1, 1, 3));
        ConvWindow o = ConvWindow.of(1).stride(3);
        assertThat(Convolution.inputGradient("convTranspose1d", dy, w, new int[] {6}, o).toDoubleArray())
                .containsExactly(1, 10, 100, 2, 20, 200);
        assertThat(Convolution.inputGradient("convTranspose1d", dy, w, new int[] {8}, o).toDoubleArray())
                .containsExactly(1, 10, 100, 2, 20, 200, 0, 0);
    }

    @Test
    void infinitiesReachOnlyTheOutputsThatSeeThem() {
        NdArray x = NdArray.of(Float.POSITIVE_INFINITY, 1f, 1f, 1f, 1f, 1f).reshape(Shape.of(1, 2, 3));
        NdArray w = NdArray.of(1f, 1f, 1f, 1f).reshape(Shape.of(1, 1, 2, 2));
        ConvWindow o = ConvWindow.of(2).padding(1, 1);
        assertThat(Convolution.forward("conv2d", x, w, o).toFloatArray()).containsExactly(Float.POSITIVE_INFINITY,
                Float.POSITIVE_INFINITY, 2, 1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 4, 2, 1, 2, 2, 1);
        NdArray dy = NdArray.of(0f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f).reshape(Shape.of(1, 3, 4));
        float[] dw = Convolution.weightGradient("conv2d", dy, x, new int[] {2, 2}, o).toFloatArray();
        assertThat(dw).containsExactly(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN);
    }

    @Test
    void badArgumentsAreNamed() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(1, 2, 2, 2));
        NdArray w = NdArray.zeros(DType.FLOAT32, Shape.of(4, 2, 3, 3));
        assertThatThrownBy(() -> Convolution.forward("conv2d", x, w, ConvWindow.of(2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("conv2d: weight is of shape [4, 2, 3, 3]")
                .hasMessageContaining("[1, 2, 2, 2]");
        assertThatThrownBy(() -> Convolution.forward("conv2d", x, w, ConvWindow.of(2).padding(1, 1).groups(2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("input is of shape [1, 2, 2, 2]");
        assertThatThrownBy(() -> Convolution.forward("conv2d", x, w, ConvWindow.of(2).groups(3)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("groups is 3");
        assertThatThrownBy(() -> Convolution.forward("conv2d", x, w, ConvWindow.of(1)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("stride is [1]");
        assertThatThrownBy(() -> Convolution.forward("conv2d", x, NdArray.zeros(DType.FLOAT64, w.shape()), ConvWindow.of(2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("weight is FLOAT64");
        assertThatThrownBy(() -> Convolution.forward("conv2d", x, w, NdArray.of(1f), ConvWindow.of(2).padding(1, 1)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("bias is of shape [1]");
        assertThatThrownBy(() -> Convolution.weightGradient("conv2d", x, x, new int[] {3, 3}, ConvWindow.of(2).padding(1, 1).stride(2, 2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("dy is of shape [1, 2, 2, 2]");
    }

    @Test
    void anEmptyBatchGivesAnEmptyResultAndZeroGradients() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(0, 2, 4, 4));
        NdArray w = NdArray.ones(DType.FLOAT32, Shape.of(4, 2, 3, 3));
        NdArray y = Convolution.forward("conv2d", x, w, ConvWindow.of(2));
        assertThat(y.shape()).isEqualTo(Shape.of(0, 4, 2, 2));
        assertThat(Convolution.inputGradient("conv2d", y, w, new int[] {4, 4}, ConvWindow.of(2)).shape()).isEqualTo(x.shape());
        assertThat(Convolution.weightGradient("conv2d", y, x, new int[] {3, 3}, ConvWindow.of(2)).toFloatArray()).containsOnly(0f);
    }
}
