package org.covector.functional.random;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Draw;

/** Elements or whole channels left out at random. Randomness comes from a key; the same key leaves out the same. */
final class Dropout {
    /** {@code -scale alpha} of selu: what its negative side saturates at. */
    private static final double SATURATION = -1.7580993408473766;

    private Dropout() {}

    private static void check(String function, Tensor x, double p) {
        AxisReduction.floating(function, x);
        ArgumentException.require(p >= 0 && p <= 1, function, "p", p, "0 to 1");
    }

    static Tensor dropout(Tensor x, double p, boolean training, Key key) {
        check("dropout", x, p);
        return training ? dropped("dropout", x, p, key, x.shape()) : x;
    }

    /** Channels of an input with or without an axis of samples. */
    static Tensor channels(int spatial, Tensor x, double p, boolean training, Key key) {
        String f = "dropout" + spatial + "d";
        check(f, x, p);
        boolean plane = spatial == 2; // torch takes three axes as samples, channels and one of places
        int lead = plane || x.rank() == spatial + 2 ? 2 : 1;
        ArgumentException.require(x.rank() == spatial + 2 || x.rank() == spatial + 1, f, "x", x.shape(),
                plane ? "[N, C, H, W] or [N, C, L]" : "[N, C, " + spatial + " axes of places], or without N");
        return training ? dropped(f, x, p, key, leading(x, lead)) : x;
    }

    private static Shape leading(Tensor x, int axes) {
        Shape shape = x.shape();
        for (int i = axes; i < x.rank(); i++) {
            shape = shape.with(i, 1);
        }
        return shape;
    }

    /** A choice for every element of a shape that broadcasts to x. */
    private static Tensor dropped(String function, Tensor x, double p, Key key, Shape choices) {
        if (p == 0) {
            return x;
        }
        if (p == 1) {
            return zeros(x);
        }
        return F.where(kept(function, p, key, choices), F.mul(x, 1 / (1 - p)), 0);
    }

    /** Zeros, whatever x is, with gradient 0. */
    private static Tensor zeros(Tensor x) {
        return F.where(Tensor.ones(DType.BOOL, x.shape()), 0, x);
    }

    private static Tensor kept(String function, double p, Key key, Shape choices) {
        return Draw.of(function, new Draw.Bernoulli(1 - p), key, choices, DType.BOOL);
    }

    static Tensor alpha(Tensor x, double p, boolean training, Key key) {
        check("alphaDropout", x, p);
        return training ? saturated("alphaDropout", x, p, key, x.shape()) : x;
    }

    static Tensor featureAlpha(Tensor x, double p, boolean training, Key key) {
        check("featureAlphaDropout", x, p);
        boolean draws = training && p > 0 && p < 1;
        ArgumentException.require(x.rank() >= 2 || !draws, "featureAlphaDropout", "x", x.shape(), "[N, C, ...]");
        return training ? saturated("featureAlphaDropout", x, p, key, leading(x, 2)) : x;
    }

    /** What is left out becomes the saturation value; an affine map restores mean 0 and variance 1. */
    private static Tensor saturated(String function, Tensor x, double p, Key key, Shape choices) {
        if (p == 0) {
            return x;
        }
        if (p == 1) {
            return zeros(x);
        }
        double a = 1 / Math.sqrt((1 - p) * (1 + p * SATURATION * SATURATION));
        double b = -a * SATURATION * p;
        return F.where(kept(function, p, key, choices), F.add(F.mul(x, a), b), a * SATURATION + b);
    }
}
