package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.codegen.PointwiseKernel;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.runtime.VectorModuleCheck;
import org.covector.engine.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * A formula applied to arrays, element by element: {@code y[i] = f(a[i], b[i], ...)}.
 *
 * <p>Operands have one shape (expanded views cost nothing) and one dtype, boolean ones BOOL; results are dense, of that dtype,
 * boolean ones BOOL. The bits do not depend on layout, threads or machine. Compiled at the first use of a dtype.
 */
public final class Pointwise {
    /** Calls that take less than this on one thread are not worth a thought about threads. */
    private static final long SERIAL_NANOS = 80_000;

    /** Results from this size on begin as a copy of an operand: made past the caches, it takes less time than zeroing. */
    private static final long COPIED_BYTES = 5L << 19;

    /** With more operands than this, constant ones are written out rather than compiled in. */
    private static final int MODED = 5;

    private final Formula formula;
    private final boolean isPlain; // VALUE operands, one VALUE result
    private final @Nullable PointwiseKernel[] dense = new @Nullable PointwiseKernel[DType.values().length];
    private final @Nullable PointwiseKernel[] moded;

    private Pointwise(Formula formula) {
        ArgumentException.require(!formula.inputs().isEmpty(), formula.name(), "number of inputs", 0, "1 or more");
        this.formula = formula;
        this.isPlain = formula.outputs().size() == 1 && formula.outputs().getFirst().kind() == Kind.VALUE
                && !formula.inputs().contains(Kind.BOOL) && formula.inputs().size() <= 3 && formula.scalars() <= 2;
        this.moded = new @Nullable PointwiseKernel[formula.inputs().size() > MODED ? 0 : dense.length << formula.inputs().size()];
    }

    /** The operation of a formula: one object per formula. */
    public static Pointwise of(Formula formula) {
        Key key = new Key(formula);
        Pointwise known = EngineRuntime.find(key);
        return known != null ? known : EngineRuntime.share(key, new Pointwise(formula));
    }

