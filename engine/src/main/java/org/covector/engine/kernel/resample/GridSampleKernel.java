package org.covector.engine.kernel.resample;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/**
 * Weighted sums over the taps of grid points in images {@code [channel][z][y][x]}, for {@code points} points whose taps
 * {@code taps} finds from {@code grid[at]} on; channels from..to-1. Places outside count nothing, whatever their weight.
 */
public sealed interface GridSampleKernel permits FloatGridSample, DoubleGridSample {
    /** The loops for a floating dtype: samples in vectors of channels, or in scalar loops with the same bits. */
    static GridSampleKernel of(DType dtype, boolean vector) {
        return switch (dtype) {
            case FLOAT32 -> new FloatGridSample(vector);
            case FLOAT64 -> new DoubleGridSample(vector);
            case INT64, BOOL -> throw ArgumentException.notFloating("gridSample", dtype);
        };
    }

    /** {@code y[yo + c points + p] = sum over taps of weight x[xo + c volume + place]}. */
    void sample(GridTaps taps, double[] grid, int at, int points, Object x, int xo, int volume, Object y, int yo, int from, int to);

    /** {@code x[xo + c volume + place] += weight y[yo + c points + p]}, points in ascending order. */
    void scatter(GridTaps taps, double[] grid, int at, int points, Object y, int yo, Object x, int xo, int volume, int from, int to);

    /** {@code sum[so + p step] += sum over channels, taps of y[yo + c points + p] weight x[xo + c volume + place]}. */
    void correlate(GridTaps taps, double[] grid, int at, int points, Object y, int yo, Object x, int xo, int volume, Object sum, int so,
            int step,
            int from, int to);
}
