package org.covector.functional.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Pullback.Dy;
import org.covector.engine.expr.Pullback.In;
import org.covector.engine.expr.Pullback.Operand;
import org.covector.engine.expr.Pullback.Out;
import org.covector.engine.expr.Pushforward.Dx;
import org.covector.functional.Tensor;
import org.jspecify.annotations.Nullable;

/** The joint derivative of a row, back for one set of wanted inputs or forward for one set of inputs with a tangent. */
final class DerivedRow {
    private static final int ZERO = -1;
    private static final int GIVEN = -2; // and below: what was given, number GIVEN - source
    private static final Tensor[] NOTHING = {};

    private final int[] source; // by result: which output of the kernel, or ZERO, or one of the given cotangents or tangents itself
    private final List<Operand> operands; // of the kernel; none without a kernel
    private final int kept;
    private final @Nullable Row row;
    private final Pullback keepingNothing;

    private DerivedRow(int results, int computed, Formula formula, List<Operand> operands) {
        this.source = new int[results];
        List<Expr> outputs = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < results; i++) {
            source[i] = ZERO;
            if ((computed >> i & 1) == 0) {
                continue;
            }
            Expr d = formula.outputs().get(next++);
            int given = d instanceof Expr.Input in ? given(operands.get(in.index())) : -1;
            if (given >= 0) {
                source[i] = GIVEN - given; // as for a sum: nothing to compute
            } else {
                source[i] = outputs.size();
                outputs.add(d);
            }
        }
        this.row = outputs.isEmpty() ? null : new Row(new Formula(formula.name(), formula.inputs(), formula.scalars(), outputs));
        this.operands = outputs.isEmpty() ? List.of() : operands;
        int known = 0;
        for (Operand o : this.operands) {
            known += given(o) >= 0 ? 0 : 1;
        }
        this.kept = known;
        this.keepingNothing = new Call(this, NOTHING, new double[0]);
    }

    static DerivedRow pullback(Formula formula, int wanted) {
        var pullback = formula.pullback(wanted);
        return new DerivedRow(formula.inputs().size(), pullback.computed(), pullback.formula(), pullback.operands());
    }

    static DerivedRow pushforward(Formula formula, int active) {
        var pushforward = formula.pushforward(active);
        return new DerivedRow(formula.outputs().size(), pushforward.computed(), pushforward.formula(), pushforward.operands());
    }

    private static int given(Operand o) {
        return switch (o) {
            case Dy(int output) -> output;
            case Dx(int input) -> input;
            case In _, Out _ -> -1;
        };
    }

    boolean isZero() {
        for (int s : source) {
            if (s != ZERO) {
                return false;
            }
        }
        return true;
    }

    /** What is needed of the arguments and results, in the order of the operands that are neither cotangents nor tangents. */
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

    private record Call(DerivedRow back, Tensor[] saved, double[] scalars) implements Pullback {
        @Override
        public Cotangent[] apply(Cotangent[] dy, Wanted wanted) {
            Tensor[] computed = back.computed(saved, scalars, i -> dense(dy, i));
            Cotangent[] dx = new Cotangent[back.source.length];
            for (int i = 0; i < dx.length; i++) {
                int s = back.source[i];
                dx[i] = s == ZERO ? Cotangent.ZERO : s <= GIVEN ? dense(dy, GIVEN - s) : computed[s];
            }
            return dx;
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

    /** The tangents of one call's results; those of the active inputs are tensors. */
    Tangent[] tangents(Tensor[] saved, double[] scalars, Tangent... dx) {
        Tensor[] computed = computed(saved, scalars, i -> (Tensor) dx[i]);
        Tangent[] dy = new Tangent[source.length];
        for (int i = 0; i < dy.length; i++) {
            int s = source[i];
            dy[i] = s == ZERO ? Cotangent.ZERO : s <= GIVEN ? dx[GIVEN - s] : computed[s];
        }
        return dy;
    }

    private Tensor[] computed(Tensor[] saved, double[] scalars, IntFunction<Tensor> given) {
        if (row == null) {
            return NOTHING;
        }
        Tensor[] in = new Tensor[operands.size()];
        int n = 0;
        for (int i = 0; i < in.length; i++) {
            int k = given(operands.get(i));
            in[i] = k >= 0 ? given.apply(k) : saved[n++];
        }
        Pointwise p = new Pointwise(row, scalars);
        return p.isSingle() ? new Tensor[] {p.value(in)} : Apply.all(p, in);
    }
}
