package org.covector.functional.train;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * {@code counts[i, j]}: how many of class i were taken for class j. What would be 0 / 0, the precision of a class that was never predicted,
 * is 0, as scikit-learn's {@code zero_division=0}.
 *
 * {@snippet :
 * ConfusionMatrix m = Metrics.confusion(Tensor.of(0L, 1L, 1L), Tensor.of(0L, 1L, 0L), 2);
 * Tensor counts = m.counts(); // [[1, 1], [0, 1]]
 * Tensor recall = m.recall(); // [0.5, 1]
 * }
 *
 * @param counts [classes, classes] INT64
 */
public record ConfusionMatrix(Tensor counts) {
    /** How the numbers of classes become one. */
    public enum Average {
        /** Of all examples together: where each has one class, precision, recall, F1 and accuracy are all the same. */
        MICRO,
        /** The mean over classes, whether they occur or not. */
        MACRO,
        /** The mean over classes, each as often as it occurs in the targets. */
        WEIGHTED
    }

    /** Checks the shape. */
    public ConfusionMatrix {
        Present.require(ConfusionMatrix.class, counts);
        ArgumentException.require(counts.dtype() == DType.INT64 && counts.rank() == 2 && counts.dim(0) == counts.dim(1), "ConfusionMatrix",
                "counts", counts.dtype() + " " + counts.shape(), "INT64 [classes, classes]");
    }

    private Tensor numbers() {
        return counts.to(DType.FLOAT64);
    }

    private Tensor right() {
        return F.diagonal(numbers());
    }

    /** {@code a / b}, 0 where b is. */
    private static Tensor ratio(Tensor a, Tensor b) {
        return F.where(F.eq(b, 0), 0, F.div(a, b));
    }

    /** {@code trace / sum}. */
    public double accuracy() {
        return ratio(F.sum(right()), F.sum(numbers())).item();
    }

    /** {@code counts[i, i] / sum over rows of column i}: [classes] FLOAT64. */
    public Tensor precision() {
        return ratio(right(), F.sum(numbers(), 0));
    }

    /** {@code counts[i, i] / sum of row i}: [classes] FLOAT64. */
    public Tensor recall() {
        return ratio(right(), F.sum(numbers(), 1));
    }

    /** {@code 2 precision recall / (precision + recall) = 2 counts[i, i] / (sum of row i + sum of column i)}: [classes] FLOAT64. */
    public Tensor f1() {
        return ratio(F.mul(right(), 2), F.add(F.sum(numbers(), 0), F.sum(numbers(), 1)));
    }

    /** The precision of all classes. */
    public double precision(Average average) {
        return averaged(precision(), average);
    }

    /** The recall of all classes. */
    public double recall(Average average) {
        return averaged(recall(), average);
    }

    /** The F1 of all classes. */
    public double f1(Average average) {
        return averaged(f1(), average);
    }

    private double averaged(Tensor each, Average average) {
        return switch (average) {
            case MICRO -> accuracy();
            case MACRO -> F.mean(each).item();
            case WEIGHTED -> ratio(F.sum(F.mul(each, F.sum(numbers(), 1))), F.sum(numbers())).item();
        };
    }
}
