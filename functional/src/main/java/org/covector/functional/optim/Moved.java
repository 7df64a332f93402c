package org.covector.functional.optim;

import org.covector.functional.core.Present;

/**
 * What one step gives.
 *
 * {@snippet :
 * Transform halved = new Transform() {
 *     public Node begin(Leaves params) {
 *         return Branch.EMPTY;
 *     }
 *
 *     public Moved change(Leaves grads, Node state, Leaves params) {
 *         return new Moved(grads.pointwise(g -> F.mul(g, 0.5)), state);
 *     }
 * };
 * Optimizer o = Chain.of(halved).then(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9]
 * }
 *
 * @param leaves the next parameters, or the gradients as changed by a {@link Transform}
 * @param state the next state
 */
public record Moved(Leaves leaves, Node state) {
    /** Refuses null. */
    public Moved {
        Present.require(Moved.class, leaves, state);
    }
}
