package org.covector.functional.core;

import java.util.function.Supplier;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;

/** What flows backward: a tensor, a zero known by mathematics, the typed absence of a formula, or what a user's formula reports. */
public sealed interface Cotangent permits Tensor, Cotangent.Zero, Cotangent.Missing, Cotangent.Log {
    /** Zero because the output does not depend on the input, or only piecewise constantly: never computed, never an error. */
    record Zero() implements Cotangent, Tangent {}

    /**
     * No formula exists. An error only when the gradient is asked for.
     *
     * @param reason why, or what to use instead
     */
    record Missing(String reason) implements Cotangent {}

    /**
     * What a user's formula reports of its work: behind the cotangents of a pullback, for those who ask.
     *
     * @param function whose pullback
     * @param input the input of whose cotangent it is said
     * @param entry what is said, found when somebody asks
     */
    record Log(String function, int input, Supplier<?> entry) implements Cotangent {}

    /** The zero. */
    Zero ZERO = new Zero();

    /** This cotangent as a tensor: itself, or zeros. A missing formula never gets this far. */
    default Tensor dense(DType dtype, Shape shape) {
        return switch (this) {
            case Tensor t -> t;
            case Zero _ -> Tensor.zeros(dtype, shape);
            case Log log -> throw new IllegalStateException(log + " is no cotangent");
            case Missing m -> throw new MissingFormulaException("gradient not implemented: " + m.reason());
        };
    }

    /** This cotangent as a tensor shaped like a value. */
    default Tensor dense(Tensor like) {
        return dense(like.dtype(), like.shape());
    }
}
