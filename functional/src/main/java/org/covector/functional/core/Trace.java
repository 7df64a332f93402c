package org.covector.functional.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.runtime.ThreadState;
import org.covector.functional.Tensor;

/**
 * The straight-line program of one run of a function: the primitives it applied to places, each place holding the value it had on
 * the example. Places 0 to {@code inputs - 1} are the function's arguments.
 *
 * @param steps in the order of their application
 * @param examples the value of each place
 * @param constants tensors closed over, the same in every run
 * @param inputs how many arguments the function has
 * @param outputs the places of its results
 */
public record Trace(List<Step> steps, List<NdArray> examples, List<Constant> constants, int inputs, int[] outputs) {
    /** One applied primitive: the places it reads and those it fills. */
    public record Step(Primitive primitive, int[] inputs, int[] outputs) {}

    /** A tensor closed over, with its place. */
    public record Constant(int place, Tensor value) {
        /** Whether the tensor belongs to a transformation around the trace, which must see the program depend on it. */
        public boolean isLifted() {
            return !(value instanceof Plain);
        }
    }

    /** Runs {@code f} on examples and keeps what it did. */
    public static Trace of(Function<Tensor[], Tensor[]> f, NdArray... inputs) {
        return new Recorder(inputs).run(f);
    }

    /** The value that a tensor has where a function is traced: that of all levels around, of one example where they are mapped. */
    public static NdArray example(Tensor t) {
        return switch (t) {
            case Plain(NdArray array) -> array;
            case Tracked k -> example(k.primal);
            case Dual d -> example(d.primal);
            case Symbolic s -> s.example;
            case Batched b -> {
                NdArray all = example(b.value);
                yield b.value.dim(0) == 0 ? NdArray.zeros(b.dtype(), b.shape()) : all.slice(0, 0, 1, 1).reshape(b.shape());
            }
        };
    }

    /** A function while it is being traced: what it has applied so far. */
    static final class Recorder {
        private final List<Step> steps = new ArrayList<>();
        private final List<NdArray> examples;
        private final List<Constant> constants = new ArrayList<>();
        private boolean open = true;
        final Level level = new Level();

        Recorder(NdArray... inputs) {
            examples = new ArrayList<>(Arrays.asList(inputs));
        }

        /** Runs {@code f} on the examples, and ends. */
        Trace run(Function<Tensor[], Tensor[]> f) {
            Tensor[] x = new Tensor[examples.size()];
            Arrays.setAll(x, i -> new Symbolic(examples.get(i), this, i));
            ThreadState thread = EngineRuntime.thread();
            thread.open();
            int[] outputs;
            try {
                outputs = Arrays.stream(f.apply(x)).mapToInt(this::place).toArray();
            } finally {
                thread.close();
            }
            open = false;
            return new Trace(steps, examples, constants, x.length, outputs);
        }

        /** Records one primitive and runs it on the examples. */
        Tensor[] record(Primitive primitive, Tensor... x) {
            if (primitive instanceof DataDependent d) {
                throw d.refused("fuse: the traced function");
            }
            int[] in = new int[x.length];
            NdArray[] values = new NdArray[x.length];
            for (int i = 0; i < x.length; i++) {
                in[i] = place(x[i]);
                values[i] = examples.get(in[i]);
            }
            NdArray[] y = Apply.computed(primitive, values);
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

        /** Where a tensor stands: values of levels around the trace are constants of the program, lifted to inputs by whoever runs it. */
        private int place(Tensor t) {
            if (!open) {
                throw ArgumentException.of("fuse", "function", "a " + t.dtype() + " " + t.shape() + " tensor of a trace that has ended",
                        "tensors that do not leave the traced function");
            }
            if (t instanceof Symbolic s && s.recorder == this) {
                return s.id;
            }
            if (t instanceof Leveled k && k.level().height > level.height) {
                throw ArgumentException.of("fuse", "function",
                        "a " + t.dtype() + " " + t.shape() + " tensor of a transformation inside the traced function",
                        "results that do not leave it");
            }
            examples.add(example(t));
            constants.add(new Constant(examples.size() - 1, t));
            return examples.size() - 1;
        }
    }
}
