package org.covector.engine.kernel.reduction;

import java.util.Arrays;

/** Products, in the order in which {@link FloatSum} adds: lanes folded by halves, blocks in adjacent pairs. */
public final class FloatProduct implements ReduceKernel {
    private static final int LANES = FloatSum.LANES;

    /** The only form: products of long runs leave the range of the dtype, so they are rare. */
    public FloatProduct() {}

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    @Override
    public int rowWork() {
        return LANES;
    }

    @Override
    public int columnWork(int w) {
        return LANES * w;
    }

    @Override
    public void row(Object x, int o, int n, Object work, Object out, int at) {
        float[] a = (float[]) x;
        float[] lanes = (float[]) work;
        Arrays.fill(lanes, 0, LANES, 1f);
        for (int r = 0; r < n; r++) {
            lanes[r % LANES] *= a[o + r];
        }
        fold(lanes, 1);
        ((float[]) out)[at] = lanes[0];
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object work, Object out, int at) {
        float[] a = (float[]) x;
        float[] lanes = (float[]) work;
        Arrays.fill(lanes, 0, LANES * w, 1f);
        for (int r = 0; r < n; r++) {
            int lane = r % LANES * w;
            int o = base + rows[r];
            for (int c = 0; c < w; c++) {
                lanes[lane + c] *= a[o + c];
            }
        }
        fold(lanes, w);
        System.arraycopy(lanes, 0, (float[]) out, at, w);
    }

    private static void fold(float[] lanes, int w) {
        for (int h = LANES / 2 * w; h >= w; h /= 2) {
            for (int i = 0; i < h; i++) {
                lanes[i] *= lanes[i + h];
            }
        }
    }

    @Override
    public void combine(Object partial, int k, int blocks) {
        float[] p = (float[]) partial;
        for (int n = blocks; n > 1; n = (n + 1) / 2) {
            for (int i = 0; i < n / 2; i++) {
                for (int c = 0; c < k; c++) {
                    p[i * k + c] = p[2 * i * k + c] * p[(2 * i + 1) * k + c];
                }
            }
            if (n % 2 == 1) {
                System.arraycopy(p, (n - 1) * k, p, n / 2 * k, k);
            }
        }
    }
}
