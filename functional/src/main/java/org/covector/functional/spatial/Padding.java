package org.covector.functional.spatial;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Shapes;

/** Borders: of a constant by one primitive, of the tensor's own elements by indexing each axis. */
final class Padding {
    private Padding() {}

    static Tensor pad(Tensor x, Pad mode, double value, int... borders) {
        ArgumentException.require(borders.length % 2 == 0 && borders.length / 2 <= x.rank(), "pad", "borders", Arrays.toString(borders),
                "two numbers for each of at most " + x.rank() + " axes, the last axis first");
        int[] low = new int[x.rank()];
        int[] high = new int[x.rank()];
        for (int i = 0; i < borders.length / 2; i++) {
            int axis = x.rank() - 1 - i;
            low[axis] = borders[2 * i];
            high[axis] = borders[2 * i + 1];
            long length = (long) x.dim(axis) + low[axis] + high[axis];
            ArgumentException.require(length >= 0 && length <= Integer.MAX_VALUE && low[axis] >= -x.dim(axis) && high[axis] >= -x.dim(axis),
                    "pad", "borders", Arrays.toString(borders),
                    "cuts of at most the lengths of " + x.shape() + ", results of at most 2^31 - 1");
        }
        if (mode == Pad.CONSTANT) {
            ArgumentException.require(x.dtype() != DType.INT64 || value == (long) value, "pad", "value", value,
                    "a whole number within INT64 for INT64");
            return Shapes.padConstant(x, low, high, value);
        }
        Tensor y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            if (low[axis] != 0 || high[axis] != 0) {
                y = F.indexSelect(y, axis, Tensor.of(sources(mode, x.dim(axis), low[axis], high[axis])));
            }
        }
        return y;
    }

    /** For each place of the padded axis, the place of the axis that fills it. What negative borders cut off does not come round again. */
    private static long[] sources(Pad mode, int n, int low, int high) {
        int first = Math.max(0, -low);
        int kept = n - first - Math.max(0, -high);
        int most = mode == Pad.REFLECT ? n - 1 : mode == Pad.CIRCULAR ? kept : Integer.MAX_VALUE;
        ArgumentException.require(low <= most && high <= most && n > 0 && (kept > 0 || mode != Pad.CIRCULAR), "pad", "borders",
                low + ", " + high, "at most " + Math.max(0, most) + " for " + mode + " on an axis of length " + n);
        long[] at = Create.longs((long) n + low + high);
        for (int i = 0; i < at.length; i++) {
            int j = i - low;
            at[i] = switch (mode) {
                case REFLECT -> j < 0 ? -j : j >= n ? 2 * n - 2 - j : j;
                case REPLICATE -> Math.clamp(j, 0, n - 1);
                default -> first + Math.floorMod(j - first, kept);
            };
        }
        return at;
    }
}
