package org.covector.functional;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.engine.op.RandomNumbers;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/**
 * Random numbers of a shape from a key, without derivative. Input: the key's words [..., 2]. Output: [..., shape], for each key the
 * numbers it gives alone: a loop over keys, since each begins a sequence of its own.
 */
record Draw(Distribution distribution, Shape shape, DType dtype) implements Constant {
    /** What the numbers follow. */
    sealed interface Distribution {
        NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype);
    }

    /** Uniform on [0, 1). */
    record Uniform() implements Distribution {
        @Override
        public NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.uniform(key, shape, dtype);
        }
    }

    /** Normal with mean 0 and standard deviation 1. */
    record Normal() implements Distribution {
        @Override
        public NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.normal(key, shape, dtype);
        }
    }

    /** Normal under the condition of lying between two bounds. */
    record TruncatedNormal(double lower, double upper) implements Distribution {
        @Override
        public NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.truncatedNormal(key, lower, upper, shape, dtype);
        }
    }

    /** True with a probability. */
    record Bernoulli(double p) implements Distribution {
        @Override
        public NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.bernoulli(key, p, shape);
        }
    }

    /** Integers from {@code low} up to {@code high}, exclusive. */
    record Integers(long low, long high) implements Distribution {
        @Override
        public NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.randint(key, low, high, shape);
        }
    }

    /** The numbers from 0 on in a random order. */
    record Permutation() implements Distribution {
        @Override
        public NdArray draw(org.covector.engine.PhiloxKey key, Shape shape, DType dtype) {
            return RandomNumbers.permutation(key, shape.dim(0));
        }
    }

    /** Numbers of one key. */
    static Tensor of(String function, Distribution distribution, Key key, Shape shape, DType dtype) {
        return Apply.one(new Draw(distribution, shape, dtype), key.one(function));
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        if (x[0].rank() == 1) {
            return new NdArray[] {distribution.draw(Key.keys(x[0]).getFirst(), shape, dtype)};
        }
        Shape each = shape.insert(0, 1);
        List<NdArray> all = Key.keys(x[0]).stream().map(k -> distribution.draw(k, shape, dtype).reshape(each)).toList();
        Shape result = x[0].shape().sub(0, x[0].rank() - 1).concat(shape);
        return new NdArray[] {all.isEmpty() ? NdArray.zeros(dtype, result) : Assembly.cat(all, 0).reshape(result)};
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(this, x);
    }
}
