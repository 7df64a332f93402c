package org.covector.engine.kernel.resample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.covector.engine.DType;
import org.covector.engine.kernel.resample.GridTaps.Mode;
import org.covector.engine.kernel.resample.GridTaps.Padding;
import org.junit.jupiter.api.Test;

class GridSampleKernelTest {
    private static final int CHANNELS = 37;
    private static final int[] SIZE = {7, 6};
    private static final int VOLUME = 42;
    private static final int POINTS = 61;

    /** Points in the image and around it, some nowhere. */
    private static double[] grid() {
        double[] grid = new SplittableRandom(1).doubles(2 * POINTS, -1.7, 1.7).toArray();
        grid[4] = Double.NaN;
        grid[9] = Double.POSITIVE_INFINITY;
        return grid;
    }

    /** An image whose first element would be seen if what is outside counted. */
    private static double[] image() {
        double[] x = new SplittableRandom(2).doubles(CHANNELS * VOLUME, -2, 3).toArray();
        x[0] = Double.NaN;
        x[VOLUME] = Double.POSITIVE_INFINITY;
        x[3 * VOLUME + 17] = -0.0;
        return x;
    }

    private static float[] floats(double... x) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) x[i];
        }
        return y;
    }

    private static float[] floats(GridTaps taps, boolean vector) {
        float[] y = new float[CHANNELS * POINTS];
        GridSampleKernel.of(DType.FLOAT32, vector).sample(taps, grid(), 0, POINTS, floats(image()), 0, VOLUME, y, 0, 0, CHANNELS);
        return y;
    }

    private static double[] doubles(GridTaps taps, boolean vector) {
        double[] y = new double[CHANNELS * POINTS];
        GridSampleKernel.of(DType.FLOAT64, vector).sample(taps, grid(), 0, POINTS, image(), 0, VOLUME, y, 0, 0, CHANNELS);
        return y;
    }

    @Test
    void vectorsOfChannelsHaveTheBitsOfEachAlone() {
        for (Mode mode : Mode.values()) {
            for (Padding padding : Padding.values()) {
                GridTaps taps = new GridTaps(mode, padding, false, SIZE, new int[2], POINTS);
                assertThat(floats(taps, true)).as("%s %s", mode, padding).isEqualTo(floats(taps, false));
                assertThat(doubles(taps, true)).as("%s %s", mode, padding).isEqualTo(doubles(taps, false));
            }
        }
    }
}
