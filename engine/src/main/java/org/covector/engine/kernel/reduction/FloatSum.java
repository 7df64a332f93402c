package org.covector.engine.kernel.reduction;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in one fixed order whatever the width of the machine's vectors.
 *
 * <p>A virtual vector of 64 bytes has {@link #LANES} lanes. Four of them form a group, which is added as
 * {@code (v0 + v2) + (v1 + v3)} before it goes to the accumulator of its lane, so that one accumulator of 64 bytes keeps
 * up with the loads; a block is 64 groups. Then the lanes are folded by halves, and blocks are added in adjacent pairs.
 * Missing elements count as zero. Accumulators start at +0, so no sum is -0.
 *
 * <p>Error: at most (64 + 2 + log2(LANES) + log2(blocks)) roundings of half an ulp on the path of any element.
 */
public final class FloatSum implements ReduceKernel {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Lanes of the virtual vector. */
    public static final int LANES = 64 / Float.BYTES;

    /** Whether a virtual vector is two or more of the machine's. */
    public static final boolean PAIRS = LANES >= 2 * S.length();

    /** Elements that are added to the accumulators at a time. */
    public static final int GROUP = 4 * LANES;

    /** Elements of a block. */
    public static final int BLOCK = 64 * GROUP;

    /** Columns at a time, at most. */
    public static final int MAX_WIDTH = 1024;

    private static final float[] ZEROS = new float[MAX_WIDTH];

    private final boolean vector;

    /** The vector loops, or the scalar ones with the same bits, which are faster until they are compiled. */
    public FloatSum(boolean vector) {
        this.vector = vector;
    }

    @Override
    public int block() {
        return BLOCK;
    }

    @Override
    public int rowWork() {
        return LANES + GROUP;
    }

    @Override
    public int columnWork(int w) {
        return LANES * w;
    }

    @Override
    public void row(Object x, int o, int n, Object work, Object out, int at) {
        ((float[]) out)[at] = row((float[]) x, o, n, (float[]) work);
    }

    /** The sum of a dense run of at most one block. */
    public float row(float[] x, int o, int n, float[] work) {
        if (n <= LANES) {
            for (int l = 0; l < n; l++) {
                work[l] = 0f + x[o + l];
            }
            return fold(work, 0, n);
        }
        int whole = n - n % GROUP;
        if (vector && PAIRS) {
            rowPairs(x, o, whole, work);
        } else if (vector) {
            rowVector(x, o, whole, work);
        } else {
            rowScalar(x, o, whole, work);
        }
        return finish(x, o + whole, n - whole, work, 0);
    }

    /** The sum of a block whose whole groups are in the lanes at {@code at}, when {@code n} terms, less than a group, are left. */
    public static float finish(float[] x, int o, int n, float[] lanes, int at) {
        if (n > 0) {
            tail(x, o, n, lanes, at);
        }
        return fold(lanes, at, LANES);
    }

    /**
     * Sums of four runs of {@code n} elements, at most a block, one behind the other. They are read side by side: memory serves
     * four streams faster than one.
     */
    public void fourRows(float[] x, int o, int n, float[] out, int at, float[] work) {
        if (!vector || PAIRS || n <= LANES) {
            for (int r = 0; r < 4; r++) {
                out[at + r] = row(x, o + r * n, n, work);
            }
            return;
        }
        int whole = n - n % GROUP;
        fourVectors(x, o, n, whole, work);
        for (int r = 0; r < 4; r++) {
            out[at + r] = finish(x, o + r * n + whole, n - whole, work, r * LANES);
        }
    }

    private static void fourVectors(float[] x, int o, int n, int whole, float[] lanes) {
        for (int j = 0; j < LANES; j += S.length()) {
            FloatVector sum0 = FloatVector.zero(S);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            for (int p = o + j; p < o + whole; p += GROUP) {
                sum0 = sum0.add(group(x, p));
                sum1 = sum1.add(group(x, p + n));
                sum2 = sum2.add(group(x, p + 2 * n));
                sum3 = sum3.add(group(x, p + 3 * n));
            }
            sum0.intoArray(lanes, j);
            sum1.intoArray(lanes, LANES + j);
            sum2.intoArray(lanes, 2 * LANES + j);
            sum3.intoArray(lanes, 3 * LANES + j);
        }
    }

    /** What the group at {@code p} adds to its accumulator. */
    private static FloatVector group(float[] x, int p) {
        FloatVector even = FloatVector.fromArray(S, x, p).add(FloatVector.fromArray(S, x, p + 2 * LANES));
        FloatVector odd = FloatVector.fromArray(S, x, p + LANES).add(FloatVector.fromArray(S, x, p + 3 * LANES));
        return even.add(odd);
    }

    private static void rowVector(float[] x, int o, int n, float[] lanes) {
        int end = o + n;
        for (int j = 0; j < LANES; j += S.length()) {
            FloatVector sum = FloatVector.zero(S);
            for (int p = o + j; p < end; p += GROUP) {
                sum = sum.add(group(x, p));
            }
            sum.intoArray(lanes, j);
        }
    }

    private static void rowPairs(float[] x, int o, int n, float[] lanes) {
        int end = o + n;
        for (int j = 0; j < LANES; j += 2 * S.length()) {
            FloatVector low = FloatVector.zero(S);
            FloatVector high = low;
            for (int p = o + j; p < end; p += GROUP) {
                low = low.add(group(x, p));
                high = high.add(group(x, p + S.length()));
            }
            low.intoArray(lanes, j);
            high.intoArray(lanes, j + S.length());
        }
    }

    private static void rowScalar(float[] x, int o, int n, float[] lanes) {
        int end = o + n;
        for (int l = 0; l < LANES; l++) {
            float sum = 0f;
            for (int p = o + l; p < end; p += GROUP) {
                sum += (x[p] + x[p + 2 * LANES]) + (x[p + LANES] + x[p + 3 * LANES]);
            }
            lanes[l] = sum;
        }
    }

    /** Adds a part of a group to the lanes. */
    private static void tail(float[] x, int o, int n, float[] work, int at) {
        int full = n / LANES;
        int rest = n % LANES;
        for (int l = 0; l < LANES; l++) {
            int p = o + l;
            int t = at + l;
            int present = l < rest ? full + 1 : full;
            switch (present) {
                case 4 -> work[t] += (x[p] + x[p + 2 * LANES]) + (x[p + LANES] + x[p + 3 * LANES]);
                case 3 -> work[t] += (x[p] + x[p + 2 * LANES]) + x[p + LANES];
                case 2 -> work[t] += x[p] + x[p + LANES];
                case 1 -> work[t] += x[p];
                default -> { }
            }
        }
    }

    /** Adds the first {@code n} lanes by halves. */
    private static float fold(float[] lanes, int at, int n) {
        for (int h = LANES / 2; h > 0; h /= 2) {
            for (int l = at; l < at + h && l + h < at + n; l++) {
                lanes[l] += lanes[l + h];
            }
        }
        return n == 0 ? 0f : lanes[at];
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object work, Object out, int at) {
        float[] lanes = (float[]) work;
        clear(lanes, n, w);
        accumulate((float[]) x, base, rows, n, w, lanes);
        fold(lanes, n, w, (float[]) out, at);
    }

    /** Begins the sums of {@code w} columns of {@code n} rows. */
    public void clear(float[] lanes, int n, int w) {
        Arrays.fill(lanes, 0, Math.min(n, LANES) * w, 0f);
    }

    /** Adds rows to the lanes; all calls for a block but the last take a multiple of {@link #GROUP} rows. */
    public void accumulate(float[] x, int base, int[] rows, int n, int w, float[] lanes) {
        for (int g = 0; g < n; g += GROUP) {
            for (int l = 0; l < LANES && g + l < n; l++) {
                int r = g + l;
                boolean has1 = r + LANES < n;
                boolean has2 = r + 2 * LANES < n;
                boolean has3 = r + 3 * LANES < n;
                add(lanes, l * w, w, x, base + rows[r],
                        has1 ? x : ZEROS, has1 ? base + rows[r + LANES] : 0,
                        has2 ? x : ZEROS, has2 ? base + rows[r + 2 * LANES] : 0,
                        has3 ? x : ZEROS, has3 ? base + rows[r + 3 * LANES] : 0);
            }
        }
    }

    /** Folds the lanes of {@code w} columns of {@code n} rows. */
    public void fold(float[] lanes, int n, int w, float[] out, int at) {
        for (int h = LANES / 2; h > 0; h /= 2) {
            for (int l = 0; l < h && l + h < n; l++) {
                addRow(lanes, l * w, lanes, (l + h) * w, w);
            }
        }
        if (n == 0) {
            Arrays.fill(out, at, at + w, 0f);
        } else {
            System.arraycopy(lanes, 0, out, at, w);
        }
    }

    private void add(float[] sum, int s, int w, float[] x0, int o0, float[] x1, int o1, float[] x2, int o2, float[] x3, int o3) {
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                FloatVector even = FloatVector.fromArray(S, x0, o0 + c).add(FloatVector.fromArray(S, x2, o2 + c));
                FloatVector odd = FloatVector.fromArray(S, x1, o1 + c).add(FloatVector.fromArray(S, x3, o3 + c));
                FloatVector.fromArray(S, sum, s + c).add(even.add(odd)).intoArray(sum, s + c);
            }
        }
        for (; c < w; c++) {
            sum[s + c] += (x0[o0 + c] + x2[o2 + c]) + (x1[o1 + c] + x3[o3 + c]);
        }
    }

    private void addRow(float[] sum, int s, float[] x, int o, int w) {
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                FloatVector.fromArray(S, sum, s + c).add(FloatVector.fromArray(S, x, o + c)).intoArray(sum, s + c);
            }
        }
        for (; c < w; c++) {
            sum[s + c] += x[o + c];
        }
    }

    @Override
    public void combine(Object partial, int k, int blocks) {
        float[] p = (float[]) partial;
        for (int n = blocks; n > 1; n = (n + 1) / 2) {
            for (int i = 0; i < n / 2; i++) {
                if (i > 0) {
                    System.arraycopy(p, 2 * i * k, p, i * k, k);
                }
                addRow(p, i * k, p, (2 * i + 1) * k, k);
            }
            if (n % 2 == 1) {
                System.arraycopy(p, (n - 1) * k, p, n / 2 * k, k);
            }
        }
    }
}
