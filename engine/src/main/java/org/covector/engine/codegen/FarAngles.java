package org.covector.engine.codegen;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.covector.engine.expr.FarAngle;

/** {@link FarAngle} for whole vectors: one comparison, and a walk over the lanes only where one of them lies far out. */
final class FarAngles {
    private FarAngles() {}

    static FloatVector sinFar(FloatVector x, FloatVector y) {
        return isNear(x) ? y : lanes(0, x, y);
    }

    static FloatVector cosFar(FloatVector x, FloatVector y) {
        return isNear(x) ? y : lanes(1, x, y);
    }

    static FloatVector tanFar(FloatVector x, FloatVector y) {
        return isNear(x) ? y : lanes(2, x, y);
    }

    static DoubleVector sinFar(DoubleVector x, DoubleVector y) {
        return isNear(x) ? y : lanes(0, x, y);
    }

    static DoubleVector cosFar(DoubleVector x, DoubleVector y) {
        return isNear(x) ? y : lanes(1, x, y);
    }

    static DoubleVector tanFar(DoubleVector x, DoubleVector y) {
        return isNear(x) ? y : lanes(2, x, y);
    }

    private static boolean isNear(FloatVector x) {
        return !x.abs().compare(VectorOperators.GE, FarAngle.FLOAT_LIMIT).anyTrue();
    }

    private static boolean isNear(DoubleVector x) {
        return !x.abs().compare(VectorOperators.GE, FarAngle.DOUBLE_LIMIT).anyTrue();
    }

    private static FloatVector lanes(int function, FloatVector x, FloatVector y) {
        float[] from = x.toArray();
        float[] to = y.toArray();
        for (int i = 0; i < to.length; i++) {
            to[i] = switch (function) {
                case 0 -> FarAngle.sinFar(from[i], to[i]);
                case 1 -> FarAngle.cosFar(from[i], to[i]);
                default -> FarAngle.tanFar(from[i], to[i]);
            };
        }
        return FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, to, 0);
    }

    private static DoubleVector lanes(int function, DoubleVector x, DoubleVector y) {
        double[] from = x.toArray();
        double[] to = y.toArray();
        for (int i = 0; i < to.length; i++) {
            to[i] = switch (function) {
                case 0 -> FarAngle.sinFar(from[i], to[i]);
                case 1 -> FarAngle.cosFar(from[i], to[i]);
                default -> FarAngle.tanFar(from[i], to[i]);
            };
        }
        return DoubleVector.fromArray(DoubleVector.SPECIES_PREFERRED, to, 0);
    }
}
