package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Options of attention against sums written out element by element. */
class AttentionOptionsTest {
    private static final int L = 3;
    private static final int S = 5;
    private static final int E = 2;
    private static final Tensor Q = Tensor.normal(DType.FLOAT64, Key.of(1), L, E);
    private static final Tensor K = Tensor.normal(DType.FLOAT64, Key.of(2), S, E);
    private static final Tensor V = Tensor.normal(DType.FLOAT64, Key.of(3), S, E);

    private interface Sees {
        boolean at(int i, int j);
    }

    /** {@code softmax(c tanh(q k / sqrt(E) / c) + mask) v} by its definition. */
    private static double[] direct(Sees sees, double cap, Tensor added) {
        double[] y = new double[L * E];
        for (int i = 0; i < L; i++) {
            double total = 0;
            double[] sum = new double[E];
            for (int j = 0; j < S; j++) {
                double score = 0;
                for (int e = 0; e < E; e++) {
                    score += Q.getDouble(i, e) * K.getDouble(j, e) / Math.sqrt(E);
                }
                double capped = cap == 0 ? score : cap * Math.tanh(score / cap);
                double w = sees.at(i, j) ? Math.exp(capped + added.getDouble(i, j)) : 0;
                total += w;
                for (int e = 0; e < E; e++) {
                    sum[e] += w * V.getDouble(j, e);
                }
            }
            for (int e = 0; e < E; e++) {
                y[i * E + e] = total == 0 ? 0 : sum[e] / total;
            }
        }
        return y;
    }

    private static void agrees(Attention o, Sees sees, double cap, Tensor added) {
        double[] want = direct(sees, cap, added);
        assertThat(F.scaledDotProductAttention(Q, K, V, o).array().toDoubleArray()).containsExactly(want, within(1e-14));
        var both = F.scaledDotProductAttentionWithWeights(Q, K, V, o);
        assertThat(both._1().array().toDoubleArray()).containsExactly(want, within(1e-14));
        assertThat(F.matmul(both._2(), V).array().toDoubleArray()).containsExactly(want, within(1e-14));
    }

    @Test
    void optionsMeanWhatTheirSumsSay() {
        Tensor none = Tensor.zeros(DType.FLOAT64, Shape.of(L, S));
        Tensor added = Tensor.normal(DType.FLOAT64, Key.of(4), L, S);
        Tensor odd = Tensor.of(true, false, true, false, true);
        agrees(Attention.DEFAULT, (_, _) -> true, 0, none);
        agrees(Attention.CAUSAL, (i, j) -> j <= i, 0, none);
        agrees(Attention.DEFAULT.withCausal(2), (i, j) -> j <= i + 2, 0, none);
        agrees(Attention.DEFAULT.withCausal(-1), (i, j) -> j <= i - 1, 0, none);
        agrees(Attention.DEFAULT.withWindow(1, 1), (i, j) -> Math.abs(i - j) <= 1, 0, none);
        agrees(Attention.DEFAULT.withCausal(2).withMask(odd), (i, j) -> j <= i + 2 && j % 2 == 0, 0, none);
        agrees(Attention.CAUSAL.withMask(added), (i, j) -> j <= i, 0, added);
        agrees(Attention.CAUSAL.withMask(added).withSoftCap(0.7), (i, j) -> j <= i, 0.7, added);
        agrees(Attention.DEFAULT.withWindow(0, 1).withMask(odd), (i, j) -> j >= i && j <= i + 1 && j % 2 == 0, 0, none);
    }

    @Test
    void dropsWeightsByKeyAndScalesWhatIsLeft() {
        double p = 0.4;
        Key key = Key.of(9);
        Tensor weights = F.scaledDotProductAttentionWithWeights(Q, K, V, Attention.DEFAULT)._2();
        double[] y = F.scaledDotProductAttention(Q, K, V, Attention.DEFAULT.withDropout(p, key)).array().toDoubleArray();
        double[] kept = F.dropout(weights, p, true, key).array().toDoubleArray();
        double[] want = new double[L * E];
        int dropped = 0;
        for (int i = 0; i < L; i++) {
            for (int j = 0; j < S; j++) {
                double w = kept[i * S + j] == 0 ? 0 : weights.getDouble(i, j) / (1 - p);
                dropped += w == 0 ? 1 : 0;
                for (int e = 0; e < E; e++) {
                    want[i * E + e] += w * V.getDouble(j, e);
                }
            }
        }
        assertThat(dropped).isBetween(1, L * S - 1);
        assertThat(y).containsExactly(want, within(1e-14));
        Attention again = Attention.DEFAULT.withDropout(p, Key.of(9));
        assertThat(F.scaledDotProductAttention(Q, K, V, again).array().toDoubleArray()).isEqualTo(y);
        Attention other = Attention.DEFAULT.withDropout(p, Key.of(10));
        assertThat(F.scaledDotProductAttention(Q, K, V, other).array().toDoubleArray()).isNotEqualTo(y);
    }

    @Test
    void oneHeadServesAll() {
        Tensor q = Tensor.normal(DType.FLOAT64, Key.of(5), 4, L, E);
        Tensor k = Tensor.normal(DType.FLOAT64, Key.of(6), 3, 2, S, E);
        Tensor y = F.scaledDotProductAttention(q, k, V);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 4, L, E));
        for (int b = 0; b < 3; b++) {
            for (int h = 0; h < 4; h++) {
                Tensor alone = F.scaledDotProductAttention(F.select(q, 0, h), F.select(F.select(k, 0, b), 0, h / 2), V);
                assertThat(F.select(F.select(y, 0, b), 0, h).array().toDoubleArray()).containsExactly(alone.array().toDoubleArray(),
                        within(1e-14));
            }
        }
    }
}
