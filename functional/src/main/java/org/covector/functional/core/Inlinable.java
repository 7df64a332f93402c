package org.covector.functional.core;

import org.covector.functional.Tensor;

/** A primitive that stands for a function of tensors, with rules that need not be those of what the function does. */
public interface Inlinable {
    /** The function itself, operation by operation. */
    Tensor[] inlined(Tensor... x);
}
