package org.covector.functional.nn;

import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Elements or channels that are left out while training, with the mode's key.
 *
 * {@snippet :
 * Dropout half = Dropout.of(0.5);
 * Tensor y = half.apply(Tensor.of(1f, 2f)); // [1, 2]
 * double mean = F.mean(half.apply(Tensor.ones(10_000), Mode.training(Key.of(1))).y()).item(); // 1.0
 * }
 *
 * @param p probability of being left out
 * @param kind what is left out together, and what stands in its place
 */
public record Dropout(double p, Kind kind) implements Layer {
    /** What is left out together. */
    public enum Kind {
        /** Elements: torch's Dropout. */
        ELEMENT,
        /** Channels of [N, C, L]: Dropout1d. */
        CHANNEL_1D,
        /** Channels of [N, C, H, W]: Dropout2d. */
        CHANNEL_2D,
        /** Channels of [N, C, D, H, W]: Dropout3d. */
        CHANNEL_3D,
        /** Elements, keeping mean and variance of what follows selu: AlphaDropout. */
        ALPHA,
        /** Channels likewise: FeatureAlphaDropout. */
        FEATURE_ALPHA
    }

    /** Checks the probability. */
    public Dropout {
        Present.require(Dropout.class, kind);
        ArgumentException.require(p >= 0 && p <= 1, "Dropout", "p", p, "0 to 1");
    }

    /** Of elements. */
    public static Dropout of(double p) {
        return new Dropout(p, Kind.ELEMENT);
    }

    /** x in evaluation; in training what is left is scaled by 1 / (1 - p). */
    @Override
    public Step<Dropout> apply(Tensor x, Mode mode) {
        return new Step<>(mode instanceof Mode.Training(Key key) ? dropped(x, key) : x, this);
    }

    private Tensor dropped(Tensor x, Key key) {
        return switch (kind) {
            case ELEMENT -> F.dropout(x, p, true, key);
            case CHANNEL_1D -> F.dropout1d(x, p, true, key);
            case CHANNEL_2D -> F.dropout2d(x, p, true, key);
            case CHANNEL_3D -> F.dropout3d(x, p, true, key);
            case ALPHA -> F.alphaDropout(x, p, true, key);
            case FEATURE_ALPHA -> F.featureAlphaDropout(x, p, true, key);
        };
    }

    @Override
    public Tree<Dropout> tree() {
        return Tree.fixed();
    }

    @Override
    public String toString() {
        return describe();
    }
}
