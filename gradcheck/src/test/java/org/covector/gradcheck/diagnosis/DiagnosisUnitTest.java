package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Case;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** What is said of Jacobians made by hand: 3 results by the elements of one input, or of two. */
class DiagnosisUnitTest {
    private static final int ROWS = 3;

    /** The right ones: numbers without a pattern. */
    private static double[][] numbers(int columns) {
        SplittableRandom random = new SplittableRandom(8);
        double[][] all = new double[ROWS][columns];
        for (double[] row : all) {
            Arrays.setAll(row, _ -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2));
        }
        return all;
    }

    private interface Change {
        double of(int r, int j, double right);
    }

    private static double[][] changed(double[][] right, Change change) {
        double[][] all = new double[right.length][];
        for (int r = 0; r < all.length; r++) {
            int row = r;
            all[r] = new double[right[r].length];
            Arrays.setAll(all[r], j -> change.of(row, j, right[row][j]));
        }
        return all;
    }

    private static Element wrong(Verdict verdict) {
        return new Element(0, 0, 0, 1, 2, 0, verdict, "", false);
    }

    private static String said(double[][] analytic, double[][] numeric, int input, Tensor... x) {
        FlatFunction s = FlatFunction.of(in -> List.of(Tensor.of(1.0, 2, 3)), List.of(x));
        return first(new Diagnosis(s, analytic, numeric).of(input, List.of(wrong(Verdict.WRONG))));
    }

    private static String first(List<Cause> causes) {
        return causes.isEmpty() ? "nothing" : causes.getFirst().text();
    }

    private static String said(Tensor x, Change change) {
        double[][] right = numbers((int) x.size());
        return said(changed(right, change), right, 0, x);
    }

    private static Tensor x(int... dims) {
        return Case.x(dims);
    }

    @Test
    void whatIsAllZero() {
        assertThat(said(x(4), (r, j, a) -> 0)).isEqualTo("it is 0: the path from this input is detached");
        double[][] zero = new double[ROWS][4];
        assertThat(said(numbers(4), zero, 0, x(4))).isEqualTo("it should be 0: the result does not depend on this input");
        assertThat(said(zero, zero, 0, x(4))).isEqualTo("nothing");
    }

    @Test
    void kinksAreSaidToBeKinks() {
        FlatFunction s = FlatFunction.of(in -> List.of(Tensor.of(1.0, 2, 3)), List.of(x(4)));
        Diagnosis d = new Diagnosis(s, changed(numbers(4), (_, _, a) -> -a), numbers(4));
        assertThat(first(d.of(0, List.of(wrong(Verdict.KINK)))))
                .isEqualTo("it is wrong only at kinks: it lies outside of the one-sided derivatives there");
        assertThat(first(d.of(0, List.of(wrong(Verdict.KINK), wrong(Verdict.WRONG))))).isEqualTo("the sign is wrong");
    }

    @Test
    void aFactorIsNamedFirst() {
        assertThat(said(x(4), (r, j, a) -> -a)).isEqualTo("the sign is wrong");
        assertThat(said(x(4), (r, j, a) -> 2 * a)).contains("a factor 2 too many");
    }

    @Test
    void noNumbersAreSaidToBeSo() {
        assertThat(said(x(4), (r, j, a) -> Double.NaN)).isEqualTo("it is not a number where the derivative is one");
        assertThat(said(Tensor.of(1.0, 0, 2, 3), (r, j, a) -> j == 1 ? Double.NaN : a))
                .isEqualTo("it is wrong where the element is 0, and right elsewhere");
    }

    @Test
    void gradientsOfTheOtherInputAreSwapped() {
        double[][] right = numbers(8);
        double[][] swapped = changed(right, (r, j, a) -> right[r][(j + 4) % 8]);
        assertThat(said(swapped, right, 0, x(4), x(4))).isEqualTo("it is the gradient of input 1: swapped");
        assertThat(said(swapped, right, 1, x(4), x(4))).isEqualTo("it is the gradient of input 0: swapped");
        double[][] seven = numbers(7);
        assertThat(said(changed(seven, (r, j, a) -> j < 4 ? a + 1 : a), seven, 0, x(4), x(3))).as("of another size")
                .doesNotContain("swapped");
    }

    @Test
    void theDigitsOfSinglePrecision() {
        assertThat(said(x(40), (r, j, a) -> (float) a)).isEqualTo("it is right to the digits of FLOAT32 only");
        assertThat(said(x(40), (r, j, a) -> a * (1 + (r + j) % 3 * 1e-6))).isNotEqualTo("it is right to the digits of FLOAT32 only");
    }

    @Test
    void theShapeOfTheResultIsThatOfTheOnlyFloatingOne() {
        double[][] right = {{1, 2, 5, 3}, {7, 4, 6, 8}, {9, 3, 2, 1}, {4, 8, 7, 5}};
        double[][] turned = {right[0], right[2], right[1], right[3]};
        FlatFunction s = FlatFunction.of(in -> List.of(Tensor.of(6L), Tensor.of(new double[4], 2, 2)), List.of(x(4)));
        assertThat(first(new Diagnosis(s, turned, right).of(0, List.of(wrong(Verdict.WRONG)))))
                .isEqualTo("the cotangent is used with its axes in the order [1, 0]: transposed");
        FlatFunction two = FlatFunction.of(in -> List.of(Tensor.of(1.0), Tensor.of(new double[4], 2, 2)), List.of(x(4)));
        assertThat(first(new Diagnosis(two, turned, right).of(0, List.of(wrong(Verdict.WRONG)))))
                .isNotEqualTo("the cotangent is used with its axes in the order [1, 0]: transposed");
    }

    @Test
    void bordersOfAnAxis() {
        assertThat(said(x(5, 6), (r, j, a) -> j / 6 == 0 ? j + a : a))
                .isEqualTo("it is wrong only at the first position of axis 0: off by one at the border");
        assertThat(said(x(5, 6), (r, j, a) -> j / 6 == 4 ? j + a : a))
                .isEqualTo("it is wrong only at the last position of axis 0: off by one at the border");
        assertThat(said(x(5, 6), (r, j, a) -> j % 6 == 0 ? 1 + j + a : a))
                .isEqualTo("it is wrong only at the first position of axis 1: off by one at the border");
        assertThat(said(x(5, 6), (r, j, a) -> j % 6 == 5 ? j + a : a))
                .isEqualTo("it is wrong only at the last position of axis 1: off by one at the border");
        assertThat(said(x(5, 6), (r, j, a) -> j / 6 % 4 == 0 ? 1 + j + a : a))
                .isEqualTo("it is wrong only at the first and last position of axis 0: off by one at the border");
        assertThat(said(x(5, 6), (r, j, a) -> j == 8 ? 1 + a : a)).doesNotContain("border");
        assertThat(said(x(4), (r, j, a) -> j == 0 ? 1 + a : a)).as("of four positions, an end is half of them").doesNotContain("border");
    }

    @Test
    void whatIsHiddenByAMask() {
        assertThat(said(x(7), (r, j, a) -> j == 2 || j == 4 ? 0 : a))
                .isEqualTo("it is 0 for 2 of 7 elements that have a gradient, the first of them 2, "
                + "and right for the others: a mask hides them, or repeated positions overwrite each other");
        assertThat(said(x(7), (r, j, a) -> j == 2 ? 0 : j == 4 ? 1 + a : a)).doesNotContain("mask");
    }

    @Test
    void rowsThatAreMissing() {
        assertThat(said(x(4), (r, j, a) -> r == 1 ? 0 : a))
                .isEqualTo("it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing");
        assertThat(said(x(4), (r, j, a) -> r == 1 ? 0 : r == 2 && j == 1 ? 1 + a : a)).doesNotContain("broadcast");
    }

    @Test
    void wrongElementsThatHaveSomethingInCommon() {
        Tensor zeros = Tensor.of(1.0, 0, 2, 0, 3, 4, 5);
        assertThat(said(zeros, (r, j, a) -> j == 1 || j == 3 ? 1 + a : a))
                .isEqualTo("it is wrong where the element is 0, and right elsewhere");
        Tensor ties = Tensor.of(1.0, 9, 2, 9, 3, 4, 5);
        assertThat(said(ties, (r, j, a) -> j == 1 || j == 3 ? 1 + a : a)).isEqualTo("it is wrong where elements are equal: at ties");
        Tensor signs = Tensor.of(1.0, -9, 2, -8, 3, -4, -5, 6, 7);
        assertThat(said(signs, (r, j, a) -> j == 1 || j == 3 || j == 5 || j == 6 ? 1 + a : a))
                .isEqualTo("it is wrong for negative elements only");
        assertThat(said(signs, (r, j, a) -> j == 1 || j == 3 || j == 5 || j == 6 ? a : 1 + a))
                .isEqualTo("it is wrong for positive elements only");
    }

    @Test
    void wrongElementsOfARange() {
        Tensor some = Tensor.of(1.0, 9, 2, 8, 3, 4, 5, 6, -7);
        assertThat(said(some, (r, j, a) -> j == 1 || j == 3 || j == 7 ? 1 + a : a))
                .isEqualTo("it is wrong only for elements from 6.00000 on, right up to 5.00000");
        assertThat(said(some, (r, j, a) -> j == 0 || j == 8 || j == 2 ? 1 + a : a))
                .isEqualTo("it is wrong only for elements up to 2.00000, right from 3.00000 on");
        Tensor both = Tensor.of(1.0, 9, 2, -8, 3, -4, 5, -6, -7.5);
        assertThat(said(both, (r, j, a) -> j == 1 || j == 3 || j == 8 ? 1 + a : a))
                .isEqualTo("it is wrong only for elements of magnitude from 7.50000 on, right up to 6.00000");
        assertThat(said(both, (r, j, a) -> j == 0 || j == 2 || j == 5 || j == 4 ? 1 + a : a))
                .isEqualTo("it is wrong only for elements of magnitude up to 4.00000, right from 5.00000 on");
    }

    @Test
    void oneOfFewIsNoPattern() {
        assertThat(said(Tensor.of(1.0, 4, 2, 3, 1.5), (r, j, a) -> j == 1 ? 1 + a : a)).as("the largest of five: 2 / 5 by accident")
                .isEqualTo("3 of 15 elements of its Jacobian are wrong, the others right");
        assertThat(said(Tensor.of(1.0, 4, 2, 5, 1.5, 6), (r, j, a) -> j % 2 == 1 ? 1 + a : a)).as("the three largest of six: 2 / 20")
                .isEqualTo("9 of 18 elements of its Jacobian are wrong, the others right");
        assertThat(said(x(4), (r, j, a) -> 1 + a * (r + j))).as("all of them, in no way known").isEqualTo("nothing");
    }
}
