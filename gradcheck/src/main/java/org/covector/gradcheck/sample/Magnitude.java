package org.covector.gradcheck.sample;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.covector.engine.DType;

/** How large an element is; the sign is random. */
public enum Magnitude {
    /** Between 1/8 and 2, all digits random. */
    ORDINARY,
    /** Halves up to 4: many ties, and the places where functions have kinks. */
    ROUND,
    /** 0 or -0. */
    ZERO,
    /** Between 1e-30 and 1e-20. */
    TINY,
    /** Between 1e20 and 1e30. */
    HUGE,
    /** Below the smallest normal number. */
    SUBNORMAL;

    /** The magnitude of a number, the nearest of those above. */
    public static Magnitude of(double x, DType dtype) {
        double a = Math.abs(x);
        double normal = dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        return a == 0 ? ZERO : a < normal ? SUBNORMAL : a < 1e-10 ? TINY : a > 1e10 ? HUGE : 2 * a == Math.rint(2 * a) ? ROUND : ORDINARY;
    }

    double draw(RandomGenerator random, DType dtype) {
        double sign = random.nextBoolean() ? 1 : -1;
        return sign * switch (this) {
            case ORDINARY -> random.nextDouble(0.125, 2);
            case ROUND -> random.nextInt(9) / 2.0;
            case ZERO -> 0;
            case TINY -> Math.pow(10, random.nextDouble(-30, -20));
            case HUGE -> Math.pow(10, random.nextDouble(20, 30));
            case SUBNORMAL -> random.nextDouble(0.001, 0.999) * (dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
