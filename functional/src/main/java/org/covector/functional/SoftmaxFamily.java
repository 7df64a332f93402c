package org.covector.functional;

import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.op.Softmax;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
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

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            return Jvp.of(y, Apply.one(new SoftmaxPullback(axis), (Tensor) dx[0], y)); // the Jacobian is symmetric
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new SoftmaxOf(axis + 1), x);
        }
    }

    /** {@code dx = y (dy - sum(y dy))}. Inputs dy, y. */
    private record SoftmaxPullback(int axis) implements Composed {
        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Softmax.softmaxBackward(x[0], x[1], axis)};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {
                F.mul(x[1], F.sub(x[0], AxisReduction.sum(F.mul(x[0], x[1]), new int[] {axis}, true)))
            };
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new SoftmaxPullback(axis + 1), at.full(x));
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

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Tensor d = (Tensor) dx[0];
            return Jvp.of(y, F.sub(d, AxisReduction.sum(F.mul(d, F.exp(y)), new int[] {axis}, true)));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new LogSoftmaxOf(axis + 1), x);
        }
    }

    /** {@code dx = dy - e^y sum(dy)}. Inputs dy, y. */
    private record LogSoftmaxPullback(int axis) implements Composed {
        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Softmax.logSoftmaxBackward(x[0], x[1], axis)};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {F.sub(x[0], F.mul(F.exp(x[1]), AxisReduction.sum(x[0], new int[] {axis}, true)))};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new LogSoftmaxPullback(axis + 1), at.full(x));
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
