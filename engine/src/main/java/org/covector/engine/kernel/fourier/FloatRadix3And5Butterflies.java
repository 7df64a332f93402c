package org.covector.engine.kernel.fourier;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Butterflies of radix 3 and 5, over the numbers of a run and over whole vectors of it: see {@link FloatPass}.
 */
final class FloatRadix3And5Butterflies {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int STEP = S.length();
    private static final float SIN3 = 0.86602540378443864676f;
    private static final float COS51 = 0.30901699437494742410f;
    private static final float COS52 = -0.80901699437494742410f;
    private static final float SIN51 = 0.95105651629515357212f;
    private static final float SIN52 = 0.58778525229247312917f;

    private FloatRadix3And5Butterflies() {}

    /** Radix 3. */
    static void three(FloatPass f) {
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
            for (int q = 0; q < s; q++) {
                float r0 = xr[x + q];
                float i0 = xi[z + q];
                float r1 = xr[x + q + xm];
                float i1 = xi[z + q + xm];
                float r2 = xr[x + q + 2 * xm];
                float i2 = xi[z + q + 2 * xm];
                float rp = r1 + r2;
                float rm = r1 - r2;
                float rh = Math.fma(rp, -0.5f, r0);
                float ip = i1 + i2;
                float im = i1 - i2;
                float ih = Math.fma(ip, -0.5f, i0);
                yr[y + q] = r0 + rp;
                yi[t + q] = i0 + ip;
                float u1 = Math.fma(im, SIN3, rh);
                float v1 = Math.fma(rm, -SIN3, ih);
                yr[y + q + yk] = Math.fma(u1, c1, -(v1 * d1));
                yi[t + q + yk] = Math.fma(u1, d1, v1 * c1);
                float u2 = Math.fma(im, -SIN3, rh);
                float v2 = Math.fma(rm, SIN3, ih);
                yr[y + q + 2 * yk] = Math.fma(u2, c2, -(v2 * d2));
                yi[t + q + 2 * yk] = Math.fma(u2, d2, v2 * c2);
            }
        }
    }

    /** Radix 3. */
    static void threeVector(FloatPass f, int end) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int yk = f.yk();
        int xm = f.xj();
        int step = f.step();
        FloatVector half = FloatVector.broadcast(S, -0.5f);
        FloatVector sin = FloatVector.broadcast(S, SIN3);
        FloatVector minus = FloatVector.broadcast(S, -SIN3);
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            FloatVector c1 = FloatVector.broadcast(S, wr[w]);
            FloatVector d1 = FloatVector.broadcast(S, wi[w]);
            FloatVector c2 = FloatVector.broadcast(S, wr[w + 1]);
            FloatVector d2 = FloatVector.broadcast(S, wi[w + 1]);
            for (int q = 0; q < end; q += step) {
                FloatVector r0 = FloatVector.fromArray(S, xr, x + q);
                FloatVector i0 = FloatVector.fromArray(S, xi, z + q);
                FloatVector r1 = FloatVector.fromArray(S, xr, x + q + xm);
                FloatVector i1 = FloatVector.fromArray(S, xi, z + q + xm);
                FloatVector r2 = FloatVector.fromArray(S, xr, x + q + 2 * xm);
                FloatVector i2 = FloatVector.fromArray(S, xi, z + q + 2 * xm);
                FloatVector rp = r1.add(r2);
                FloatVector rm = r1.sub(r2);
                FloatVector rh = rp.fma(half, r0);
                FloatVector ip = i1.add(i2);
                FloatVector im = i1.sub(i2);
                FloatVector ih = ip.fma(half, i0);
                r0.add(rp).intoArray(yr, y + q);
                i0.add(ip).intoArray(yi, t + q);
                FloatVector u1 = im.fma(sin, rh);
                FloatVector v1 = rm.fma(minus, ih);
                u1.fma(c1, v1.mul(d1).neg()).intoArray(yr, y + q + yk);
                u1.fma(d1, v1.mul(c1)).intoArray(yi, t + q + yk);
                FloatVector u2 = im.fma(minus, rh);
                FloatVector v2 = rm.fma(sin, ih);
                u2.fma(c2, v2.mul(d2).neg()).intoArray(yr, y + q + 2 * yk);
                u2.fma(d2, v2.mul(c2)).intoArray(yi, t + q + 2 * yk);
            }
        }
    }

    /** Radix 5. */
    static void five(FloatPass f) {
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
                float ra = r1 + r4;
                float rb = r2 + r3;
                float rc = r1 - r4;
                float rd = r2 - r3;
                float re = Math.fma(rb, COS52, Math.fma(ra, COS51, r0));
                float rf = Math.fma(rb, COS51, Math.fma(ra, COS52, r0));
                float rg = Math.fma(rd, SIN52, rc * SIN51);
                float rh = Math.fma(rd, -SIN51, rc * SIN52);
                float ia = i1 + i4;
                float ib = i2 + i3;
                float ic = i1 - i4;
                float id = i2 - i3;
                float ie = Math.fma(ib, COS52, Math.fma(ia, COS51, i0));
                float ifx = Math.fma(ib, COS51, Math.fma(ia, COS52, i0));
                float ig = Math.fma(id, SIN52, ic * SIN51);
                float ih = Math.fma(id, -SIN51, ic * SIN52);
                yr[y + q] = r0 + ra + rb;
                yi[t + q] = i0 + ia + ib;
                float u1 = re + ig;
                float v1 = ie - rg;
                yr[y + q + yk] = Math.fma(u1, c1, -(v1 * d1));
                yi[t + q + yk] = Math.fma(u1, d1, v1 * c1);
                float u2 = rf + ih;
                float v2 = ifx - rh;
                yr[y + q + 2 * yk] = Math.fma(u2, c2, -(v2 * d2));
                yi[t + q + 2 * yk] = Math.fma(u2, d2, v2 * c2);
                float u3 = rf - ih;
                float v3 = ifx + rh;
                yr[y + q + 3 * yk] = Math.fma(u3, c3, -(v3 * d3));
                yi[t + q + 3 * yk] = Math.fma(u3, d3, v3 * c3);
                float u4 = re - ig;
                float v4 = ie + rg;
                yr[y + q + 4 * yk] = Math.fma(u4, c4, -(v4 * d4));
                yi[t + q + 4 * yk] = Math.fma(u4, d4, v4 * c4);
            }
        }
    }

    /** Radix 5. */
    static void fiveVector(FloatPass f, int end) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int yk = f.yk();
        int xm = f.xj();
        int step = f.step();
        FloatVector cos1 = FloatVector.broadcast(S, COS51);
        FloatVector cos2 = FloatVector.broadcast(S, COS52);
        FloatVector sin1 = FloatVector.broadcast(S, SIN51);
        FloatVector sin2 = FloatVector.broadcast(S, SIN52);
        FloatVector minus = FloatVector.broadcast(S, -SIN51);
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            FloatVector c1 = FloatVector.broadcast(S, wr[w]);
            FloatVector d1 = FloatVector.broadcast(S, wi[w]);
            FloatVector c2 = FloatVector.broadcast(S, wr[w + 1]);
            FloatVector d2 = FloatVector.broadcast(S, wi[w + 1]);
            FloatVector c3 = FloatVector.broadcast(S, wr[w + 2]);
            FloatVector d3 = FloatVector.broadcast(S, wi[w + 2]);
            FloatVector c4 = FloatVector.broadcast(S, wr[w + 3]);
            FloatVector d4 = FloatVector.broadcast(S, wi[w + 3]);
            for (int q = 0; q < end; q += step) {
                FloatVector r0 = FloatVector.fromArray(S, xr, x + q);
                FloatVector i0 = FloatVector.fromArray(S, xi, z + q);
                FloatVector r1 = FloatVector.fromArray(S, xr, x + q + xm);
                FloatVector i1 = FloatVector.fromArray(S, xi, z + q + xm);
                FloatVector r2 = FloatVector.fromArray(S, xr, x + q + 2 * xm);
                FloatVector i2 = FloatVector.fromArray(S, xi, z + q + 2 * xm);
                FloatVector r3 = FloatVector.fromArray(S, xr, x + q + 3 * xm);
                FloatVector i3 = FloatVector.fromArray(S, xi, z + q + 3 * xm);
                FloatVector r4 = FloatVector.fromArray(S, xr, x + q + 4 * xm);
                FloatVector i4 = FloatVector.fromArray(S, xi, z + q + 4 * xm);
                FloatVector ra = r1.add(r4);
                FloatVector rb = r2.add(r3);
                FloatVector rc = r1.sub(r4);
                FloatVector rd = r2.sub(r3);
                FloatVector re = rb.fma(cos2, ra.fma(cos1, r0));
                FloatVector rf = rb.fma(cos1, ra.fma(cos2, r0));
                FloatVector rg = rd.fma(sin2, rc.mul(sin1));
                FloatVector rh = rd.fma(minus, rc.mul(sin2));
                FloatVector ia = i1.add(i4);
                FloatVector ib = i2.add(i3);
                FloatVector ic = i1.sub(i4);
                FloatVector id = i2.sub(i3);
                FloatVector ie = ib.fma(cos2, ia.fma(cos1, i0));
                FloatVector ifx = ib.fma(cos1, ia.fma(cos2, i0));
                FloatVector ig = id.fma(sin2, ic.mul(sin1));
                FloatVector ih = id.fma(minus, ic.mul(sin2));
                r0.add(ra).add(rb).intoArray(yr, y + q);
                i0.add(ia).add(ib).intoArray(yi, t + q);
                FloatVector u1 = re.add(ig);
                FloatVector v1 = ie.sub(rg);
                u1.fma(c1, v1.mul(d1).neg()).intoArray(yr, y + q + yk);
                u1.fma(d1, v1.mul(c1)).intoArray(yi, t + q + yk);
                FloatVector u2 = rf.add(ih);
                FloatVector v2 = ifx.sub(rh);
                u2.fma(c2, v2.mul(d2).neg()).intoArray(yr, y + q + 2 * yk);
                u2.fma(d2, v2.mul(c2)).intoArray(yi, t + q + 2 * yk);
                FloatVector u3 = rf.sub(ih);
                FloatVector v3 = ifx.add(rh);
                u3.fma(c3, v3.mul(d3).neg()).intoArray(yr, y + q + 3 * yk);
                u3.fma(d3, v3.mul(c3)).intoArray(yi, t + q + 3 * yk);
                FloatVector u4 = re.sub(ig);
                FloatVector v4 = ie.add(rg);
                u4.fma(c4, v4.mul(d4).neg()).intoArray(yr, y + q + 4 * yk);
                u4.fma(d4, v4.mul(c4)).intoArray(yi, t + q + 4 * yk);
            }
        }
    }
}
