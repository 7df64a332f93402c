package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of {@code out[j, k] += sum over pixels p of x[off[j] + p] dy[p, k]}: rows j of taps, vectors of outputs k, pixels
 * in {@code rows} of {@code columns}. A pixel's place is {@code xo + row xs + column} in x and follows the one before in dy.
 */
final class FloatGradientTiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Partial sums of {@link #lanes9}, whatever the machine's width. */
    static final int LANES = 16;

    private FloatGradientTiles() {}

    /** 10 rows by 2 vectors. */
    static void gradient10x2(float[] x, int xo, int xs, int[] off, int j, float[] dy, int rows, int columns, float[] out, int oo, int os) {
        int o0 = xo + off[j];
        int o1 = xo + off[j + 1];
        int o2 = xo + off[j + 2];
        int o3 = xo + off[j + 3];
        int o4 = xo + off[j + 4];
        int o5 = xo + off[j + 5];
        int o6 = xo + off[j + 6];
        int o7 = xo + off[j + 7];
        int o8 = xo + off[j + 8];
        int o9 = xo + off[j + 9];
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
        FloatVector s80 = FloatVector.zero(S);
        FloatVector s81 = FloatVector.zero(S);
        FloatVector s90 = FloatVector.zero(S);
        FloatVector s91 = FloatVector.zero(S);
        for (int row = 0; row < rows; row++) {
            int p = row * xs;
            int q = row * columns * 2 * L;
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
                FloatVector a8 = FloatVector.broadcast(S, x[o8 + p + i]);
                s80 = a8.fma(b0, s80);
                s81 = a8.fma(b1, s81);
                FloatVector a9 = FloatVector.broadcast(S, x[o9 + p + i]);
                s90 = a9.fma(b0, s90);
                s91 = a9.fma(b1, s91);
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
        FloatVector.fromArray(S, out, oo + 8 * os).add(s80).intoArray(out, oo + 8 * os);
        FloatVector.fromArray(S, out, oo + 8 * os + L).add(s81).intoArray(out, oo + 8 * os + L);
        FloatVector.fromArray(S, out, oo + 9 * os).add(s90).intoArray(out, oo + 9 * os);
        FloatVector.fromArray(S, out, oo + 9 * os + L).add(s91).intoArray(out, oo + 9 * os + L);
    }

    /** 4 rows by 2 vectors. */
    static void gradient4x2(float[] x, int xo, int xs, int[] off, int j, float[] dy, int rows, int columns, float[] out, int oo, int os) {
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
            int q = row * columns * 2 * L;
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

    /** 10 rows by 1 vector. */
    static void gradient10x1(float[] x, int xo, int xs, int[] off, int j, float[] dy, int rows, int columns, float[] out, int oo, int os) {
        int o0 = xo + off[j];
        int o1 = xo + off[j + 1];
        int o2 = xo + off[j + 2];
        int o3 = xo + off[j + 3];
        int o4 = xo + off[j + 4];
        int o5 = xo + off[j + 5];
        int o6 = xo + off[j + 6];
        int o7 = xo + off[j + 7];
        int o8 = xo + off[j + 8];
        int o9 = xo + off[j + 9];
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s40 = FloatVector.zero(S);
        FloatVector s50 = FloatVector.zero(S);
        FloatVector s60 = FloatVector.zero(S);
        FloatVector s70 = FloatVector.zero(S);
        FloatVector s80 = FloatVector.zero(S);
        FloatVector s90 = FloatVector.zero(S);
        for (int row = 0; row < rows; row++) {
            int p = row * xs;
            int q = row * columns * L;
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
                FloatVector a8 = FloatVector.broadcast(S, x[o8 + p + i]);
                s80 = a8.fma(b0, s80);
                FloatVector a9 = FloatVector.broadcast(S, x[o9 + p + i]);
                s90 = a9.fma(b0, s90);
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
        FloatVector.fromArray(S, out, oo + 8 * os).add(s80).intoArray(out, oo + 8 * os);
        FloatVector.fromArray(S, out, oo + 9 * os).add(s90).intoArray(out, oo + 9 * os);
    }

    /**
     * {@code out[j, l] = sum over rows and over columns i = l mod 16 of x[off[j] + i] dy[i]}, nine rows j: the kernel of few
     * channels, with the pixels along the vector.
     */
    static void lanes9(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dys, int rows, int columns, float[] out) {
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
                int q = row * dys;
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
                if (i < columns) { // only the lanes that still have a pixel: 0 times infinity must not arise
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
