package org.covector.engine.op.linalg;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.DoubleBlas3;
import org.covector.engine.kernel.linalg.FactorizationKernel;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.op.Matmul;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * The matrices in the last two axes of an array, one at a time: as they are, copied to dense ones of their dtype, or read and written as
 * doubles, for what computes float32 in double and rounds once, at the end.
 */
final class Matrices {
    private static final int MAX_CHUNKS = 64;

    private final NdArray array;
    private final Shape batch;
    private final int rows;
    private final int columns;
    private final MoveKernel move;

    private Matrices(NdArray array, Shape batch) {
        this.array = array;
        this.batch = batch;
        this.rows = array.shape().dim(-2);
        this.columns = array.shape().dim(-1);
        this.move = MoveKernel.of(array.dtype());
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

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int size() {
        return Shape.length("matrix", (long) rows * columns);
    }

    /** Products of parts of matrices of double. */
    static DoubleBlas3 blas() {
        return new DoubleBlas3(Matmul.kernel(DType.FLOAT64));
    }

    /** The factorisations of this dtype. */
    FactorizationKernel kernel() {
        return FactorizationKernel.of(array.dtype(), Matmul.kernel(array.dtype()));
    }

    /** The array in which the matrices are. */
    Object elements() {
        return array.storage().array();
    }

    /** Where matrix {@code index} of the batch begins. */
    int at(int index) {
        int at = array.offset();
        int rest = index;
        for (int axis = batch.rank() - 1; axis >= 0; axis--) {
            at += rest % batch.dim(axis) * array.stride(axis);
            rest /= batch.dim(axis);
        }
        return at;
    }

    int rowStride() {
        return array.stride(array.rank() - 2);
    }

    int columnStride() {
        return array.stride(array.rank() - 1);
    }

    /** Scratch of the same dtype; its elements hold anything. */
    Object scratch(long n) {
        return Storage.scratch(array.dtype(), n);
    }

    /** Matrix {@code index} of the batch, row-major, to an array of the same dtype. */
    void copy(int index, Object to, int toAt) {
        move.copy(elements(), at(index), rowStride(), columnStride(), to, toAt, columns, 1, rows, columns);
    }

    /** Matrix {@code index} of the batch, column-major, to an array of the same dtype. */
    void copyColumns(int index, Object to) {
        move.copy(elements(), at(index), columnStride(), rowStride(), to, 0, rows, 1, columns, rows);
    }

    /** Matrix {@code index} of the batch, row-major, into {@code to}. */
    void load(int index, double[] to) {
        if (array.dtype() == DType.FLOAT64) {
            copy(index, to, 0);
            return;
        }
        for (int i = 0; i < rows && columns > 0; i++) {
            array.storage().readDoubles(at(index) + i * rowStride(), columnStride(), to, i * columns, columns);
        }
    }

    /** Matrix {@code index} of the batch, column-major, into {@code to}. */
    void loadColumns(int index, double[] to) {
        Matrices turned = new Matrices(array.transpose(-1, -2), batch);
        turned.load(index, to);
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
