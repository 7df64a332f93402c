package org.covector.engine.kernel;

/** Elements as long keys whose signed order is the order of sorting: -0 equals 0, NaN is the largest and equals NaN. */
public sealed interface KeyKernel permits FloatKeys, DoubleKeys, LongKeys {
    /** The keys of an array's element type. */
    static KeyKernel of(Object array) {
        return switch (array) {
            case float[] _ -> FloatKeys.INSTANCE;
            case double[] _ -> DoubleKeys.INSTANCE;
            case long[] _ -> LongKeys.INSTANCE;
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    /** {@code to[i] = key(x[xo + i])} for i below n, complemented where the order is to be descending. */
    void keys(Object x, int xo, int n, boolean descending, long[] to);

    /** Whether x[i] is NaN. */
    boolean isNaN(Object x, int i);
}
