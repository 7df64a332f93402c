package org.covector.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution without an im2col matrix: a band of the input is packed once so that every tap reads contiguous pixels (see
 * {@link TapWindow}), and the register tiles run over taps by way of a table of offsets.
 *
 * <p>The idea of flattening padded rows into one long run follows Georganas et al., "Anatomy of high-performance deep learning
 * convolutions on SIMD architectures" (2018), section II, and Dukhan, "The indirect convolution algorithm" (2019).
 */
final class FloatConvolution implements ConvolutionKernel {
    static final ConvolutionKernel KERNEL = new FloatConvolution();

    private static final int L = FloatVector.SPECIES_PREFERRED.length();
    private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;
    /** Rows of the register tile of wide machines. */
    private static final int TILE = 6;
    /** Rows of the register tile of the weight gradient. */
    private static final int ROWS = 10;
    /** Terms of a sum below which a run of pixels is passed over once per nine terms. */
    private static final int FEW = 64;
    /** Terms of a sum that a tile adds before it moves on: weights and pixels of one tile stay in the first-level cache. */
    private static final int DEPTH = 192;
    /** Outputs whose products are added before they join the total. */
    private static final int BLOCK = 256;
    /** The same where each of 16 lanes has a sum of its own. */
    private static final int LANE_BLOCK = 4096;
    private static final int BLOCK_COLUMNS = 512;
    /** From so many rows per group on, the rows lie along the vector; below, the pixels do. */
    private static final int ROWS_ALONG_VECTOR = 8;

    private FloatConvolution() {}

    @Override
    public void correlate(
            Correlation plan, Object a, int aAt, Object bias, Object x, int xAt, Object y, int parts, int from, int to) {
        TapWindow first = plan.band(0, 0);
        int run = Math.ceilDiv(first.run(), 4 * L) * 4 * L;
        int partRows = Math.ceilDiv(Math.ceilDiv(plan.rows(), parts), TILE) * TILE;
        float[] packed = new float[plan.channels() * first.channel() + run - first.run() + 4 * L];
        float[] out = new float[Math.ceilDiv(Math.min(partRows, plan.rows()), TILE) * TILE * run];
        Correlator work = new Correlator(plan, (float[]) a, aAt, (float[]) bias, (float[]) x, xAt, (float[]) y, packed, out);
        int bands = plan.yBands() * plan.xBands();
        int packedUnit = -1;
        for (int u = from; u < to; u++) {
            int r0 = u % parts * partRows;
            int r1 = Math.min(r0 + partRows, plan.rows());
            int place = u / parts;
            int band = place % bands;
            int oz = place / bands % plan.window().z().outputs();
            int image = place / bands / plan.window().z().outputs();
            if (packedUnit != place) {
                work.pack(image, oz, band / plan.xBands(), band % plan.xBands());
                packedUnit = place;
            }
            if (r0 < r1) {
                work.run(image, oz, band / plan.xBands(), band % plan.xBands(), r0, r1);
            }
        }
    }

    /** The arrays of one call and the band that is packed at the moment. */
    private static final class Correlator {
        private final Correlation plan;
        private final float[] a;
        private final int aAt;
        private final float[] bias;
        private final float[] x;
        private final int xAt;
        private final float[] y;
        private final float[] packed;
        private final float[] out;
        /** What the sums begin with, a vector per row of the output buffer. */
        private final float[] start;
        private TapWindow window;
        private int[] offsets;

        Correlator(Correlation plan, float[] a, int aAt, float[] bias, float[] x, int xAt, float[] y, float[] packed, float[] out) {
            this.plan = plan;
            this.a = a;
            this.aAt = aAt;
            this.bias = bias;
            this.x = x;
            this.xAt = xAt;
            this.y = y;
            this.packed = packed;
            this.out = out;
            this.start = new float[(plan.rows() + TILE) * L];
            this.window = plan.band(0, 0);
            this.offsets = Correlation.offsets(window, plan.channels());
        }

