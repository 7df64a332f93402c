package org.covector.functional.core;

import org.covector.functional.Tensor;

/** A primitive with a kernel of its own for what a composition of others defines: the composition gives its derivatives. */
public interface Composed extends Structural {
    /** What the primitive means, in terms of others. */
    Tensor[] definition(Tensor... x);

    @Override
    default Vjp vjp(Tensor[] x, Wanted wanted) {
        return Vjp.composed(this, x, this::definition);
    }

    @Override
    default Jvp jvp(Tensor[] x, Tangent[] dx) {
        return Jvp.composed(this, x, dx, this::definition);
    }

    @Override
    default Tensor[] batch(Batch at, Tensor... x) {
        return at.composed(this::definition, x);
    }
}
