package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.train.ConfusionMatrix.Average;
import org.junit.jupiter.api.Test;

/** Against examples of scikit-learn's documentation, and sums written out by hand. */
class MetricsTest {
    private static final Offset<Double> EXACT = within(1e-14);
    private static final Tensor TRUTH = Tensor.of(0L, 1, 2, 0, 1, 2);
    private static final Tensor SAID = Tensor.of(0L, 2, 1, 0, 0, 1);

    @Test
    void accuracyIsThePartThatIsRight() {
        assertThat(Metrics.accuracy(Tensor.of(0L, 2, 1, 3), Tensor.of(0L, 1, 2, 3))).isEqualTo(0.5);
        assertThat(Metrics.accuracy(Tensor.of(true, false, true), Tensor.of(true, true, true))).isCloseTo(2.0 / 3, EXACT);
        assertThat(Metrics.classes(Tensor.of(new float[] {1, 3, 3, 0, -1, -2}, 2, 3)).toLongArray()).containsExactly(1, 0);
    }

    @Test
    void rowsOfAConfusionMatrixAreTheTargets() {
        ConfusionMatrix m = Metrics.confusion(Tensor.of(0L, 0, 2, 2, 0, 2), Tensor.of(2L, 0, 2, 2, 0, 1), 3);
        assertThat(m.counts().toLongArray()).containsExactly(2, 0, 0, 0, 0, 1, 1, 0, 2);
        assertThat(m.accuracy()).isCloseTo(4.0 / 6, EXACT);
    }

    @Test
    void precisionRecallAndF1OfClassesAndTheirAverages() {
        ConfusionMatrix m = Metrics.confusion(SAID, TRUTH, 3); // [[2, 0, 0], [1, 0, 1], [0, 2, 0]]
        assertThat(m.precision().toDoubleArray()).containsExactly(new double[] {2.0 / 3, 0, 0}, EXACT);
        assertThat(m.recall().toDoubleArray()).containsExactly(1, 0, 0);
        assertThat(m.f1().toDoubleArray()).containsExactly(new double[] {0.8, 0, 0}, EXACT);
        assertThat(m.precision(Average.MACRO)).isCloseTo(2.0 / 9, EXACT);
        assertThat(m.recall(Average.MACRO)).isCloseTo(1.0 / 3, EXACT);
        assertThat(m.f1(Average.MACRO)).isCloseTo(0.8 / 3, EXACT);
        assertThat(m.f1(Average.MICRO)).isCloseTo(1.0 / 3, EXACT);
        assertThat(m.f1(Average.WEIGHTED)).isCloseTo(0.8 / 3, EXACT);
        ConfusionMatrix uneven = Metrics.confusion(Tensor.of(0L, 0, 0, 1), Tensor.of(0L, 0, 1, 1), 2); // [[2, 0], [1, 1]]
        assertThat(uneven.precision(Average.WEIGHTED)).isCloseTo((2.0 / 3 * 2 + 1 * 2) / 4, EXACT);
        ConfusionMatrix unequal = Metrics.confusion(Tensor.of(0L, 0, 1, 0), Tensor.of(0L, 0, 0, 1), 2); // [[2, 1], [1, 0]]
        assertThat(unequal.recall(Average.WEIGHTED)).isCloseTo((2.0 / 3 * 3 + 0) / 4, EXACT);
        assertThat(unequal.recall(Average.MACRO)).isCloseTo(1.0 / 3, EXACT);
    }

    @Test
    void aClassThatNeverOccursCountsAsZero() {
        ConfusionMatrix m = Metrics.confusion(Tensor.of(0L, 1), Tensor.of(0L, 1), 3);
        assertThat(m.f1().toDoubleArray()).containsExactly(1, 1, 0);
        assertThat(m.f1(Average.MACRO)).isCloseTo(2.0 / 3, EXACT);
        assertThat(m.f1(Average.WEIGHTED)).isEqualTo(1);
    }

