package org.covector.engine.op;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.codegen.MicroKernelCompiler;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Op;
import org.covector.engine.kernel.gemm.DoubleGemm;
import org.covector.engine.kernel.gemm.DoubleMicroKernels;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.FloatGemm;
import org.covector.engine.kernel.gemm.FloatMicroKernels;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmMatrix;
import org.covector.engine.kernel.gemm.GemmTask;
import org.covector.engine.kernel.gemm.Tuning;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/** Matrix products. Operands of any strides are read in place; the order of every sum is fixed by the shapes. */
public final class Matmul {
    private static final String FUNCTION = "matmul";

    /** Products over one term, many of them: outer products, with the bits of a sum that begins with 0. */
    private static final Pointwise OUTER = Pointwise.of(Formula.of("outer", 2,
            Expr.apply(Op.FMA, Expr.input(0), Expr.input(1), Expr.constant(0))));

    private record Key(DType dtype) {}

    private Matmul() {}

    /** The kernel that multiplies matrices of a floating dtype. */
    @SuppressWarnings("exports")
    public static GemmKernel kernel(DType dtype) {
        return EngineRuntime.shared(new Key(dtype), key -> switch (key.dtype()) {
            case FLOAT32 -> new FloatGemm(new FloatMicroKernels(MicroKernelCompiler::compile, EngineRuntime::background));
            case FLOAT64 -> new DoubleGemm(new DoubleMicroKernels(MicroKernelCompiler::compile, EngineRuntime::background));
            case INT64, BOOL -> throw ArgumentException.notFloating(FUNCTION, key.dtype());
        });
    }

    /**
     * {@code y[..., i, j] = sum over k of a[..., i, k] b[..., k, j]}.
     *
     * <p>a: [..., m, k], b: [..., k, n], y: [..., m, n]; leading axes broadcast. FLOAT32, FLOAT64 or INT64 (wrapping), both the same.
     * A sum over no k is zero. Error of an element: at most about {@code (KC + k / KC) u} times the product of absolute values,
     * u the unit roundoff, KC = 256.
     */
    public static NdArray matmul(NdArray a, NdArray b) {
        check(FUNCTION, a, b);
        int m = a.shape().dim(-2);
        int k = a.shape().dim(-1);
        int n = b.shape().dim(-1);
        if (b.shape().dim(-2) != k) {
            throw new ArgumentException(FUNCTION, "shapes", a.shape() + " and " + b.shape(),
                    "[..., m, k] and [..., k, n]: the last axis of a as long as the last but one of b");
        }
        if (a.rank() == 2 && b.rank() == 2 && a.dtype().isFloating()) { // a small product would feel the batch's bookkeeping
            Storage storage = Storage.uninitialised(a.dtype(), (long) m * n);
            GemmMatrix left = left(a, a.storage().array(), a.offset());
            GemmMatrix right = right(b, b.storage().array(), b.offset());
            kernel(a.dtype()).multiply(new GemmTask(m, n, k, left, right, storage.array(), 0, n));
            return NdArray.wrap(storage, Shape.of(m, n));
        }
        Shape batch = a.shape().sub(0, a.rank() - 2).broadcast(FUNCTION, b.shape().sub(0, b.rank() - 2));
        Shape shape = batch.concat(Shape.of(m, n));
        if (k == 1 && batch.size() > 1 && a.dtype().isFloating()) {
            return OUTER.apply(a.expand(shape), b.expand(shape));
        }
        Storage storage = a.dtype().isFloating() ? Storage.uninitialised(a.dtype(), shape.size()) : Storage.zeros(a.dtype(), shape.size());
        if (shape.size() > 0) {
            boolean shared = batch.size() > 1 && b.shape().size() == (long) k * n && a.shape().sub(0, a.rank() - 2).equals(batch);
            if (shared && (m == 1 || a.isDense()) && a.dtype().isFloating()) { // one tall product: B is packed once
                int rows = Shape.length("matmul", batch.size() * m);
                Batches tall = new Batches(Shape.SCALAR, a.reshape(Shape.of(rows, k)), b.reshape(Shape.of(k, n)));
                floating(kernel(a.dtype()), tall, rows, n, k, storage.array());
            } else if (a.dtype() == DType.INT64) {
                integers(new Batches(batch, a, b), m, n, k, storage.longs());
            } else {
                floating(kernel(a.dtype()), new Batches(batch, a, b), m, n, k, storage.array());
            }
        }
        return NdArray.wrap(storage, shape);
    }

    private static void check(String function, NdArray a, NdArray b) {
        if (a.dtype() == DType.BOOL || a.dtype() != b.dtype()) {
            throw new ArgumentException(function, "dtypes", a.dtype() + " and " + b.dtype(), "FLOAT32, FLOAT64 or INT64, both the same");
        }
        if (a.rank() < 2 || b.rank() < 2) {
            throw new ArgumentException(function, "shapes", a.shape() + " and " + b.shape(), "two or more axes each");
        }
    }

    /** The operands' strides and every matrix's position. */
    private static final class Batches {
        final NdArray a;
        final NdArray b;
        final int count;
        private final Object aArray;
        private final Object bArray;
        private final int[] dims;
        private final int[] aStrides;
        private final int[] bStrides;

