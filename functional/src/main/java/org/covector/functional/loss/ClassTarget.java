package org.covector.functional.loss;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Shapes;

/** Class indices as targets: checked, with the place of a wrong one in the message. */
final class ClassTarget {
    private ClassTarget() {}

    /** The indices, {@code ignored} ones as 0; refused where another lies outside 0 to {@code classes - 1}. */
    private record Checked(String function, int classes, long ignored) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            long[] all = x[0].toLongArray();
            for (int i = 0; i < all.length; i++) {
                if (all[i] == ignored) {
                    all[i] = 0;
                } else if (all[i] < 0 || all[i] >= classes) {
                    throw new ArgumentException(function, "target" + place(x[0].shape(), i), all[i],
                            "a class from 0 to " + (classes - 1) + ", or " + ignored + " to ignore");
                }
            }
            return new NdArray[] {NdArray.of(all).reshape(x[0].shape())};
        }

        private static String place(Shape shape, int flat) {
            int[] at = new int[shape.rank()];
            int rest = flat;
            for (int i = at.length - 1; i >= 0; i--) {
                at[i] = rest % shape.dim(i);
                rest /= shape.dim(i);
            }
            return at.length == 0 ? "" : Arrays.toString(at);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    /** Indices that may be used, 0 where they are ignored. */
    static Tensor of(String function, Tensor target, int classes, long ignored) {
        return Apply.one(new Checked(function, classes, ignored), target);
    }

    /** INT64 of the shape of the samples. */
    static void indices(String function, Tensor target, Shape samples, Tensor x) {
        ArgumentException.require(target.dtype() == DType.INT64 && target.shape().equals(samples), function, "target",
                target.dtype() + " " + target.shape(), "INT64 " + samples + ", for x of shape " + x.shape());
    }

    /** The axis of the classes: 0 of a vector, else 1. */
    static int axis(String function, Tensor x) {
        AxisReduction.floating(function, x);
        ArgumentException.require(x.rank() > 0, function, "x", "a scalar", "[C], or [N, C, ...]");
        int axis = x.rank() == 1 ? 0 : 1;
        ArgumentException.require(x.dim(axis) > 0, function, "x", "of shape " + x.shape(), "1 class or more along axis " + axis);
        return axis;
    }

    /** Which class is a sample's own, BOOL of the shape of x. */
    static Tensor hits(Tensor index, Tensor x, int axis) {
        int[] dims = new int[x.rank()];
        Arrays.fill(dims, 1);
        dims[axis] = x.dim(axis);
        return F.eq(Shapes.unsqueeze(index, axis), Shapes.reshape(Tensor.of(Create.arange(0, x.dim(axis), 1)), dims));
    }

    /** One number per class, as x has them. */
    static Tensor perClass(String function, Tensor weight, Tensor x, int axis) {
        ArgumentException.require(weight.rank() == 1 && weight.dim(0) == x.dim(axis), function, "weight", "of shape " + weight.shape(),
                "[" + x.dim(axis) + "]");
        int[] dims = new int[x.rank()];
        Arrays.fill(dims, 1);
        dims[axis] = x.dim(axis);
        return Shapes.reshape(weight, dims);
    }

    /** The weight of each sample's class. */
    static Tensor perSample(String function, Tensor weight, Tensor index, int classes) {
        ArgumentException.require(weight.rank() == 1 && weight.dim(0) == classes, function, "weight", "of shape " + weight.shape(),
                "[" + classes + "]");
        return Shapes.reshape(F.indexSelect(weight, 0, Shapes.reshape(index, -1)), index.shape());
    }

    /** Each sample's own element. */
    static Tensor own(Tensor x, Tensor index, int axis) {
        return Index.gather(x, axis, Shapes.unsqueeze(index, axis));
    }
}
