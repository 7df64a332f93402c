package org.covector.engine.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What {@link FloatTapMicroKernel} does, for one row of weights and short sums:
 * {@code out[p] = start + sum over d of a[d] x[off[d] + p]}.
 */
final class FloatSingleRowConvolution {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatSingleRowConvolution() {}

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