    @Test
    void rocAucCountsPairsAndHalfOfTies() {
        assertThat(Metrics.rocAuc(Tensor.of(0.1, 0.4, 0.35, 0.8), Tensor.of(0L, 0, 1, 1))).isEqualTo(0.75);
        assertThat(Metrics.rocAuc(Tensor.of(0.5, 0.5, 0.5), Tensor.of(true, false, true))).isEqualTo(0.5);
        assertThat(Metrics.rocAuc(Tensor.of(0.0, -0.0), Tensor.of(0L, 1))).isEqualTo(0.5);
        SplittableRandom random = new SplittableRandom(3);
        double[] s = random.doubles(200).map(v -> Math.floor(v * 20)).toArray(); // many ties
        long[] y = random.longs(200, 0, 2).toArray();
        double pairs = 0;
        double won = 0;
        for (int i = 0; i < s.length; i++) {
            for (int j = 0; j < s.length; j++) {
                if (y[i] == 1 && y[j] == 0) {
                    pairs++;
                    won += s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(Metrics.rocAuc(Tensor.of(s), Tensor.of(y))).isCloseTo(won / pairs, EXACT);
    }

    @Test
    void r2IsThePartOfTheVarianceThatIsExplained() {
        assertThat(Metrics.r2(Tensor.of(2.5, 0.0, 2, 8), Tensor.of(3, -0.5, 2, 7))).isCloseTo(0.9486081370449679, EXACT);
        Tensor p = Tensor.of(new double[] {0, 2, -1, 2, 8, -5}, 3, 2);
        Tensor y = Tensor.of(new double[] {0.5, 1, -1, 1, 7, -6}, 3, 2);
        double first = 1 - 1.25 / (50.25 - 6.5 * 6.5 / 3);
        double second = 1 - 3 / (38 - 16.0 / 3);
        assertThat(Metrics.r2(p, y)).isCloseTo((first + second) / 2, EXACT);
        assertThat(Metrics.r2(Tensor.of(1.0, 2, 3), Tensor.of(2.0, 2, 2))).isEqualTo(0);
        assertThat(Metrics.r2(Tensor.of(2.0, 2), Tensor.of(2.0, 2))).isEqualTo(1);
        assertThat(Metrics.r2(Tensor.of(3.0, 2, 1), Tensor.of(1.0, 2, 3))).isEqualTo(-3);
    }

    @Test
    void perplexityOfEqualLogitsIsTheNumberOfClasses() {
        assertThat(Metrics.perplexity(Tensor.zeros(5, 7), Tensor.of(0L, 1, 2, 3, 6))).isCloseTo(7, within(1e-12));
        double[] odds = {Math.log(0.5), Math.log(0.25), Math.log(0.25), Math.log(0.1), Math.log(0.1), Math.log(0.8)};
        assertThat(Metrics.perplexity(Tensor.of(odds, 2, 3), Tensor.of(0L, 2))).isCloseTo(1 / Math.sqrt(0.5 * 0.8), within(1e-12));
    }

    @Test
    void whatIsNoPredictionIsRefused() {
        Tensor logits = Tensor.normal(Key.of(1), 6, 3);
        assertThatThrownBy(() -> Metrics.accuracy(logits, TRUTH)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("Metrics.classes");
        assertThatThrownBy(() -> Metrics.accuracy(Tensor.of(new long[0]), Tensor.of(new long[0]))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Metrics.confusion(SAID, TRUTH, 2)).isInstanceOf(ArgumentException.class).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> Metrics.rocAuc(Tensor.of(1.0, Double.NaN), Tensor.of(0L, 1))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Metrics.rocAuc(Tensor.of(1.0, 2), Tensor.of(1L, 1))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("both");
        assertThatThrownBy(() -> Metrics.rocAuc(Tensor.of(1.0, 2), Tensor.of(0L, 2))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Metrics.r2(Tensor.of(1.0, 2), Tensor.of(1f, 2))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Metrics.perplexity(Tensor.of(1.0), TRUTH)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Metrics.perplexity(Tensor.zeros(2, 3), Tensor.of(0L, -100))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("perplexity: target");
        ConfusionMatrix nothing = new ConfusionMatrix(Tensor.zeros(DType.INT64, Shape.of(3, 3)));
        assertThat(nothing.accuracy()).isZero();
        assertThat(nothing.f1(ConfusionMatrix.Average.WEIGHTED)).isZero();
    }
}
