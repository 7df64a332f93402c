package org.covector.engine.kernel.norm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.kernel.reduction.FloatRunSums;
import org.covector.engine.kernel.reduction.FloatShiftedSum;
import org.covector.engine.kernel.reduction.FloatSum;
import org.covector.engine.storage.Storage;

/** {@link NormKernel}: terms of sums go through a scratch block in cache, filled piece by piece, to {@link FloatSum}. */
public final class FloatNorm implements NormKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int BLOCK = FloatSum.BLOCK;
    private static final int TERMS = FloatSum.LANES + FloatSum.GROUP;
    /** Rows that are read side by side. */
    private static final int SIDE_BY_SIDE = 4;

    private final boolean vector;
    private final FloatSum sum;
    private final FloatRunSums sums;

    /** The vector loops, or the scalar ones with the same bits. */
    public FloatNorm(boolean vector) {
        this.vector = vector;
        this.sum = new FloatSum(vector);
        this.sums = new FloatRunSums(vector);
    }

    /** Writes the terms of {@code n} elements from {@code o} on, all of one piece, to {@code out[at ..)}. */
    private interface Fill {
        void terms(int piece, int o, int n, float[] out, int at);
    }

    private float sum(Run run, float[] work, Fill fill) {
        int size = run.size();
        float[] partial = Storage.uninitialised(DType.FLOAT32, Math.max(1, Math.ceilDiv(size, BLOCK))).floats();
        for (int b = 0; b < partial.length; b++) {
            int n = Math.min(BLOCK, size - b * BLOCK);
            for (int i = 0; i < n; ) {
                int piece = (b * BLOCK + i) / run.length();
                int at = (b * BLOCK + i) % run.length();
                int part = Math.min(n - i, run.length() - at);
                fill.terms(piece, run.start() + piece * run.step() + at, part, work, TERMS + i);
                i += part;
            }
            partial[b] = sum.row(work, TERMS, n, work);
        }
        sum.combine(partial, 1, partial.length);
        return partial[0];
    }

    private static float value(PerPiece p, int piece) {
        return ((float[]) p.values())[p.at() + piece * p.step()];
    }

    @Override
    public int work() {
        return TERMS + BLOCK;
    }

    @Override
    public void moments(Object x, Run run, boolean centred, Object mean, Object variance, int at, Object work) {
        float[] a = (float[]) x;
        float[] scratch = (float[]) work;
        float size = run.size();
        float m = centred ? sum(run, scratch, (_, o, n, out, to) -> System.arraycopy(a, o, out, to, n)) / size : 0f;
        ((float[]) mean)[at] = m;
        ((float[]) variance)[at] = sum(run, scratch, (_, o, n, out, to) -> FloatShiftedSum.squares(vector, a, o, m, n, out, to)) / size;
    }

    @Override
    public void rowMoments(Object x, int o, int n, int rows, boolean centred, Object mean, Object variance, int at, Object work) {
        float[] a = (float[]) x;
        float[] m = (float[]) mean;
        float[] v = (float[]) variance;
        float[] scratch = (float[]) work;
        float size = n;
        Arrays.fill(m, at, at + rows, 0f);
        if (centred) {
            int r = 0;
            for (; r + SIDE_BY_SIDE <= rows && n <= BLOCK; r += SIDE_BY_SIDE) {
                sum.fourRows(a, o + r * n, n, m, at + r, scratch);
            }
            for (; r < rows; r++) {
                m[at + r] = sums.row(a, o + r * n, n, scratch);
            }
        }
        for (int r = at; r < at + rows; r++) {
            m[r] /= size;
            v[r] = deviations(a, o + (r - at) * n, n, m[r], scratch) / size;
        }
    }

    /** The sum of (x - m)^2 over a dense run. */
    private float deviations(float[] x, int o, int n, float m, float[] work) {
        if (n <= BLOCK) {
            return block(x, o, n, m, work);
        }
        float[] partial = Storage.uninitialised(DType.FLOAT32, Math.ceilDiv(n, BLOCK)).floats();
        for (int b = 0; b < partial.length; b++) {
            partial[b] = block(x, o + b * BLOCK, Math.min(BLOCK, n - b * BLOCK), m, work);
        }
        sum.combine(partial, 1, partial.length);
        return partial[0];
    }

    private float block(float[] x, int o, int n, float m, float[] work) {
        if (!vector) {
            FloatShiftedSum.squares(vector, x, o, m, n, work, TERMS);
            return sum.row(work, TERMS, n, work);
        }
        int whole = n - n % FloatSum.GROUP;
        groups(x, o, whole, m, work);
        FloatShiftedSum.squares(vector, x, o + whole, m, n - whole, work, TERMS);
        return FloatSum.finish(work, TERMS, n - whole, work, 0);
    }

    /** Adds whole groups of squares to the lanes, in the order of {@link FloatSum}. */
    private static void groups(float[] x, int o, int n, float m, float[] lanes) {
        if (FloatSum.PAIRS) {
            pairs(x, o, n, m, lanes);
            return;
        }
        for (int j = 0; j < FloatSum.LANES; j += S.length()) {
            FloatVector total = FloatVector.zero(S);
            for (int p = o + j; p < o + n; p += FloatSum.GROUP) {
                total = total.add(group(x, p, m));
            }
            total.intoArray(lanes, j);
        }
    }

    private static void pairs(float[] x, int o, int n, float m, float[] lanes) {
        for (int j = 0; j < FloatSum.LANES; j += 2 * S.length()) {
            FloatVector low = FloatVector.zero(S);
            FloatVector high = low;
            for (int p = o + j; p < o + n; p += FloatSum.GROUP) {
                low = low.add(group(x, p, m));
                high = high.add(group(x, p + S.length(), m));
            }
            low.intoArray(lanes, j);
            high.intoArray(lanes, j + S.length());
        }
    }

    private static FloatVector group(float[] x, int p, float m) {
        FloatVector even = square(x, p, m).add(square(x, p + 2 * FloatSum.LANES, m));
        return even.add(square(x, p + FloatSum.LANES, m).add(square(x, p + 3 * FloatSum.LANES, m)));
    }

    private static FloatVector square(float[] x, int p, float m) {
        FloatVector d = FloatVector.fromArray(S, x, p).sub(m);
        return d.mul(d);
    }

    @Override
    public void weighted(Object dy, Run run, PerPiece w, Object sums, int at, Object work) {
        float[] d = (float[]) dy;
        ((float[]) sums)[at] = sum(run, (float[]) work, (piece, o, n, out, to) -> weighted(d, o, n, value(w, piece), out, to));
    }

    @Override
    public void correlated(Object dy, Object x, Run run, PerPiece mean, PerPiece rstd, PerPiece w, Object sums, int at, Object work) {
        float[] d = (float[]) dy;
        float[] a = (float[]) x;
        ((float[]) sums)[at] = sum(run, (float[]) work, (piece, o, n, out, to) ->
                products(d, a, o, n, value(mean, piece), value(rstd, piece), value(w, piece), out, to));
    }

    @Override
    public void piece(Object x, int o, int n, Object mean, Object rstd, int stat, Object w, int wi, Object b, int bi, Object y) {
        float m = ((float[]) mean)[stat];
        float r = ((float[]) rstd)[stat];
        affine((float[]) x, o, n, m, r, ((float[]) w)[wi], ((float[]) b)[bi], (float[]) y);
    }

    private void affine(float[] x, int o, int n, float m, float r, float w, float b, float[] y) {
        int i = o;
        if (vector) {
            FloatVector wv = FloatVector.broadcast(S, w);
            FloatVector bv = FloatVector.broadcast(S, b);
            for (; i <= o + n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, x, i).sub(m).mul(r).fma(wv, bv).intoArray(y, i);
            }
        }
        for (; i < o + n; i++) {
            y[i] = Math.fma((x[i] - m) * r, w, b);
        }
    }

    @Override
    public void row(Object x, int o, int n, Object mean, Object rstd, int stat, Object w, Object b, Object y) {
        affine((float[]) x, o, n, ((float[]) mean)[stat], ((float[]) rstd)[stat], (float[]) w, (float[]) b, (float[]) y);
    }

    private void affine(float[] x, int o, int n, float m, float r, float[] w, float[] b, float[] y) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector xhat = FloatVector.fromArray(S, x, o + i).sub(m).mul(r);
                xhat.fma(FloatVector.fromArray(S, w, i), FloatVector.fromArray(S, b, i)).intoArray(y, o + i);
            }
        }
        for (; i < n; i++) {
            y[o + i] = Math.fma((x[o + i] - m) * r, w[i], b[i]);
        }
    }

    @Override
    public void pieceBackward(Object dy, Object x, int o, int n, Object mean, Object rstd, int stat, Object w, int wi,
            Object c1, Object c2, double size, Object dx) {
        float count = FloatExpData.round(size);
        backward((float[]) dy, (float[]) x, o, n, ((float[]) mean)[stat], ((float[]) rstd)[stat], ((float[]) w)[wi],
                ((float[]) c1)[stat] / count, ((float[]) c2)[stat] / count, (float[]) dx);
    }

    private void backward(float[] dy, float[] x, int o, int n, float m, float r, float w, float c1, float c2, float[] dx) {
        int i = o;
        if (vector) {
            FloatVector c = FloatVector.broadcast(S, -c2);
            for (; i <= o + n - S.length(); i += S.length()) {
                FloatVector g = FloatVector.fromArray(S, dy, i).mul(w).sub(c1);
                FloatVector.fromArray(S, x, i).sub(m).mul(r).fma(c, g).mul(r).intoArray(dx, i);
            }
        }
        for (; i < o + n; i++) {
            dx[i] = Math.fma((x[i] - m) * r, -c2, dy[i] * w - c1) * r;
        }
    }

    @Override
    public void rowBackward(Object dy, Object x, int o, int n, boolean centred, Object mean, Object rstd, int stat, Object w, Object dx,
            Object work) {
        float[] d = (float[]) dy;
        float[] a = (float[]) x;
        float[] weight = (float[]) w;
        float[] scratch = (float[]) work;
        float m = ((float[]) mean)[stat];
        float r = ((float[]) rstd)[stat];
        Run run = new Run(o, 1, n, n);
        float c1 = centred ? sum(run, scratch, (_, p, k, out, to) -> weighted(d, p, k, weight, p - o, out, to)) / n : 0f;
        float c2 = sum(run, scratch, (_, p, k, out, to) -> products(d, a, p, k, m, r, weight, p - o, out, to)) / n;
        backward(d, a, o, n, m, r, weight, c1, c2, (float[]) dx);
    }

    private void backward(float[] dy, float[] x, int o, int n, float m, float r, float[] w, float c1, float c2, float[] dx) {
        int i = 0;
        if (vector) {
            FloatVector c = FloatVector.broadcast(S, -c2);
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector g = FloatVector.fromArray(S, dy, o + i).mul(FloatVector.fromArray(S, w, i)).sub(c1);
                FloatVector.fromArray(S, x, o + i).sub(m).mul(r).fma(c, g).mul(r).intoArray(dx, o + i);
            }
        }
        for (; i < n; i++) {
            dx[o + i] = Math.fma((x[o + i] - m) * r, -c2, dy[o + i] * w[i] - c1) * r;
        }
    }

    @Override
    public int columnWork(int w) {
        return sum.columnWork(w) + FloatSum.GROUP * w;
    }

    @Override
    public void columnProducts(Object dy, Object x, int n, int first, int count, int column, int w, Object mean, Object rstd,
            Object work, Object out, int at) {
        float[] scratch = (float[]) work;
        int[] terms = new int[Math.min(count, FloatSum.GROUP)];
        Arrays.setAll(terms, r -> sum.columnWork(w) + r * w);
        sum.clear(scratch, count, w);
        for (int g = 0; g < count; g += FloatSum.GROUP) {
            int k = Math.min(FloatSum.GROUP, count - g);
            for (int r = 0; r < k; r++) {
                int row = first + g + r;
                products((float[]) dy, (float[]) x, row * n + column, w, ((float[]) mean)[row], ((float[]) rstd)[row], 1f, scratch,
                        terms[r]);
            }
            sum.accumulate(scratch, 0, terms, k, w, scratch);
        }
        sum.fold(scratch, count, w, (float[]) out, at);
    }

    // ---- terms of sums

    private void weighted(float[] dy, int o, int n, float w, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, dy, o + i).mul(w).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = dy[o + i] * w;
        }
    }

    private void weighted(float[] dy, int o, int n, float[] w, int wo, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, dy, o + i).mul(FloatVector.fromArray(S, w, wo + i)).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = dy[o + i] * w[wo + i];
        }
    }

    private void products(float[] dy, float[] x, int o, int n, float m, float r, float w, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector xhat = FloatVector.fromArray(S, x, o + i).sub(m).mul(r);
                FloatVector.fromArray(S, dy, o + i).mul(w).mul(xhat).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = dy[o + i] * w * ((x[o + i] - m) * r);
        }
    }

    private void products(float[] dy, float[] x, int o, int n, float m, float r, float[] w, int wo, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector xhat = FloatVector.fromArray(S, x, o + i).sub(m).mul(r);
                FloatVector.fromArray(S, dy, o + i).mul(FloatVector.fromArray(S, w, wo + i)).mul(xhat).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = dy[o + i] * w[wo + i] * ((x[o + i] - m) * r);
        }
    }
}
