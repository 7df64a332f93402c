package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DTypeTest {
    @ParameterizedTest
    @EnumSource
    void floatingDtypesKnowTheirDistancesAndOthersRefuse(DType dtype) {
        switch (dtype) {
            case FLOAT32 -> {
                assertThat(dtype.epsilon()).isEqualTo(Math.nextUp(1f) - 1f);
                assertThat((float) dtype.leastNormal() / 2).as("has digits to lose").isEqualTo(0x1p-127f);
                assertThat(Math.getExponent((float) dtype.leastNormal())).isEqualTo(Float.MIN_EXPONENT);
            }
            case FLOAT64 -> {
                assertThat(dtype.epsilon()).isEqualTo(Math.nextUp(1.0) - 1.0);
                assertThat(Math.getExponent(dtype.leastNormal())).isEqualTo(Double.MIN_EXPONENT);
            }
            case INT64, BOOL -> {
                assertThatThrownBy(dtype::epsilon).isInstanceOf(ArgumentException.class).hasMessageContaining("epsilon")
                        .hasMessageContaining("FLOAT32");
                assertThatThrownBy(dtype::leastNormal).isInstanceOf(ArgumentException.class).hasMessageContaining("leastNormal");
            }
        }
    }
}
