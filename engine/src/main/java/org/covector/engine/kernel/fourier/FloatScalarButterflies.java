package org.covector.engine.kernel.fourier;

/**
 * Butterflies whose radix is a power of 2, over the numbers of a run, one at a time: see {@link FloatPass}. They serve the first pass
 * over a single transform, ends of runs, and until the vector loops are compiled.
 */
final class FloatScalarButterflies {
    private static final float HALF_SQRT = 0.70710678118654752440f;

    private FloatScalarButterflies() {}

    /** Does all runs. */
    static void pass(FloatPass f) {
        switch (f.r()) {
            case 1 -> one(f);
            case 2 -> two(f);
            case 4 -> four(f);
            case 8 -> eight(f);
            case 3 -> FloatRadix3And5Butterflies.three(f);
            case 5 -> FloatRadix3And5Butterflies.five(f);
            default -> FloatOddButterflies.scalar(f);
        }
    }

    /** A transform of one element. */
    private static void one(FloatPass f) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        int s = f.s();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            for (int q = 0; q < s; q++) {
                float r0 = xr[x + q];
                float i0 = xi[z + q];
                yr[y + q] = r0;
                yi[t + q] = i0;
            }
        }
    }

    /** Radix 2. */
    private static void two(FloatPass f) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int s = f.s();
        int yk = f.yk();
        int xm = f.xj();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            float c1 = wr[w];
            float d1 = wi[w];
            for (int q = 0; q < s; q++) {
                float r0 = xr[x + q];
                float i0 = xi[z + q];
                float r1 = xr[x + q + xm];
                float i1 = xi[z + q + xm];
                yr[y + q] = r0 + r1;
                yi[t + q] = i0 + i1;
                float u1 = r0 - r1;
                float v1 = i0 - i1;
                yr[y + q + yk] = Math.fma(u1, c1, -(v1 * d1));
                yi[t + q + yk] = Math.fma(u1, d1, v1 * c1);
            }
        }
    }

    /** Radix 4. */
    private static void four(FloatPass f) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int s = f.s();
        int yk = f.yk();
        int xm = f.xj();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            float c1 = wr[w];
            float d1 = wi[w];
            float c2 = wr[w + 1];
            float d2 = wi[w + 1];
            float c3 = wr[w + 2];
            float d3 = wi[w + 2];
            for (int q = 0; q < s; q++) {
                float r0 = xr[x + q];
                float i0 = xi[z + q];
                float r1 = xr[x + q + xm];
                float i1 = xi[z + q + xm];
                float r2 = xr[x + q + 2 * xm];
                float i2 = xi[z + q + 2 * xm];
                float r3 = xr[x + q + 3 * xm];
                float i3 = xi[z + q + 3 * xm];
                float ra = r0 + r2;
                float ia = i0 + i2;
                float rb = r0 - r2;
                float ib = i0 - i2;
                float rc = r1 + r3;
                float ic = i1 + i3;
                float rd = r1 - r3;
                float id = i1 - i3;
                yr[y + q] = ra + rc;
                yi[t + q] = ia + ic;
                float u1 = rb + id;
                float v1 = ib - rd;
                yr[y + q + yk] = Math.fma(u1, c1, -(v1 * d1));
                yi[t + q + yk] = Math.fma(u1, d1, v1 * c1);
                float u2 = ra - rc;
                float v2 = ia - ic;
                yr[y + q + 2 * yk] = Math.fma(u2, c2, -(v2 * d2));
                yi[t + q + 2 * yk] = Math.fma(u2, d2, v2 * c2);
                float u3 = rb - id;
                float v3 = ib + rd;
                yr[y + q + 3 * yk] = Math.fma(u3, c3, -(v3 * d3));
                yi[t + q + 3 * yk] = Math.fma(u3, d3, v3 * c3);
            }
        }
    }

    /** Radix 8: two of radix 4 behind one of radix 2. */
    private static void eight(FloatPass f) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int s = f.s();
        int yk = f.yk();
        int xm = f.xj();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            float c1 = wr[w];
            float d1 = wi[w];
            float c2 = wr[w + 1];
            float d2 = wi[w + 1];
            float c3 = wr[w + 2];
            float d3 = wi[w + 2];
            float c4 = wr[w + 3];
            float d4 = wi[w + 3];
            float c5 = wr[w + 4];
            float d5 = wi[w + 4];
            float c6 = wr[w + 5];
            float d6 = wi[w + 5];
            float c7 = wr[w + 6];
            float d7 = wi[w + 6];
            for (int q = 0; q < s; q++) {
                float r0 = xr[x + q];
                float i0 = xi[z + q];
                float r1 = xr[x + q + xm];
                float i1 = xi[z + q + xm];
                float r2 = xr[x + q + 2 * xm];
                float i2 = xi[z + q + 2 * xm];
                float r3 = xr[x + q + 3 * xm];
                float i3 = xi[z + q + 3 * xm];
                float r4 = xr[x + q + 4 * xm];
                float i4 = xi[z + q + 4 * xm];
                float r5 = xr[x + q + 5 * xm];
                float i5 = xi[z + q + 5 * xm];
                float r6 = xr[x + q + 6 * xm];
                float i6 = xi[z + q + 6 * xm];
                float r7 = xr[x + q + 7 * xm];
                float i7 = xi[z + q + 7 * xm];
                float rp0 = r0 + r4;
                float rm0 = r0 - r4;
                float ip0 = i0 + i4;
                float im0 = i0 - i4;
                float rp1 = r1 + r5;
                float rm1 = r1 - r5;
                float ip1 = i1 + i5;
                float im1 = i1 - i5;
                float rp2 = r2 + r6;
                float rm2 = r2 - r6;
                float ip2 = i2 + i6;
                float im2 = i2 - i6;
                float rp3 = r3 + r7;
                float rm3 = r3 - r7;
                float ip3 = i3 + i7;
                float im3 = i3 - i7;
                float ra = rp0 + rp2;
                float rb = rp0 - rp2;
                float rc = rp1 + rp3;
                float rd = rp1 - rp3;
                float ia = ip0 + ip2;
                float ib = ip0 - ip2;
                float ic = ip1 + ip3;
                float id = ip1 - ip3;
                yr[y + q] = ra + rc;
                yi[t + q] = ia + ic;
                float u2 = rb + id;
                float v2 = ib - rd;
                yr[y + q + 2 * yk] = Math.fma(u2, c2, -(v2 * d2));
                yi[t + q + 2 * yk] = Math.fma(u2, d2, v2 * c2);
                float u4 = ra - rc;
                float v4 = ia - ic;
                yr[y + q + 4 * yk] = Math.fma(u4, c4, -(v4 * d4));
                yi[t + q + 4 * yk] = Math.fma(u4, d4, v4 * c4);
                float u6 = rb - id;
                float v6 = ib + rd;
                yr[y + q + 6 * yk] = Math.fma(u6, c6, -(v6 * d6));
                yi[t + q + 6 * yk] = Math.fma(u6, d6, v6 * c6);
                float r9 = (rm1 + im1) * HALF_SQRT;
                float i9 = (im1 - rm1) * HALF_SQRT;
                float rx = (im3 - rm3) * HALF_SQRT;
                float ix = (rm3 + im3) * -HALF_SQRT;
                float re = rm0 + im2;
                float ie = im0 - rm2;
                float rf = rm0 - im2;
                float ifx = im0 + rm2;
                float rg = r9 + rx;
                float ig = i9 + ix;
                float rh = r9 - rx;
                float ih = i9 - ix;
                float u1 = re + rg;
                float v1 = ie + ig;
                yr[y + q + yk] = Math.fma(u1, c1, -(v1 * d1));
                yi[t + q + yk] = Math.fma(u1, d1, v1 * c1);
                float u5 = re - rg;
                float v5 = ie - ig;
                yr[y + q + 5 * yk] = Math.fma(u5, c5, -(v5 * d5));
                yi[t + q + 5 * yk] = Math.fma(u5, d5, v5 * c5);
                float u3 = rf + ih;
                float v3 = ifx - rh;
                yr[y + q + 3 * yk] = Math.fma(u3, c3, -(v3 * d3));
                yi[t + q + 3 * yk] = Math.fma(u3, d3, v3 * c3);
                float u7 = rf - ih;
                float v7 = ifx + rh;
                yr[y + q + 7 * yk] = Math.fma(u7, c7, -(v7 * d7));
                yi[t + q + 7 * yk] = Math.fma(u7, d7, v7 * c7);
            }
        }
    }
}
