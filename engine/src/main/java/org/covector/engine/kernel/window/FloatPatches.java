package org.covector.engine.kernel.window;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Copies between planes of an image and the packed layout of {@link TapWindow}. */
public final class FloatPatches {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(S, 0);
    /** Channels that are read side by side. */
    private static final int STREAMS = 4;
    /** Elements of one channel at a time, where its rows are one run. */
    private static final int PIECE = 256;

    private FloatPatches() {}

    /** Packs one slice of each channel of an image's group, that at place {@code iz} of the source, channels {@code w.channel()} apart. */
    public static void packSlices(
            boolean vector, int channels, TapWindow w, int iz, float[] x, int xAt, int image, float[] packed, int to) {
        int volume = w.z().source() * w.y().source() * w.x().source();
        for (int c = 0; c < channels; c += STREAMS) {
            Channels side = new Channels(Math.min(STREAMS, channels - c), volume, w.channel());
            packSlice(vector, w, iz, x, xAt + (image * channels + c) * volume, packed, to + c * w.channel(), side, 0f);
        }
    }

    /** Packs one channel (its volume starts at {@code at}) as the windows with z output {@code oz} need it. */
    public static void pack(boolean vector, TapWindow w, int oz, float[] x, int at, float[] packed, int to, float padding) {
        Channels one = new Channels(1, 0, 0);
        for (int tz = 0; tz < w.z().taps(); tz++) {
            packSlice(vector, w, w.z().start(tz) + w.z().step() * oz, x, at, packed, to + tz * w.slice(), one, padding);
        }
    }

    /** Channels that are packed side by side, row by row: memory serves several streams faster than one. */
    private record Channels(int count, int step, int packedStep) {
        void fill(float[] packed, int p, int n, float padding) {
            for (int c = 0; n > 0 && c < count; c++) {
                Arrays.fill(packed, p + c * packedStep, p + c * packedStep + n, padding);
            }
        }
    }

    private static void packSlice(
            boolean vector, TapWindow w, int iz, float[] x, int at, float[] packed, int to, Channels side, float padding) {
        if (iz < 0 || iz >= w.z().source()) {
            side.fill(packed, to, w.slice(), padding);
            return;
        }
        TapAxis ay = w.y();
        int plane = ay.source() * w.x().source();
        int p = to;
        for (int sy = 0; sy < ay.slots(); sy++) {
            p = packRows(vector, w, ay.first(sy), x, at + iz * plane, packed, p, side, padding);
        }
    }

    private static int packRows(
            boolean vector, TapWindow w, int firstY, float[] x, int at, float[] packed, int to, Channels side, float padding) {
        TapAxis ay = w.y();
        TapAxis ax = w.x();
        int step = ax.step();
        int length = ax.length();
        int top = Math.clamp(Math.ceilDiv(-firstY, ay.step()), 0, ay.length());
        int bottom = Math.clamp(Math.ceilDiv(ay.source() - firstY, ay.step()), top, ay.length());
        int p = to;
        for (int sx = 0; sx < ax.slots(); sx++) {
            int first = ax.first(sx);
            int lo = Math.clamp(Math.ceilDiv(-first, step), 0, length);
            int hi = Math.clamp(Math.ceilDiv(ax.source() - first, step), lo, length);
            side.fill(packed, p, top * length, padding);
            p += top * length;
            if (step == 1 && hi - lo == length && length == ax.source() && ay.step() == 1) {
                copyRuns(x, at + (firstY + top) * length, packed, p, (bottom - top) * length, side);
                p += (bottom - top) * length;
            } else {
                for (int j = top; j < bottom; j++, p += length) {
                    int from = at + (firstY + ay.step() * j) * ax.source() + first + step * lo;
                    for (int c = 0; c < side.count; c++) {
                        packRow(vector, x, from + c * side.step, step, packed, p + c * side.packedStep, lo, hi, length, padding);
                    }
                }
            }
            side.fill(packed, p, (ay.length() - bottom) * length, padding);
            p += (ay.length() - bottom) * length;
        }
        return p;
    }

    private static void copyRuns(float[] x, int at, float[] packed, int p, int n, Channels side) {
        for (int i = 0; i < n; i += PIECE) {
            for (int c = 0; c < side.count; c++) {
                System.arraycopy(x, at + c * side.step + i, packed, p + c * side.packedStep + i, Math.min(PIECE, n - i));
            }
        }
    }

    private static void packRow(
            boolean vector, float[] x, int from, int step, float[] packed, int p, int lo, int hi, int length, float padding) {
        for (int i = 0; i < lo; i++) {
            packed[p + i] = padding;
        }
        take(vector, x, from, step, packed, p + lo, hi - lo);
        for (int i = hi; i < length; i++) {
            packed[p + i] = padding;
        }
    }

    /** {@code to[i] = from[step * i]}, nothing else written. */
    private static void take(boolean vector, float[] from, int at, int step, float[] to, int p, int n) {
        if (step == 1) {
            copy(from, at, to, p, n);
            return;
        }
        int i = 0;
        if (vector && step == 2) {
            for (; i + L <= n && at + 2 * i + 2 * L <= from.length; i += L) {
                unzip(from, at + 2 * i, to, p + i);
            }
            if (i > 0 && i < n && at + 2 * n <= from.length) { // the last vector overlaps its neighbour
                unzip(from, at + 2 * (n - L), to, p + n - L);
                i = n;
            }
        }
        for (; i < n; i++) {
            to[p + i] = from[at + step * i];
        }
    }

    private static void unzip(float[] from, int at, float[] to, int p) {
        FloatVector a = FloatVector.fromArray(S, from, at);
        a.rearrange(EVEN, FloatVector.fromArray(S, from, at + L)).intoArray(to, p);
    }

    /**
     * {@code to[p + i] = from[at + i]}, nothing else written: {@code System.arraycopy} for short runs. A loop of scalars, which the
     * compiler turns into vectors and never into objects.
     */
    public static void copy(float[] from, int at, float[] to, int p, int n) {
        for (int i = 0; i < n; i++) {
            to[p + i] = from[at + i];
        }
    }

    /** A packed line back to a dense one; elements that no tap reads are 0. */
    public static void unpackRow(TapAxis axis, float[] packed, float[] row) {
        Arrays.fill(row, 0f);
        int p = 0;
        for (int slot = 0; slot < axis.slots(); slot++) {
            for (int j = 0; j < axis.length(); j++, p++) {
                int i = axis.first(slot) + axis.step() * j;
                if (i >= 0 && i < row.length) {
                    row[i] = packed[p];
                }
            }
        }
    }

    /** Whether any of {@code n} elements is NaN. Four streams, which memory serves faster than one. */
    public static boolean anyNaN(boolean vector, float[] x, int at, int n) {
        int part = vector ? n / 4 / L * L : 0;
        VectorMask<Float> any = S.maskAll(false);
        for (int i = at; i < at + part; i += L) {
            VectorMask<Float> first = isNaN(x, i).or(isNaN(x, i + part));
            any = any.or(first.or(isNaN(x, i + 2 * part).or(isNaN(x, i + 3 * part))));
        }
        boolean tail = false;
        for (int i = at + 4 * part; i < at + n; i++) {
            tail |= x[i] != x[i];
        }
        return tail || any.anyTrue();
    }

    private static VectorMask<Float> isNaN(float[] x, int i) {
        FloatVector v = FloatVector.fromArray(S, x, i);
        return v.compare(VectorOperators.NE, v);
    }
}
