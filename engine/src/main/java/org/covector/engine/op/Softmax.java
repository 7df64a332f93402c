package org.covector.engine.op;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.ReductionKernels;
import org.covector.engine.kernel.norm.RunMap;
import org.covector.engine.kernel.reduction.FloatSum;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/** Softmax and its logarithm along an axis, with their pullbacks. FLOAT32 and FLOAT64; sums in the order of {@link Reductions}. */
public final class Softmax {
    /** Elements of a tile of columns that stays in cache from one pass to the next. */
    private static final int TILE_ELEMENTS = 1 << 16;

    /** Tiles narrower than this are read too slowly. */
    private static final int MIN_TILE = 64;

    /** Width of tiles that do not stay in cache. */
    private static final int MAX_TILE = FloatSum.MAX_WIDTH;

    private static final int CHUNK = 1 << 14;

    private Softmax() {}

    /**
     * {@code y = exp(x - max x) / sum exp(x - max x)} along an axis; a run of -inf alone, or with NaN or +inf, gives NaN. The relative
     * error of an element is at most {@code (80 + |x - max x| + log2 n) u}, u = 2^-24 or 2^-53.
     */
    public static NdArray softmax(NdArray x, int axis) {
        Operands.requireFloat("softmax", x.dtype());
        RunMap map = ReductionKernels.softmax(x.dtype(), false);
        return map("softmax", map, x, Option.none(), axis, 0.5);
    }

    /**
     * {@code y = x - max x - log sum exp(x - max x)} along an axis, the logarithm as log1p of the other terms where one is above 1/2: also
     * an element close to 0 has its digits. The relative error is at most {@code (80 + d + log2 n) u}, d the distance of the largest
     * element from the next for the largest itself, else 0.
     */
    public static NdArray logSoftmax(NdArray x, int axis) {
        Operands.requireFloat("logSoftmax", x.dtype());
        RunMap map = ReductionKernels.softmax(x.dtype(), true);
        return map("logSoftmax", map, x, Option.none(), axis, 0.5);
    }

    /** {@code dx = y (dy - sum(dy y))} along an axis, y the softmax: without cancellation of 1 - y where an element is above 1/2. */
    public static NdArray softmaxBackward(NdArray dy, NdArray y, int axis) {
        requireAlike("softmaxBackward", dy, y);
        RunMap map = ReductionKernels.softmaxBackward(y.dtype(), false);
        return map("softmaxBackward", map, dy, Option.of(y), axis, 0.4);
    }

    /** {@code dx = dy - exp(y) sum(dy)} along an axis, y (0 or less) the logarithm of the softmax: without cancellation of 1 - exp y. */
    public static NdArray logSoftmaxBackward(NdArray dy, NdArray y, int axis) {
        requireAlike("logSoftmaxBackward", dy, y);
        RunMap map = ReductionKernels.softmaxBackward(y.dtype(), true);
        return map("logSoftmaxBackward", map, dy, Option.of(y), axis, 0.5);
    }

    private static void requireAlike(String function, NdArray dy, NdArray y) {
        Operands.requireFloat(function, y.dtype());
        ArgumentException.require(dy.dtype() == y.dtype(), function, "dtype of dy", dy.dtype(), "that of y, " + y.dtype());
        ArgumentException.require(dy.shape().equals(y.shape()), function, "shape of dy", dy.shape(), "that of y, " + y.shape());
    }

    private static NdArray map(String function, RunMap map, NdArray a, Option<NdArray> b, int axis, double nanosPerElement) {
        int at = a.shape().axis(function, axis);
        int last = a.rank() - 1;
        Shape shape = a.shape();
        if (a.size() == 0) {
            return NdArray.zeros(a.dtype(), shape);
        }
        int inner = last < 0 ? 1 : Shape.length(function, shape.sub(at + 1, last + 1).size());
        if (inner > 1 && inner < 8) { // too few columns: as rows of a copy
            NdArray rows = map(function, map, a.transpose(at, last), b.map(v -> v.transpose(at, last)), last, nanosPerElement);
            return rows.transpose(at, last).dense();
        }
        boolean isInPlace = b.isEmpty() && !Storage.isRecycled(); // of one array: on a copy
        NdArray x = isInPlace ? Operands.copy(a) : a.dense();
        NdArray y = isInPlace ? x : NdArray.wrap(Storage.uninitialised(a.dtype(), a.size()), shape);
        int n = last < 0 ? 1 : shape.dim(at);
        new Softmax.Walk(map, x, b.fold(() -> x, NdArray::dense), y.storage().array(), n, inner).run(nanosPerElement);
        return y;
    }

    private record Walk(RunMap map, NdArray a, NdArray b, Object out, int n, int inner) {
        void run(double nanosPerElement) {
            int size = (int) a.size();
            int tile = Math.min(inner, TILE_ELEMENTS / n >= MIN_TILE ? Math.min(TILE_ELEMENTS / n, MAX_TILE) : MAX_TILE);
            int tiles = Math.ceilDiv(inner, tile);
            int units = size / n / inner * tiles;
            int perChunk = (int) Math.max(1, CHUNK / ((long) n * tile));
            Object x = a.storage().array();
            Object y = b.storage().array();
            EngineRuntime.parallel(Math.ceilDiv(units, perChunk), (long) (size * nanosPerElement), chunk -> {
                Object work = Storage.scratch(a.dtype(), map.work(n, inner == 1 ? 0 : tile));
                for (int u = chunk * perChunk; u < Math.min(units, (chunk + 1) * perChunk); u++) {
                    int column = u % tiles * tile;
                    int o = u / tiles * n * inner + column;
                    if (inner == 1) {
                        map.row(x, a.offset() + o, y, b.offset() + o, out, o, n, work);
                    } else {
                        map.columns(x, a.offset() + o, y, b.offset() + o, out, o,
                                n, inner, Math.min(tile, inner - column), work);
                    }
                }
            });
        }
    }
}
