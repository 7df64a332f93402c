package org.covector.functional.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Plain;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.UsersCode;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** A loop whose number of steps depends on values: no derivative. Inputs and outputs: the state. */
public record While(Function<Tensor[], Tensor> condition, Function<Tensor[], Tensor[]> body) implements Structural, UsersCode {
    private static final String REASON = "the number of steps of whileLoop depends on values; use scan with a fixed number";

    @Override
    public String name() {
        return "whileLoop";
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        Tensor[] state = Arrays.stream(x).map(Tensor::of).toArray(Tensor[]::new);
        while (plain(condition.apply(state)).array().reshape(Shape.SCALAR).getBoolean()) {
            Tensor[] next = body.apply(state);
            ArgumentException.require(next.length == state.length, name(), "state", next.length + " tensors after a step",
                    "as many as before, " + state.length);
            for (int i = 0; i < next.length; i++) {
                ArgumentException.require(plain(next[i]).shape().equals(state[i].shape()) && next[i].dtype() == state[i].dtype(), name(),
                        "state",
                        next[i].dtype() + " " + next[i].shape() + " after a step",
                                state[i].dtype() + " " + state[i].shape() + ", as before");
            }
            state = next;
        }
        return Arrays.stream(state).map(Tensor::array).toArray(NdArray[]::new);
    }

    private Tensor plain(Tensor t) {
        ArgumentException.require(t instanceof Plain, name(), "body", "a closure over a tensor that is being transformed",
                "tensors of the state");
        return t;
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        return new Vjp(Apply.all(this, x), List.of(), (_, _) -> {
            Cotangent[] missing = new Cotangent[x.length];
            Arrays.fill(missing, new Cotangent.Missing(REASON));
            return missing;
        });
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        throw new MissingFormulaException("gradient not implemented: " + REASON);
    }

    /** Every example has steps of its own. */
    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        ArgumentException.require(at.size() > 0, name(), "number of examples", 0, "one or more");
        Tensor[] all = at.full(x);
        List<Tensor[]> examples = new ArrayList<>();
        for (int e = 0; e < at.size(); e++) {
            int example = e;
            examples.add(Apply.all(this, Arrays.stream(all).map(t -> Shapes.select(t, 0, example)).toArray(Tensor[]::new)));
        }
        return IntStream.range(0, x.length).mapToObj(i -> Joining.stack(examples.stream().map(y -> y[i]).toList(),
                0)).toArray(Tensor[]::new);
    }
}
