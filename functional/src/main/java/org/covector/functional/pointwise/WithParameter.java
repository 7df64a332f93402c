package org.covector.functional.pointwise;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Promotion;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;

/**
 * A pointwise function of a parameter and a variable that has a derivative by the variable only: the one by the parameter is a typed
 * absence, an error when it is asked for.
 *
 * @param row the function of (parameter, variable)
 * @param pull of (parameter, variable, dy): the cotangent of the variable
 */
record WithParameter(Pointwise row, Pointwise pull) implements Structural {
    private static final String BY_PARAMETER = "%s has no formula for the derivative by its parameter, only by its variable";

    /** The function {@code value(X, Y)} with the derivative {@code slope(X, Y)} by Y. */
    static WithParameter of(String name, Expr value, Expr slope) {
        return new WithParameter(Pointwise.row(Formula.of(name, 2, value)),
                Pointwise.row(Formula.of(name + "Pullback", 3, Expressions.scale(Expressions.Z, slope))));
    }

    /** Of two tensors, broadcast; integers count as FLOAT32. */
    Tensor apply(Tensor parameter, Tensor x) {
        DType promoted = Promotion.of(parameter, x);
        DType dtype = promoted.isFloating() ? promoted : DType.FLOAT32;
        Shape shape = parameter.shape().broadcast(name(), x.shape());
        return Apply.one(this, Expand.to(Convert.to(parameter, dtype), shape), Expand.to(Convert.to(x, dtype), shape));
    }

    @Override
    public String name() {
        return row.name();
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        return row.compute(x);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        return Vjp.of(Apply.one(this, x), List.of(x), (dy, _) -> new Cotangent[] {
            new Cotangent.Missing(BY_PARAMETER.formatted(name())), pull.of(x[0], x[1], dy)
        });
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        if (dx[0] instanceof Tensor) {
            throw new MissingFormulaException(BY_PARAMETER.formatted(name()));
        }
        return Jvp.of(Apply.one(this, x), pull.of(x[0], x[1], (Tensor) dx[1])); // the derivative times what comes in, either way
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, at.full(x));
    }
}
