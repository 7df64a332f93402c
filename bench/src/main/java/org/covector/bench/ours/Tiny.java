package org.covector.bench.ours;

import io.vavr.Function1;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Work;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Tensors of a few elements. */
final class Tiny {
    private Tiny() {}

    static Task add(Work.TinyAdd w) {
        Tensor x = Values.tensor(1, 4);
        Tensor y = Values.tensor(2, 4);
        return Values.task(w.gradient() ? () -> Autograd.vjp(a -> F.add(a, y), x).value() : () -> F.add(x, y));
    }

    static Task gradient() {
        Tensor x = Values.tensor(1, 4);
        Tensor y = Values.tensor(2, 4);
        Function1<Tensor, Tensor> gradient = Autograd.grad((Tensor a) -> F.sum(F.mul(a, y)));
        return Values.task(() -> gradient.apply(x));
    }

    static Task chain(Work.ScalarChain w) {
        Tensor x = Tensor.scalar(0.5f);
        Tensor step = Tensor.scalar(0.25f);
        Function1<Tensor, Tensor> gradient = Autograd.grad((Tensor start) -> {
            Tensor y = start;
            for (int i = 0; i < w.length(); i++) {
                y = F.add(y, step);
            }
            return y;
        });
        return Values.task(() -> gradient.apply(x));
    }
}
