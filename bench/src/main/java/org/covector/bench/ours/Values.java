package org.covector.bench.ours;

import java.util.function.Supplier;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.core.Tensor;

/** Arrays and tasks of this library. */
final class Values {
    private Values() {}

    static NdArray array(int seed, int... shape) {
        Shape s = Shape.of(shape);
        return NdArray.of(Inputs.floats(Math.toIntExact(s.size()), seed)).reshape(s);
    }

    static Tensor tensor(int seed, int... shape) {
        return Tensor.of(array(seed, shape));
    }

    static Task arrayTask(Supplier<NdArray> f) {
        return new Task() {
            private NdArray last = NdArray.of(0f);

            @Override
            public void run() {
                last = f.get();
            }

            @Override
            public double[] result() {
                run();
                return last.to(DType.FLOAT64).toDoubleArray();
            }
        };
    }

    static Task task(Supplier<Tensor> f) {
        return new Task() {
            private Tensor last = Tensor.scalar(0f);

            @Override
            public void run() {
                last = f.get();
            }

            @Override
            public double[] result() {
                run();
                return last.array().to(DType.FLOAT64).toDoubleArray();
            }
        };
    }
}
