package org.covector.engine.op;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.loss.Ctc;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Connectionist temporal classification: the loss of sequences of log-probabilities whose labels are known but not where they are.
 * A. Graves et al., Connectionist temporal classification (2006). Computed in log space and double, rounded at the end.
 */
public final class CtcLoss {
    private static final double NANOS_PER_STATE = 15;

    private final NdArray logProbs;
    private final int[][] labels;
    private final int[] times;
    private final int blank;

    private CtcLoss(NdArray logProbs, int[][] labels, int[] times, int blank) {
        this.logProbs = logProbs;
        this.labels = labels;
        this.times = times;
        this.blank = blank;
    }

    /**
     * The loss of each sequence, and what its gradient needs.
     *
     * @param losses {@code [N]} of the dtype of logProbs
     * @param logAlpha FLOAT64 {@code [N, T, 2 S + 1]}: the log-probability of each state at each time; -inf where there is none
     */
    public record Result(NdArray losses, NdArray logAlpha) {}

    /** What the gradient by the log-probabilities takes them for. */
    public enum Gradient {
        /** torch's: {@code exp p - q}, q the probability of each label at each time. Right behind a log-softmax only. */
        NORMALISED,
        /** {@code -q}: of the loss as it stands. */
        EXACT
    }

    /**
     * Checked arguments.
     *
     * @param logProbs {@code [T, N, C]}, FLOAT32 or FLOAT64
     * @param targets INT64 {@code [N, S]}, of which only the first of each row count, or all of them one after the other, {@code [sum]}
     * @param inputLengths INT64 {@code [N]}, from 0 to T
     * @param targetLengths INT64 {@code [N]}, from 0 to S
     * @param blank the label of nothing, from 0 to C - 1
     */
    public static CtcLoss of(NdArray logProbs, NdArray targets, NdArray inputLengths, NdArray targetLengths, int blank) {
        Operands.requireFloat("ctcLoss", logProbs.dtype());
        ArgumentException.require(logProbs.rank() == 3, "ctcLoss", "logProbs", "of shape " + logProbs.shape(), "(T, N, C)");
        int n = logProbs.shape().dim(1);
        int classes = logProbs.shape().dim(2);
        ArgumentException.require(blank >= 0 && blank < classes, "ctcLoss", "blank", blank, "from 0 to " + (classes - 1));
        boolean padded = targets.rank() == 2 && targets.shape().dim(0) == n;
        boolean ok = targets.dtype() == DType.INT64 && (padded || targets.rank() == 1);
        ArgumentException.require(ok, "ctcLoss", "targets", targets.dtype() + " " + targets.shape(),
                "INT64 (" + n + ", S) or (sum of lengths)");
        int longest = padded ? targets.shape().dim(1) : (int) targets.size();
        int[] times = lengths("inputLengths", inputLengths, n, logProbs.shape().dim(0));
        int[] sizes = lengths("targetLengths", targetLengths, n, longest);
        long total = Arrays.stream(sizes).asLongStream().sum();
        ArgumentException.require(padded || total == targets.size(), "ctcLoss", "targets' length", targets.size(),
                total + ", the sum of targetLengths");
        long[] all = targets.toLongArray();
        int[][] labels = new int[n][];
        int next = 0;
        for (int b = 0; b < n; b++) {
            labels[b] = new int[sizes[b]];
            for (int i = 0; i < sizes[b]; i++) {
                int at = padded ? b * longest + i : next++;
                if (all[at] < 0 || all[at] >= classes) {
                    throw new ArgumentException("ctcLoss", "label " + i + " of sequence " + b, all[at], "from 0 to " + (classes - 1));
                }
                labels[b][i] = (int) all[at];
            }
        }
        return new CtcLoss(logProbs, labels, times, blank);
    }

