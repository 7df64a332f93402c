package org.covector.functional.optim;

import io.vavr.collection.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;
import org.covector.functional.optim.LeafOptimizer.Moment;
import org.covector.functional.optim.LeafOptimizer.Rule;
import org.covector.functional.optim.LeafOptimizer.Stepped;

/**
 * What changes gradients before an optimiser sees them; see {@link Chain}.
 *
 * {@snippet :
 * Optimizer o = Chain.of(Transform.clipByNorm(1), Transform.scale(0.5)).then(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.950]
 * }
 */
public interface Transform {
    /** The state before the first step. */
    Node begin(Leaves params);

    /** The changed gradients and the next state. Absent gradients stay absent. */
    Moved change(Leaves grads, Node state, Leaves params);

    /** A transform without state. */
    @FunctionalInterface
    interface Stateless extends Transform {
        /** The changed gradients. */
        Leaves change(Leaves grads, Leaves params);

        @Override
        default Node begin(Leaves params) {
            return Branch.EMPTY;
        }

        @Override
        default Moved change(Leaves grads, Node state, Leaves params) {
            return new Moved(change(grads, params), state);
        }
    }

    /** A transform that treats each leaf by itself. */
    static Transform of(Rule rule) {
        return new Transform() {
            @Override
            public Node begin(Leaves params) {
                return Slots.begin(rule, params);
            }

            @Override
            public Moved change(Leaves grads, Node state, Leaves params) {
                return Stepping.run(rule, grads, state.slots(), params);
            }
        };
    }

    /**
     * {@code g min(1, maxNorm / (|g| + 1e-6))} with the Euclidean norm of all gradients together.
     *
     * @param maxNorm 0 or more
     */
    static Transform clipByNorm(double maxNorm) {
        Kernel.requireNonNegative("clipByNorm", "maxNorm", maxNorm);
        return (Stateless) (grads, _) -> Gradients.clipped(grads, maxNorm, Gradients.norm(grads.present(), 2));
    }

    /**
     * {@code clamp(g, -value, value)}.
     *
     * @param value 0 or more
     */
    static Transform clipByValue(double value) {
        Kernel.requireNonNegative("clipByValue", "value", value);
        return (Stateless) (grads, _) -> grads.pointwise(g -> F.clamp(g, -value, value));
    }

    /** {@code factor g}. */
    static Transform scale(double factor) {
        return (Stateless) (grads, _) -> grads.pointwise(g -> F.mul(g, factor));
    }

    /** {@code g + weightDecay p}: decoupled weight decay where it comes after the scaling, else L2 regularisation. */
    static Transform addDecayedWeights(double weightDecay) {
        return of(new Decay(weightDecay));
    }

    /** {@code m' / (sqrt(v') + eps)}: Adam's direction. */
    static Transform scaleByAdam(double beta1, double beta2, double eps) {
        Adam adam = Adam.DEFAULT.withBetas(beta1, beta2).withEps(eps).withLr(1);
        return of(new AdamDirection(adam));
    }

    /** {@code b = momentum b + g}: momentum. */
    static Transform trace(double momentum) {
        Kernel.requireNonNegative("trace", "momentum", momentum);
        return of(new Trace(momentum));
    }

    /** A transform for the leaves whose path is as asked for; the others' gradients stay as they are. */
    static Transform where(Predicate<String> path, Transform transform) {
        return new Transform() {
            @Override
            public Node begin(Leaves params) {
                int[] which = params.layout.where(path);
                return transform.begin(params.only(params.layout.only(params, which), which));
            }

            @Override
            public Moved change(Leaves grads, Node state, Leaves params) {
                int[] which = params.layout.where(path);
                Layout part = params.layout.only(params, which);
                Moved moved = transform.change(grads.only(part, which), state, params.only(part, which));
                return new Moved(grads.with(moved.leaves(), which), moved.state());
            }
        };
    }

    /** {@code last(...second(first(g)))}. */
    static Transform all(Transform... transforms) {
        List<Transform> each = List.of(transforms);
        return new Transform() {
            @Override
            public Node begin(Leaves params) {
                LinkedHashMap<String, Node> parts = LinkedHashMap.empty();
                for (int i = 0; i < each.size(); i++) {
                    parts = parts.put(String.valueOf(i), each.get(i).begin(params));
                }
                return new Branch(LinkedHashMap.empty(), LinkedHashMap.empty(), parts);
            }

            @Override
            public Moved change(Leaves grads, Node state, Leaves params) {
                Branch at = state.branch();
                ArgumentException.require(at.parts().size() == each.size(), "update", "state", at.parts().size() + " parts", each.size()
                        + ", one for each transform");
                Leaves g = grads;
                for (int i = 0; i < each.size(); i++) {
                    String name = String.valueOf(i);
                    Moved moved = each.get(i).change(g, at.part(name), params);
                    g = moved.leaves();
                    at = at.with(name, moved.state());
                }
                return new Moved(g, at);
            }
        };
    }

    // ---- rules

    /** Nothing is remembered. */
    record Decay(double weightDecay) implements Rule {
        private static final Kernel STEP = Kernel.of("addDecayedWeights", 0, Kernel.G);

        /** Checks the decay. */
        public Decay {
            Kernel.requireNonNegative("addDecayedWeights", "weightDecay", weightDecay);
        }

        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            return STEP.step(leaf, grad, slots, 1, weightDecay);
        }
    }

    /** Momentum. */
    record Trace(double momentum) implements Rule {
        /** Checks the momentum. */
        public Trace {
            Kernel.requireNonNegative("trace", "momentum", momentum);
        }

        @Override
        public List<String> slots() {
            return List.of("trace");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            Tensor next = F.add(F.mul(slots[0], momentum), grad);
            return Stepped.of(next, next);
        }
    }

    /** Adam's step of length 1, from 0 and reversed. */
    record AdamDirection(Adam adam) implements Rule {
        /** Refuses null. */
        public AdamDirection {
            Present.require(AdamDirection.class, adam);
        }

        @Override
        public List<String> slots() {
            return adam.rule().slots();
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            Stepped made = adam.rule().step(Tensor.zerosLike(leaf), grad, at, slots);
            return Stepped.of(F.neg(made.leaf), made.slots);
        }
    }
}
