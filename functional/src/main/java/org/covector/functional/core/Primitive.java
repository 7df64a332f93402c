package org.covector.functional.core;

import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.custom.Custom;
import org.covector.functional.custom.CustomJvp;
import org.covector.functional.custom.UserPrimitive;

/**
 * Where the engine and differentiation meet: an operation as a value, equal to another with the same attributes, and everything that is
 * known of it in one place: its name, its attributes, in which inputs it is linear, what it computes, and the rules that take cotangents
 * back, tangents forward and many examples at once. Every function of {@code F} is made of these, so that programs can be traced,
 * printed, fused, differentiated and batched without knowing which operations they are made of.
 *
 * <p>Every rule runs one level below the values it explains, so whatever it computes there (with the functions that users have) is
 * differentiable and batchable again.
 */
public sealed interface Primitive permits Pointwise, Structural, Custom, CustomJvp, UserPrimitive {
    /** The name in paths and messages. */
    default String name() {
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /** In which inputs the operation is linear. */
    default Linearity linearity() {
        return Linearity.NONE;
    }

    /** The value, on arrays. */
    NdArray[] compute(NdArray... x);

    /**
     * The reverse rule: outputs, what backward keeps, and the pullback.
     *
     * @param wanted the inputs that are differentiated: the only ones whose cotangents will be asked for
     */
    Vjp vjp(Tensor[] x, Wanted wanted);

    /**
     * The forward rule: outputs and their tangents.
     *
     * @param dx one tangent per input, not all {@link Cotangent.Zero}
     */
    Jvp jvp(Tensor[] x, Tangent[] dx);

    /**
     * The batching rule: the outputs for many examples, which lie along the first axis of the inputs that are mapped and of every output.
     *
     * @param at which inputs are mapped, not none
     */
    Tensor[] batch(Batch at, Tensor... x);
}
