package org.covector.functional.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * A traced function as one primitive. Its derivative is traced too and split into a forward program, which also gives what
 * backward needs and is dear to compute again, and a backward program, which recomputes the rest.
 */
public final class Fused implements Structural {
    /** What a program is specialised to. */
    private record Signature(List<DType> dtypes, List<Shape> shapes) {}

    private record Split(Fused forward, Fused backward, int residuals) {}

    private final String name;
    private final Program program;
    private final ConcurrentHashMap<Wanted, Split> splits = new ConcurrentHashMap<>();

    private Fused(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    /** {@code f} as a function that traces itself once per dtypes and shapes of its arguments. */
    public static Function<Tensor[], Tensor[]> function(Function<Tensor[], Tensor[]> f) {
        ConcurrentHashMap<Signature, Fused> programs = new ConcurrentHashMap<>();
        return x -> Arrays.stream(x).anyMatch(Fused::isTraced)
                ? f.apply(x) // inside another trace: becomes part of it
                : Apply.all(programs.computeIfAbsent(signature(x), _ -> of("fused", f, arrays(x))), x);
    }

    /** The program that {@code f} becomes for arguments like these, as text. */
    public static String explain(Function<Tensor[], Tensor[]> f, Tensor... x) {
        return of("fused", f, arrays(x)).program.explain();
    }

    private static Fused of(String name, Function<Tensor[], Tensor[]> f, NdArray... x) {
        return new Fused(name, Trace.of(f, x).program());
    }

    private static boolean isTraced(Tensor t) {
        return t instanceof Symbolic || t instanceof Tracked k && isTraced(k.primal());
    }

    private static Signature signature(Tensor... x) {
        return new Signature(Arrays.stream(x).map(Tensor::dtype).toList(), Arrays.stream(x).map(Tensor::shape).toList());
    }

    private static NdArray[] arrays(Tensor... x) {
        return Arrays.stream(x).map(Tensor::array).toArray(NdArray[]::new);
    }

    /** What this function does to these arguments, primitive by primitive. */
    Trace replayed(NdArray... x) {
        return Trace.of(program::replay, x);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        return program.run(x);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        if (Arrays.stream(x).anyMatch(Fused::isTraced)) {
            return Reverse.vjp(program::replay, x, wanted);
        }
        Split split = splits.computeIfAbsent(wanted, w -> split(w, arrays(x)));
        Tensor[] all = Apply.all(split.forward, x);
        int ys = all.length - split.residuals;
        Tensor[] y = Arrays.copyOf(all, ys);
        List<Tensor> kept = new ArrayList<>(List.of(x));
        kept.addAll(Arrays.asList(all).subList(ys, all.length));
        return new Vjp(y, kept, (dy, which) -> {
            List<Tensor> in = new ArrayList<>(kept);
            for (int i = 0; i < ys; i++) {
                in.add(dy[i].dense(y[i]));
            }
            Tensor[] dx = Apply.all(split.backward, in.toArray(Tensor[]::new));
            Cotangent[] out = new Cotangent[x.length];
            int next = 0;
            for (int i = 0; i < out.length; i++) {
                out[i] = which.has(i) && x[i].dtype().isFloating() ? dx[next++] : Cotangent.ZERO;
            }
            return out;
        });
    }

    private Split split(Wanted wanted, NdArray... x) {
        NdArray[] y = program.run(x);
        NdArray[] joint = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, joint, x.length, y.length); // examples of the cotangents
        Trace trace = Trace.of(in -> {
            Tensor[] at = Arrays.copyOf(in, x.length);
            Vjp vjp = Reverse.vjp(program::replay, at, wanted);
            Cotangent[] dx = vjp.pullback().apply(Arrays.copyOfRange(in, x.length, in.length), wanted);
            List<Tensor> results = new ArrayList<>(List.of(vjp.outputs()));
            for (int i = 0; i < at.length; i++) {
                if (wanted.has(i) && at[i].dtype().isFloating()) {
                    results.add(dx[i].dense(at[i]));
                }
            }
            return results.toArray(Tensor[]::new);
        }, joint);
        return split(trace, x.length, y.length);
    }

    private Split split(Trace trace, int xs, int ys) {
        boolean[] late = new boolean[trace.examples.size()]; // depends on a cotangent
        Arrays.fill(late, xs, xs + ys, true);
        for (Trace.Step s : trace.steps) {
            boolean any = Arrays.stream(s.inputs()).anyMatch(i -> late[i]);
            for (int o : s.outputs()) {
                late[o] = any;
            }
        }
        int[] dx = Arrays.copyOfRange(trace.outputs, ys, trace.outputs.length);
        Slice backward = Slice.of(trace.steps, late.length, dx,
                s -> late[s.outputs()[0]] || s.primitive() instanceof Pointwise || s.primitive() instanceof Expand);
        int[] kept = backward.given();
        int[] xPlaces = IntStream.range(0, xs).toArray();
        int[] forwardOut = concat(Arrays.copyOf(trace.outputs, ys), kept);
        int[] backwardIn = concat(concat(xPlaces, kept), IntStream.range(xs, xs + ys).toArray());
        List<Trace.Step> forward = trace.steps.stream().filter(s -> !late[s.outputs()[0]]).toList();
        return new Split(new Fused(name, Program.of(trace, xPlaces, forward, forwardOut)),
                new Fused(name + "Pullback", Program.of(trace, backwardIn, backward.steps(), dx)), kept.length);
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
