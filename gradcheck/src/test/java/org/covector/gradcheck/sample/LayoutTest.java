package org.covector.gradcheck.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest {
    private static final Tensor X = Tensor.of(new double[] {1, 2, 3, -4, -0.0, Double.NaN}, 2, 3);

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aLaidTensorHasTheLayoutAndTheSameElements(Layout layout) {
        Tensor laid = layout.lay(X);
        assertThat(Layout.of(laid)).isEqualTo(layout);
        assertThat(laid.shape()).isEqualTo(X.shape());
        double[] expected = layout == Layout.EXPANDED ? new double[] {1, 2, 3, 1, 2, 3} : X.array().toDoubleArray();
        assertThat(laid.array().toDoubleArray()).containsExactly(expected);
    }

    static Stream<Tensor> others() {
        return Stream.of(Tensor.scalar(2.0), Tensor.zeros(DType.FLOAT32, Shape.of(2, 0, 3)), Tensor.of(true, false, true),
                Tensor.of(1L, 2L), Tensor.of(3f));
    }

    @ParameterizedTest
    @MethodSource("others")
    void everyShapeAndDtypeCanBeLaid(Tensor x) {
        for (Layout layout : Layout.values()) {
            Tensor laid = layout.lay(x);
            assertThat(laid.shape()).isEqualTo(x.shape());
            assertThat(laid.dtype()).isEqualTo(x.dtype());
            if (layout != Layout.EXPANDED) {
                assertThat(laid.array().toDoubleArray()).containsExactly(x.array().toDoubleArray());
            }
        }
    }
}
