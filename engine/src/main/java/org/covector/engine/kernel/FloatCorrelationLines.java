package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What {@link FloatCorrelationTiles} does, for one row of weights: {@code out[p] = start + sum over d of a[d] x[off[d] + p]}. */
final class FloatCorrelationLines {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatCorrelationLines() {}

    /** 1 row by 4 vectors, from start. */
    static void begin1x4(float[] a, int ao, float[] x, int xo, int[] off, int from, int to, float[] start, int so, float[] out, int oo) {
        FloatVector s00 = FloatVector.broadcast(S, start[so]);
        FloatVector s01 = FloatVector.broadcast(S, start[so]);
        FloatVector s02 = FloatVector.broadcast(S, start[so]);
        FloatVector s03 = FloatVector.broadcast(S, start[so]);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector b2 = FloatVector.fromArray(S, x, p + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, x, p + 3 * L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            s03 = a0.fma(b3, s03);
        }
        s00.intoArray(out, oo);
        s01.intoArray(out, oo + L);
        s02.intoArray(out, oo + 2 * L);
        s03.intoArray(out, oo + 3 * L);
    }

    /** One row and nine d over a whole run of pixels, from start. */
    static void begin9(float[] a, int ao, float[] x, int[] off, int d, float[] start, int so, float[] out, int oo, int run) {
        FloatVector a0 = FloatVector.broadcast(S, a[ao + d]);
        FloatVector a1 = FloatVector.broadcast(S, a[ao + d + 1]);
        FloatVector a2 = FloatVector.broadcast(S, a[ao + d + 2]);
        FloatVector a3 = FloatVector.broadcast(S, a[ao + d + 3]);
        FloatVector a4 = FloatVector.broadcast(S, a[ao + d + 4]);
        FloatVector a5 = FloatVector.broadcast(S, a[ao + d + 5]);
        FloatVector a6 = FloatVector.broadcast(S, a[ao + d + 6]);
        FloatVector a7 = FloatVector.broadcast(S, a[ao + d + 7]);
        FloatVector a8 = FloatVector.broadcast(S, a[ao + d + 8]);
        int o0 = off[d];
        int o1 = off[d + 1];
        int o2 = off[d + 2];
        int o3 = off[d + 3];
        int o4 = off[d + 4];
        int o5 = off[d + 5];
        int o6 = off[d + 6];
        int o7 = off[d + 7];
        int o8 = off[d + 8];
        FloatVector first = FloatVector.broadcast(S, start[so]);
        for (int p = 0; p < run; p += L) {
            FloatVector s = a0.fma(FloatVector.fromArray(S, x, o0 + p), first);
            s = a1.fma(FloatVector.fromArray(S, x, o1 + p), s);
            s = a2.fma(FloatVector.fromArray(S, x, o2 + p), s);
            s = a3.fma(FloatVector.fromArray(S, x, o3 + p), s);
            s = a4.fma(FloatVector.fromArray(S, x, o4 + p), s);
            s = a5.fma(FloatVector.fromArray(S, x, o5 + p), s);
            s = a6.fma(FloatVector.fromArray(S, x, o6 + p), s);
            s = a7.fma(FloatVector.fromArray(S, x, o7 + p), s);
            s = a8.fma(FloatVector.fromArray(S, x, o8 + p), s);
            s.intoArray(out, oo + p);
        }
    }

    /** One row and nine d over a whole run of pixels, added to out. */
    static void extend9(float[] a, int ao, float[] x, int[] off, int d, float[] out, int oo, int run) {
        FloatVector a0 = FloatVector.broadcast(S, a[ao + d]);
        FloatVector a1 = FloatVector.broadcast(S, a[ao + d + 1]);
        FloatVector a2 = FloatVector.broadcast(S, a[ao + d + 2]);
        FloatVector a3 = FloatVector.broadcast(S, a[ao + d + 3]);
        FloatVector a4 = FloatVector.broadcast(S, a[ao + d + 4]);
        FloatVector a5 = FloatVector.broadcast(S, a[ao + d + 5]);
        FloatVector a6 = FloatVector.broadcast(S, a[ao + d + 6]);
        FloatVector a7 = FloatVector.broadcast(S, a[ao + d + 7]);
        FloatVector a8 = FloatVector.broadcast(S, a[ao + d + 8]);
        int o0 = off[d];
        int o1 = off[d + 1];
        int o2 = off[d + 2];
        int o3 = off[d + 3];
        int o4 = off[d + 4];
        int o5 = off[d + 5];
        int o6 = off[d + 6];
        int o7 = off[d + 7];
        int o8 = off[d + 8];
        for (int p = 0; p < run; p += L) {
            FloatVector s = FloatVector.fromArray(S, out, oo + p);
            s = a0.fma(FloatVector.fromArray(S, x, o0 + p), s);
            s = a1.fma(FloatVector.fromArray(S, x, o1 + p), s);
            s = a2.fma(FloatVector.fromArray(S, x, o2 + p), s);
            s = a3.fma(FloatVector.fromArray(S, x, o3 + p), s);
            s = a4.fma(FloatVector.fromArray(S, x, o4 + p), s);
            s = a5.fma(FloatVector.fromArray(S, x, o5 + p), s);
            s = a6.fma(FloatVector.fromArray(S, x, o6 + p), s);
            s = a7.fma(FloatVector.fromArray(S, x, o7 + p), s);
            s = a8.fma(FloatVector.fromArray(S, x, o8 + p), s);
            s.intoArray(out, oo + p);
        }
    }
}
