package org.covector.functional;

import io.vavr.control.Option;

/**
 * One entry of Python's {@code x[...]}: a position, a slice, a new axis, an ellipsis, or a tensor of indices or booleans.
 *
 * <pre>{@code
 * F.index(x, At.at(0), At.range(1, 3))                 // x[0, 1:3]
 * F.index(x, At.REST, At.every(-1))                    // x[..., ::-1]
 * F.index(x, At.ALL, At.of(Tensor.of(2L, 0L)), At.NEW) // x[:, [2, 0], None]
 * F.index(x, At.of(F.gt(x, 0)))                        // x[x > 0]
 * }</pre>
 */
public sealed interface At {
    /** The whole axis: {@code :}. */
    At ALL = new Range(Option.none(), Option.none(), 1);

    /** A new axis of length 1: {@code None}. */
    At NEW = new NewAxis();

    /** As many whole axes as are left: {@code ...}; at most once. */
    At REST = new Ellipsis();

    /**
     * One index of an axis, which disappears.
     *
     * @param index negative ones count from the end
     */
    record Position(int index) implements At {}

    /**
     * Elements {@code start, start + step, ...} before {@code stop}, as Python's slices: negative bounds count from the end, bounds beyond
     * the ends are clamped.
     *
     * @param start the first; without it the first in the direction of the step
     * @param stop where to stop; without it past the last in the direction of the step
     * @param step not 0; negative ones go backwards, which torch refuses and NumPy takes
     */
    record Range(Option<Integer> start, Option<Integer> stop, int step) implements At {}

    /** A new axis of length 1. */
    record NewAxis() implements At {}

    /** As many whole axes as are left. */
    record Ellipsis() implements At {}

    /**
     * Positions given by a tensor.
     *
     * @param index INT64 of any shape, negative ones count from the end: for one axis; or BOOL: a mask for as many axes as it has
     */
    record Indices(Tensor index) implements At {}

    /** One index of an axis: {@code i}. */
    static At at(int index) {
        return new Position(index);
    }

    /** {@code start:}. */
    static At from(int start) {
        return new Range(Option.of(start), Option.none(), 1);
    }

    /** {@code :stop}. */
    static At until(int stop) {
        return new Range(Option.none(), Option.of(stop), 1);
    }

    /** {@code start:stop}. */
    static At range(int start, int stop) {
        return new Range(Option.of(start), Option.of(stop), 1);
    }

    /** {@code start:stop:step}. */
    static At range(int start, int stop, int step) {
        return new Range(Option.of(start), Option.of(stop), step);
    }

    /** {@code ::step}; {@code every(-1)} reverses. */
    static At every(int step) {
        return new Range(Option.none(), Option.none(), step);
    }

    /** INT64 indices for one axis, or a BOOL mask for as many axes as it has. */
    static At of(Tensor index) {
        return new Indices(index);
    }
}
