package org.covector.functional.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Batched;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Dual;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Held;
import org.covector.functional.core.Inlinable;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Plain;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Symbolic;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Trace;
import org.covector.functional.core.Tracked;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Expand;

/**
 * A traced function as one primitive. Its derivative is traced too and split into a forward program, which also gives what
 * backward needs and is dear to compute again, and a backward program, which recomputes the rest. Its tangent and its batched form are
 * traced programs too.
 *
 * <p>A program is equal to itself alone: what it was traced from is a function, and two traces of one function may have met other
 * constants.
 */
public final class Fused implements Structural, Inlinable {
    /** What a program is specialised to. */
    private record Signature(List<DType> dtypes, List<Shape> shapes) {}

    /** A function traced, and the tensors it closes over that belong to transformations around: further inputs. */
    private record Traced(Fused fused, List<Tensor> lifted) {
        Tensor[] apply(Tensor... x) {
            return Apply.all(fused, lifted.isEmpty() ? x : Stream.concat(Arrays.stream(x), lifted.stream()).toArray(Tensor[]::new));
        }
    }

    private record Split(Fused forward, Fused backward, int residuals) {}

    /** Values and tangents in one program; the tangents of those results only that have one. */
    private record Pushed(Fused program, List<Boolean> moving) {}

    private record Mapping(int size, List<Boolean> mapped) {}

    private final String name;
    private final Program program;
    private final ConcurrentHashMap<Wanted, Split> splits = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Wanted, Pushed> pushes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Mapping, Fused> batches = new ConcurrentHashMap<>();

