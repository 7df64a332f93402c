package org.covector.engine.op;

import java.util.Arrays;
import java.util.Optional;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.storage.Storage;

/** Counts by value: of integers, in equal intervals, between given edges. Weights are added in row-major order. */
public final class Histograms {
    private Histograms() {}

    /**
     * {@code y[v] = number of i with x[i] = v}, or the sum of {@code weights[i]} over them.
     *
     * @param x INT64 or BOOL of one axis, no element negative
     * @param weights FLOAT32, FLOAT64 or INT64 of x's shape
     * @param minLength length of the result at least
     * @return {@code [max(minLength, max x + 1)]}: INT64 without weights, else of their dtype
     */
    public static NdArray bincount(NdArray x, Optional<NdArray> weights, int minLength) {
        ArgumentException.require(x.rank() == 1, "bincount", "x's shape", x.shape(), "one axis");
        ArgumentException.require(!x.dtype().isFloating(), "bincount", "x's dtype", x.dtype(), "INT64 or BOOL");
        ArgumentException.require(minLength >= 0, "bincount", "minLength", minLength, "0 or more");
        long[] v = x.toLongArray();
        long largest = -1;
        for (int i = 0; i < v.length; i++) {
            if (v[i] < 0 || v[i] >= Storage.MAX_SIZE) {
                throw new ArgumentException("bincount", "x[" + i + "]", v[i], "from 0 to " + (Storage.MAX_SIZE - 1));
            }
            largest = Math.max(largest, v[i]);
        }
        int length = (int) Math.max(minLength, largest + 1);
        if (weights.isPresent()) {
            NdArray w = weights.get();
            boolean fits = w.shape().equals(x.shape()) && w.dtype() != DType.BOOL;
            ArgumentException.require(fits, "bincount", "weights", w.dtype() + " " + w.shape(), "numbers of shape " + x.shape());
            return Indexing.indexAdd(NdArray.zeros(w.dtype(), Shape.of(length)), 0, NdArray.wrap(Storage.of(v), x.shape()), w);
        }
        Storage ofCounts = Storage.zeros(DType.INT64, length);
        long[] counts = ofCounts.longs();
        for (long k : v) {
            counts[(int) k]++;
        }
        return NdArray.wrap(ofCounts, Shape.of(length));
    }

    /**
     * {@code y[b] = number of elements in [min + b s, min + (b + 1) s)}, s = (max - min) / bins, the last interval closed; what lies
     * outside, and NaN, is not counted. If min equals max, the smallest and largest elements take their place, and if these are
     * equal too they are moved apart by 1 each.
     *
     * @param x FLOAT32 or FLOAT64, any shape
     * @return {@code [bins]} of x's dtype
     */
    public static NdArray histc(NdArray x, int bins, double min, double max) {
        return histcOfRows(x.reshape(Shape.of(1, (int) x.size())), bins, min, max).reshape(Shape.of(bins));
    }

    /**
     * {@link #histc} of each row.
     *
     * @param x FLOAT32 or FLOAT64, {@code [n, m]}
     * @return {@code [n, bins]} of x's dtype
     */
    public static NdArray histcOfRows(NdArray x, int bins, double min, double max) {
        Operands.requireFloat("histc", x.dtype());
        ArgumentException.require(bins >= 1, "histc", "bins", bins, "1 or more");
        int n = x.shape().dim(0);
        int m = x.shape().dim(1);
        boolean ofElements = min == max && m > 0;
        double[] low = ofElements ? Reductions.min(x, new int[] {1}, false).toDoubleArray() : filled(n, min);
        double[] high = ofElements ? Reductions.max(x, new int[] {1}, false).toDoubleArray() : filled(n, max);
        double[] v = x.toDoubleArray();
        Storage ofCounts = Storage.zeros(DType.FLOAT64, (long) n * bins);
        double[] counts = ofCounts.doubles();
        for (int i = 0; i < n; i++) {
            double apart = low[i] == high[i] ? 1 : 0;
            double from = low[i] - apart;
            double to = high[i] + apart;
            boolean ok = from < to && Double.isFinite(from) && Double.isFinite(to);
            ArgumentException.require(ok, "histc", "min, max", from + ", " + to, "finite numbers, min not above max");
            for (int k = i * m; k < (i + 1) * m; k++) {
                if (v[k] >= from && v[k] <= to) {
                    counts[i * bins + Math.min(bins - 1, (int) ((v[k] - from) / (to - from) * bins))]++;
                }
            }
        }
        return NdArray.wrap(ofCounts, Shape.of(n, bins)).to(x.dtype());
    }

    private static double[] filled(int n, double value) {
        double[] all = Storage.zeros(DType.FLOAT64, n).doubles();
        Arrays.fill(all, value);
        return all;
    }

    /**
     * {@code y[b] = number of elements in [edges[b], edges[b + 1])}, or the sum of their weights; the last interval is closed, what
     * lies outside, and NaN, is not counted.
     *
     * @param edges ascending, two or more, of x's dtype
     * @param weights of x's shape and dtype
     * @return {@code [edges - 1]} of x's dtype
     */
    public static NdArray histogram(NdArray x, NdArray edges, Optional<NdArray> weights) {
        Operands.requireFloat("histogram", x.dtype());
        boolean ok = edges.rank() == 1 && edges.size() >= 2 && edges.dtype() == x.dtype();
        ArgumentException.require(ok, "histogram", "edges", edges.dtype() + " " + edges.shape(), x.dtype() + " of one axis, two or more");
        double[] e = edges.toDoubleArray();
        for (int i = 1; i < e.length; i++) {
            if (!(e[i - 1] <= e[i])) {
                throw new ArgumentException("histogram", "edges[" + i + "]", e[i], "not below the edge before, " + e[i - 1]);
            }
        }
        NdArray w = weights.orElseGet(() -> NdArray.full(x.dtype(), x.shape(), 1));
        boolean fits = w.shape().equals(x.shape()) && w.dtype() == x.dtype();
        ArgumentException.require(fits, "histogram", "weights", w.dtype() + " " + w.shape(), x.dtype() + " " + x.shape());
        return WideRange.sums(t -> weighed(x, edges, t[0]), w);
    }

    private static NdArray weighed(NdArray x, NdArray edges, NdArray weights) {
        double[] e = edges.toDoubleArray();
        double[] w = weights.toDoubleArray();
        long[] place = Sorting.searchsorted(edges, x, true).toLongArray();
        double[] v = x.toDoubleArray();
        Storage ofSums = Storage.zeros(DType.FLOAT64, e.length - 1);
        double[] sums = ofSums.doubles();
        for (int i = 0; i < v.length; i++) {
            if (v[i] >= e[0] && v[i] <= e[e.length - 1]) {
                sums[Math.min(sums.length - 1, (int) place[i] - 1)] += w[i];
            }
        }
        return NdArray.wrap(ofSums, Shape.of(sums.length)).to(x.dtype());
    }
}
