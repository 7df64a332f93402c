package org.covector.functional.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;

/**
 * The straight-line program of one run of a function: the primitives it applied to places, each place holding the value it had on
 * the example. Places 0 to {@code inputs - 1} are the function's arguments.
 */
final class Trace {
    /** One applied primitive: the places it reads and those it fills. */
    record Step(Primitive primitive, int[] inputs, int[] outputs) {}

    final List<Step> steps = new ArrayList<>();
    final List<NdArray> examples = new ArrayList<>();
    final List<Integer> constants = new ArrayList<>(); // places whose example is the value of every run
    final int inputs;
    int[] outputs = {};

    private Trace(NdArray[] inputs) {
        this.inputs = inputs.length;
        examples.addAll(Arrays.asList(inputs));
    }

    /** Runs {@code f} on examples and keeps what it did. */
    static Trace of(Function<Tensor[], Tensor[]> f, NdArray... inputs) {
        Trace trace = new Trace(inputs);
        Tensor[] x = new Tensor[inputs.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = new Symbolic(inputs[i], trace, i);
        }
        trace.outputs = Arrays.stream(f.apply(x)).mapToInt(trace::place).toArray();
        return trace;
    }

    /** The program from the arguments to the results. */
    Program program() {
        return Program.of(this, IntStream.range(0, inputs).toArray(), steps, outputs);
    }

    /** Records one primitive and runs it on the examples. */
    Tensor[] record(Primitive primitive, Tensor... x) {
        int[] in = new int[x.length];
        NdArray[] values = new NdArray[x.length];
        for (int i = 0; i < x.length; i++) {
            in[i] = place(x[i]);
            values[i] = examples.get(in[i]);
        }
        NdArray[] y = primitive.compute(values);
        int[] out = new int[y.length];
        Tensor[] results = new Tensor[y.length];
        for (int i = 0; i < y.length; i++) {
            out[i] = examples.size();
            examples.add(y[i]);
            results[i] = new Symbolic(y[i], this, out[i]);
        }
        steps.add(new Step(primitive, in, out));
        return results;
    }

    private int place(Tensor t) {
        return switch (t) {
            case Symbolic s when s.trace() == this -> s.id();
            case Symbolic s -> throw captured(s, "of another function being traced");
            case Tracked k -> throw captured(k, "being differentiated");
            case Plain(NdArray a) -> {
                examples.add(a);
                constants.add(examples.size() - 1);
                yield examples.size() - 1;
            }
        };
    }

    private static ArgumentException captured(Tensor t, String what) {
        return new ArgumentException("fuse", "function", "a closure over a " + t.dtype() + " " + t.shape() + " tensor " + what, "tensors passed as arguments");
    }
}
