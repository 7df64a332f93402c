package org.covector.engine.op;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.engine.storage.Storage;

/** Sums and means that are numbers although what is added up on the way to them is not. */
public final class WideRange {
    /** Times 2^-31 as many numbers as an array can have add up to one of the format. */
    private static final int SMALLER = -31;

    private WideRange() {}

    /**
     * {@code linear(x)}, of which what is infinite or NaN is computed again from elements of 2^-31 the size: it stays so only if it is.
     *
     * @param linear weighted sums of at most 2^31 elements each, of weights up to 1
     */
    public static NdArray sums(Function<NdArray[], NdArray> linear, NdArray... x) {
        NdArray y = linear.apply(x).dense();
        return !y.dtype().isFloating() || areShort(y, x) && Arrays.stream(x).allMatch(WideRange::isSmall) || isWithin(y, 1) ? y
                : again(y, linear, x);
    }

    /** Whether there is less to read of what is added up than of the sums. */
    private static boolean areShort(NdArray y, NdArray[] x) {
        return Arrays.stream(x).mapToLong(t -> t.isUniform() ? 1 : t.size()).sum() < y.size();
    }

    /** Whether no number of elements can add up to more than the largest number. */
    private static boolean isSmall(NdArray x) {
        double share = Math.scalb(1.0, SMALLER - 1);
        return x.size() == 0 || (x.isUniform() ? x.storage().isWithin(x.offset(), 1, share) : isWithin(x.dense(), share));
    }

    private static boolean isWithin(NdArray dense, double share) {
        return dense.storage().isWithin(dense.offset(), (int) dense.size(), share);
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
