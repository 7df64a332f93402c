package org.covector.engine.kernel.distance;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.kernel.gemm.FloatTransposition;

/**
 * {@link DistanceKernel} for one element type. A tile of four rows by two or four vectors keeps its sums in registers: each difference
 * costs a subtraction and a fused multiplication, and none of the digits that {@code |x|^2 + |y|^2 - 2 x y} would.
 */
final class FloatDistance implements DistanceKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    /** Vectors of a row of a tile: as many as leave registers for what is added to them. */
    private static final int VECTORS = S.vectorBitSize() >= 512 ? 4 : 2;

    private static final int COLUMNS = VECTORS * LANES;

    /** Elements of a block of a distance's sum. */
    private static final int DEPTH = 256;

    /** Rows of y of a block of a pullback's sum: they stay in the L1 cache. */
    private static final int BLOCK = 64;

    /** Binary exponents of sums of powers that lost nothing: 2^-90 against rounding of 2^-149, 2^-900 against 2^-1074. */
    private static final int RANGE = Float.SIZE == 32 ? 90 : 900;

    private static final float LEAST = FloatExpData.round(Math.scalb(1.0, -RANGE));
    private static final float MOST = FloatExpData.round(Math.scalb(1.0, RANGE));

    private final double p;
    private final boolean vector;
    private final int one;

    FloatDistance(double p, boolean vector) {
        this.p = p;
        this.one = 1;
        this.vector = vector && (p == 1 || p == 2 || p == Double.POSITIVE_INFINITY);
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void pack(Object y, int at, int count, int m, int k0, int depth, Object panel) {
        float[] from = (float[]) y;
        float[] to = (float[]) panel;
        if (depth == m) {
            FloatTransposition.transpose(vector, from, at, count, m, to, 0, COLUMNS);
            for (int k = 0; count < COLUMNS && k < m; k++) {
                Arrays.fill(to, k * COLUMNS + count, (k + 1) * COLUMNS, 0f);
            }
            return;
        }
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < count; j++) {
                to[k * COLUMNS + j] = from[at + j * m + k0 + k];
            }
            Arrays.fill(to, k * COLUMNS + count, (k + 1) * COLUMNS, 0f);
        }
    }

    @Override
    public void accumulate(Object x, int at, int rows, int m, Object panel, int depth, Object sums, int sumsAt) {
        float[] a = (float[]) x;
        float[] b = (float[]) panel;
        float[] c = (float[]) sums;
        int second = at + Math.min(1, rows - 1) * m; // rows that are not there repeat the last
        int third = at + Math.min(2, rows - 1) * m;
        int fourth = at + (rows - 1) * m;
        for (int k = 0; k < depth; k += DEPTH) {
            int n = Math.min(DEPTH, depth - k);
            if (!vector) {
                scalar(n, a, at + k, rows, m, b, k * COLUMNS, c, sumsAt);
            } else if (p == 2 && VECTORS == 4) {
                wideSquares(n, a, at + k, second + k, third + k, fourth + k, b, k * COLUMNS, c, sumsAt);
            } else {
                for (int j = 0; j < COLUMNS; j += 2 * LANES) {
                    int panelAt = k * COLUMNS + j;
                    int to = sumsAt + j;
                    if (p == 2) {
                        squares(n, a, at + k, second + k, third + k, fourth + k, b, panelAt, c, to);
                    } else if (p == 1) {
                        magnitudes(n, a, at + k, second + k, third + k, fourth + k, b, panelAt, c, to);
                    } else {
                        largest(n, a, at + k, b, panelAt, c, to);
                        largest(n, a, second + k, b, panelAt, c, to + COLUMNS);
                        largest(n, a, third + k, b, panelAt, c, to + 2 * COLUMNS);
                        largest(n, a, fourth + k, b, panelAt, c, to + 3 * COLUMNS);
                    }
                }
            }
        }
    }

    @Override
    public boolean distances(Object x, int at, int rows, int m, Object panel, int depth, Object sums, Object d, int dAt, int dRow,
            int width) {
        if (vector && p == 2 && VECTORS == 4 && rows == ROWS && width == COLUMNS && depth <= DEPTH) {
            return wideDistances(depth, one, (float[]) x, at, at + m, at + 2 * m, at + 3 * m, (float[]) panel, (float[]) d, dAt, dRow);
        }
        Arrays.fill((float[]) sums, 0f);
        accumulate(x, at, rows, m, panel, depth, sums, 0);
        return finish(sums, 0, rows, d, dAt, dRow, width);
    }

    private static void squares(int depth, float[] x, int first, int second, int third, int fourth, float[] panel, int at, float[] c,
            int to) {
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, panel, at + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(S, panel, at + k * COLUMNS + LANES);
            s00 = square(x[first + k], b0, s00);
            s01 = square(x[first + k], b1, s01);
            s10 = square(x[second + k], b0, s10);
            s11 = square(x[second + k], b1, s11);
            s20 = square(x[third + k], b0, s20);
            s21 = square(x[third + k], b1, s21);
            s30 = square(x[fourth + k], b0, s30);
            s31 = square(x[fourth + k], b1, s31);
        }
        carry(c, to, s00);
        carry(c, to + LANES, s01);
        carry(c, to + COLUMNS, s10);
        carry(c, to + COLUMNS + LANES, s11);
        carry(c, to + 2 * COLUMNS, s20);
        carry(c, to + 2 * COLUMNS + LANES, s21);
        carry(c, to + 3 * COLUMNS, s30);
        carry(c, to + 3 * COLUMNS + LANES, s31);
    }

    /** With four vectors of sums to a row; calls of methods would be too many to be inlined. */
    private static void wideSquares(int depth, float[] x, int first, int second, int third, int fourth, float[] panel, int at, float[] c,
            int to) {
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s02 = FloatVector.zero(S);
        FloatVector s03 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s12 = FloatVector.zero(S);
        FloatVector s13 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s22 = FloatVector.zero(S);
        FloatVector s23 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        FloatVector s32 = FloatVector.zero(S);
        FloatVector s33 = FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            int p = at + k * COLUMNS;
            FloatVector b0 = FloatVector.fromArray(S, panel, p);
            FloatVector b1 = FloatVector.fromArray(S, panel, p + LANES);
            FloatVector b2 = FloatVector.fromArray(S, panel, p + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, panel, p + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(S, x[first + k]);
            FloatVector d00 = a0.sub(b0);
            s00 = d00.fma(d00, s00);
            FloatVector d01 = a0.sub(b1);
            s01 = d01.fma(d01, s01);
            FloatVector d02 = a0.sub(b2);
            s02 = d02.fma(d02, s02);
            FloatVector d03 = a0.sub(b3);
            s03 = d03.fma(d03, s03);
            FloatVector a1 = FloatVector.broadcast(S, x[second + k]);
            FloatVector d10 = a1.sub(b0);
            s10 = d10.fma(d10, s10);
            FloatVector d11 = a1.sub(b1);
            s11 = d11.fma(d11, s11);
            FloatVector d12 = a1.sub(b2);
            s12 = d12.fma(d12, s12);
            FloatVector d13 = a1.sub(b3);
            s13 = d13.fma(d13, s13);
            FloatVector a2 = FloatVector.broadcast(S, x[third + k]);
            FloatVector d20 = a2.sub(b0);
            s20 = d20.fma(d20, s20);
            FloatVector d21 = a2.sub(b1);
            s21 = d21.fma(d21, s21);
            FloatVector d22 = a2.sub(b2);
            s22 = d22.fma(d22, s22);
            FloatVector d23 = a2.sub(b3);
            s23 = d23.fma(d23, s23);
            FloatVector a3 = FloatVector.broadcast(S, x[fourth + k]);
            FloatVector d30 = a3.sub(b0);
            s30 = d30.fma(d30, s30);
            FloatVector d31 = a3.sub(b1);
            s31 = d31.fma(d31, s31);
            FloatVector d32 = a3.sub(b2);
            s32 = d32.fma(d32, s32);
            FloatVector d33 = a3.sub(b3);
            s33 = d33.fma(d33, s33);
        }
        s00.add(FloatVector.fromArray(S, c, to)).intoArray(c, to);
        s01.add(FloatVector.fromArray(S, c, to + LANES)).intoArray(c, to + LANES);
        s02.add(FloatVector.fromArray(S, c, to + 2 * LANES)).intoArray(c, to + 2 * LANES);
        s03.add(FloatVector.fromArray(S, c, to + 3 * LANES)).intoArray(c, to + 3 * LANES);
        s10.add(FloatVector.fromArray(S, c, to + COLUMNS)).intoArray(c, to + COLUMNS);
        s11.add(FloatVector.fromArray(S, c, to + COLUMNS + LANES)).intoArray(c, to + COLUMNS + LANES);
        s12.add(FloatVector.fromArray(S, c, to + COLUMNS + 2 * LANES)).intoArray(c, to + COLUMNS + 2 * LANES);
        s13.add(FloatVector.fromArray(S, c, to + COLUMNS + 3 * LANES)).intoArray(c, to + COLUMNS + 3 * LANES);
        s20.add(FloatVector.fromArray(S, c, to + 2 * COLUMNS)).intoArray(c, to + 2 * COLUMNS);
        s21.add(FloatVector.fromArray(S, c, to + 2 * COLUMNS + LANES)).intoArray(c, to + 2 * COLUMNS + LANES);
        s22.add(FloatVector.fromArray(S, c, to + 2 * COLUMNS + 2 * LANES)).intoArray(c, to + 2 * COLUMNS + 2 * LANES);
        s23.add(FloatVector.fromArray(S, c, to + 2 * COLUMNS + 3 * LANES)).intoArray(c, to + 2 * COLUMNS + 3 * LANES);
        s30.add(FloatVector.fromArray(S, c, to + 3 * COLUMNS)).intoArray(c, to + 3 * COLUMNS);
        s31.add(FloatVector.fromArray(S, c, to + 3 * COLUMNS + LANES)).intoArray(c, to + 3 * COLUMNS + LANES);
        s32.add(FloatVector.fromArray(S, c, to + 3 * COLUMNS + 2 * LANES)).intoArray(c, to + 3 * COLUMNS + 2 * LANES);
        s33.add(FloatVector.fromArray(S, c, to + 3 * COLUMNS + 3 * LANES)).intoArray(c, to + 3 * COLUMNS + 3 * LANES);
    }

    /**
     * Distances from sums of one block, which never leave the registers, with four vectors to a row; calls of methods would be too many to
     * be inlined.
     *
     * @param one 1, which the compiler must not know: it would prepare the loop for each of its arrays, which takes longer than some rounds
     */
    private static boolean wideDistances(int depth, int one, float[] x, int first, int second, int third, int fourth, float[] panel,
            float[] d, int to, int row) {
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s02 = FloatVector.zero(S);
        FloatVector s03 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s12 = FloatVector.zero(S);
        FloatVector s13 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s22 = FloatVector.zero(S);
        FloatVector s23 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        FloatVector s32 = FloatVector.zero(S);
        FloatVector s33 = FloatVector.zero(S);
        for (int k = 0; k < depth; k += one) {
            int p = k * COLUMNS;
            FloatVector b0 = FloatVector.fromArray(S, panel, p);
            FloatVector b1 = FloatVector.fromArray(S, panel, p + LANES);
            FloatVector b2 = FloatVector.fromArray(S, panel, p + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, panel, p + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(S, x[first + k]);
            FloatVector d00 = a0.sub(b0);
            s00 = d00.fma(d00, s00);
            FloatVector d01 = a0.sub(b1);
            s01 = d01.fma(d01, s01);
            FloatVector d02 = a0.sub(b2);
            s02 = d02.fma(d02, s02);
            FloatVector d03 = a0.sub(b3);
            s03 = d03.fma(d03, s03);
            FloatVector a1 = FloatVector.broadcast(S, x[second + k]);
            FloatVector d10 = a1.sub(b0);
            s10 = d10.fma(d10, s10);
            FloatVector d11 = a1.sub(b1);
            s11 = d11.fma(d11, s11);
            FloatVector d12 = a1.sub(b2);
            s12 = d12.fma(d12, s12);
            FloatVector d13 = a1.sub(b3);
            s13 = d13.fma(d13, s13);
            FloatVector a2 = FloatVector.broadcast(S, x[third + k]);
            FloatVector d20 = a2.sub(b0);
            s20 = d20.fma(d20, s20);
            FloatVector d21 = a2.sub(b1);
            s21 = d21.fma(d21, s21);
            FloatVector d22 = a2.sub(b2);
            s22 = d22.fma(d22, s22);
            FloatVector d23 = a2.sub(b3);
            s23 = d23.fma(d23, s23);
            FloatVector a3 = FloatVector.broadcast(S, x[fourth + k]);
            FloatVector d30 = a3.sub(b0);
            s30 = d30.fma(d30, s30);
            FloatVector d31 = a3.sub(b1);
            s31 = d31.fma(d31, s31);
            FloatVector d32 = a3.sub(b2);
            s32 = d32.fma(d32, s32);
            FloatVector d33 = a3.sub(b3);
            s33 = d33.fma(d33, s33);
        }
        VectorMask<Float> in = S.maskAll(true);
        in = in.and(s00.compare(VectorOperators.GE, LEAST)).and(s00.compare(VectorOperators.LE, MOST));
        in = in.and(s01.compare(VectorOperators.GE, LEAST)).and(s01.compare(VectorOperators.LE, MOST));
        in = in.and(s02.compare(VectorOperators.GE, LEAST)).and(s02.compare(VectorOperators.LE, MOST));
        in = in.and(s03.compare(VectorOperators.GE, LEAST)).and(s03.compare(VectorOperators.LE, MOST));
        in = in.and(s10.compare(VectorOperators.GE, LEAST)).and(s10.compare(VectorOperators.LE, MOST));
        in = in.and(s11.compare(VectorOperators.GE, LEAST)).and(s11.compare(VectorOperators.LE, MOST));
        in = in.and(s12.compare(VectorOperators.GE, LEAST)).and(s12.compare(VectorOperators.LE, MOST));
        in = in.and(s13.compare(VectorOperators.GE, LEAST)).and(s13.compare(VectorOperators.LE, MOST));
        in = in.and(s20.compare(VectorOperators.GE, LEAST)).and(s20.compare(VectorOperators.LE, MOST));
        in = in.and(s21.compare(VectorOperators.GE, LEAST)).and(s21.compare(VectorOperators.LE, MOST));
        in = in.and(s22.compare(VectorOperators.GE, LEAST)).and(s22.compare(VectorOperators.LE, MOST));
        in = in.and(s23.compare(VectorOperators.GE, LEAST)).and(s23.compare(VectorOperators.LE, MOST));
        in = in.and(s30.compare(VectorOperators.GE, LEAST)).and(s30.compare(VectorOperators.LE, MOST));
        in = in.and(s31.compare(VectorOperators.GE, LEAST)).and(s31.compare(VectorOperators.LE, MOST));
        in = in.and(s32.compare(VectorOperators.GE, LEAST)).and(s32.compare(VectorOperators.LE, MOST));
        in = in.and(s33.compare(VectorOperators.GE, LEAST)).and(s33.compare(VectorOperators.LE, MOST));
        s00.sqrt().intoArray(d, to);
        s01.sqrt().intoArray(d, to + LANES);
        s02.sqrt().intoArray(d, to + 2 * LANES);
        s03.sqrt().intoArray(d, to + 3 * LANES);
        s10.sqrt().intoArray(d, to + row);
        s11.sqrt().intoArray(d, to + row + LANES);
        s12.sqrt().intoArray(d, to + row + 2 * LANES);
        s13.sqrt().intoArray(d, to + row + 3 * LANES);
        s20.sqrt().intoArray(d, to + 2 * row);
        s21.sqrt().intoArray(d, to + 2 * row + LANES);
        s22.sqrt().intoArray(d, to + 2 * row + 2 * LANES);
        s23.sqrt().intoArray(d, to + 2 * row + 3 * LANES);
        s30.sqrt().intoArray(d, to + 3 * row);
        s31.sqrt().intoArray(d, to + 3 * row + LANES);
        s32.sqrt().intoArray(d, to + 3 * row + 2 * LANES);
        s33.sqrt().intoArray(d, to + 3 * row + 3 * LANES);
        return in.allTrue();
    }

    private static FloatVector square(float a, FloatVector b, FloatVector sum) {
        FloatVector d = FloatVector.broadcast(S, a).sub(b);
        return d.fma(d, sum);
    }

    private static void magnitudes(int depth, float[] x, int first, int second, int third, int fourth, float[] panel, int at, float[] c,
            int to) {
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, panel, at + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(S, panel, at + k * COLUMNS + LANES);
            s00 = magnitude(x[first + k], b0, s00);
            s01 = magnitude(x[first + k], b1, s01);
            s10 = magnitude(x[second + k], b0, s10);
            s11 = magnitude(x[second + k], b1, s11);
            s20 = magnitude(x[third + k], b0, s20);
            s21 = magnitude(x[third + k], b1, s21);
            s30 = magnitude(x[fourth + k], b0, s30);
            s31 = magnitude(x[fourth + k], b1, s31);
        }
        carry(c, to, s00);
        carry(c, to + LANES, s01);
        carry(c, to + COLUMNS, s10);
        carry(c, to + COLUMNS + LANES, s11);
        carry(c, to + 2 * COLUMNS, s20);
        carry(c, to + 2 * COLUMNS + LANES, s21);
        carry(c, to + 3 * COLUMNS, s30);
        carry(c, to + 3 * COLUMNS + LANES, s31);
    }

    private static FloatVector magnitude(float a, FloatVector b, FloatVector sum) {
        return sum.add(FloatVector.broadcast(S, a).sub(b).abs());
    }

    /** {@code c = c + sum}. */
    private static void carry(float[] c, int at, FloatVector sum) {
        FloatVector.fromArray(S, c, at).add(sum).intoArray(c, at);
    }

    /** Of one row: maxima are several instructions each, and need no second row to keep the processor busy. */
    private static void largest(int depth, float[] x, int row, float[] panel, int at, float[] c, int to) {
        FloatVector m0 = FloatVector.fromArray(S, c, to);
        FloatVector m1 = FloatVector.fromArray(S, c, to + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector a = FloatVector.broadcast(S, x[row + k]);
            m0 = m0.max(a.sub(FloatVector.fromArray(S, panel, at + k * COLUMNS)).abs());
            m1 = m1.max(a.sub(FloatVector.fromArray(S, panel, at + k * COLUMNS + LANES)).abs());
        }
        m0.intoArray(c, to);
        m1.intoArray(c, to + LANES);
    }

    private void scalar(int depth, float[] x, int row, int rows, int m, float[] panel, int at, float[] c, int to) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < COLUMNS; j++) {
                float s = 0f;
                for (int k = 0; k < depth; k++) {
                    s = term(x[row + r * m + k] - panel[at + k * COLUMNS + j], s);
                }
                int i = to + r * COLUMNS + j;
                c[i] = p == Double.POSITIVE_INFINITY ? Math.max(c[i], s) : c[i] + s;
            }
        }
    }

    private float term(float d, float sum) {
        if (p == 2) {
            return Math.fma(d, d, sum);
        }
        float size = Math.abs(d);
        if (p == Double.POSITIVE_INFINITY) {
            return Math.max(sum, size);
        }
        return sum + (p == 1 ? size : p == 0 ? d == 0 ? 0f : 1f : FloatExpData.pow(size, p));
    }

    @Override
    public boolean finish(Object sums, int sumsAt, int rows, Object d, int dAt, int dRow, int width) {
        float[] c = (float[]) sums;
        float[] to = (float[]) d;
        if (vector && p == 2 && width == COLUMNS) {
            return squareRoots(c, sumsAt, rows, to, dAt, dRow);
        }
        boolean inRange = p == 0 || p == 1 || p == Double.POSITIVE_INFINITY || roots(c, sumsAt, rows * COLUMNS);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(c, sumsAt + r * COLUMNS, to, dAt + r * dRow, width);
        }
        return inRange;
    }

    /** Whole rows of a tile. */
    private static boolean squareRoots(float[] c, int at, int rows, float[] d, int dAt, int dRow) {
        VectorMask<Float> in = S.maskAll(true);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < COLUMNS; j += LANES) {
                FloatVector s = FloatVector.fromArray(S, c, at + r * COLUMNS + j);
                in = in.and(s.compare(VectorOperators.GE, LEAST)).and(s.compare(VectorOperators.LE, MOST));
                s.sqrt().intoArray(d, dAt + r * dRow + j);
            }
        }
        return in.allTrue();
    }

    /** {@code c = c^(1/p)}; whether all c were in range. */
    private boolean roots(float[] c, int at, int count) {
        if (vector) {
            VectorMask<Float> in = S.maskAll(true);
            for (int i = at; i < at + count; i += LANES) {
                FloatVector s = FloatVector.fromArray(S, c, i);
                in = in.and(s.compare(VectorOperators.GE, LEAST)).and(s.compare(VectorOperators.LE, MOST));
                s.sqrt().intoArray(c, i);
            }
            return in.allTrue();
        }
        boolean inRange = true;
        for (int i = at; i < at + count; i++) {
            float s = c[i];
            inRange &= s >= LEAST && s <= MOST;
            c[i] = p == 2 ? FloatExpData.round(Math.sqrt(s)) : FloatExpData.pow(s, 1 / p);
        }
        return inRange;
    }

    @Override
    public boolean weights(Object dd, int ddAt, Object d, int dAt, int n, Object w) {
        float[] g = (float[]) dd;
        float[] y = (float[]) d;
        float[] to = (float[]) w;
        boolean inRange = true;
        int i = 0;
        if (vector) {
            VectorMask<Float> in = S.maskAll(true);
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(S, g, ddAt + i);
                FloatVector b = FloatVector.fromArray(S, y, dAt + i);
                VectorMask<Float> none = b.compare(VectorOperators.EQ, 0f);
                FloatVector q = p == 1 ? a : a.div(b).blend(0f, none);
                FloatVector size = q.abs();
                VectorMask<Float> fits = size.compare(VectorOperators.GE, Float.MIN_NORMAL)
                        .and(size.compare(VectorOperators.LE, Float.MAX_VALUE)).or(a.compare(VectorOperators.EQ, 0f)).or(none);
                in = in.and(fits).and(b.compare(VectorOperators.LE, Float.MAX_VALUE));
                q.intoArray(to, i);
            }
            inRange = in.allTrue();
        }
        for (; i < n; i++) {
            float a = g[ddAt + i];
            float b = y[dAt + i];
            float q = p == 1 ? a : b == 0 ? 0f : a / b;
            float size = Math.abs(q);
            inRange &= b <= Float.MAX_VALUE && (size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE || a == 0 || b == 0);
            to[i] = q;
        }
        return inRange;
    }

    @Override
    public void pull(Object w, Object x, int at, int from, int to, Object y, int yAt, int count, int m, Object dx, int dxAt) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        float[] weights = (float[]) w;
        float[] sums = (float[]) dx;
        for (int j = 0; j < count; j += BLOCK) {
            int block = Math.min(BLOCK, count - j);
            for (int i = from; i < to; i++) {
                int k = 0;
                if (vector) {
                    k = p == 2 ? pullSquares(weights, i * count + j, block, a, at + i * m, b, yAt + j * m, m, sums, dxAt + i * m)
                            : pullMagnitudes(weights, i * count + j, block, a, at + i * m, b, yAt + j * m, m, sums, dxAt + i * m);
                }
                for (; k < m; k++) {
                    float s = 0f;
                    for (int q = 0; q < block; q++) {
                        float d = a[at + i * m + k] - b[yAt + (j + q) * m + k];
                        float weight = weights[i * count + j + q];
                        s = p == 2 ? Math.fma(d, weight, s) : d > 0 ? s + weight : d < 0 ? s - weight : s;
                    }
                    sums[dxAt + i * m + k] += s;
                }
            }
        }
    }

    /** The elements of a row that fill vectors, four of them at a time, then one. */
    private static int pullSquares(float[] w, int wAt, int block, float[] x, int at, float[] y, int yAt, int m, float[] dx, int to) {
        int k = 0;
        for (; k <= m - 4 * LANES; k += 4 * LANES) {
            FloatVector x0 = FloatVector.fromArray(S, x, at + k);
            FloatVector x1 = FloatVector.fromArray(S, x, at + k + LANES);
            FloatVector x2 = FloatVector.fromArray(S, x, at + k + 2 * LANES);
            FloatVector x3 = FloatVector.fromArray(S, x, at + k + 3 * LANES);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            int q = yAt + k;
            for (int j = 0; j < block; j++) {
                FloatVector weight = FloatVector.broadcast(S, w[wAt + j]);
                s0 = x0.sub(FloatVector.fromArray(S, y, q)).fma(weight, s0);
                s1 = x1.sub(FloatVector.fromArray(S, y, q + LANES)).fma(weight, s1);
                s2 = x2.sub(FloatVector.fromArray(S, y, q + 2 * LANES)).fma(weight, s2);
                s3 = x3.sub(FloatVector.fromArray(S, y, q + 3 * LANES)).fma(weight, s3);
                q += m;
            }
            FloatVector.fromArray(S, dx, to + k).add(s0).intoArray(dx, to + k);
            FloatVector.fromArray(S, dx, to + k + LANES).add(s1).intoArray(dx, to + k + LANES);
            FloatVector.fromArray(S, dx, to + k + 2 * LANES).add(s2).intoArray(dx, to + k + 2 * LANES);
            FloatVector.fromArray(S, dx, to + k + 3 * LANES).add(s3).intoArray(dx, to + k + 3 * LANES);
        }
        for (; k <= m - LANES; k += LANES) {
            FloatVector row = FloatVector.fromArray(S, x, at + k);
            FloatVector s = FloatVector.zero(S);
            for (int j = 0; j < block; j++) {
                s = row.sub(FloatVector.fromArray(S, y, yAt + j * m + k)).fma(FloatVector.broadcast(S, w[wAt + j]), s);
            }
            FloatVector.fromArray(S, dx, to + k).add(s).intoArray(dx, to + k);
        }
        return k;
    }

    private static int pullMagnitudes(float[] w, int wAt, int block, float[] x, int at, float[] y, int yAt, int m, float[] dx, int to) {
        int k = 0;
        for (; k <= m - LANES; k += LANES) {
            FloatVector row = FloatVector.fromArray(S, x, at + k);
            FloatVector s = FloatVector.zero(S);
            for (int j = 0; j < block; j++) {
                FloatVector d = row.sub(FloatVector.fromArray(S, y, yAt + j * m + k));
                FloatVector weight = FloatVector.broadcast(S, w[wAt + j]);
                s = s.add(weight, d.compare(VectorOperators.GT, 0f)).sub(weight, d.compare(VectorOperators.LT, 0f));
            }
            FloatVector.fromArray(S, dx, to + k).add(s).intoArray(dx, to + k);
        }
        return k;
    }
}
