package org.covector.bench.tour.model;

import java.lang.invoke.MethodHandles;
import org.covector.functional.Key;
import org.covector.functional.F;
import org.covector.functional.Tree;
import org.covector.functional.Tensor;

/** {@code relu(x w1^T + b1) w2^T + b2}. */
public record Mlp(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {
    /** Its tensors. */
    public static final Tree<Mlp> TREE = Tree.of(MethodHandles.lookup(), Mlp.class);

    /** Random weights. */
    public static Mlp random(Key key, int in, int hidden, int out) {
        Key keys = key.split(2);
        return new Mlp(Weights.random(keys.get(0), in, hidden, in), Weights.zeros(hidden),
                Weights.random(keys.get(1), hidden, out, hidden), Weights.zeros(out));
    }

    /** Outputs [n, out] of samples [n, in]. */
    public Tensor apply(Tensor x) {
        return F.linear(F.relu(F.linear(x, w1, b1)), w2, b2);
    }

    /** As a model to train. */
    public static Model<Mlp> model(Key key, int in, int hidden, int out) {
        return new Model<>("MLP " + in + "-" + hidden + "-" + out, TREE, random(key, in, hidden, out), Mlp::apply);
    }
}
