package org.covector.functional.core;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Op;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;
import org.jspecify.annotations.Nullable;

/**
 * A pointwise operation: a row of the table (formula, kernel, derivative) with the numbers of one call.
 *
 * <p>As a primitive it takes tensors of equal shape and dtype; {@link #of} brings arguments there, by conversion and expansion,
 * which are primitives of their own: the pullback of broadcasting exists once.
 */
public final class Pointwise implements Primitive {
    private static final double[] NO_SCALARS = {};
    private static final long[] FLOATING = {};

    private final Row row;
    private final double[] scalars;
    private final long[] whole; // the scalars where they were given as integers, which do not make a result floating
    private final boolean closed;

    Pointwise(Row row, double[] scalars) {
        this(row, scalars, FLOATING, false);
    }

    private Pointwise(Row row, double[] scalars, long[] whole, boolean closed) {
        this.row = row;
        this.scalars = scalars;
        this.whole = whole;
        this.closed = closed;
    }

    /** An operation without numbers of its own. */
    public static Pointwise row(Formula formula) {
        return new Pointwise(new Row(formula), NO_SCALARS);
    }

    /** This operation with a boolean as the result of booleans, as a sum is their or, a product their and. */
    public Pointwise closedOverBool() {
        return new Pointwise(row, scalars, whole, true);
    }

    /** This operation with the floating numbers of one call: its result is floating. */
    public Pointwise with(double... values) {
        ArgumentException.require(values.length == row.formula.scalars(), name(), "numbers", values.length,
                String.valueOf(row.formula.scalars()));
        return new Pointwise(row, values);
    }

    /** This operation with the integers of one call: its result has the dtype of the tensors, INT64 for BOOL. */
    public Pointwise with(long... values) {
        return new Pointwise(row, with(Arrays.stream(values).asDoubleStream().toArray()).scalars, values, false);
    }

    /** The formula behind the operation. */
    public Formula formula() {
        return row.formula;
    }

    /** The numbers of this call. */
    public double[] scalars() {
        return scalars.clone();
    }

    /** The kernel's loop as readable pseudo-Java. */
    public String explain() {
        return row.kernel().explain(DType.FLOAT32);
    }

    @Override
    public String name() {
        return row.formula.name();
    }

    /** The result for one tensor. */
    public Tensor of(Tensor x) {
        if (x instanceof Plain(NdArray a) && row.single && row.fits(scalars, x)) {
            NdArray y = single(a);
            if (y != null) {
                return new Plain(y);
            }
        }
        return row.fits(scalars, x) ? Apply.one(this, x) : promoted(x);
    }

    /** The result for two tensors, broadcast. */
    public Tensor of(Tensor x, Tensor y) {
        if (x instanceof Plain(NdArray a) && y instanceof Plain(NdArray b) && scalars.length == 0
                && row.values && a.dtype() == b.dtype() && row.takes(a.dtype()) && a.shape().equals(b.shape())) {
            return new Plain(row.kernel().apply(a, b));
        }
        return row.fits(scalars, x, y) ? Apply.one(this, x, y) : promoted(x, y);
    }

    /** The result for any number of tensors, broadcast. */
    public Tensor of(Tensor... x) {
        return promoted(x);
    }

    private Tensor promoted(Tensor... x) {
        Tensor y = Apply.one(this, row.promote(scalars, whole, x));
        return closed && Promotion.of(x) == DType.BOOL ? Convert.to(y, DType.BOOL) : y;
    }

    /** The sum of two cotangents of the same value. */
    static Tensor sum(Tensor x, Tensor y) {
        return Rows.ADD.of(x, y);
    }

    /** The one row that the mechanism itself needs. */
    private static final class Rows {
        static final Pointwise ADD = row(Formula.of("add", 2, Expr.apply(Op.ADD, Expr.input(0), Expr.input(1))));
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        NdArray y = row.single ? single(x) : null;
        return y != null ? new NdArray[] {y} : row.kernel().apply(row.dtype(x), scalars, x);
    }

    /** The result by the kernel's entries that take numbers and arrays one by one; absent where there is no such entry. */
    private @Nullable NdArray single(NdArray... x) {
        if (scalars.length > 2) {
            return null;
        }
        org.covector.engine.op.Pointwise k = row.kernel();
        return switch (3 * x.length + scalars.length) {
            case 3 -> k.apply(x[0]);
            case 4 -> k.apply(x[0], scalars[0]);
            case 5 -> k.apply(x[0], scalars[0], scalars[1]);
            case 6 -> k.apply(x[0], x[1]);
            case 7 -> k.apply(x[0], x[1], scalars[0]);
            case 8 -> k.apply(x[0], x[1], scalars[0], scalars[1]);
            case 9 -> k.apply(x[0], x[1], x[2]);
            case 10 -> k.apply(x[0], x[1], x[2], scalars[0]);
            default -> null;
        };
    }

    /** Whether there is one result. */
    boolean isSingle() {
        return row.formula.outputs().size() == 1;
    }

    /** The only result, for arguments that need neither conversion nor expansion. */
    Tensor value(Tensor... x) {
        if (x.length == 2 && x[0] instanceof Plain(NdArray a) && x[1] instanceof Plain(NdArray b) && row.single && scalars.length == 0) {
            return new Plain(row.kernel().apply(a, b));
        }
        if (x.length == 1 && x[0] instanceof Plain(NdArray a) && row.single) {
            NdArray y = single(a);
            if (y != null) {
                return new Plain(y);
            }
        }
        return Apply.one(this, x);
    }

    /** The pullback of the only result; absent where nothing wanted depends differentiably. */
    @Nullable Pullback pullback(Tensor[] x, Tensor y, Wanted wanted) {
        DerivedRow back = row.back(wanted.mask());
        return back == null ? null : back.pullback(back.saved(x, y), scalars);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Tensor[] y = Apply.all(this, x);
        DerivedRow back = row.back(wanted.mask());
        if (back == null) {
            return Vjp.constant(y);
        }
        Tensor[] saved = back.saved(x, y);
        return new Vjp(y, Arrays.asList(saved), back.pullback(saved, scalars));
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        Tensor[] y = Apply.all(this, x);
        int active = 0;
        for (int i = 0; i < dx.length; i++) {
            active |= dx[i] instanceof Tensor ? 1 << i : 0;
        }
        DerivedRow forth = row.forth(active);
        return forth == null ? Jvp.constant(y) : new Jvp(y, forth.tangents(forth.saved(x, y), scalars, dx));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, at.full(x));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pointwise p && row.formula.equals(p.row.formula) && Arrays.equals(scalars, p.scalars) && closed == p.closed;
    }

    @Override
    public int hashCode() {
        return 31 * row.formula.hashCode() + Arrays.hashCode(scalars);
    }

    @Override
    public String toString() {
        return scalars.length == 0 ? name() : name() + Arrays.toString(scalars);
    }
}
