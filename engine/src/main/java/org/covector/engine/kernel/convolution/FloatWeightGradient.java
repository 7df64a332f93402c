package org.covector.engine.kernel.convolution;

import org.covector.engine.DType;
import org.covector.engine.kernel.window.FloatPatches;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/** The gradient of the weights of rows r0 to r1 - 1 of one group. */
final class FloatWeightGradient {
    private static final int L = FloatConvolutionMicroKernels.LANES;
    /** Taps of the narrow tile. */
    private static final int ROWS = FloatConvolutionMicroKernels.NARROW_TAPS;
    /** The most taps that any loop reads at once. */
    private static final int MOST_TAPS = Math.max(FloatConvolutionMicroKernels.TAPS, Math.max(ROWS, FloatWeightGradientLanes.ROWS));
    /** Outputs whose products are added before they join the total. */
    private static final int BLOCK = 256;
    /** The same where each of 16 lanes has a sum of its own. */
    private static final int LANE_BLOCK = 4096;
    private static final int BLOCK_COLUMNS = 512;
    /** From so many rows per group on, the rows lie along the vector; below, the pixels do. */
    private static final int ROWS_ALONG_VECTOR = 8;

    private final boolean vector;
    private final FloatConvolutionMicroKernels microKernels;
    private final ConvolutionPlan plan;
    private final float[] x;
    private final int xAt;
    private final float[] dy;
    private final int dyAt;
    private final float[] packed;
    private final FloatPackedGroup packedGroup;
    private final int group;
    private final int r0;
    private final int rows;
    private final int depth;
    private final boolean rowsAlongVector;
    private final int stride;
    private final float[] sums;
    private final float[] transposed;
    private final float[] lanes = new float[FloatWeightGradientLanes.ROWS * FloatWeightGradientLanes.LANES];

    FloatWeightGradient(boolean vector, FloatConvolutionMicroKernels microKernels, ConvolutionPlan plan, float[] x, int xAt, float[] dy,
            int dyAt,
            float[] packed,
            float[] transposed, int group, int r0, int r1) {
        this.vector = vector;
        this.microKernels = microKernels;
        this.plan = plan;
        this.x = x;
        this.xAt = xAt;
        this.dy = dy;
        this.dyAt = dyAt;
        this.packed = packed;
        this.packedGroup = new FloatPackedGroup(vector, plan.channels(), plan.band(0, 0), packed, MOST_TAPS);
        this.group = group;
        this.r0 = r0;
        this.rows = r1 - r0;
        this.depth = plan.depth();
        this.rowsAlongVector = plan.rows() >= ROWS_ALONG_VECTOR;
        this.stride = rowsAlongVector ? Math.ceilDiv(rows, L) * L
                : Math.ceilDiv(depth, FloatWeightGradientLanes.ROWS) * FloatWeightGradientLanes.ROWS;
        this.sums = Storage.zeros(DType.FLOAT32, (rowsAlongVector ? depth + MOST_TAPS : rows) * stride).floats();
        this.transposed = transposed;
    }

    /** Room for the cotangents of one block: turned, or as rows rounded up to whole vectors of lanes. */
    static int transposedLength(ConvolutionPlan plan, int rows) {
        if (plan.rows() >= ROWS_ALONG_VECTOR) {
            return Math.max(BLOCK, BLOCK_COLUMNS) * Math.min(2 * L, Math.ceilDiv(rows, L) * L);
        }
        TapWindow w = plan.band(0, 0);
        int height = Math.min(w.y().outputs(), Math.max(1, LANE_BLOCK / w.x().outputs()));
        return height * (Math.min(w.x().outputs(), BLOCK_COLUMNS) + FloatWeightGradientLanes.LANES);
    }

