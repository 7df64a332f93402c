package org.covector.bench.peer;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;

/** Where dispatch is all: tensors of a few elements. */
final class TorchTiny {
    private TorchTiny() {}

    static Supplier<Task> add(Work.TinyAdd w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(4, 1), 4);
            Tensor y = Torch.of(Inputs.floats(4, 2), 4);
            x.set_requires_grad(w.gradient());
            Supplier<Tensor> sum = () -> torch.add(x, y);
            return w.gradient() ? Torch.recorded(sum) : Torch.op(sum);
        };
    }

    static Supplier<Task> gradient() {
        return () -> {
            Tensor x = Torch.leaf(Torch.of(Inputs.floats(4, 1), 4));
            Tensor y = Torch.of(Inputs.floats(4, 2), 4);
            return new Task() {
                @Override
                public void run() {
                    try (var _ = new PointerScope()) {
                        torch.sum(torch.mul(x, y)).backward();
                        Torch.forget(x);
                    }
                }

                @Override
                public double[] result() {
                    torch.sum(torch.mul(x, y)).backward();
                    double[] dx = Torch.array(x.grad());
                    Torch.forget(x);
                    return dx;
                }
            };
        };
    }

    static Supplier<Task> chain(Work.ScalarChain w) {
        return () -> {
            Tensor x = Torch.leaf(Torch.of(new float[] {0.5f}));
            Tensor step = Torch.of(new float[] {0.25f});
            return new Task() {
                @Override
                public void run() {
                    forwardAndBackward();
                    try (var _ = new PointerScope()) {
                        Torch.forget(x);
                    }
                }

                /** Links are closed as soon as the next one holds them. */
                private void forwardAndBackward() {
                    Tensor y = torch.add(x, step);
                    for (int i = 1; i < w.length(); i++) {
                        Tensor next = torch.add(y, step);
                        y.close();
                        y = next;
                    }
                    y.backward();
                    y.close();
                }

                @Override
                public double[] result() {
                    forwardAndBackward();
                    double[] dx = Torch.array(x.grad());
                    Torch.forget(x);
                    return dx;
                }
            };
        };
    }
}
