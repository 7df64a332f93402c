package org.covector.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Copies between planes of an image and the packed layout of {@link TapWindow}. */
final class FloatPatches {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(S, 0);

    private FloatPatches() {}

    /** Packs one channel (its volume starts at {@code at}) as the windows with z output {@code oz} need it. */
    static void pack(TapWindow w, int oz, float[] x, int at, float[] packed, int to, float padding) {
        TapAxis ay = w.y();
        int plane = ay.source() * w.x().source();
        int p = to;
        for (int tz = 0; tz < w.z().taps(); tz++) {
            int iz = w.z().start(tz) + w.z().step() * oz;
            if (iz < 0 || iz >= w.z().source()) {
                Arrays.fill(packed, p, p + w.slice(), padding);
                p += w.slice();
                continue;
            }
            for (int sy = 0; sy < ay.slots(); sy++) {
                p = packRows(w, ay.first(sy), x, at + iz * plane, packed, p, padding);
            }
        }
    }

    private static int packRows(TapWindow w, int firstY, float[] x, int at, float[] packed, int to, float padding) {
        TapAxis ay = w.y();
        TapAxis ax = w.x();
        int step = ax.step();
        int p = to;
        for (int sx = 0; sx < ax.slots(); sx++) {
            int first = ax.first(sx);
            int lo = Math.clamp(Math.ceilDiv(-first, step), 0, ax.length());
            int hi = Math.clamp(Math.ceilDiv(ax.source() - first, step), lo, ax.length());
            for (int j = 0; j < ay.length(); j++, p += ax.length()) {
                int iy = firstY + ay.step() * j;
                if (iy < 0 || iy >= ay.source()) {
                    Arrays.fill(packed, p, p + ax.length(), padding);
                    continue;
                }
                Arrays.fill(packed, p, p + lo, padding);
                take(x, at + iy * ax.source() + first + step * lo, step, packed, p + lo, hi - lo);
                Arrays.fill(packed, p + hi, p + ax.length(), padding);
            }
        }
        return p;
    }

    /** {@code to[i] = from[step * i]}. */
    private static void take(float[] from, int at, int step, float[] to, int p, int n) {
        int i = 0;
        if (step == 1) {
            System.arraycopy(from, at, to, p, n);
            return;
        }
        if (step == 2) {
            for (; i + L < n; i += L) { // strictly: the last pair's second half may lie past the array
                FloatVector a = FloatVector.fromArray(S, from, at + 2 * i);
                FloatVector b = FloatVector.fromArray(S, from, at + 2 * i + L);
                a.rearrange(EVEN, b).intoArray(to, p + i);
            }
        }
        for (; i < n; i++) {
            to[p + i] = from[at + step * i];
        }
    }

    /** A packed line back to a dense one; elements that no tap reads are 0. */
    static void unpackRow(TapAxis axis, float[] packed, float[] row) {
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

    /** Whether any of {@code n} elements is NaN. */
    static boolean anyNaN(float[] x, int at, int n) {
        int i = 0;
        VectorMask<Float> any = S.maskAll(false);
        for (; i + L <= n; i += L) {
            any = any.or(FloatVector.fromArray(S, x, at + i).test(VectorOperators.IS_NAN));
        }
        boolean tail = false;
        for (; i < n; i++) {
            tail |= x[at + i] != x[at + i];
        }
        return tail || any.anyTrue();
    }
}
