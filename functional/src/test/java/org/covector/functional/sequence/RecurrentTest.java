package org.covector.functional.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Recurrent;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.nn.GRU;
import org.covector.functional.nn.LSTM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recurrent networks against their formulas in numbers, and padded sequences against each one alone. */
class RecurrentTest {
    private static final double[] X = {0.5, -1.2, 0.3};

    private static Tensor column(double... values) {
        return Tensor.of(values, values.length, 1);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void lstmIsItsFormula() {
        double[] wi = {0.4, -0.3, 0.9, 0.2};
        double[] wh = {-0.5, 0.6, 0.1, 0.7};
        double[] b = {0.1, 0.2, -0.1, 0.3};
        double h = 0.2;
        double c = -0.4;
        double[] out = new double[X.length];
        for (int t = 0; t < X.length; t++) {
            double[] s = new double[4];
            for (int g = 0; g < 4; g++) {
                s[g] = wi[g] * X[t] + wh[g] * h + b[g];
            }
            c = sigmoid(s[1]) * c + sigmoid(s[0]) * Math.tanh(s[2]);
            h = sigmoid(s[3]) * Math.tanh(c);
            out[t] = h;
        }
        CellWeights w = CellWeights.of(column(wi), column(wh), Tensor.of(b), Tensor.zeros(DType.FLOAT64, Shape.of(4)));
        var y = F.lstm(column(X), Option.of(column(0.2)), Option.of(column(-0.4)), List.of(w), Recurrent.DEFAULT);
        assertThat(y._1().shape()).isEqualTo(Shape.of(3, 1));
        assertThat(y._1().array().toDoubleArray()).containsExactly(out, within(1e-14));
        assertThat(y._2().item()).isCloseTo(h, within(1e-14));
        assertThat(y._3().item()).isCloseTo(c, within(1e-14));
    }

    @Test
    void gruIsItsFormula() {
        double[] wi = {0.4, -0.3, 0.9};
        double[] wh = {-0.5, 0.6, 0.1};
        double[] bi = {0.1, 0.2, -0.1};
        double[] bh = {0.3, -0.2, 0.5};
        double h = 0.2;
        for (double x : X) {
            double r = sigmoid(wi[0] * x + bi[0] + wh[0] * h + bh[0]);
            double z = sigmoid(wi[1] * x + bi[1] + wh[1] * h + bh[1]);
            double n = Math.tanh(wi[2] * x + bi[2] + r * (wh[2] * h + bh[2]));
            h = (1 - z) * n + z * h;
        }
        CellWeights w = CellWeights.of(column(wi), column(wh), Tensor.of(bi), Tensor.of(bh));
        assertThat(F.gru(column(X), Option.of(column(0.2)), List.of(w), Recurrent.DEFAULT)._2().item()).isCloseTo(h, within(1e-14));
    }

    @Test
    void paddedSequencesAreWhatEachOneGivesAlone() {
        Key key = Key.of(9);
        List<CellWeights> weights = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            weights.add(CellWeights.of(F.mul(Tensor.normal(DType.FLOAT64, key.fold(i), 12, i < 2 ? 2 : 6), 0.5),
                    F.mul(Tensor.normal(DType.FLOAT64, key.fold(i + 4), 12, 3), 0.5)));
        }
        Tensor x = Tensor.normal(DType.FLOAT64, key.fold(20), 4, 3, 2);
        Recurrent both = Recurrent.DEFAULT.withBidirectional();
        int[] lengths = {4, 1, 3};
        var padded = F.lstm(x, Option.none(), Option.none(), weights, both.withLengths(Tensor.of(4L, 1, 3)));
        for (int n = 0; n < lengths.length; n++) {
            Tensor one = F.narrow(F.select(x, 1, n), 0, 0, lengths[n]);
            var alone = F.lstm(one, Option.none(), Option.none(), weights, both);
            Tensor y = F.select(padded._1(), 1, n);
            assertThat(F.narrow(y, 0, 0, lengths[n]).array().toDoubleArray()).containsExactly(alone._1().array().toDoubleArray(),
                    within(1e-14));
            assertThat(F.narrow(y, 0, lengths[n], 4 - lengths[n]).array().toDoubleArray()).isEqualTo(new double[2 * 3 * (4 - lengths[n])]);
            assertThat(F.select(padded._3(), 1, n).array().toDoubleArray()).containsExactly(alone._3().array().toDoubleArray(),
                    within(1e-14));
        }
    }

