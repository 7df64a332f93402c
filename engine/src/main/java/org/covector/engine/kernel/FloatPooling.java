package org.covector.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Maximum and average pooling. Averages are separable: rows are added first, then columns, always in ascending order, so that
 * the bits do not depend on the width of a vector.
 */
final class FloatPooling implements PoolingKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private final boolean vector;

    FloatPooling(boolean vector) {
        this.vector = vector;
    }

    @Override
    public void max(TapWindow w, Object in, int at, Object values, long[] indices, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) values;
        int rows = w.y().outputs();
        int columns = w.x().outputs();
        int volume = w.z().source() * w.y().source() * w.x().source();
        int padded = Math.ceilDiv(columns, 2 * L) * 2 * L;
        int whole = columns / L * L;
        float[] packed = new float[w.channel() + padded];
        int[] offsets = w.offsets();
        /*bits*/ int[] places = places(w);
        /*bits*/ int[] first = new /*bits*/ int[padded];
        /*bits*/ int[] base = new /*bits*/ int[padded];
        for (int q = 0; q < columns; q++) {
            base[q] = w.x().step() * q + w.x().start(0);
            first[q] = w.x().start(w.x().firstInside(q)) - w.x().start(0);
        }
        float[] best = new float[padded];
        /*bits*/ int[] place = new /*bits*/ int[padded];
        int o = from * w.z().outputs() * rows * columns;
        for (int plane = from; plane < to; plane++) {
            int start = at + plane * volume;
            boolean nan = FloatPatches.anyNaN(vector, x, start, volume);
            for (int oz = 0; oz < w.z().outputs(); oz++) {
                if (!nan) {
                    FloatPatches.pack(vector, w, oz, x, start, packed, 0, Float.NEGATIVE_INFINITY);
                }
                int z0 = w.z().step() * oz + w.z().start(0);
                int tz = w.z().firstInside(oz);
                for (int oy = 0; oy < rows; oy++, o += columns) {
                    if (nan) {
                        scanRow(w, oz, oy, x, start, y, indices, o);
                        continue;
                    }
                    int y0 = w.y().step() * oy + w.y().start(0);
                    int ty = w.y().firstInside(oy);
                    int lead = ((w.z().start(tz) - w.z().start(0)) * w.y().source() + w.y().start(ty) - w.y().start(0)) * w.x().source();
                    int corner = (z0 * w.y().source() + y0) * w.x().source();
                    if (vector) {
                        maxRow(packed, oy * w.width(), offsets, places, lead, corner, first, base, best, place);
                    } else {
                        maxRowScalar(packed, oy * w.width(), offsets, places, lead, corner, first, base, best, place);
                    }
                    for (int q = 0; vector && q < whole; q += L) {
                        FloatVector.fromArray(S, best, q).intoArray(y, o + q);
                    }
                    for (int q = vector ? whole : 0; q < columns; q++) {
                        y[o + q] = best[q];
                    }
                    for (int q = 0; q < columns; q++) {
                        indices[o + q] = place[q];
                    }
                }
            }
        }
    }

    /** Distance of each tap from the first, in the volume. */
    private static /*bits*/ int[] places(TapWindow w) {
        /*bits*/ int[] places = new /*bits*/ int[w.taps()];
        int i = 0;
        for (int tz = 0; tz < w.z().taps(); tz++) {
            for (int ty = 0; ty < w.y().taps(); ty++) {
                for (int tx = 0; tx < w.x().taps(); tx++) {
                    int rows = (w.z().start(tz) - w.z().start(0)) * w.y().source() + w.y().start(ty) - w.y().start(0);
                    places[i++] = rows * w.x().source() + w.x().start(tx) - w.x().start(0);
                }
            }
        }
        return places;
    }

    /** Two vectors of windows at a time: what a tap costs beside the comparisons is paid once for both. */
    private static void maxRow(float[] packed, int row, int[] offsets, /*bits*/ int[] places, int lead, int corner,
            /*bits*/ int[] first, /*bits*/ int[] base, float[] best, /*bits*/ int[] place) {
        for (int q = 0; q < best.length; q += 2 * L) {
            FloatVector top0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
            FloatVector top1 = top0;
            IntVector at0 = IntVector.fromArray(IntVector.SPECIES_PREFERRED, first, q).add(lead);
            IntVector at1 = IntVector.fromArray(IntVector.SPECIES_PREFERRED, first, q + L).add(lead);
            for (int t = 0; t < offsets.length; t++) {
                int p = row + offsets[t] + q;
                FloatVector v0 = FloatVector.fromArray(S, packed, p);
                FloatVector v1 = FloatVector.fromArray(S, packed, p + L);
                IntVector tap = IntVector.broadcast(IntVector.SPECIES_PREFERRED, places[t]);
                VectorMask<Float> above0 = v0.compare(VectorOperators.GT, top0);
                VectorMask<Float> above1 = v1.compare(VectorOperators.GT, top1);
                top0 = top0.blend(v0, above0);
                top1 = top1.blend(v1, above1);
                at0 = at0.blend(tap, above0.cast(IntVector.SPECIES_PREFERRED));
                at1 = at1.blend(tap, above1.cast(IntVector.SPECIES_PREFERRED));
            }
            top0.intoArray(best, q);
            top1.intoArray(best, q + L);
            at0.add(IntVector.fromArray(IntVector.SPECIES_PREFERRED, base, q)).add(corner).intoArray(place, q);
            at1.add(IntVector.fromArray(IntVector.SPECIES_PREFERRED, base, q + L)).add(corner).intoArray(place, q + L);
        }
    }

    private static void maxRowScalar(float[] packed, int row, int[] offsets, /*bits*/ int[] places, int lead, int corner,
            /*bits*/ int[] first, /*bits*/ int[] base, float[] best, /*bits*/ int[] place) {
        for (int q = 0; q < best.length; q++) {
            float top = Float.NEGATIVE_INFINITY;
            /*bits*/ int at = first[q] + lead;
            for (int t = 0; t < offsets.length; t++) {
                float v = packed[row + offsets[t] + q];
                if (v > top) {
                    top = v;
                    at = places[t];
                }
            }
            best[q] = top;
            place[q] = at + base[q] + corner;
        }
    }

    /** One row of windows by the definition: serves planes that hold a NaN. */
    private static void scanRow(TapWindow w, int oz, int oy, float[] x, int start, float[] y, long[] indices, int o) {
        TapAxis az = w.z();
        TapAxis ay = w.y();
        TapAxis ax = w.x();
        for (int q = 0; q < ax.outputs(); q++) {
            float top = Float.NEGATIVE_INFINITY;
            int place = -1;
            for (int tz = 0; tz < az.taps(); tz++) {
                for (int ty = 0; ty < ay.taps(); ty++) {
                    for (int tx = 0; tx < ax.taps(); tx++) {
                        int iz = az.start(tz) + az.step() * oz;
                        int iy = ay.start(ty) + ay.step() * oy;
                        int ix = ax.start(tx) + ax.step() * q;
                        if (iz < 0 || iz >= az.source() || iy < 0 || iy >= ay.source() || ix < 0 || ix >= ax.source()) {
                            continue;
                        }
                        int i = (iz * ay.source() + iy) * ax.source() + ix;
                        float v = x[start + i];
                        if (place < 0 || v > top || v != v) {
                            top = v;
                            place = i;
                        }
                    }
                }
            }
            y[o + q] = top;
            indices[o + q] = place;
        }
    }

    @Override
    public void adaptiveMax(Bins bz, Bins by, Bins bx, Object in, int at, Object values, long[] indices, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) values;
        int volume = bz.source() * by.source() * bx.source();
        int o = from * bz.outputs() * by.outputs() * bx.outputs();
        for (int plane = from; plane < to; plane++) {
            int start = at + plane * volume;
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++) {
                    for (int ox = 0; ox < bx.outputs(); ox++, o++) {
                        int place = binMax(bz, oz, by, oy, bx, ox, x, start);
                        y[o] = x[start + place];
                        indices[o] = place;
                    }
                }
            }
        }
    }

    private static int binMax(Bins bz, int oz, Bins by, int oy, Bins bx, int ox, float[] x, int start) {
        int place = (bz.from()[oz] * by.source() + by.from()[oy]) * bx.source() + bx.from()[ox];
        float top = x[start + place];
        for (int iz = bz.from()[oz]; iz < bz.to()[oz]; iz++) {
            for (int iy = by.from()[oy]; iy < by.to()[oy]; iy++) {
                int row = (iz * by.source() + iy) * bx.source();
                for (int i = row + bx.from()[ox]; i < row + bx.to()[ox]; i++) {
                    float v = x[start + i];
                    if (v > top || v != v) {
                        top = v;
                        place = i;
                    }
                }
            }
        }
        return place;
    }

    @Override
    public void average(Bins bz, Bins by, Bins bx, TapAxis taps, Object in, int at, Object out, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) out;
        TapWindow line = line(taps);
        int columns = bx.outputs();
        float[] sums = new float[bx.source()];
        float[] packed = new float[line.channel() + L];
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
                    divide(y, o, bx, bz.count()[oz] * by.count()[oy]);
                }
            }
        }
    }

    @Override
    public void adaptiveAverage(Bins bz, Bins by, Bins bx, Object in, int at, Object out, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) out;
        float[] sums = new float[bx.source()];
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
                    divide(y, o, bx, bz.count()[oz] * by.count()[oy]);
                }
            }
        }
    }

    @Override
    public void averageBackward(Bins bz, Bins by, Bins bx, TapAxis taps, Object cotangent, int at, Object out, int from, int to) {
        float[] dy = (float[]) cotangent;
        float[] dx = (float[]) out;
        TapWindow line = line(taps);
        int columns = bx.outputs();
        float[] quotients = new float[columns];
        float[] row = new float[bx.source()];
        float[] packed = new float[line.channel()];
        int[] offsets = line.offsets();
        int volume = bz.source() * by.source() * bx.source();
        int o = at + from * bz.outputs() * by.outputs() * columns;
        for (int plane = from; plane < to; plane++) {
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++, o += columns) {
                    System.arraycopy(dy, o, quotients, 0, columns);
                    divide(quotients, 0, bx, bz.count()[oz] * by.count()[oy]);
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
    public void adaptiveAverageBackward(Bins bz, Bins by, Bins bx, Object cotangent, int at, Object out, int from, int to) {
        float[] dy = (float[]) cotangent;
        float[] dx = (float[]) out;
        int columns = bx.outputs();
        float[] quotients = new float[columns];
        float[] row = new float[bx.source()];
        int volume = bz.source() * by.source() * bx.source();
        int o = at + from * bz.outputs() * by.outputs() * columns;
        for (int plane = from; plane < to; plane++) {
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++, o += columns) {
                    System.arraycopy(dy, o, quotients, 0, columns);
                    divide(quotients, 0, bx, bz.count()[oz] * by.count()[oy]);
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

    private void sumRows(Bins bz, int oz, Bins by, int oy, float[] x, int at, float[] sums) {
        Arrays.fill(sums, 0f);
        for (int iz = bz.from()[oz]; iz < bz.to()[oz]; iz++) {
            for (int iy = by.from()[oy]; iy < by.to()[oy]; iy++) {
                add(x, at + (iz * by.source() + iy) * sums.length, sums, 0, sums.length);
            }
        }
    }

    private void addToRows(Bins bz, int oz, Bins by, int oy, float[] row, float[] dx, int at) {
        for (int iz = bz.from()[oz]; iz < bz.to()[oz]; iz++) {
            for (int iy = by.from()[oy]; iy < by.to()[oy]; iy++) {
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

    private static void divide(float[] y, int o, Bins bx, int rows) {
        int[] count = bx.count();
        for (int q = 0; q < count.length; q++) {
            y[o + q] /= (float) (rows * count[q]);
        }
    }
}
