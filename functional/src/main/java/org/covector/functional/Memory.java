package org.covector.functional;

import io.vavr.Function2;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Scope;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.runtime.ThreadState;
import org.covector.functional.core.Held;
import org.covector.functional.custom.FromUser;

/**
 * Scopes of memory: what is made inside and not returned ends with the scope, and its memory is used again. A fresh result costs the JVM
 * more than most loops do (it zeroes memory that is not in any cache); in a scope results come from memory that is warm.
 *
 * <pre>{@code
 * Tensor y = Memory.scope(() -> model.apply(x));                              // inference
 * params = Memory.fold(PARAMETERS, params, batches, (p, b) -> step(p, b));    // training
 * }</pre>
 *
 * <ul>
 *   <li>A tensor made in a scope belongs to it, views with what they are views of. What the scope returns moves to the scope around, or
 *       to everybody. Whatever else is used after the scope has ended throws: nothing that was published ever changes.
 *   <li>While a scope is open its tensors are its thread's alone; others get them by {@link #keep}, or when they are returned.
 *   <li>An exception ends the scope and keeps nothing. Scopes nest; threads started inside have none.
 *   <li>In a function that is being differentiated or fused ({@code grad(a -> Memory.scope(...))}) a scope is right and recycles nothing,
 *       as the graph holds what was made: put scopes outside of {@code grad}.
 *   <li>A value and its pullback are returned by {@link Autograd.ValueAndPullback#tree}; what the pullback saved lives as long as it does.
 * </ul>
 *
 * <p>A scope is {@code jax.jit}'s boundary without a compiler, or the caching allocator of torch made lexical, with an error in place
 * of a use after free.
 */
public final class Memory {
    private Memory() {}

    /**
     * {@code body()}, whose result lives on; whatever else it made ends.
     *
     * {@snippet :
     * Tensor y = Memory.scope(() -> F.sum(F.square(Tensor.of(1.0, 2)))); // 5
     * }
     *
     * @param body makes a tensor
     * @return the tensor, of its shape and dtype
     * @throws ArgumentException if the body returns null
     */
    public static Tensor scope(Supplier<? extends Tensor> body) {
        try (Frame frame = new Frame()) {
            Tensor result = given(body);
            frame.keep(result);
            return result;
        }
    }

    /**
     * {@code body()}, whose result lives on with all tensors of its tree; whatever else it made ends.
     *
     * @param <R> the result
     * @param kept where the tensors of the result are
     * @param body makes the result
     * @return the result
     * @throws ArgumentException if the body returns null
     */
    public static <R> R scope(Tree<R> kept, Supplier<? extends R> body) {
        try (Frame frame = new Frame()) {
            R result = given(body);
            frame.keep(kept, result);
            return result;
        }
    }

    private static <R> R given(Supplier<? extends R> body) {
        return FromUser.given("Memory.scope", "body", body.get(), "a function with a result");
    }

    /**
     * {@code state = step(state, item)} for each item, in a scope of its own. Once the next state is there the one before ends, but {@code
     * start}, which is the caller's. JAX's {@code lax.scan} with the carry donated.
     *
     * {@snippet :
     * Tensor y = Memory.fold(Tree.TENSOR, Tensor.of(1.0), List.of(2, 3), (state, item) -> F.mul(state, (double) item)); // [6]
     * }
     *
     * @param <S> a state
     * @param <T> an item
     * @param carry where the tensors of a state are
     * @param start the state before the first item; stays valid
     * @param items may make tensors as they come; those belong to the step
     * @param step the next state
     * @return the last state; start if there is no item
     */
    public static <S, T> S fold(Tree<S> carry, S start, Iterable<? extends T> items, Function2<? super S, ? super T, ? extends S> step) {
        try (Frame frame = new Frame()) {
            S state = start;
            for (T item : items) {
                state = step.apply(state, item);
                frame.next(carry, state);
            }
            frame.keep(carry, state);
            return state;
        }
    }

    /**
     * {@code x}, surviving every scope: for a cache, a log, another thread. Its memory is not used again.
     *
     * {@snippet :
     * List<Tensor> log = new ArrayList<>();
     * Tensor y = Memory.scope(() -> {
     *     Tensor square = F.square(Tensor.of(3.0));
     *     log.add(Memory.keep(square));
     *     return F.neg(square);
     * });
     * Tensor kept = log.get(0); // [9]
     * }
     *
     * @param x any shape and dtype
     * @return x, of its shape and dtype
     * @throws IllegalStateException if its scope has ended
     */
    public static Tensor keep(Tensor x) {
        Held.keep(x);
        return x;
    }

    /**
     * {@code x}, all of its tensors surviving every scope, as {@link #keep(Tensor)}.
     *
     * @param <R> the result
     * @param tree where the tensors are
     * @param x any value of the tree
     * @return x
     * @throws IllegalStateException if its scope has ended
     */
    public static <R> R keep(Tree<R> tree, R x) {
        tree.leaves(x).forEach(Held::keep);
        return x;
    }

    /** What is made between its construction and its close. */
    private static final class Frame implements AutoCloseable {
        private static final NdArray[] NOTHING = {};

        private final ThreadState thread = EngineRuntime.thread();
        private final Scope scope = Scope.of(thread);
        private final int mark = scope.enter();
        private NdArray[] kept = NOTHING;
        private boolean isAllKept = thread.levels() > 0; // held by the graph of a level around

        /** Closing leaves a tensor alone. */
        void keep(Tensor x) {
            kept = Held.arrays(x);
        }

        /** Closing leaves the tensors of {@code value} alone. */
        <R> void keep(Tree<R> tree, R value) {
            kept = arrays(tree, value);
        }

        /** Ends everything but the tensors of {@code value}. */
        <R> void next(Tree<R> tree, R value) {
            NdArray[] carried = arrays(tree, value);
            if (!isAllKept) {
                scope.end(mark, carried);
            }
        }

        private <R> NdArray[] arrays(Tree<R> tree, R value) {
            List<Tensor> leaves = new ArrayList<>();
            boolean[] all = {isAllKept};
            tree.traverse(value, Tree.Path.ROOT, new Tree.Visitor() {
                @Override
                public Tensor leaf(Tree.Path path, Tree.Kind kind, Tensor t) {
                    leaves.add(t);
                    return t;
                }

                @Override
                public void holds(Tensor cached) {
                    leaves.add(cached);
                }

                @Override
                public void holdsMore() {
                    all[0] = true;
                }

                @Override
                public boolean rebuilds() {
                    return false;
                }
            });
            isAllKept = all[0];
            return Held.arrays(leaves);
        }

        @Override
        public void close() {
            if (isAllKept) {
                scope.leave(mark);
            } else {
                scope.exit(mark, kept);
            }
        }
    }
}
