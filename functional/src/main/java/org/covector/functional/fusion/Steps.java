package org.covector.functional.fusion;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
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
        double[] most = {0};
        return visit(f, v -> most[0] = Double.isFinite(v) ? Math.max(most[0], Math.abs(v)) : most[0], x) ? most[0] : 0;
    }

    /** Whether every value that a function computes on its way is finite; not where it cannot be followed. */
    public static boolean areFinite(Function<Tensor[], Tensor[]> f, NdArray... x) {
        boolean[] finite = {true};
        return visit(f, v -> finite[0] &= Double.isFinite(v), x) && finite[0];
    }

    /** Shows every floating value on the way, and says whether there is a way to follow. */
    private static boolean visit(Function<Tensor[], Tensor[]> f, DoubleConsumer visitor, NdArray... x) {
        try {
            visit(Trace.of(f, x), visitor);
            return true;
        } catch (RuntimeException untraceable) {
            return false;
        }
    }

    private static void visit(Trace trace, DoubleConsumer visitor) {
        for (NdArray value : trace.examples()) {
            for (double v : value.dtype().isFloating() ? value.toDoubleArray() : new double[0]) {
                visitor.accept(v);
            }
        }
        for (Trace.Step step : trace.steps()) {
            if (step.primitive() instanceof Inlinable inside) {
                visit(Trace.of(inside::inlined, Arrays.stream(step.inputs()).mapToObj(trace.examples()::get).toArray(NdArray[]::new)),
                        visitor);
            }
        }
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
