package org.covector.bench.tour.model;

import org.covector.functional.F;
import org.covector.functional.Tree;
import org.covector.functional.Tensor;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) as a value: parameters and running means in, new ones out.
 *
 * @param tree where the tensors are
 * @param params what is learned
 * @param mean of the gradients
 * @param square mean of the gradients' squares
 * @param step how many there have been
 */
record Adam<P>(Tree<P> tree, P params, P mean, P square, int step) {
    private static final double DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    static <P> Adam<P> start(Tree<P> tree, P params) {
        P zeros = tree.map(params, p -> Tensor.zeros(p.dtype(), p.shape()));
        return new Adam<>(tree, params, zeros, zeros, 0);
    }

    Adam<P> update(P gradient, double rate) {
        int t = step + 1;
        P m = tree.map(mean, gradient, (old, g) -> F.add(F.mul(old, DECAY), F.mul(g, 1 - DECAY)));
        P v = tree.map(square, gradient, (old, g) -> F.add(F.mul(old, SQUARE_DECAY), F.mul(F.square(g), 1 - SQUARE_DECAY)));
        double first = rate / (1 - Math.pow(DECAY, t));
        double second = 1 / Math.sqrt(1 - Math.pow(SQUARE_DECAY, t));
        P move = tree.map(m, v, (a, b) -> F.div(F.mul(a, first), F.add(F.mul(F.sqrt(b), second), EPSILON)));
        return new Adam<>(tree, tree.map(params, move, F::sub), m, v, t);
    }
}
