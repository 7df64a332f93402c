package org.covector.engine.op;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.TieredKernel;
import org.covector.engine.kernel.distance.DistanceKernel;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/** Distances of all rows of one matrix from those of another, from the differences: no inner product cancels. */
public final class Distances {
    private static final String FUNCTION = "cdist";

    /** Elements of a row in a panel, and rows of x that meet it one after the other: it and their sums stay in the L2 cache. */
    private static final int DEPTH = 1024;

    private static final int ROWS = 1024;

    /** Rows of x that a thread is given at once in a pullback. */
    private static final int PULLED_ROWS = 16;

    /** Differences per nanosecond in vectors, about, and nanoseconds of a power. */
    private static final long DIFFERENCES_PER_NANO = 20;

    private static final long NANOS_PER_POWER = 40;

    private record Key(DType dtype, double p) {}

    private Distances() {}

    private static DistanceKernel kernel(DType dtype, double p) {
        if (!hasVectors(p)) { // any number of powers, and nothing to warm up
            return DistanceKernel.of(dtype, p, false);
        }
        return TieredKernel.kernel(new Key(dtype, p),
                new TieredKernel.Plan<>(vector -> DistanceKernel.of(dtype, p, vector), k -> warmup(k, dtype, p)));
    }

    private static boolean hasVectors(double p) {
        return p == 1 || p == 2 || p == Double.POSITIVE_INFINITY;
    }

    /** Every loop on a few rows, some of them not whole vectors. */
    private static void warmup(DistanceKernel k, DType dtype, double p) {
        int m = 5 * k.columns() / 2 + 3;
        int n = k.columns();
        Object x = Storage.zeros(dtype, (long) n * m).array();
        Object panel = Storage.zeros(dtype, (long) n * m).array();
        Object d = Storage.zeros(dtype, (long) n * n).array();
        Object sums = Storage.zeros(dtype, (long) DistanceKernel.ROWS * n).array();
        k.pack(x, 0, n, m, 0, m, panel);
        k.accumulate(x, 0, DistanceKernel.ROWS, m, panel, m, sums, 0);
        k.finish(sums, 0, DistanceKernel.ROWS, d, 0, n, n);
        k.distances(x, 0, DistanceKernel.ROWS, m, panel, m, sums, d, 0, n, n);
        if (p != Double.POSITIVE_INFINITY) {
            Object w = Storage.zeros(dtype, (long) n * n).array();
            k.weights(d, 0, d, 0, n * n - 1, w);
            k.pull(w, x, 0, 0, 2, x, 0, n, m, Storage.zeros(dtype, 2L * m).array(), 0);
        }
    }

    /** Matrices one behind the other. */
    private record Rows(NdArray x, int matrices, int count, int length) {
        static Rows of(NdArray x) {
            int matrices = Storage.length(FUNCTION, x.shape().sub(0, x.rank() - 2).size());
            return new Rows(x.dense(), matrices, x.shape().dim(-2), x.shape().dim(-1));
        }

        Object array() {
            return x.storage().array();
        }

        /** Where a row of a matrix begins. */
        int at(int matrix, int row) {
            return x.offset() + (matrix * count + row) * length;
        }
    }

    /**
     * {@code d[..., i, j] = |x[..., i] - y[..., j]|_p}, from differences rounded to the dtype. Powers are scaled where they would leave its
     * range. The relative error for p = 2 is at most {@code (130 + M / 512) u}, for other powers {@code (260 + M / 256) u}, u the unit
     * roundoff.
     *
     * @param x [..., P, M], FLOAT32 or FLOAT64
     * @param y [..., R, M], of the same dtype and leading axes
     * @param p 0 (a count), above 0, or infinite (the largest)
     * @return [..., P, R]
     * @throws ArgumentException if dtypes or shapes do not fit, or p is below 0
     */
    public static NdArray cdist(NdArray x, NdArray y, double p) {
        check(x, y, p);
        Rows a = Rows.of(x);
        Rows b = Rows.of(y);
        Shape shape = x.shape().with(x.rank() - 1, b.count);
        Storage d = Storage.uninitialised(x.dtype(), shape.size());
        DistanceKernel kernel = kernel(x.dtype(), p);
        int columns = kernel.columns();
        int panels = Math.ceilDiv(b.count, columns);
        int perMatrix = panels * Math.ceilDiv(a.count, ROWS);
        long differences = shape.size() * a.length;
        long nanos = hasVectors(p) ? differences / DIFFERENCES_PER_NANO : differences * NANOS_PER_POWER;
        EngineRuntime.parallel(shape.size() == 0 ? 0 : Storage.length(FUNCTION, (long) a.matrices * perMatrix), nanos, c -> {
            int i = c % perMatrix / panels * ROWS;
            int j = c % panels * columns;
            block(kernel, p, a, b, new Block(c / perMatrix, i, Math.min(ROWS, a.count - i), j, Math.min(columns, b.count - j)), d);
        });
        return NdArray.wrap(d, shape);
    }

