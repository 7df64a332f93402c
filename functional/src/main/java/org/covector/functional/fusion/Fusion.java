package org.covector.functional.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Merges pointwise steps into joint kernels by substituting formula into formula: no rounding is added or removed, so the bits
 * are those of the separate steps.
 *
 * <p>Two pointwise steps of the same shape and dtype may share a kernel when no other step lies between them: when the longest
 * chain of other steps, and of changes of the element type, before each is equally long. Long programs are cut into kernels of a size that
 * compiles; a chain that repeats itself repeats its kernels.
 */
final class Fusion {
    private static final int NAMED = 8; // names of steps that a joint kernel is called by
    private static final int MOST_STEPS = 128; // of a joint kernel: its numbers and values are local variables
    private static final int MOST_OPERANDS = 32; // of a joint kernel: each is a stream from memory

    private record Group(int depth, Shape shape, DType dtype, int part) {}

    /** As much of a group as makes one kernel, while it is being filled. */
    private static final class Part {
        final int number;
        private final Set<Integer> operands = new HashSet<>();
        private final Set<Integer> made = new HashSet<>();
        private int steps;

        Part(int number) {
            this.number = number;
        }

        /** Whether the step fits in; then it does. */
        boolean add(Trace.Step s) {
            int[] read = Arrays.stream(s.inputs()).filter(i -> !made.contains(i) && !operands.contains(i)).distinct().toArray();
            if (steps > 0 && (steps == MOST_STEPS || operands.size() + read.length > MOST_OPERANDS)) {
                return false;
            }
            Arrays.stream(read).forEach(operands::add);
            Arrays.stream(s.outputs()).forEach(made::add);
            steps++;
            return true;
        }
    }

    private final List<NdArray> examples;
    private final int[] depth; // by place: other steps on the longest way here
    private final boolean[] visible; // places that other steps or the caller see
    private final @Nullable Group[] groups; // by place, of those that a pointwise step makes
    private final Map<Integer, Trace.Step> producer = new HashMap<>();

    private Fusion(List<Trace.Step> steps, List<NdArray> examples, int[] outputs) {
        this.examples = examples;
        this.depth = new int[examples.size()];
        this.visible = new boolean[examples.size()];
        this.groups = new @Nullable Group[examples.size()];
        for (int o : outputs) {
            visible[o] = true;
        }
        for (Trace.Step s : steps) {
            int d = Arrays.stream(s.inputs()).map(i -> depth[i] + (changesElement(i, s) ? 1 : 0)).max().orElse(0)
                    + (s.primitive() instanceof Pointwise ? 0 : 1);
            for (int o : s.outputs()) {
                depth[o] = d;
                producer.put(o, s);
            }
        }
        group(steps);
        for (Trace.Step s : steps) {
            for (int in : s.inputs()) {
                visible[in] |= !kernel(s).equals(groups[in]);
            }
        }
    }

    private void group(List<Trace.Step> steps) {
        Map<Group, Part> open = new HashMap<>();
        for (Trace.Step s : steps) {
            if (s.primitive() instanceof Pointwise) {
                int y = s.outputs()[0];
                Group whole = new Group(depth[y], examples.get(y).shape(), element(s), 0);
                Part part = open.computeIfAbsent(whole, _ -> new Part(0));
                if (!part.add(s)) {
                    part = new Part(part.number + 1);
                    part.add(s);
                    open.put(whole, part);
                }
                Group group = new Group(whole.depth, whole.shape, whole.dtype, part.number);
                for (int o : s.outputs()) {
                    groups[o] = group;
                }
            }
        }
    }

    /**
     * Whether a pointwise step reads what one of another element type made: booleans combined between numbers, say. The two kernels
     * would need each other if later steps of either type counted as equally deep.
     */
    private boolean changesElement(int place, Trace.Step reader) {
        Trace.Step maker = producer.get(place);
        return maker != null && maker.primitive() instanceof Pointwise && reader.primitive() instanceof Pointwise
                && element(maker) != element(reader);
    }

