package org.covector.engine.kernel.reduction;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** The first NaN if there is one, else the first of the largest (or smallest) elements; zeros are equal. */
public final class FloatArg implements ArgKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final float sign;
    private final boolean vector;
    private final FloatExtremum extremum;

    /** Of the largest ({@code sign} 1) or the smallest ({@code sign} -1). */
    public FloatArg(int sign, boolean vector) {
        this.sign = sign;
        this.vector = vector;
        this.extremum = new FloatExtremum(sign, vector);
    }

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    @Override
    public void row(Object x, int o, int n, Object values, long[] indices, int at) {
        float[] a = (float[]) x;
        float m = extremum.row(a, o, n);
        int i = vector ? find(a, o, n, m) : 0;
        while (Float.isNaN(m) ? !Float.isNaN(a[o + i]) : a[o + i] != m) {
            i++;
        }
        indices[at] = i;
        ((float[]) values)[at] = Float.isNaN(m) ? m : a[o + i];
    }

    /** Start of the vector that holds the first element equal to {@code m}, or of the tail. */
    private static int find(float[] x, int o, int n, float m) {
        int i = 0;
        if (!Float.isNaN(m)) {
            while (i <= n - S.length() && !FloatVector.fromArray(S, x, o + i).compare(VectorOperators.EQ, m).anyTrue()) {
                i += S.length();
            }
        }
        return i;
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object values, long[] indices, int at) {
        float[] a = (float[]) x;
        float[] m = (float[]) values;
        int whole = vector ? w - w % S.length() : 0;
        if (whole > 0) {
            float[] index = Storage.zeros(DType.FLOAT32, whole).floats(); // a row of a block is exact in any float
            first(a, base + rows[0], whole, m, at);
            for (int r = 1; r < n; r++) {
                row(a, base + rows[r], r, whole, m, at, index);
            }
            last(m, at, whole);
            for (int c = 0; c < whole; c++) {
                indices[at + c] = (long) index[c];
            }
        }
        for (int c = whole; c < w; c++) {
            columnScalar(a, base + c, rows, n, m, indices, at + c);
        }
    }

    private void first(float[] x, int o, int w, float[] m, int at) {
        for (int c = 0; c < w; c++) {
            m[at + c] = x[o + c] * sign;
        }
    }

    private void row(float[] x, int o, int r, int w, float[] m, int at, float[] index) {
        FloatVector here = FloatVector.broadcast(S, (float) r);
        for (int c = 0; c < w; c += S.length()) {
            FloatVector a = FloatVector.fromArray(S, x, o + c).mul(sign);
            FloatVector best = FloatVector.fromArray(S, m, at + c);
            VectorMask<Float> better = a.compare(VectorOperators.LE, best).not().and(best.compare(VectorOperators.EQ, best));
            best.blend(a, better).intoArray(m, at + c);
            FloatVector.fromArray(S, index, c).blend(here, better).intoArray(index, c);
        }
    }

    private void last(float[] m, int at, int w) {
        for (int c = at; c < at + w; c++) {
            m[c] = Float.isNaN(m[c]) ? Float.NaN : m[c] * sign;
        }
    }

    private void columnScalar(float[] x, int base, int[] rows, int n, float[] m, long[] indices, int at) {
        float best = x[base + rows[0]] * sign;
        int where = 0;
        for (int r = 1; r < n; r++) {
            float a = x[base + rows[r]] * sign;
            if (better(a, best)) {
                best = a;
                where = r;
            }
        }
        m[at] = Float.isNaN(best) ? Float.NaN : best * sign;
        indices[at] = where;
    }

    private static boolean better(float a, float best) {
        return !(a <= best) && !Float.isNaN(best);
    }

    @Override
    public boolean better(Object values, int i, int j) {
        float[] v = (float[]) values;
        return better(v[i] * sign, v[j] * sign);
    }
}