    private static int[] lengths(String argument, NdArray given, int n, int most) {
        boolean ok = given.dtype() == DType.INT64 && given.shape().equals(Shape.of(n));
        ArgumentException.require(ok, "ctcLoss", argument, given.dtype() + " " + given.shape(), "INT64 [" + n + "]");
        long[] v = given.toLongArray();
        int[] lengths = new int[n];
        for (int i = 0; i < n; i++) {
            if (v[i] < 0 || v[i] > most) {
                throw new ArgumentException("ctcLoss", argument + "[" + i + "]", v[i], "from 0 to " + most);
            }
            lengths[i] = (int) v[i];
        }
        return lengths;
    }

    private int width() {
        return 2 * Arrays.stream(labels).mapToInt(l -> l.length).max().orElse(0) + 1;
    }

    private Ctc sequence(double[] p, int b) {
        int classes = logProbs.shape().dim(2);
        return new Ctc(p, b * classes, labels.length * classes, times[b], labels[b], blank);
    }

    private long nanos() {
        return (long) (Arrays.stream(times).asLongStream().sum() * width() * NANOS_PER_STATE);
    }

    /** {@code -log p(labels)} of each sequence, infinite where it is too short for its labels. */
    public Result forward() {
        double[] p = logProbs.toDoubleArray();
        int width = width();
        int rows = logProbs.shape().dim(0);
        Storage ofLosses = Storage.zeros(DType.FLOAT64, labels.length);
        double[] losses = ofLosses.doubles();
        Shape shape = Shape.of(labels.length, rows, width);
        Storage ofAlpha = Storage.zeros(DType.FLOAT64, shape.size());
        double[] alpha = ofAlpha.doubles();
        Arrays.fill(alpha, Double.NEGATIVE_INFINITY);
        EngineRuntime.parallel(labels.length, nanos(), b -> losses[b] = sequence(p, b).forward(alpha, b * rows * width, width));
        NdArray y = NdArray.wrap(ofLosses, Shape.of(losses.length)).to(logProbs.dtype());
        return new Result(y, NdArray.wrap(ofAlpha, shape));
    }

    /**
     * The cotangent of the log-probabilities: dy times the gradient of each loss. 0 beyond the input's length, and for a sequence whose
     * dy is 0, so that infinite losses can be left out; else NaN where the loss is infinite, as in torch.
     *
     * @param dy {@code [N]}
     * @param result what {@link #forward} gave
     * @return {@code [T, N, C]}
     */
    public NdArray backward(NdArray dy, Result result, Gradient gradient) {
        int width = width();
        int rows = logProbs.shape().dim(0);
        int classes = logProbs.shape().dim(2);
        Shape states = Shape.of(labels.length, rows, width);
        ArgumentException.require(dy.shape().equals(Shape.of(labels.length)), "ctcLoss", "dy", "of shape " + dy.shape(),
                "[" + labels.length + "]");
        ArgumentException.require(result.logAlpha().shape().equals(states), "ctcLoss", "logAlpha",
                "of shape " + result.logAlpha().shape(), states.toString());
        double[] p = logProbs.toDoubleArray();
        double[] d = dy.toDoubleArray();
        double[] alpha = result.logAlpha().toDoubleArray();
        Storage ofG = Storage.zeros(DType.FLOAT64, p.length);
        double[] g = ofG.doubles();
        EngineRuntime.parallel(labels.length, 2 * nanos(), b -> {
            if (d[b] == 0 || times[b] == 0) {
                return;
            }
            int last = (b * rows + times[b] - 1) * width + 2 * labels[b].length;
            double loss = loss(alpha, last, labels[b].length);
            if (loss == Double.POSITIVE_INFINITY) {
                for (int t = 0; t < times[b]; t++) {
                    int at = (t * labels.length + b) * classes;
                    Arrays.fill(g, at, at + classes, Double.NaN);
                }
                return;
            }
            sequence(p, b).gradient(alpha, b * rows * width, width, loss, d[b], gradient == Gradient.NORMALISED ? 1 : 0, classes, g,
                    b * classes);
        });
        return NdArray.wrap(ofG, logProbs.shape()).to(logProbs.dtype());
    }

    /** Not from losses, which may have been rounded to float. */
    private static double loss(double[] alpha, int last, int labels) {
        return Ctc.loss(alpha[last], labels == 0 ? Double.NEGATIVE_INFINITY : alpha[last - 1]);
    }
}
