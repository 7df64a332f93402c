package org.covector.functional.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * How good predictions are: pure functions, computed in FLOAT64. The formulas are those of scikit-learn's {@code sklearn.metrics}.
 *
 * {@snippet :
 * double accuracy = Metrics.accuracy(Tensor.of(0L, 1L, 1L), Tensor.of(0L, 1L, 0L)); // 0.667
 * }
 */
public final class Metrics {
    private Metrics() {}

    /**
     * {@code argmax} over the last axis: the classes that logits or probabilities [..., classes] speak for; the first of equal ones.
     *
     * @param scores [..., classes] FLOAT32 or FLOAT64
     * @return [...] INT64
     */
    public static Tensor classes(Tensor scores) {
        return F.argmax(scores, -1, false);
    }

    /**
     * {@code mean(predicted == target)}.
     *
     * @param predicted INT64 or BOOL of any shape, not empty
     * @param target of the same dtype and shape
     * @return 0 to 1
     * @throws ArgumentException if dtypes or shapes differ, or there is nothing
     */
    public static double accuracy(Tensor predicted, Tensor target) {
        requireClasses("accuracy", predicted, target);
        return F.sum(F.eq(predicted, target).to(DType.FLOAT64)).item() / target.size();
    }

    /**
     * {@code counts[i, j]}: how many of class i were taken for class j.
     *
     * @param predicted INT64 of any shape, from 0 on
     * @param target INT64 of the same shape
     * @param classes how many there are
     * @throws ArgumentException if shapes differ, there is nothing, or a class is out of range
     */
    public static ConfusionMatrix confusion(Tensor predicted, Tensor target, int classes) {
        requireClasses("confusion", predicted, target);
        ArgumentException.require(classes >= 1, "confusion", "classes", classes, "1 or more");
        requireRange("confusion", "predicted", predicted, classes);
        requireRange("confusion", "target", target, classes);
        int n = Math.toIntExact(target.size());
        Tensor cell = F.add(F.mul(F.reshape(target, n), classes), F.reshape(predicted, n));
        return new ConfusionMatrix(F.reshape(F.bincount(cell, classes * classes), classes, classes));
    }

    private static void requireClasses(String function, Tensor predicted, Tensor target) {
        ArgumentException.require(!target.dtype().isFloating(), function, "target", target.dtype(), "classes, INT64 or BOOL");
        ArgumentException.require(predicted.dtype() == target.dtype() && predicted.shape().equals(target.shape()), function, "predicted",
                predicted.dtype() + " " + predicted.shape(), target.dtype() + " " + target.shape()
                        + ", as target; Metrics.classes(logits) gives classes");
        ArgumentException.require(target.size() > 0, function, "target", target.shape(), "at least one element");
    }

    private static void requireRange(String function, String argument, Tensor x, int classes) {
        ArgumentException.require(x.dtype() == DType.INT64, function, argument, x.dtype(), "INT64");
        long[] values = x.toLongArray();
        ArgumentException.require(Arrays.stream(values).allMatch(c -> c >= 0 && c < classes), function, argument,
                "values from " + Arrays.stream(values).min().orElse(0) + " to " + Arrays.stream(values).max().orElse(0), "0 to "
                        + (classes - 1));
    }

