package org.covector.bench.tour.model;

import java.lang.invoke.MethodHandles;
import org.covector.functional.Key;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Tree;
import org.covector.functional.Tensor;

/** Two convolutions, each with relu and pooling, and a linear layer; for pictures of 8 x 8. */
public record Cnn(Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor w3, Tensor b3) {
    private static final int FIRST = 16;
    private static final int SECOND = 32;
    private static final int SIDE = 8;
    private static final int LEFT = SECOND * (SIDE / 4) * (SIDE / 4);

    /** Its tensors. */
    public static final Tree<Cnn> TREE = Tree.of(MethodHandles.lookup(), Cnn.class);

    /** Random weights. */
    public static Cnn random(Key key, int classes) {
        var keys = key.split(3);
        return new Cnn(Weights.random(keys.get(0), 1, FIRST, 9, 3, 3), Weights.zeros(FIRST),
                Weights.random(keys.get(1), FIRST, SECOND, 9 * FIRST, 3, 3), Weights.zeros(SECOND),
                Weights.random(keys.get(2), LEFT, classes, LEFT), Weights.zeros(classes));
    }

    /** Logits [n, classes] of pictures [n, 64]. */
    public Tensor apply(Tensor x) {
        Tensor picture = F.reshape(x, x.dim(0), 1, SIDE, SIDE);
        Tensor half = F.maxPool2d(F.relu(F.conv2d(picture, w1, b1, ConvOptions.padding(1))), 2);
        Tensor quarter = F.maxPool2d(F.relu(F.conv2d(half, w2, b2, ConvOptions.padding(1))), 2);
        return F.linear(F.reshape(quarter, x.dim(0), LEFT), w3, b3);
    }

    /** As a model to train. */
    public static Model<Cnn> model(Key key, int classes) {
        return new Model<>("CNN 3x3x" + FIRST + ", 3x3x" + SECOND, TREE, random(key, classes), Cnn::apply);
    }
}
