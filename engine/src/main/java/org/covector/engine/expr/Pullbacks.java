package org.covector.engine.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Input;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Pullback.Operand;

/** From a formula to its pullback and its pushforward: which values they read, in which order. */
final class Pullbacks {
    /** Cost of a function by the tier of its operation, in basic operations, roughly as measured. */
    private static final int ELEMENTARY_COST = 20;

    private static final int OPAQUE_COST = 300;

    private Pullbacks() {}

    /** The cotangents of the inputs in {@code wanted}. */
    static Pullback pullback(Formula f, int wanted) {
        int n = f.inputs().size();
        Map<Expr, Operand> operands = operands(f);
        Map<Expr, Expr> outputs = new HashMap<>(); // root to its saved value
        Map<Expr, Expr> cotangents = new LinkedHashMap<>();
        for (int j = 0; j < f.outputs().size(); j++) {
            Expr root = f.outputs().get(j);
            if (root instanceof Apply) {
                outputs.putIfAbsent(root, new Input(n + 2 * j + 1, root.kind()));
            }
            if (root.kind() == Kind.VALUE) {
                cotangents.merge(root, Expr.input(n + 2 * j), (a, b) -> Expr.apply(Op.ADD, a, b));
            }
        }
        List<Expr> dx = new ArrayList<>();
        int computed = 0;
        Map<Expr, Expr> all = f.partials().isEmpty() ? Derivative.backward(cotangents, wantedInputs(f, wanted)) : explicit(f, wanted);
        for (int i = 0; i < n; i++) {
            Expr d = all.get(new Input(i, Kind.VALUE));
            if (d != null && (wanted >> i & 1) != 0) {
                dx.add(d);
                computed |= 1 << i;
            }
        }
        List<Expr> chosen = choose(dx, Graph.rewrite(dx, e -> outputs.getOrDefault(e, e)), n);
        return assemble(f, chosen, operands, computed);
    }

    /** Positions while differentiating: the inputs, then for each output its cotangent and its saved value. */
    private static Map<Expr, Operand> operands(Formula f) {
        int n = f.inputs().size();
        Map<Expr, Operand> operands = new LinkedHashMap<>();
        for (int j = 0; j < f.outputs().size(); j++) {
            operands.put(Expr.input(n + 2 * j), new Pullback.Dy(j));
        }
        for (int i = 0; i < n; i++) {
            operands.put(new Input(i, f.inputs().get(i)), new Pullback.In(i));
        }
        for (int j = 0; j < f.outputs().size(); j++) {
            operands.put(new Input(n + 2 * j + 1, f.outputs().get(j).kind()), new Pullback.Out(j));
        }
        return operands;
    }

    private static Set<Expr> wantedInputs(Formula f, int wanted) {
        Set<Expr> inputs = new LinkedHashSet<>();
        for (int i = 0; i < f.inputs().size(); i++) {
            if ((wanted >> i & 1) != 0 && f.inputs().get(i) == Kind.VALUE) {
                inputs.add(Expr.input(i));
            }
        }
        return inputs;
    }

    /** By the author's derivatives, given the cotangent. */
    private static Map<Expr, Expr> explicit(Formula f, int wanted) {
        Expr dy = Expr.input(f.inputs().size());
        Map<Expr, Expr> all = new HashMap<>();
        int value = 0;
        for (int i = 0; i < f.inputs().size(); i++) {
            if (f.inputs().get(i) == Kind.VALUE) {
                Expr term = (wanted >> i & 1) == 0 ? Partials.ZERO : Derivative.scale(dy, f.partials().get(value));
                if (term != Partials.ZERO) {
                    all.put(Expr.input(i), term);
                }
                value++;
            }
        }
        return all;
    }

    /** From the inputs alone, or with the outputs too: if they make the inputs needless or save the computing of a function. */
    private static List<Expr> choose(List<Expr> fromInputs, List<Expr> withOutputs, int inputs) {
        boolean needsInputs = Graph.order(withOutputs).stream().anyMatch(e -> e instanceof Input in && in.index() < inputs);
        return !needsInputs
                || cost(Derivative.values(fromInputs)) - cost(Derivative.values(withOutputs)) >= ELEMENTARY_COST ? withOutputs : fromInputs;
    }

