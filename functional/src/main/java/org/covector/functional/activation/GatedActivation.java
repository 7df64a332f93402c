package org.covector.functional.activation;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Draw;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.SoftmaxFamily;

/** Gated and random activations. Randomness comes from a key; the same key gives the same numbers. */
final class GatedActivation {
    private GatedActivation() {}

    private static List<Tensor> halves(String function, Tensor x, int axis) {
        int a = x.shape().axis(function, axis);
        ArgumentException.require(x.rank() > 0 && x.dim(a) % 2 == 0, function, "x", x.shape(), "an even length along axis " + axis);
        return Joining.split(x, new int[] {x.dim(a) / 2, x.dim(a) / 2}, a);
    }

    static Tensor glu(Tensor x, int axis) {
        List<Tensor> ab = halves("glu", x, axis);
        return F.mul(ab.get(0), F.sigmoid(ab.get(1)));
    }

    static Tensor swiglu(Tensor x, int axis) {
        List<Tensor> ab = halves("swiglu", x, axis);
        return F.mul(F.silu(ab.get(0)), ab.get(1));
    }

    static Tensor gumbelSoftmax(Tensor x, double tau, boolean hard, int axis, Key key) {
        AxisReduction.floating("gumbelSoftmax", x);
        ArgumentException.require(tau > 0, "gumbelSoftmax", "tau", tau, "above 0");
        Tensor uniform = Draw.of("gumbelSoftmax", new Draw.Uniform(), key, x.shape(), x.dtype());
        Tensor tiny = F.maximum(uniform, x.dtype().leastNormal());
        Tensor gumbel = F.neg(F.log(F.neg(F.log(tiny))));
        Tensor soft = SoftmaxFamily.softmax(F.div(F.add(x, gumbel), tau), axis);
        if (!hard) {
            return soft;
        }
        int a = x.shape().axis("gumbelSoftmax", axis);
        Tensor zeros = Tensor.zeros(x.dtype(), x.shape());
        Tensor index = F.max(soft, a, true).indices();
        Tensor oneHot = Index.scatterAdd(zeros, a, index, Tensor.ones(x.dtype(), index.shape()));
        return F.add(F.sub(oneHot, Autograd.stopGradient(soft)), soft); // straight through: the value one-hot, the gradient soft
    }

    static Tensor rrelu(Tensor x, double lower, double upper, boolean training, Key key) {
        AxisReduction.floating("rrelu", x);
        ArgumentException.require(lower <= upper, "rrelu", "lower and upper", lower + ", " + upper, "lower at most upper");
        if (!training || lower == upper) {
            return F.leakyRelu(x, (lower + upper) / 2);
        }
        Tensor slope = F.add(F.mul(Draw.of("rrelu", new Draw.Uniform(), key, x.shape(), x.dtype()), upper - lower), lower);
        return F.where(F.gt(x, 0), x, F.mul(x, slope));
    }
}
