package org.covector.functional.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Trace;

/**
 * A function's derivative at a point as a linear program: the tangents alone are traced while the values are computed, so it runs without
 * the function. Its transpose is its pullback.
 */
public final class Linearization {
    private final Tensor[] outputs;
    private final int[] source; // by result: which result of the program, or -1 where the tangent is zero
    private final Program program;

    private Linearization(Tensor[] outputs, int[] source, Program program) {
        this.outputs = outputs;
        this.source = source;
        this.program = program;
    }

    /** Runs {@code f} at {@code x} once. */
    public static Linearization of(Function<Tensor[], Tensor[]> f, Tensor... x) {
        List<Jvp> run = new ArrayList<>(1);
        List<Tensor> moving = new ArrayList<>();
        Trace trace = Trace.of(dx -> {
            Jvp jvp = Forward.jvp(f, x, dx);
            run.add(jvp);
            for (Tangent dy : jvp.tangents()) {
                if (dy instanceof Tensor t) {
                    moving.add(t);
                }
            }
            return moving.toArray(Tensor[]::new);
        }, zeros(x));
        Jvp jvp = run.getFirst();
        int[] source = new int[jvp.outputs().length];
        int next = 0;
        for (int i = 0; i < source.length; i++) {
            source[i] = jvp.tangents()[i] instanceof Tensor ? next++ : -1;
        }
        return new Linearization(jvp.outputs(), source, Program.of(trace));
    }

    private static NdArray[] zeros(Tensor... x) {
        NdArray[] zeros = new NdArray[x.length];
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = NdArray.zeros(x[i].dtype(), x[i].shape());
        }
        return zeros;
    }

    /** {@code f(x)}. */
    public Tensor[] outputs() {
        return outputs.clone();
    }

    /** {@code df/dx . dx}. */
    public Tensor[] tangents(Tensor... dx) {
        Tensor[] moving = program.replay(dx);
        Tensor[] dy = new Tensor[source.length];
        for (int i = 0; i < dy.length; i++) {
            dy[i] = source[i] >= 0 ? moving[source[i]] : Tensor.zeros(outputs[i].dtype(), outputs[i].shape());
        }
        return dy;
    }
}
