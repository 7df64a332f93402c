package org.covector.engine.kernel.order;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/** Elements as long keys whose signed order is the order of sorting: -0 equals 0, NaN is the largest and equals NaN. */
public sealed interface KeyKernel permits FloatKeys, DoubleKeys, LongKeys {
    /** The keys of a dtype. */
    static KeyKernel of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> FloatKeys.INSTANCE;
            case FLOAT64 -> DoubleKeys.INSTANCE;
            case INT64 -> LongKeys.INSTANCE;
            case BOOL -> throw new ArgumentException("keys", "dtype", dtype, "INT64, FLOAT32 or FLOAT64");
        };
    }

    /** {@code to[i] = key(x[xo + i])} for i below n, complemented where the order is to be descending. */
    void keys(Object x, int xo, int n, boolean descending, long[] to);

    /** Whether x[i] is NaN. */
    boolean isNaN(Object x, int i);
}
