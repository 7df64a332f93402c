package org.covector.engine.kernel.convolution;

import org.covector.engine.DType;
import org.covector.engine.kernel.window.FloatPatches;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/** The arrays of one {@link ConvolutionKernel#convolve} and the band that is packed at the moment. */
final class FloatDirectConvolution {
    private static final int L = FloatConvolutionMicroKernels.LANES;
    /** Terms of a sum that a tile adds before it moves on: to read and write its sums twice costs more than weights from the L2 cache. */
    private static final int DEPTH = 640;
    /** Terms of a sum below which a run of pixels is passed over once per nine terms. */
    private static final int FEW = 64;

    private final boolean vector;
    private final FloatConvolutionMicroKernels microKernels;
    private final ConvolutionPlan plan;
    private final float[] a;
    private final float[] bias;
    private final float[] x;
    private final int xAt;
    private final float[] y;
    private final float[] packed;
    private final FloatPackedGroup group;
    private final float[] out;
    /** What the sums of each row begin with. */
    private final float[] start;
    private TapWindow window;
    private int[] offsets;

    FloatDirectConvolution(boolean vector, FloatConvolutionMicroKernels microKernels, ConvolutionPlan plan, float[] a, float[] bias,
            float[] x,
            int xAt, float[] y, int partRows) {
        this.vector = vector;
        this.microKernels = microKernels;
        this.plan = plan;
        this.a = a;
        this.bias = bias;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.window = plan.band(0, 0);
        this.offsets = new int[0];
        this.packed = Storage.uninitialised(DType.FLOAT32, plan.channels() * window.channel() + 8 * L).floats();
        this.group = new FloatPackedGroup(vector, plan.channels(), window, packed, 0);
        this.out = Storage.uninitialised(DType.FLOAT32, packedRows(Math.min(partRows, plan.rows())) * run()).floats();
        this.start = Storage.zeros(DType.FLOAT32, packedRows(plan.rows())).floats();
    }

    /** Rows of all panels. */
    static int packedRows(int rows) {
        int r = 0;
        while (r < rows) {
            r += FloatConvolutionMicroKernels.height(rows - r);
        }
        return r;
    }

    /** Weights in panels: in each, for every term of the sums, the weights of its rows side by side. */
    static float[] packWeights(float[] w, int at, ConvolutionKernel.WeightOrder order) {
        int[] taps = order.taps();
        int rows = packedRows(order.rows());
        int depth = order.channels() * taps.length;
        float[] to = Storage.zeros(DType.FLOAT32, (long) order.groups() * rows * depth).floats();
        for (int g = 0; g < order.groups(); g++) {
            int r = 0;
            while (r < order.rows()) {
                int height = FloatConvolutionMicroKernels.height(order.rows() - r);
                int n = Math.min(height, order.rows() - r);
                int p = (g * rows + r) * depth;
                for (int c = 0; c < order.channels(); c++) {
                    int from = at + g * order.groupStride() + r * order.rowStride() + c * order.channelStride();
                    for (int tap : taps) {
                        for (int i = 0; i < n; i++) {
                            to[p + i] = w[from + tap + i * order.rowStride()];
                        }
                        p += height;
                    }
                }
                r += height;
            }
        }
        return to;
    }

    /** Distance of the rows of the output buffer: a whole tile may be written behind the last pixel. */
    private int run() {
        return Math.ceilDiv(window.run(), L) * L + 4 * L;
    }

    void pack(int image, int oz, int yBand, int xBand) {
        window = plan.band(yBand, xBand);
        offsets = group.pack(window, oz, x, xAt, image);
    }

    /** Rows r0 to r1 - 1 of the packed band. */
    void run(int image, int oz, int yBand, int xBand, int r0, int r1) {
        int run = run();
        int g = image % plan.groups();
        int weights = g * packedRows(plan.rows()) * plan.depth();
        if (bias.length > 0) {
            System.arraycopy(bias, g * plan.rows(), start, 0, plan.rows());
        }
        multiply(weights, r0, r1, run);
        for (int r = r0; r < r1; r++) {
            store(image * plan.rows() + r, oz, yBand * plan.bandRows(), xBand * plan.bandColumns(), (r - r0) * run);
        }
    }

