package org.covector.bench.accuracy;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apfloat.Apfloat;
import org.covector.engine.DType;

/** What a unit in the last place is. */
enum Format {
    FLOAT32(DType.FLOAT32, 23, -126, Float.MAX_VALUE),
    FLOAT64(DType.FLOAT64, 52, -1022, Double.MAX_VALUE);

    final DType dtype;
    private final int fraction;
    final int lowest;
    final double largest;

    Format(DType dtype, int fraction, int lowest, double largest) {
        this.dtype = dtype;
        this.fraction = fraction;
        this.lowest = lowest;
        this.largest = largest;
    }

    double round(double x) {
        return this == FLOAT32 ? (float) x : x;
    }

    double next(double x, boolean up) {
        return this == FLOAT32 ? (up ? Math.nextUp((float) x) : Math.nextDown((float) x)) : up ? Math.nextUp(x) : Math.nextDown(x);
    }

    /** |got - want| in units in the last place of what is wanted; infinite for a wrong infinity or NaN. */
    double error(double got, Apfloat want) {
        return distance(got, want, Math.abs(want.doubleValue()));
    }

    /** The same in units in the last place of another number. */
    double distance(double got, Apfloat want, double scale) {
        double near = want.doubleValue();
        if (Math.abs(near) > largest) { // a rounded result is infinite, or the largest
            return Math.abs(got) >= largest && Math.signum(got) == Math.signum(near) ? 0 : Double.POSITIVE_INFINITY;
        }
        if (!Double.isFinite(got)) {
            boolean isBorder = Math.abs(near) >= largest * (1 - 0x1p-20) && Math.signum(got) == Math.signum(near);
            return isBorder ? 0 : Double.POSITIVE_INFINITY;
        }
        int exponent = scale == 0 ? lowest : Math.max(lowest, Math.getExponent(scale));
        BigDecimal difference = new BigDecimal(got).subtract(decimal(want), new MathContext(20));
        double units = difference.doubleValue();
        // exact difference of doubles may be subnormal: scale in two steps
        return difference.signum() == 0 ? 0 : units != 0 && Math.abs(units) > Double.MIN_NORMAL * 0x1p60
                ? Math.abs(units) * Math.scalb(1.0, Math.min(1000, fraction - exponent)) * Math.scalb(1.0,
                Math.max(0, fraction - exponent - 1000))
                : Math.abs(scaled(difference, fraction - exponent).doubleValue());
    }

    private static BigDecimal scaled(BigDecimal x, int n) {
        MathContext digits = new MathContext(20);
        return n >= 0 ? x.multiply(new BigDecimal(2).pow(n), digits) : x.divide(new BigDecimal(2).pow(-n), digits);
    }

    private static BigDecimal decimal(Apfloat x) {
        return x.signum() == 0 || x.scale() < -400 ? BigDecimal.ZERO : new BigDecimal(x.precision(40).toString());
    }
}
