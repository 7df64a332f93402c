package org.covector.engine.kernel.reduction;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.elementary.FloatExp;
import org.covector.engine.kernel.elementary.FloatExpData;

/** {@link ShiftedSumKernel}: terms go through a scratch run in cache, then to {@link FloatSum}. */
public final class FloatShiftedSum implements ShiftedSumKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final Term term;
    private final double power;
    private final boolean vector;
    private final FloatSum sum;

    /** Sums of a term ({@code power} is the p of {@link Term#POWER}), in vector loops or scalar ones with the same bits. */
    public FloatShiftedSum(Term term, double power, boolean vector) {
        this.term = term;
        this.power = power;
        this.vector = vector;
        this.sum = new FloatSum(vector);
    }

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    @Override
    public int work(int w) {
        return w == 0 ? sum.rowWork() + FloatSum.BLOCK : sum.columnWork(w) + FloatSum.GROUP * w;
    }

    @Override
    public void row(Object x, int o, int n, Object shifts, int s, Object work, Object sums, int at) {
        float[] scratch = (float[]) work;
        int terms = sum.rowWork();
        float m = ((float[]) shifts)[s];
        float[] a = (float[]) x;
        switch (term) {
            case EXP -> FloatExp.shifted(vector, a, o, m, n, scratch, terms);
            case SQUARE -> squares(vector, a, o, m, n, scratch, terms);
            case ABS -> abs(a, o, m, n, scratch, terms);
            case POWER -> power(a, o, m, n, scratch, terms);
        }
        ((float[]) sums)[at] = sum.row(scratch, terms, n, scratch);
    }

    /** {@code (x - m)^2}. */
    public static void squares(boolean vector, float[] x, int o, float m, int n, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector d = FloatVector.fromArray(S, x, o + i).sub(m);
                d.mul(d).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            float d = x[o + i] - m;
            y[yo + i] = d * d;
        }
    }

    private void abs(float[] x, int o, float m, int n, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, x, o + i).sub(m).abs().intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = Math.abs(x[o + i] - m);
        }
    }

    private void power(float[] x, int o, float m, int n, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatExpData.pow(Math.abs(x[o + i] - m), power);
        }
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object shifts, int s, Object work, Object sums, int at) {
        float[] scratch = (float[]) work;
        int[] terms = new int[Math.min(n, FloatSum.GROUP)];
        Arrays.setAll(terms, r -> sum.columnWork(w) + r * w);
        sum.clear(scratch, n, w);
        for (int g = 0; g < n; g += FloatSum.GROUP) {
            int count = Math.min(FloatSum.GROUP, n - g);
            for (int r = 0; r < count; r++) {
                transform((float[]) x, base + rows[g + r], (float[]) shifts, s, w, scratch, terms[r]);
            }
            sum.accumulate(scratch, 0, terms, count, w, scratch);
        }
        sum.fold(scratch, n, w, (float[]) sums, at);
    }

    private void transform(float[] x, int o, float[] m, int mo, int w, float[] y, int yo) {
        if (term == Term.EXP) {
            FloatExp.shifted(vector, x, o, m, mo, w, y, yo);
            return;
        }
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                FloatVector.fromArray(S, x, o + c).sub(FloatVector.fromArray(S, m, mo + c)).intoArray(y, yo + c);
            }
        }
        for (; c < w; c++) {
            y[yo + c] = x[o + c] - m[mo + c];
        }
        switch (term) {
            case SQUARE -> squares(vector, y, yo, 0f, w, y, yo);
            case ABS -> abs(y, yo, 0f, w, y, yo);
            default -> power(y, yo, 0f, w, y, yo);
        }
    }
}
