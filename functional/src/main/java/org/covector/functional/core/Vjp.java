package org.covector.functional.core;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.covector.functional.Tensor;

/**
 * A value with the closure that explains it.
 *
 * @param outputs the results
 * @param saved the tensors that the pullback keeps alive
 * @param pullback takes the outputs' cotangents back
 */
public record Vjp(Tensor[] outputs, List<Tensor> saved, Pullback pullback) {
    private static final Pullback CONSTANT = (dy, _) -> {
        throw new IllegalStateException("a constant has no pullback");
    };

    /** One output; the pullback gets its cotangent and gives one for each input. */
    public static Vjp of(Tensor y, List<Tensor> saved, BiFunction<Tensor, Wanted, Cotangent[]> pullback) {
        return new Vjp(new Tensor[] {y}, saved, (dy, wanted) -> pullback.apply((Tensor) dy[0], wanted));
    }

    /** One input and one output. */
    public static Vjp unary(Tensor y, List<Tensor> saved, UnaryOperator<Tensor> pullback) {
        return new Vjp(new Tensor[] {y}, saved, (dy, _) -> new Cotangent[] {pullback.apply((Tensor) dy[0])});
    }

    /** A linear operation of one input: keeps nothing; {@code adjoint} is its transpose. */
    public static Vjp linear(Primitive self, Tensor[] x, UnaryOperator<Tensor> adjoint) {
        return unary(Apply.one(self, x), List.of(), adjoint);
    }

    /** Outputs that do not depend differentiably on the inputs: steps, comparisons, indices. */
    public static Vjp constant(Tensor... outputs) {
        return new Vjp(outputs, List.of(), CONSTANT);
    }

    /** The value of {@code self}, with the derivative of a composition that defines it; the composition runs only going back. */
    public static Vjp composed(Primitive self, Tensor[] x, Function<Tensor[], Tensor[]> definition) {
        return new Vjp(Apply.all(self, x), List.of(x), (dy, wanted) -> Reverse.vjp(definition, x, wanted).pullback().apply(dy, wanted));
    }

    /** Whether no output depends differentiably on any input. */
    public boolean isConstant() {
        return pullback == CONSTANT;
    }

    /** Bytes that the pullback keeps alive. */
    public long savedBytes() {
        long bytes = 0;
        for (Tensor t : saved) {
            bytes += t.size() * t.dtype().bytes();
        }
        return bytes;
    }
}
