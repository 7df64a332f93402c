package org.covector.engine.op;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.storage.Storage;

/**
 * Runs whose plain reduction left the range in which it can be trusted, reduced again in double with the elements scaled, so that
 * nothing overflows or underflows that the result does not (Blue, "A portable Fortran program to find the Euclidean norm of a vector",
 * 1978; Anderson, "Algorithm 978", 2017). Sums are compensated (Neumaier, 1974). Elements are taken in the order of their indices.
 */
final class ScaledReductions {
    /** Sums of at most 2^31 numbers below 2^1024, times 2^-64, are finite. */
    private static final int SUM_SCALE = 64;

    /** Whether a plain result may have lost what the true one has. */
    interface Doubt {
        boolean of(double y);
    }

    /** The result of a run. */
    interface Run {
        double of(double[] x, int n);
    }

    private ScaledReductions() {}

    /** {@code y} with the results in doubt computed again. */
    static void repair(NdArray x, boolean[] marked, Storage y, Doubt doubt, Run run) {
        repairAt(x, marked, y, i -> doubt.of(y.getDouble(i)), run);
    }

    /** {@code y} with the results of some runs computed again. */
    static void repairAt(NdArray x, boolean[] marked, Storage y, IntPredicate doubt, Run run) {
        int kept = (int) Reductions.count(x.shape(), marked, false);
        int first = 0;
        while (first < kept && !doubt.test(first)) {
            first++;
        }
        if (first == kept) {
            return;
        }
        ReducedAxes axes = ReducedAxes.of(x, marked);
        int n = axes.reduced();
        for (int i = first; i < kept; i++) {
            if (doubt.test(i)) {
                Storage part = Storage.uninitialised(x.dtype(), n);
                axes.gather(x.storage().array(), axes.start(i), 0, n, part.array(), 0);
                Object wide = NdArray.wrap(part, Shape.of(n)).to(DType.FLOAT64).storage().array();
                y.set(i, run.of((double[]) wide, n));
            }
        }
    }

    /** Sums, and whatever overflows as they do. */
    static boolean overflown(double y) {
        return !Double.isFinite(y);
    }

    /** Roots of sums of p-th powers: doubtful where the sum is not well inside of the range of the dtype. */
    static Doubt rootOfPowers(DType dtype, double p) {
        double range = switch (dtype) { // of the sum's binary exponent: 2^-900 against rounding of 2^-1074 n
            case FLOAT32 -> 90;
            case FLOAT64 -> 900;
            case INT64, BOOL -> throw ArgumentException.notFloating("norm", dtype);
        };
        double low = StrictMath.pow(2, -range / Math.abs(p));
        double high = StrictMath.pow(2, range / Math.abs(p));
        return y -> !(y >= low && y <= high);
    }

    /** {@code (x[0] + x[1] + ...) / divisor}. */
    static double sum(double[] x, int n, double divisor) {
        double sum = 0;
        double rest = 0;
        for (int i = 0; i < n; i++) {
            double e = Math.scalb(x[i], -SUM_SCALE);
            double next = sum + e;
            rest += Math.abs(sum) >= Math.abs(e) ? sum - next + e : e - next + sum;
            sum = next;
        }
        double scaled = Double.isFinite(sum) ? sum + rest : sum; // infinite or NaN elements
        return Math.scalb(scaled / divisor, SUM_SCALE);
    }

    /** {@code x[0] * x[1] * ...}, the exponents apart. */
    static double product(double[] x, int n) {
        Products product = new Products(1);
        for (int i = 0; i < n; i++) {
            product.times(0, x[i]);
        }
        return product.value(0);
    }

    /** {@code (|x[0]|^p + |x[1]|^p + ...)^(1 / p)}, p not 0 and finite. */
    static double norm(double[] x, int n, double p) {
        double unit = p > 0 ? 0 : Double.POSITIVE_INFINITY; // the largest, or smallest, magnitude; NaN if there is one
        for (int i = 0; i < n; i++) {
            unit = p > 0 ? Math.max(unit, Math.abs(x[i])) : Math.min(unit, Math.abs(x[i]));
        }
        if (unit == 0 || !Double.isFinite(unit)) {
            return unit;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double ratio = Math.abs(x[i]) / unit;
            sum += p == 2 ? ratio * ratio : StrictMath.pow(ratio, p);
        }
        return unit * (p == 2 ? Math.sqrt(sum) : StrictMath.pow(sum, 1 / p));
    }

    /** {@code log(e^x[0] + e^x[1] + ...)} for finite x, as the largest and log1p of the others' share. */
    static double logsumexp(double[] x, int n) {
        int largest = 0;
        for (int i = 1; i < n; i++) {
            largest = x[i] > x[largest] ? i : largest;
        }
        double rest = 0;
        for (int i = 0; i < n; i++) {
            rest += i == largest ? 0 : StrictMath.exp(x[i] - x[largest]);
        }
        return x[largest] + StrictMath.log1p(rest);
    }

    /** {@code sqrt(sum (x - mean)^2 / divisor)}, of elements brought near 1. */
    static double deviation(double[] x, int n, double divisor) {
        double unit = 0;
        for (int i = 0; i < n; i++) {
            unit = Math.max(unit, Math.abs(x[i]));
        }
        int exponent = Math.getExponent(unit);
        for (int i = 0; i < n; i++) {
            x[i] = Math.scalb(x[i], -exponent);
        }
        double mean = sum(x, n, n);
        for (int i = 0; i < n; i++) {
            x[i] -= mean;
        }
        return Math.scalb(norm(x, n, 2) / Math.sqrt(divisor), exponent);
    }

    /** Products that neither overflow nor underflow on their way: significands in double, exponents apart. All begin as 1. */
    static final class Products {
        /** Significands within it and its inverse have their exponent with them. */
        private static final double FAR = 0x1p400;

        /** Brings a subnormal number, which has fewer digits, among the normal ones. */
        private static final int NORMAL = 64;

        /** An exponent beyond which there is no number. */
        private static final long BEYOND = 5000;

        private final double[] significand;
        private final long[] exponent;

        Products(int n) {
            significand = Storage.uninitialised(DType.FLOAT64, n).doubles();
            exponent = Storage.zeros(DType.INT64, n).longs();
            Arrays.fill(significand, 1);
        }

        /** Multiplies a product by a number. */
        void times(int i, double factor) {
            double m = significand[i];
            double plain = m * factor;
            if (Math.abs(plain) >= 1 / FAR && Math.abs(plain) <= FAR) { // so that the factor, and the product with the next, are normal
                significand[i] = plain;
            } else if (factor != 0 && Double.isFinite(factor)) {
                int low = factor > -Double.MIN_NORMAL && factor < Double.MIN_NORMAL ? NORMAL : 0;
                double normal = Math.scalb(factor, low);
                int power = Math.getExponent(normal);
                m *= Math.scalb(normal, -power);
                int carry = Math.getExponent(m);
                significand[i] = Math.scalb(m, -carry);
                exponent[i] += power - low + carry;
            } else {
                significand[i] = plain;
            }
        }

        /** A product, rounded once more where it is subnormal. */
        double value(int i) {
            return Math.scalb(significand[i], (int) Math.clamp(exponent[i], -BEYOND, BEYOND));
        }
    }
}
