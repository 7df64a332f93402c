package org.covector.gradcheck.flat;

import java.util.Arrays;
import java.util.List;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.gradcheck.contract.Contract;

/** One differentiated run of a function, whose cotangents may be absent. */
public record Pulled(List<Tensor> inputs, Vjp vjp) {
    public static Pulled of(Subject subject, List<Tensor> inputs) {
        return new Pulled(inputs, Reverse.vjp(t -> subject.function().apply(Arrays.asList(t)).toArray(Tensor[]::new),
                inputs.toArray(Tensor[]::new)));
    }

    /** With one input differentiated, the others constant. */
    public static Pulled of(Subject subject, int input) {
        return new Pulled(List.of(subject.inputs().get(input)), Reverse.vjp(t -> {
            Tensor[] all = subject.inputs().toArray(Tensor[]::new);
            all[input] = t[0];
            return subject.function().apply(Arrays.asList(all)).toArray(Tensor[]::new);
        }, subject.inputs().get(input)));
    }

    public List<Tensor> results() {
        return List.of(vjp.outputs());
    }

    /** The numbers of the floating results. */
    public double[] value() {
        return Subject.numbers(results());
    }

    /** How many results are floating. */
    public int floating() {
        return (int) results().stream().filter(t -> t.dtype().isFloating()).count();
    }

    /** Cotangents of these numbers. */
    public List<Tensor> cotangents(double... dy) {
        return Subject.tensors(results().stream().map(t -> t.dtype().isFloating() ? t : Tensor.zeros(t.dtype(), t.shape())).toList(), dy);
    }

    /** The gradient's numbers. */
    public double[] back(double... dy) {
        return back(cotangents(dy));
    }

    /** The gradient's numbers; cotangents may be absent. */
    public double[] back(List<? extends Cotangent> dy) {
        return Subject.numbers(inputs, gradient(dy));
    }

    /** Whether the gradient has these numbers, which are compared where they lie. */
    public boolean gives(List<? extends Cotangent> dy, double[] expected, double tolerance) {
        boolean[] same = {true};
        int count = Subject.read(inputs, gradient(dy), (part, n, from) -> same[0] &= from + n <= expected.length
                && Contract.same(expected, from, part, n, tolerance));
        return same[0] && count == expected.length;
    }

    /** The gradient. */
    public List<Tensor> gradient(List<? extends Cotangent> dy) {
        Cotangent[] dx = vjp.pullback().apply(dy.toArray(Cotangent[]::new), Wanted.NONE);
        Tensor[] dense = new Tensor[dx.length];
        for (int i = 0; i < dx.length; i++) {
            dense[i] = dx[i].dense(inputs.get(i));
        }
        return List.of(dense);
    }
}
