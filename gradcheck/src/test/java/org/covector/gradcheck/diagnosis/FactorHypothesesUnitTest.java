package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.covector.gradcheck.Cause;
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
            1.00000001   | 5 | 7  | it is 1 + 1e-08 times what it should be: 1 + 1e-8
            0.99999997   | 5 | 7  | it is 1 - 3e-08 times what it should be: an approximation, or a constant of few digits
            1.000000035  | 5 | 7  | it is 1 + 3.5e-08 times what it should be: an approximation, or a constant of few digits
            0.6666666666666666 | 1 | 1 | it is 0.6666667 times what it should be: 2/3
            -1.5         | 5 | 7  | it is -1.5 times what it should be: 3/2
            0.4166666666666667 | 1 | 1 | it is 0.4166667 times what it should be: 5/12
            1.0909090909090908 | 1 | 1 | it is 1.090909 times what it should be: 12/11
            1.1818181818181819 | 1 | 1 | it is 1.181818 times what it should be
            0.38461538461538464 | 1 | 1 | it is 0.3846154 times what it should be
            2.6          | 1 | 1  | it is 2.6 times what it should be
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

    private static List<String> all(double factor, double close, int inputs, int outputs, int... lengths) {
        return FactorHypotheses.explain(factor, close, inputs, outputs, lengths).stream()
                .map(c -> c.text().replaceFirst(".*should be: ", "")).toList();
    }

    /** Numbers of elements before constants, but for 2 and 3, which are constants more often. */
    @Test
    void whatFitsMoreThanOnceIsSaidTheLikelierFirst() {
        assertThat(all(7, 1e-7, 5, 7)).containsExactly("summed instead of averaged");
        assertThat(all(4, 1e-7, 4, 1)).containsExactly("summed instead of averaged", "a factor 4 too many");
        assertThat(all(0.25, 1e-7, 4, 1)).containsExactly("averaged instead of summed", "a factor 4 is missing");
        assertThat(all(3, 1e-7, 3, 1)).containsExactly("a factor 3 too many", "summed instead of averaged");
        assertThat(all(0.5, 1e-7, 1, 2)).containsExactly("a factor 2 is missing", "averaged instead of summed");
        assertThat(all(2, 1e-7, 1, 1, 2)).as("the length of an axis").containsExactly("a factor 2 too many", "summed instead of averaged");
        assertThat(all(1, 0.5, 0, 0, 1, 1)).as("axes of length 1 average nothing").noneMatch(t -> t.contains("averaged"));
    }

    @Test
    void oneLessInTheDenominatorAreDegreesOfFreedom() {
        String less = "divided by n = 5 where n - 1 is right";
        String more = "divided by n - 1 where n = 5 is right";
        assertThat(all(0.8, 1e-7, 5, 1)).containsExactly(less);
        assertThat(all(Math.sqrt(0.8), 1e-7, 5, 1)).containsExactly(less);
        assertThat(all(1.25, 1e-7, 5, 1)).containsExactly(more);
        assertThat(all(Math.sqrt(1.25), 1e-7, 5, 1)).containsExactly(more);
        assertThat(all(1.25, 1e-7, 15, 1, 3, 5)).as("of an axis").containsExactly(more);
        assertThat(all(1.5, 1e-7, 3, 1)).containsExactly("divided by n - 1 where n = 3 is right");
        assertThat(all(Math.sqrt(0.5), 1e-7, 2, 1)).as("of two elements it is a constant").containsExactly("a factor sqrt(2) is missing");
        assertThat(all(0.8, 1e-7, 6, 1)).containsExactly("4/5");
    }

    @Test
    void lengthsOfAxesAreConfusedOrUnderARoot() {
        assertThat(all(1.6, 1e-7, 40, 1, 5, 8)).containsExactly("divided by 5, the length of another axis, instead of 8");
        assertThat(all(0.625, 1e-7, 40, 1, 5, 8)).containsExactly("divided by 8, the length of another axis, instead of 5");
        assertThat(all(0.625, 1e-7, 40, 1, 5, 9)).containsExactly("5/8");
        assertThat(all(Math.sqrt(5), 1e-7, 40, 1, 8, 5)).containsExactly("a factor sqrt(5) of an axis's length is too many");
        assertThat(all(1 / Math.sqrt(5), 1e-7, 40, 1, 8, 5)).containsExactly("a factor sqrt(5) of an axis's length is missing");
        assertThat(all(2, 1e-7, 40, 1, 4)).as("2 has a name of its own").containsExactly("a factor 2 too many");
        assertThat(all(7, 1e-7, 7, 1, 1, 7)).as("an axis of length 1 is none").containsExactly("summed instead of averaged");
        assertThat(FactorHypotheses.explain(1.6, 1e-7, 40, 1, 5, 8).getFirst().kind()).isEqualTo(Cause.Kind.WRONG_AXIS);
    }

    /** In numbers that are exact: as far off as the error is too far. */
    @Test
    void whatIsOffByTheErrorDoesNotFit() {
        double close = 0x1p-6;
        assertThat(all(-1 - close, close, 1, 1)).noneMatch(t -> t.contains("sign"));
        assertThat(all(-1 + close, close, 1, 1)).noneMatch(t -> t.contains("sign"));
        assertThat(all(8 * (1 + close), close, 8, 1)).noneMatch(t -> t.contains("summed"));
        assertThat(all(8 * (1 + close / 2), close, 8, 1)).contains("summed instead of averaged");
        assertThat(all((1 - close) / 8, close, 8, 1)).noneMatch(t -> t.contains("averaged"));
        assertThat(all((1 - close / 2) / 8, close, 8, 1)).contains("averaged instead of summed");
        assertThat(all(1.00005, 1e-3, 1, 1)).as("1 is no whole number, nor a fraction").containsExactly(
                "it is 1.00005 times what it should be");
        assertThat(all(2.0 / 3 * (1 + 5e-5), 1e-3, 1, 1)).containsExactly("2/3");
        assertThat(all(2.0 / 3 * (1 + 5e-4), 1e-3, 1, 1)).as("digits that a fraction would have").noneMatch(t -> t.contains("/"));
    }

    @Test
    void numbersHaveTheDigitsThatSaySomething() {
        assertThat(FactorHypotheses.number(1)).isEqualTo("1");
        assertThat(FactorHypotheses.number(-1)).isEqualTo("-1");
        assertThat(FactorHypotheses.number(0)).isEqualTo("0");
        assertThat(FactorHypotheses.number(1200)).isEqualTo("1200");
        assertThat(FactorHypotheses.number(1 + 2.25e-8)).isEqualTo("1 + 2.25e-08");
        assertThat(FactorHypotheses.number(1 - 2e-8)).isEqualTo("1 - 2e-08");
        assertThat(FactorHypotheses.number(1.00001234)).isEqualTo("1.00001234");
        assertThat(FactorHypotheses.number(1.12345678)).isEqualTo("1.123457");
        assertThat(FactorHypotheses.number(1e-9)).isEqualTo("1.000000e-09");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1    | ''
            -1   | -
            2    | '2 '
            -3   | '-3 '
            0.25 | '1/4 '
            -0.5 | '-1/2 '
            0.6666666666666666 | '2/3 '
            7    | '7 '
            -0.14285714285714285 | '-1/7 '
            0.2857142857142857 | '2/7 '
            5    | ?
            3.141592653589793 | 'pi '
            0.3183098861837907 | '1/(pi) '
            -1.4142135623730951 | '-sqrt(2) '
            -0.7071067811865475 | '-1/(sqrt(2)) '
            1.01 | ?
            """)
    void coefficientsOfTermsAreSimpleOrHaveNoName(double c, String name) {
        assertThat(FactorHypotheses.coefficient(c, 1e-7, 1, 7)).isEqualTo(name);
    }
}
