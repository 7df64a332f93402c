package org.covector.functional.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.covector.engine.NdArray;

/**
 * The primitives that a function applies, one after another, to be looked at and to be run again with some of them changed: a tool
 * to test tools with. Only what the results depend on is kept.
 */
public final class Steps {
    private final Trace trace;
    private final List<Trace.Step> live;

    private Steps(Trace trace) {
        this.trace = trace;
        this.live = live(trace);
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

    private static List<Trace.Step> live(Trace trace) {
        Set<Integer> needed = new HashSet<>();
        Arrays.stream(trace.outputs).forEach(needed::add);
        List<Trace.Step> kept = new ArrayList<>();
        for (Trace.Step s : trace.steps.reversed()) {
            if (Arrays.stream(s.outputs()).anyMatch(needed::contains)) {
                kept.add(s);
                Arrays.stream(s.inputs()).forEach(needed::add);
            }
        }
        return kept.reversed();
    }

    /** The primitives in order. */
    public List<Primitive> primitives() {
        return live.stream().map(Trace.Step::primitive).toList();
    }

    /** What a step read on the example. */
    public List<NdArray> inputs(int number) {
        return Arrays.stream(live.get(number).inputs()).mapToObj(trace.examples::get).toList();
    }

    /** What a step gave on the example. */
    public List<NdArray> outputs(int number) {
        return Arrays.stream(live.get(number).outputs()).mapToObj(trace.examples::get).toList();
    }

    /** Runs the steps on other arguments of the same shapes and dtypes. */
    public Tensor[] replay(Interpreter interpreter, Tensor... x) {
        Tensor[] at = new Tensor[trace.examples.size()];
        System.arraycopy(x, 0, at, 0, x.length);
        for (int place : trace.constants) {
            at[place] = Tensor.of(trace.examples.get(place));
        }
        for (int i = 0; i < live.size(); i++) {
            Trace.Step s = live.get(i);
            Tensor[] y = interpreter.apply(i, s.primitive(), Arrays.stream(s.inputs()).mapToObj(p -> at[p]).toArray(Tensor[]::new));
            for (int k = 0; k < y.length; k++) {
                at[s.outputs()[k]] = y[k];
            }
        }
        return Arrays.stream(trace.outputs).mapToObj(p -> at[p]).toArray(Tensor[]::new);
    }
}