        void pack(int image, int oz, int yBand, int xBand) {
            TapWindow w = plan.band(yBand, xBand);
            if (w.y().outputs() != window.y().outputs() || w.x().outputs() != window.x().outputs()) {
                offsets = Correlation.offsets(w, plan.channels());
            }
            window = w;
            packGroup(plan, w, oz, x, xAt, image, packed);
        }

        void run(int image, int oz, int yBand, int xBand, int r0, int r1) {
            int run = Math.ceilDiv(window.run(), 4 * L) * 4 * L;
            int rows = r1 - r0;
            int tiles = wideTiles(rows);
            int group = image % plan.groups();
            for (int i = 0; bias.length > 0 && i < Math.max(rows, tiles * TILE); i++) {
                Arrays.fill(start, i * L, (i + 1) * L, bias[group * plan.rows() + r0 + row(i, rows, tiles)]);
            }
            int at = aAt + (group * plan.rows() + r0) * plan.depth();
            multiplyWide(at, rows, tiles, run);
            multiplyNarrow(at, Math.min(rows, tiles * TILE), rows, run);
            for (int i = 0; i < Math.max(rows, tiles * TILE); i++) {
                int r = row(i, rows, tiles);
                if (i / TILE != tiles - 1 || r >= (tiles - 1) * TILE) {
                    store(image * plan.rows() + r0 + r, oz, yBand * plan.bandRows(), xBand * plan.bandColumns(), i * run);
                }
            }
        }

        /** Tiles of six rows; a last one that lacks up to half of them overlaps the one before, with sums of its own. */
        private static int wideTiles(int rows) {
            return !WIDE || rows < TILE ? 0 : rows % TILE >= TILE / 2 ? rows / TILE + 1 : rows / TILE;
        }

        /** The row whose sums lie at place {@code i} of the output buffer. */
        private static int row(int i, int rows, int tiles) {
            return i / TILE == tiles - 1 ? Math.min(i, rows - TILE + i % TILE) : i;
        }

        private void multiplyWide(int at, int rows, int tiles, int run) {
            int depth = plan.depth();
            int blocks = Math.ceilDiv(depth, DEPTH);
            int used = window.run();
            for (int p = 0; tiles > 0 && p < used; p += 4 * L) {
                for (int b = 0; b < blocks; b++) {
                    int d0 = (int) ((long) depth * b / blocks);
                    int d1 = (int) ((long) depth * (b + 1) / blocks);
                    float[] from = b == 0 ? start : out;
                    int sr = b == 0 ? L : run;
                    int sv = b == 0 ? 0 : L;
                    for (int t = 0; t < tiles; t++) {
                        int ao = at + Math.min(t * TILE, rows - TILE) * depth;
                        int oo = t * TILE * run + p;
                        int so = b == 0 ? t * TILE * L : oo;
                        if (used - p > 2 * L) {
                            FloatCorrelationTiles.correlate6x4(a, ao, depth, packed, p, offsets, d0, d1, from, so, sr, sv, out, oo, run);
                        } else {
                            FloatCorrelationTiles.correlate6x2(a, ao, depth, packed, p, offsets, d0, d1, from, so, sr, sv, out, oo, run);
                        }
                    }
                }
            }
        }

        /** The rows that fill no tile of six, and all rows on machines with narrower vectors. */
        private void multiplyNarrow(int at, int from, int rows, int run) {
            int depth = plan.depth();
            int used = window.run();
            int fours = from + (rows - from) / 4 * 4;
            for (int r = from; r < fours; r += 4) {
                int ao = at + r * depth;
                for (int p = 0; p < used; p += 4 * L) {
                    int oo = r * run + p;
                    if (WIDE) {
                        FloatCorrelationTiles.correlate4x4(a, ao, depth, packed, p, offsets, 0, depth, start, r * L, L, 0, out, oo, run);
                    } else {
                        FloatCorrelationTiles.correlate4x2(a, ao, depth, packed, p, offsets, 0, depth, start, r * L, L, 0, out, oo, run);
                        FloatCorrelationTiles.correlate4x2(
                                a, ao, depth, packed, p + 2 * L, offsets, 0, depth, start, r * L, L, 0, out, oo + 2 * L, run);
                    }
                }
            }
            for (int r = fours; r < rows; r++) {
                multiplyRow(at + r * depth, r, run);
            }
        }