    void run(float[] dw) {
        for (int n = 0; n < plan.batch(); n++) {
            for (int oz = 0; oz < plan.window().z().outputs(); oz++) {
                for (int by = 0; by < plan.yBands(); by++) {
                    for (int bx = 0; bx < plan.xBands(); bx++) {
                        band(n * plan.groups() + group, oz, by, bx);
                    }
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            int at = (group * plan.rows() + r0 + r) * depth;
            for (int j = 0; j < depth; j++) {
                dw[at + j] = rowsAlongVector ? sums[j * stride + r] : sums[r * stride + j];
            }
        }
    }

    private void band(int image, int oz, int yBand, int xBand) {
        TapWindow w = plan.band(yBand, xBand);
        int[] offsets = packedGroup.pack(w, oz, x, xAt, image);
        int columns = w.x().outputs();
        int pieces = Math.ceilDiv(columns, BLOCK_COLUMNS);
        int height = Math.max(1, (rowsAlongVector ? BLOCK : LANE_BLOCK) * pieces / columns);
        for (int y = 0; y < w.y().outputs(); y += height) {
            int h = Math.min(height, w.y().outputs() - y);
            for (int i = 0; i < pieces; i++) {
                int x0 = columns * i / pieces;
                int n = columns * (i + 1) / pieces - x0;
                int at = dyAt + ((image * plan.rows() + r0) * plan.window().z().outputs() + oz) * plane()
                        + (yBand * plan.bandRows() + y) * plan.window().x().outputs() + xBand * plan.bandColumns() + x0;
                block(offsets, y * w.width() + x0, w.width(), at, h, n);
            }
        }
    }

    private int plane() {
        return plan.window().y().outputs() * plan.window().x().outputs();
    }

    private void block(int[] offsets, int xo, int xs, int at, int height, int columns) {
        int rowStep = plan.window().z().outputs() * plane();
        int dyStep = plan.window().x().outputs();
        if (!rowsAlongVector) {
            int step = Math.ceilDiv(columns, FloatWeightGradientLanes.LANES) * FloatWeightGradientLanes.LANES;
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < height; i++) {
                    FloatPatches.copy(dy, at + r * rowStep + i * dyStep, transposed, i * step, columns);
                }
                for (int j = 0; j < depth; j += FloatWeightGradientLanes.ROWS) {
                    if (vector) {
                        FloatWeightGradientLanes.vectors(packed, xo, xs, offsets, j, transposed, step, height, columns, lanes);
                    } else {
                        FloatWeightGradientLanes.scalars(packed, xo, xs, offsets, j, transposed, step, height, columns, lanes);
                    }
                    fold(r * stride + j);
                }
            }
            return;
        }
        for (int r = 0; r < rows; r += 2 * L) {
            int width = Math.min(2 * L, stride - r);
            transpose(at + r * rowStep, rowStep, dyStep, height, columns, Math.min(width, rows - r), width);
            boolean narrow = width == L;
            int j = 0;
            int taps = narrow ? ROWS : FloatConvolutionMicroKernels.TAPS;
            FloatPixelMicroKernel tile = narrow ? microKernels.narrowPixels : microKernels.pixels;
            for (; narrow ? j < depth : j + FloatConvolutionMicroKernels.FEW_TAPS < depth; j += taps) {
                tile.multiply(height, columns, packed, xo, xs, offsets, j, transposed, 0, sums, j * stride + r, stride);
            }
            for (; j < depth; j += FloatConvolutionMicroKernels.FEW_TAPS) {
                microKernels.fewTapPixels.multiply(height, columns, packed, xo, xs, offsets, j, transposed, 0, sums, j * stride + r,
                        stride);
            }
        }
    }

    /**
     * {@code transposed[p, r] = dy[r, p]} for up to {@code width} rows; the others are left as they are. Scalars: a gather of vectors was
     * boxed in some JVMs, 15 MB in a step of a small convolutional net.
     */
    private void transpose(int at, int rowStep, int dyStep, int height, int columns, int n, int width) {
        for (int r = 0; r < n; r++) {
            int q = r;
            for (int row = 0; row < height; row++) {
                int p = at + r * rowStep + row * dyStep;
                for (int i = 0; i < columns; i++, q += width) {
                    transposed[q] = dy[p + i];
                }
            }
        }
    }

    /** Adds the sums of nine times 16 lanes, each folded by halves. */
    private void fold(int at) {
        for (int half = FloatWeightGradientLanes.LANES / 2; half > 0; half /= 2) {
            for (int t = 0; t < lanes.length; t += FloatWeightGradientLanes.LANES) {
                for (int i = t; i < t + half; i++) {
                    lanes[i] += lanes[i + half];
                }
            }
        }
        for (int j = 0; j < FloatWeightGradientLanes.ROWS; j++) {
            sums[at + j] += lanes[j * FloatWeightGradientLanes.LANES];
        }
    }
}
