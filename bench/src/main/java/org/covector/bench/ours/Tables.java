package org.covector.bench.ours;

import io.vavr.Function1;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Orders, running sums, elements by index, pairs of rows. */
final class Tables {
    private Tables() {}

    static Task order(Work.Order w) {
        Tensor x = Values.tensor(1, w.size());
        return switch (w.how()) {
            case SORT -> Values.task(() -> F.sort(x).values());
            case ARGSORT -> Values.task(() -> F.argsort(x), i -> F.indexSelect(x, 0, i)); // of equal elements any order is right
            case TOPK -> Values.task(() -> F.topk(x, w.k()).values());
            case UNIQUE -> Values.task(() -> F.unique(x).values());
        };
    }

    static Task cumsum(Work.Cumsum w) {
        Tensor x = Values.tensor(1, w.rows(), w.columns());
        return Values.task(() -> F.cumsum(x, w.axis()));
    }

    static Task index(Work.Index w) {
        Tensor x = Values.tensor(1, w.rows(), w.columns());
        Tensor dy = Values.tensor(2, w.rows(), w.columns());
        Tensor rows = Tensor.of(Inputs.indices(w.indices(), w.rows(), 3));
        Tensor elements = w.indices() == w.rows() ? rows : F.reshape(rows, w.rows(), w.columns());
        Function1<Tensor, Tensor> f = switch (w.how()) {
            case GATHER -> a -> F.gather(a, 0, elements);
            case SCATTER_ADD -> a -> F.scatterAdd(x, 0, elements, a);
            case INDEX_SELECT -> a -> F.indexSelect(a, 0, rows);
            case EMBEDDING -> a -> F.embedding(rows, a);
        };
        Tensor at = w.how() == Work.Lookup.SCATTER_ADD ? Values.tensor(4, w.rows(), w.columns()) : x;
        return Values.task(() -> Autograd.vjp(f, at).pullback().apply(dy));
    }

    static Task cdist(Work.Cdist w) {
        Tensor x = Values.tensor(1, w.rows(), w.width());
        Tensor y = Values.tensor(2, w.others(), w.width());
        return Values.task(() -> F.cdist(x, y));
    }

    static Task ctcLoss(Work.CtcLoss w) {
        Tensor logProbs = F.logSoftmax(Values.tensor(1, w.length(), w.batch(), w.classes()), 2);
        int length = w.length() / 2;
        Tensor targets = F.add(F.reshape(Tensor.of(Inputs.indices(w.batch() * length, w.classes() - 1, 2)), w.batch(), length), 1);
        Tensor lengths = Tensor.of(new long[w.batch()]);
        Tensor inputLengths = F.add(lengths, w.length());
        Tensor targetLengths = F.add(lengths, length);
        Function1<Tensor, Tensor> gradient = Autograd.grad((Tensor p) -> F.ctcLoss(p, targets, inputLengths, targetLengths));
        return Values.task(() -> gradient.apply(logProbs));
    }

    static Task bilinear(Work.Bilinear w) {
        Tensor x = Values.tensor(1, w.batch(), w.width());
        Tensor y = Values.tensor(2, w.batch(), w.width());
        Tensor weight = Values.tensor(3, w.width(), w.width(), w.width());
        return Values.task(() -> F.bilinear(x, y, weight));
    }
}
