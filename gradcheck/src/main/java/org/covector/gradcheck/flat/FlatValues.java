package org.covector.gradcheck.flat;

import java.util.Arrays;

/** Arrays of values, compared. */
public final class FlatValues {
    private FlatValues() {}

    /** Equal in bits, or closer than a tolerance. */
    public static boolean areSame(double[] a, double[] b, double tolerance) {
        return a.length == b.length && areSame(a, 0, b, a.length, tolerance);
    }

    /** As above for the first of b, and a from a place on. */
    public static boolean areSame(double[] a, int from, double[] b, int count, double tolerance) {
        int first = Arrays.mismatch(a, from, from + count, b, 0, count);
        for (int i = first < 0 ? count : first; i < count; i++) {
            if (Double.compare(a[from + i], b[i]) != 0 && !(Math.abs(a[from + i] - b[i]) <= tolerance)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all are finite. */
    public static boolean areFinite(double... values) {
        for (double v : values) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }
}
