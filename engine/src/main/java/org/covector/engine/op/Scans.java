package org.covector.engine.op;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.ScanKernel;
import org.covector.engine.op.Reductions.Indexed;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Running sums, products, extremes along an axis: each element from the one before, in the order of the indices, so the bits
 * depend on the values alone. BOOL counts as INT64; a scalar is its own scan.
 */
public final class Scans {
    /** Runs side by side that one chunk takes. */
    private static final int TILE = 256;

    private static final double NANOS = 1.2;

    private Scans() {}

    /** {@code y[i] = x[0] + ... + x[i]} along an axis. */
    public static NdArray cumsum(NdArray x, int axis) {
        NdArray a = numeric(x);
        ScanKernel kernel = Kernels.scan(a.dtype());
        return scan("cumsum", a, axis, kernel::sum);
    }

    /** {@code y[i] = x[0] * ... * x[i]} along an axis. */
    public static NdArray cumprod(NdArray x, int axis) {
        NdArray a = numeric(x);
        ScanKernel kernel = Kernels.scan(a.dtype());
        return scan("cumprod", a, axis, kernel::product);
    }

    /** {@code y[i] = log(exp x[0] + ... + exp x[i])} along an axis, each from the one before. */
    public static NdArray logcumsumexp(NdArray x, int axis) {
        Kernels.requireFloat("logcumsumexp", x.dtype());
        ScanKernel kernel = Kernels.scan(x.dtype());
        return scan("logcumsumexp", x, axis, kernel::logSumExp);
    }

    /** The largest of {@code x[0] ... x[i]} along an axis and its index, the last of equal ones; NaN from the first NaN on. */
    public static Indexed cummax(NdArray x, int axis) {
        return extremum("cummax", x, axis, 1);
    }

    /** The smallest of {@code x[0] ... x[i]} along an axis and its index, the last of equal ones; NaN from the first NaN on. */
    public static Indexed cummin(NdArray x, int axis) {
        return extremum("cummin", x, axis, -1);
    }

    private static Indexed extremum(String function, NdArray x, int axis, int sign) {
        if (x.dtype() == DType.BOOL) {
            Indexed y = extremum(function, x.to(DType.INT64), axis, sign);
            return new Indexed(y.values().to(DType.BOOL), y.indices());
        }
        ScanKernel kernel = Kernels.scan(x.dtype());
        Storage indices = Storage.uninitialised(DType.INT64, x.size());
        long[] places = indices.longs();
        NdArray y = scan(function, x, axis, (a, b, o, n, stride, w) -> kernel.extremum(sign, a, b, places, o, n, stride, w));
        return new Indexed(y, NdArray.wrap(indices, x.shape()));
    }

    private static NdArray numeric(NdArray x) {
        return x.dtype() == DType.BOOL ? x.to(DType.INT64) : x;
    }

    private interface Scan {
        void run(Object x, Object y, int o, int n, int stride, int w);
    }

    private static NdArray scan(String function, NdArray given, int axis, Scan scan) {
        int at = given.shape().axis(function, axis);
        Shape shape = given.shape();
        Storage y = Storage.uninitialised(given.dtype(), given.size());
        if (given.size() == 0) {
            return NdArray.wrap(y, shape);
        }
        Object x = Kernels.compact(given).storage().array();
        int n = shape.rank() == 0 ? 1 : shape.dim(at);
        int inner = shape.rank() == 0 ? 1 : (int) shape.sub(at + 1, shape.rank()).size();
        int tiles = Math.ceilDiv(inner, TILE);
        int units = (int) given.size() / n / inner * tiles;
        Object to = y.array();
        int perChunk = (int) Math.max(1, (1L << 14) / ((long) n * Math.min(inner, TILE)));
        EngineRuntime.parallel(Math.ceilDiv(units, perChunk), (long) (given.size() * NANOS), chunk -> {
            for (int u = chunk * perChunk; u < Math.min(units, (chunk + 1) * perChunk); u++) {
                int column = u % tiles * TILE;
                scan.run(x, to, u / tiles * n * inner + column, n, inner, Math.min(TILE, inner - column));
            }
        });
        return NdArray.wrap(y, shape);
    }
}
