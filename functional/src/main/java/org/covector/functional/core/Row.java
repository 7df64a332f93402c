package org.covector.functional.core;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Pullback.Dy;
import org.covector.engine.expr.Pullback.In;
import org.covector.engine.expr.Pullback.Operand;
import org.covector.engine.expr.Pullback.Out;
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
    private final @Nullable Back[] backs;
    private @Nullable Row tangent;

    Row(Formula formula) {
        this.formula = formula;
        this.values = !formula.inputs().contains(Kind.TRUTH);
        this.single = values && formula.outputs().size() == 1;
        this.backs = new @Nullable Back[1 << formula.inputs().size()];
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

    /** The row that computes the wanted cotangents; absent when all are zero. */
    @Nullable Back back(int wanted) {
        Back known = backs[wanted];
        if (known == null) {
            known = new Back(formula, wanted);
            backs[wanted] = known; // made twice by a race, it is the same
        }
        return known.isZero() ? null : known;
    }

    /** The row of the tangents: the inputs, then the tangents of those that are numbers. */
    Row tangent() {
        Row known = tangent;
        if (known == null) {
            known = new Row(formula.tangent());
            tangent = known; // made twice by a race, it is the same
        }
        return known;
    }

    /** The joint derivative of a row for one set of wanted inputs. */
    static final class Back {
        private static final int ZERO = -1;
        private static final int DY = -2; // and below: cotangent number DY - source
        private static final Tensor[] NOTHING = {};

        private final int[] source; // by input of the row: which output of the kernel, or ZERO, or a cotangent itself
        private final List<Operand> operands; // of the kernel; none without a kernel
        private final int kept;
        private final @Nullable Row row;
        private final Pullback keepingNothing;

        Back(Formula formula, int wanted) {
            var pullback = formula.pullback(wanted);
            List<Operand> all = pullback.operands();
            this.source = new int[formula.inputs().size()];
            List<Expr> computed = new ArrayList<>();
            int next = 0;
            for (int i = 0; i < source.length; i++) {
                source[i] = ZERO;
                if ((pullback.computed() >> i & 1) == 0) {
                    continue;
                }
                Expr dx = pullback.formula().outputs().get(next++);
                if (dx instanceof Expr.Input in && all.get(in.index()) instanceof Dy(int output)) {
                    source[i] = DY - output; // as for a sum: nothing to compute
                } else {
                    source[i] = computed.size();
                    computed.add(dx);
                }
            }
            Formula p = pullback.formula();
            this.row = computed.isEmpty() ? null : new Row(new Formula(p.name(), p.inputs(), p.scalars(), computed));
            this.operands = computed.isEmpty() ? List.of() : all;
            int known = 0;
            for (Operand o : operands) {
                known += o instanceof Dy ? 0 : 1;
            }
            this.kept = known;
            this.keepingNothing = new Call(this, NOTHING, new double[0]);
        }

        boolean isZero() {
            for (int s : source) {
                if (s != ZERO) {
                    return false;
                }
            }
            return true;
        }

        /** What has to be kept of the arguments and results, in the order of the operands that are no cotangents. */
        Tensor[] saved(Tensor[] x, Tensor... y) {
            if (kept == 0) {
                return NOTHING;
            }
            Tensor[] saved = new Tensor[kept];
            int n = 0;
            for (int i = 0; i < operands.size(); i++) {
                if (operands.get(i) instanceof In(int k)) {
                    saved[n++] = x[k];
                } else if (operands.get(i) instanceof Out(int k)) {
                    saved[n++] = y[k];
                }
            }
            return saved;
        }

        /** The pullback of one call. */
        Pullback pullback(Tensor[] saved, double[] scalars) {
            return kept == 0 && scalars.length == 0 ? keepingNothing : new Call(this, saved, scalars);
        }

        private record Call(Back back, Tensor[] saved, double[] scalars) implements Pullback {
            @Override
            public Cotangent[] apply(Cotangent[] dy, Wanted wanted) {
                return back.apply(saved, dy, scalars);
            }
        }

        private Cotangent[] apply(Tensor[] saved, Cotangent[] dy, double[] scalars) {
            Tensor[] dx = row == null ? NOTHING : computed(row, saved, dy, scalars);
            Cotangent[] out = new Cotangent[source.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = source[i] == ZERO ? Cotangent.ZERO : source[i] <= DY ? dense(dy, DY - source[i]) : dx[source[i]];
            }
            return out;
        }

        private Tensor[] computed(Row of, Tensor[] saved, Cotangent[] dy, double[] scalars) {
            Tensor[] in = new Tensor[operands.size()];
            int n = 0;
            for (int i = 0; i < in.length; i++) {
                in[i] = operands.get(i) instanceof Dy(int output) ? dense(dy, output) : saved[n++];
            }
            Pointwise p = new Pointwise(of, scalars);
            return p.isSingle() ? new Tensor[] {p.value(in)} : Apply.all(p, in);
        }

        /** A cotangent as a tensor, like the others: results of one call have one shape and dtype. */
        private static Tensor dense(Cotangent[] dy, int i) {
            if (dy[i] instanceof Tensor t) {
                return t;
            }
            for (Cotangent c : dy) {
                if (c instanceof Tensor t) {
                    return dy[i].dense(t);
                }
            }
            throw new IllegalStateException("a pullback of zeros only");
        }
    }
}
