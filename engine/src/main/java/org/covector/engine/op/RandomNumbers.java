package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.engine.kernel.random.NormalQuantile;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Random arrays as pure functions of a {@link PhiloxKey}: the same bits on every machine and for any number of threads. Element i is
 * made of the key's words i (or 2i and 2i + 1), so that an array is the beginning of every longer one.
 */
public final class RandomNumbers {
    private static final double NANOS_PER_ELEMENT = 5;

    /** Elements of one chunk: whole blocks of four words. */
    private static final int CHUNK = 1 << 12;

    private static final double TWO_POW_32 = 0x1p32;

    private RandomNumbers() {}

    /** Fills the elements [start, start + count) from words that begin with the first of element start. */
    private interface Fill {
        void accept(int[] words, int start, int count);
    }

    private static void fill(PhiloxKey key, long size, int wordsPerElement, Fill body) {
        int chunks = (int) ((size + CHUNK - 1) / CHUNK);
        EngineRuntime.parallel(chunks, (long) (size * NANOS_PER_ELEMENT * wordsPerElement), c -> {
            int start = c * CHUNK;
            int count = (int) Math.min(CHUNK, size - start);
            int blocks = (count * wordsPerElement + 3) / 4;
            int[] words = new int[4 * blocks];
            key.words((long) start * wordsPerElement / 4, blocks, words);
            body.accept(words, start, count);
        });
    }

    private static long bits64(int[] words, int i) {
        return (long) words[2 * i + 1] << 32 | words[2 * i] & 0xFFFFFFFFL;
    }

    /** 53 random bits as a multiple of 2^-53 below 1. */
    private static double unit(int[] words, int i) {
        return (bits64(words, i) >>> 11) * 0x1p-53;
    }

