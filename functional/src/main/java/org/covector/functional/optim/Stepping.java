package org.covector.functional.optim;

import java.util.Arrays;
import org.covector.functional.Tensor;
import org.covector.functional.optim.LeafOptimizer.Moment;
import org.covector.functional.optim.LeafOptimizer.Rule;
import org.covector.functional.optim.LeafOptimizer.Stepped;
import org.jspecify.annotations.Nullable;

/** One step of a rule over all leaves: bundles as a whole where all their leaves are at the same point, else leaf by leaf. */
final class Stepping {
    private final Rule rule;
    private final Leaves grads;
    private final Slots state;
    private final Leaves params;
    private final Layout layout;
    private final @Nullable Tensor[] each;
    private final @Nullable Tensor[] flat;
    private final @Nullable Tensor[][] slotEach;
    private final @Nullable Tensor[][] slotFlat;
    private final long[] steps;
    private final double[][] numbers;

    private Stepping(Rule rule, Leaves grads, Slots state, Leaves params) {
        this.rule = rule;
        this.grads = grads;
        this.state = state;
        this.params = params;
        this.layout = params.layout;
        this.each = new Tensor[layout.size()];
        this.flat = new Tensor[layout.bundles.length];
        this.slotEach = new Tensor[state.tensors.length][layout.size()];
        this.slotFlat = new Tensor[state.tensors.length][layout.bundles.length];
        this.steps = state.steps.clone();
        this.numbers = state.numbers.clone();
    }

    /** The next parameters, or changed gradients, and the next state; a leaf without gradient stays absent. */
    static Moved run(Rule rule, Leaves grads, Slots state, Leaves params) {
        Stepping s = new Stepping(rule, grads, state, params);
        for (int b = 0; b < s.flat.length; b++) {
            if (s.isJoint(b)) {
                s.bundle(b);
            } else {
                for (int i : s.layout.bundles[b]) {
                    s.leaf(i);
                }
            }
        }
        Leaves[] tensors = new Leaves[state.tensors.length];
        for (int k = 0; k < tensors.length; k++) {
            tensors[k] = new Leaves(s.layout, s.slotEach[k], s.slotFlat[k]);
        }
        return new Moved(new Leaves(s.layout, s.each, s.flat), state.next(tensors, s.steps, s.numbers));
    }

    /** The same, where a leaf without gradient stays as it is. */
    static Moved step(Rule rule, Leaves grads, Slots state, Leaves params) {
        Moved moved = run(rule, grads, state, params);
        for (int i = 0; i < params.size(); i++) {
            if (!moved.leaves().has(i)) {
                Leaves next = Leaves.of(params.layout, k -> moved.leaves().has(k) ? moved.leaves().get(k) : params.get(k));
                return new Moved(next, moved.state());
            }
        }
        return moved;
    }

    private boolean isJoint(int b) {
        int[] members = layout.bundles[b];
        if (!rule.isPointwise() || members.length == 0 || !grads.isComplete(b)) {
            return false;
        }
        int first = members[0];
        for (int i : members) {
            if (steps[i] != steps[first] || numbers[i] != numbers[first] && !Arrays.equals(numbers[i], numbers[first])) {
                return false;
            }
        }
        return true;
    }

    private void bundle(int b) {
        int[] members = layout.bundles[b];
        int first = members[0];
        Tensor[] slots = new Tensor[state.tensors.length];
        for (int k = 0; k < slots.length; k++) {
            slots[k] = state.tensors[k].bundle(b);
        }
        long step = steps[first] + 1;
        Stepped made = rule.step(params.bundle(b), grads.bundle(b), new Moment(layout.places.get(first).path(), step, numbers[first]),
                slots);
        flat[b] = made.leaf;
        for (int k = 0; k < slots.length; k++) {
            slotFlat[k][b] = made.slots[k];
        }
        for (int i : members) {
            steps[i] = step;
            numbers[i] = made.numbers;
        }
    }

    private void leaf(int i) {
        Tensor[] slots = new Tensor[state.tensors.length];
        for (int k = 0; k < slots.length; k++) {
            slots[k] = state.tensors[k].get(i);
            slotEach[k][i] = slots[k];
        }
        Tensor grad = grads.maybe(i);
        if (grad == null) {
            return;
        }
        long step = steps[i] + 1;
        Stepped made = rule.step(params.get(i), grad, new Moment(layout.places.get(i).path(), step, numbers[i]), slots);
        each[i] = made.leaf;
        for (int k = 0; k < slots.length; k++) {
            slotEach[k][i] = made.slots[k];
        }
        steps[i] = step;
        numbers[i] = made.numbers;
    }
}
