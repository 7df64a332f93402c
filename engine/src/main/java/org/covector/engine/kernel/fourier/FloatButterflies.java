package org.covector.engine.kernel.fourier;

/** The passes of a transform: runs that fill a vector go in vectors; the scalar loops have the same bits. */
final class FloatButterflies {
    private final boolean vector;
    private final int step = FloatVectorButterflies.STEP;

    FloatButterflies(boolean vector) {
        this.vector = vector;
    }

    boolean isVector() {
        return vector;
    }

    int step() {
        return step;
    }

    void pass(FloatPass f) {
        if (!vector || !FloatVectorButterflies.pass(f)) {
            FloatScalarButterflies.pass(f);
        }
    }
}
