package org.covector.engine.kernel.pooling;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.kernel.window.FloatPatches;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/**
 * Average pooling. Averages are separable: rows are added first, then columns, always in ascending order, so that the bits do not
 * depend on the width of a vector.
 */
final class FloatAveragePooling implements AveragePoolingKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private final boolean vector;

    FloatAveragePooling(boolean vector) {
        this.vector = vector;
    }

    @Override
    public void average(WindowBounds bz, WindowBounds by, WindowBounds bx, TapAxis taps, Object in, int at, Object out, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) out;
        TapWindow line = line(taps);
        int columns = bx.outputs();
        float[] sums = Storage.uninitialised(DType.FLOAT32, bx.source()).floats();
        float[] packed = Storage.uninitialised(DType.FLOAT32, line.channel() + L).floats();
        int[] offsets = line.offsets();
        int volume = bz.source() * by.source() * bx.source();
        int o = from * bz.outputs() * by.outputs() * columns;
        for (int plane = from; plane < to; plane++) {
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++, o += columns) {
                    sumRows(bz, oz, by, oy, x, at + plane * volume, sums);
                    FloatPatches.pack(vector, line, 0, sums, 0, packed, 0, 0f);
                    for (int offset : offsets) {
                        add(packed, offset, y, o, columns);
                    }
                    divide(y, o, bx, (long) bz.count()[oz] * by.count()[oy]);
                }
            }
        }
    }

    @Override
    public void adaptiveAverage(WindowBounds bz, WindowBounds by, WindowBounds bx, Object in, int at, Object out, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) out;
        float[] sums = Storage.uninitialised(DType.FLOAT32, bx.source()).floats();
        int volume = bz.source() * by.source() * bx.source();
        int o = from * bz.outputs() * by.outputs() * bx.outputs();
        for (int plane = from; plane < to; plane++) {
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++, o += bx.outputs()) {
                    sumRows(bz, oz, by, oy, x, at + plane * volume, sums);
                    for (int q = 0; q < bx.outputs(); q++) {
                        float sum = 0f;
                        for (int i = bx.from()[q]; i < bx.to()[q]; i++) {
                            sum += sums[i];
                        }
                        y[o + q] = sum;
                    }
                    divide(y, o, bx, (long) bz.count()[oz] * by.count()[oy]);
                }
            }
        }
    }

    @Override
    public void averageBackward(WindowBounds bz, WindowBounds by, WindowBounds bx, TapAxis taps, Object cotangent, int at, Object out,
            int from, int to) {
        float[] dy = (float[]) cotangent;
        float[] dx = (float[]) out;
        TapWindow line = line(taps);
        int columns = bx.outputs();
        float[] quotients = Storage.uninitialised(DType.FLOAT32, columns).floats();
        float[] row = Storage.uninitialised(DType.FLOAT32, bx.source()).floats();
        float[] packed = Storage.uninitialised(DType.FLOAT32, line.channel()).floats();
        int[] offsets = line.offsets();
        int volume = bz.source() * by.source() * bx.source();
        int o = at + from * bz.outputs() * by.outputs() * columns;
        for (int plane = from; plane < to; plane++) {
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++, o += columns) {
                    System.arraycopy(dy, o, quotients, 0, columns);
                    divide(quotients, 0, bx, (long) bz.count()[oz] * by.count()[oy]);
                    Arrays.fill(packed, 0f);
                    for (int offset : offsets) {
                        add(quotients, 0, packed, offset, columns);
                    }
                    FloatPatches.unpackRow(taps, packed, row);
                    addToRows(bz, oz, by, oy, row, dx, plane * volume);
                }
            }
        }
    }

    @Override
    public void adaptiveAverageBackward(WindowBounds bz, WindowBounds by, WindowBounds bx, Object cotangent, int at, Object out, int from,
            int to) {
        float[] dy = (float[]) cotangent;
        float[] dx = (float[]) out;
        int columns = bx.outputs();
        float[] quotients = Storage.uninitialised(DType.FLOAT32, columns).floats();
        float[] row = Storage.uninitialised(DType.FLOAT32, bx.source()).floats();
        int volume = bz.source() * by.source() * bx.source();
        int o = at + from * bz.outputs() * by.outputs() * columns;
        for (int plane = from; plane < to; plane++) {
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++, o += columns) {
                    System.arraycopy(dy, o, quotients, 0, columns);
                    divide(quotients, 0, bx, (long) bz.count()[oz] * by.count()[oy]);
                    Arrays.fill(row, 0f);
                    for (int q = 0; q < columns; q++) {
                        for (int i = bx.from()[q]; i < bx.to()[q]; i++) {
                            row[i] += quotients[q];
                        }
                    }
                    addToRows(bz, oz, by, oy, row, dx, plane * volume);
                }
            }
        }
    }

    private static TapWindow line(TapAxis taps) {
        TapAxis point = TapAxis.sliding(1, 1, 1, 1, 0, 1);
        return new TapWindow(point, point, taps);
    }

    private void sumRows(WindowBounds bz, int oz, WindowBounds by, int oy, float[] x, int at, float[] sums) {
        Arrays.fill(sums, 0f);
        for (int iz = bz.from()[oz]; iz < bz.to()[oz]; iz += bz.step()) {
            for (int iy = by.from()[oy]; iy < by.to()[oy]; iy += by.step()) {
                add(x, at + (iz * by.source() + iy) * sums.length, sums, 0, sums.length);
            }
        }
    }

    private void addToRows(WindowBounds bz, int oz, WindowBounds by, int oy, float[] row, float[] dx, int at) {
        for (int iz = bz.from()[oz]; iz < bz.to()[oz]; iz += bz.step()) {
            for (int iy = by.from()[oy]; iy < by.to()[oy]; iy += by.step()) {
                add(row, 0, dx, at + (iz * by.source() + iy) * row.length, row.length);
            }
        }
    }

    private void add(float[] from, int at, float[] to, int p, int n) {
        int i = 0;
        for (; vector && i + L <= n; i += L) {
            FloatVector.fromArray(S, to, p + i).add(FloatVector.fromArray(S, from, at + i)).intoArray(to, p + i);
        }
        for (; i < n; i++) {
            to[p + i] += from[at + i];
        }
    }

    private static void divide(float[] y, int o, WindowBounds bx, long rows) {
        int[] count = bx.count();
        for (int q = 0; q < count.length; q++) {
            y[o + q] /= (float) (rows * count[q]);
        }
    }
}