    private record Key(Formula formula) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key k && formula.equals(k.formula);
        }

        @Override
        public int hashCode() {
            return formula.hashCode();
        }
    }

    /** What this computes. */
    public Formula formula() {
        return formula;
    }

    /** {@code f(a)}. */
    public NdArray apply(NdArray a) {
        return apply(a, 0, 0, 0);
    }

    /** {@code f(a; s)}. */
    public NdArray apply(NdArray a, double s) {
        return apply(a, 1, s, 0);
    }

    /** {@code f(a; s, t)}. */
    public NdArray apply(NdArray a, double s, double t) {
        return apply(a, 2, s, t);
    }

    private NdArray apply(NdArray a, int scalars, double s, double t) {
        PointwiseKernel k = quick(1, scalars, a, constant(a));
        if (k == null) {
            return one(scalars, s, t, a);
        }
        Storage y = Storage.uninitialised(a.dtype(), a.size());
        Object x = a.storage().array();
        k.run(y.array(), 0, 1, (int) a.size(), x, a.offset(), 0, x, 0, 0, x, 0, 0, s, t);
        return like(a, y);
    }

    /** {@code f(a, b)}. */
    public NdArray apply(NdArray a, NdArray b) {
        return apply(a, b, 0, 0, 0);
    }

    /** {@code f(a, b; s)}. */
    public NdArray apply(NdArray a, NdArray b, double s) {
        return apply(a, b, 1, s, 0);
    }

    /** {@code f(a, b; s, t)}. */
    public NdArray apply(NdArray a, NdArray b, double s, double t) {
        return apply(a, b, 2, s, t);
    }

    private NdArray apply(NdArray a, NdArray b, int scalars, double s, double t) {
        PointwiseKernel k = quick(2, scalars, a, constant(a) | constant(b) << 1);
        if (k == null || !isTwin(a, b)) {
            return one(scalars, s, t, a, b);
        }
        Storage y = Storage.uninitialised(a.dtype(), a.size());
        Object x = a.storage().array();
        k.run(y.array(), 0, 1, (int) a.size(), x, a.offset(), 0, b.storage().array(), b.offset(), 0, x, 0, 0, s, t);
        return like(a, y);
    }

    /** {@code f(a, b, c)}. */
    public NdArray apply(NdArray a, NdArray b, NdArray c) {
        return apply(a, b, c, 0, 0, 0);
    }

    /** {@code f(a, b, c; s)}. */
    public NdArray apply(NdArray a, NdArray b, NdArray c, double s) {
        return apply(a, b, c, 1, s, 0);
    }

    private NdArray apply(NdArray a, NdArray b, NdArray c, int scalars, double s, double t) {
        PointwiseKernel k = quick(3, scalars, a, constant(a) | constant(b) << 1 | constant(c) << 2);
        if (k == null || !isTwin(a, b) || !isTwin(a, c)) {
            return one(scalars, s, t, a, b, c);
        }
        Storage y = Storage.uninitialised(a.dtype(), a.size());
        k.run(y.array(), 0, 1, (int) a.size(), a.storage().array(), a.offset(), 0, b.storage().array(), b.offset(), 0,
                c.storage().array(), c.offset(), 0, s, t);
        return like(a, y);
    }

    /** The kernel, where the call is of the form that needs no thought: dense or one element, small or serial, compiled before. */
    private @Nullable PointwiseKernel quick(int inputs, int scalars, NdArray a, int constants) {
        if (!isPlain || constants < 0 || a.size() == 0 || formula.inputs().size() != inputs || formula.scalars() != scalars) {
            return null;
        }
        PointwiseKernel k = constants == 0 ? dense[a.dtype().ordinal()] : moded[a.dtype().ordinal() << inputs | constants];
        return k != null && k.nanos(a.size()) < SERIAL_NANOS ? k : null;
    }

    /** 0 for a dense operand, 1 for one element that stands for all, negative for others. */
    private static int constant(NdArray x) {
        return x.isDense() ? 0 : x.isUniform() ? 1 : Integer.MIN_VALUE >> 2;
    }

    private static NdArray like(NdArray layout, Storage y) {
        return layout.isDense() ? NdArray.like(layout, y) : NdArray.wrap(y, layout.shape());
    }

    private static boolean isTwin(NdArray a, NdArray b) {
        return b.dtype() == a.dtype() && (a.shape() == b.shape() || a.shape().equals(b.shape()));
    }

    private NdArray one(int scalars, double s, double t, NdArray... in) {
        if (formula.outputs().size() != 1) {
            throw new ArgumentException(formula.name(), "number of results", formula.outputs().size(), "1 in this form of call");
        }
        return apply(element(in), scalars == 0 ? new double[0] : scalars == 1 ? new double[] {s} : new double[] {s, t}, in)[0];
    }

    /** The dtype of the first VALUE operand; BOOL if there is none. */
    private DType element(NdArray... in) {
        for (int k = 0; k < Math.min(in.length, formula.inputs().size()); k++) {
            if (formula.inputs().get(k) == Kind.VALUE) {
                return in[k].dtype();
            }
        }
        return DType.BOOL;
    }

    /**
     * All results of {@code f(in...; scalars...)}.
     *
     * @param dtype of VALUE operands and results; matters by itself only where no operand is a VALUE
     */
    public NdArray[] apply(DType dtype, double[] scalars, NdArray... in) {
        check(dtype, scalars, in);
        int copied = in[0].size() * dtype.bytes() >= COPIED_BYTES && !Storage.isRecycled() ? copied(dtype, in) : -1;
        if (copied >= 0) {
            return new NdArray[] {inPlace(dtype, scalars, copied, in)};
        }
        NdArray[] y = new NdArray[formula.outputs().size()];
        Object[] arrays = new Object[y.length];
        for (int j = 0; j < y.length; j++) {
            DType result = formula.outputs().get(j).kind() == Kind.BOOL ? DType.BOOL : dtype;
            Storage s = Storage.uninitialised(result, in[0].size());
            arrays[j] = s.array();
            y[j] = NdArray.wrap(s, in[0].shape());
        }
        PointwiseKernel k = dense[dtype.ordinal()];
        if (k != null && areDense(in) && k.nanos(in[0].size()) < SERIAL_NANOS) {
            Object[] x = new Object[in.length];
            int[] at = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                x[i] = in[i].storage().array();
                at[i] = in[i].offset();
            }
            k.run(arrays, new int[y.length], 1, (int) in[0].size(), x, at, new int[in.length], scalars);
        } else if (in[0].size() > 0) {
            PointwiseCall.of(this, dtype, arrays, in, scalars, false).run();
        }
        return y;
    }

    /**
     * The operand whose copy can become the result, or -1: the only one that is not one element for all, and dense. With two of
     * them a sum of 1e6 elements took 1.14 ms as a copy and 0.93 ms into zeros.
     */
    private int copied(DType dtype, NdArray... in) {
        int found = -1;
        for (int k = 0; k < in.length; k++) {
            if (constant(in[k]) < 0) {
                return -1;
            }
            if (in[k].isDense()) {
                if (found >= 0 || in[k].dtype() != dtype) {
                    return -1;
                }
                found = k;
            }
        }
        return kernel(dtype, 0).mayRunInPlace() ? found : -1;
    }

    private NdArray inPlace(DType dtype, double[] scalars, int copied, NdArray... in) {
        Storage y = in[copied].storage().copy(in[copied].offset(), (int) in[copied].size());
        NdArray[] operands = in.clone();
        operands[copied] = NdArray.like(in[copied], y);
        PointwiseCall.of(this, dtype, new Object[] {y.array()}, operands, scalars, true).run();
        return operands[copied];
    }

    private static boolean areDense(NdArray... in) {
        for (NdArray a : in) {
            if (!a.isDense()) {
                return false;
            }
        }
        return true;
    }

    private void check(DType dtype, double[] scalars, NdArray... in) {
        String name = formula.name();
        int inputs = formula.inputs().size();
        ArgumentException.require(in.length == inputs, name, "number of arrays", in.length, String.valueOf(inputs));
        ArgumentException.require(scalars.length == formula.scalars(), name, "number of scalars", scalars.length,
                String.valueOf(formula.scalars()));
        for (int k = 0; k < in.length; k++) {
            boolean isBool = formula.inputs().get(k) == Kind.BOOL;
            if (in[k].dtype() != (isBool ? DType.BOOL : dtype)) {
                throw new ArgumentException(name, "dtype of argument " + k, in[k].dtype(), String.valueOf(isBool ? DType.BOOL : dtype));
            }
            if (in[k].shape() != in[0].shape() && !in[k].shape().equals(in[0].shape())) {
                throw new ArgumentException(name, "shape of argument " + k, in[k].shape(), "the shape of argument 0, " + in[0].shape());
            }
            if (!isBool && dtype == DType.BOOL) {
                throw new ArgumentException(name, "dtype of argument " + k, dtype, "FLOAT32, FLOAT64 or INT64");
            }
        }
    }

    /** Whether operands that are constant along a row are compiled as such. */
    boolean isModed() {
        return moded.length > 0;
    }

    /** The kernel for a dtype; {@code constants} has bit k set where operand k has one value for each row. */
    @SuppressWarnings("exports")
    public PointwiseKernel kernel(DType dtype, int constants) {
        @Nullable PointwiseKernel[] table = constants == 0 ? dense : moded;
        int at = constants == 0 ? dtype.ordinal() : dtype.ordinal() << formula.inputs().size() | constants;
        PointwiseKernel found = table[at];
        return found != null ? found : compile(table, at, dtype, constants);
    }

    private synchronized PointwiseKernel compile(@Nullable PointwiseKernel[] table, int at, DType dtype, int constants) {
        PointwiseKernel found = table[at];
        if (found == null) {
            VectorModuleCheck.requireVectors();
            found = PointwiseKernel.of(formula, dtype, constants);
            table[at] = found;
        }
        return found;
    }

    /** The loop for one dtype as readable pseudo-Java. */
    public String explain(DType dtype) {
        return kernel(dtype, 0).explain();
    }
}
