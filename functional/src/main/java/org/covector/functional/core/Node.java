package org.covector.functional.core;

import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.jspecify.annotations.Nullable;

/** One application of a primitive at a level, or, without a pullback, an input of the level. */
final class Node {
    static final int UNSEEN = -1;

    private static final Node[] NO_PARENTS = {};
    private static final int[][] FIRST = {{}, {0}, {0, 0}, {0, 0, 0}};

    /** The node of an input that is not differentiated at this level is absent. */
    final @Nullable Node[] parents;

    final int[] slots;
    final Primitive primitive;
    final @Nullable Pullback pullback;
    final Wanted wanted;
    final int outputs;

    /** Where this node's cotangents stand in the table of a sweep. Written by {@link Reverse} alone, once, under its lock. */
    int place = UNSEEN;

    Node(Primitive primitive, @Nullable Node[] parents, int[] slots, Wanted wanted, int outputs, @Nullable Pullback pullback) {
        this.primitive = primitive;
        this.parents = parents;
        this.slots = slots;
        this.wanted = wanted;
        this.outputs = outputs;
        this.pullback = pullback;
    }

    /** An input of the level. */
    static Node leaf() {
        return new Node(Input.INPUT, NO_PARENTS, FIRST[0], Wanted.NONE, 1, null);
    }

    /** Slot 0 of {@code n} parents: the usual case, shared where n is small. */
    static int[] firstSlots(int n) {
        return n < FIRST.length ? FIRST[n] : new int[n];
    }

    /** What a leaf is called in paths. */
    private record Input() implements Constant {
        static final Input INPUT = new Input();

        @Override
        public NdArray[] compute(NdArray... x) {
            return x;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return x;
        }
    }
}
