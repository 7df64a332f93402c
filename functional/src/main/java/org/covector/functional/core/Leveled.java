package org.covector.functional.core;

import org.covector.functional.Tensor;

/** A value that depends on the inputs of an open transformation. Each kind of level has its own. */
public sealed interface Leveled extends Tensor permits Tracked, Dual, Batched, Symbolic {
    /** The transformation. */
    Level level();
}
