package org.covector.engine.kernel.distance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

class DistanceKernelTest {
    private static final int ROWS = 7;

    private static Object array(DType dtype, double... x) {
        NdArray a = NdArray.of(x).to(dtype);
        return dtype == DType.FLOAT32 ? a.toFloatArray() : a.toDoubleArray();
    }

    private static Object zeros(DType dtype, int n) {
        return array(dtype, new double[n]);
    }

    private static double[] wide(DType dtype, Object x) {
        NdArray a = dtype == DType.FLOAT32 ? NdArray.of((float[]) x) : NdArray.of((double[]) x);
        return a.to(DType.FLOAT64).reshape(Shape.of((int) a.size())).toDoubleArray();
    }

    /** Of both signs, some equal, a few at the ends of the range. */
    private static double[] numbers(int n, long seed, double... special) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            int which = random.nextInt(60);
            x[i] = which < special.length ? special[which] : which < 20 ? random.nextInt(-2, 3) : random.nextDouble(-3, 3);
        }
        return x;
    }

    /** All results of a kernel, one after the other. */
    private static double[] results(DistanceKernel k, DType dtype, double p, int m, int missing, double... special) {
        int n = k.columns();
        int width = n - missing;
        Object x = array(dtype, numbers(ROWS * m, 1, special));
        Object y = array(dtype, numbers(width * m, 2, special));
        Object panel = zeros(dtype, m * n);
        Object sums = zeros(dtype, 2 * DistanceKernel.ROWS * n);
        Object d = zeros(dtype, ROWS * width);
        k.pack(y, 0, width, m, 0, m, panel);
        Object atOnce = zeros(dtype, ROWS * width);
        double[] flags = new double[3];
        for (int i = 0; i < ROWS; i += DistanceKernel.ROWS) {
            int rows = Math.min(DistanceKernel.ROWS, ROWS - i);
            k.accumulate(x, i * m, rows, m, panel, m, sums, i * n);
            flags[i / DistanceKernel.ROWS] = k.finish(sums, i * n, rows, d, i * width, width, width) ? 1 : 0;
            Object room = zeros(dtype, DistanceKernel.ROWS * n);
            boolean inRange = k.distances(x, i * m, rows, m, panel, m, room, atOnce, i * width, width, width);
            assertThat(inRange ? 1 : 0).isEqualTo((int) flags[i / DistanceKernel.ROWS]);
        }
        assertThat(wide(dtype, atOnce)).isEqualTo(wide(dtype, d));
        if (p != 1 && p != 2) {
            return joined(flags, wide(dtype, d));
        }
        Object w = zeros(dtype, ROWS * width);
        Object dx = zeros(dtype, ROWS * m);
        flags[2] = k.weights(array(dtype, numbers(ROWS * width, 3)), 0, d, 0, ROWS * width, w) ? 1 : 0;
        k.pull(w, x, 0, 0, ROWS, y, 0, width, m, dx, 0);
        return joined(flags, wide(dtype, d), wide(dtype, w), wide(dtype, dx));
    }

    private static double[] joined(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void vectorAndScalarLoopsGiveTheSameBits() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            double large = dtype == DType.FLOAT32 ? 1e38 : 1e300;
            double[][] specials = {{}, {large, -large, 1 / large, 0.0, -0.0},
                {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}};
            for (double p : new double[] {1, 2, Double.POSITIVE_INFINITY}) {
                for (int m : new int[] {1, 5, 64, 151, 600}) {
                    for (double[] special : specials) {
                        for (int missing : new int[] {0, 3}) { // columns of the last panel
                            assertThat(results(DistanceKernel.of(dtype, p, true), dtype, p, m, missing, special))
                                    .as("%s, p = %s, m = %s, %s missing", dtype, p, m, missing)
                                    .isEqualTo(results(DistanceKernel.of(dtype, p, false), dtype, p, m, missing, special));
                        }
                    }
                }
            }
        }
    }
}
