package org.covector.bench.probe;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** y = x max(a x + b, c) as one writes it by hand. */
final class TwinLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private TwinLoop() {}

    static float[] apply(float[] x, float a, float b, float c) {
        float[] y = new float[x.length];
        int i = 0;
        for (; i < SPECIES.loopBound(x.length); i += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(v.mul(a).add(b).max(c)).intoArray(y, i);
        }
        for (; i < x.length; i++) {
            y[i] = x[i] * Math.max(x[i] * a + b, c);
        }
        return y;
    }
}
