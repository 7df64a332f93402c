package org.covector.functional.core;

import org.covector.engine.NdArray;

/**
 * Where the engine and differentiation meet: an operation as a value, with a name, attributes, what it computes and the rule that
 * takes cotangents back. Every function of {@code F} is made of these, so that programs can be traced, printed and fused.
 */
public sealed interface Primitive permits Pointwise, Structural, Custom {
    /** The name in paths and messages. */
    default String name() {
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /** The value, on arrays. */
    NdArray[] compute(NdArray... x);

    /**
     * The rule: outputs, what backward keeps, and the pullback. Runs one level below the values it explains, so whatever it
     * computes there (with the functions users have) is differentiable again.
     *
     * @param wanted the inputs that are differentiated: the only ones whose cotangents will be asked for
     */
    Vjp vjp(Tensor[] x, Wanted wanted);
}
