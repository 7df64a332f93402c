package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.scaledDotProductAttention}.
 *
 * @param mask BOOL (true takes part) or added to the scores; broadcast to [..., L, S]
 * @param causal whether position i sees positions 0 to i only
 * @param scale of the scores; none means {@code 1 / sqrt(E)}
 * @param dropout probability of dropping a weight, with the key of its randomness
 */
public record Attention(Option<Tensor> mask, boolean causal, Option<Double> scale, Option<Dropout> dropout) {
    /** Everyone sees everyone. */
    public static final Attention DEFAULT = new Attention(Option.none(), false, Option.none(), Option.none());

    /** Position i sees positions 0 to i. */
    public static final Attention CAUSAL = new Attention(Option.none(), true, Option.none(), Option.none());

    /** A probability and the key that decides. */
    public record Dropout(double p, Key key) {
        /** Checks the probability. */
        public Dropout {
            ArgumentException.require(p >= 0 && p <= 1, "scaledDotProductAttention", "dropout", p, "0 to 1");
        }
    }

    /** With a mask. */
    public Attention withMask(Tensor takesPartOrAdded) {
        return new Attention(Option.of(takesPartOrAdded), causal, scale, dropout);
    }

    /** With another scale. */
    public Attention withScale(double factor) {
        return new Attention(mask, causal, Option.of(factor), dropout);
    }

    /** With weights dropped. */
    public Attention withDropout(double p, Key key) {
        return new Attention(mask, causal, scale, Option.of(new Dropout(p, key)));
    }
}