    /** The distances of some rows of a matrix from some of another, the columns of a panel. */
    private static void block(DistanceKernel kernel, double p, Rows a, Rows b, Block block, Storage d) {
        int m = a.length;
        int tile = DistanceKernel.ROWS * kernel.columns();
        int passes = Math.ceilDiv(m, DEPTH);
        int tiles = Math.ceilDiv(block.rows, DistanceKernel.ROWS);
        Object panel = Storage.scratch(a.x.dtype(), (long) Math.min(DEPTH, m) * kernel.columns());
        Storage sums = Storage.zeros(a.x.dtype(), passes > 1 ? (long) tiles * tile : tile);
        for (int pass = 0; pass < Math.max(1, passes); pass++) {
            int k = pass * DEPTH;
            int depth = Math.min(DEPTH, m - k);
            kernel.pack(b.array(), b.at(block.matrix, block.j), block.width, m, k, depth, panel);
            for (int t = 0; t < tiles; t++) {
                Block part = block.tile(t);
                int from = a.at(block.matrix, part.i) + k;
                boolean inRange = true;
                if (passes <= 1) {
                    inRange = kernel.distances(a.array(), from, part.rows, m, panel, depth, sums.array(), d.array(), part.in(a, b), b.count,
                            part.width);
                } else {
                    kernel.accumulate(a.array(), from, part.rows, m, panel, depth, sums.array(), t * tile);
                    if (pass == passes - 1) {
                        inRange = kernel.finish(sums.array(), t * tile, part.rows, d.array(), part.in(a, b), b.count, part.width);
                    }
                }
                if (!inRange) {
                    repair(p, a, b, part, d);
                }
            }
        }
    }

    /** Rows i and on, columns j and on of the distances of a pair of matrices. */
    private record Block(int matrix, int i, int rows, int j, int width) {
        /** Where it begins among all distances. */
        int in(Rows a, Rows b) {
            return (matrix * a.count + i) * b.count + j;
        }

        Block tile(int t) {
            int skipped = t * DistanceKernel.ROWS;
            return new Block(matrix, i + skipped, Math.min(DistanceKernel.ROWS, rows - skipped), j, width);
        }
    }

    /** Distances whose sums may have lost what they should hold, again in double. */
    private static void repair(double p, Rows a, Rows b, Block block, Storage d) {
        ScaledReductions.Doubt doubt = ScaledReductions.rootOfPowers(a.x.dtype(), p);
        int m = a.length;
        double[] difference = Storage.zeros(DType.FLOAT64, m).doubles();
        for (int i = block.i; i < block.i + block.rows; i++) {
            for (int j = block.j; j < block.j + block.width; j++) {
                int at = (block.matrix * a.count + i) * b.count + j;
                if (doubt.of(d.getDouble(at))) {
                    int from = a.at(block.matrix, i);
                    int other = b.at(block.matrix, j);
                    for (int k = 0; k < m; k++) {
                        double exact = a.x.storage().getDouble(from + k) - b.x.storage().getDouble(other + k);
                        difference[k] = a.x.dtype() == DType.FLOAT32 ? (float) exact : exact;
                    }
                    d.set(at, ScaledReductions.norm(difference, m, p));
                }
            }
        }
    }

    /**
     * {@code dx[..., i] = sum over j of dd[..., i, j] times the derivative of d[..., i, j] by x[..., i]}, p = 1 or 2: of the Euclidean
     * distance {@code (x_i - y_j) / d_ij}, 0 where d is 0; of the other {@code sign(x_i - y_j)}.
     *
     * @param dd [..., P, R], the cotangent of the distances
     * @param x [..., P, M]
     * @param y [..., R, M]
     * @param d [..., P, R], the distances
     * @return of x's shape; nothing where a factor {@code dd / d} leaves the range of the dtype, or a distance is not finite
     */
    public static Option<NdArray> pullback(NdArray dd, NdArray x, NdArray y, NdArray d, double p) {
        check(x, y, p);
        ArgumentException.require(p == 1 || p == 2, FUNCTION, "p", p, "1 or 2");
        Rows a = Rows.of(x);
        Rows b = Rows.of(y);
        NdArray g = dd.dense();
        NdArray distances = d.dense();
        int m = a.length;
        int each = a.count * b.count;
        Storage dx = Storage.zeros(x.dtype(), x.size());
        DistanceKernel kernel = kernel(x.dtype(), p);
        Object w = Storage.scratch(x.dtype(), each);
        for (int i = 0; i < a.matrices; i++) {
            if (!kernel.weights(g.storage().array(), g.offset() + i * each, distances.storage().array(), distances.offset() + i * each,
                    each, w)) {
                return Option.none();
            }
            int matrix = i;
            long nanos = (long) each * m / DIFFERENCES_PER_NANO;
            EngineRuntime.parallel(Math.ceilDiv(a.count, PULLED_ROWS), nanos, c -> kernel.pull(w, a.array(), a.at(matrix, 0),
                    c * PULLED_ROWS, Math.min(a.count, (c + 1) * PULLED_ROWS), b.array(), b.at(matrix, 0), b.count, m, dx.array(),
                    matrix * a.count * m));
        }
        return Option.of(NdArray.wrap(dx, x.shape()));
    }

    private static void check(NdArray x, NdArray y, double p) {
        Operands.requireFloat(FUNCTION, x.dtype());
        ArgumentException.require(y.dtype() == x.dtype(), FUNCTION, "dtypes", x.dtype() + " and " + y.dtype(), "both the same");
        boolean fit = x.rank() >= 2 && y.rank() == x.rank() && x.shape().with(x.rank() - 2, 0).equals(y.shape().with(x.rank() - 2, 0));
        ArgumentException.require(fit, FUNCTION, "x and y", "of shapes " + x.shape() + " and " + y.shape(), "[..., P, M] and [..., R, M]");
        ArgumentException.require(p >= 0, FUNCTION, "p", p, "0 or more, infinity included");
    }
}
