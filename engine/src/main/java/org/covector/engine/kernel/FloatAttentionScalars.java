package org.covector.engine.kernel;

import java.util.Arrays;

/** The loops without vectors: the same bits, and fast long before the vector loops are compiled. */
final class FloatAttentionScalars implements FloatAttentionLoops {
    @Override
    public void store(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow) {
        float[] product = new float[HEIGHT * WIDTH];
        product(depth, a, aAt, aStep, 1, b, bAt, product);
        for (int r = 0; r < HEIGHT; r++) {
            System.arraycopy(product, r * WIDTH, c, cAt + r * cRow, WIDTH);
        }
    }

    @Override
    public void add(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow) {
        float[] product = new float[HEIGHT * WIDTH];
        product(depth, a, aAt, aStep, 1, b, bAt, product);
        add(product, c, cAt, cRow);
    }

    @Override
    public void addScaled(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow, float[] f, int fAt) {
        float[] product = new float[HEIGHT * WIDTH];
        product(depth, a, aAt, aStep, 1, b, bAt, product);
        for (int r = 0; r < HEIGHT; r++) {
            for (int j = 0; j < WIDTH; j++) {
                int p = cAt + r * cRow + j;
                c[p] = Math.fma(c[p], f[fAt + r], product[r * WIDTH + j]);
            }
        }
    }

    @Override
    public void addRows(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, float[] c, int cAt, int cRow) {
        float[] product = new float[HEIGHT * WIDTH];
        product(depth, a, aAt, 1, aRow, b, bAt, product);
        add(product, c, cAt, cRow);
    }

    private static void add(float[] product, float[] c, int cAt, int cRow) {
        for (int r = 0; r < HEIGHT; r++) {
            for (int j = 0; j < WIDTH; j++) {
                c[cAt + r * cRow + j] += product[r * WIDTH + j];
            }
        }
    }

    /** Two rows by four columns at a time. */
    private static void product(int depth, float[] a, int aAt, int kStride, int rStride, float[] b, int bAt, float[] product) {
        for (int r = 0; r < HEIGHT; r += 2) {
            for (int j = 0; j < WIDTH; j += 4) {
                float s0 = 0f;
                float s1 = 0f;
                float s2 = 0f;
                float s3 = 0f;
                float t0 = 0f;
                float t1 = 0f;
                float t2 = 0f;
                float t3 = 0f;
                int p = aAt + r * rStride;
                int q = bAt + j;
                for (int k = 0; k < depth; k++) {
                    float x = a[p];
                    float y = a[p + rStride];
                    s0 = Math.fma(x, b[q], s0);
                    s1 = Math.fma(x, b[q + 1], s1);
                    s2 = Math.fma(x, b[q + 2], s2);
                    s3 = Math.fma(x, b[q + 3], s3);
                    t0 = Math.fma(y, b[q], t0);
                    t1 = Math.fma(y, b[q + 1], t1);
                    t2 = Math.fma(y, b[q + 2], t2);
                    t3 = Math.fma(y, b[q + 3], t3);
                    p += kStride;
                    q += WIDTH;
                }
                int c = r * WIDTH + j;
                product[c] = s0;
                product[c + 1] = s1;
                product[c + 2] = s2;
                product[c + 3] = s3;
                product[c + WIDTH] = t0;
                product[c + WIDTH + 1] = t1;
                product[c + WIDTH + 2] = t2;
                product[c + WIDTH + 3] = t3;
            }
        }
    }

    @Override
    public void online(float[] scores, int at, int keys, float[] max, float[] sum, float[] factor) {
        float[] before = Arrays.copyOf(max, ROW);
        float[] top = new float[ROW];
        float[] total = new float[ROW];
        for (int k = 0; k < keys; k++) {
            for (int j = 0; j < ROW; j++) {
                float s = scores[at + k * ROW + j];
                max[j] = s > max[j] ? s : max[j];
            }
        }
        for (int j = 0; j < ROW; j++) {
            top[j] = max[j] == Float.NEGATIVE_INFINITY ? 0f : max[j];
        }
        for (int k = 0; k < keys; k++) {
            for (int j = 0; j < ROW; j++) {
                float p = FloatWeight.exp(scores[at + k * ROW + j] - top[j]);
                scores[at + k * ROW + j] = p;
                total[j] += p;
            }
        }
        for (int j = 0; j < ROW; j++) {
            factor[j] = FloatWeight.exp(before[j] - top[j]);
            sum[j] = sum[j] * factor[j] + total[j];
        }
    }

    @Override
    public void pullback(float[] work, int scores, int cotangents, int keys, int logSumExp, int delta) {
        for (int k = 0; k < keys; k++) {
            for (int j = 0; j < ROW; j++) {
                int p = k * ROW + j;
                float weight = FloatWeight.exp(work[scores + p] - work[logSumExp + j]);
                work[scores + p] = weight;
                work[cotangents + p] = (work[cotangents + p] - work[delta + j]) * weight;
            }
        }
    }
}
