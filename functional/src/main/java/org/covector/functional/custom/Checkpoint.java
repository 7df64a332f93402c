package org.covector.functional.custom;

import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Inlinable;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.UsersCode;

/**
 * A function as one primitive that keeps its arguments only and runs again going back.
 *
 * @param function of tensors
 */
public record Checkpoint(Function<Tensor[], Tensor[]> function) implements Composed, Inlinable, UsersCode {
    @Override
    public NdArray[] compute(NdArray... x) {
        return Apply.closed(this, function, x);
    }

    @Override
    public Tensor[] definition(Tensor... x) {
        return function.apply(x);
    }

    @Override
    public Tensor[] inlined(Tensor... x) {
        return function.apply(x);
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        return Forward.jvp(function, x, dx); // one run gives both
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(new Checkpoint(in -> at.composed(function, in)), x);
    }
}
