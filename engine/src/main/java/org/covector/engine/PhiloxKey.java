package org.covector.engine;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.kernel.random.Philox;

/**
 * A source of randomness as a value: the same key gives the same numbers, on every machine and for any number of threads. Use
 * a key once; for independent numbers {@link #split()} it, or {@link #fold} a number (a step, a row) into it.
 *
 * <p>A key names one of 2^128 sequences of Philox4x32-10: {@code key} is the generator's key and {@code stream} the upper half
 * of its counter. Numbers, splits and folds draw on different parts of the lower half and never meet.
 */
public record PhiloxKey(long key, long stream) {
    private static final long SPLIT = 1L << 63;
    private static final long FOLD = 1L << 62;

    /** Two keys with which the one they come from is used up. */
    public record Pair(PhiloxKey left, PhiloxKey right) {}

    /** A key from a seed; different seeds give unrelated numbers. */
    public static PhiloxKey of(long seed) {
        return new PhiloxKey(seed, 0);
    }

    /** Two independent keys; use them instead of this one. */
    public Pair split() {
        return new Pair(child(SPLIT), child(SPLIT + 1));
    }

    /** {@code n} independent keys, the first ones equal to those of a split into fewer. */
    public List<PhiloxKey> split(int n) {
        ArgumentException.require(n >= 0, "split", "n", n, "0 or more");
        List<PhiloxKey> keys = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            keys.add(child(SPLIT + i));
        }
        return List.copyOf(keys);
    }

    /** An independent key for each number. */
    public PhiloxKey fold(long number) {
        return child(FOLD).child(number);
    }

    private PhiloxKey child(long counter) {
        int[] w = new int[4];
        Philox.blocks(key, stream, counter, 1, w);
        return new PhiloxKey(w[0] & 0xFFFFFFFFL | (long) w[1] << 32, w[2] & 0xFFFFFFFFL | (long) w[3] << 32);
    }

    /** The random words {@code 4 first} up to {@code 4 (first + count)} of this key, first below 2^62. For the engine's own use. */
    public void words(long first, int count, int[] to) {
        Philox.blocks(key, stream, first, count, to);
    }
}
