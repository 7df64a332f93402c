package org.covector.bench.tour.data;

import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * Samples and what they are.
 *
 * @param x [n, features], FLOAT32
 * @param y [n] INT64 class numbers, or [n, 1] FLOAT32 values
 */
public record Sample(Tensor x, Tensor y) {
    /** How many. */
    public int size() {
        return x.dim(0);
    }

    /** Some of them. */
    public Sample rows(Tensor index) {
        return new Sample(F.indexSelect(x, 0, index), F.indexSelect(y, 0, index));
    }
}
