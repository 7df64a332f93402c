package org.covector.functional.primitive;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/** Random keys, over any number of them at once: words, INT64 {@code [.., 2]}. */
public final class Keys {
    /** Words of a key. */
    public static final int WORDS = 2;

    private Keys() {}

    private static PhiloxKey at(long[] words, int i) {
        return new PhiloxKey(words[WORDS * i], words[WORDS * i + 1]);
    }

    private static NdArray derived(NdArray keys, Shape shape, List<PhiloxKey> all) {
        return NdArray.of(all.stream().flatMapToLong(k -> LongStream.of(k.key(), k.stream())).toArray())
                .reshape(keys.shape().sub(0, keys.rank() - 1).concat(shape));
    }

    private static int count(NdArray keys) {
        return Shape.length("key", keys.size() / WORDS);
    }

    /** Input: words [..., 2]. Output: [..., n, 2]. */
    private record Split(int n) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            long[] words = x[0].toLongArray();
            return new NdArray[] {derived(x[0], Shape.of(n, WORDS),
                    IntStream.range(0, count(x[0])).boxed().flatMap(i -> at(words, i).split(n).stream()).toList())};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    /** Inputs: words [..., 2], numbers [...]. */
    private record Fold() implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            long[] words = x[0].toLongArray();
            long[] numbers = x[1].toLongArray();
            return new NdArray[] {derived(x[0], Shape.of(WORDS),
                    IntStream.range(0, count(x[0])).mapToObj(i -> at(words, i).fold(numbers[i])).toList())};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    /** The engine's keys that words [..., 2] stand for. */
    public static List<PhiloxKey> of(NdArray words) {
        long[] w = words.toLongArray();
        return IntStream.range(0, count(words)).mapToObj(i -> at(w, i)).toList();
    }

    /** The words of a single key; others are refused. */
    public static Tensor one(String function, Tensor words) {
        ArgumentException.require(words.rank() == 1, function, "key", words.dim(0) + " keys",
                "one key: get(i) of them, or vmap over all");
        return words;
    }

    public static Tensor split(Tensor words, int n) {
        return Apply.one(new Split(n), one("split", words));
    }

    public static Tensor fold(Tensor words, Tensor number) {
        return Apply.one(new Fold(), one("fold", words), number);
    }
}
