package org.covector.functional.optim;

import java.util.List;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

/**
 * An optimiser that treats each leaf by itself, as most do: what a leaf becomes depends on its gradient, its own state, and numbers.
 *
 * {@snippet :
 * record SignDescent(double lr) implements LeafOptimizer {
 *     public Optimizer withLr(double other) {
 *         return new SignDescent(other);
 *     }
 *
 *     public Rule rule() {
 *         return new Rule() {
 *             public List<String> slots() {
 *                 return List.of();
 *             }
 *
 *             public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
 *                 return Stepped.of(F.sub(leaf, F.mul(F.sign(grad), lr)));
 *             }
 *         };
 *     }
 * }
 * Optimizer o = new SignDescent(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9]
 * }
 */
public interface LeafOptimizer extends Optimizer {
    /** What is done to a leaf. */
    Rule rule();

    @Override
    default Node begin(Leaves params) {
        return Slots.begin(rule(), params);
    }

    @Override
    default Moved step(Leaves grads, Node state, Leaves params) {
        return Stepping.step(rule(), grads, state.slots(), params);
    }

    /** One leaf's step. */
    interface Rule {
        /** The names of the tensors that are remembered for each leaf, each of the leaf's shape if the rule is pointwise. */
        List<String> slots();

        /** The names of the numbers that are remembered for each leaf besides its step count; they begin as 0. */
        default List<String> numbers() {
            return List.of();
        }

        /** A slot before the first step: zeros of the leaf's shape. */
        default Tensor start(String slot, Tensor leaf) {
            return zeros(leaf);
        }

        /** Whether each element depends on the same elements only, so that leaves may be laid together. */
        default boolean isPointwise() {
            return true;
        }

        /**
         * One step.
         *
         * @param leaf the parameter
         * @param grad its gradient
         * @param slots its slots, in their order
         * @return the next parameter, or the changed gradient in a {@link Transform}, and the next slots
         */
        Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots);

        /** Zeros like a tensor, with storage of their own: a kernel is compiled for dense operands once. */
        static Tensor zeros(Tensor like) {
            return Tensor.of(NdArray.zeros(like.dtype(), like.shape()).dense());
        }
    }

    /** Where in its training a leaf is. */
    final class Moment {
        private final String path;
        private final long step;
        private final double[] numbers;

        Moment(String path, long step, double... numbers) {
            this.path = path;
            this.step = step;
            this.numbers = numbers;
        }

        /** The leaf's path; that of the first if several small ones come together. */
        public String path() {
            return path;
        }

        /** The number of this step: 1, 2, ... */
        public long step() {
            return step;
        }

        /** A number that the last step left. */
        public double number(int i) {
            return numbers[i];
        }

        /** {@code 1 - beta^step}: what a moving average from 0 lacks. */
        public double correction(double beta) {
            return 1 - Math.pow(beta, step);
        }
    }

    /** What a step gives. */
    final class Stepped {
        final Tensor leaf;
        final Tensor[] slots;
        final double[] numbers;

        private Stepped(Tensor leaf, Tensor[] slots, double[] numbers) {
            this.leaf = leaf;
            this.slots = slots;
            this.numbers = numbers;
        }

        /** The next leaf and slots. */
        public static Stepped of(Tensor leaf, Tensor... slots) {
            return new Stepped(leaf, slots.clone(), new double[0]);
        }

        /** The same with the numbers to remember. */
        public Stepped with(double... values) {
            return new Stepped(leaf, slots, values.clone());
        }
    }
}
