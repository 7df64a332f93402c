package org.covector.bench.compare;

import static org.covector.engine.expr.Expressions.*;

import io.vavr.collection.List;
import java.util.function.Supplier;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Contestants;
import org.covector.bench.measure.Task;
import org.covector.bench.report.Measurement;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.PointwiseOp;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Matmul;
import org.covector.engine.op.Pointwise;
import org.covector.engine.op.Pooling;
import org.covector.engine.op.PoolWindow;
import org.covector.engine.op.Reductions;
import org.covector.engine.runtime.EngineRuntime;

/** This library. */
final class Covector implements Contestants {
    @Override
    public void start(int threads) {
        EngineRuntime.threads(threads);
    }

    @Override
    public List<Contestant> of(Work work) {
        Supplier<Supplier<NdArray>> prepare = switch (work) {
            case Work.MatMul w -> () -> matmul(w);
            case Work.Pointwise w -> () -> pointwise(w);
            case Work.FusedChain w -> () -> chain(w);
            case Work.Reduce w -> () -> reduce(w);
            case Work.MaxPool w when !w.backward() -> () -> maxPool(w);
            default -> null;
        };
        return prepare == null ? List.empty() : List.of(new Contestant(Measurement.COVECTOR, () -> task(prepare.get())));
    }

    private static Task task(Supplier<NdArray> f) {
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

    private static NdArray floats(int seed, int... shape) {
        return NdArray.of(Inputs.floats((int) Shape.of(shape).size(), seed)).reshape(Shape.of(shape));
    }

    private static Supplier<NdArray> matmul(Work.MatMul w) {
        boolean wide = w.dtype() == DType.FLOAT64;
        NdArray a = (wide ? NdArray.of(Inputs.doubles(w.m() * w.k(), 1)) : NdArray.of(Inputs.floats(w.m() * w.k(), 1)))
                .reshape(Shape.of(w.m(), w.k()));
        NdArray b = (wide ? NdArray.of(Inputs.doubles(w.k() * w.n(), 2)) : NdArray.of(Inputs.floats(w.k() * w.n(), 2)))
                .reshape(Shape.of(w.k(), w.n()));
        return () -> Matmul.matmul(a, b);
    }

    private static Supplier<NdArray> pointwise(Work.Pointwise w) {
        NdArray x = NdArray.of(Inputs.of(w.op(), w.size(), 1));
        NdArray y = NdArray.of(Inputs.of(w.op(), w.size(), 2));
        Pointwise f = Pointwise.of(Formula.of(w.op().name(), w.op().inputs(), formula(w.op())));
        return w.op().inputs() == 1 ? () -> f.apply(x) : () -> f.apply(x, y);
    }

    private static Expr formula(PointwiseOp op) {
        return switch (op) {
            case ADD -> add(X, Y);
            case MUL -> mul(X, Y);
            case RELU -> maximum(X, 0);
            case EXP -> exp(X);
            case LOG -> log(X);
            case SIGMOID -> sigmoid(X);
            case SILU -> mul(X, sigmoid(X));
            case GELU -> mul(mul(X, 0.5), add(erf(mul(X, Math.sqrt(0.5))), 1));
            case TANH -> tanh(X);
            case ERF -> erf(X);
        };
    }

    private static Supplier<NdArray> chain(Work.FusedChain w) {
        NdArray a = floats(1, w.size());
        NdArray b = floats(2, w.size());
        NdArray c = floats(3, w.size());
        Pointwise f = Pointwise.of(Formula.of("chain", 3, exp(maximum(add(mul(X, Y), Z), 0))));
        return () -> f.apply(a, b, c);
    }

    private static Supplier<NdArray> reduce(Work.Reduce w) {
        NdArray x = floats(1, w.rows(), w.columns());
        int[] all = {0, 1};
        int[] rows = {1};
        int[] columns = {0};
        return switch (w.op()) {
            case SUM_ALL -> () -> Reductions.sum(x, all, false);
            case SUM_ROWS -> () -> Reductions.sum(x, rows, false);
            case SUM_COLUMNS -> () -> Reductions.sum(x, columns, false);
            case MAX_ALL -> () -> Reductions.max(x, all, false);
            case ARGMAX_ROWS -> () -> Reductions.argmax(x, 1, false);
            case LOGSUMEXP_ROWS -> () -> Reductions.max(x, rows, false);
        };
    }

    private static Supplier<NdArray> maxPool(Work.MaxPool w) {
        NdArray x = floats(1, w.batch(), w.channels(), w.size(), w.size());
        PoolWindow window = PoolWindow.of(3, 3).stride(2, 2).padding(1, 1);
        return () -> Pooling.maxPool("maxPool2d", x, window).values();
    }
}
