package org.covector.engine.kernel;

/** A strided matrix as operand of a product. */
final class FloatMatrix implements PanelSource {
    private final float[] array;
    private final int at;
    private final int kStride;
    private final int jStride;

    FloatMatrix(Object array, int at, int kStride, int jStride) {
        this.array = (float[]) array;
        this.at = at;
        this.kStride = kStride;
        this.jStride = jStride;
    }

    float[] array() {
        return array;
    }

    int at() {
        return at;
    }

    int kStride() {
        return kStride;
    }

    int jStride() {
        return jStride;
    }

    @Override
    public void pack(int k0, int depth, int j0, int width, Object panel, int to, int stride) {
        float[] p = (float[]) panel;
        int from = at + k0 * kStride + j0 * jStride;
        if (jStride == 1) {
            FloatPacking.runs(array, from, kStride, depth, width, p, to, stride);
        } else if (kStride == 1) {
            FloatPacking.transposed(array, from, jStride, depth, width, p, to, stride);
        } else {
            FloatPacking.strided(array, from, kStride, jStride, depth, width, p, to, stride);
        }
    }
}
