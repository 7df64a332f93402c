package org.covector.engine.kernel.loss;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.DoubleExp;
import org.covector.engine.storage.Storage;

/**
 * The forward and backward recursions of connectionist temporal classification over one sequence, in log space and double: A.
 * Graves et al., Connectionist temporal classification (2006), 4.1. State s of 2 n + 1 is a blank if even, else label (s - 1) / 2.
 * Time t of the sequence has its log-probabilities at {@code p[po + t step]}.
 */
public final class Ctc {
    private static final double NOTHING = Double.NEGATIVE_INFINITY;

    private final int blank;
    private final double[] p;
    private final int po;
    private final int step;
    private final int times;
    private final int[] labels;
    private final boolean[] skips;

    /** A sequence of {@code times} with the given labels. */
    public Ctc(double[] p, int po, int step, int times, int[] labels, int blank) {
        this.p = p;
        this.po = po;
        this.step = step;
        this.times = times;
        this.labels = new int[2 * labels.length + 1];
        this.skips = Storage.zeros(DType.BOOL, this.labels.length).booleans();
        this.blank = blank;
        for (int s = 0; s < this.labels.length; s++) {
            this.labels[s] = s % 2 == 0 ? blank : labels[s / 2];
            skips[s] = s >= 3 && s % 2 == 1 && this.labels[s] != this.labels[s - 2]; // from state s - 2, past the blank
        }
    }

    /**
     * Sets row t of alpha, from {@code ao + t width} on, to the log-probability of each state that lies on a way from the first label to
     * the last; -inf, which the others are taken to have been set to, counts as none. Gives minus that of the labels.
     */
    public double forward(double[] alpha, int ao, int width) {
        int n = labels.length;
        if (times == 0) {
            return n == 1 ? 0 : Double.POSITIVE_INFINITY;
        }
        alpha[ao] = p[po + blank];
        if (n > 1) {
            alpha[ao + 1] = p[po + labels[1]];
        }
        for (int t = 1; t < times; t++) {
            int row = ao + t * width;
            int before = row - width;
            int now = po + t * step;
            int first = first(t);
            if (first == 0) {
                alpha[row] = alpha[before] + p[now + blank];
            }
            for (int s = Math.max(1, first); s <= last(t); s++) {
                double sum = logSum(alpha[before + s], alpha[before + s - 1], skips[s] ? alpha[before + s - 2] : NOTHING);
                alpha[row + s] = sum + p[now + labels[s]];
            }
        }
        int end = ao + (times - 1) * width + n - 1;
        return loss(alpha[end], n > 1 ? alpha[end - 1] : NOTHING);
    }

    /** The first state from which the last label can be reached in time. */
    private int first(int t) {
        return Math.max(0, labels.length - 2 * (times - t));
    }

    /** The last state that can be reached by then. */
    private int last(int t) {
        return Math.min(labels.length - 1, 2 * t + 1);
    }

    /** From alpha of the two states in which the labels may end. */
    public static double loss(double last, double beforeLast) {
        return -logSum(last, beforeLast, NOTHING);
    }

    /**
     * {@code g[go + t step + c] = dy (normal exp p[t, c] - probability of being in a state of label c at time t)}.
     *
     * @param loss what {@link #forward} gave, with its alpha
     * @param normal 1 for the gradient that assumes normalised probabilities, 0 for that of the loss as it stands
     */
    public void gradient(double[] alpha, int ao, int width, double loss, double dy, double normal, int classes, double[] g, int go) {
        int n = labels.length;
        double[] beta = Storage.zeros(DType.FLOAT64, n + 2).doubles();
        double[] next = Storage.zeros(DType.FLOAT64, n + 2).doubles();
        Arrays.fill(beta, NOTHING);
        Arrays.fill(next, NOTHING);
        for (int t = times - 1; t >= 0; t--) {
            int now = po + t * step;
            int out = go + t * step;
            for (int s = first(t); s <= last(t); s++) {
                double sum = t == times - 1
                        ? s >= n - 2 ? 0 : NOTHING
                        : logSum(beta[s], beta[s + 1], s + 2 < n && skips[s + 2] ? beta[s + 2] : NOTHING);
                next[s] = sum + p[now + labels[s]];
                double a = alpha[ao + t * width + s] + sum; // alpha and beta both count p: once is enough
                g[out + labels[s]] -= a == NOTHING ? 0 : exp(a + loss);
            }
            double[] swap = beta;
            beta = next;
            next = swap;
            for (int c = 0; c < classes; c++) {
                g[out + c] = dy * (normal == 0 ? g[out + c] : g[out + c] + exp(p[now + c]));
            }
        }
    }

    private static double exp(double x) {
        return x <= 0 ? DoubleExp.exp(x) : StrictMath.exp(x);
    }

    /** {@code log(exp a + exp b + exp c)}. */
    private static double logSum(double a, double b, double c) {
        double high = Math.max(a, Math.max(b, c));
        if (high - high != 0) {
            return high; // -inf: nothing; NaN
        }
        double x = a == high ? b : a; // the two others
        double y = a == high || b == high ? c : b;
        double rest = x == NOTHING ? 0 : DoubleExp.exp(x - high);
        rest += y == NOTHING ? 0 : DoubleExp.exp(y - high);
        return high + DoubleExp.log1p(rest);
    }
}
