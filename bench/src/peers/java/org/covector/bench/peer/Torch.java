package org.covector.bench.peer;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;

/** Tensors of libtorch: made, used and released. */
final class Torch {
    private Torch() {}

    static Tensor of(float[] x, long... shape) {
        return Tensor.create(x, shape);
    }

    static Tensor of(double[] x, long... shape) {
        return Tensor.create(x, shape);
    }

    /** A tensor whose gradient is wanted. */
    static Tensor leaf(Tensor x) {
        x.set_requires_grad(true);
        return x;
    }

    static Tensor channelsLast(Tensor x, boolean wanted) {
        return wanted ? x.contiguous(torch.MemoryFormat.ChannelsLast) : x;
    }

    static double[] array(Tensor x) {
        try (var _ = new PointerScope()) {
            Tensor y = x.detach().to(torch.ScalarType.Double).contiguous();
            double[] values = new double[(int) y.numel()];
            new DoublePointer(y.data_ptr_double()).get(values);
            return values;
        }
    }

    /** One operation without gradient; the result is released at once, so that the next one finds its memory warm. */
    static Task op(Supplier<Tensor> f) {
        return new Task() {
            @Override
            public void run() {
                f.get().close();
            }

            @Override
            public void repeat(int calls) {
                try (var _ = new NoGradGuard()) {
                    Task.super.repeat(calls);
                }
            }

            @Override
            public double[] result() {
                return array(f.get());
            }
        };
    }

    /** Several operations without gradient, or one with several results; all are released at once. */
    static Task ops(Supplier<Tensor> f) {
        return ops(f, y -> y);
    }

    /** Several operations without gradient, compared by what {@code shown} makes of the result. */
    static Task ops(Supplier<Tensor> f, UnaryOperator<Tensor> shown) {
        return new Task() {
            @Override
            public void run() {
                try (var _ = new PointerScope()) {
                    f.get();
                }
            }

            @Override
            public void repeat(int calls) {
                try (var _ = new NoGradGuard()) {
                    Task.super.repeat(calls);
                }
            }

            @Override
            public double[] result() {
                return array(shown.apply(f.get()));
            }
        };
    }

    /** One operation of a tensor whose gradient is wanted. */
    static Task recorded(Supplier<Tensor> f) {
        return new Task() {
            @Override
            public void run() {
                f.get().close();
            }

            @Override
            public double[] result() {
                return array(f.get());
            }
        };
    }

    /** Forward, backward by a given cotangent, gradients of the leaves forgotten; gives the gradient of the first leaf. */
    static Task backward(Supplier<Tensor> f, Tensor dy, Tensor... leaves) {
        return new Task() {
            @Override
            public void run() {
                try (var _ = new PointerScope()) {
                    sweep();
                    forget(leaves);
                }
            }

            private void sweep() {
                f.get().backward(dy, new BoolOptional(), false, new TensorArrayRefOptional());
            }

            @Override
            public double[] result() {
                try (var _ = new PointerScope()) {
                    sweep();
                    double[] dx = array(leaves[0].grad());
                    forget(leaves);
                    return dx;
                }
            }
        };
    }

    static void forget(Tensor... leaves) {
        for (Tensor x : leaves) {
            x.mutable_grad().reset();
        }
    }
}
