package org.covector.functional.optim;

import io.vavr.Function1;
import io.vavr.Tuple2;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code p = p + t d, d = -H g}, with H the inverse Hessian as the last steps and changes of the gradient tell it: the quasi-Newton method
 * with limited memory, over all parameters as one vector.
 *
 * <p>torch.optim.LBFGS, decision for decision. Liu, Nocedal, "On the limited memory BFGS method for large scale optimization", 1989;
 * Nocedal, Wright, "Numerical optimization", algorithms 7.4, 3.5 and 3.6; the line search after Schmidt's minFunc.
 *
 * {@snippet :
 * LBFGS lbfgs = LBFGS.DEFAULT.withLineSearch(LBFGS.LineSearch.STRONG_WOLFE);
 * Tensor p = Tensor.of(1.0, 5);
 * var f = Autograd.valueAndGrad((Tensor t) -> F.sum(F.square(F.sub(t, 3))));
 * Tensor best = lbfgs.step(f, lbfgs.init(Tree.TENSOR, p), p).params(); // [3.0000, 3.0000]
 * }
 *
 * @param lr the learning rate; default {@code 1}
 * @param maxIter iterations in one step; default {@code 20}
 * @param maxEval evaluations in one step at most; 0 for 5/4 of maxIter; default {@code 0}
 * @param toleranceGrad the largest element of a gradient at which to stop; default {@code 1e-7}
 * @param toleranceChange the change of the loss or of all parameters at which to stop; default {@code 1e-9}
 * @param historySize how many steps are remembered; default {@code 100}
 * @param lineSearch how the length of a step is found; default {@code LineSearch.NONE}
 */
public record LBFGS(
        double lr, int maxIter, int maxEval, double toleranceGrad, double toleranceChange, int historySize, LineSearch lineSearch) {
    /** The default options. */
    public static final LBFGS DEFAULT = new LBFGS(1, 20, 0, 1e-7, 1e-9, 100, LineSearch.NONE);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public LBFGS {
        Present.require(LBFGS.class, lineSearch);
        Kernel.requireNonNegative("LBFGS", "lr", lr);
        ArgumentException.require(maxIter >= 1, "LBFGS", "maxIter", maxIter, "1 or more");
        ArgumentException.require(historySize >= 1, "LBFGS", "historySize", historySize, "1 or more");
        Kernel.requireNumber("LBFGS", "toleranceGrad", toleranceGrad);
        Kernel.requireNumber("LBFGS", "toleranceChange", toleranceChange);
    }

    /** These options with another {@link #lr}. */
    public LBFGS withLr(double lr) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** These options with another {@link #maxIter}. */
    public LBFGS withMaxIter(int maxIter) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** These options with another {@link #maxEval}. */
    public LBFGS withMaxEval(int maxEval) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** These options with another {@link #toleranceGrad}. */
    public LBFGS withToleranceGrad(double toleranceGrad) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** These options with another {@link #toleranceChange}. */
    public LBFGS withToleranceChange(double toleranceChange) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** These options with another {@link #historySize}. */
    public LBFGS withHistorySize(int historySize) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** These options with another {@link #lineSearch}. */
    public LBFGS withLineSearch(LineSearch lineSearch) {
        return new LBFGS(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
    }

    /** How the length of a step is found. */
    public enum LineSearch {
        /** It is the learning rate. */
        NONE,
        /** By the strong Wolfe conditions: torch's strong_wolfe. */
        STRONG_WOLFE
    }

    /**
     * What a step gives.
     *
     * @param params the next parameters
     * @param state the next state
     * @param loss at the parameters that were given
     * @param evaluations of the loss since init
     * @param iterations since init
     */
    public record Result<P>(P params, State<P> state, double loss, long evaluations, long iterations) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, params, state);
        }
    }

    /** The state before the first step. */
    public <P> State<P> init(Tree<P> tree, P params) {
        Layout layout = Layout.of(tree, params);
        return new State<>(tree, layout.params(tree, params), LbfgsStep.begin(layout.params(tree, params)));
    }

    /**
     * Up to {@code maxIter} iterations.
     *
     * @param lossAndGrads the loss, a scalar, and the gradients, as {@code Autograd.valueAndGrad} gives them; an absent gradient counts
     *     as 0
     */
    public <P> Result<P> step(Function1<P, Tuple2<Tensor, P>> lossAndGrads, State<P> state, P params) {
        Layout layout = state.params.layout;
        Leaves start = layout.params(state.tree, params);
        LbfgsStep run = new LbfgsStep(this, state.node.branch(), x -> {
            Tuple2<Tensor, P> y = lossAndGrads.apply(layout.put(state.tree, params, LbfgsStep.leaves(layout, x)));
            return new LbfgsStep.Point(y._1().item(), LbfgsStep.flat(layout.grads(state.tree, y._2()), start));
        });
        double loss = run.run(LbfgsStep.flat(start, start));
        Leaves end = LbfgsStep.leaves(layout, run.x());
        return new Result<>(layout.put(state.tree, params, end), new State<>(state.tree, end, run.state()), loss, run.evaluations(),
                run.iterations());
    }

    int evaluationsAtMost() {
        return maxEval > 0 ? maxEval : maxIter * 5 / 4;
    }
}
