package org.covector.functional.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.jspecify.annotations.Nullable;

/** What all calls of one pointwise operation share: formula, kernel, and the rows of its derivatives, made when first wanted. */
final class Row {
    final Formula formula;
    /** Whether all operands are numbers, none a boolean. */
    final boolean values;

    /** Whether a call can go by the kernel's short entries: numbers in, one result of the same dtype or truth out. */
    final boolean single;

    private int integral; // 0 not known, 1 yes, -1 no: asked for INT64 only
    private org.covector.engine.op.@Nullable Pointwise kernel; // made at the first call, like the rows of the derivatives
    private final Derivatives backs; // by set of wanted inputs
    private final Derivatives forths; // by set of inputs with a tangent

    Row(Formula formula) {
        this.formula = formula;
        this.values = !formula.inputs().contains(Kind.BOOL);
        this.single = values && formula.outputs().size() == 1;
        this.backs = new Derivatives(formula, wanted -> DerivedRow.pullback(formula, wanted));
        this.forths = new Derivatives(formula, active -> DerivedRow.pushforward(formula, active));
    }

    /** Derived rows by sets of inputs, bit i for input i, made when first wanted. */
    private static final class Derivatives {
        private static final int FEW = 5; // inputs up to which all sets have a place

        private final Formula formula;
        private final IntFunction<DerivedRow> make;
        private final @Nullable DerivedRow[] few;
        private final Map<Integer, DerivedRow> many = new ConcurrentHashMap<>();

        Derivatives(Formula formula, IntFunction<DerivedRow> make) {
            this.formula = formula;
            this.make = make;
            this.few = new @Nullable DerivedRow[formula.inputs().size() <= FEW ? 1 << formula.inputs().size() : 0];
        }

        /** Absent when all derivatives are zero. */
        @Nullable DerivedRow of(int set) {
            DerivedRow known = set < few.length ? few[set] : rare(set);
            if (known == null) {
                known = make.apply(set);
                few[set] = known; // made twice by a race, it is the same
            }
            return known.isZero() ? null : known;
        }

        private DerivedRow rare(int set) {
            int inputs = formula.inputs().size();
            if (inputs >= Integer.SIZE) {
                throw new MissingFormulaException("derivative of " + formula.name() + " with " + inputs
                        + " inputs: sets of inputs are told apart up to " + (Integer.SIZE - 1));
            }
            return many.computeIfAbsent(set, make::apply);
        }
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

    /**
     * Arguments converted to one dtype and expanded to one shape, by torch's promotion rules: by types, never by values.
     *
     * @param whole the scalars where they are integers, else none
     */
    Tensor[] promote(double[] scalars, long[] whole, Tensor... x) {
        ArgumentException.require(x.length == formula.inputs().size(), formula.name(), "number of tensors", x.length,
                String.valueOf(formula.inputs().size()));
        DType dtype = Promotion.of(x, formula.inputs());
        if (dtype == DType.BOOL) { // without meaning where all operands are booleans
            dtype = DType.INT64;
        }
        if (!takes(dtype) && values || whole.length < scalars.length && !dtype.isFloating()) {
            dtype = DType.FLOAT32;
        }
        for (int i = 0; i < whole.length; i++) {
            ArgumentException.require(dtype.isFloating() || (long) scalars[i] == whole[i], formula.name(), "number", whole[i],
                    "beside INT64 an integer that FLOAT64 holds exactly; others as Tensor.scalar(" + whole[i] + "L)");
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
        return backs.of(wanted);
    }

    /** What computes the tangents, given those of the {@code active} inputs; absent when all are zero. */
    @Nullable DerivedRow forth(int active) {
        return forths.of(active);
    }
}
