package org.covector.bench.ours;

import static org.covector.engine.expr.Expressions.*;

import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Matmul;
import org.covector.engine.op.Pointwise;
import org.covector.engine.op.Reductions;
import org.covector.engine.op.Softmax;
import org.covector.functional.F;
import org.covector.functional.core.Tensor;

/** Single operations. */
final class Ops {
    private Ops() {}

    static Task matmul(Work.MatMul w) {
        NdArray a = matrix(w.dtype(), 1, w.m(), w.k());
        NdArray b = matrix(w.dtype(), 2, w.k(), w.n());
        return Values.arrayTask(() -> Matmul.matmul(a, b));
    }

    private static NdArray matrix(DType dtype, int seed, int rows, int columns) {
        return dtype == DType.FLOAT64
                ? NdArray.of(Inputs.doubles(rows * columns, seed)).reshape(Shape.of(rows, columns))
                : Values.array(seed, rows, columns);
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
        NdArray x = Values.array(1, w.rows(), w.columns());
        int[] all = {0, 1};
        int[] rows = {1};
        int[] columns = {0};
        return Values.arrayTask(switch (w.op()) {
            case SUM_ALL -> () -> Reductions.sum(x, all, false);
            case SUM_ROWS -> () -> Reductions.sum(x, rows, false);
            case SUM_COLUMNS -> () -> Reductions.sum(x, columns, false);
            case MAX_ALL -> () -> Reductions.max(x, all, false);
            case ARGMAX_ROWS -> () -> Reductions.argmax(x, 1, false);
            case LOGSUMEXP_ROWS -> () -> Reductions.logsumexp(x, rows, false);
        });
    }

    static Task softmax(Work.Softmax w) {
        NdArray x = Values.array(1, w.rows(), w.columns());
        return Values.arrayTask(() -> Softmax.softmax(x, 1));
    }
}
