package org.covector.functional.loss;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.CrossEntropy;
import org.covector.functional.F;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.custom.Checkpoint;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/**
 * A linear projection and its cross entropy, some samples at a time: the logits of one chunk live while its losses are computed, and once
 * more when its gradient is.
 */
final class LinearCrossEntropyOf {
    private static final String NAME = "linearCrossEntropy";
    /** Logits that are held at once: 16 MB of FLOAT32, so that they stay in a shared cache. */
    private static final long LOGITS_AT_ONCE = 1L << 22;

    private final Tensor weight;
    private final Option<Tensor> bias;
    private final CrossEntropy options;
    private final boolean indices;

    private LinearCrossEntropyOf(Tensor weight, Option<Tensor> bias, CrossEntropy options, boolean indices) {
        this.weight = weight;
        this.bias = bias;
        this.options = options;
        this.indices = indices;
    }

    static Tensor of(Tensor x, Tensor weight, Option<Tensor> bias, Tensor target, CrossEntropy options, int chunk) {
        AxisReduction.floating(NAME, x);
        ArgumentException.require(x.rank() > 0 && weight.rank() == 2 && x.dim(-1) == weight.dim(1), NAME, "x and weight",
                "of shapes " + x.shape() + " and " + weight.shape(), "[..., D] and [C, D]");
        ArgumentException.require(weight.dtype() == x.dtype() && bias.forAll(b -> b.dtype() == x.dtype()), NAME, "dtype of weight",
                weight.dtype(), x.dtype() + ", as x, and the bias likewise");
        int classes = weight.dim(0);
        ArgumentException.require(classes > 0, NAME, "weight", "of shape " + weight.shape(), "1 class or more");
        ArgumentException.require(chunk > 0, NAME, "chunk", chunk, "1 or more");
        bias.forEach(b -> ArgumentException.require(b.shape().equals(Shape.of(classes)), NAME, "bias", "of shape " + b.shape(),
                "[" + classes + "]"));
        Shape samples = x.shape().without(x.rank() - 1);
        boolean indices = target.dtype() == DType.INT64;
        Shape wanted = indices ? samples : samples.concat(Shape.of(classes));
        ArgumentException.require(target.shape().equals(wanted), NAME, "target", target.dtype() + " " + target.shape(),
                "INT64 " + samples + " or probabilities " + samples.concat(Shape.of(classes)));
        int n = Shape.length("linearCrossEntropy", samples.size());
        Tensor rows = Shapes.reshape(x, n, x.dim(-1));
        Tensor targets = indices ? Shapes.reshape(target, n) : Shapes.reshape(target, n, classes);
        return new LinearCrossEntropyOf(weight, bias, options, indices).reduced(rows, targets, samples, chunk);
    }

    /** Samples whose logits fill the budget. */
    static int chunk(Tensor weight) {
        int classes = weight.rank() == 0 ? 1 : weight.dim(0);
        return Math.clamp(LOGITS_AT_ONCE / Math.max(1, classes), 1, Integer.MAX_VALUE);
    }

    private Tensor reduced(Tensor rows, Tensor targets, Shape samples, int chunk) {
        int n = rows.dim(0);
        Tensor index = indices ? ClassTarget.of(NAME, targets, weight.dim(0), options.ignoreIndex()) : targets;
        // an ignored row may be NaN, which 0 times it in the gradient of the weight would be as well
        Tensor safe = indices ? F.where(Shapes.unsqueeze(F.eq(targets, options.ignoreIndex()), 1), 0, rows) : rows;
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < n; from += chunk) {
            int to = (int) Math.min(n, (long) from + chunk);
            Tensor x = Shapes.slice(safe, 0, from, to, 1);
            Tensor t = Shapes.slice(targets, 0, from, to, 1);
            parts.add(n <= chunk ? losses(arguments(x, t)) : Apply.one(new Checkpoint(in -> new Tensor[] {losses(in)}), arguments(x, t)));
            if (to == n) {
                break;
            }
        }
        Tensor loss = parts.isEmpty() ? AxisReduction.sum(F.mul(rows, 0), new int[] {1}, false) : parts.size() == 1 ? parts.getFirst()
                : Joining.cat(parts, 0);
        if (options.reduction() == Reduction.MEAN && indices) {
            return Loss.reduce(NAME, loss, ClassLoss.counted(NAME, targets, index, loss, weight.dim(0), options), Reduction.MEAN);
        }
        return options.reduction() == Reduction.NONE ? Shapes.reshape(loss, samples) : Loss.reduce(NAME, loss, options.reduction());
    }

    /** All tensors, so that a chunk closes over none: x, targets, weight, then bias and class weights where there are any. */
    private Tensor[] arguments(Tensor x, Tensor targets) {
        List<Tensor> all = new ArrayList<>(List.of(x, targets, weight));
        bias.forEach(all::add);
        options.weight().forEach(all::add);
        return all.toArray(Tensor[]::new);
    }

    private Tensor losses(Tensor... in) {
        Option<Tensor> b = bias.isDefined() ? Option.of(in[3]) : Option.none();
        CrossEntropy o = options.weight().isDefined() ? options.withWeight(in[in.length - 1]) : options;
        Tensor logits = Matrix.linear(in[0], in[2], b);
        if (!indices) {
            return ClassLoss.probable(NAME, logits, in[1], 1, o);
        }
        Tensor index = ClassTarget.of(NAME, in[1], logits.dim(1), o.ignoreIndex());
        return ClassLoss.losses(NAME, logits, in[1], index, ClassLoss.counted(NAME, in[1], index, logits, logits.dim(1), o), o);
    }
}
