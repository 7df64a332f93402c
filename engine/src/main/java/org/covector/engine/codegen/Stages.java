package org.covector.engine.codegen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Input;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Op;

/**
 * Cuts a large program into stages that each make a loop of their own: HotSpot never compiles a method of more than 8000 bytecodes,
 * and well before that registers run out. Cuts lie where the fewest values are alive; those pass through tiles in the first-level
 * cache.
 */
final class Stages {
    /** Operations of one loop at most: 21 bytes are the most that one takes, and both compilers have registers for so many. */
    static final int MAX_OPERATIONS = 200;

    /** What a cut costs beside its values, in values: a loop more. */
    private static final int CUT_COST = 3;

    private final Program program;
    private final List<Apply> order;
    private final Map<Expr, Integer> stageOf = new HashMap<>();
    private final Map<Expr, Integer> lastStage = new HashMap<>(); // that reads the node

    private Stages(Program program, List<Apply> order) {
        this.program = program;
        this.order = order;
    }

    /** The loop of a program of any size. */
    static Loop loop(Program program, boolean isVector) {
        List<Apply> order = new ArrayList<>();
        for (Expr e : Graph.order(program.outputs())) {
            if (e instanceof Apply a) {
                order.add(a);
            }
        }
        return order.size() <= MAX_OPERATIONS
                ? LoopClass.define(program, isVector)
                : new Stages(program, order).staged(isVector);
    }

    private Loop staged(boolean isVector) {
        List<Integer> ends = cuts();
        int begin = 0;
        for (int s = 0; s < ends.size(); s++) {
            for (Apply a : order.subList(begin, ends.get(s))) {
                stageOf.put(a, s);
                for (Expr x : a.args()) {
                    lastStage.merge(x, s, Math::max);
                }
            }
            begin = ends.get(s);
        }
        List<StagedLoop.Stage> stages = new ArrayList<>();
        Slots slots = new Slots();
        for (int s = 0; s < ends.size(); s++) {
            stages.add(stage(s, slots, isVector));
        }
        return new StagedLoop(program, slots.kinds, stages);
    }

    /** Where stages end: the cheapest sequence of cuts at most {@link #MAX_OPERATIONS} apart. */
    private List<Integer> cuts() {
        int n = order.size();
        int[] alive = alive();
        int[] cost = new int[n + 1];
        int[] previous = new int[n + 1];
        for (int p = 1; p <= n; p++) {
            cost[p] = Integer.MAX_VALUE;
            for (int q = Math.max(0, p - MAX_OPERATIONS); q < p; q++) {
                int c = cost[q] + alive[q] + CUT_COST;
                if (c < cost[p]) {
                    cost[p] = c;
                    previous[p] = q;
                }
            }
        }
        List<Integer> ends = new ArrayList<>();
        for (int p = n; p > 0; p = previous[p]) {
            ends.addFirst(p);
        }
        return ends;
    }

    /** How many values computed before each position are read at or after it. */
    private int[] alive() {
        Map<Expr, Integer> lastUse = new HashMap<>();
        for (int p = 0; p < order.size(); p++) {
            for (Expr x : order.get(p).args()) {
                lastUse.put(x, p);
            }
        }
        int[] change = new int[order.size() + 2];
        for (int p = 0; p < order.size(); p++) {
            int last = lastUse.getOrDefault(order.get(p), p);
            if (last > p) {
                change[p + 1]++;
                change[last + 1]--;
            }
        }
        int[] alive = new int[order.size() + 1];
        for (int p = 1; p <= order.size(); p++) {
            alive[p] = alive[p - 1] + change[p];
        }
        return alive;
    }

    /** Scratch arrays, each used again once the stage that read its value last is over. */
    private static final class Slots {
        final List<Kind> kinds = new ArrayList<>();
        final Map<Expr, Integer> of = new HashMap<>();
        private final Map<Kind, Deque<Integer>> free = new HashMap<>();

        int take(Expr e) {
            Kind kind = stored(e.kind());
            Integer slot = free.computeIfAbsent(kind, k -> new ArrayDeque<>()).poll();
            if (slot == null) {
                slot = kinds.size();
                kinds.add(kind);
            }
            of.put(e, slot);
            return slot;
        }

        void release(Expr e) {
            Integer slot = of.remove(e);
            if (slot != null) {
                free.computeIfAbsent(stored(e.kind()), k -> new ArrayDeque<>()).add(slot);
            }
        }
    }

    private static Kind stored(Kind kind) {
        return kind == Kind.BITS ? Kind.VALUE : kind;
    }

    private StagedLoop.Stage stage(int s, Slots slots, boolean isVector) {
        Set<Expr> members = new HashSet<>();
        List<Expr> reads = new ArrayList<>(); // inputs of the program and values of earlier stages, each once
        Set<Expr> seen = new HashSet<>();
        for (Apply a : order) {
            if (stageOf.getOrDefault(a, -1) == s) {
                members.add(a);
                for (Expr x : a.args()) {
                    boolean isRead = x instanceof Input || x instanceof Apply && stageOf.getOrDefault(x, s) < s;
                    if (isRead && seen.add(x)) {
                        reads.add(x);
                    }
                }
            }
        }
        List<Expr> results = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (int j = 0; j < program.outputs().size(); j++) {
            Expr root = program.outputs().get(j);
            if (members.contains(root) || s == 0 && !(root instanceof Apply)) {
                results.add(root);
                targets.add(j);
                if (root instanceof Input && seen.add(root)) {
                    reads.add(root);
                }
            }
        }
        List<Kind> kinds = new ArrayList<>();
        List<Integer> sources = new ArrayList<>();
        Map<Expr, Expr> known = new LinkedHashMap<>();
        int constants = 0;
        for (Expr x : reads) {
            Kind kind = stored(x.kind());
            Expr in = new Input(kinds.size(), kind);
            known.put(x, x.kind() == Kind.BITS ? Expr.apply(Op.BITS_OF, in) : in);
            if (x instanceof Input original) {
                sources.add(original.index());
                constants |= program.isConstant(original.index()) ? 1 << kinds.size() : 0;
            } else {
                sources.add(program.inputs().size() + Objects.requireNonNull(slots.of.get(x)));
            }
            kinds.add(kind);
        }
        for (Apply a : order) { // in order, so that scratch arrays are the same in every JVM
            if (members.contains(a) && lastStage.getOrDefault(a, s) > s) {
                results.add(a);
                targets.add(program.outputs().size() + slots.take(a));
            }
        }
        for (Expr x : reads) {
            if (lastStage.getOrDefault(x, s) <= s) {
                slots.release(x);
            }
        }
        List<Expr> outputs = new ArrayList<>();
        for (Expr e : rebuilt(results, members, known)) {
            outputs.add(e.kind() == Kind.BITS ? Expr.apply(Op.VALUE_OF, e) : e);
        }
        Program part = new Program(program.name() + "_" + s, program.element(), constants, kinds, program.scalars(), outputs);
        return new StagedLoop.Stage(LoopClass.define(part, isVector), ints(sources), ints(targets));
    }

    /** The results in terms of what the stage reads; only members are rebuilt, what lies before is not looked at. */
    private List<Expr> rebuilt(List<Expr> results, Set<Expr> members, Map<Expr, Expr> known) {
        for (Apply a : order) {
            if (members.contains(a)) {
                Expr[] args = a.args().stream().map(x -> known.getOrDefault(x, x)).toArray(Expr[]::new);
                known.put(a, Expr.apply(a.op(), args));
            }
        }
        return results.stream().map(e -> known.getOrDefault(e, e)).toList();
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
