package org.covector.gradcheck.sample;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.covector.engine.DType;

/** Numbers in the order in which people like to read them: 0, 1, 0.5, 2, 3, ... 10, ... 0.25, ... 0.7312. */
final class Simpler {
    private static final int NOT_FINITE = 1 << 20;
    private static final int PER_DIGIT = 8;
    private static final int[] DIGITS = {1, 2, 3, 5, 8};

    private Simpler() {}

    /** How hard a number is to read. */
    static int cost(double x, DType dtype) {
        if (!Double.isFinite(x)) {
            return NOT_FINITE;
        }
        double a = Math.abs(x);
        int sign = Double.doubleToRawLongBits(x) < 0 ? 1 : 0;
        if (a == 0 || a == 1 || a == 0.5) {
            return sign + (a == 0 ? 0 : a == 1 ? 2 : 4);
        }
        BigDecimal decimal = decimal(a, dtype);
        int exponent = decimal.precision() - decimal.scale() - 1;
        int first = decimal.unscaledValue().toString().charAt(0) - '0';
        return sign + PER_DIGIT * decimal.precision() + 4 * Math.abs(exponent) + first;
    }

    /** Simpler numbers than x, simplest first: some where x is, some of its sign, some rounder. */
    static List<Double> than(double x, DType dtype) {
        Comparator<Double> order = Comparator.comparingInt((Double v) -> cost(v, dtype)).thenComparing(Comparator.naturalOrder());
        Set<Double> all = new TreeSet<>(order);
        double sign = Math.copySign(1, x);
        for (double v : new double[] {0, 1, 0.5, 2, 3}) {
            all.add(v);
            all.add(sign * v);
        }
        if (Double.isFinite(x) && x != 0) {
            all.add(Math.abs(x));
            rounded(Math.abs(x), dtype, sign, all);
        }
        int cost = cost(x, dtype);
        return all.stream().map(v -> dtype == DType.FLOAT32 ? (double) v.floatValue() : v)
                .filter(v -> Double.isFinite(v) && (dtype.isFloating() || v == Math.rint(v)) && cost(v, dtype) < cost).toList();
    }

    private static void rounded(double a, DType dtype, double sign, Set<Double> all) {
        BigDecimal decimal = decimal(a, dtype);
        int exponent = decimal.precision() - decimal.scale() - 1;
        for (int e : new int[] {exponent, exponent / 2, exponent - 1, exponent + 1}) {
            for (int first = 1; first <= 9; first++) {
                all.add(sign * new BigDecimal(first).scaleByPowerOfTen(e).doubleValue());
            }
        }
        for (int digits : DIGITS) {
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP, RoundingMode.HALF_EVEN}) {
                all.add(sign * decimal.round(new MathContext(digits, mode)).doubleValue());
            }
        }
    }

    private static BigDecimal decimal(double a, DType dtype) {
        return new BigDecimal(dtype == DType.FLOAT32 ? Float.toString((float) a) : Double.toString(a)).stripTrailingZeros();
    }
}
