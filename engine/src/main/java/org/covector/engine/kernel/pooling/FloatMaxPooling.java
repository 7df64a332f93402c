package org.covector.engine.kernel.pooling;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.kernel.window.FloatPatches;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/** Maximum pooling: windows side by side are the lanes of a vector, which goes over the taps in row-major order. */
final class FloatMaxPooling implements MaxPoolingKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private final boolean vector;

    FloatMaxPooling(boolean vector) {
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
        float[] packed = Storage.uninitialised(DType.FLOAT32, w.channel() + padded).floats();
        int[] offsets = w.offsets();
        /*bits*/ int[] tapPositions = tapPositions(w);
        /*bits*/ int[] first = new /*bits*/ int[padded];
        /*bits*/ int[] base = new /*bits*/ int[padded];
        for (int q = 0; q < columns; q++) {
            base[q] = w.x().step() * q + w.x().start(0);
            first[q] = w.x().start(w.x().firstInside(q)) - w.x().start(0);
        }
        float[] best = Storage.uninitialised(DType.FLOAT32, padded).floats();
        /*bits*/ int[] position = new /*bits*/ int[padded];
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
                        scanRow(w, oz, oy, x, start, y, o, indices, o);
                        continue;
                    }
                    int y0 = w.y().step() * oy + w.y().start(0);
                    int ty = w.y().firstInside(oy);
                    int lead = ((w.z().start(tz) - w.z().start(0)) * w.y().source() + w.y().start(ty) - w.y().start(0)) * w.x().source();
                    int corner = (z0 * w.y().source() + y0) * w.x().source();
                    if (vector) {
                        maxRow(packed, oy * w.width(), offsets, tapPositions, lead, corner, first, base, best, position);
                    } else {
                        maxRowScalar(packed, oy * w.width(), offsets, tapPositions, lead, corner, first, base, best, position);
                    }
                    for (int q = 0; vector && q < whole; q += L) {
                        FloatVector.fromArray(S, best, q).intoArray(y, o + q);
                    }
                    for (int q = vector ? whole : 0; q < columns; q++) {
                        y[o + q] = best[q];
                    }
                    for (int q = 0; q < columns; q++) {
                        indices[o + q] = position[q];
                    }
                }
            }
        }
    }

    @Override
    public void maxima(TapWindow w, Object in, int at, Object values, int from, int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) values;
        int rows = w.y().outputs();
        int columns = w.x().outputs();
        int volume = w.z().source() * w.y().source() * w.x().source();
        float[] packed = Storage.uninitialised(DType.FLOAT32, w.channel() + L).floats();
        int[] offsets = w.offsets();
        long[] positions = Storage.uninitialised(DType.INT64, columns).longs();
        int o = from * w.z().outputs() * rows * columns;
        for (int plane = from; plane < to; plane++) {
            int start = at + plane * volume;
            boolean nan = FloatPatches.anyNaN(vector, x, start, volume);
            for (int oz = 0; oz < w.z().outputs(); oz++) {
                if (!nan) {
                    FloatPatches.pack(vector, w, oz, x, start, packed, 0, Float.NEGATIVE_INFINITY);
                }
                for (int oy = 0; oy < rows; oy++, o += columns) {
                    if (nan) {
                        scanRow(w, oz, oy, x, start, y, o, positions, 0);
                    } else if (vector && columns >= L) {
                        topRow(packed, oy * w.width(), offsets, y, o, columns);
                    } else {
                        topRowScalar(packed, oy * w.width(), offsets, y, o, columns);
                    }
                }
            }
        }
    }

    private static void topRow(float[] packed, int row, int[] offsets, float[] y, int o, int columns) {
        for (int i = 0; i < columns; i += L) {
            int q = Math.min(i, columns - L); // the last vector overlaps its neighbour
            FloatVector top = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
            for (int offset : offsets) {
                FloatVector v = FloatVector.fromArray(S, packed, row + offset + q);
                top = top.blend(v, v.compare(VectorOperators.GT, top));
            }
            top.intoArray(y, o + q);
        }
    }

    private static void topRowScalar(float[] packed, int row, int[] offsets, float[] y, int o, int columns) {
        for (int q = 0; q < columns; q++) {
            float top = Float.NEGATIVE_INFINITY;
            for (int offset : offsets) {
                float v = packed[row + offset + q];
                top = v > top ? v : top;
            }
            y[o + q] = top;
        }
    }

    /** Distance of each tap from the first, in the volume. */
    private static /*bits*/ int[] tapPositions(TapWindow w) {
        /*bits*/ int[] tapPositions = new /*bits*/ int[w.taps()];
        int i = 0;
        for (int tz = 0; tz < w.z().taps(); tz++) {
            for (int ty = 0; ty < w.y().taps(); ty++) {
                for (int tx = 0; tx < w.x().taps(); tx++) {
                    int rows = (w.z().start(tz) - w.z().start(0)) * w.y().source() + w.y().start(ty) - w.y().start(0);
                    tapPositions[i++] = rows * w.x().source() + w.x().start(tx) - w.x().start(0);
                }
            }
        }
        return tapPositions;
    }

    /** Two vectors of windows at a time: what a tap costs beside the comparisons is paid once for both. */
    private static void maxRow(float[] packed, int row, int[] offsets, /*bits*/ int[] tapPositions, int lead, int corner,
            /*bits*/ int[] first, /*bits*/ int[] base, float[] best, /*bits*/ int[] position) {
        for (int q = 0; q < best.length; q += 2 * L) {
            FloatVector top0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
            FloatVector top1 = top0;
            IntVector at0 = IntVector.fromArray(IntVector.SPECIES_PREFERRED, first, q).add(lead);
            IntVector at1 = IntVector.fromArray(IntVector.SPECIES_PREFERRED, first, q + L).add(lead);
            for (int t = 0; t < offsets.length; t++) {
                int p = row + offsets[t] + q;
                FloatVector v0 = FloatVector.fromArray(S, packed, p);
                FloatVector v1 = FloatVector.fromArray(S, packed, p + L);
                IntVector tap = IntVector.broadcast(IntVector.SPECIES_PREFERRED, tapPositions[t]);
                VectorMask<Float> above0 = v0.compare(VectorOperators.GT, top0);
                VectorMask<Float> above1 = v1.compare(VectorOperators.GT, top1);
                top0 = top0.blend(v0, above0);
                top1 = top1.blend(v1, above1);
                at0 = at0.blend(tap, above0.cast(IntVector.SPECIES_PREFERRED));
                at1 = at1.blend(tap, above1.cast(IntVector.SPECIES_PREFERRED));
            }
            top0.intoArray(best, q);
            top1.intoArray(best, q + L);
            at0.add(IntVector.fromArray(IntVector.SPECIES_PREFERRED, base, q)).add(corner).intoArray(position, q);
            at1.add(IntVector.fromArray(IntVector.SPECIES_PREFERRED, base, q + L)).add(corner).intoArray(position, q + L);
        }
    }

    private static void maxRowScalar(float[] packed, int row, int[] offsets, /*bits*/ int[] tapPositions, int lead, int corner,
            /*bits*/ int[] first, /*bits*/ int[] base, float[] best, /*bits*/ int[] position) {
        for (int q = 0; q < best.length; q++) {
            float top = Float.NEGATIVE_INFINITY;
            /*bits*/ int at = first[q] + lead;
            for (int t = 0; t < offsets.length; t++) {
                float v = packed[row + offsets[t] + q];
                if (v > top) {
                    top = v;
                    at = tapPositions[t];
                }
            }
            best[q] = top;
            position[q] = at + base[q] + corner;
        }
    }

    /** One row of windows by the definition: serves planes that hold a NaN. */
    private static void scanRow(TapWindow w, int oz, int oy, float[] x, int start, float[] y, int o, long[] indices, int io) {
        TapAxis az = w.z();
        TapAxis ay = w.y();
        TapAxis ax = w.x();
        for (int q = 0; q < ax.outputs(); q++) {
            float top = Float.NEGATIVE_INFINITY;
            int position = -1;
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
                        if (position < 0 || v > top || v != v) {
                            top = v;
                            position = i;
                        }
                    }
                }
            }
            y[o + q] = top;
            indices[io + q] = position;
        }
    }

    @Override
    public void maxBackward(Object dy, int at, long[] indices, int indexAt, int outputs, Object dx, int volume, int from, int to) {
        float[] d = (float[]) dy;
        float[] x = (float[]) dx;
        for (int plane = from; plane < to; plane++) {
            int start = plane * volume;
            int p = at + plane * outputs;
            int i = indexAt + plane * outputs;
            for (int q = 0; q < outputs; q++) {
                x[start + (int) indices[i + q]] += d[p + q];
            }
        }
    }

    @Override
    public void adaptiveMax(WindowBounds bz, WindowBounds by, WindowBounds bx, Object in, int at, Object values, long[] indices, int from,
            int to) {
        float[] x = (float[]) in;
        float[] y = (float[]) values;
        int volume = bz.source() * by.source() * bx.source();
        int o = from * bz.outputs() * by.outputs() * bx.outputs();
        for (int plane = from; plane < to; plane++) {
            int start = at + plane * volume;
            for (int oz = 0; oz < bz.outputs(); oz++) {
                for (int oy = 0; oy < by.outputs(); oy++) {
                    for (int ox = 0; ox < bx.outputs(); ox++, o++) {
                        int position = windowMax(bz, oz, by, oy, bx, ox, x, start);
                        y[o] = x[start + position];
                        indices[o] = position;
                    }
                }
            }
        }
    }

    private static int windowMax(WindowBounds bz, int oz, WindowBounds by, int oy, WindowBounds bx, int ox, float[] x, int start) {
        int position = (bz.from()[oz] * by.source() + by.from()[oy]) * bx.source() + bx.from()[ox];
        float top = x[start + position];
        for (int iz = bz.from()[oz]; iz < bz.to()[oz]; iz++) {
            for (int iy = by.from()[oy]; iy < by.to()[oy]; iy++) {
                int row = (iz * by.source() + iy) * bx.source();
                for (int i = row + bx.from()[ox]; i < row + bx.to()[ox]; i++) {
                    float v = x[start + i];
                    if (v > top || v != v) {
                        top = v;
                        position = i;
                    }
                }
            }
        }
        return position;
    }
}
