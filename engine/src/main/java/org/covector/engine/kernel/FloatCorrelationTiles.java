package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of {@code out[r, p] = start[r] + sum over d of a[d, r] x[off[d] + p]}: rows r of weights, packed side by side,
 * by vectors of pixels p.
 *
 * <p>A tile keeps its sums in registers through the whole loop, one fused chain per element, so that its form does not show in
 * the bits. Eight by three needs the 32 registers of 512 bits. To begin and to extend are methods of their own: a flag would
 * have the compiled loop thrown away when it first changes.
 */
final class FloatCorrelationTiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatCorrelationTiles() {}

    /** 8 rows by 3 vectors, from start. */
    static void begin8x3(float[] a, int ao, float[] x, int xo, int[] off, int from, int to, float[] start, int so, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.broadcast(S, start[so]);
        FloatVector s01 = FloatVector.broadcast(S, start[so]);
        FloatVector s02 = FloatVector.broadcast(S, start[so]);
        FloatVector s10 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s11 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s12 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s20 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s21 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s22 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s30 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s31 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s32 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s40 = FloatVector.broadcast(S, start[so + 4]);
        FloatVector s41 = FloatVector.broadcast(S, start[so + 4]);
        FloatVector s42 = FloatVector.broadcast(S, start[so + 4]);
        FloatVector s50 = FloatVector.broadcast(S, start[so + 5]);
        FloatVector s51 = FloatVector.broadcast(S, start[so + 5]);
        FloatVector s52 = FloatVector.broadcast(S, start[so + 5]);
        FloatVector s60 = FloatVector.broadcast(S, start[so + 6]);
        FloatVector s61 = FloatVector.broadcast(S, start[so + 6]);
        FloatVector s62 = FloatVector.broadcast(S, start[so + 6]);
        FloatVector s70 = FloatVector.broadcast(S, start[so + 7]);
        FloatVector s71 = FloatVector.broadcast(S, start[so + 7]);
        FloatVector s72 = FloatVector.broadcast(S, start[so + 7]);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector b2 = FloatVector.fromArray(S, x, p + 2 * L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d * 8]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            FloatVector a1 = FloatVector.broadcast(S, a[ao + d * 8 + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + d * 8 + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + d * 8 + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            FloatVector a4 = FloatVector.broadcast(S, a[ao + d * 8 + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            FloatVector a5 = FloatVector.broadcast(S, a[ao + d * 8 + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            s52 = a5.fma(b2, s52);
            FloatVector a6 = FloatVector.broadcast(S, a[ao + d * 8 + 6]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            s62 = a6.fma(b2, s62);
            FloatVector a7 = FloatVector.broadcast(S, a[ao + d * 8 + 7]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
            s72 = a7.fma(b2, s72);
        }
        s00.intoArray(out, oo);
        s01.intoArray(out, oo + L);
        s02.intoArray(out, oo + 2 * L);
        s10.intoArray(out, oo + os);
        s11.intoArray(out, oo + os + L);
        s12.intoArray(out, oo + os + 2 * L);
        s20.intoArray(out, oo + 2 * os);
        s21.intoArray(out, oo + 2 * os + L);
        s22.intoArray(out, oo + 2 * os + 2 * L);
        s30.intoArray(out, oo + 3 * os);
        s31.intoArray(out, oo + 3 * os + L);
        s32.intoArray(out, oo + 3 * os + 2 * L);
        s40.intoArray(out, oo + 4 * os);
        s41.intoArray(out, oo + 4 * os + L);
        s42.intoArray(out, oo + 4 * os + 2 * L);
        s50.intoArray(out, oo + 5 * os);
        s51.intoArray(out, oo + 5 * os + L);
        s52.intoArray(out, oo + 5 * os + 2 * L);
        s60.intoArray(out, oo + 6 * os);
        s61.intoArray(out, oo + 6 * os + L);
        s62.intoArray(out, oo + 6 * os + 2 * L);
        s70.intoArray(out, oo + 7 * os);
        s71.intoArray(out, oo + 7 * os + L);
        s72.intoArray(out, oo + 7 * os + 2 * L);
    }

    /** 8 rows by 3 vectors, added to out. */
    static void extend8x3(float[] a, int ao, float[] x, int xo, int[] off, int from, int to, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, out, oo);
        FloatVector s01 = FloatVector.fromArray(S, out, oo + L);
        FloatVector s02 = FloatVector.fromArray(S, out, oo + 2 * L);
        FloatVector s10 = FloatVector.fromArray(S, out, oo + os);
        FloatVector s11 = FloatVector.fromArray(S, out, oo + os + L);
        FloatVector s12 = FloatVector.fromArray(S, out, oo + os + 2 * L);
        FloatVector s20 = FloatVector.fromArray(S, out, oo + 2 * os);
        FloatVector s21 = FloatVector.fromArray(S, out, oo + 2 * os + L);
        FloatVector s22 = FloatVector.fromArray(S, out, oo + 2 * os + 2 * L);
        FloatVector s30 = FloatVector.fromArray(S, out, oo + 3 * os);
        FloatVector s31 = FloatVector.fromArray(S, out, oo + 3 * os + L);
        FloatVector s32 = FloatVector.fromArray(S, out, oo + 3 * os + 2 * L);
        FloatVector s40 = FloatVector.fromArray(S, out, oo + 4 * os);
        FloatVector s41 = FloatVector.fromArray(S, out, oo + 4 * os + L);
        FloatVector s42 = FloatVector.fromArray(S, out, oo + 4 * os + 2 * L);
        FloatVector s50 = FloatVector.fromArray(S, out, oo + 5 * os);
        FloatVector s51 = FloatVector.fromArray(S, out, oo + 5 * os + L);
        FloatVector s52 = FloatVector.fromArray(S, out, oo + 5 * os + 2 * L);
        FloatVector s60 = FloatVector.fromArray(S, out, oo + 6 * os);
        FloatVector s61 = FloatVector.fromArray(S, out, oo + 6 * os + L);
        FloatVector s62 = FloatVector.fromArray(S, out, oo + 6 * os + 2 * L);
        FloatVector s70 = FloatVector.fromArray(S, out, oo + 7 * os);
        FloatVector s71 = FloatVector.fromArray(S, out, oo + 7 * os + L);
        FloatVector s72 = FloatVector.fromArray(S, out, oo + 7 * os + 2 * L);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector b2 = FloatVector.fromArray(S, x, p + 2 * L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d * 8]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            FloatVector a1 = FloatVector.broadcast(S, a[ao + d * 8 + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + d * 8 + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + d * 8 + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            FloatVector a4 = FloatVector.broadcast(S, a[ao + d * 8 + 4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            FloatVector a5 = FloatVector.broadcast(S, a[ao + d * 8 + 5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            s52 = a5.fma(b2, s52);
            FloatVector a6 = FloatVector.broadcast(S, a[ao + d * 8 + 6]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            s62 = a6.fma(b2, s62);
            FloatVector a7 = FloatVector.broadcast(S, a[ao + d * 8 + 7]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
            s72 = a7.fma(b2, s72);
        }
        s00.intoArray(out, oo);
        s01.intoArray(out, oo + L);
        s02.intoArray(out, oo + 2 * L);
        s10.intoArray(out, oo + os);
        s11.intoArray(out, oo + os + L);
        s12.intoArray(out, oo + os + 2 * L);
        s20.intoArray(out, oo + 2 * os);
        s21.intoArray(out, oo + 2 * os + L);
        s22.intoArray(out, oo + 2 * os + 2 * L);
        s30.intoArray(out, oo + 3 * os);
        s31.intoArray(out, oo + 3 * os + L);
        s32.intoArray(out, oo + 3 * os + 2 * L);
        s40.intoArray(out, oo + 4 * os);
        s41.intoArray(out, oo + 4 * os + L);
        s42.intoArray(out, oo + 4 * os + 2 * L);
        s50.intoArray(out, oo + 5 * os);
        s51.intoArray(out, oo + 5 * os + L);
        s52.intoArray(out, oo + 5 * os + 2 * L);
        s60.intoArray(out, oo + 6 * os);
        s61.intoArray(out, oo + 6 * os + L);
        s62.intoArray(out, oo + 6 * os + 2 * L);
        s70.intoArray(out, oo + 7 * os);
        s71.intoArray(out, oo + 7 * os + L);
        s72.intoArray(out, oo + 7 * os + 2 * L);
    }

    /** 4 rows by 4 vectors, from start. */
    static void begin4x4(float[] a, int ao, float[] x, int xo, int[] off, int from, int to, float[] start, int so, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.broadcast(S, start[so]);
        FloatVector s01 = FloatVector.broadcast(S, start[so]);
        FloatVector s02 = FloatVector.broadcast(S, start[so]);
        FloatVector s03 = FloatVector.broadcast(S, start[so]);
        FloatVector s10 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s11 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s12 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s13 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s20 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s21 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s22 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s23 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s30 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s31 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s32 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s33 = FloatVector.broadcast(S, start[so + 3]);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector b2 = FloatVector.fromArray(S, x, p + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, x, p + 3 * L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d * 4]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            s03 = a0.fma(b3, s03);
            FloatVector a1 = FloatVector.broadcast(S, a[ao + d * 4 + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            s13 = a1.fma(b3, s13);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + d * 4 + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            s23 = a2.fma(b3, s23);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + d * 4 + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            s33 = a3.fma(b3, s33);
        }
        s00.intoArray(out, oo);
        s01.intoArray(out, oo + L);
        s02.intoArray(out, oo + 2 * L);
        s03.intoArray(out, oo + 3 * L);
        s10.intoArray(out, oo + os);
        s11.intoArray(out, oo + os + L);
        s12.intoArray(out, oo + os + 2 * L);
        s13.intoArray(out, oo + os + 3 * L);
        s20.intoArray(out, oo + 2 * os);
        s21.intoArray(out, oo + 2 * os + L);
        s22.intoArray(out, oo + 2 * os + 2 * L);
        s23.intoArray(out, oo + 2 * os + 3 * L);
        s30.intoArray(out, oo + 3 * os);
        s31.intoArray(out, oo + 3 * os + L);
        s32.intoArray(out, oo + 3 * os + 2 * L);
        s33.intoArray(out, oo + 3 * os + 3 * L);
    }

    /** 4 rows by 2 vectors, from start. */
    static void begin4x2(float[] a, int ao, float[] x, int xo, int[] off, int from, int to, float[] start, int so, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.broadcast(S, start[so]);
        FloatVector s01 = FloatVector.broadcast(S, start[so]);
        FloatVector s10 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s11 = FloatVector.broadcast(S, start[so + 1]);
        FloatVector s20 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s21 = FloatVector.broadcast(S, start[so + 2]);
        FloatVector s30 = FloatVector.broadcast(S, start[so + 3]);
        FloatVector s31 = FloatVector.broadcast(S, start[so + 3]);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d * 4]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = FloatVector.broadcast(S, a[ao + d * 4 + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + d * 4 + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + d * 4 + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
        }
        s00.intoArray(out, oo);
        s01.intoArray(out, oo + L);
        s10.intoArray(out, oo + os);
        s11.intoArray(out, oo + os + L);
        s20.intoArray(out, oo + 2 * os);
        s21.intoArray(out, oo + 2 * os + L);
        s30.intoArray(out, oo + 3 * os);
        s31.intoArray(out, oo + 3 * os + L);
    }
}