    private void multiply(int weights, int r0, int r1, int run) {
        int tiled = r0;
        while (tiled < r1 && FloatConvolutionMicroKernels.height(plan.rows() - tiled) == FloatConvolutionMicroKernels.MR) {
            tiled += FloatConvolutionMicroKernels.MR;
        }
        multiplyTiles(weights, r0, tiled, run);
        int height;
        for (int r = tiled; r < r1; r += height) {
            height = FloatConvolutionMicroKernels.height(plan.rows() - r);
            int at = weights + r * plan.depth();
            if (height == 4) {
                multiply(microKernels.four, FloatConvolutionMicroKernels.FOUR_VECTORS, at, r, (r - r0) * run, run);
            } else if (vector && plan.depth() < FEW && plan.depth() % 9 == 0) {
                multiplyNines(at, r, (r - r0) * run);
            } else {
                multiply(microKernels.one, FloatConvolutionMicroKernels.ONE_VECTORS, at, r, (r - r0) * run, run);
            }
        }
    }

    private void multiplyTiles(int weights, int r0, int r1, int run) {
        int depth = plan.depth();
        int blocks = Math.ceilDiv(depth, DEPTH);
        int used = r0 < r1 ? window.run() : 0;
        int rows = FloatConvolutionMicroKernels.MR;
        for (int p = 0; p < used; p += FloatConvolutionMicroKernels.TILE_VECTORS * L) {
            for (int b = 0; b < blocks; b++) {
                int d0 = (int) ((long) depth * b / blocks);
                int d1 = (int) ((long) depth * (b + 1) / blocks);
                FloatTapMicroKernel tile = b == 0 ? microKernels.firstTile : microKernels.nextTile;
                for (int r = r0; r < r1; r += rows) {
                    tile.multiply(d0, d1, a, weights + r * depth, packed, p, offsets, out, (r - r0) * run + p, run, start, r);
                }
            }
        }
    }

    private void multiply(FloatTapMicroKernel tile, int vectors, int ao, int r, int oo, int run) {
        int used = window.run();
        for (int p = 0; p < used; p += vectors * L) {
            tile.multiply(0, plan.depth(), a, ao, packed, p, offsets, out, oo + p, run, start, r);
        }
    }

    private void multiplyNines(int ao, int r, int oo) {
        int used = window.run();
        FloatSingleRowConvolution.begin9(a, ao, packed, offsets, 0, start, r, out, oo, used);
        for (int d = 9; d < plan.depth(); d += 9) {
            FloatSingleRowConvolution.extend9(a, ao, packed, offsets, d, out, oo, used);
        }
    }

    private void store(int plane, int oz, int y0, int x0, int at) {
        ConvolutionPlan.Target t = plan.target();
        int columns = window.x().outputs();
        int step = t.step()[2];
        int z = t.start()[0] + t.step()[0] * oz;
        int base = (plane * t.length()[0] + z) * t.length()[1];
        if (step == 1 && t.step()[1] == 1 && columns == window.width() && columns == t.length()[2]) {
            System.arraycopy(out, at, y, (base + t.start()[1] + y0) * columns, window.y().outputs() * columns);
            return;
        }
        for (int oy = 0; oy < window.y().outputs(); oy++) {
            int row = t.start()[1] + t.step()[1] * (y0 + oy);
            int to = (base + row) * t.length()[2] + t.start()[2] + step * x0;
            int p = at + oy * window.width();
            if (step == 1) {
                FloatPatches.copy(out, p, y, to, columns);
            } else {
                for (int i = 0; i < columns; i++) {
                    y[to + step * i] = out[p + i];
                }
            }
        }
    }
}
