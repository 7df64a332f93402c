package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.DType;

/**
 * Options of running sums and products.
 *
 * @param exclusive whether an element is left out of its own result, which then begins with the neutral element
 * @param reversed whether it runs from the last element to the first
 * @param dtype the dtype computed in and of the result; none means that of x, INT64 for BOOL
 */
public record Cumulative(boolean exclusive, boolean reversed, Option<DType> dtype) {
    /** Each element with all before it. */
    public static final Cumulative DEFAULT = new Cumulative(false, false, Option.none());

    /** Each result without the element itself. */
    public Cumulative withExclusive() {
        return new Cumulative(true, reversed, dtype);
    }

    /** From the last element to the first. */
    public Cumulative withReversed() {
        return new Cumulative(exclusive, true, dtype);
    }

    /** Computed in a dtype. */
    public Cumulative withDtype(DType type) {
        return new Cumulative(exclusive, reversed, Option.of(type));
    }
}
