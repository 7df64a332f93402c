package org.covector.functional.nn;

import io.vavr.Function2;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y[k] = x1^T W[k] x2 + b[k]}. A model of two inputs, and so no {@link Layer}: as torch's it stands in no {@link Sequential}, but as
 * a component of a record that applies it to both, or wherever a function of two tensors does.
 *
 * {@snippet :
 * Tensor weight = Tensor.of(new double[] {1, 0, 0, 1}, 1, 2, 2);
 * Bilinear dot = new Bilinear(weight, Option.none());
 * Tensor y = dot.apply(Tensor.of(1.0, 2.0), Tensor.of(3.0, 4.0)); // [11]
 * }
 *
 * @param weight [outFeatures, in1Features, in2Features]
 * @param bias [outFeatures]; none means 0
 */
public record Bilinear(Tensor weight, Option<Tensor> bias) implements Model, Function2<Tensor, Tensor, Tensor> {
    /** Its tensors. */
    public static final Tree<Bilinear> TREE = Tree.of(MethodHandles.lookup(), Bilinear.class);

    /** Refuses null. */
    public Bilinear {
        Present.require(Bilinear.class, weight, bias);
    }

    /**
     * Options.
     *
     * @param in1Features length of the last axis of the first input
     * @param in2Features length of the last axis of the second input
     * @param outFeatures length of the last axis of a result
     * @param bias whether there is one
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(int in1Features, int in2Features, int outFeatures, boolean bias, DType dtype) {
        /** Checks the lengths. */
        public Options {
            Present.require(Options.class, dtype);
            Draws.positive("Bilinear", "in1Features", in1Features);
            ArgumentException.require(in2Features >= 0 && outFeatures >= 0, "Bilinear", "features", in2Features + ", " + outFeatures,
                    "0 or more");
        }
    }

    /** With a bias, FLOAT32. */
    public static Options options(int in1Features, int in2Features, int outFeatures) {
        return new Options(in1Features, in2Features, outFeatures, true, DType.FLOAT32);
    }

    /** Weight and bias from U(-1 / sqrt(in1Features), 1 / sqrt(in1Features)). */
    public static Bilinear init(Key key, Options o) {
        double bound = Draws.bound(o.in1Features);
        Tensor weight = Draws.uniform(o.dtype, key.fold(0), bound, o.outFeatures, o.in1Features, o.in2Features);
        return new Bilinear(weight, o.bias ? Option.of(Draws.uniform(o.dtype, key.fold(1), bound, o.outFeatures)) : Option.none());
    }

    /** The result for x1 [..., in1Features] and x2 [..., in2Features]: [..., outFeatures]. */
    @Override
    public Tensor apply(Tensor x1, Tensor x2) {
        return bias.fold(() -> F.bilinear(x1, x2, weight), b -> F.bilinear(x1, x2, weight, b));
    }

    @Override
    public Tree<Bilinear> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
