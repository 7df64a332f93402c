package org.covector.functional.core;

import org.covector.functional.Tensor;

/** A primitive whose results do not depend differentiably on its inputs: indices, comparisons, random numbers. */
public interface Constant extends Structural {
    @Override
    default Vjp vjp(Tensor[] x, Wanted wanted) {
        return Vjp.constant(Apply.all(this, x));
    }

    @Override
    default Jvp jvp(Tensor[] x, Tangent[] dx) {
        return Jvp.constant(Apply.all(this, x));
    }
}
