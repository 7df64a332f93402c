package org.covector.functional;

import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.op.Softmax;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Softmax and its logarithm along an axis, with fused pullbacks that keep the output only. */
final class SoftmaxFamily {
    private SoftmaxFamily() {}

    /** {@code y = e^x / sum e^x}. */
    private record SoftmaxOf(int axis) implements Structural {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Softmax.softmax(x[0], axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(y), dy -> Apply.one(new SoftmaxPullback(axis), dy, y));
        }
    }

    /** {@code dx = y (dy - sum(y dy))}. Inputs dy, y. */
    private record SoftmaxPullback(int axis) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Softmax.softmaxBackward(x[0], x[1], axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.composed(this, x, t -> new Tensor[] {
                F.mul(t[1], F.sub(t[0], AxisReduction.sum(F.mul(t[0], t[1]), new int[] {axis}, true)))
            });
        }
    }

    /** {@code y = x - log sum e^x}. */
    private record LogSoftmaxOf(int axis) implements Structural {
        @Override
        public String name() {
            return "logSoftmax";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Softmax.logSoftmax(x[0], axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(y), dy -> Apply.one(new LogSoftmaxPullback(axis), dy, y));
        }
    }

    /** {@code dx = dy - e^y sum(dy)}. Inputs dy, y. */
    private record LogSoftmaxPullback(int axis) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Softmax.logSoftmaxBackward(x[0], x[1], axis)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.composed(this, x, t -> new Tensor[] {F.sub(t[0], F.mul(F.exp(t[1]), AxisReduction.sum(t[0], new int[] {axis}, true)))});
        }
    }

    static Tensor softmax(Tensor x, int axis) {
        AxisReduction.floating("softmax", x);
        return x.rank() == 0 ? F.exp(F.sub(x, x)) : Apply.one(new SoftmaxOf(x.shape().axis("softmax", axis)), x);
    }

    static Tensor logSoftmax(Tensor x, int axis) {
        AxisReduction.floating("logSoftmax", x);
        return x.rank() == 0 ? F.sub(x, x) : Apply.one(new LogSoftmaxOf(x.shape().axis("logSoftmax", axis)), x);
    }
}
