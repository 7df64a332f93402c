package org.covector.engine.kernel.fourier;

/**
 * Between the transform X of n = 2 h real numbers and the transform Z of the h complex numbers {@code x[2j] + i x[2j + 1]}:
 * {@code X[k] = E[k] + w^k O[k]}, {@code E[k] = (Z[k] + conj Z[h - k]) / 2}, {@code O[k] = (Z[k] - conj Z[h - k]) / 2i}, w the root of
 * order n (Press et al., Numerical Recipes, 12.3).
 */
record FloatHalfComplex(int h, int lanes, float[] wr, float[] wi) {
    /** X[0] to X[h] of Z in w, real parts first. */
    void split(float[] w, FourierKernel.Parts y) {
        float[] yr = (float[]) y.re();
        float[] yi = (float[]) y.im();
        int size = h * lanes;
        for (int q = 0; q < lanes; q++) {
            float re = w[q];
            float im = w[size + q];
            yr[y.reAt() + q] = re + im;
            yi[y.imAt() + q] = 0f;
            yr[y.reAt() + h * y.step() + q] = re - im;
            yi[y.imAt() + h * y.step() + q] = 0f;
        }
        for (int k = 1; k <= h / 2; k++) {
            float c = wr[k];
            float d = wi[k];
            int a = k * lanes;
            int b = (h - k) * lanes;
            int ahead = k * y.step();
            int mirrored = (h - k) * y.step();
            for (int q = 0; q < lanes; q++) {
                float er = 0.5f * (w[a + q] + w[b + q]);
                float ei = 0.5f * (w[size + a + q] - w[size + b + q]);
                float or = 0.5f * (w[a + q] - w[b + q]);
                float oi = 0.5f * (w[size + a + q] + w[size + b + q]);
                float tr = Math.fma(c, oi, d * or);
                float ti = Math.fma(d, oi, -(c * or));
                yr[y.reAt() + mirrored + q] = er - tr;
                yi[y.imAt() + mirrored + q] = ti - ei;
                yr[y.reAt() + ahead + q] = er + tr;
                yi[y.imAt() + ahead + q] = ei + ti;
            }
        }
    }

    /** 2 Z of X[0] to X[h], to w. */
    void join(FourierKernel.Parts x, float[] w) {
        float[] xr = (float[]) x.re();
        float[] xi = (float[]) x.im();
        int size = h * lanes;
        for (int q = 0; q < lanes; q++) {
            float first = xr[x.reAt() + q];
            float last = xr[x.reAt() + h * x.step() + q];
            w[q] = first + last;
            w[size + q] = first - last;
        }
        for (int k = 1; k <= h / 2; k++) {
            float c = wr[k];
            float d = wi[k];
            int a = k * lanes;
            int b = (h - k) * lanes;
            int ahead = k * x.step();
            int mirrored = (h - k) * x.step();
            for (int q = 0; q < lanes; q++) {
                float sr = xr[x.reAt() + ahead + q] + xr[x.reAt() + mirrored + q];
                float si = xi[x.imAt() + ahead + q] - xi[x.imAt() + mirrored + q];
                float dr = xr[x.reAt() + ahead + q] - xr[x.reAt() + mirrored + q];
                float di = xi[x.imAt() + ahead + q] + xi[x.imAt() + mirrored + q];
                float pr = Math.fma(dr, c, di * d);
                float pi = Math.fma(di, c, -(dr * d));
                w[b + q] = sr + pi;
                w[size + b + q] = pr - si;
                w[a + q] = sr - pi;
                w[size + a + q] = si + pr;
            }
        }
    }

    /** For an odd length h: X[0] to X[h - 1], of which x has the first half, by {@code X[h - k] = conj X[k]}. */
    void mirror(FourierKernel.Parts x, float[] w) {
        float[] xr = (float[]) x.re();
        float[] xi = (float[]) x.im();
        int size = h * lanes;
        for (int k = 0; k <= h / 2; k++) {
            for (int q = 0; q < lanes; q++) {
                float re = xr[x.reAt() + k * x.step() + q];
                float im = k == 0 ? 0f : xi[x.imAt() + k * x.step() + q];
                w[k * lanes + q] = re;
                w[size + k * lanes + q] = im;
                w[(h - k) % h * lanes + q] = re;
                w[size + (h - k) % h * lanes + q] = k == 0 ? 0f : -im;
            }
        }
    }
}
