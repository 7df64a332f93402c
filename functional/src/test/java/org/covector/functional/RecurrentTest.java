package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

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
}
