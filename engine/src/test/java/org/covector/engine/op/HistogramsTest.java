package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

class HistogramsTest {
    private static final Optional<NdArray> NONE = Optional.empty();

    @Test
    void bincountCountsOrAddsWeights() {
        NdArray x = NdArray.of(3L, 0, 3, 1);
        assertThat(Histograms.bincount(x, NONE, 0).toLongArray()).containsExactly(1, 1, 0, 2);
        assertThat(Histograms.bincount(x, NONE, 6).toLongArray()).containsExactly(1, 1, 0, 2, 0, 0);
        NdArray weighted = Histograms.bincount(x, Optional.of(NdArray.of(0.5f, 1, 0.25f, 2)), 0);
        assertThat(weighted.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(weighted.toDoubleArray()).containsExactly(1, 2, 0, 0.75);
        assertThat(Histograms.bincount(NdArray.of(new long[0]), NONE, 0).shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> Histograms.bincount(NdArray.of(1L, -1), NONE, 0)).hasMessageContaining("bincount: x[1] is -1");
        assertThatThrownBy(() -> Histograms.bincount(NdArray.of(1.0), NONE, 0)).hasMessageContaining("FLOAT64");
    }

    @Test
    void histcOfRowsCountsEveryRowByItself() {
        NdArray x = NdArray.of(1.0, 2, 3, 10, 30, 20).reshape(Shape.of(2, 3));
        assertThat(Histograms.histcOfRows(x, 2, 0, 4).toDoubleArray()).containsExactly(1, 2, 0, 0);
        assertThat(Histograms.histcOfRows(x, 2, 0, 0).toDoubleArray()).as("between the elements of each row").containsExactly(1, 2, 1, 2);
        assertThat(Histograms.histcOfRows(x.transpose(0, 1), 2, 0, 0).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Histograms.histcOfRows(x.slice(0, 0, 0, 1), 2, 0, 1).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void histcCountsInEqualIntervals() {
        NdArray x = NdArray.of(-2f, -1.9f, 0, 2, 2.1f, Float.NaN, 1, 1.2f);
        NdArray y = Histograms.histc(x, 5, -2, 2);
        assertThat(y.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(y.toDoubleArray()).containsExactly(2, 0, 1, 1, 2);
        assertThat(Histograms.histc(NdArray.of(1.0, 2, 3), 2, 0, 0).toDoubleArray()).containsExactly(1, 2);
        assertThat(Histograms.histc(NdArray.of(4.0, 4), 2, 0, 0).toDoubleArray()).containsExactly(0, 2);
        assertThatThrownBy(() -> Histograms.histc(x, 0, 0, 1)).hasMessageContaining("histc: bins is 0");
        assertThatThrownBy(() -> Histograms.histc(x, 3, 2, 1)).hasMessageContaining("min not above max");
    }

    @Test
    void histogramCountsBetweenEdges() {
        NdArray edges = NdArray.of(0.0, 1, 1.5, 4);
        NdArray x = NdArray.of(0.0, 0.5, 1, 4, 4.5, Double.NaN, -1, 1.5);
        assertThat(Histograms.histogram(x, edges, NONE).toDoubleArray()).containsExactly(2, 1, 2);
        NdArray weights = NdArray.of(1.0, 2, 4, 8, 16, 32, 64, 128);
        assertThat(Histograms.histogram(x, edges, Optional.of(weights)).toDoubleArray()).containsExactly(3, 4, 136);
        assertThatThrownBy(() -> Histograms.histogram(x, NdArray.of(1.0, 0), NONE)).hasMessageContaining("edges[1] is 0.0");
    }

    @Test
    void theLastOfTiesIsFoundOnRequest() {
        NdArray x = NdArray.of(3.0, 5, 5, 1, 1, 2).reshape(Shape.of(2, 3));
        assertThat(Reductions.argmaxLast(x, 1, false).toLongArray()).containsExactly(2, 2);
        assertThat(Reductions.argminLast(x, -1, true).toLongArray()).containsExactly(0, 1);
        assertThat(Reductions.argmaxLast(x, 0, false).toLongArray()).containsExactly(0, 0, 0);
        assertThat(Reductions.argmaxLast(NdArray.of(Double.NaN, 1, Double.NaN, 9), 0, false).item()).isEqualTo(2);
        assertThat(Reductions.argmaxLast(NdArray.of(true, true, false), 0, false).item()).isEqualTo(1);
        assertThat(Reductions.argmaxLast(NdArray.scalar(DType.FLOAT32, 1), 0, false).item()).isEqualTo(0);
    }
}
