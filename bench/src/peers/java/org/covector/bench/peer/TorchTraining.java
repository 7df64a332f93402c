package org.covector.bench.peer;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Models;
import org.covector.bench.workload.Work;

/** Training steps of libtorch: zero the gradients, loss, backward, step of its own SGD. */
final class TorchTraining {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    private TorchTraining() {}

    static Supplier<Task> mlp(Work.MlpStep w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.batch() * 784, 1), w.batch(), 784);
            Tensor labels = Tensor.create(Inputs.labels(w.batch()), w.batch());
            Tensor[] p = parameters(Models.MLP);
            TensorOptional[] bias = {new TensorOptional(p[1]), new TensorOptional(p[3]), new TensorOptional(p[5])};
            return step(p, () -> {
                Tensor first = torch.relu(torch.linear(x, p[0], bias[0]));
                Tensor second = torch.relu(torch.linear(first, p[2], bias[1]));
                return torch.cross_entropy_loss(torch.linear(second, p[4], bias[2]), labels);
            });
        };
    }

    static Supplier<Task> cnn(Work.CnnStep w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.batch() * 784, 1), w.batch(), 1, 28, 28);
            Tensor labels = Tensor.create(Inputs.labels(w.batch()), w.batch());
            Tensor[] p = parameters(Models.CNN);
            TensorOptional[] bias = {new TensorOptional(p[1]), new TensorOptional(p[3]), new TensorOptional(p[5])};
            return step(p, () -> {
                Tensor first = pool(torch.relu(torch.conv2d(x, p[0], bias[0], ONE, ONE, ONE, 1)));
                Tensor second = pool(torch.relu(torch.conv2d(first, p[2], bias[1], ONE, ONE, ONE, 1)));
                return torch.cross_entropy_loss(torch.linear(second.reshape(w.batch(), 32 * 49), p[4], bias[2]), labels);
            });
        };
    }

    private static Tensor pool(Tensor x) {
        return torch.max_pool2d(x, TWO, TWO, NONE, ONE, false);
    }

    private static Tensor[] parameters(Models model) {
        return model.parameters()
                .map(p -> Torch.leaf(Torch.of(p.values(), p.shape())))
                .toJavaArray(Tensor[]::new);
    }

    private static Task step(Tensor[] parameters, Supplier<Tensor> loss) {
        SGD optimizer = new SGD(new TensorVector(parameters), new SGDOptions(Models.LEARNING_RATE));
        return new Task() {
            @Override
            public void run() {
                try (var _ = new PointerScope()) {
                    optimizer.zero_grad();
                    loss.get().backward();
                    optimizer.step();
                }
            }

            /** Called before any step: the first loss. */
            @Override
            public double[] result() {
                try (var _ = new PointerScope()) {
                    return Torch.array(loss.get());
                }
            }
        };
    }
}
