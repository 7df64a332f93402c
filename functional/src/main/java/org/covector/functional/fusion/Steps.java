package org.covector.functional.fusion;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Inlinable;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Trace;

/**
 * The primitives that a function applies, one after another, to be looked at and to be run again with some of them changed: a tool
 * to test tools with. Only what the results depend on is kept.
 */
public final class Steps {
    private final List<NdArray> examples;
    private final Program program;

    private Steps(Trace trace) {
        this.examples = trace.examples();
        this.program = Program.of(trace);
    }

    /** What happens at a step. */
    public interface Interpreter {
        /** The results of step {@code number}; {@code Apply.all(primitive, x)} for what the function itself does. */
        Tensor[] apply(int number, Primitive primitive, Tensor... x);
    }

    /** Runs {@code f} on examples and keeps what it did; refuses functions whose course depends on elements. */
    public static Steps of(Function<Tensor[], Tensor[]> f, NdArray... x) {
        return new Steps(Trace.of(f, x));
    }

    /** The largest finite number among the values that a function computes on its way, 0 where it cannot be followed. */
    public static double magnitude(Function<Tensor[], Tensor[]> f, NdArray... x) {
        try {
            return magnitude(Trace.of(f, x));
        } catch (RuntimeException untraceable) {
            return 0;
        }
    }

    private static double magnitude(Trace trace) {
        double most = 0;
        for (NdArray value : trace.examples()) {
            for (double v : value.dtype().isFloating() ? value.toDoubleArray() : new double[0]) {
                most = Math.abs(v) > most && Double.isFinite(v) ? Math.abs(v) : most;
            }
        }
        for (Trace.Step step : trace.steps()) {
            if (step.primitive() instanceof Inlinable inside) {
                most = Math.max(most, magnitude(Trace.of(inside::inlined,
                        Arrays.stream(step.inputs()).mapToObj(trace.examples()::get).toArray(NdArray[]::new))));
            }
        }
        return most;
    }

    /** The primitives in order. */
    public List<Primitive> primitives() {
        return program.steps().stream().map(Trace.Step::primitive).toList();
    }

    /** What a step read on the example. */
    public List<NdArray> inputs(int number) {
        return examples(program.steps().get(number).inputs());
    }

    /** What a step gave on the example. */
    public List<NdArray> outputs(int number) {
        return examples(program.steps().get(number).outputs());
    }

    private List<NdArray> examples(int[] places) {
        return Arrays.stream(places).mapToObj(examples::get).toList();
    }

    /** Runs the steps on other arguments of the same shapes and dtypes. */
    public Tensor[] replay(Interpreter interpreter, Tensor... x) {
        return program.replay(interpreter::apply, x);
    }
}
