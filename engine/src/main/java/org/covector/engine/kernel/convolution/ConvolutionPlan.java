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
    private final Bands bands;

    /** Where output {@code q} of an axis goes: to {@code start + step * q} of {@code length}. */
    public record Target(int[] length, int[] start, int[] step) {
        int volume() {
            return length[0] * length[1] * length[2];
        }
    }

    /** Rows and columns of outputs of a band, and the window over each band alone. */
    private record Bands(int rows, int columns, TapWindow[] windows) {
        static Bands of(int channels, TapWindow w) {
            long perElement = (long) channels * w.z().taps() * w.x().slots();
            int rows = band(w.y(), PACKED / (perElement * w.y().slots() * w.x().length()), LEAST_ROWS);
            TapAxis y = w.y().part(0, Math.min(rows, w.y().outputs()));
            int columns = band(w.x(), PACKED / (perElement * y.slots() * y.length()), LEAST_COLUMNS);
            int xBands = Math.ceilDiv(w.x().outputs(), columns);
            TapWindow[] windows = new TapWindow[Math.ceilDiv(w.y().outputs(), rows) * xBands];
            Arrays.setAll(windows, i -> {
                int y0 = i / xBands * rows;
                int x0 = i % xBands * columns;
                return new TapWindow(w.z(), w.y().part(y0, Math.min(rows, w.y().outputs() - y0)),
                        w.x().part(x0, Math.min(columns, w.x().outputs() - x0)));
            });
            return new Bands(rows, columns, windows);
        }
    }

    private ConvolutionPlan(int batch, int groups, int channels, int rows, TapWindow window, Target target, Bands bands) {
        this.batch = batch;
        this.groups = groups;
        this.channels = channels;
        this.rows = rows;
        this.window = window;
        this.target = target;
        this.bands = bands;
    }

    /** A plan for {@code batch} images of {@code groups} times {@code channels} planes in and {@code rows} planes out. */
    public static ConvolutionPlan of(int batch, int groups, int channels, int rows, TapWindow window, Target target) {
        return new ConvolutionPlan(batch, groups, channels, rows, window, target, Bands.of(channels, window));
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
        return bands.rows;
    }

    int bandColumns() {
        return bands.columns;
    }

    int yBands() {
        return Math.ceilDiv(window.y().outputs(), bands.rows);
    }

    int xBands() {
        return Math.ceilDiv(window.x().outputs(), bands.columns);
    }

    /** The window over one band alone. */
    TapWindow band(int y, int x) {
        return bands.windows[y * xBands() + x];
    }

    /** Number of units when the rows of a group are cut into {@code parts}. */
    public int units(int parts) {
        return batch * groups * window.z().outputs() * yBands() * xBands() * parts;
    }

    /** Multiplications and additions of the whole plan. */
    public long flops() {
        return 2L * batch * groups * rows * depth() * window.z().outputs() * window.y().outputs() * window.x().outputs();
    }
}
