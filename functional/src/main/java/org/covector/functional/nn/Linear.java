package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y = x W^T + b} over the last axis.
 *
 * {@snippet :
 * Linear fc = new Linear(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2), Option.of(Tensor.of(0.5, 0.0)));
 * Tensor y = fc.apply(Tensor.of(1.0, -1.0)); // [-0.5, -1]
 * }
 *
 * @param weight [outFeatures, inFeatures]
 * @param bias [outFeatures]; none means 0
 */
public record Linear(Tensor weight, Option<Tensor> bias) implements Layer {
    /** Its tensors. */
    public static final Tree<Linear> TREE = Tree.of(MethodHandles.lookup(), Linear.class);

    /** Refuses null. */
    public Linear {
        Present.require(Linear.class, weight, bias);
    }

    /**
     * Options.
     *
     * @param inFeatures length of the last axis of an input
     * @param outFeatures length of the last axis of a result
     * @param bias whether there is one
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(int inFeatures, int outFeatures, boolean bias, DType dtype) {
        /** Checks the lengths. */
        public Options {
            Present.require(Options.class, dtype);
            ArgumentException.require(inFeatures >= 0 && outFeatures >= 0, "Linear", "features", inFeatures + ", " + outFeatures,
                    "0 or more");
        }

        /** Without a bias. */
        public Options withoutBias() {
            return new Options(inFeatures, outFeatures, false, dtype);
        }

        /** Of another dtype than FLOAT32. */
        public Options withDtype(DType other) {
            return new Options(inFeatures, outFeatures, bias, other);
        }
    }

    /** With a bias, FLOAT32. */
    public static Options options(int inFeatures, int outFeatures) {
        return new Options(inFeatures, outFeatures, true, DType.FLOAT32);
    }

    /** With a bias, FLOAT32, from U(-1 / sqrt(inFeatures), 1 / sqrt(inFeatures)). */
    public static Linear init(Key key, int inFeatures, int outFeatures) {
        return init(key, options(inFeatures, outFeatures));
    }

    /** Weight and bias from U(-1 / sqrt(inFeatures), 1 / sqrt(inFeatures)). */
    public static Linear init(Key key, Options o) {
        double bound = Draws.bound(o.inFeatures);
        Tensor weight = Draws.uniform(o.dtype, key.fold(0), bound, o.outFeatures, o.inFeatures);
        return new Linear(weight, o.bias ? Option.of(Draws.uniform(o.dtype, key.fold(1), bound, o.outFeatures)) : Option.none());
    }

    /** The result for x [..., inFeatures]: [..., outFeatures]. */
    @Override
    public Step<Linear> apply(Tensor x, Mode mode) {
        return new Step<>(F.linear(x, weight, bias), this);
    }

    @Override
    public long flops(Shape x, Shape y) {
        return 2 * y.size() * weight.dim(1);
    }

    @Override
    public Tree<Linear> tree() {
        return TREE;
    }

    @Override
    public String extra() {
        return "inFeatures=" + weight.dim(1) + ", outFeatures=" + weight.dim(0) + ", bias=" + bias.isDefined();
    }

    @Override
    public String toString() {
        return describe();
    }
}
