package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.rotaryEmbedding}.
 *
 * @param base of the frequencies {@code base^(-2 i / d)}
 * @param interleaved whether elements 2 i and 2 i + 1 turn together, or else i and i + d / 2
 * @param positions INT64, broadcast to [..., L]; none means 0 to L - 1
 * @param depth d, how many elements turn, even; none means all
 */
public record RotaryEmbedding(double base, boolean interleaved, Option<Tensor> positions, Option<Integer> depth) {
    /** Base 10000, halves, positions from 0 on, all elements. */
    public static final RotaryEmbedding DEFAULT = new RotaryEmbedding(10_000, false, Option.none(), Option.none());

    /** Checks the base. */
    public RotaryEmbedding {
        ArgumentException.require(base > 0 && Double.isFinite(base), "rotaryEmbedding", "base", base, "a positive number");
    }

    /** With another base. */
    public RotaryEmbedding withBase(double number) {
        return new RotaryEmbedding(number, interleaved, positions, depth);
    }

    /** With neighbours that turn together. */
    public RotaryEmbedding withInterleaved() {
        return new RotaryEmbedding(base, true, positions, depth);
    }

    /** With positions, INT64. */
    public RotaryEmbedding withPositions(Tensor at) {
        return new RotaryEmbedding(base, interleaved, Option.of(at), depth);
    }

    /** With the first elements only. */
    public RotaryEmbedding withDepth(int count) {
        return new RotaryEmbedding(base, interleaved, positions, Option.of(count));
    }
}
