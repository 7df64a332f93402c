package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The products of {@link FloatAttentionLoops}, eight rows by 2 vectors in registers, for 512 bits: 16 sums hide the latency of fma and 32 registers hold them. */
final class FloatEightRows {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;

    private FloatEightRows() {}

    /** {@code C[r, j] = sum over k of a[k * aStep + r] * B[k, j]}. */
    static void store(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        FloatVector s40 = FloatVector.zero(SPECIES);
        FloatVector s41 = FloatVector.zero(SPECIES);
        FloatVector s50 = FloatVector.zero(SPECIES);
        FloatVector s51 = FloatVector.zero(SPECIES);
        FloatVector s60 = FloatVector.zero(SPECIES);
        FloatVector s61 = FloatVector.zero(SPECIES);
        FloatVector s70 = FloatVector.zero(SPECIES);
        FloatVector s71 = FloatVector.zero(SPECIES);
        int p = aAt;
        int q = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.fromArray(SPECIES, b, q);
            FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p]);
            s00 = x.fma(a0, s00);
            s01 = y.fma(a0, s01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p + 1]);
            s10 = x.fma(a1, s10);
            s11 = y.fma(a1, s11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p + 2]);
            s20 = x.fma(a2, s20);
            s21 = y.fma(a2, s21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p + 3]);
            s30 = x.fma(a3, s30);
            s31 = y.fma(a3, s31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p + 4]);
            s40 = x.fma(a4, s40);
            s41 = y.fma(a4, s41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p + 5]);
            s50 = x.fma(a5, s50);
            s51 = y.fma(a5, s51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[p + 6]);
            s60 = x.fma(a6, s60);
            s61 = y.fma(a6, s61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[p + 7]);
            s70 = x.fma(a7, s70);
            s71 = y.fma(a7, s71);
            p += aStep;
            q += WIDTH;
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + cRow);
        s11.intoArray(c, cAt + cRow + LANES);
        s20.intoArray(c, cAt + 2 * cRow);
        s21.intoArray(c, cAt + 2 * cRow + LANES);
        s30.intoArray(c, cAt + 3 * cRow);
        s31.intoArray(c, cAt + 3 * cRow + LANES);
        s40.intoArray(c, cAt + 4 * cRow);
        s41.intoArray(c, cAt + 4 * cRow + LANES);
        s50.intoArray(c, cAt + 5 * cRow);
        s51.intoArray(c, cAt + 5 * cRow + LANES);
        s60.intoArray(c, cAt + 6 * cRow);
        s61.intoArray(c, cAt + 6 * cRow + LANES);
        s70.intoArray(c, cAt + 7 * cRow);
        s71.intoArray(c, cAt + 7 * cRow + LANES);
    }

    /** {@code C[r, j] += sum over k of a[k * aStep + r] * B[k, j]}. */
    static void add(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        FloatVector s40 = FloatVector.zero(SPECIES);
        FloatVector s41 = FloatVector.zero(SPECIES);
        FloatVector s50 = FloatVector.zero(SPECIES);
        FloatVector s51 = FloatVector.zero(SPECIES);
        FloatVector s60 = FloatVector.zero(SPECIES);
        FloatVector s61 = FloatVector.zero(SPECIES);
        FloatVector s70 = FloatVector.zero(SPECIES);
        FloatVector s71 = FloatVector.zero(SPECIES);
        int p = aAt;
        int q = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.fromArray(SPECIES, b, q);
            FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p]);
            s00 = x.fma(a0, s00);
            s01 = y.fma(a0, s01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p + 1]);
            s10 = x.fma(a1, s10);
            s11 = y.fma(a1, s11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p + 2]);
            s20 = x.fma(a2, s20);
            s21 = y.fma(a2, s21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p + 3]);
            s30 = x.fma(a3, s30);
            s31 = y.fma(a3, s31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p + 4]);
            s40 = x.fma(a4, s40);
            s41 = y.fma(a4, s41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p + 5]);
            s50 = x.fma(a5, s50);
            s51 = y.fma(a5, s51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[p + 6]);
            s60 = x.fma(a6, s60);
            s61 = y.fma(a6, s61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[p + 7]);
            s70 = x.fma(a7, s70);
            s71 = y.fma(a7, s71);
            p += aStep;
            q += WIDTH;
        }
        FloatVector.fromArray(SPECIES, c, cAt).add(s00).intoArray(c, cAt);
        FloatVector.fromArray(SPECIES, c, cAt + LANES).add(s01).intoArray(c, cAt + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + cRow).add(s10).intoArray(c, cAt + cRow);
        FloatVector.fromArray(SPECIES, c, cAt + cRow + LANES).add(s11).intoArray(c, cAt + cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow).add(s20).intoArray(c, cAt + 2 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow + LANES).add(s21).intoArray(c, cAt + 2 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow).add(s30).intoArray(c, cAt + 3 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow + LANES).add(s31).intoArray(c, cAt + 3 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow).add(s40).intoArray(c, cAt + 4 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow + LANES).add(s41).intoArray(c, cAt + 4 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow).add(s50).intoArray(c, cAt + 5 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow + LANES).add(s51).intoArray(c, cAt + 5 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow).add(s60).intoArray(c, cAt + 6 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow + LANES).add(s61).intoArray(c, cAt + 6 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow).add(s70).intoArray(c, cAt + 7 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow + LANES).add(s71).intoArray(c, cAt + 7 * cRow + LANES);
    }

    /** {@code C[r, j] = C[r, j] * f[r] + sum over k of a[k * aStep + r] * B[k, j]}. */
    static void addScaled(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow, float[] f, int fAt) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        FloatVector s40 = FloatVector.zero(SPECIES);
        FloatVector s41 = FloatVector.zero(SPECIES);
        FloatVector s50 = FloatVector.zero(SPECIES);
        FloatVector s51 = FloatVector.zero(SPECIES);
        FloatVector s60 = FloatVector.zero(SPECIES);
        FloatVector s61 = FloatVector.zero(SPECIES);
        FloatVector s70 = FloatVector.zero(SPECIES);
        FloatVector s71 = FloatVector.zero(SPECIES);
        int p = aAt;
        int q = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.fromArray(SPECIES, b, q);
            FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p]);
            s00 = x.fma(a0, s00);
            s01 = y.fma(a0, s01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p + 1]);
            s10 = x.fma(a1, s10);
            s11 = y.fma(a1, s11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p + 2]);
            s20 = x.fma(a2, s20);
            s21 = y.fma(a2, s21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p + 3]);
            s30 = x.fma(a3, s30);
            s31 = y.fma(a3, s31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p + 4]);
            s40 = x.fma(a4, s40);
            s41 = y.fma(a4, s41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p + 5]);
            s50 = x.fma(a5, s50);
            s51 = y.fma(a5, s51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[p + 6]);
            s60 = x.fma(a6, s60);
            s61 = y.fma(a6, s61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[p + 7]);
            s70 = x.fma(a7, s70);
            s71 = y.fma(a7, s71);
            p += aStep;
            q += WIDTH;
        }
        FloatVector.fromArray(SPECIES, c, cAt).fma(FloatVector.broadcast(SPECIES, f[fAt]), s00).intoArray(c, cAt);
        FloatVector.fromArray(SPECIES, c, cAt + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt]), s01).intoArray(c, cAt + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 1]), s10).intoArray(c, cAt + cRow);
        FloatVector.fromArray(SPECIES, c, cAt + cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 1]), s11).intoArray(c, cAt + cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 2]), s20).intoArray(c, cAt + 2 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 2]), s21).intoArray(c, cAt + 2 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 3]), s30).intoArray(c, cAt + 3 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 3]), s31).intoArray(c, cAt + 3 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 4]), s40).intoArray(c, cAt + 4 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 4]), s41).intoArray(c, cAt + 4 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 5]), s50).intoArray(c, cAt + 5 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 5]), s51).intoArray(c, cAt + 5 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 6]), s60).intoArray(c, cAt + 6 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 6]), s61).intoArray(c, cAt + 6 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow).fma(FloatVector.broadcast(SPECIES, f[fAt + 7]), s70).intoArray(c, cAt + 7 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow + LANES).fma(FloatVector.broadcast(SPECIES, f[fAt + 7]), s71).intoArray(c, cAt + 7 * cRow + LANES);
    }

    /** {@code C[r, j] += sum over k of a[r * aRow + k] * B[k, j]}. */
    static void addRows(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, float[] c, int cAt, int cRow) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s20 = FloatVector.zero(SPECIES);
        FloatVector s21 = FloatVector.zero(SPECIES);
        FloatVector s30 = FloatVector.zero(SPECIES);
        FloatVector s31 = FloatVector.zero(SPECIES);
        FloatVector s40 = FloatVector.zero(SPECIES);
        FloatVector s41 = FloatVector.zero(SPECIES);
        FloatVector s50 = FloatVector.zero(SPECIES);
        FloatVector s51 = FloatVector.zero(SPECIES);
        FloatVector s60 = FloatVector.zero(SPECIES);
        FloatVector s61 = FloatVector.zero(SPECIES);
        FloatVector s70 = FloatVector.zero(SPECIES);
        FloatVector s71 = FloatVector.zero(SPECIES);
        int p0 = aAt;
        int p1 = aAt + aRow;
        int p2 = aAt + 2 * aRow;
        int p3 = aAt + 3 * aRow;
        int p4 = aAt + 4 * aRow;
        int p5 = aAt + 5 * aRow;
        int p6 = aAt + 6 * aRow;
        int p7 = aAt + 7 * aRow;
        int q = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.fromArray(SPECIES, b, q);
            FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p0 + k]);
            s00 = x.fma(a0, s00);
            s01 = y.fma(a0, s01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p1 + k]);
            s10 = x.fma(a1, s10);
            s11 = y.fma(a1, s11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p2 + k]);
            s20 = x.fma(a2, s20);
            s21 = y.fma(a2, s21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p3 + k]);
            s30 = x.fma(a3, s30);
            s31 = y.fma(a3, s31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p4 + k]);
            s40 = x.fma(a4, s40);
            s41 = y.fma(a4, s41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p5 + k]);
            s50 = x.fma(a5, s50);
            s51 = y.fma(a5, s51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[p6 + k]);
            s60 = x.fma(a6, s60);
            s61 = y.fma(a6, s61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[p7 + k]);
            s70 = x.fma(a7, s70);
            s71 = y.fma(a7, s71);
            q += WIDTH;
        }
        FloatVector.fromArray(SPECIES, c, cAt).add(s00).intoArray(c, cAt);
        FloatVector.fromArray(SPECIES, c, cAt + LANES).add(s01).intoArray(c, cAt + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + cRow).add(s10).intoArray(c, cAt + cRow);
        FloatVector.fromArray(SPECIES, c, cAt + cRow + LANES).add(s11).intoArray(c, cAt + cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow).add(s20).intoArray(c, cAt + 2 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 2 * cRow + LANES).add(s21).intoArray(c, cAt + 2 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow).add(s30).intoArray(c, cAt + 3 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 3 * cRow + LANES).add(s31).intoArray(c, cAt + 3 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow).add(s40).intoArray(c, cAt + 4 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 4 * cRow + LANES).add(s41).intoArray(c, cAt + 4 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow).add(s50).intoArray(c, cAt + 5 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 5 * cRow + LANES).add(s51).intoArray(c, cAt + 5 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow).add(s60).intoArray(c, cAt + 6 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 6 * cRow + LANES).add(s61).intoArray(c, cAt + 6 * cRow + LANES);
        FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow).add(s70).intoArray(c, cAt + 7 * cRow);
        FloatVector.fromArray(SPECIES, c, cAt + 7 * cRow + LANES).add(s71).intoArray(c, cAt + 7 * cRow + LANES);
    }
}
