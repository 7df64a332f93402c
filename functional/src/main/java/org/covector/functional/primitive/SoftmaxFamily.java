package org.covector.functional.primitive;

import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.op.Softmax;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
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
public final class SoftmaxFamily {
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
            return new Tensor[] {tangent(x[0], x[1], axis)};
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
            Tensor w = F.exp(y);
            Tensor d = fromWinner((Tensor) dx[0], w, axis);
            return Jvp.of(y, F.sub(d, AxisReduction.sum(Factors.weigh(d, w), new int[] {axis}, true)));
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

    /**
     * {@code w (d - sum(w d))} over the axes, the tangent and the pullback of weights {@code w = e^x / sum e^x}; without cancellation of
     * 1 - w, and 0 where d is 0 all along the axes, whatever w is.
     */
    static Tensor tangent(Tensor d, Tensor w, int... axes) {
        Tensor t = fromWinner(d, w, axes);
        return Factors.weigh(F.sub(t, AxisReduction.sum(Factors.weigh(t, w), axes, true)), w);
    }

    /**
     * {@code d} less what it is where a weight is above 1/2. What is subtracted counts as a constant: the results here do not depend on
     * it, since weights sum to 1.
     */
    private static Tensor fromWinner(Tensor d, Tensor w, int... axes) {
        Tensor winner = AxisReduction.sum(F.where(F.gt(w, 0.5), Autograd.stopGradient(d), 0), axes, true);
        return F.sub(d, F.where(F.isfinite(winner), winner, 0));
    }

    public static Tensor softmax(Tensor x, int axis) {
        AxisReduction.floating("softmax", x);
        int a = x.shape().axis("softmax", axis);
        return x.rank() == 0 ? F.exp(F.sub(x, x)) : Apply.one(new SoftmaxOf(a), x);
    }

    public static Tensor logSoftmax(Tensor x, int axis) {
        AxisReduction.floating("logSoftmax", x);
        int a = x.shape().axis("logSoftmax", axis);
        return x.rank() == 0 ? F.sub(x, x) : Apply.one(new LogSoftmaxOf(a), x);
    }
}
