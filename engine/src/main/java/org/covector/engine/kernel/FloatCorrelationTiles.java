package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of {@code out[r, p] = start[r, p] + sum over d of a[r, d] x[off[d] + p]}: rows r of weights, vectors of pixels p.
 *
 * <p>A tile keeps its sums in registers through the whole loop, one fused chain per element, so that its form does not show in
 * the bits. Six by four needs the 32 registers of 512 bits; larger tiles spill. {@code start} is read with strides {@code sr} by
 * row and {@code sv} by vector: the output itself, or a few numbers to begin with.
 */
final class FloatCorrelationTiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatCorrelationTiles() {}

    /** 6 rows by 4 vectors. */
    static void correlate6x4(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to,
            float[] start, int so, int sr, int sv, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, start, so);
        FloatVector s01 = FloatVector.fromArray(S, start, so + sv);
        FloatVector s02 = FloatVector.fromArray(S, start, so + 2 * sv);
        FloatVector s03 = FloatVector.fromArray(S, start, so + 3 * sv);
        FloatVector s10 = FloatVector.fromArray(S, start, so + sr);
        FloatVector s11 = FloatVector.fromArray(S, start, so + sr + sv);
        FloatVector s12 = FloatVector.fromArray(S, start, so + sr + 2 * sv);
        FloatVector s13 = FloatVector.fromArray(S, start, so + sr + 3 * sv);
        FloatVector s20 = FloatVector.fromArray(S, start, so + 2 * sr);
        FloatVector s21 = FloatVector.fromArray(S, start, so + 2 * sr + sv);
        FloatVector s22 = FloatVector.fromArray(S, start, so + 2 * sr + 2 * sv);
        FloatVector s23 = FloatVector.fromArray(S, start, so + 2 * sr + 3 * sv);
        FloatVector s30 = FloatVector.fromArray(S, start, so + 3 * sr);
        FloatVector s31 = FloatVector.fromArray(S, start, so + 3 * sr + sv);
        FloatVector s32 = FloatVector.fromArray(S, start, so + 3 * sr + 2 * sv);
        FloatVector s33 = FloatVector.fromArray(S, start, so + 3 * sr + 3 * sv);
        FloatVector s40 = FloatVector.fromArray(S, start, so + 4 * sr);
        FloatVector s41 = FloatVector.fromArray(S, start, so + 4 * sr + sv);
        FloatVector s42 = FloatVector.fromArray(S, start, so + 4 * sr + 2 * sv);
        FloatVector s43 = FloatVector.fromArray(S, start, so + 4 * sr + 3 * sv);
        FloatVector s50 = FloatVector.fromArray(S, start, so + 5 * sr);
        FloatVector s51 = FloatVector.fromArray(S, start, so + 5 * sr + sv);
        FloatVector s52 = FloatVector.fromArray(S, start, so + 5 * sr + 2 * sv);
        FloatVector s53 = FloatVector.fromArray(S, start, so + 5 * sr + 3 * sv);
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
            FloatVector a1 = FloatVector.broadcast(S, a[ao + as + d]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            s13 = a1.fma(b3, s13);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + 2 * as + d]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            s23 = a2.fma(b3, s23);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + 3 * as + d]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            s33 = a3.fma(b3, s33);
            FloatVector a4 = FloatVector.broadcast(S, a[ao + 4 * as + d]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            s43 = a4.fma(b3, s43);
            FloatVector a5 = FloatVector.broadcast(S, a[ao + 5 * as + d]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            s52 = a5.fma(b2, s52);
            s53 = a5.fma(b3, s53);
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
        s40.intoArray(out, oo + 4 * os);
        s41.intoArray(out, oo + 4 * os + L);
        s42.intoArray(out, oo + 4 * os + 2 * L);
        s43.intoArray(out, oo + 4 * os + 3 * L);
        s50.intoArray(out, oo + 5 * os);
        s51.intoArray(out, oo + 5 * os + L);
        s52.intoArray(out, oo + 5 * os + 2 * L);
        s53.intoArray(out, oo + 5 * os + 3 * L);
    }

    /** 6 rows by 2 vectors. */
    static void correlate6x2(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to,
            float[] start, int so, int sr, int sv, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, start, so);
        FloatVector s01 = FloatVector.fromArray(S, start, so + sv);
        FloatVector s10 = FloatVector.fromArray(S, start, so + sr);
        FloatVector s11 = FloatVector.fromArray(S, start, so + sr + sv);
        FloatVector s20 = FloatVector.fromArray(S, start, so + 2 * sr);
        FloatVector s21 = FloatVector.fromArray(S, start, so + 2 * sr + sv);
        FloatVector s30 = FloatVector.fromArray(S, start, so + 3 * sr);
        FloatVector s31 = FloatVector.fromArray(S, start, so + 3 * sr + sv);
        FloatVector s40 = FloatVector.fromArray(S, start, so + 4 * sr);
        FloatVector s41 = FloatVector.fromArray(S, start, so + 4 * sr + sv);
        FloatVector s50 = FloatVector.fromArray(S, start, so + 5 * sr);
        FloatVector s51 = FloatVector.fromArray(S, start, so + 5 * sr + sv);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = FloatVector.broadcast(S, a[ao + as + d]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + 2 * as + d]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + 3 * as + d]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            FloatVector a4 = FloatVector.broadcast(S, a[ao + 4 * as + d]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            FloatVector a5 = FloatVector.broadcast(S, a[ao + 5 * as + d]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
        }
        s00.intoArray(out, oo);
        s01.intoArray(out, oo + L);
        s10.intoArray(out, oo + os);
        s11.intoArray(out, oo + os + L);
        s20.intoArray(out, oo + 2 * os);
        s21.intoArray(out, oo + 2 * os + L);
        s30.intoArray(out, oo + 3 * os);
        s31.intoArray(out, oo + 3 * os + L);
        s40.intoArray(out, oo + 4 * os);
        s41.intoArray(out, oo + 4 * os + L);
        s50.intoArray(out, oo + 5 * os);
        s51.intoArray(out, oo + 5 * os + L);
    }

    /** 4 rows by 4 vectors. */
    static void correlate4x4(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to,
            float[] start, int so, int sr, int sv, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, start, so);
        FloatVector s01 = FloatVector.fromArray(S, start, so + sv);
        FloatVector s02 = FloatVector.fromArray(S, start, so + 2 * sv);
        FloatVector s03 = FloatVector.fromArray(S, start, so + 3 * sv);
        FloatVector s10 = FloatVector.fromArray(S, start, so + sr);
        FloatVector s11 = FloatVector.fromArray(S, start, so + sr + sv);
        FloatVector s12 = FloatVector.fromArray(S, start, so + sr + 2 * sv);
        FloatVector s13 = FloatVector.fromArray(S, start, so + sr + 3 * sv);
        FloatVector s20 = FloatVector.fromArray(S, start, so + 2 * sr);
        FloatVector s21 = FloatVector.fromArray(S, start, so + 2 * sr + sv);
        FloatVector s22 = FloatVector.fromArray(S, start, so + 2 * sr + 2 * sv);
        FloatVector s23 = FloatVector.fromArray(S, start, so + 2 * sr + 3 * sv);
        FloatVector s30 = FloatVector.fromArray(S, start, so + 3 * sr);
        FloatVector s31 = FloatVector.fromArray(S, start, so + 3 * sr + sv);
        FloatVector s32 = FloatVector.fromArray(S, start, so + 3 * sr + 2 * sv);
        FloatVector s33 = FloatVector.fromArray(S, start, so + 3 * sr + 3 * sv);
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
            FloatVector a1 = FloatVector.broadcast(S, a[ao + as + d]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            s13 = a1.fma(b3, s13);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + 2 * as + d]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            s23 = a2.fma(b3, s23);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + 3 * as + d]);
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

    /** 4 rows by 2 vectors. */
    static void correlate4x2(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to,
            float[] start, int so, int sr, int sv, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, start, so);
        FloatVector s01 = FloatVector.fromArray(S, start, so + sv);
        FloatVector s10 = FloatVector.fromArray(S, start, so + sr);
        FloatVector s11 = FloatVector.fromArray(S, start, so + sr + sv);
        FloatVector s20 = FloatVector.fromArray(S, start, so + 2 * sr);
        FloatVector s21 = FloatVector.fromArray(S, start, so + 2 * sr + sv);
        FloatVector s30 = FloatVector.fromArray(S, start, so + 3 * sr);
        FloatVector s31 = FloatVector.fromArray(S, start, so + 3 * sr + sv);
        for (int d = from; d < to; d++) {
            int p = xo + off[d];
            FloatVector b0 = FloatVector.fromArray(S, x, p);
            FloatVector b1 = FloatVector.fromArray(S, x, p + L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + d]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = FloatVector.broadcast(S, a[ao + as + d]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = FloatVector.broadcast(S, a[ao + 2 * as + d]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = FloatVector.broadcast(S, a[ao + 3 * as + d]);
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

    /** 1 row by 4 vectors. */
    static void correlate1x4(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to,
            float[] start, int so, int sr, int sv, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, start, so);
        FloatVector s01 = FloatVector.fromArray(S, start, so + sv);
        FloatVector s02 = FloatVector.fromArray(S, start, so + 2 * sv);
        FloatVector s03 = FloatVector.fromArray(S, start, so + 3 * sv);
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

    /** One row and nine d, a whole run of pixels in one go. */
    static void line9(float[] a, int ao, float[] x, int[] off, int d, float[] start, int so, int sp, float[] out, int oo, int run) {
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
            FloatVector s = FloatVector.fromArray(S, start, so + p * sp);
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
