package org.covector.bench.tour.model;

import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.nn.Conv2d;
import org.covector.functional.nn.ConvLayerOptions;
import org.covector.functional.nn.Flatten;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Pooling;
import org.covector.functional.nn.Sequential;

/** The networks that learn from tables. */
public final class Networks {
    private static final int FIRST = 16;
    private static final int SECOND = 32;
    private static final int SIDE = 8;

    private Networks() {}

    /** Two linear layers with relu between them: outputs [n, out] of samples [n, in]. */
    public static Sequential mlp(Key key, int in, int hidden, int out) {
        return Sequential.of(Linear.init(key.fold(0), in, hidden), F::relu, Linear.init(key.fold(1), hidden, out));
    }

    /** Two convolutions, each with relu and pooling, and a linear layer: logits [n, classes] of pictures [n, 64]. */
    public static Sequential cnn(Key key, int classes) {
        return cnn(convolution(key.fold(0), 1, FIRST), convolution(key.fold(1), FIRST, SECOND),
                Linear.init(key.fold(2), SECOND * SIDE / 4 * SIDE / 4, classes));
    }

    /** The same of given layers. */
    static Sequential cnn(Conv2d first, Conv2d second, Linear last) {
        return Sequential.of(x -> F.reshape(x, x.dim(0), 1, SIDE, SIDE), first, F::relu, Pooling.maxPool2d(2), second, F::relu,
                Pooling.maxPool2d(2), Flatten.DEFAULT, last);
    }

    private static Conv2d convolution(Key key, int in, int out) {
        return Conv2d.init(key, ConvLayerOptions.of(in, out, 3, 3).withConv(ConvOptions.padding(1)));
    }
}
