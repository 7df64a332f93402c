package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NdArrayTest {
    private static final NdArray NUMBERS = NdArray.of(1.0, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3));

    @Test
    void elementsAreWrittenIntoAnArrayInRowMajorOrder() {
        double[] target = {9, 9, 9, 9, 9, 9, 9, 9};
        NUMBERS.copyTo(target, 1);
        assertThat(target).containsExactly(9, 1, 2, 3, 4, 5, 6, 9);
        NUMBERS.transpose(0, 1).copyTo(target, 2);
        assertThat(target).containsExactly(9, 1, 1, 4, 2, 5, 3, 6);
        NUMBERS.slice(1, 0, 0, 1).copyTo(target, 8);
        NUMBERS.select(0, 1).flip(0).copyTo(target, 0);
        assertThat(target).containsExactly(6, 5, 4, 4, 2, 5, 3, 6);
    }

    @Test
    void theyMustFitAndBeOfTheArraysType() {
        assertThatThrownBy(() -> NUMBERS.copyTo(new double[6], 1)).isInstanceOf(ArgumentException.class)
                .hasMessageContainingAll("copyTo", "from", "1", "6");
        assertThatThrownBy(() -> NUMBERS.copyTo(new double[9], -1)).isInstanceOf(ArgumentException.class)
                .hasMessageContainingAll("copyTo", "from", "-1", "9");
        assertThatThrownBy(() -> NdArray.of(1f).copyTo(new double[1], 0)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("FLOAT64");
    }
}
