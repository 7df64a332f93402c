package org.covector.gradcheck.flat;

import java.util.Arrays;
import java.util.List;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** One differentiated run of a function, whose cotangents may be absent. */
public record PullbackRun(List<Tensor> inputs, Vjp vjp) {
    public static PullbackRun of(FlatFunction function, List<Tensor> inputs) {
        return new PullbackRun(inputs, Reverse.vjp(t -> function.tensorFunction().apply(Arrays.asList(t)).toArray(Tensor[]::new),
                inputs.toArray(Tensor[]::new)));
    }

    /** With one input differentiated, the others constant. */
    public static PullbackRun of(FlatFunction function, int input) {
        return new PullbackRun(List.of(function.inputs().get(input)), Reverse.vjp(t -> {
            Tensor[] all = function.inputs().toArray(Tensor[]::new);
            all[input] = t[0];
            return function.tensorFunction().apply(Arrays.asList(all)).toArray(Tensor[]::new);
        }, function.inputs().get(input)));
    }

    public List<Tensor> outputs() {
        return List.of(vjp.outputs());
    }

    /** The values of the floating results. */
    public double[] value() {
        return FlatFunction.flatten(outputs());
    }

    /** How many results are floating. */
    public int floatingOutputs() {
        return (int) outputs().stream().filter(t -> t.dtype().isFloating()).count();
    }

    /** Cotangents of these numbers. */
    public List<Tensor> cotangents(double... dy) {
        return FlatFunction.unflatten(outputs().stream().map(t -> t.dtype().isFloating() ? t : Tensor.zeros(t.dtype(), t.shape())).toList(),
                dy);
    }

    /** The gradient's numbers. */
    public double[] flatGradient(double... dy) {
        return flatGradient(cotangents(dy));
    }

    /** The gradient's numbers; cotangents may be absent. */
    public double[] flatGradient(List<? extends Cotangent> dy) {
        return FlatFunction.flatten(inputs, gradient(dy));
    }

    /** Whether the gradient has these numbers, which are compared where they lie. */
    public boolean matches(List<? extends Cotangent> dy, double[] expected, double tolerance) {
        boolean[] same = {true};
        int count = FlatFunction.forEachChunk(inputs, gradient(dy), (part, n, from) -> same[0] &= from + n <= expected.length
                && FlatValues.areSame(expected, from, part, n, tolerance));
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
