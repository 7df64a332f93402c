package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of convolution. Each keeps its sums in vector registers through the whole loop, one fused chain per element, so
 * that the shape of a tile does not show in the bits. Named {@code rows x vectors}; 8 x 2 needs the 32 registers of 512 bits.
 */
final class FloatConvolutionTiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Partial sums of {@link #lanes9}, whatever the machine's width. */
    static final int LANES = 16;

    private FloatConvolutionTiles() {}

    /** {@code out[r, p] += sum over d of a[r, d] x[off[d] + p]}, 6 rows by 4 vectors of pixels. */
    static void correlate6x4(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, out, oo);
        FloatVector s01 = FloatVector.fromArray(S, out, oo + L);
        FloatVector s02 = FloatVector.fromArray(S, out, oo + 2 * L);
        FloatVector s03 = FloatVector.fromArray(S, out, oo + 3 * L);
        FloatVector s10 = FloatVector.fromArray(S, out, oo + os);
        FloatVector s11 = FloatVector.fromArray(S, out, oo + os + L);
        FloatVector s12 = FloatVector.fromArray(S, out, oo + os + 2 * L);
        FloatVector s13 = FloatVector.fromArray(S, out, oo + os + 3 * L);
        FloatVector s20 = FloatVector.fromArray(S, out, oo + 2 * os);
        FloatVector s21 = FloatVector.fromArray(S, out, oo + 2 * os + L);
        FloatVector s22 = FloatVector.fromArray(S, out, oo + 2 * os + 2 * L);
        FloatVector s23 = FloatVector.fromArray(S, out, oo + 2 * os + 3 * L);
        FloatVector s30 = FloatVector.fromArray(S, out, oo + 3 * os);
        FloatVector s31 = FloatVector.fromArray(S, out, oo + 3 * os + L);
        FloatVector s32 = FloatVector.fromArray(S, out, oo + 3 * os + 2 * L);
        FloatVector s33 = FloatVector.fromArray(S, out, oo + 3 * os + 3 * L);
        FloatVector s40 = FloatVector.fromArray(S, out, oo + 4 * os);
        FloatVector s41 = FloatVector.fromArray(S, out, oo + 4 * os + L);
        FloatVector s42 = FloatVector.fromArray(S, out, oo + 4 * os + 2 * L);
        FloatVector s43 = FloatVector.fromArray(S, out, oo + 4 * os + 3 * L);
        FloatVector s50 = FloatVector.fromArray(S, out, oo + 5 * os);
        FloatVector s51 = FloatVector.fromArray(S, out, oo + 5 * os + L);
        FloatVector s52 = FloatVector.fromArray(S, out, oo + 5 * os + 2 * L);
        FloatVector s53 = FloatVector.fromArray(S, out, oo + 5 * os + 3 * L);
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

    /** {@code out[r, p] += sum over d of a[r, d] x[off[d] + p]}, 6 rows by 2 vectors of pixels. */
    static void correlate6x2(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, out, oo);
        FloatVector s01 = FloatVector.fromArray(S, out, oo + L);
        FloatVector s10 = FloatVector.fromArray(S, out, oo + os);
        FloatVector s11 = FloatVector.fromArray(S, out, oo + os + L);
        FloatVector s20 = FloatVector.fromArray(S, out, oo + 2 * os);
        FloatVector s21 = FloatVector.fromArray(S, out, oo + 2 * os + L);
        FloatVector s30 = FloatVector.fromArray(S, out, oo + 3 * os);
        FloatVector s31 = FloatVector.fromArray(S, out, oo + 3 * os + L);
        FloatVector s40 = FloatVector.fromArray(S, out, oo + 4 * os);
        FloatVector s41 = FloatVector.fromArray(S, out, oo + 4 * os + L);
        FloatVector s50 = FloatVector.fromArray(S, out, oo + 5 * os);
        FloatVector s51 = FloatVector.fromArray(S, out, oo + 5 * os + L);
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

