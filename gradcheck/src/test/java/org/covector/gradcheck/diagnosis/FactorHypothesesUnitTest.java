package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a constant factor. */
class FactorHypothesesUnitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1           | 5 | 7  | the sign is wrong
            0.2          | 5 | 7  | it is 1/5 of what it should be: averaged instead of summed
            -0.2         | 5 | 7  | it is minus 1/5 of what it should be: averaged instead of summed
            7            | 5 | 7  | it is 7 times what it should be: summed instead of averaged
            -5           | 5 | 7  | it is minus 5 times what it should be: summed instead of averaged
            6            | 30 | 5 | it is 6 times what it should be: summed instead of averaged
            0.25         | 5 | 20 | it is 1/4 of what it should be: averaged instead of summed
            2            | 5 | 7  | it is 2 times what it should be: a factor 2 too many
            -0.5         | 5 | 7  | it is -0.5 times what it should be: a factor minus 2 is missing
            6.283185307179586 | 5 | 0 | it is 6.283185 times what it should be: a factor 2 pi too many
            1.1283791670955126 | 0 | 5 | it is 1.128379 times what it should be: a factor 2 / sqrt(pi) too many
            1.001        | 5 | 7  | it is 1.001 times what it should be: 1 + 1e-3
            0.9          | 5 | 7  | it is 0.9 times what it should be: 1 - 1e-1
            0.999999     | 5 | 7  | it is 0.999999 times what it should be: 1 - 1e-6
            11           | 5 | 7  | it is 11 times what it should be: a whole number
            -12          | 5 | 7  | it is -12 times what it should be: a whole number
            999          | 5 | 7  | it is 999 times what it should be: a whole number
            1000         | 5 | 7  | it is 1000 times what it should be
            1.3          | 5 | 7  | it is 1.3 times what it should be
            1.0011       | 5 | 7  | it is 1.0011 times what it should be
            """)
    void aFactorIsCalledByItsName(double factor, int inputs, int outputs, String said) {
        assertThat(FactorHypotheses.explain(factor, 1e-7, inputs, outputs).getFirst().text()).isEqualTo(said);
    }

    @Test
    void aFactorIsWhatItIsWithinItsError() {
        assertThat(FactorHypotheses.explain(-1.009, 1e-2, 1, 1).getFirst().text()).isEqualTo("the sign is wrong");
        assertThat(FactorHypotheses.explain(-1.011, 1e-2, 1, 1).getFirst().text()).isNotEqualTo("the sign is wrong");
        assertThat(FactorHypotheses.explain(5.04, 1e-2, 5, 1).getFirst().text()).startsWith("it is 5 times");
        assertThat(FactorHypotheses.explain(5.06, 1e-2, 5, 1).getFirst().text()).doesNotStartWith("it is 5 times");
        assertThat(FactorHypotheses.explain(0.2018, 1e-2, 5, 1).getFirst().text()).startsWith("it is 1/5");
        assertThat(FactorHypotheses.explain(0.2022, 1e-2, 5, 1).getFirst().text()).doesNotStartWith("it is 1/5");
        assertThat(FactorHypotheses.explain(1 + 1.009e-3, 1e-2, 1, 1).getFirst().text()).endsWith("1 + 1e-3");
        assertThat(FactorHypotheses.explain(1 + 1.011e-3, 1e-2, 1, 1).getFirst().text()).endsWith("should be");
        assertThat(FactorHypotheses.explain(3.03, 1e-2, 1, 1).getFirst().text()).endsWith("should be");
        assertThat(FactorHypotheses.explain(11.05, 1e-2, 1, 1).getFirst().text()).endsWith("a whole number");
        assertThat(FactorHypotheses.explain(11.2, 1e-2, 1, 1).getFirst().text()).endsWith("should be");
    }
}