    /** The middle of one of 2^32 (2^53) equal parts of (0, 1): never 0 nor 1. */
    private static double inside(int[] words, int i, boolean wide) {
        return wide ? ((bits64(words, i) >>> 12) + 0.5) * 0x1p-52 : ((words[i] & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
    }

    private static void requireFloating(String function, DType dtype) {
        ArgumentException.require(dtype.isFloating(), function, "dtype", dtype, "FLOAT32 or FLOAT64");
    }

    /** Uniform on [0, 1): multiples of 2^-24 (FLOAT32) or 2^-53 (FLOAT64). */
    public static NdArray uniform(PhiloxKey key, Shape shape, DType dtype) {
        requireFloating("uniform", dtype);
        Storage y = Storage.uninitialised(dtype, shape.size());
        switch (dtype) {
            case FLOAT32 -> {
                float[] a = y.floats();
                fill(key, shape.size(), 1, (w, start, count) -> {
                    for (int i = 0; i < count; i++) {
                        a[start + i] = (w[i] >>> 8) * 0x1p-24f;
                    }
                });
            }
            case FLOAT64 -> {
                double[] a = y.doubles();
                fill(key, shape.size(), 2, (w, start, count) -> {
                    for (int i = 0; i < count; i++) {
                        a[start + i] = unit(w, i);
                    }
                });
            }
            case INT64, BOOL -> throw ArgumentException.notFloating("uniform", dtype);
        }
        return NdArray.wrap(y, shape);
    }

    /** Standard normal, by inversion: no value beyond 6.4 (FLOAT32) or 8.3 (FLOAT64) standard deviations. */
    public static NdArray normal(PhiloxKey key, Shape shape, DType dtype) {
        return inverted("normal", key, shape, dtype, new Interval(0, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    /** Standard normal under the condition of lying in [lower, upper]. */
    public static NdArray truncatedNormal(PhiloxKey key, double lower, double upper, Shape shape, DType dtype) {
        ArgumentException.require(lower < upper, "truncatedNormal", "lower, upper", lower + ", " + upper, "lower below upper");
        boolean mirrored = lower > 0; // the lower tail has the finer probabilities
        double low = mirrored ? -upper : lower;
        double high = mirrored ? -lower : upper;
        double p = NormalQuantile.probability(low);
        double width = NormalQuantile.probability(high) - p;
        ArgumentException.require(width > 0, "truncatedNormal", "lower, upper", lower + ", " + upper,
                "an interval of positive probability");
        return inverted("truncatedNormal", key, shape, dtype, new Interval(p, mirrored ? -width : width, lower, upper));
    }

    /** The probabilities {@code p + u |width|}, u from 0 to 1, whose quantiles, negated where width is negative, lie within bounds. */
    private record Interval(double p, double width, double lower, double upper) {}

    private static NdArray inverted(String function, PhiloxKey key, Shape shape, DType dtype, Interval interval) {
        requireFloating(function, dtype);
        Storage y = Storage.uninitialised(dtype, shape.size());
        double p = interval.p;
        double sign = Math.signum(interval.width);
        double w = Math.abs(interval.width);
        double lower = interval.lower;
        double upper = interval.upper;
        switch (dtype) {
            case FLOAT32 -> {
                float[] a = y.floats();
                fill(key, shape.size(), 1, (words, start, count) -> {
                    for (int i = 0; i < count; i++) {
                        a[start + i] = (float) Math.clamp(sign * NormalQuantile.quantile(p + w * inside(words, i, false)), lower, upper);
                    }
                });
            }
            case FLOAT64 -> {
                double[] a = y.doubles();
                fill(key, shape.size(), 2, (words, start, count) -> {
                    for (int i = 0; i < count; i++) {
                        a[start + i] = Math.clamp(sign * NormalQuantile.quantile(p + w * inside(words, i, true)), lower, upper);
                    }
                });
            }
            case INT64, BOOL -> throw ArgumentException.notFloating(function, dtype);
        }
        return NdArray.wrap(y, shape);
    }

    /** BOOL, true with probability p, to within 2^-32; never at 0, always at 1. */
    public static NdArray bernoulli(PhiloxKey key, double p, Shape shape) {
        requireProbability(p, "p");
        Storage storage = Storage.uninitialised(DType.BOOL, shape.size());
        boolean[] y = storage.booleans();
        double threshold = p * TWO_POW_32;
        fill(key, shape.size(), 1, (w, start, count) -> {
            for (int i = 0; i < count; i++) {
                y[start + i] = (w[i] & 0xFFFFFFFFL) < threshold;
            }
        });
        return NdArray.wrap(storage, shape);
    }

    /** BOOL of p's shape, each true with its own probability. */
    public static NdArray bernoulli(PhiloxKey key, NdArray p) {
        double[] each = Copy.fresh(p, DType.FLOAT64).doubles();
        for (int i = 0; i < each.length; i++) {
            requireProbability(each[i], "p[" + i + "]");
        }
        Storage storage = Storage.uninitialised(DType.BOOL, each.length);
        boolean[] y = storage.booleans();
        fill(key, each.length, 1, (w, start, count) -> {
            for (int i = 0; i < count; i++) {
                y[start + i] = (w[i] & 0xFFFFFFFFL) < each[start + i] * TWO_POW_32;
            }
        });
        return NdArray.wrap(storage, p.shape());
    }

    private static void requireProbability(double p, String argument) {
        if (!(p >= 0 && p <= 1)) {
            throw new ArgumentException("bernoulli", argument, p, "from 0 to 1");
        }
    }

    /** INT64, uniform on [low, high), to within 2^-64 of the range. */
    public static NdArray randint(PhiloxKey key, long low, long high, Shape shape) {
        ArgumentException.require(low < high, "randint", "low, high", low + ", " + high, "low below high");
        Storage storage = Storage.uninitialised(DType.INT64, shape.size());
        long[] y = storage.longs();
        fill(key, shape.size(), 2, (w, start, count) -> {
            for (int i = 0; i < count; i++) {
                y[start + i] = low + Math.unsignedMultiplyHigh(bits64(w, i), high - low);
            }
        });
        return NdArray.wrap(storage, shape);
    }

    /** The numbers 0 to n - 1 in random order, INT64 (R. Durstenfeld, CACM 7, 1964). */
    public static NdArray permutation(PhiloxKey key, int n) {
        ArgumentException.require(n >= 0, "permutation", "n", n, "0 or more");
        Storage storage = Storage.uninitialised(DType.INT64, n);
        long[] y = storage.longs();
        int[] words = new int[2 * CHUNK];
        for (int i = 0; i < n; i++) {
            if (i % CHUNK == 0) {
                key.words(i / 2, CHUNK / 2, words);
            }
            int j = (int) Math.unsignedMultiplyHigh(bits64(words, i % CHUNK), i + 1); // from 0 to i
            y[i] = y[j];
            y[j] = i;
        }
        return NdArray.wrap(storage, Shape.of(n));
    }

    /**
     * INT64, one index of the last axis for each of the others: i with probability proportional to {@code exp(logits[i])}.
     *
     * @param logits FLOAT32 or FLOAT64; minus infinity is probability 0, NaN and plus infinity are refused
     */
    public static NdArray categorical(PhiloxKey key, NdArray logits) {
        requireFloating("categorical", logits.dtype());
        boolean some = logits.rank() > 0 && logits.shape().dim(-1) > 0;
        ArgumentException.require(some, "categorical", "logits' shape", logits.shape(), "a last axis of one element or more");
        int n = logits.shape().dim(-1);
        double[] all = Copy.fresh(logits, DType.FLOAT64).doubles();
        Shape shape = logits.shape().without(logits.rank() - 1);
        Storage storage = Storage.uninitialised(DType.INT64, shape.size());
        long[] y = storage.longs();
        double[] weights = Storage.uninitialised(DType.FLOAT64, n).doubles();
        int[] words = new int[4];
        for (int row = 0; row < y.length; row++) {
            if (row % 2 == 0) {
                key.words(row / 2, 1, words);
            }
            double total = weights(all, row * n, weights);
            y[row] = draw(weights, unit(words, row % 2) * total);
        }
        return NdArray.wrap(storage, shape);
    }

    private static double weights(double[] logits, int start, double[] to) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < to.length; i++) {
            max = Math.max(max, logits[start + i]);
        }
        if (Double.isNaN(max) || Double.isInfinite(max)) {
            throw new ArgumentException("categorical", "largest logit of row " + start / to.length, max, "a finite number");
        }
        double total = 0;
        for (int i = 0; i < to.length; i++) {
            to[i] = StrictMath.exp(logits[start + i] - max);
            total += to[i];
        }
        return total;
    }

    private static int draw(double[] weights, double target) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (weights[i] > 0) {
                last = i; // where rounding lets the sum fall short of the target
                if (target < sum) {
                    return i;
                }
            }
        }
        return last;
    }
}