    /** {@code out[r, p] += sum over d of a[r, d] x[off[d] + p]}, 4 rows by 4 vectors of pixels. */
    static void correlate4x4(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, out, oo);
        FloatVector s01 = FloatVector.fromArray(S, out, oo + L);
        FloatVector s02 = FloatVector.fromArray(S, out, oo + 2 * L);
        FloatVector s03 = FloatVector.fromArray(S, out, oo + 3 * L);
        FloatVector s10 = FloatVector.fromArray(S, out, oo + os);
        FloatVector s11 = FloatVector.fromArray(S, out, oo + os + L);
        FloatVector s12 = FloatVector.fromArray(S, out, oo + os + 2 * L);
        FloatVector s13 = FloatVector.fromArray(S, out, oo + os + 3 * L);
        FloatVector s20 = FloatVector.fromArray(S, out, oo + 2 * os);
        FloatVector s21 = FloatVector.fromArray(S, out, oo + 2 * os + L);
        FloatVector s22 = FloatVector.fromArray(S, out, oo + 2 * os + 2 * L);
        FloatVector s23 = FloatVector.fromArray(S, out, oo + 2 * os + 3 * L);
        FloatVector s30 = FloatVector.fromArray(S, out, oo + 3 * os);
        FloatVector s31 = FloatVector.fromArray(S, out, oo + 3 * os + L);
        FloatVector s32 = FloatVector.fromArray(S, out, oo + 3 * os + 2 * L);
        FloatVector s33 = FloatVector.fromArray(S, out, oo + 3 * os + 3 * L);
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

    /** {@code out[r, p] += sum over d of a[r, d] x[off[d] + p]}, 4 rows by 2 vectors of pixels. */
    static void correlate4x2(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, out, oo);
        FloatVector s01 = FloatVector.fromArray(S, out, oo + L);
        FloatVector s10 = FloatVector.fromArray(S, out, oo + os);
        FloatVector s11 = FloatVector.fromArray(S, out, oo + os + L);
        FloatVector s20 = FloatVector.fromArray(S, out, oo + 2 * os);
        FloatVector s21 = FloatVector.fromArray(S, out, oo + 2 * os + L);
        FloatVector s30 = FloatVector.fromArray(S, out, oo + 3 * os);
        FloatVector s31 = FloatVector.fromArray(S, out, oo + 3 * os + L);
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

