package org.covector.bench.peer;

import java.util.function.Supplier;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;

/** Single operations of libtorch. */
final class TorchOps {
    private TorchOps() {}

    static Supplier<Task> matmul(Work.MatMul w) {
        return () -> {
            boolean wide = w.dtype() == DType.FLOAT64;
            Tensor a = wide
                    ? Torch.of(Inputs.doubles(w.m() * w.k(), 1), w.m(), w.k())
                    : Torch.of(Inputs.floats(w.m() * w.k(), 1), w.m(), w.k());
            Tensor b = wide
                    ? Torch.of(Inputs.doubles(w.k() * w.n(), 2), w.k(), w.n())
                    : Torch.of(Inputs.floats(w.k() * w.n(), 2), w.k(), w.n());
            return Torch.op(() -> torch.mm(a, b));
        };
    }

    static Supplier<Task> pointwise(Work.Pointwise w) {
        return () -> {
            Tensor x = Torch.of(Inputs.of(w.op(), w.size(), 1), w.size());
            Tensor y = Torch.of(Inputs.of(w.op(), w.size(), 2), w.size());
            return Torch.op(switch (w.op()) {
                case ADD -> () -> torch.add(x, y);
                case MUL -> () -> torch.mul(x, y);
                case RELU -> () -> torch.relu(x);
                case EXP -> () -> torch.exp(x);
                case LOG -> () -> torch.log(x);
                case SIGMOID -> () -> torch.sigmoid(x);
                case SILU -> () -> torch.silu(x);
                case GELU -> () -> torch.gelu(x);
                case TANH -> () -> torch.tanh(x);
                case ERF -> () -> torch.erf(x);
            });
        };
    }

    static Supplier<Task> chain(Work.FusedChain w) {
        return () -> {
            Tensor a = Torch.of(Inputs.floats(w.size(), 1), w.size());
            Tensor b = Torch.of(Inputs.floats(w.size(), 2), w.size());
            Tensor c = Torch.of(Inputs.floats(w.size(), 3), w.size());
            return Torch.op(() -> {
                try (Tensor product = torch.mul(a, b);
                        Tensor sum = torch.add(product, c);
                        Tensor positive = torch.relu(sum)) {
                    return torch.exp(positive);
                }
            });
        };
    }

    static Supplier<Task> reduce(Work.Reduce w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.rows() * w.columns(), 1), w.rows(), w.columns());
            LongOptional last = new LongOptional(1);
            return Torch.op(switch (w.op()) {
                case SUM_ALL -> () -> torch.sum(x);
                case SUM_ROWS -> () -> torch.sum(x, 1L);
                case SUM_COLUMNS -> () -> torch.sum(x, 0L);
                case MAX_ALL -> () -> torch.max(x);
                case ARGMAX_ROWS -> () -> torch.argmax(x, last, false);
                case LOGSUMEXP_ROWS -> () -> torch.logsumexp(x, 1L);
            });
        };
    }

    static Supplier<Task> softmax(Work.Softmax w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.rows() * w.columns(), 1), w.rows(), w.columns());
            return Torch.op(() -> torch.softmax(x, 1));
        };
    }

    static Supplier<Task> layerNorm(Work.LayerNorm w) {
        return () -> {
            Tensor x = Torch.of(Inputs.floats(w.rows() * w.columns(), 1), w.rows(), w.columns());
            TensorOptional weight = new TensorOptional(Torch.of(Inputs.floats(w.columns(), 2), w.columns()));
            TensorOptional bias = new TensorOptional(Torch.of(Inputs.floats(w.columns(), 3), w.columns()));
            long[] normalized = {w.columns()};
            return Torch.op(() -> torch.layer_norm(x, normalized, weight, bias, 1e-5, false));
        };
    }
}
