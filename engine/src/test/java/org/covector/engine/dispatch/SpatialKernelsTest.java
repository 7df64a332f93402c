package org.covector.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.codegen.ConvolutionMicroKernelCompiler;
import org.covector.engine.kernel.convolution.ConvolutionKernel;
import org.covector.engine.kernel.convolution.ConvolutionKernel.WeightOrder;
import org.covector.engine.kernel.convolution.ConvolutionPlan;
import org.covector.engine.kernel.pooling.AveragePoolingKernel;
import org.covector.engine.kernel.pooling.MaxPoolingKernel;
import org.covector.engine.kernel.pooling.WindowBounds;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;
import org.junit.jupiter.api.Test;

class SpatialKernelsTest {
    private static final TapAxis POINT = TapAxis.sliding(1, 1, 1, 1, 0, 1);

    private static Object array(DType dtype, int size, java.util.Random random) {
        Object array = Storage.zeros(dtype, size).array();
        switch (array) {
            case float[] a -> {
                for (int i = 0; i < size; i++) {
                    a[i] = random.nextFloat() - 0.5f;
                }
            }
            case double[] a -> Arrays.setAll(a, _ -> random.nextDouble() - 0.5);
            default -> throw new AssertionError(dtype);
        }
        return array;
    }

    private static void assertSame(Object got, Object want, Object what) {
        if (want instanceof float[] w) {
            assertThat((float[]) got).as("%s", what).isEqualTo(w);
        } else {
            assertThat((double[]) got).as("%s", what).isEqualTo((double[]) want);
        }
    }

    @Test
    void vectorAndScalarLoopsOfConvolutionGiveTheSameBits() {
        java.util.Random random = new java.util.Random(3);
        for (int trial = 0; trial < 120; trial++) {
            DType dtype = trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
            int channels = trial % 10 == 0 ? 70 : 1 + random.nextInt(5);
            int rows = 1 + random.nextInt(trial % 3 == 0 ? 40 : 9);
            int stride = 1 + random.nextInt(3);
            TapAxis y = TapAxis.sliding(9, (9 + 2 - 3) / stride + 1, 3, stride, 1, 1);
            int outputs = 1 + random.nextInt(70);
            TapAxis x = TapAxis.sliding((outputs - 1) * stride + 1, outputs, 3, stride, 1, 1);
            TapWindow window = new TapWindow(POINT, y, x);
            int rowsOut = (9 + 2 - 3) / stride + 1;
            ConvolutionPlan plan = ConvolutionPlan.of(2, 1, channels, rows, window,
                    new ConvolutionPlan.Target(new int[] {1, rowsOut, outputs}, new int[3], new int[] {1, 1, 1}));
            Object image = array(dtype, 2 * channels * 9 * ((outputs - 1) * stride + 1), random);
            Object weights = array(dtype, rows * channels * 9, random);
            Object dy = array(dtype, 2 * rows * rowsOut * outputs, random);
            Object bias = array(dtype, rows, random);
            Object[][] results = new Object[2][2];
            for (int v = 0; v < 2; v++) {
                ConvolutionKernel k = ConvolutionKernel.of(dtype, v == 1, new ConvolutionMicroKernelCompiler());
                Object a = k.packWeights(weights, 0, new WeightOrder(1, 0, rows, channels * 9, channels, 9,
                        new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}));
                results[v][0] = Storage.zeros(dtype, 2L * rows * rowsOut * outputs).array();
                results[v][1] = Storage.zeros(dtype, rows * channels * 9).array();
                k.convolve(plan, a, bias, image, 0, results[v][0], 1, 0, plan.units(1));
                k.weightGradient(plan, image, 0, dy, 0, results[v][1], 1, 0, 1);
            }
            String what = channels + " channels, " + rows + " rows, stride " + stride + ", outputs " + outputs;
            assertSame(results[1][0], results[0][0], what);
            assertSame(results[1][1], results[0][1], what);
        }
    }

    @Test
    void vectorAndScalarLoopsOfPoolingGiveTheSameBits() {
        java.util.Random random = new java.util.Random(4);
        for (int trial = 0; trial < 100; trial++) {
            DType dtype = trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
            int stride = 1 + random.nextInt(3);
            int outputs = 1 + random.nextInt(70);
            int source = (outputs - 1) * stride + 1;
            TapAxis x = TapAxis.sliding(source, outputs, 3, stride, 1, 1);
            WindowBounds point = WindowBounds.adaptive(1, 1);
            WindowBounds bins = WindowBounds.sliding(source, outputs, 3, stride, 1, true);
            Object image = array(dtype, 3 * source, random);
            Object[][] results = new Object[2][3];
            long[][] indices = new long[2][3 * outputs];
            for (int v = 0; v < 2; v++) {
                MaxPoolingKernel max = MaxPoolingKernel.of(dtype, v == 1);
                AveragePoolingKernel average = AveragePoolingKernel.of(dtype, v == 1);
                for (int i = 0; i < 3; i++) {
                    results[v][i] = Storage.zeros(dtype, 3L * (i == 2 ? source : outputs)).array();
                }
                max.max(new TapWindow(POINT, POINT, x), image, 0, results[v][0], indices[v], 0, 3);
                Object values = Storage.zeros(dtype, 3L * outputs).array();
                max.maxima(new TapWindow(POINT, POINT, x), image, 0, values, 0, 3);
                assertSame(values, results[v][0], "values alone, " + stride + " " + outputs);
                average.average(point, point, bins, x, image, 0, results[v][1], 0, 3);
                average.averageBackward(point, point, bins, x, results[v][1], 0, results[v][2], 0, 3);
            }
            for (int i = 0; i < 3; i++) {
                assertSame(results[1][i], results[0][i], stride + " " + outputs);
            }
            assertThat(indices[1]).isEqualTo(indices[0]);
        }
    }
}
