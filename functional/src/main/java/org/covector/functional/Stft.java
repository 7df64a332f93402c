package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.Shape;

/**
 * Options of {@code stft} and {@code istft}.
 *
 * @param nFft numbers in a transform
 * @param hop numbers from one frame to the next; 0 means {@code nFft / 4}
 * @param winLength the length of the window, which is centred in the frame; 0 means nFft
 * @param window {@code [winLength]}; none means ones
 * @param center whether frame t is centred at {@code t hop}, the signal being padded by {@code nFft / 2} at both ends
 * @param padMode how it is padded
 * @param normalized whether the transform is divided by the root of nFft
 * @param onesided whether only the first {@code nFft / 2 + 1} frequencies are given
 */
public record Stft(int nFft, int hop, int winLength, Option<Tensor> window, boolean center, Pad padMode, boolean normalized,
        boolean onesided) {
    /** torch's defaults. */
    public static Stft of(int nFft) {
        return new Stft(nFft, 0, 0, Option.none(), true, Pad.REFLECT, false, true);
    }

    /** With a hop. */
    public Stft withHop(int numbers) {
        return new Stft(nFft, numbers, winLength, window, center, padMode, normalized, onesided);
    }

    /** With a window, and its length. */
    public Stft withWindow(Tensor values) {
        return new Stft(nFft, hop, Shape.length("stft", values.size()), Option.of(values), center, padMode, normalized, onesided);
    }

    /** With a window of ones of this length. */
    public Stft withWinLength(int length) {
        return new Stft(nFft, hop, length, window, center, padMode, normalized, onesided);
    }

    /** With or without padding at both ends. */
    public Stft withCenter(boolean on) {
        return new Stft(nFft, hop, winLength, window, on, padMode, normalized, onesided);
    }

    /** With a way of padding. */
    public Stft withPadMode(Pad mode) {
        return new Stft(nFft, hop, winLength, window, center, mode, normalized, onesided);
    }

    /** Divided by the root of nFft, or not. */
    public Stft withNormalized(boolean on) {
        return new Stft(nFft, hop, winLength, window, center, padMode, on, onesided);
    }

    /** With half of the frequencies, or all. */
    public Stft withOnesided(boolean on) {
        return new Stft(nFft, hop, winLength, window, center, padMode, normalized, on);
    }
}
