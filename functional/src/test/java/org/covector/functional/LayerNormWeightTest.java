package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.control.Option;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;

/** The weight and bias of layerNorm may be of the normalised axes, or of any shape that broadcasts to x. */
class LayerNormWeightTest {
    private static final int N = 3;
    private static final int C = 4;
    private static final double EPS = 1e-5;
    private static final Tensor X = Tensor.normal(DType.FLOAT64, Key.of(1), N, C);

    private interface Parameter {
        double at(int row, int column);
    }

    private static double[] direct(Parameter weight, Parameter bias) {
        double[] y = new double[N * C];
        for (int i = 0; i < N; i++) {
            double mean = 0;
            double square = 0;
            for (int j = 0; j < C; j++) {
                mean += X.getDouble(i, j) / C;
            }
            for (int j = 0; j < C; j++) {
                square += Math.pow(X.getDouble(i, j) - mean, 2) / C;
            }
            for (int j = 0; j < C; j++) {
                y[i * C + j] = (X.getDouble(i, j) - mean) / Math.sqrt(square + EPS) * weight.at(i, j) + bias.at(i, j);
            }
        }
        return y;
    }

    @Test
    void parametersBroadcastToTheInput() {
        for (int[] shape : new int[][] {{C}, {1}, {1, C}, {N, 1}, {N, C}}) {
            Tensor w = Tensor.normal(DType.FLOAT64, Key.of(2), shape);
            Tensor b = Tensor.normal(DType.FLOAT64, Key.of(3), shape);
            Tensor weight = F.broadcastTo(w, N, C);
            Tensor bias = F.broadcastTo(b, N, C);
            double[] got = F.layerNorm(X, new int[] {C}, Option.of(w), Option.of(b), EPS).array().toDoubleArray();
            assertThat(got).containsExactly(direct(weight::getDouble, bias::getDouble), within(1e-13));
        }
    }
}
