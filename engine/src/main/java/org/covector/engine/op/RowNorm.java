package org.covector.engine.op;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.ReductionKernels;
import org.covector.engine.kernel.norm.NormKernel;
import org.covector.engine.kernel.reduction.FinishKernel;
import org.covector.engine.op.Normalization.Gradients;
import org.covector.engine.op.Normalization.Normalized;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/** Layer norm and root-mean-square norm: rows of a compact array, with a weight and a bias for each element of a row. */
final class RowNorm {
    private static final double NANOS = 0.3;
    private static final int CHUNK = 1 << 15;
    /** Rows whose statistics are found together. */
    private static final int ROWS = 4;

    private final NdArray x;
    private final Object values;
    private final int rows;
    private final int n;
    private final boolean centred;
    private final NormKernel kernel;

    RowNorm(NdArray x, int n, boolean centred) {
        this.x = x;
        this.values = x.storage().array();
        this.n = n;
        this.rows = n == 0 ? 0 : Shape.length("layerNorm", x.size() / n);
        this.centred = centred;
        this.kernel = ReductionKernels.norm(x.dtype());
    }

    private Storage fresh(long size) {
        return Storage.uninitialised(x.dtype(), size);
    }

    /** Zeros where rows have no elements and nothing is computed. */
    private Storage statistic(Shape stats) {
        return n == 0 ? Storage.zeros(x.dtype(), stats.size()) : fresh(stats.size());
    }

    private interface Rows {
        void run(int from, int to, Object work);
    }

    private void parallel(Rows body) {
        int perChunk = Math.max(1, CHUNK / Math.max(1, n));
        EngineRuntime.parallel(Math.ceilDiv(rows, perChunk), (long) (x.size() * NANOS),
                chunk -> body.run(chunk * perChunk, Math.min(rows, (chunk + 1) * perChunk), fresh(kernel.work()).array()));
    }

    /** In place: x becomes y. */
    Normalized forward(NdArray weight, NdArray bias, double eps, Shape stats) {
        Storage mean = statistic(stats);
        Storage variance = statistic(stats);
        Storage rstd = statistic(stats);
        FinishKernel finish = ReductionKernels.finish(x.dtype());
        Object m = mean.array();
        Object v = variance.array();
        Object s = rstd.array();
        Object w = weight.storage().array();
        Object b = bias.storage().array();
        parallel((from, to, work) -> {
            for (int first = from; first < to; first += ROWS) {
                int count = Math.min(ROWS, to - first);
                kernel.rowMoments(values, first * n, n, count, centred, m, v, first, work);
                finish.reciprocalRoot(v, eps, s, first, count);
                for (int r = first; r < first + count; r++) {
                    kernel.row(values, r * n, n, m, s, r, w, b, values);
                }
            }
        });
        return new Normalized(x, NdArray.wrap(mean, stats), NdArray.wrap(rstd, stats), NdArray.wrap(variance, stats));
    }

    Gradients backward(NdArray dy, NdArray mean, NdArray rstd, NdArray weight, Shape last) {
        Object d = dy.storage().array();
        Object m = mean.storage().array();
        Object s = rstd.storage().array();
        Object w = weight.storage().array();
        Storage dx = fresh(x.size());
        Object input = dx.array();
        parallel((from, to, work) -> {
            for (int r = from; r < to; r++) {
                kernel.rowBackward(d, values, r * n, n, centred, m, s, r, w, input, work);
            }
        });
        NdArray db = Reductions.sum(dy.reshape(Shape.of(rows, n)), new int[] {0}, false).reshape(last);
        return new Gradients(NdArray.wrap(dx, x.shape()), NdArray.wrap(weightGradient(d, m, s), last), db);
    }

    /** Column sums of dy * xhat: blocks of rows, tiles of columns. */
    private Storage weightGradient(Object dy, Object mean, Object rstd) {
        int block = ReductionKernels.sum(x.dtype()).block();
        int blocks = Math.max(1, Math.ceilDiv(rows, block));
        Storage dw = fresh((long) blocks * n);
        Object to = dw.array();
        int tile = Math.min(n, 256);
        int tiles = n == 0 ? 0 : Math.ceilDiv(n, tile);
        EngineRuntime.parallel(blocks * tiles, (long) (x.size() * NANOS), u -> {
            int first = u / tiles * block;
            int column = u % tiles * tile;
            int w = Math.min(tile, n - column);
            Object work = fresh(kernel.columnWork(w)).array();
            int count = Math.min(block, rows - first);
            kernel.columnProducts(dy, values, n, first, count, column, w, mean, rstd, work, to, u / tiles * n + column);
        });
        ReductionKernels.sum(x.dtype()).combine(dw.array(), n, blocks);
        return dw;
    }
}
