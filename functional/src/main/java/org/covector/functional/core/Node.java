package org.covector.functional.core;

import org.jspecify.annotations.Nullable;

/** One application of a primitive at a level, or, without a pullback, an input of the level. */
final class Node {
    /** The node of an input that is not differentiated at this level is absent. */
    final @Nullable Node[] parents;

    final int[] slots;
    final Primitive primitive;
    final @Nullable Pullback pullback;
    final Wanted wanted;
    final int outputs;
    final int number;

    Node(Level level, Primitive primitive, @Nullable Node[] parents, int[] slots, Wanted wanted, int outputs, @Nullable Pullback pullback) {
        this.number = level.number();
        this.primitive = primitive;
        this.parents = parents;
        this.slots = slots;
        this.wanted = wanted;
        this.outputs = outputs;
        this.pullback = pullback;
    }

    /** An input of the level. */
    static Node leaf(Level level) {
        return new Node(level, Input.INPUT, new Node[0], new int[0], Wanted.NONE, 1, null);
    }

    /** What a leaf is called in paths. */
    private record Input() implements Structural {
        static final Input INPUT = new Input();

        @Override
        public org.covector.engine.NdArray[] compute(org.covector.engine.NdArray... x) {
            return x;
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.constant(x);
        }
    }
}
