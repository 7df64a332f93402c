package org.covector.bench.ours;

import static org.covector.engine.expr.Expressions.*;

import io.vavr.control.Option;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Pointwise;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Single operations. */
final class Ops {
    private Ops() {}

    static Task matmul(Work.MatMul w) {
        Tensor a = matrix(w.dtype(), 1, w.m(), w.k());
        Tensor b = matrix(w.dtype(), 2, w.k(), w.n());
        return Values.task(() -> F.matmul(a, b));
    }

    private static Tensor matrix(DType dtype, int seed, int rows, int columns) {
        return dtype == DType.FLOAT64
                ? Tensor.of(Inputs.doubles(rows * columns, seed), rows, columns)
                : Values.tensor(seed, rows, columns);
    }

    static Task pointwise(Work.Pointwise w) {
        Tensor x = Tensor.of(Inputs.of(w.op(), w.size(), 1));
        Tensor y = Tensor.of(Inputs.of(w.op(), w.size(), 2));
        return Values.task(switch (w.op()) {
            case ADD -> () -> F.add(x, y);
            case MUL -> () -> F.mul(x, y);
            case RELU -> () -> F.relu(x);
            case EXP -> () -> F.exp(x);
            case LOG -> () -> F.log(x);
            case SIGMOID -> () -> F.sigmoid(x);
            case SILU -> () -> F.silu(x);
            case GELU -> () -> F.gelu(x);
            case TANH -> () -> F.tanh(x);
            case ERF -> () -> F.erf(x);
        });
    }

    static Task chain(Work.FusedChain w) {
        NdArray a = Values.array(1, w.size());
        NdArray b = Values.array(2, w.size());
        NdArray c = Values.array(3, w.size());
        Pointwise f = Pointwise.of(Formula.of("chain", 3, exp(maximum(add(mul(X, Y), Z), 0))));
        return Values.arrayTask(() -> f.apply(a, b, c));
    }

    static Task reduce(Work.Reduce w) {
        Tensor x = Values.tensor(1, w.rows(), w.columns());
        return Values.task(switch (w.op()) {
            case SUM_ALL -> () -> F.sum(x);
            case SUM_ROWS -> () -> F.sum(x, 1);
            case SUM_COLUMNS -> () -> F.sum(x, 0);
            case MAX_ALL -> () -> F.amax(x, 0, 1);
            case ARGMAX_ROWS -> () -> F.argmax(x, 1, false);
            case LOGSUMEXP_ROWS -> () -> F.logsumexp(x, 1);
        });
    }

    static Task softmax(Work.Softmax w) {
        Tensor x = Values.tensor(1, w.rows(), w.columns());
        return Values.task(() -> F.softmax(x, 1));
    }

    static Task layerNorm(Work.LayerNorm w) {
        Tensor x = Values.tensor(1, w.rows(), w.columns());
        Option<Tensor> weight = Option.of(Values.tensor(2, w.columns()));
        Option<Tensor> bias = Option.of(Values.tensor(3, w.columns()));
        int[] normalized = {w.columns()};
        return Values.task(() -> F.layerNorm(x, normalized, weight, bias, 1e-5));
    }
}