    /**
     * {@code P(score of a positive > score of a negative) + P(equal) / 2}: the area under the receiver operating characteristic, by ranks,
     * equal scores with their mean rank (Mann, Whitney, 1947; Fawcett, "An introduction to ROC analysis", 2006).
     *
     * @param scores [n] FLOAT32 or FLOAT64, without NaN: more speaks for a positive
     * @param target [n] BOOL, or INT64 of 0 and 1
     * @return 0 to 1; 0.5 for scores that say nothing
     * @throws ArgumentException if shapes or dtypes are others, a score is NaN, or there are no positives or no negatives
     */
    public static double rocAuc(Tensor scores, Tensor target) {
        ArgumentException.require(scores.rank() == 1 && scores.dtype().isFloating(), "rocAuc", "scores", scores.dtype() + " "
                + scores.shape(), "[n] FLOAT32 or FLOAT64");
        ArgumentException.require(target.shape().equals(scores.shape()) && !target.dtype().isFloating(), "rocAuc", "target", target.dtype()
                + " " + target.shape(),
                "BOOL or INT64 " + scores.shape());
        double[] s = scores.to(DType.FLOAT64).toDoubleArray();
        long[] y = target.to(DType.INT64).toLongArray();
        ArgumentException.require(Arrays.stream(s).noneMatch(Double::isNaN), "rocAuc", "scores", "NaN", "numbers");
        long positives = Arrays.stream(y).filter(v -> v == 1).count();
        long negatives = Arrays.stream(y).filter(v -> v == 0).count();
        ArgumentException.require(positives + negatives == y.length && positives > 0 && negatives > 0, "rocAuc", "target",
                positives + " of 1, " + negatives + " of 0, " + (y.length - positives - negatives) + " others", "0 and 1, both");
        Comparator<Integer> ascending = Comparator.comparingDouble(i -> s[i] + 0.0); // -0.0 equals 0.0
        int[] order = IntStream.range(0, s.length).boxed().sorted(ascending).mapToInt(i -> i).toArray();
        double ranks = 0;
        for (int from = 0; from < order.length;) {
            int to = from;
            long among = 0;
            while (to < order.length && s[order[to]] == s[order[from]]) {
                among += y[order[to++]];
            }
            ranks += among * (from + 1 + to) / 2.0; // ranks from + 1 to to
            from = to;
        }
        return (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    /**
     * {@code 1 - sum((y - p)^2) / sum((y - mean(y))^2)}: the part of the variance that is explained, for each output, and of these the
     * mean. An output whose targets are all the same has 1 if predictions are exact, else 0.
     *
     * @param predicted [n] or [n, outputs] FLOAT32 or FLOAT64
     * @param target of the same shape and dtype, n at least 2
     * @return at most 1
     * @throws ArgumentException if shapes or dtypes differ or are others
     */
    public static double r2(Tensor predicted, Tensor target) {
        ArgumentException.require(target.dtype().isFloating() && (target.rank() == 1 || target.rank() == 2) && target.dim(0) >= 2
                && target.size() > 0, "r2", "target",
                target.dtype() + " " + target.shape(), "[n] or [n, outputs] FLOAT32 or FLOAT64, n at least 2");
        ArgumentException.require(predicted.dtype() == target.dtype() && predicted.shape().equals(target.shape()), "r2", "predicted",
                predicted.dtype() + " " + predicted.shape(), target.dtype() + " " + target.shape() + ", as target");
        Tensor y = target.to(DType.FLOAT64);
        double[] residual = F.sum(F.square(F.sub(y, predicted.to(DType.FLOAT64))), 0).toDoubleArray();
        double[] total = F.sum(F.square(F.sub(y, F.mean(y, 0))), 0).toDoubleArray();
        return IntStream.range(0, total.length).mapToDouble(i -> total[i] != 0 ? 1 - residual[i] / total[i] : residual[i] == 0 ? 1 : 0)
                .average().orElseThrow();
    }

    /**
     * {@code exp(mean(-log softmax(logits)[target]))}: among how many equally likely classes the model hesitates.
     *
     * @param logits [n, classes] FLOAT32 or FLOAT64
     * @param target [n] INT64
     * @return 1 or more; the number of classes for logits that are all equal
     * @throws ArgumentException if shapes or dtypes are others, or a class is out of range
     */
    public static double perplexity(Tensor logits, Tensor target) {
        ArgumentException.require(logits.rank() == 2 && logits.dim(0) > 0, "perplexity", "logits", logits.shape(),
                "[n, classes], n at least 1");
        ArgumentException.require(target.rank() == 1 && target.dim(0) == logits.dim(0), "perplexity", "target", target.shape(),
                "[" + logits.dim(0) + "]");
        requireRange("perplexity", "target", target, logits.dim(1));
        return Math.exp(F.crossEntropy(logits.to(DType.FLOAT64), target).item());
    }
}
