package org.covector.engine.op;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/** softmax(scale Q K^T + mask) V element by element in double: the weights in full. */
final class NaiveAttention {
    private NaiveAttention() {}

    /** O, dense, of arguments of rank 4. */
    static double[] forward(Attention.Inputs in) {
        Shape q = in.q().shape();
        int batches = q.dim(0);
        int heads = q.dim(1);
        int queries = q.dim(2);
        int depth = q.dim(3);
        int group = heads / in.k().shape().dim(1);
        int keys = in.k().shape().dim(2);
        int valueDepth = in.v().shape().dim(3);
        Shape scores = Shape.of(batches, heads, queries, keys);
        double[] o = new double[batches * heads * queries * valueDepth];
        double[] qa = in.q().toDoubleArray();
        double[] ka = in.k().toDoubleArray();
        double[] va = in.v().toDoubleArray();
        double[] added = in.mask().filter(m -> m.dtype() != DType.BOOL).map(m -> m.expand(scores).toDoubleArray()).getOrElse(new double[0]);
        boolean[] chosen = in.mask().filter(m -> m.dtype() == DType.BOOL).map(m -> m.expand(scores).toBooleanArray())
                .getOrElse(new boolean[0]);
        for (int row = 0; row < batches * heads * queries; row++) {
            int i = row % queries;
            int head = row / queries;
            int keyHead = head / heads * (heads / group) + head % heads / group;
            double[] s = new double[keys];
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < keys; j++) {
                for (int e = 0; e < depth; e++) {
                    s[j] += qa[row * depth + e] * ka[(keyHead * keys + j) * depth + e];
                }
                s[j] = s[j] * in.scale() + (added.length > 0 ? added[row * keys + j] : 0);
                boolean out = chosen.length > 0 && !chosen[row * keys + j] || in.causal() && j > i;
                s[j] = out ? Double.NEGATIVE_INFINITY : s[j];
                max = Math.max(max, s[j]);
            }
            double sum = 0;
            for (int j = 0; j < keys; j++) {
                s[j] = max == Double.NEGATIVE_INFINITY ? 0 : Math.exp(s[j] - max);
                sum += s[j];
            }
            for (int j = 0; j < keys && sum > 0; j++) {
                for (int e = 0; e < valueDepth; e++) {
                    o[row * valueDepth + e] += s[j] / sum * va[(keyHead * keys + j) * valueDepth + e];
                }
            }
        }
        return o;
    }

    /** {@code <forward, dy>}. */
    static double loss(Attention.Inputs in, NdArray dy) {
        double[] o = forward(in);
        double[] d = dy.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < o.length; i++) {
            sum += o[i] * d[i];
        }
        return sum;
    }
}
