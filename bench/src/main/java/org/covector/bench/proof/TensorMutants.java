package org.covector.bench.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.core.Apply;
import org.covector.functional.Tensor;

/** What can be done to the results of a step, whatever the step is. */
final class TensorMutants {
    private TensorMutants() {}

    /** Of results shaped like these; {@code isBorder} for what a pullback is given or returns, else also of what the step is given. */
    static List<Mutant> of(Place place, List<Tensor> x, List<Tensor> y, boolean isBorder) {
        List<Mutant> all = new ArrayList<>();
        for (int k = 0; k < y.size(); k++) {
            String which = y.size() == 1 ? "" : " of result " + k;
            int at = k;
            changes(y.get(k)).forEach(c -> all.add(new Mutant(place, c.name + which, (_, _, right) -> replaced(right, at, c.f))));
        }
        if (!isBorder) {
            inputs(place, x, y, all);
        }
        return all;
    }

    private record Named(String name, UnaryOperator<Tensor> f) {}

    private static Tensor[] replaced(Tensor[] y, int at, UnaryOperator<Tensor> f) {
        Tensor[] all = y.clone();
        all[at] = f.apply(y[at]);
        return all;
    }

    private static List<Named> changes(Tensor like) {
        List<Named> all = new ArrayList<>();
        if (like.dtype().isFloating()) {
            all.add(new Named("sign", F::neg));
            all.add(new Named("factor 1 + 1e-3", t -> F.mul(t, 1 + 1e-3)));
            all.add(new Named("factor 1 + 1e-6", t -> F.mul(t, 1 + 1e-6)));
            all.add(new Named("dropped", t -> F.mul(t, 0)));
        }
        Shape shape = like.shape();
        for (int a = 0; a < shape.rank(); a++) {
            int axis = a;
            int n = shape.dim(a);
            if (n > 1) {
                all.add(new Named("moved by one along axis " + a, t -> moved(t, axis)));
                if (like.dtype().isFloating()) {
                    all.add(new Named("first of axis " + a + " dropped",
                            t -> F.cat(List.of(F.mul(F.narrow(t, axis, 0, 1), 0), F.narrow(t, axis, 1, t.dim(axis) - 1)), axis)));
                    all.add(new Named("last of axis " + a + " dropped", t ->
                            F.cat(List.of(F.narrow(t, axis, 0, t.dim(axis) - 1), F.mul(F.narrow(t, axis, t.dim(axis) - 1, 1), 0)), axis)));
                }
            }
            for (int b = a + 1; b < shape.rank(); b++) {
                int other = b;
                if (n > 1 && shape.dim(b) == n) {
                    all.add(new Named("axes " + a + " and " + b + " exchanged", t -> t.dim(axis) == t.dim(other)
                            ? F.transpose(t, axis, other) : t));
                }
            }
        }
        return all;
    }

    private static Tensor moved(Tensor t, int axis) {
        int n = t.dim(axis);
        return n < 2 ? t : F.cat(List.of(F.narrow(t, axis, n - 1, 1), F.narrow(t, axis, 0, n - 1)), axis);
    }

    private static void inputs(Place place, List<Tensor> x, List<Tensor> y, List<Mutant> all) {
        for (int k = 0; k < x.size(); k++) {
            int at = k;
            Shape shape = x.get(k).shape();
            for (int a = 0; a < shape.rank(); a++) {
                for (int b = a + 1; b < shape.rank(); b++) {
                    int first = a;
                    int second = b;
                    if (shape.dim(a) > 1 && shape.dim(a) == shape.dim(b)) {
                        all.add(new Mutant(place, "axes " + a + " and " + b + " of its argument " + k + " exchanged",
                                (p, in, _) -> Apply.all(p, replaced(in, at, t -> F.transpose(t, first, second)))));
                    }
                }
            }
            for (int j = k + 1; j < x.size(); j++) {
                int other = j;
                if (x.get(j).shape().equals(shape) && x.get(j).dtype() == x.get(k).dtype()) {
                    all.add(new Mutant(place, "arguments " + k + " and " + j + " exchanged",
                            (p, in, _) -> Apply.all(p, swapped(in, at, other))));
                }
            }
        }
        boolean moves = x.size() == 1 && y.size() == 1 && x.getFirst().size() == y.getFirst().size()
                && x.getFirst().dtype() == y.getFirst().dtype();
        if (moves) {
            all.add(new Mutant(place, "left out but for the shape",
                    (_, in, right) -> new Tensor[] {F.reshape(in[0], right[0].shape().dims())}));
        }
    }

    private static Tensor[] swapped(Tensor[] x, int a, int b) {
        Tensor[] all = x.clone();
        all[a] = x[b];
        all[b] = x[a];
        return all;
    }
}