        Batches(Shape batch, NdArray a, NdArray b) {
            this.a = a;
            this.b = b;
            this.aArray = a.storage().array();
            this.bArray = b.storage().array();
            this.dims = batch.dims();
            this.count = Shape.length("matmul", batch.size());
            this.aStrides = strides(a);
            this.bStrides = strides(b);
        }

        /** The product of the matrices i, to the i-th of c. */
        GemmTask task(int i, int m, int n, int k, Object c) {
            return new GemmTask(m, n, k, left(a, aArray, aAt(i)), right(b, bArray, bAt(i)), c, i * m * n, n);
        }

        /** Strides of the batch axes, 0 where broadcast. */
        private int[] strides(NdArray x) {
            int[] s = new int[dims.length];
            for (int i = 0; i < x.rank() - 2; i++) {
                s[dims.length - (x.rank() - 2) + i] = x.shape().dim(i) == 1 ? 0 : x.stride(i);
            }
            return s;
        }

        private int at(int[] strides, int offset, int index) {
            int p = offset;
            int rest = index;
            for (int i = dims.length - 1; i >= 0; i--) {
                p += rest % dims[i] * strides[i];
                rest /= dims[i];
            }
            return p;
        }

        int aAt(int index) {
            return at(aStrides, a.offset(), index);
        }

        int bAt(int index) {
            return at(bStrides, b.offset(), index);
        }

        int aRow() {
            return a.stride(a.rank() - 2);
        }

        int aColumn() {
            return a.stride(a.rank() - 1);
        }

        int bRow() {
            return b.stride(b.rank() - 2);
        }

        int bColumn() {
            return b.stride(b.rank() - 1);
        }
    }

    private static void floating(GemmKernel kernel, Batches x, int m, int n, int k, Object c) {
        if (x.count == 1) {
            kernel.multiply(x.task(0, m, n, k, c));
            return;
        }
        long nanos = Tuning.nanos((long) x.count * m * n * k);
        EngineRuntime.parallel(x.count, nanos, i -> kernel.multiply(x.task(i, m, n, k, c)));
    }

    private static GemmMatrix left(NdArray a, Object array, int at) {
        return new GemmMatrix(array, at, a.stride(a.rank() - 1), a.stride(a.rank() - 2));
    }

    private static GemmMatrix right(NdArray b, Object array, int at) {
        return new GemmMatrix(array, at, b.stride(b.rank() - 2), b.stride(b.rank() - 1));
    }

    private static void integers(Batches x, int m, int n, int k, long[] c) {
        long[] a = x.a.storage().longs();
        long[] b = x.b.storage().longs();
        EngineRuntime.parallel(x.count * m, (long) x.count * m * n * k, row -> {
            int aAt = x.aAt(row / m) + row % m * x.aRow();
            int bAt = x.bAt(row / m);
            for (int p = 0; p < k; p++) {
                long s = a[aAt + p * x.aColumn()];
                int from = bAt + p * x.bRow();
                for (int j = 0; j < n; j++) {
                    c[row * n + j] += s * b[from + j * x.bColumn()];
                }
            }
        });
    }

    /**
     * {@code y[..., j] = sum over k of x[..., k] w[j, k] + bias[j]}.
     *
     * <p>x: [..., k], w: [n, k], bias: [n], y: [..., n]. The bias is added to the finished sum.
     */
    public static NdArray linear(NdArray x, NdArray w, Option<NdArray> bias) {
        if (w.rank() != 2 || x.rank() < 1 || x.shape().dim(-1) != w.shape().dim(1)) {
            throw new ArgumentException("linear", "shapes", x.shape() + " and " + w.shape(), "x [..., k] and w [n, k]");
        }
        int k = w.shape().dim(1);
        int n = w.shape().dim(0);
        for (NdArray b : bias) {
            if (b.rank() != 1 || b.shape().dim(0) != n || b.dtype() != x.dtype()) {
                throw new ArgumentException("linear", "bias", b.dtype() + " " + b.shape(), x.dtype() + " [" + n + "]");
            }
        }
        if (!x.dtype().isFloating() || x.dtype() != w.dtype()) {
            throw new ArgumentException("linear", "dtypes", x.dtype() + " and " + w.dtype(), "FLOAT32 or FLOAT64, both the same");
        }
        Shape shape = x.shape().with(x.rank() - 1, n);
        Storage storage = Storage.uninitialised(x.dtype(), shape.size());
        if (shape.size() > 0) {
            int m = Shape.length("matmul", shape.size() / n);
            NdArray rows = x.reshape(Shape.of(m, k));
            NdArray added = bias.map(NdArray::dense).getOrElse(x);
            GemmKernel kernel = kernel(x.dtype());
            kernel.multiply(new GemmTask(m, n, k,
                    new GemmMatrix(rows.storage().array(), rows.offset(), rows.stride(1), rows.stride(0)),
                    new GemmMatrix(w.storage().array(), w.offset(), w.stride(1), w.stride(0)),
                    storage.array(), 0, n, bias.isEmpty() ? Epilogue.NONE : Epilogue.COLUMN_BIAS,
                    added.storage().array(), added.offset()));
        }
        return NdArray.wrap(storage, shape);
    }
}
