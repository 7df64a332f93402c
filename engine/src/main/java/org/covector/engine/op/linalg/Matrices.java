package org.covector.engine.op.linalg;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.Blas1;
import org.covector.engine.kernel.linalg.Blas3;
import org.covector.engine.op.Matmul;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * The matrices in the last two axes of an array, read and written one at a time as dense row-major doubles: float32 is computed
 * in double and rounded once, at the end.
 */
final class Matrices {
    private static final int MAX_CHUNKS = 64;

    private final NdArray array;
    private final Shape batch;
    private final int rows;
    private final int columns;

    private Matrices(NdArray array, Shape batch) {
        this.array = array;
        this.batch = batch;
        this.rows = array.shape().dim(-2);
        this.columns = array.shape().dim(-1);
    }

    /** The matrices of {@code a}, its leading axes expanded to {@code batch}. */
    static Matrices of(NdArray a, Shape batch) {
        Shape full = batch.concat(a.shape().sub(a.rank() - 2, a.rank()));
        return new Matrices(a.expand(full), batch);
    }

    /** The leading axes: all but the last two. */
    static Shape batch(NdArray a) {
        return a.shape().sub(0, a.rank() - 2);
    }

    static void check(String function, String argument, NdArray a) {
        if (!a.dtype().isFloating()) {
            throw new ArgumentException(function, argument, a.dtype(), "FLOAT32 or FLOAT64");
        }
        if (a.rank() < 2) {
            throw new ArgumentException(function, argument, "of shape " + a.shape(), "at least two axes (..., rows, columns)");
        }
    }

    static void checkSquare(String function, String argument, NdArray a) {
        check(function, argument, a);
        if (a.shape().dim(-1) != a.shape().dim(-2)) {
            throw new ArgumentException(function, argument, "of shape " + a.shape(), "square matrices (..., n, n)");
        }
    }

    static void checkSameDtype(String function, String argument, NdArray a, DType dtype) {
        if (a.dtype() != dtype) {
            throw new ArgumentException(function, argument, a.dtype(), dtype + ", the dtype of the matrix");
        }
    }

    int size() {
        return Shape.length("matrix", (long) rows * columns);
    }

    /** Products of parts of matrices of double. */
    static Blas3 blas() {
        return new Blas3(Matmul.kernel(DType.FLOAT64));
    }

    /** Matrix {@code index} of the batch, row-major, into {@code to}. */
    void load(int index, double[] to) {
        load(index, to, 0);
    }

    /** Matrix {@code index} of the batch, row-major, into {@code to} from place {@code at} on. */
    void load(int index, double[] to, int at) {
        int from = array.offset();
        int rest = index;
        for (int axis = batch.rank() - 1; axis >= 0; axis--) {
            from += rest % batch.dim(axis) * array.stride(axis);
            rest /= batch.dim(axis);
        }
        int rowStride = array.stride(array.rank() - 2);
        int columnStride = array.stride(array.rank() - 1);
        if (rowStride == 1 && columnStride != 1 && array.storage().array() instanceof double[] a) {
            Blas1.transpose(a, from, columnStride, columns, rows, to, at, columns);
            return;
        }
        for (int i = 0; i < rows && columns > 0; i++) {
            array.storage().readDoubles(from + i * rowStride, columnStride, to, at + i * columns, columns);
        }
    }

    /** Matrix {@code index} of the batch, column-major, into {@code to}. */
    void loadColumns(int index, double[] to) {
        Matrices turned = new Matrices(array.transpose(-1, -2), batch);
        turned.load(index, to);
    }

    /** Where to compute a result of {@code size} numbers: for FLOAT64 where it will lie, else in an array that {@link #publish} rounds. */
    static double[] workspace(Storage result, long size) {
        return result.array() instanceof double[] a ? a : doubles(size);
    }

    /** Where result {@code index} begins in the {@link #workspace}. */
    static int at(Storage result, int index, int size) {
        return result.array() instanceof double[] ? index * size : 0;
    }

    /** Writes a result that was computed in the {@link #workspace}. */
    static void publish(double[] work, Storage result, int index, int size) {
        if (!(result.array() instanceof double[])) {
            store(work, result, index, size);
        }
    }

    /** Scratch of one thread; its elements hold anything. */
    static double[] doubles(long n) {
        return Storage.uninitialised(DType.FLOAT64, n).doubles();
    }

    /** Writes the first n doubles to {@code to} from position {@code n * index}: dense results, one matrix (or vector) after another. */
    static void store(double[] from, Storage to, int index, int n) {
        to.writeDoubles(from, index * n, n);
    }

    /** Storage for {@code count} results of the given axes each. */
    static Storage allocate(DType dtype, Shape batch, int... axes) {
        return Storage.zeros(dtype, batch.concat(Shape.of(axes)).size());
    }

    static NdArray wrap(Storage storage, Shape batch, int... axes) {
        return NdArray.wrap(storage, batch.concat(Shape.of(axes)));
    }

    /** Work on the matrices {@code from} (inclusive) to {@code to} (exclusive) of a batch. */
    interface Range {
        void accept(int from, int to);
    }

    /** Runs {@code work} over the whole batch in contiguous ranges; {@code flops} is the estimate for one matrix. */
    static void forEach(Shape batch, double flops, Range work) {
        int count = (int) batch.size();
        int chunks = Math.min(count, MAX_CHUNKS);
        long nanos = (long) (count * (flops / 4 + 200));
        EngineRuntime.parallel(chunks, nanos,
                c -> work.accept((int) ((long) count * c / chunks), (int) ((long) count * (c + 1) / chunks)));
    }
}
