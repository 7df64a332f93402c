package org.covector.engine.kernel.reduction;

/** From sums to means. */
public final class Means {
    private Means() {}

    /** {@code y[i] /= counts[i]} where the count is 2 or more; integers are rounded down. */
    public static void divide(Object y, long[] counts) {
        switch (y) {
            case float[] a -> {
                for (int i = 0; i < counts.length; i++) {
                    a[i] /= Math.max(1, counts[i]);
                }
            }
            case double[] a -> {
                for (int i = 0; i < counts.length; i++) {
                    a[i] /= Math.max(1, counts[i]);
                }
            }
            case long[] a -> {
                for (int i = 0; i < counts.length; i++) {
                    a[i] = Math.floorDiv(a[i], Math.max(1, counts[i]));
                }
            }
            default -> throw new IllegalArgumentException(y.getClass().getName());
        }
    }
}
