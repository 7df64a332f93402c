package org.covector.gradcheck.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

class SourceTest {
    private static void is(Tensor x, String text) {
        assertThat(Source.of(x)).isEqualTo(text);
    }

    /** Each pair holds the same expression twice: compiled, and as text. */
    @Test
    void tensorsPrintAsTheJavaThatMakesThem() {
        is(Tensor.scalar(-0.5), "Tensor.scalar(-0.5)");
        is(Tensor.scalar(2.5f), "Tensor.scalar(2.5f)");
        is(Tensor.of(1.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY), "Tensor.of(1.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY)");
        is(Tensor.of(new float[] {0.1f, Float.POSITIVE_INFINITY}, 2, 1), "Tensor.of(new float[] {0.1f, Float.POSITIVE_INFINITY}, 2, 1)");
        is(Tensor.of(new double[] {}, 0), "Tensor.of(new double[] {}, 0)");
        is(Tensor.of(3L, -1L), "Tensor.of(3L, -1L)");
        is(Tensor.of(new long[] {7L}), "Tensor.of(7L)");
        is(Tensor.of(true, false), "Tensor.of(true, false)");
        is(F.reshape(Tensor.of(new boolean[] {true, false}), 2, 1), "F.reshape(Tensor.of(new boolean[] {true, false}), 2, 1)");
        is(Layout.TRANSPOSED.lay(Tensor.of(new double[] {1.0, 2.0, 3.0, 4.0}, 2, 2)),
                "Layout.TRANSPOSED.lay(Tensor.of(new double[] {1.0, 2.0, 3.0, 4.0}, 2, 2))");
        assertThat(Source.of(Tensor.zeros(DType.INT64, Shape.SCALAR))).isEqualTo("Tensor.of(new long[] {0L})");
    }
}
