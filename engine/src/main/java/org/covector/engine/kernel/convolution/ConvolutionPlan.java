package org.covector.engine.kernel.convolution;

import java.util.Arrays;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;

/**
 * The plan of {@code y[n, g, r, to(q)] = sum over c, t of a[g, r, c, t] x[n, g, c, tap t at q]}: the shape of a convolution, of
 * its gradient by the input, or of one stride phase of that. Work is cut into units: one image, group, z output, band of
 * outputs and part of the rows each. How it is cut does not show in the bits: every sum is one chain over (c, t).
 */
public final class ConvolutionPlan {
    /** Elements of packed input that one unit works on: half a megabyte of float, for second-level caches of 1 to 2 MB. */
    private static final int PACKED = 1 << 17;
    /** Rows of a band at least, or packing the rows that bands share costs too much. */
    private static final int LEAST_ROWS = 4;
    /** Columns of a band at least, where a single row is too long. */
    private static final int LEAST_COLUMNS = 512;

    private final int batch;
    private final int groups;
    private final int channels;
    private final int rows;
    private final TapWindow window;
    private final Target target;
    private final int bandRows;
    private final int bandColumns;
    private final TapWindow[] bands;

    /** Where output {@code q} of an axis goes: to {@code start + step * q} of {@code length}. */
    public record Target(int[] length, int[] start, int[] step) {
        int volume() {
            return length[0] * length[1] * length[2];
        }
    }

    /** A plan for {@code batch} images of {@code groups} times {@code channels} planes in and {@code rows} planes out. */
    public ConvolutionPlan(int batch, int groups, int channels, int rows, TapWindow window, Target target) {
        this.batch = batch;
        this.groups = groups;
        this.channels = channels;
        this.rows = rows;
        this.window = window;
        this.target = target;
        this.bandRows = band(window.y(), PACKED / ((long) channels * window.z().taps() * window.y().slots() * window.x().slots()
                * window.x().length()), LEAST_ROWS);
        TapAxis y = window.y().part(0, Math.min(bandRows, window.y().outputs()));
        this.bandColumns = band(window.x(), PACKED / ((long) channels * window.z().taps() * y.slots() * window.x().slots() * y.length()),
                LEAST_COLUMNS);
        this.bands = new TapWindow[yBands() * xBands()];
        Arrays.setAll(bands, i -> cut(i / xBands() * bandRows, i % xBands() * bandColumns));
    }

    /** Outputs of one band: as many as fit with the overlap, at least {@code least}, of nearly equal bands. */
    private static int band(TapAxis axis, long fits, int least) {
        int overlap = axis.length() - axis.outputs();
        int most = Math.clamp(fits - overlap, least, Math.max(least, axis.outputs()));
        int bands = Math.max(1, Math.ceilDiv(axis.outputs(), most));
        return Math.ceilDiv(Math.max(1, axis.outputs()), bands);
    }

    int groups() {
        return groups;
    }

    int batch() {
        return batch;
    }

    int channels() {
        return channels;
    }

    int rows() {
        return rows;
    }

    TapWindow window() {
        return window;
    }

    Target target() {
        return target;
    }

    /** Length of the sums. */
    public int depth() {
        return channels * window.taps();
    }

    int bandRows() {
        return bandRows;
    }

    int bandColumns() {
        return bandColumns;
    }

    int yBands() {
        return Math.ceilDiv(window.y().outputs(), bandRows);
    }

    int xBands() {
        return Math.ceilDiv(window.x().outputs(), bandColumns);
    }

    /** The window over one band alone. */
    TapWindow band(int y, int x) {
        return bands[y * xBands() + x];
    }

    private TapWindow cut(int y0, int x0) {
        return new TapWindow(window.z(), window.y().part(y0, Math.min(bandRows, window.y().outputs() - y0)),
                window.x().part(x0, Math.min(bandColumns, window.x().outputs() - x0)));
    }

    /** Number of units when the rows of a group are cut into {@code parts}. */
    public int units(int parts) {
        return batch * groups * window.z().outputs() * yBands() * xBands() * parts;
    }

    /** Multiplications and additions of the whole plan. */
    public long flops() {
        return 2L * batch * groups * rows * depth() * window.z().outputs() * window.y().outputs() * window.x().outputs();
    }

    /** Where each element of the sums reads in a packed group, for pixel 0 of a band. */
    static int[] offsets(TapWindow band, int channels) {
        int[] taps = band.offsets();
        int[] at = new int[channels * taps.length];
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < taps.length; t++) {
                at[c * taps.length + t] = c * band.channel() + taps[t];
            }
        }
        return at;
    }
}