    private static int cost(List<Expr> roots) {
        return Graph.order(roots).stream().mapToInt(e -> e instanceof Apply a ? switch (a.op().tier()) {
            case BASIC -> 1;
            case ELEMENTARY -> a.op() == Op.SCALE || a.op() == Op.SCALE_BOTH || a.op() == Op.SIGN ? 3 : ELEMENTARY_COST;
            case OPAQUE -> OPAQUE_COST;
        } : 0).sum();
    }

    private static Pullback assemble(Formula f, List<Expr> dx, Map<Expr, Operand> operands, int computed) {
        Assembled of = Assembled.of(f, f.name() + "Pullback", dx, operands);
        return new Pullback(of.formula, of.operands, computed);
    }

    /** A formula of those operands only that its results read. */
    private record Assembled(Formula formula, List<Operand> operands) {
        static Assembled of(Formula f, String name, List<Expr> results, Map<Expr, Operand> operands) {
            Set<Expr> used = new LinkedHashSet<>(Graph.order(results));
            Map<Expr, Expr> renumbered = new HashMap<>();
            List<Kind> kinds = new ArrayList<>();
            List<Operand> kept = new ArrayList<>();
            operands.forEach((e, operand) -> {
                if (used.contains(e)) {
                    renumbered.put(e, new Input(kinds.size(), e.kind()));
                    kinds.add(e.kind());
                    kept.add(operand);
                }
            });
            return new Assembled(new Formula(name, kinds, f.scalars(), Graph.rewrite(results, e -> renumbered.getOrDefault(e, e))), kept);
        }
    }

    /** The tangents of the VALUE outputs, given those of the inputs in {@code active}. */
    static Pushforward pushforward(Formula f, int active) {
        int n = f.inputs().size();
        Map<Expr, Operand> operands = new LinkedHashMap<>();
        Map<Expr, Expr> tangents = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            Expr dx = Expr.input(n + i);
            if ((active >> i & 1) != 0 && f.inputs().get(i) == Kind.VALUE) {
                operands.put(dx, new Pushforward.Dx(i));
                tangents.put(Expr.input(i), dx);
            }
        }
        for (int i = 0; i < n; i++) {
            operands.put(new Input(i, f.inputs().get(i)), new Pullback.In(i));
        }
        Map<Expr, Expr> saved = new HashMap<>(); // root to the output that holds it
        for (int j = 0; j < f.outputs().size(); j++) {
            Expr root = f.outputs().get(j);
            Expr y = new Input(2 * n + j, root.kind());
            operands.put(y, new Pullback.Out(j));
            if (root instanceof Apply) {
                saved.putIfAbsent(root, y);
            }
        }
        List<Expr> roots = f.outputs().stream().filter(e -> e.kind() == Kind.VALUE).toList();
        Map<Expr, Expr> all = f.partials().isEmpty() ? Derivative.forward(tangents, roots) : explicitTangent(f, tangents);
        List<Expr> dy = new ArrayList<>();
        int computed = 0;
        for (int j = 0; j < f.outputs().size(); j++) {
            Expr d = f.outputs().get(j).kind() == Kind.VALUE ? all.getOrDefault(f.outputs().get(j), Partials.ZERO) : Partials.ZERO;
            if (d != Partials.ZERO) {
                dy.add(d);
                computed |= 1 << j;
            }
        }
        List<Expr> chosen = choose(dy, Graph.rewrite(dy, e -> saved.getOrDefault(e, e)), n);
        Assembled of = Assembled.of(f, f.name() + "Pushforward", chosen, operands);
        return new Pushforward(of.formula, of.operands, computed);
    }

    private static Map<Expr, Expr> explicitTangent(Formula f, Map<Expr, Expr> tangents) {
        Expr sum = Partials.ZERO;
        int value = 0;
        for (int i = 0; i < f.inputs().size(); i++) {
            if (f.inputs().get(i) == Kind.VALUE) {
                Expr dx = tangents.get(Expr.input(i));
                Expr term = dx == null ? Partials.ZERO : Derivative.scale(dx, f.partials().get(value));
                sum = term == Partials.ZERO ? sum : sum == Partials.ZERO ? term : Expr.apply(Op.ADD, sum, term);
                value++;
            }
        }
        return Map.of(f.outputs().getFirst(), sum);
    }
}
