package org.covector.engine.op;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.engine.storage.Storage;

/** Means that are numbers although the sums on the way to them are not. */
public final class WideRange {
    /** Times 2^-31 as many numbers as an array can have add up to one of the format. */
    private static final int SMALLER = -31;

    private WideRange() {}

    /**
     * {@code linear(x)}, of which what is infinite or NaN is computed again from elements of 2^-31 the size: it stays so only if it is.
     *
     * @param linear weighted sums of at most 2^31 elements each, of weights up to 1
     */
    public static NdArray means(Function<NdArray[], NdArray> linear, NdArray... x) {
        NdArray y = linear.apply(x).dense();
        return y.storage().isFinite(y.offset(), (int) y.size()) ? y : again(y, linear, x);
    }

    private static NdArray again(NdArray y, Function<NdArray[], NdArray> linear, NdArray... x) {
        NdArray scaled = linear.apply(Arrays.stream(x).map(WideRange::smaller).toArray(NdArray[]::new)).dense();
        Storage both = Storage.uninitialised(y.dtype(), y.size());
        for (int i = 0; i < y.size(); i++) {
            double plain = y.storage().getDouble(y.offset() + i);
            both.set(i, Double.isFinite(plain) ? plain : Math.scalb(scaled.storage().getDouble(scaled.offset() + i), -SMALLER));
        }
        return NdArray.wrap(both, y.shape());
    }

    private static NdArray smaller(NdArray x) {
        NdArray from = x.dense();
        Storage small = Storage.uninitialised(x.dtype(), x.size());
        for (int i = 0; i < x.size(); i++) {
            small.set(i, Math.scalb(from.storage().getDouble(from.offset() + i), SMALLER));
        }
        return NdArray.wrap(small, x.shape());
    }
}
