package org.covector.bench.peer;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
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

/**
 * Training steps of libtorch: zero the gradients, loss, backward, step of its own optimiser: the C++ frontend's, as the Java binding
 * has neither the fused nor the foreach form.
 */
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
            return step(p, w.update(), () -> {
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
            return step(p, w.update(), () -> {
                Tensor first = pool(torch.relu(torch.conv2d(x, p[0], bias[0], ONE, ONE, ONE, 1)));
                Tensor second = pool(torch.relu(torch.conv2d(first, p[2], bias[1], ONE, ONE, ONE, 1)));
                return torch.cross_entropy_loss(torch.linear(second.reshape(w.batch(), 32 * 49), p[4], bias[2]), labels);
            });
        };
    }

    static Supplier<Task> lstm(Work.LstmStep w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.length() * w.batch() * w.hidden(), 1), w.length(), w.batch(), w.hidden());
            Tensor zeros = Torch.of(new float[w.batch() * w.hidden()], 1, w.batch(), w.hidden());
            TensorVector start = new TensorVector(zeros, zeros);
            Tensor[] p = parameters(Models.LSTM);
            TensorVector weights = new TensorVector(p[0], p[2], p[1], p[3]); // as torch has them: both weights, both biases
            return step(p, Work.Update.SGD, () -> torch.mean(torch.square(torch.lstm(x, start, weights, true, 1, 0, true, false, false)
                    .get0())));
        };
    }

    static Supplier<Task> transformer(Work.TransformerStep w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.batch() * w.length() * w.width(), 1), w.batch(), w.length(), w.width());
            Tensor[] p = parameters(Models.TRANSFORMER);
            Tensor[] norms = {ones(w.width()), zeros(w.width()), ones(w.width()), zeros(w.width())};
            Tensor[] all = Stream.concat(Arrays.stream(p), Arrays.stream(norms)).toArray(Tensor[]::new);
            return step(all, Work.Update.SGD, () -> {
                Tensor y = normalized(torch.add(x, attention(w, x, p)), norms[0], norms[1]);
                Tensor inner = torch.relu(torch.linear(y, p[4], new TensorOptional(p[5])));
                Tensor z = normalized(torch.add(y, torch.linear(inner, p[6], new TensorOptional(p[7]))), norms[2], norms[3]);
                return torch.mean(torch.square(z));
            });
        };
    }

    private static Tensor attention(Work.TransformerStep w, Tensor x, Tensor... p) {
        Tensor qkv = torch.linear(x, p[0], new TensorOptional(p[1])).reshape(w.batch(), w.length(), 3, w.heads(), w.width() / w.heads())
                .permute(2, 0, 3, 1, 4);
        Tensor y = torch.scaled_dot_product_attention(qkv.select(0, 0), qkv.select(0, 1), qkv.select(0, 2));
        return torch.linear(y.transpose(1, 2).reshape(w.batch(), w.length(), w.width()), p[2], new TensorOptional(p[3]));
    }

    private static Tensor normalized(Tensor x, Tensor weight, Tensor bias) {
        return torch.layer_norm(x, new long[] {x.size(2)}, new TensorOptional(weight), new TensorOptional(bias), 1e-5, false);
    }

    private static Tensor ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return Torch.leaf(Torch.of(values, n));
    }

    private static Tensor zeros(int n) {
        return Torch.leaf(Torch.of(new float[n], n));
    }

    static Supplier<Task> adam(Work.AdamStep w) {
        return () -> {
            Tensor[] p = new Tensor[w.arrays()];
            for (int i = 0; i < p.length; i++) {
                p[i] = Torch.leaf(Torch.of(Inputs.floats(w.size(), 2L * i), w.size()));
                p[i].mutable_grad().put(Torch.of(Inputs.floats(w.size(), 2L * i + 1), w.size()));
            }
            Adam optimizer = new Adam(new TensorVector(p), new AdamOptions(1e-3));
            return new Task() {
                @Override
                public void run() {
                    try (var _ = new PointerScope()) {
                        optimizer.step();
                    }
                }

                /** Called before any step: the last array after the first one. */
                @Override
                public double[] result() {
                    run();
                    return Torch.array(p[p.length - 1]);
                }
            };
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

    private static Task step(Tensor[] parameters, Work.Update update, Supplier<Tensor> loss) {
        Optimizer optimizer = switch (update) {
            case SGD -> new SGD(new TensorVector(parameters), new SGDOptions(Models.LEARNING_RATE));
            case ADAM -> new Adam(new TensorVector(parameters), new AdamOptions(Models.LEARNING_RATE));
        };
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
