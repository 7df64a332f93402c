package org.covector.bench.ours;

import java.util.function.Function;
import java.util.function.Supplier;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.jspecify.annotations.Nullable;

/** Arrays and tasks of this library. */
public final class Values {
    private Values() {}

    static NdArray array(int seed, int... shape) {
        Shape s = Shape.of(shape);
        return NdArray.of(Inputs.floats(Math.toIntExact(s.size()), seed)).reshape(s);
    }

    /** Uniform in [-1, 1). */
    public static Tensor tensor(int seed, int... shape) {
        return Tensor.of(array(seed, shape));
    }

    static Task arrayTask(Supplier<NdArray> f) {
        return new Result<>(f, y -> y.to(DType.FLOAT64).toDoubleArray());
    }

    /** Computes a tensor and drops it. */
    public static Task task(Supplier<Tensor> f) {
        return task(f, y -> y);
    }

    /** Computes a tensor and drops it; compared by what {@code shown} makes of it. */
    static Task task(Supplier<Tensor> f, Function<Tensor, Tensor> shown) {
        return new Result<>(f, y -> shown.apply(y).array().to(DType.FLOAT64).toDoubleArray());
    }

    /**
     * Drops what it computes, as the peers' tasks do: a result kept alive would be copied by the garbage collector. The compiler
     * cannot know that the comparison never holds, so it cannot leave anything out.
     */
    private static final class Result<Y> implements Task {
        private final Supplier<Y> f;
        private final Function<Y, double[]> values;
        private volatile @Nullable Object never = new Object();
        private @Nullable Object kept; // written only if the impossible happens

        Result(Supplier<Y> f, Function<Y, double[]> values) {
            this.f = f;
            this.values = values;
        }

        @Override
        public void run() {
            Y y = f.get();
            if (y == never) {
                kept = y;
            }
        }

        @Override
        public double[] result() {
            return values.apply(f.get());
        }
    }
}
