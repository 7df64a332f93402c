package org.covector.engine.kernel;

/** The loops of convolution in scalars, with the bits of the register tiles: they serve until those are compiled. */
final class FloatConvolutionScalars {
    private FloatConvolutionScalars() {}

    /** {@code out[p] = start + sum over d of a[d * step] x[off[d] + p]} for one row and a run of pixels, four at a time. */
    static void line(float[] a, int ao, int step, float[] x, int[] off, float start, float[] out, int oo, int run) {
        for (int p = 0; p < run; p += 4) {
            float s0 = start;
            float s1 = start;
            float s2 = start;
            float s3 = start;
            for (int d = 0; d < off.length; d++) {
                float w = a[ao + d * step];
                int q = off[d] + p;
                s0 = Math.fma(w, x[q], s0);
                s1 = Math.fma(w, x[q + 1], s1);
                s2 = Math.fma(w, x[q + 2], s2);
                s3 = Math.fma(w, x[q + 3], s3);
            }
            out[oo + p] = s0;
            out[oo + p + 1] = s1;
            out[oo + p + 2] = s2;
            out[oo + p + 3] = s3;
        }
    }

    /** {@code out[k] += sum over pixels p of x[p] dy[p, k]} for {@code n} outputs k, {@code width} apart from pixel to pixel. */
    static void gradient(float[] x, int xo, int xs, float[] dy, int width, int n, int rows, int columns, float[] out, int oo) {
        for (int k = 0; k < n; k++) {
            float sum = 0f;
            for (int row = 0; row < rows; row++) {
                int p = xo + row * xs;
                int q = row * columns * width + k;
                for (int i = 0; i < columns; i++) {
                    sum = Math.fma(x[p + i], dy[q + i * width], sum);
                }
            }
            out[oo + k] += sum;
        }
    }

    /** As {@link FloatGradientTiles#lanes9}. */
    static void lanes9(float[] x, int xo, int xs, int[] off, int j, float[] dy, int dys, int rows, int columns, float[] out) {
        int lanes = FloatGradientTiles.LANES;
        for (int t = 0; t < 9; t++) {
            for (int lane = 0; lane < lanes; lane++) {
                float sum = 0f;
                for (int row = 0; row < rows; row++) {
                    int p = xo + off[j + t] + row * xs;
                    for (int i = lane; i < columns; i += lanes) {
                        sum = Math.fma(x[p + i], dy[row * dys + i], sum);
                    }
                }
                out[t * lanes + lane] = sum;
            }
        }
    }
}