    private Fused(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    /**
     * {@code f} as a function that traces itself once per dtypes and shapes of its arguments; once per call where it closes over a
     * tensor that belongs to a transformation around.
     */
    public static Function<Tensor[], Tensor[]> function(Function<Tensor[], Tensor[]> f) {
        ConcurrentHashMap<Signature, Traced> programs = new ConcurrentHashMap<>();
        return x -> {
            if (isTraced(x)) {
                return f.apply(x); // inside another trace: becomes part of it
            }
            Signature signature = signature(x);
            Traced known = programs.get(signature);
            if (known == null) {
                known = traced("fused", f, examples(x));
                if (known.lifted.isEmpty()) {
                    programs.put(signature, known);
                }
            }
            return known.apply(x);
        };
    }

    /** The program that {@code f} becomes for arguments like these, as text. */
    public static String explain(Function<Tensor[], Tensor[]> f, Tensor... x) {
        return traced("fused", f, examples(x)).fused.program.explain();
    }

    private static Traced traced(String name, Function<Tensor[], Tensor[]> f, NdArray... x) {
        Program program = Program.of(cached(f, x));
        return new Traced(new Fused(name, program.lifted()), program.liftedTensors());
    }

    /** A trace that outlives every scope of memory, with the tensors that it closes over. */
    private static Trace cached(Function<Tensor[], Tensor[]> f, NdArray... x) {
        Trace trace = EngineRuntime.outside(() -> Trace.of(f, x));
        for (Trace.Constant c : trace.constants()) {
            Held.keep(c.value());
        }
        return trace;
    }

    private static boolean isTraced(Tensor... x) {
        return Arrays.stream(x).anyMatch(Fused::isTraced);
    }

    private static boolean isTraced(Tensor t) {
        return switch (t) {
            case Plain _ -> false;
            case Symbolic _ -> true;
            case Tracked k -> isTraced(k.primal);
            case Dual d -> isTraced(d.primal) || isTraced(d.tangent);
            case Batched b -> isTraced(b.value);
        };
    }

    private static Signature signature(Tensor... x) {
        return new Signature(Arrays.stream(x).map(Tensor::dtype).toList(), Arrays.stream(x).map(Tensor::shape).toList());
    }

    private static NdArray[] examples(Tensor... x) {
        return Arrays.stream(x).map(Trace::example).toArray(NdArray[]::new);
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
    public Tensor[] inlined(Tensor... x) {
        return program.replay(x);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        if (isTraced(x)) {
            return Reverse.vjp(program::replay, x, wanted);
        }
        Split split = splits.computeIfAbsent(wanted, w -> split(w, examples(x)));
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

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        if (isTraced(x) || Arrays.stream(dx).anyMatch(t -> t instanceof Tensor d && isTraced(d))) {
            return Forward.jvp(program::replay, x, dx);
        }
        boolean[] active = new boolean[x.length];
        for (int i = 0; i < active.length; i++) {
            active[i] = dx[i] instanceof Tensor;
        }
        Pushed pushed = pushes.computeIfAbsent(Wanted.of(active), _ -> push(active, examples(x)));
        Stream<Tensor> moving = Arrays.stream(dx).filter(Tensor.class::isInstance).map(Tensor.class::cast);
        Tensor[] all = Apply.all(pushed.program, Stream.concat(Arrays.stream(x), moving).toArray(Tensor[]::new));
        int ys = pushed.moving.size();
        Tangent[] dy = new Tangent[ys];
        int next = ys;
        for (int i = 0; i < ys; i++) {
            dy[i] = pushed.moving.get(i) ? all[next++] : Cotangent.ZERO;
        }
        return new Jvp(Arrays.copyOf(all, ys), dy);
    }

    /** The program of values and tangents. Tangents have the shapes and dtypes of their values, which serve as their examples. */
    private Pushed push(boolean[] active, NdArray... x) {
        List<NdArray> joint = new ArrayList<>(List.of(x));
        for (int i = 0; i < x.length; i++) {
            if (active[i]) {
                joint.add(x[i]);
            }
        }
        List<Boolean> moving = new ArrayList<>();
        Trace trace = cached(in -> {
            Tangent[] dx = new Tangent[x.length];
            int next = x.length;
            for (int i = 0; i < dx.length; i++) {
                dx[i] = active[i] ? in[next++] : Cotangent.ZERO;
            }
            Jvp jvp = Forward.jvp(program::replay, Arrays.copyOf(in, x.length), dx);
            List<Tensor> results = new ArrayList<>(List.of(jvp.outputs()));
            for (Tangent t : jvp.tangents()) {
                moving.add(t instanceof Tensor);
                if (t instanceof Tensor dy) {
                    results.add(dy);
                }
            }
            return results.toArray(Tensor[]::new);
        }, joint.toArray(NdArray[]::new));
        return new Pushed(new Fused(name + "Pushforward", Program.of(trace)), List.copyOf(moving));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        if (isTraced(x)) {
            return at.composed(program::replay, x);
        }
        Mapping mapping = new Mapping(at.size(), at.mapped());
        Fused all = batches.computeIfAbsent(mapping, _ -> new Fused(name,
                Program.of(cached(in -> at.again().composed(program::replay, in), examples(x)))));
        return Apply.all(all, x);
    }

    private Split split(Wanted wanted, NdArray... x) {
        NdArray[] y = program.run(x);
        NdArray[] joint = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, joint, x.length, y.length); // examples of the cotangents
        Trace trace = cached(in -> {
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
        boolean[] late = new boolean[trace.examples().size()]; // depends on a cotangent
        Arrays.fill(late, xs, xs + ys, true);
        for (Trace.Step s : trace.steps()) {
            boolean any = Arrays.stream(s.inputs()).anyMatch(i -> late[i]);
            for (int o : s.outputs()) {
                late[o] = any;
            }
        }
        int[] dx = Arrays.copyOfRange(trace.outputs(), ys, trace.outputs().length);
        Slice backward = Slice.of(trace.steps(), late.length, dx,
                s -> late[s.outputs()[0]] || s.primitive() instanceof Pointwise || s.primitive() instanceof Expand);
        int[] kept = backward.given();
        int[] xPlaces = IntStream.range(0, xs).toArray();
        int[] forwardOut = concat(Arrays.copyOf(trace.outputs(), ys), kept);
        int[] backwardIn = concat(concat(xPlaces, kept), IntStream.range(xs, xs + ys).toArray());
        List<Trace.Step> forward = trace.steps().stream().filter(s -> !late[s.outputs()[0]]).toList();
        return new Split(new Fused(name, Program.of(trace, xPlaces, forward, forwardOut)),
                new Fused(name + "Pullback", Program.of(trace, backwardIn, backward.steps(), dx)), kept.length);
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
