package org.covector.functional.core;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.functional.Tensor;
import org.jspecify.annotations.Nullable;

/** What all calls of one pointwise operation share: formula, kernel, and the rows of its derivatives, made when first wanted. */
final class Row {
    final Formula formula;
    /** Whether all operands are numbers, none a truth value. */
    final boolean values;

    /** Whether a call can go by the kernel's short entries: numbers in, one result of the same dtype or truth out. */
    final boolean single;

    private int integral; // 0 not known, 1 yes, -1 no: asked for INT64 only
    private org.covector.engine.op.@Nullable Pointwise kernel; // made at the first call, like the rows of the derivatives
    private final @Nullable DerivedRow[] backs; // by set of wanted inputs
    private final @Nullable DerivedRow[] forths; // by set of inputs with a tangent

    Row(Formula formula) {
        this.formula = formula;
        this.values = !formula.inputs().contains(Kind.TRUTH);
        this.single = values && formula.outputs().size() == 1;
        this.backs = new @Nullable DerivedRow[1 << formula.inputs().size()];
        this.forths = new @Nullable DerivedRow[1 << formula.inputs().size()];
    }

    org.covector.engine.op.Pointwise kernel() {
        org.covector.engine.op.Pointwise known = kernel;
        if (known == null) {
            known = org.covector.engine.op.Pointwise.of(formula);
            kernel = known;
        }
        return known;
    }

    boolean takes(DType dtype) {
        return dtype.isFloating() || dtype == DType.INT64 && isIntegral();
    }

    private boolean isIntegral() {
        if (integral == 0) {
            integral = formula.isIntegral() ? 1 : -1; // made twice by a race, it is the same
        }
        return integral > 0;
    }

    /** Whether the arguments need neither conversion nor expansion. */
    boolean fits(double[] scalars, Tensor x) {
        return values && formula.inputs().size() == 1 && fits(scalars, x.dtype());
    }

    /** Whether the arguments need neither conversion nor expansion. */
    boolean fits(double[] scalars, Tensor x, Tensor y) {
        return values && formula.inputs().size() == 2 && x.dtype() == y.dtype() && fits(scalars, x.dtype()) && x.shape().equals(y.shape());
    }

    private boolean fits(double[] scalars, DType dtype) {
        return dtype.isFloating() || scalars.length == 0 && takes(dtype);
    }

    /** The element type of a call: that of the VALUE operands. */
    DType dtype(NdArray... x) {
        for (int i = 0; i < x.length; i++) {
            if (formula.inputs().get(i) == Kind.VALUE) {
                return x[i].dtype();
            }
        }
        return DType.BOOL;
    }

    /** Arguments converted to one dtype and expanded to one shape, by torch's promotion rules. */
    Tensor[] promote(double[] scalars, Tensor... x) {
        ArgumentException.require(x.length == formula.inputs().size(), formula.name(), "number of tensors", x.length, String.valueOf(formula.inputs().size()));
        DType dtype = Promotion.of(x, formula.inputs());
        boolean whole = true;
        for (double s : scalars) {
            whole &= s == Math.rint(s);
        }
        if (dtype == DType.BOOL && values) {
            dtype = DType.INT64;
        }
        if (!takes(dtype) && values || !whole && !dtype.isFloating()) {
            dtype = DType.FLOAT32;
        }
        Shape shape = x[0].shape();
        for (int i = 1; i < x.length; i++) {
            shape = shape.broadcast(formula.name(), x[i].shape());
        }
        Tensor[] out = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            Tensor t = x[i];
            if (formula.inputs().get(i) == Kind.VALUE) {
                t = Convert.to(t, dtype);
            } else {
                ArgumentException.require(t.dtype() == DType.BOOL, formula.name(), "dtype of argument " + i, t.dtype(), "BOOL");
            }
            out[i] = Expand.to(t, shape);
        }
        return out;
    }

    /** What computes the wanted cotangents; absent when all are zero. */
    @Nullable DerivedRow back(int wanted) {
        DerivedRow known = backs[wanted];
        if (known == null) {
            known = DerivedRow.pullback(formula, wanted);
            backs[wanted] = known; // made twice by a race, it is the same
        }
        return known.isZero() ? null : known;
    }

    /** What computes the tangents, given those of the {@code active} inputs; absent when all are zero. */
    @Nullable DerivedRow forth(int active) {
        DerivedRow known = forths[active];
        if (known == null) {
            known = DerivedRow.pushforward(formula, active);
            forths[active] = known; // made twice by a race, it is the same
        }
        return known.isZero() ? null : known;
    }
}