        private void multiplyRow(int ao, int r, int run) {
            int depth = plan.depth();
            int used = window.run();
            int nines = depth < FEW ? depth / 9 * 9 : 0;
            for (int d = 0; d < nines; d += 9) {
                FloatCorrelationTiles.line9(a, ao, packed, offsets, d, d == 0 ? start : out, d == 0 ? r * L : r * run, d == 0 ? 0 : 1,
                        out, r * run, used);
            }
            boolean fresh = nines == 0;
            for (int p = 0; nines < depth && p < used; p += 4 * L) {
                int oo = r * run + p;
                FloatCorrelationTiles.correlate1x4(a, ao, depth, packed, p, offsets, nines, depth,
                        fresh ? start : out, fresh ? r * L : oo, 0, fresh ? 0 : L, out, oo, run);
            }
        }

        private void store(int plane, int oz, int y0, int x0, int at) {
            Correlation.Target t = plan.target();
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

    /** Packs the channels of an image's group one after the other. */
    private static void packGroup(Correlation plan, TapWindow w, int oz, float[] x, int xAt, int image, float[] packed) {
        int volume = w.z().source() * w.y().source() * w.x().source();
        for (int c = 0; c < plan.channels(); c++) {
            FloatPatches.pack(w, oz, x, xAt + (image * plan.channels() + c) * volume, packed, c * w.channel(), 0f);
        }
    }

    @Override
    public void weightGradient(
            Correlation plan, Object x, int xAt, Object dy, int dyAt, Object dw, int parts, int from, int to) {
        float[] packed = new float[plan.channels() * plan.band(0, 0).channel() + FloatGradientTiles.LANES];
        int partRows = Math.ceilDiv(plan.rows(), parts);
        float[] turned = new float[turnedLength(plan, partRows)];
        for (int u = from; u < to; u++) {
            int r0 = u % parts * partRows;
            int r1 = Math.min(r0 + partRows, plan.rows());
            if (r0 < r1) {
                new Gradient(plan, (float[]) x, xAt, (float[]) dy, dyAt, packed, turned, u / parts, r0, r1).run((float[]) dw);
            }
        }
    }

    /** Room for the cotangents of one block: turned, or as rows rounded up to whole vectors of lanes. */
    private static int turnedLength(Correlation plan, int rows) {
        if (plan.rows() >= ROWS_ALONG_VECTOR) {
            return Math.max(BLOCK, BLOCK_COLUMNS) * Math.min(2 * L, Math.ceilDiv(rows, L) * L);
        }
        TapWindow w = plan.band(0, 0);
        int height = Math.min(w.y().outputs(), Math.max(1, LANE_BLOCK / w.x().outputs()));
        return height * (Math.min(w.x().outputs(), BLOCK_COLUMNS) + FloatGradientTiles.LANES);
    }

    /** The gradient of the weights of rows r0 to r1 - 1 of one group. */
    private static final class Gradient {
        private final Correlation plan;
        private final float[] x;
        private final int xAt;
        private final float[] dy;
        private final int dyAt;
        private final float[] packed;
        private final int group;
        private final int r0;
        private final int rows;
        private final int depth;
        private final boolean rowsAlongVector;
        private final int stride;
        private final float[] sums;
        private final float[] turned;
        private final float[] lanes = new float[9 * FloatGradientTiles.LANES];

        Gradient(Correlation plan, float[] x, int xAt, float[] dy, int dyAt, float[] packed, float[] turned,
                int group, int r0, int r1) {
            this.plan = plan;
            this.x = x;
            this.xAt = xAt;
            this.dy = dy;
            this.dyAt = dyAt;
            this.packed = packed;
            this.group = group;
            this.r0 = r0;
            this.rows = r1 - r0;
            this.depth = plan.depth();
            this.rowsAlongVector = plan.rows() >= ROWS_ALONG_VECTOR;
            this.stride = rowsAlongVector ? Math.ceilDiv(rows, L) * L : Math.ceilDiv(depth, 9) * 9;
            this.sums = new float[rowsAlongVector ? Math.ceilDiv(depth, ROWS) * ROWS * stride : rows * stride];
            this.turned = turned;
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
            packGroup(plan, w, oz, x, xAt, image, packed);
            int[] offsets = Correlation.offsets(w, plan.channels());
            int[] padded = Arrays.copyOf(offsets, offsets.length + ROWS);
            Arrays.fill(padded, offsets.length, padded.length, offsets[offsets.length - 1]);
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
                    block(padded, y * w.width() + x0, w.width(), at, h, n);
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
                int step = Math.ceilDiv(columns, FloatGradientTiles.LANES) * FloatGradientTiles.LANES;
                for (int r = 0; r < rows; r++) {
                    for (int i = 0; i < height; i++) {
                        FloatPatches.copy(dy, at + r * rowStep + i * dyStep, turned, i * step, columns);
                    }
                    for (int j = 0; j < depth; j += 9) {
                        FloatGradientTiles.lanes9(packed, xo, xs, offsets, j, turned, step, height, columns, lanes);
                        fold(r * stride + j);
                    }
                }
                return;
            }
            for (int r = 0; r < rows; r += 2 * L) {
                int width = Math.min(2 * L, stride - r);
                turn(at + r * rowStep, rowStep, dyStep, height, columns, Math.min(width, rows - r), width);
                if (width == L) {
                    for (int j = 0; j < depth; j += ROWS) {
                        FloatGradientTiles.gradient10x1(packed, xo, xs, offsets, j, turned, height, columns, sums, j * stride + r, stride);
                    }
                    continue;
                }
                int j = 0;
                for (; WIDE && j + 4 < depth; j += ROWS) {
                    FloatGradientTiles.gradient10x2(packed, xo, xs, offsets, j, turned, height, columns, sums, j * stride + r, stride);
                }
                for (; j < depth; j += 4) {
                    FloatGradientTiles.gradient4x2(packed, xo, xs, offsets, j, turned, height, columns, sums, j * stride + r, stride);
                }
            }
        }

        /** {@code turned[p, r] = dy[r, p]} for up to {@code width} rows; the others are left as they are. */
        private void turn(int at, int rowStep, int dyStep, int height, int columns, int n, int width) {
            int[] map = new int[L];
            Arrays.setAll(map, i -> i * rowStep);
            int r = 0;
            for (; r + L <= n; r += L) {
                for (int row = 0; row < height; row++) {
                    FloatPatches.turn(dy, at + r * rowStep + row * dyStep, map, turned, row * columns * width + r, width, columns);
                }
            }
            for (; r < n; r++) {
                int q = r;
                for (int row = 0; row < height; row++) {
                    int p = at + r * rowStep + row * dyStep;
                    for (int i = 0; i < columns; i++, q += width) {
                        turned[q] = dy[p + i];
                    }
                }
            }
        }

        /** Adds the sums of nine times 16 lanes, each folded by halves. */
        private void fold(int at) {
            for (int half = FloatGradientTiles.LANES / 2; half > 0; half /= 2) {
                for (int t = 0; t < lanes.length; t += FloatGradientTiles.LANES) {
                    for (int i = t; i < t + half; i++) {
                        lanes[i] += lanes[i + half];
                    }
                }
            }
            for (int j = 0; j < 9; j++) {
                sums[at + j] += lanes[j * FloatGradientTiles.LANES];
            }
        }
    }

    @Override
    public void transposeWeights(Object weights, int at, int groups, int outputs, int inputs, int volume, int[] taps, Object to) {
        float[] w = (float[]) weights;
        float[] a = (float[]) to;
        int depth = outputs * taps.length;
        for (int g = 0; g < groups; g++) {
            for (int k = 0; k < outputs; k++) {
                for (int c = 0; c < inputs; c++) {
                    int p = at + ((g * outputs + k) * inputs + c) * volume;
                    int q = (g * inputs + c) * depth + k * taps.length;
                    for (int i = 0; i < taps.length; i++) {
                        a[q + i] = w[p + taps[i]];
                    }
                }
            }
        }
    }
}
