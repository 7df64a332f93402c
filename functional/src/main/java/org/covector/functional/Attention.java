package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.scaledDotProductAttention}: {@code Attention.CAUSAL.withSoftCap(50)}.
 *
 * @param mask BOOL (true takes part) or added to the scores; broadcast to [..., L, S]
 * @param span which positions a query sees, besides what the mask says
 * @param scale of the scores; none means {@code 1 / sqrt(E)}
 * @param softCap bound c of the scores, {@code c tanh(score / c)}, before the mask; 0 means none
 * @param dropout probability of dropping a weight, with the key of its randomness
 */
public record Attention(Option<Tensor> mask, Span span, Option<Double> scale, double softCap, Option<Dropout> dropout) {
    /** Everyone sees everyone. */
    public static final Attention DEFAULT = new Attention(Option.none(), Span.ALL, Option.none(), 0, Option.none());

    /** Position i sees positions 0 to i. */
    public static final Attention CAUSAL = new Attention(Option.none(), Span.CAUSAL, Option.none(), 0, Option.none());

    /** Checks the bound. */
    public Attention {
        ArgumentException.require(softCap >= 0 && Double.isFinite(softCap), "scaledDotProductAttention", "softCap", softCap,
                "0 or a positive number");
    }

    /**
     * Query i sees key j if {@code i + offset - before <= j <= i + offset + after}.
     *
     * @param before how far back; none means to the first key
     * @param after how far ahead; none means to the last key
     * @param offset position of the first query among the keys: the number of keys that a cache holds already
     */
    public record Span(Option<Integer> before, Option<Integer> after, int offset) {
        /** All keys. */
        public static final Span ALL = new Span(Option.none(), Option.none(), 0);

        /** Keys 0 to i. */
        public static final Span CAUSAL = new Span(Option.none(), Option.of(0), 0);

        /** Checks the distances. */
        public Span {
            ArgumentException.require(before.forAll(n -> n >= 0) && after.forAll(n -> n >= 0), "scaledDotProductAttention", "window",
                    before + ", " + after, "0 or more");
        }
    }

    /** A probability and the key that decides. */
    public record Dropout(double p, Key key) {
        /** Checks the probability. */
        public Dropout {
            ArgumentException.require(p >= 0 && p <= 1, "scaledDotProductAttention", "dropout", p, "0 to 1");
        }
    }

    /** With a mask. */
    public Attention withMask(Tensor takesPartOrAdded) {
        return new Attention(Option.of(takesPartOrAdded), span, scale, softCap, dropout);
    }

    /** Without a mask. */
    public Attention withoutMask() {
        return new Attention(Option.none(), span, scale, softCap, dropout);
    }

    /** With positions that a query sees. */
    public Attention withSpan(Span positions) {
        return new Attention(mask, positions, scale, softCap, dropout);
    }

    /** Query i sees keys 0 to {@code offset + i}: offset keys come from a cache. */
    public Attention withCausal(int offset) {
        return withSpan(new Span(span.before(), Option.of(0), offset));
    }

    /** A sliding window: {@code before} keys before a query's position and {@code after} keys after it. */
    public Attention withWindow(int before, int after) {
        return withSpan(new Span(Option.of(before), Option.of(after), span.offset()));
    }

    /** With another scale. */
    public Attention withScale(double factor) {
        return new Attention(mask, span, Option.of(factor), softCap, dropout);
    }

    /** With bounded scores (Gemma Team, Gemma 2, 2024). */
    public Attention withSoftCap(double bound) {
        return new Attention(mask, span, scale, bound, dropout);
    }

    /** With weights dropped. */
    public Attention withDropout(double p, Key key) {
        return new Attention(mask, span, scale, softCap, Option.of(new Dropout(p, key)));
    }
}
