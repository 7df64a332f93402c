package org.covector.functional.primitive;

import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.engine.op.RandomNumbers;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/**
 * Random numbers of a shape from a key, without derivative. Input: the key's words [..., 2]. Output: [..., shape], for each key the
 * numbers it gives alone: a loop over keys, since each begins a sequence of its own.
 */
public record Draw(Distribution distribution, Shape shape, DType dtype) implements Constant {
    /** What the numbers follow. */
    public sealed interface Distribution {
        NdArray draw(PhiloxKey key, Shape shape, DType dtype);
    }

    /** Uniform on [0, 1). */
    public record Uniform() implements Distribution {
        @Override
        public NdArray draw(PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.uniform(key, shape, dtype);
        }
    }

    /** Normal with mean 0 and standard deviation 1. */
    public record Normal() implements Distribution {
        @Override
        public NdArray draw(PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.normal(key, shape, dtype);
        }
    }

    /** Normal under the condition of lying between two bounds. */
    public record TruncatedNormal(double lower, double upper) implements Distribution {
        @Override
        public NdArray draw(PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.truncatedNormal(key, lower, upper, shape, dtype);
        }
    }

    /** True with a probability. */
    public record Bernoulli(double p) implements Distribution {
        @Override
        public NdArray draw(PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.bernoulli(key, p, shape);
        }
    }

    /** Integers from {@code low} up to {@code high}, exclusive. */
    public record Integers(long low, long high) implements Distribution {
        @Override
        public NdArray draw(PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.randint(key, low, high, shape);
        }
    }

    /** The numbers from 0 on in a random order. */
    public record Permutation() implements Distribution {
        @Override
        public NdArray draw(PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.permutation(key, shape.dim(0));
        }
    }

    /** What follows an argument of its own. */
    public enum Law {
        /** True with probabilities [...]. */
        BERNOULLI(DType.BOOL) {
            @Override
            NdArray draw(PhiloxKey key, NdArray p) {
                return RandomNumbers.bernoulli(key, p);
            }
        },
        /** Classes by logits [..., classes]. */
        CATEGORICAL(DType.INT64) {
            @Override
            NdArray draw(PhiloxKey key, NdArray logits) {
                return RandomNumbers.categorical(key, logits);
            }
        };

        private final DType dtype;

        Law(DType dtype) {
            this.dtype = dtype;
        }

        abstract NdArray draw(PhiloxKey key, NdArray x);

        /** The shape of what follows from an argument of a shape. */
        Shape drawn(Shape x) {
            return this == CATEGORICAL ? x.without(x.rank() - 1) : x;
        }
    }

    /** Inputs: the key's words [..., 2], an argument [..., its shape]. For each key what its argument gives alone. */
    record By(Law law) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            if (x[0].rank() == 1) {
                return new NdArray[] {law.draw(Keys.of(x[0]).getFirst(), x[1])};
            }
            List<PhiloxKey> keys = Keys.of(x[0]);
            int lead = x[0].rank() - 1;
            NdArray each = x[1].reshape(x[1].shape().sub(lead, x[1].rank()).insert(0, keys.size()));
            List<NdArray> all = IntStream.range(0, keys.size()).mapToObj(i -> law.draw(keys.get(i), each.select(0, i))).toList();
            Shape one = law.drawn(each.shape().without(0));
            return new NdArray[] {together(all, x[1].shape().sub(0, lead), one, law.dtype)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    /** Of an argument, by one key. */
    public static Tensor by(String function, Law law, Key key, Tensor x) {
        return Apply.one(new By(law), Keys.one(function, key.words()), x);
    }

    /** Numbers of one key. */
    public static Tensor of(String function, Distribution distribution, Key key, Shape shape, DType dtype) {
        return Apply.one(new Draw(distribution, shape, dtype), Keys.one(function, key.words()));
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        if (x[0].rank() == 1) {
            return new NdArray[] {distribution.draw(Keys.of(x[0]).getFirst(), shape, dtype)};
        }
        List<NdArray> all = Keys.of(x[0]).stream().map(k -> distribution.draw(k, shape, dtype)).toList();
        return new NdArray[] {together(all, x[0].shape().sub(0, x[0].rank() - 1), shape, dtype)};
    }

    /** What each key gave, in the shape of the keys. */
    private static NdArray together(List<NdArray> all, Shape lead, Shape one, DType dtype) {
        Shape result = lead.concat(one);
        return all.isEmpty() ? NdArray.zeros(dtype, result)
                : Assembly.cat(all.stream().map(y -> y.reshape(one.insert(0, 1))).toList(), 0).reshape(result);
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, x);
    }
}
