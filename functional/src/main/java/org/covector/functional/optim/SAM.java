package org.covector.functional.optim;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code g = gradient at p + rho gradient(p) / |gradient(p)|}: the optimiser's step by the gradient at the worst place nearby, so that
 * minima are flat. Adaptive: {@code p + rho p^2 gradient(p) / |p gradient(p)|}. Foret et al., "Sharpness-aware minimization", 2021; Kwon et
 * al., "ASAM", 2021.
 *
 * {@snippet :
 * SAM sam = SAM.of(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * var step = sam.update(Autograd.valueAndGrad((Tensor t) -> F.sum(F.square(t))), sam.init(Tree.TENSOR, p), p);
 * Tensor next = step._2(); // [0.790]
 * }
 *
 * @param optimizer what makes the step
 * @param rho how far away, by default 0.05
 * @param adaptive whether distances are measured relative to the parameters
 */
public record SAM(Optimizer optimizer, double rho, boolean adaptive) {
    /** Keeps the quotient finite where the gradient is 0; of the reference implementations. */
    private static final double TINY = 1e-12;

    /** Checks the options. */
    public SAM {
        Present.require(SAM.class, optimizer);
        Kernel.requireNonNegative("SAM", "rho", rho);
    }

    /** The paper's default distance. */
    public static SAM of(Optimizer optimizer) {
        return new SAM(optimizer, 0.05, false);
    }

    /** The state before the first step: the optimiser's. */
    public <P> State<P> init(Tree<P> tree, P params) {
        return optimizer.init(tree, params);
    }

    /**
     * One step.
     *
     * @param lossAndGrads called twice, as {@code Autograd.valueAndGrad} gives it
     * @return the loss at {@code params}, the next parameters, the next state
     */
    public <P> Tuple3<Tensor, P, State<P>> update(Function1<P, Tuple2<Tensor, P>> lossAndGrads, State<P> state, P params) {
        Tuple2<Tensor, P> here = lossAndGrads.apply(params);
        Layout layout = state.params.layout;
        Leaves p = layout.params(state.tree, params);
        Leaves g = layout.grads(state.tree, here._2());
        Leaves weighted = adaptive ? Leaves.of(layout, i -> g.has(i) ? F.mul(F.abs(p.get(i)), g.get(i)) : null) : g;
        Tensor size = F.div(rho, F.add(Gradients.norm(weighted.present(), 2), TINY));
        Leaves worst = Leaves.of(layout, i -> {
            if (!g.has(i)) {
                return p.get(i);
            }
            Tensor away = F.mul(adaptive ? F.mul(F.square(p.get(i)), g.get(i)) : g.get(i), size.to(p.get(i).dtype()));
            return F.add(p.get(i), away);
        });
        P grads = lossAndGrads.apply(layout.put(state.tree, params, worst))._2();
        Tuple2<P, State<P>> next = optimizer.update(grads, state, params);
        return Tuple.of(here._1(), next._1(), next._2());
    }
}
