package org.covector.functional.loss;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.CtcLoss;
import org.covector.functional.Autograd;
import org.covector.functional.Ctc;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.DataDependent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;

/**
 * Connectionist temporal classification: the kernel's values and gradients, and the recursion in log space that defines derivatives of
 * these.
 */
final class CtcLossOf {
    private static final String NAME = "ctcLoss";

    private CtcLossOf() {}

    /** Losses [N] of log-probabilities [T, N, C], with padded targets [N, S] and lengths [N], and what the gradient reads. */
    private record Forward(int blank) implements Structural {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            CtcLoss.Result y = CtcLoss.of(x[0], x[1], x[2], x[3], blank).forward();
            return new NdArray[] {y.losses(), y.logAlpha()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(x[0], y[1]), (dy, _) -> {
                Tensor dx = gradient(dy[0].dense(y[0]), x, y);
                return new Cotangent[] {dx, Cotangent.ZERO, Cotangent.ZERO, Cotangent.ZERO};
            });
        }

        private Tensor gradient(Tensor dy, Tensor[] x, Tensor[] y) {
            return Apply.one(new Gradient(blank), dy, x[0], x[1], x[2], x[3], Autograd.stopGradient(y[1]));
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            if (!(dx[0] instanceof Tensor d)) {
                return Jvp.constant(y);
            }
            Tensor slope = gradient(Tensor.ones(y[0].dtype(), y[0].shape()), x, y);
            Tensor dy = AxisReduction.sum(Factors.weigh(d, slope), Ints.of(0, 2), false);
            return new Jvp(y, new Tangent[] {dy, Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor[] all = at.full(x);
            int n = all[0].dim(2);
            Tensor[] y = Apply.all(this, joined(all[0]), flat(all[1]), flat(all[2]), flat(all[3]));
            Shape states = Shape.of(at.size(), n).concat(y[1].shape().without(0));
            return new Tensor[] {Shapes.reshape(y[0], at.size(), n), Shapes.reshape(y[1], states)};
        }
    }

    /** [B, T, N, C] as [T, B N, C]. */
    private static Tensor joined(Tensor x) {
        return Shapes.reshape(Shapes.permute(x, 1, 0, 2, 3), x.dim(1), Shape.length("ctcLoss", (long) x.dim(0) * x.dim(2)), x.dim(3));
    }

    /** The first two axes as one. */
    private static Tensor flat(Tensor x) {
        return Shapes.reshape(x, Shape.of(Shape.length("ctcLoss", (long) x.dim(0) * x.dim(1))).concat(x.shape().without(0).without(0)));
    }

    /** {@code dy (e^p - q)}, q the probability of a label at a time. Inputs dy, logProbs, targets, lengths, what the forward pass left. */
    private record Gradient(int blank) implements Composed {
        @Override
        public String name() {
            return "ctcLossGradient";
        }

        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            CtcLoss.Result y = new CtcLoss.Result(x[0], x[5]);
            return new NdArray[] {CtcLoss.of(x[1], x[2], x[3], x[4], blank).backward(x[0], y, CtcLoss.Gradient.NORMALISED)};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            Tensor dy = x[0];
            Tensor p = x[1];
            int times = p.dim(0);
            if (times == 0) {
                return new Tensor[] {p};
            }
            Tensor exact = Autograd.vjp((Tensor t) -> recursion(t, x[2], x[3], x[4], blank), p).pullback().apply(dy);
            Tensor time = Shapes.reshape(Tensor.of(Create.arange(0, times, 1)), times, 1, 1);
            Tensor within = F.lt(time, Shapes.unsqueeze(Shapes.unsqueeze(x[3], 0), 2));
            Tensor total = F.where(within, Factors.weigh(Shapes.unsqueeze(Shapes.unsqueeze(dy, 0), 2), F.exp(p)), 0);
            return new Tensor[] {F.add(total, exact)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor[] all = at.full(x);
            Tensor y = Apply.one(this, flat(all[0]), joined(all[1]), flat(all[2]), flat(all[3]), flat(all[4]), flat(all[5]));
            Shape s = all[1].shape();
            return new Tensor[] {Shapes.permute(Shapes.reshape(y, s.dim(1), s.dim(0), s.dim(2), s.dim(3)), 1, 0, 2, 3)};
        }
    }

    /**
     * {@code -log p(labels)} by the forward recursion of A. Graves et al. (2006), 4.1, over the states blank, label, blank, label, ...,
     * blank. States that cannot be reached have the lowest finite logarithm instead of -infinity, of which no difference is NaN.
     */
    private static Tensor recursion(Tensor p, Tensor targets, Tensor times, Tensor sizes, int blank) {
        int n = p.dim(1);
        int states = 2 * targets.dim(1) + 1;
        Tensor label = labels(targets, sizes, states, blank);
        Tensor place = Shapes.reshape(Tensor.of(Create.arange(0, states, 1)), 1, states);
        Tensor last = Shapes.unsqueeze(F.mul(sizes, 2), 1);
        Tensor none = Tensor.full(p.dtype(), Shape.of(n, states), switch (p.dtype()) {
            case FLOAT32 -> -1e37;
            case FLOAT64 -> -1e300;
            case INT64, BOOL -> throw ArgumentException.notFloating(NAME, p.dtype());
        });
        Tensor twoBefore = shifted(label, Tensor.full(DType.INT64, label.shape(), -1), 2);
        Tensor skipping = F.logicalAnd(F.logicalAnd(F.eq(F.remainder(place, 2), 1), F.ne(label, twoBefore)), F.ge(place, 3));
        Tensor alpha = F.where(F.logicalAnd(F.le(place, 1), F.le(place, last)), emitted(p, 0, label), none);
        for (int t = 1; t < p.dim(0); t++) {
            Tensor one = shifted(alpha, none, 1);
            Tensor two = F.where(skipping, shifted(alpha, none, 2), none);
            Tensor sum = F.logsumexp(Joining.stack(List.of(alpha, one, two), 0), 0);
            alpha = F.where(F.lt(Tensor.full(DType.INT64, Shape.SCALAR, t), Shapes.unsqueeze(times, 1)), F.add(sum, emitted(p, t, label)),
                    alpha);
        }
        Tensor ends = F.logicalOr(F.eq(place, last), F.eq(F.add(place, 1), last));
        return F.where(F.gt(times, 0), F.neg(F.logsumexp(F.where(ends, alpha, none), 1)), 0);
    }

    /** The label of each state, blank beyond the labels that are there. */
    private static Tensor labels(Tensor targets, Tensor sizes, int states, int blank) {
        int n = targets.dim(0);
        int longest = targets.dim(1);
        Tensor there = F.lt(Shapes.reshape(Tensor.of(Create.arange(0, longest, 1)), 1, longest), Shapes.unsqueeze(sizes, 1));
        Tensor blanks = Tensor.full(DType.INT64, Shape.of(n, longest), blank);
        Tensor known = F.where(there, targets, blanks);
        Tensor pairs = Shapes.reshape(Joining.stack(List.of(blanks, known), 2), n, states - 1);
        return Joining.cat(List.of(pairs, Tensor.full(DType.INT64, Shape.of(n, 1), blank)), 1);
    }

    private static Tensor emitted(Tensor p, int t, Tensor label) {
        return Index.gather(Shapes.select(p, 0, t), 1, label);
    }

    private static Tensor shifted(Tensor alpha, Tensor none, int by) {
        int states = alpha.dim(1);
        int gone = Math.min(by, states);
        return Joining.cat(List.of(Shapes.slice(none, 1, 0, gone, 1), Shapes.slice(alpha, 1, 0, states - gone, 1)), 1);
    }

    static Tensor of(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, Ctc options) {
        AxisReduction.floating(NAME, logProbs);
        ArgumentException.require(targets.dtype() == DType.INT64, NAME, "dtype of targets", targets.dtype(), "INT64");
        if (logProbs.rank() == 2) {
            one("inputLengths", inputLengths);
            one("targetLengths", targetLengths);
            Tensor all = of(Shapes.unsqueeze(logProbs, 1), targets.rank() == 1 ? Shapes.unsqueeze(targets, 0) : targets,
                    Shapes.reshape(inputLengths, 1), Shapes.reshape(targetLengths, 1), options);
            return options.reduction() == Reduction.NONE ? Shapes.reshape(all, Shape.SCALAR) : all;
        }
        ArgumentException.require(logProbs.rank() == 3, NAME, "logProbs", "of shape " + logProbs.shape(), "[T, N, C] or [T, C]");
        Shape sequences = Shape.of(logProbs.dim(1));
        boolean fits = targetLengths.dtype() == DType.INT64 && targetLengths.shape().equals(sequences);
        ArgumentException.require(fits, NAME, "targetLengths", targetLengths.dtype() + " " + targetLengths.shape(), "INT64 " + sequences);
        Tensor padded = targets.rank() == 1 ? padded(targets, targetLengths) : targets;
        Tensor loss = Apply.all(new Forward(options.blank()), logProbs, padded, inputLengths, targetLengths)[0];
        Tensor finite = options.zeroInfinity() ? F.where(F.isposinf(loss), 0, loss) : loss;
        if (options.reduction() != Reduction.MEAN) {
            return Loss.reduce(NAME, finite, options.reduction());
        }
        return F.mean(F.div(finite, Convert.to(F.maximum(targetLengths, 1), finite.dtype())));
    }

    private static void one(String argument, Tensor length) {
        ArgumentException.require(length.size() == 1 && length.rank() <= 1, NAME, argument, "of shape " + length.shape(),
                "[] for one sequence");
    }

    /** Labels one sequence after the other as rows: reads the lengths. */
    private static Tensor padded(Tensor targets, Tensor lengths) {
        long[] sizes = DataDependent.elements(NAME, lengths).toLongArray();
        long total = 0;
        int longest = 0;
        for (long s : sizes) {
            ArgumentException.require(s >= 0 && s <= targets.size(), NAME, "targetLengths", s, "from 0 to " + targets.size());
            total += s;
            longest = Math.max(longest, (int) s);
        }
        ArgumentException.require(total == targets.size(), NAME, "targets' length", targets.size(), total + ", the sum of targetLengths");
        List<Tensor> rows = new ArrayList<>();
        int from = 0;
        for (long s : sizes) {
            Tensor row = Shapes.slice(targets, 0, from, from + (int) s, 1);
            rows.add(Shapes.padConstant(row, new int[] {0}, new int[] {longest - (int) s}, 0));
            from += (int) s;
        }
        return rows.isEmpty() ? Expand.to(Tensor.zeros(DType.INT64, Shape.of(1, 0)), Shape.of(0, 0)) : Joining.stack(rows, 0);
    }
}
