package org.covector.engine.op.spatial;

import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.resample.ResampleKernel;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * One axis of an array resampled by a table of weights. Several axes are resampled one after the other, the last axis first when
 * they grow.
 */
public final class Resample {
    private static final int CHUNK = 1 << 14;

    private static final double NANOS_PER_TAP = 0.5;

    private Resample() {}

    /**
     * {@code y[.., q, ..] = sum over taps t of q of weight[t] x[.., index[t], ..]}; those of weight 0 count nothing.
     *
     * @param x FLOAT32 or FLOAT64, of length {@code table.in()} along the axis
     * @return x's shape, but of length {@code table.out()} along the axis
     */
    public static NdArray forward(String function, NdArray x, int axis, ResampleTable table) {
        ArgumentException.require(x.dtype().isFloating(), function, "dtype of x", x.dtype(), "FLOAT32 or FLOAT64");
        int a = x.shape().axis(function, axis);
        boolean fits = x.rank() > 0 && x.shape().dim(a) == table.in();
        ArgumentException.require(fits, function, "x's shape", x.shape(), "length " + table.in() + " along axis " + axis);
        Shape shape = x.shape().with(a, table.out());
        NdArray in = x.dense();
        Storage y = Storage.zeros(x.dtype(), shape.size());
        if (y.length() == 0 || in.size() == 0) {
            return NdArray.wrap(y, shape);
        }
        ResampleKernel kernel = ResampleKernel.of(y.array());
        Object weight = switch (x.dtype()) {
            case FLOAT32 -> NdArray.of(table.weight()).to(x.dtype()).storage().array();
            case FLOAT64 -> table.weight();
            case INT64, BOOL -> throw ArgumentException.notFloating(function, x.dtype());
        };
        int inner = (int) shape.sub(a + 1, shape.rank()).size();
        int outer = (int) shape.sub(0, a).size();
        int rows = inner == 1 ? outer : outer * table.out();
        long taps = (long) table.index().length * inner * outer;
        int part = (int) Math.max(1, CHUNK / Math.max(1, taps / rows));
        int tapsPerResult = table.taps();
        int[] zero = withZeros(table, x.dtype());
        EngineRuntime.parallel(Math.ceilDiv(rows, part), (long) (taps * NANOS_PER_TAP), c -> {
            int from = c * part;
            int to = Math.min(rows, from + part);
            if (inner == 1) {
                kernel.elements(in.storage().array(), in.offset(), table.in(), table.start(), table.index(), weight, tapsPerResult,
                        y.array(), from, to);
            } else {
                kernel.runs(in.storage().array(), in.offset(), table.in(), inner, table.start(), table.index(), weight, y.array(), from,
                        to);
            }
            if (zero.length > 0) {
                kernel.leaveOutZeros(in.storage().array(), in.offset(), table.in(), inner, table.start(), table.index(), weight, zero,
                        y.array(), from, to);
            }
        });
        return NdArray.wrap(y, shape);
    }

    /** The results that have a tap of weight 0. */
    private static int[] withZeros(ResampleTable table, DType dtype) {
        double[] w = table.weight();
        int[] start = table.start();
        return IntStream.range(0, table.out()).filter(q -> IntStream.range(start[q], start[q + 1])
                .anyMatch(t -> (dtype == DType.FLOAT32 ? (float) w[t] : w[t]) == 0)).toArray();
    }

    /**
     * The adjoint of {@link #forward}: {@code dx[.., i, ..] = sum of weight[t] dy[.., q, ..]} over the taps t with index i, in
     * the order of q.
     */
    public static NdArray adjoint(String function, NdArray dy, int axis, ResampleTable table) {
        return forward(function, dy, axis, table.transposed());
    }
}
