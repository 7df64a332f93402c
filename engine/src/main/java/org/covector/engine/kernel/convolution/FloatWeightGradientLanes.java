package org.covector.engine.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The gradient of the weights of few channels: the pixels lie along the vector, and each lane has a sum of its own. */
final class FloatWeightGradientLanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Partial sums, whatever the machine's width. */
    static final int LANES = 16;
    /** Rows at a time. */
    static final int ROWS = 9;

    private FloatWeightGradientLanes() {}

    /**
     * {@code out[j, l] = sum over rows and over columns i = l mod 16 of x[off[j] + i] dy[i]}, nine rows j: the kernel of few
     * channels, with the pixels along the vector.
     */
    static void vectors(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dys, int rows, int columns, float[] out) {
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

    /** The same without vectors. */
    static void scalars(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dys, int rows, int columns, float[] out) {
        for (int t = 0; t < 9; t++) {
            for (int lane = 0; lane < LANES; lane++) {
                float sum = 0f;
                for (int row = 0; row < rows; row++) {
                    int p = xo + off[j + t] + row * xs;
                    for (int i = lane; i < columns; i += LANES) {
                        sum = Math.fma(x[p + i], dy[row * dys + i], sum);
                    }
                }
                out[t * LANES + lane] = sum;
            }
        }
    }
}
