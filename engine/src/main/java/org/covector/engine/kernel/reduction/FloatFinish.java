package org.covector.engine.kernel.reduction;

import org.covector.engine.kernel.elementary.FloatExp;
import org.covector.engine.kernel.elementary.FloatExpData;

/** {@link FinishKernel}; logarithms and powers are those of {@link StrictMath}, whose bits no machine changes. */
public final class FloatFinish implements FinishKernel {
    /** Without state. */
    public FloatFinish() {}

    @Override
    public void log(Object max, Object sum, Object out, int n) {
        float[] m = (float[]) max;
        float[] s = (float[]) sum;
        float[] y = (float[]) out;
        for (int i = 0; i < n; i++) {
            y[i] = Float.isInfinite(m[i]) ? m[i] : m[i] + FloatExp.log(s[i]);
        }
    }

    @Override
    public void divide(Object x, double count, int at, int n) {
        float[] y = (float[]) x;
        float c = FloatExpData.round(count);
        for (int i = at; i < at + n; i++) {
            y[i] /= c;
        }
    }

    @Override
    public void reciprocalRoot(Object variance, double eps, Object out, int at, int n) {
        float[] v = (float[]) variance;
        float[] y = (float[]) out;
        float e = FloatExpData.round(eps);
        for (int i = at; i < at + n; i++) {
            y[i] = 1f / FloatExpData.round(Math.sqrt(v[i] + e));
        }
    }

    @Override
    public void power(Object x, double p, int n) {
        float[] y = (float[]) x;
        for (int i = 0; i < n; i++) {
            y[i] = p == 0.5 ? FloatExpData.round(Math.sqrt(y[i])) : FloatExpData.pow(y[i], p);
        }
    }

    @Override
    public void multiply(Object a, Object b, Object out, int n) {
        float[] y = (float[]) out;
        for (int i = 0; i < n; i++) {
            y[i] = ((float[]) a)[i] * ((float[]) b)[i];
        }
    }
}