    static List<Trace.Step> merge(List<Trace.Step> steps, List<NdArray> examples, int[] outputs) {
        return new Fusion(steps, examples, outputs).merge(steps);
    }

    /** What the steps of one kernel have in common: a group, or the step itself. */
    private Object kernel(Trace.Step s) {
        Group group = groups[s.outputs()[0]];
        return group == null ? s : group;
    }

    /** The element type of a kernel: that of its numbers. */
    private DType element(Trace.Step s) {
        DType dtype = DType.BOOL;
        for (int in : s.inputs()) {
            dtype = dtype.promote(examples.get(in).dtype());
        }
        for (int out : s.outputs()) {
            dtype = dtype.promote(examples.get(out).dtype());
        }
        return dtype;
    }

    private List<Trace.Step> merge(List<Trace.Step> steps) {
        Map<Object, List<Trace.Step>> groups = new LinkedHashMap<>();
        for (Trace.Step s : steps) {
            groups.computeIfAbsent(kernel(s), _ -> new ArrayList<>()).add(s);
        }
        List<List<Trace.Step>> ordered = new ArrayList<>(groups.values());
        // at one depth, others come first: their operands are of lesser depth, and kernels of this depth read them
        ordered.sort(Comparator.<List<Trace.Step>>comparingInt(g -> depth[g.getFirst().outputs()[0]])
                .thenComparingInt(g -> g.getFirst().primitive() instanceof Pointwise ? 1 : 0));
        List<Trace.Step> merged = new ArrayList<>();
        for (List<Trace.Step> g : ordered) {
            if (g.size() == 1) {
                merged.add(g.getFirst());
            } else {
                joint(g, merged);
            }
        }
        return merged;
    }

    private void joint(List<Trace.Step> group, List<Trace.Step> merged) {
        Map<Integer, Expr> value = new HashMap<>();
        List<Integer> operands = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        List<Double> scalars = new ArrayList<>();
        List<Expr> outputs = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Trace.Step s : group) {
            Pointwise p = (Pointwise) s.primitive();
            names.add(p.name());
            Expr[] in = new Expr[s.inputs().length];
            for (int i = 0; i < in.length; i++) {
                Kind kind = p.formula().inputs().get(i);
                in[i] = value.computeIfAbsent(s.inputs()[i], place -> {
                    operands.add(place);
                    kinds.add(kind);
                    return new Expr.Input(operands.size() - 1, kind);
                });
            }
            Map<Expr, Expr> done = new IdentityHashMap<>();
            int firstScalar = scalars.size();
            for (double d : p.scalars()) {
                scalars.add(d);
            }
            for (int o = 0; o < s.outputs().length; o++) {
                int place = s.outputs()[o];
                Expr e = substitute(p.formula().outputs().get(o), in, firstScalar, done);
                value.put(place, e);
                if (visible[place]) {
                    outputs.add(e);
                    places.add(place);
                }
            }
        }
        String name = String.join("_", names.size() > NAMED ? names.subList(0, NAMED) : names);
        Pointwise kernel = Pointwise.row(new Formula(name, kinds, scalars.size(), outputs))
                .with(scalars.stream().mapToDouble(d -> d).toArray());
        merged.add(new Trace.Step(kernel, ints(operands), ints(places)));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    /** {@code e} with its inputs replaced and its scalars renumbered. Recursive: one step's formula is shallow. */
    private static Expr substitute(Expr e, Expr[] in, int firstScalar, Map<Expr, Expr> done) {
        Expr known = done.get(e);
        if (known != null) {
            return known;
        }
        Expr made = switch (e) {
            case Expr.Input i -> in[i.index()];
            case Expr.Scalar s -> Expr.scalar(firstScalar + s.index());
            case Expr.Constant c -> c;
            case Expr.BitsConstant c -> c;
            case Expr.Apply a -> Expr.apply(a.op(), a.args().stream().map(x -> substitute(x, in, firstScalar, done)).toArray(Expr[]::new));
        };
        done.put(e, made);
        return made;
    }
}
