package org.covector.bench.peer;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;

/** Orders, running sums, elements by index, pairs of rows of libtorch. */
final class TorchTables {
    private TorchTables() {}

    static Supplier<Task> order(Work.Order w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.size(), 1), w.size());
            return switch (w.how()) {
                case SORT -> Torch.ops(() -> torch.sort(x).get0());
                case ARGSORT -> Torch.ops(() -> torch.argsort(x), i -> torch.index_select(x, 0, i));
                case TOPK -> Torch.ops(() -> torch.topk(x, w.k()).get0());
                case UNIQUE -> // the binding leaves out torch.unique, which does this
                    Torch.ops(() -> torch.unique_consecutive(torch.sort(x).get0(), true, true, new LongOptional()).get0());
            };
        };
    }

    static Supplier<Task> cumsum(Work.Cumsum w) {
        return () -> {
            Tensor x = matrix(1, w.rows(), w.columns());
            return Torch.op(() -> torch.cumsum(x, w.axis()));
        };
    }

    static Supplier<Task> index(Work.Index w) {
        return () -> {
            Tensor x = matrix(1, w.rows(), w.columns());
            Tensor dy = matrix(2, w.rows(), w.columns());
            Tensor rows = Tensor.create(Inputs.indices(w.indices(), w.rows(), 3), w.indices());
            Tensor elements = w.indices() == w.rows() ? rows : rows.reshape(w.rows(), w.columns());
            if (w.how() == Work.Lookup.SCATTER_ADD) {
                Tensor source = Torch.leaf(matrix(4, w.rows(), w.columns()));
                return Torch.backward(() -> torch.scatter_add(x, 0, elements, source), dy, source);
            }
            Torch.leaf(x);
            return Torch.backward(switch (w.how()) {
                case GATHER -> () -> torch.gather(x, 0, elements);
                case INDEX_SELECT -> () -> torch.index_select(x, 0, rows);
                default -> () -> torch.embedding(x, rows);
            }, dy, x);
        };
    }

    static Supplier<Task> cdist(Work.Cdist w) {
        return () -> {
            Tensor x = matrix(1, w.rows(), w.width());
            Tensor y = matrix(2, w.others(), w.width());
            return Torch.op(() -> torch.cdist(x, y));
        };
    }

    static Supplier<Task> ctcLoss(Work.CtcLoss w) {
        return () -> {
            Tensor logits = Torch.of(Inputs.floats(w.length() * w.batch() * w.classes(), 1), w.length(), w.batch(), w.classes());
            Tensor logProbs = Torch.leaf(torch.log_softmax(logits, 2));
            int length = w.length() / 2;
            long[] labels = Inputs.indices(w.batch() * length, w.classes() - 1, 2);
            long[] inputLengths = new long[w.batch()];
            long[] targetLengths = new long[w.batch()];
            for (int i = 0; i < labels.length; i++) {
                labels[i]++; // 0 is the blank
            }
            for (int i = 0; i < w.batch(); i++) {
                inputLengths[i] = w.length();
                targetLengths[i] = length;
            }
            Tensor targets = Tensor.create(labels, w.batch(), length);
            return new Task() {
                @Override
                public void run() {
                    try (var _ = new PointerScope()) {
                        torch.ctc_loss(logProbs, targets, inputLengths, targetLengths).backward();
                        Torch.forget(logProbs);
                    }
                }

                @Override
                public double[] result() {
                    torch.ctc_loss(logProbs, targets, inputLengths, targetLengths).backward();
                    double[] gradient = Torch.array(logProbs.grad());
                    Torch.forget(logProbs);
                    return gradient;
                }
            };
        };
    }

    static Supplier<Task> bilinear(Work.Bilinear w) {
        return () -> {
            Tensor x = matrix(1, w.batch(), w.width());
            Tensor y = matrix(2, w.batch(), w.width());
            Tensor weight = Torch.of(Inputs.floats(w.width() * w.width() * w.width(), 3), w.width(), w.width(), w.width());
            return Torch.op(() -> torch.bilinear(x, y, weight));
        };
    }

    private static Tensor matrix(int seed, int rows, int columns) {
        return Torch.of(Inputs.floats(rows * columns, seed), rows, columns);
    }
}