    /** {@code out[r, p] += sum over d of a[r, d] x[off[d] + p]}, 1 rows by 4 vectors of pixels. */
    static void correlate1x4(float[] a, int ao, int as, float[] x, int xo, int[] off, int from, int to, float[] out, int oo, int os) {
        FloatVector s00 = FloatVector.fromArray(S, out, oo);
        FloatVector s01 = FloatVector.fromArray(S, out, oo + L);
        FloatVector s02 = FloatVector.fromArray(S, out, oo + 2 * L);
        FloatVector s03 = FloatVector.fromArray(S, out, oo + 3 * L);
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

    /** {@code out[j, k] += sum over pixels p of x[off[j] + p] dy[p, k]}, 8 rows j by 2 vectors of k; p runs over rows and columns. */
    static void gradient8x2(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dyo, int rows, int columns, float[] out, int oo, int os) {
        int o0 = xo + off[j];
        int o1 = xo + off[j + 1];
        int o2 = xo + off[j + 2];
        int o3 = xo + off[j + 3];
        int o4 = xo + off[j + 4];
        int o5 = xo + off[j + 5];
        int o6 = xo + off[j + 6];
        int o7 = xo + off[j + 7];
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        FloatVector s40 = FloatVector.zero(S);
        FloatVector s41 = FloatVector.zero(S);
        FloatVector s50 = FloatVector.zero(S);
        FloatVector s51 = FloatVector.zero(S);
        FloatVector s60 = FloatVector.zero(S);
        FloatVector s61 = FloatVector.zero(S);
        FloatVector s70 = FloatVector.zero(S);
        FloatVector s71 = FloatVector.zero(S);
        for (int row = 0; row < rows; row++) {
            int p = row * xs;
            int q = dyo + row * columns * 2 * L;
            for (int i = 0; i < columns; i++) {
                FloatVector b0 = FloatVector.fromArray(S, dy, q + i * 2 * L);
                FloatVector b1 = FloatVector.fromArray(S, dy, q + i * 2 * L + L);
                FloatVector a0 = FloatVector.broadcast(S, x[o0 + p + i]);
                s00 = a0.fma(b0, s00);
                s01 = a0.fma(b1, s01);
                FloatVector a1 = FloatVector.broadcast(S, x[o1 + p + i]);
                s10 = a1.fma(b0, s10);
                s11 = a1.fma(b1, s11);
                FloatVector a2 = FloatVector.broadcast(S, x[o2 + p + i]);
                s20 = a2.fma(b0, s20);
                s21 = a2.fma(b1, s21);
                FloatVector a3 = FloatVector.broadcast(S, x[o3 + p + i]);
                s30 = a3.fma(b0, s30);
                s31 = a3.fma(b1, s31);
                FloatVector a4 = FloatVector.broadcast(S, x[o4 + p + i]);
                s40 = a4.fma(b0, s40);
                s41 = a4.fma(b1, s41);
                FloatVector a5 = FloatVector.broadcast(S, x[o5 + p + i]);
                s50 = a5.fma(b0, s50);
                s51 = a5.fma(b1, s51);
                FloatVector a6 = FloatVector.broadcast(S, x[o6 + p + i]);
                s60 = a6.fma(b0, s60);
                s61 = a6.fma(b1, s61);
                FloatVector a7 = FloatVector.broadcast(S, x[o7 + p + i]);
                s70 = a7.fma(b0, s70);
                s71 = a7.fma(b1, s71);
            }
        }
        FloatVector.fromArray(S, out, oo).add(s00).intoArray(out, oo);
        FloatVector.fromArray(S, out, oo + L).add(s01).intoArray(out, oo + L);
        FloatVector.fromArray(S, out, oo + os).add(s10).intoArray(out, oo + os);
        FloatVector.fromArray(S, out, oo + os + L).add(s11).intoArray(out, oo + os + L);
        FloatVector.fromArray(S, out, oo + 2 * os).add(s20).intoArray(out, oo + 2 * os);
        FloatVector.fromArray(S, out, oo + 2 * os + L).add(s21).intoArray(out, oo + 2 * os + L);
        FloatVector.fromArray(S, out, oo + 3 * os).add(s30).intoArray(out, oo + 3 * os);
        FloatVector.fromArray(S, out, oo + 3 * os + L).add(s31).intoArray(out, oo + 3 * os + L);
        FloatVector.fromArray(S, out, oo + 4 * os).add(s40).intoArray(out, oo + 4 * os);
        FloatVector.fromArray(S, out, oo + 4 * os + L).add(s41).intoArray(out, oo + 4 * os + L);
        FloatVector.fromArray(S, out, oo + 5 * os).add(s50).intoArray(out, oo + 5 * os);
        FloatVector.fromArray(S, out, oo + 5 * os + L).add(s51).intoArray(out, oo + 5 * os + L);
        FloatVector.fromArray(S, out, oo + 6 * os).add(s60).intoArray(out, oo + 6 * os);
        FloatVector.fromArray(S, out, oo + 6 * os + L).add(s61).intoArray(out, oo + 6 * os + L);
        FloatVector.fromArray(S, out, oo + 7 * os).add(s70).intoArray(out, oo + 7 * os);
        FloatVector.fromArray(S, out, oo + 7 * os + L).add(s71).intoArray(out, oo + 7 * os + L);
    }

    /** {@code out[j, k] += sum over pixels p of x[off[j] + p] dy[p, k]}, 4 rows j by 2 vectors of k; p runs over rows and columns. */
    static void gradient4x2(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dyo, int rows, int columns, float[] out, int oo, int os) {
        int o0 = xo + off[j];
        int o1 = xo + off[j + 1];
        int o2 = xo + off[j + 2];
        int o3 = xo + off[j + 3];
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        for (int row = 0; row < rows; row++) {
            int p = row * xs;
            int q = dyo + row * columns * 2 * L;
            for (int i = 0; i < columns; i++) {
                FloatVector b0 = FloatVector.fromArray(S, dy, q + i * 2 * L);
                FloatVector b1 = FloatVector.fromArray(S, dy, q + i * 2 * L + L);
                FloatVector a0 = FloatVector.broadcast(S, x[o0 + p + i]);
                s00 = a0.fma(b0, s00);
                s01 = a0.fma(b1, s01);
                FloatVector a1 = FloatVector.broadcast(S, x[o1 + p + i]);
                s10 = a1.fma(b0, s10);
                s11 = a1.fma(b1, s11);
                FloatVector a2 = FloatVector.broadcast(S, x[o2 + p + i]);
                s20 = a2.fma(b0, s20);
                s21 = a2.fma(b1, s21);
                FloatVector a3 = FloatVector.broadcast(S, x[o3 + p + i]);
                s30 = a3.fma(b0, s30);
                s31 = a3.fma(b1, s31);
            }
        }
        FloatVector.fromArray(S, out, oo).add(s00).intoArray(out, oo);
        FloatVector.fromArray(S, out, oo + L).add(s01).intoArray(out, oo + L);
        FloatVector.fromArray(S, out, oo + os).add(s10).intoArray(out, oo + os);
        FloatVector.fromArray(S, out, oo + os + L).add(s11).intoArray(out, oo + os + L);
        FloatVector.fromArray(S, out, oo + 2 * os).add(s20).intoArray(out, oo + 2 * os);
        FloatVector.fromArray(S, out, oo + 2 * os + L).add(s21).intoArray(out, oo + 2 * os + L);
        FloatVector.fromArray(S, out, oo + 3 * os).add(s30).intoArray(out, oo + 3 * os);
        FloatVector.fromArray(S, out, oo + 3 * os + L).add(s31).intoArray(out, oo + 3 * os + L);
    }

    /** {@code out[j, k] += sum over pixels p of x[off[j] + p] dy[p, k]}, 8 rows j by 1 vectors of k; p runs over rows and columns. */
    static void gradient8x1(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dyo, int rows, int columns, float[] out, int oo, int os) {
        int o0 = xo + off[j];
        int o1 = xo + off[j + 1];
        int o2 = xo + off[j + 2];
        int o3 = xo + off[j + 3];
        int o4 = xo + off[j + 4];
        int o5 = xo + off[j + 5];
        int o6 = xo + off[j + 6];
        int o7 = xo + off[j + 7];
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s40 = FloatVector.zero(S);
        FloatVector s50 = FloatVector.zero(S);
        FloatVector s60 = FloatVector.zero(S);
        FloatVector s70 = FloatVector.zero(S);
        for (int row = 0; row < rows; row++) {
            int p = row * xs;
            int q = dyo + row * columns * L;
            for (int i = 0; i < columns; i++) {
                FloatVector b0 = FloatVector.fromArray(S, dy, q + i * L);
                FloatVector a0 = FloatVector.broadcast(S, x[o0 + p + i]);
                s00 = a0.fma(b0, s00);
                FloatVector a1 = FloatVector.broadcast(S, x[o1 + p + i]);
                s10 = a1.fma(b0, s10);
                FloatVector a2 = FloatVector.broadcast(S, x[o2 + p + i]);
                s20 = a2.fma(b0, s20);
                FloatVector a3 = FloatVector.broadcast(S, x[o3 + p + i]);
                s30 = a3.fma(b0, s30);
                FloatVector a4 = FloatVector.broadcast(S, x[o4 + p + i]);
                s40 = a4.fma(b0, s40);
                FloatVector a5 = FloatVector.broadcast(S, x[o5 + p + i]);
                s50 = a5.fma(b0, s50);
                FloatVector a6 = FloatVector.broadcast(S, x[o6 + p + i]);
                s60 = a6.fma(b0, s60);
                FloatVector a7 = FloatVector.broadcast(S, x[o7 + p + i]);
                s70 = a7.fma(b0, s70);
            }
        }
        FloatVector.fromArray(S, out, oo).add(s00).intoArray(out, oo);
        FloatVector.fromArray(S, out, oo + os).add(s10).intoArray(out, oo + os);
        FloatVector.fromArray(S, out, oo + 2 * os).add(s20).intoArray(out, oo + 2 * os);
        FloatVector.fromArray(S, out, oo + 3 * os).add(s30).intoArray(out, oo + 3 * os);
        FloatVector.fromArray(S, out, oo + 4 * os).add(s40).intoArray(out, oo + 4 * os);
        FloatVector.fromArray(S, out, oo + 5 * os).add(s50).intoArray(out, oo + 5 * os);
        FloatVector.fromArray(S, out, oo + 6 * os).add(s60).intoArray(out, oo + 6 * os);
        FloatVector.fromArray(S, out, oo + 7 * os).add(s70).intoArray(out, oo + 7 * os);
    }

    /** {@code out[p] += sum over nine d of a[d] x[off[d] + p]} for a whole run of pixels: the kernel of few channels. */
    static void line9(float[] a, int ao, float[] x, int[] off, int d, float[] out, int oo, int run) {
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

    /**
     * {@code out[j, l] = sum over rows and over columns i = l mod 16 of x[off[j] + i] dy[i]}, nine rows j: the kernel of few
     * channels, with the pixels along the vector.
     */
    static void lanes9(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dyo, int dys, int rows, int columns, float[] out) {
        int o0 = xo + off[j];
        int o1 = xo + off[j + 1];
        int o2 = xo + off[j + 2];
        int o3 = xo + off[j + 3];
        int o4 = xo + off[j + 4];
        int o5 = xo + off[j + 5];
        int o6 = xo + off[j + 6];
        int o7 = xo + off[j + 7];
        int o8 = xo + off[j + 8];
        for (int lane = 0; lane < LANES; lane += L) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            FloatVector s4 = FloatVector.zero(S);
            FloatVector s5 = FloatVector.zero(S);
            FloatVector s6 = FloatVector.zero(S);
            FloatVector s7 = FloatVector.zero(S);
            FloatVector s8 = FloatVector.zero(S);
            for (int row = 0; row < rows; row++) {
                int p = row * xs;
                int q = dyo + row * dys;
                int i = lane;
                for (; i + L <= columns; i += LANES) {
                    FloatVector b = FloatVector.fromArray(S, dy, q + i);
                    s0 = FloatVector.fromArray(S, x, o0 + p + i).fma(b, s0);
                    s1 = FloatVector.fromArray(S, x, o1 + p + i).fma(b, s1);
                    s2 = FloatVector.fromArray(S, x, o2 + p + i).fma(b, s2);
                    s3 = FloatVector.fromArray(S, x, o3 + p + i).fma(b, s3);
                    s4 = FloatVector.fromArray(S, x, o4 + p + i).fma(b, s4);
                    s5 = FloatVector.fromArray(S, x, o5 + p + i).fma(b, s5);
                    s6 = FloatVector.fromArray(S, x, o6 + p + i).fma(b, s6);
                    s7 = FloatVector.fromArray(S, x, o7 + p + i).fma(b, s7);
                    s8 = FloatVector.fromArray(S, x, o8 + p + i).fma(b, s8);
                }
                if (i < columns) { // a sum of its own for the lanes that still have a pixel: 0 times infinity must not arise
                    VectorMask<Float> m = S.indexInRange(i, columns);
                    FloatVector b = FloatVector.fromArray(S, dy, q + i);
                    s0 = s0.blend(FloatVector.fromArray(S, x, o0 + p + i).fma(b, s0), m);
                    s1 = s1.blend(FloatVector.fromArray(S, x, o1 + p + i).fma(b, s1), m);
                    s2 = s2.blend(FloatVector.fromArray(S, x, o2 + p + i).fma(b, s2), m);
                    s3 = s3.blend(FloatVector.fromArray(S, x, o3 + p + i).fma(b, s3), m);
                    s4 = s4.blend(FloatVector.fromArray(S, x, o4 + p + i).fma(b, s4), m);
                    s5 = s5.blend(FloatVector.fromArray(S, x, o5 + p + i).fma(b, s5), m);
                    s6 = s6.blend(FloatVector.fromArray(S, x, o6 + p + i).fma(b, s6), m);
                    s7 = s7.blend(FloatVector.fromArray(S, x, o7 + p + i).fma(b, s7), m);
                    s8 = s8.blend(FloatVector.fromArray(S, x, o8 + p + i).fma(b, s8), m);
                }
            }
            s0.intoArray(out, lane);
            s1.intoArray(out, LANES + lane);
            s2.intoArray(out, 2 * LANES + lane);
            s3.intoArray(out, 3 * LANES + lane);
            s4.intoArray(out, 4 * LANES + lane);
            s5.intoArray(out, 5 * LANES + lane);
            s6.intoArray(out, 6 * LANES + lane);
            s7.intoArray(out, 7 * LANES + lane);
            s8.intoArray(out, 8 * LANES + lane);
        }
    }
}
