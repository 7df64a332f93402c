package org.covector.functional;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.core.Plain;
import org.covector.functional.primitive.Keys;

/**
 * A source of randomness as a value: the same key gives the same numbers, on every machine and for any number of threads. Use a key once;
 * for independent numbers {@link #split(int)} it, or {@link #fold(long)} a number (a step, a row) into it.
 *
 * <p>A key is a tensor of two INT64 words, which name one of 2^128 sequences of Philox4x32-10 (Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3", 2011): it can be saved, and be a mapped argument of {@code vmap}: {@code key.split(n)} are n keys along a first axis.
 */
public final class Key implements Iterable<Key> {
    private final Tensor words;

    private Key(Tensor words) {
        this.words = words;
    }

    /**
     * {@code (seed, 0)}: a key from a seed; different seeds give unrelated numbers.
     *
     * {@snippet :
     * boolean equal = Key.of(1).equals(Key.of(1)); // true
     * }
     *
     * @param seed any number
     * @return the key
     */
    public static Key of(long seed) {
        return new Key(Tensor.of(seed, 0));
    }

    /**
     * {@code words}: a key from its words, as {@link #words()} gives them.
     *
     * @param words INT64 {@code [2]}, or {@code [n, 2]} for n keys
     * @return the key, or n keys
     * @throws ArgumentException if words have another dtype or shape
     */
    public static Key of(Tensor words) {
        ArgumentException.require(words.dtype() == DType.INT64 && words.rank() >= 1 && words.dim(-1) == Keys.WORDS, "Key.of", "words",
                words.dtype() + " " + words.shape(), "INT64 [2], or [n, 2] for n keys");
        return new Key(words);
    }

    /**
     * {@code (w_0, w_1)}: the words that make this key.
     *
     * {@snippet :
     * Tensor words = Key.of(7).words(); // [7, 0]
     * }
     *
     * @return INT64 {@code [2]}, or {@code [n, 2]} of n keys
     */
    public Tensor words() {
        return words;
    }

    /**
     * {@code k_0, .., k_(n-1)}: independent keys, the first ones equal to those of a split into fewer; use them instead of this one.
     *
     * {@snippet :
     * Key keys = Key.of(1).split(3);
     * Tensor noise = Tensor.normal(keys.get(0), 4);
     * Tensor others = Autograd.vmap(words -> Tensor.normal(Key.of(words), 4)).apply(keys.words());
     * boolean first = others.at(0).equal(noise); // true
     * }
     *
     * @param n how many, 0 or more
     * @return n keys along a first axis
     * @throws ArgumentException if n is negative, or these are several keys
     */
    public Key split(int n) {
        ArgumentException.require(n >= 0, "split", "n", n, "0 or more");
        return new Key(Keys.split(words, n));
    }

    /**
     * {@code k_0, k_1}: two independent keys; use them instead of this one.
     *
     * @return both
     * @throws ArgumentException if these are several keys
     */
    public Tuple2<Key, Key> split() {
        Key two = split(2);
        return Tuple.of(two.get(0), two.get(1));
    }

    /**
     * {@code k_number}: an independent key for each number, of a step or a row.
     *
     * {@snippet :
     * boolean equal = Key.of(1).fold(3).equals(Key.of(1).fold(4)); // false
     * }
     *
     * @param number any
     * @return the key
     * @throws ArgumentException if these are several keys
     */
    public Key fold(long number) {
        return fold(Tensor.of(NdArray.of(number).reshape(Shape.SCALAR)));
    }

    /**
     * {@code k_number}: an independent key for each number, which may be mapped.
     *
     * @param number an INT64 scalar
     * @return the key
     * @throws ArgumentException if number is no INT64 scalar, or these are several keys
     */
    public Key fold(Tensor number) {
        ArgumentException.require(number.dtype() == DType.INT64 && number.rank() == 0, "fold", "number",
                number.dtype() + " " + number.shape(), "an INT64 scalar");
        return new Key(Keys.fold(words, number));
    }

    /**
     * {@code n}: how many keys these are.
     *
     * {@snippet :
     * int size = Key.of(1).split(3).size(); // 3
     * }
     *
     * @return 1, or what they were split into
     */
    public int size() {
        return words.rank() == 1 ? 1 : words.dim(0);
    }

    /**
     * {@code k_i}: one of the keys that another one was split into.
     *
     * {@snippet :
     * boolean equal = Key.of(1).split(3).get(0).equals(Key.of(1).split(5).get(0)); // true
     * }
     *
     * @param i which; negative ones count from the end
     * @return the key
     * @throws ArgumentException if this is one key, or i is out of range
     */
    public Key get(int i) {
        ArgumentException.require(words.rank() > 1, "get", "key", "one key", "the keys that split(n) gives");
        return new Key(F.select(words, 0, i));
    }

    @Override
    public Iterator<Key> iterator() {
        return words.rank() == 1 ? List.of(this).iterator() : IntStream.range(0, size()).mapToObj(this::get).iterator();
    }

    @Override
    public String toString() {
        return "Key" + words;
    }

    /** Equal words; words that are mapped or traced equal themselves alone. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Key k && (words.equals(k.words)
                || words instanceof Plain && k.words instanceof Plain && words.contentEquals(k.words));
    }

    @Override
    public int hashCode() {
        return words instanceof Plain ? Arrays.hashCode(words.toLongArray()) : words.hashCode();
    }
}
