package org.covector.functional.core;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;

/**
 * Values with their tangents.
 *
 * @param outputs the results
 * @param tangents one for each result
 */
public record Jvp(Tensor[] outputs, Tangent[] tangents) {
    /** One result. */
    public static Jvp of(Tensor y, Tangent dy) {
        return new Jvp(new Tensor[] {y}, new Tangent[] {dy});
    }

    /** Results that do not depend differentiably on the inputs: floor, comparisons, indices. */
    public static Jvp constant(Tensor... outputs) {
        Tangent[] zeros = new Tangent[outputs.length];
        Arrays.fill(zeros, Cotangent.ZERO);
        return new Jvp(outputs, zeros);
    }

    /**
     * Of an operation with a declared linearity: the tangent is the operation itself, or {@code homogeneous}, its linear part where it is
     * affine, applied to the tangents.
     */
    public static Jvp linear(Primitive self, Primitive homogeneous, Tensor[] x, Tangent[] dx) {
        Tensor[] y = Apply.all(self, x);
        Tangent[] dy = switch (self.linearity()) {
            case Linearity.Jointly(Ints inputs) -> jointly(homogeneous, x, dx, inputs);
            case Linearity.Each(Ints inputs) -> each(homogeneous, x, dx, inputs);
            case Linearity.Affine _, Linearity.None _ -> throw new IllegalStateException(self.name() + " writes its tangent out");
        };
        for (int i = 0; i < y.length; i++) {
            if (!y[i].dtype().isFloating()) {
                dy[i] = Cotangent.ZERO;
            }
        }
        return new Jvp(y, dy);
    }

    private static Tangent[] jointly(Primitive p, Tensor[] x, Tangent[] dx, Ints inputs) {
        Tensor[] in = x.clone();
        inputs.stream().forEach(i -> in[i] = dx[i].orZeros(x[i]));
        return tangents(Apply.all(p, in));
    }

    /** As an array that takes a {@link Cotangent#ZERO} too. */
    private static Tangent[] tangents(Tensor... dy) {
        return Arrays.copyOf(dy, dy.length, Tangent[].class);
    }

    private static Tangent[] each(Primitive p, Tensor[] x, Tangent[] dx, Ints inputs) {
        Tangent[] sum = {};
        for (int i : inputs.toArray()) {
            if (dx[i] instanceof Tensor d) {
                Tensor[] in = x.clone();
                in[i] = d;
                Tangent[] term = tangents(Apply.all(p, in));
                sum = sum.length == 0 ? term : sum(sum, term);
            }
        }
        return sum;
    }

    /** Sums of tangents, result by result. */
    public static Tangent[] sum(Tangent[] a, Tangent[] b) {
        Tangent[] sum = new Tangent[a.length];
        Arrays.setAll(sum, i -> sum(a[i], b[i]));
        return sum;
    }

    /** The sum of two tangents of one value. */
    public static Tangent sum(Tangent a, Tangent b) {
        return !(a instanceof Tensor s) ? b : !(b instanceof Tensor t) ? a : Pointwise.sum(s, t);
    }

    /** The results of {@code self}, with the tangents of a composition that defines it. */
    public static Jvp composed(Primitive self, Tensor[] x, Tangent[] dx, Function<Tensor[], Tensor[]> definition) {
        return new Jvp(Apply.all(self, x), Forward.jvp(definition, x, dx).tangents());
    }

    /** The tangents as tensors, zeros where nothing depends on the inputs. */
    public Tensor[] dense() {
        Tensor[] dy = new Tensor[outputs.length];
        Arrays.setAll(dy, i -> tangents[i].orZeros(outputs[i]));
        return dy;
    }
}