    private interface Network {
        List<Tensor> of(Tensor x, Tensor start, List<CellWeights> weights, Recurrent options);
    }

    /** A layer runs all its steps in one operation; told the lengths of its sequences it is composed step by step. */
    @ParameterizedTest
    @EnumSource(Recurrence.Cell.class)
    void allStepsInOneAreTheCompositionOfSteps(Recurrence.Cell cell) {
        Network f = switch (cell) {
            case RNN_TANH -> (x, h, w, o) -> list(F.rnnTanh(x, Option.of(h), w, o));
            case RNN_RELU -> (x, h, w, o) -> list(F.rnnRelu(x, Option.of(h), w, o));
            case GRU -> (x, h, w, o) -> list(F.gru(x, Option.of(h), w, o));
            case LSTM -> (x, h, w, o) -> {
                var y = F.lstm(x, Option.of(h), Option.of(F.neg(h)), w, o);
                return List.of(y._1(), y._2(), y._3());
            };
        };
        for (int h : new int[] {3, 40}) {
            for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                Key key = Key.of(h);
                int g = cell.gates * h;
                List<Tensor> in = new ArrayList<>(List.of(Tensor.normal(dtype, key.fold(1), 5, 4, 6),
                        Tensor.normal(dtype, key.fold(2), 2, 4, h)));
                for (int i = 0; i < 2; i++) {
                    int[][] shapes = {{g, 6}, {g, h}, {g}, {g}};
                    for (int k = 0; k < shapes.length; k++) {
                        in.add(F.mul(Tensor.normal(dtype, key.fold(3 + 4 * i + k), shapes[k]), 0.3));
                    }
                }
                Recurrent both = Recurrent.DEFAULT.withBidirectional();
                Function1<List<Tensor>, List<Tensor>> fused = t -> f.of(t.get(0), t.get(1), weights(t), both);
                Function1<List<Tensor>, List<Tensor>> composed = t -> f.of(t.get(0), t.get(1), weights(t),
                        both.withLengths(Tensor.of(5L, 5, 5, 5)));
                Tree<List<Tensor>> list = Tree.list(Tree.TENSOR);
                List<Tensor> y = fused.apply(in);
                List<Tensor> want = composed.apply(in);
                for (int k = 0; k < want.size(); k++) {
                    assertThat(y.get(k).array().toDoubleArray()).as(cell + " " + k).isEqualTo(want.get(k).array().toDoubleArray());
                }
                List<Tensor> dy = y.stream().map(t -> Tensor.normal(dtype, key.fold(50 + t.rank()), t.shape().dims())).toList();
                List<Tensor> dx = Autograd.grad(list, (List<Tensor> t) -> product(fused.apply(t), dy)).apply(in);
                List<Tensor> wanted = Autograd.grad(list, (List<Tensor> t) -> product(composed.apply(t), dy)).apply(in);
                for (int k = 0; k < in.size(); k++) {
                    double bound = (dtype == DType.FLOAT32 ? 2e-5 : 1e-13) * F.max(F.abs(wanted.get(k))).item();
                    assertThat(dx.get(k).array().toDoubleArray()).as(cell + " " + k).containsExactly(wanted.get(k).array().toDoubleArray(),
                            within(bound));
                }
            }
        }
    }

    private static List<Tensor> list(Tuple2<Tensor, Tensor> y) {
        return List.of(y._1(), y._2());
    }

    private static List<CellWeights> weights(List<Tensor> t) {
        return List.of(CellWeights.of(t.get(2), t.get(3), t.get(4), t.get(5)), CellWeights.of(t.get(6), t.get(7), t.get(8), t.get(9)));
    }

    private static Tensor product(List<Tensor> y, List<Tensor> dy) {
        Tensor sum = F.sum(F.mul(y.get(0), dy.get(0)));
        for (int k = 1; k < y.size(); k++) {
            sum = F.add(sum, F.sum(F.mul(y.get(k), dy.get(k))));
        }
        return sum;
    }
}
