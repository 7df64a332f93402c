package org.covector.functional.spatial;

import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Shapes;

/** Elements between channels and places: reshapes and permutations. */
final class Pixels {
    private Pixels() {}

    static Tensor shuffle(Tensor x, int factor) {
        String f = "pixelShuffle";
        long square = (long) factor * factor;
        ArgumentException.require(factor >= 1, f, "upscaleFactor", factor, "1 or more");
        ArgumentException.require(x.rank() >= 3 && x.dim(-3) % square == 0, f, "x", x.shape(), "[..., C, H, W], C a multiple of " + square);
        int lead = x.rank() - 3;
        int c = (int) (x.dim(-3) / square);
        int h = x.dim(-2);
        int w = x.dim(-1);
        long rows = (long) h * factor;
        long columns = (long) w * factor;
        ArgumentException.require(Math.max(rows, columns) <= Integer.MAX_VALUE, f, "x", x.shape(), "axes of less than 2^31 elements");
        Shape before = x.shape().sub(0, lead);
        Tensor split = Shapes.reshape(x, before.concat(Shape.of(c, factor, factor, h, w)));
        Tensor y = Shapes.permute(split, order(lead, 0, 3, 1, 4, 2));
        return Shapes.reshape(y, before.concat(Shape.of(c, (int) rows, (int) columns)));
    }

    static Tensor unshuffle(Tensor x, int factor) {
        String f = "pixelUnshuffle";
        ArgumentException.require(factor >= 1, f, "downscaleFactor", factor, "1 or more");
        ArgumentException.require(x.rank() >= 3 && x.dim(-2) % factor == 0 && x.dim(-1) % factor == 0, f, "x", x.shape(),
                "[..., C, H, W], H and W multiples of " + factor);
        int lead = x.rank() - 3;
        int c = x.dim(-3);
        int h = x.dim(-2) / factor;
        int w = x.dim(-1) / factor;
        double channels = (double) c * factor * factor;
        ArgumentException.require(channels <= Integer.MAX_VALUE, f, "downscaleFactor", factor, "one that gives less than 2^31 channels");
        Shape before = x.shape().sub(0, lead);
        Tensor split = Shapes.reshape(x, before.concat(Shape.of(c, h, factor, w, factor)));
        Tensor y = Shapes.permute(split, order(lead, 0, 2, 4, 1, 3));
        return Shapes.reshape(y, before.concat(Shape.of((int) channels, h, w)));
    }

    /** Leading axes as they are, then {@code after} among the following ones. */
    private static int[] order(int lead, int... after) {
        int[] all = new int[lead + after.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < lead ? i : lead + after[i - lead];
        }
        return all;
    }

    static Tensor shuffleChannels(Tensor x, int groups) {
        ArgumentException.require(x.rank() >= 2 && groups >= 1 && x.dim(1) % groups == 0, "channelShuffle", "x and groups",
                x.shape() + " and " + groups,
                "[N, C, ...], C a multiple of groups");
        Shape grouped = x.shape().with(1, groups).insert(2, x.dim(1) / groups);
        return Shapes.reshape(Shapes.transpose(Shapes.reshape(x, grouped), 1, 2), x.shape());
    }
}
