package org.covector.functional.core;

import org.covector.functional.Tensor;

/**
 * A primitive that is linear as {@link #linearity()} declares (in its first input unless it says otherwise), or affine with
 * {@link #homogeneous()} as its linear part: its tangent is itself.
 */
public interface Linear extends Structural {
    /** Linear in the only input. */
    Linearity FIRST = Linearity.jointly(0);

    @Override
    default Linearity linearity() {
        return FIRST;
    }

    /** This operation without what is added whatever the inputs are. */
    default Primitive homogeneous() {
        return this;
    }

    @Override
    default Jvp jvp(Tensor[] x, Tangent[] dx) {
        return Jvp.linear(this, homogeneous(), x, dx);
    }
}
