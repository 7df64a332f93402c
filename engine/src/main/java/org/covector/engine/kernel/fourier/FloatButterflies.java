package org.covector.engine.kernel.fourier;

/** The passes of a transform: runs go in vectors as far as they fill them; the scalar loops have the same bits. */
final class FloatButterflies {
    private final boolean vector;

    FloatButterflies(boolean vector) {
        this.vector = vector;
    }

    boolean isVector() {
        return vector;
    }

    void pass(FloatPass f) {
        int whole = vector ? FloatVectorButterflies.pass(f) : 0;
        if (whole < f.s()) {
            FloatScalarButterflies.pass(f, whole);
        }
    }
}
